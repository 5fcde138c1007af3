"""Products.PloneSoftwareCenter: a Plone site that is a Python package index.

- ``pypi``: what an index is, in plain Python
- ``content``, ``vocabularies``: what people see and edit
- ``index``: the read side, records that are ready before anybody asks
- ``storage``: where the bytes of archives live
- ``upload``: the write side
- ``browser``: protocol views for programs, pages for people
"""
