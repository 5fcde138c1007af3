"""What a mirror is on the host of its site: written from the database, after each commit.

- ``settings``: where the tree of a center is
- ``answers``: what the site answers to everybody, from a connection of its own
- ``publish``: a name; ``lists``, with ``entries``: what shows the whole; ``bringing``: all of it
- ``changes``: what a transaction has changed, written once it is committed
- ``command``: ``psc mirror``; ``form``: where people say where the tree is
"""
