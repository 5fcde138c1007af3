"""What a Python package index is, in plain Python.

Nothing below this folder imports Zope or Plone; it is tested without them.

- ``errors``: one class for each failure that a caller may want to tell apart
- ``names``, ``versions``, ``filenames``, ``digests``, ``classifiers``: the words of the field
- ``metadata``, ``description``: core metadata, and long descriptions as HTML
- ``archives``: what a distribution file says of itself
- ``policy``, ``upload``, ``checks``: what is sent to us, and whether we take it
- ``model``, ``negotiation``, ``simple``: what installers read, and in which form
- ``multipart``, ``ranges``: the corners of HTTP that old and new clients need
"""
