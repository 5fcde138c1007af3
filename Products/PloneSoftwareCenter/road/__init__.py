"""The fast road: a WSGI filter that answers anonymous readers without Zope's publisher."""
