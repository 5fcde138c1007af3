"""Configurations of web servers that serve a tree in front of its site.

``write`` fills in ``nginx.conf`` and ``apache.conf``: who asks as everybody does is answered from
files; whatever only Plone can tell, and all that is sent to it, goes there; and while it does not
answer, who reads is answered from files all the same.
"""
