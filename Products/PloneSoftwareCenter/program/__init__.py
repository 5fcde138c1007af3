"""``psc``: the program for administrators, a command a task.

It runs on the database itself, with the site's configuration and without a password: whoever may
read ``zope.conf`` and the database's files may do anything with them. ``main`` is where it begins,
``command`` what a command is, ``start`` how it finds the site.
"""
