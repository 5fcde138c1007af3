"""Archives of a software center in a directory.

- ``settings``: which directory, as zope.conf says
- ``shelf``: one center's folder there, and its mark; plain Python
- ``strategy``: the storage strategy
"""
