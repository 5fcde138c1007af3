"""The published tree of a software center: the index as plain files, served while Plone sleeps.

- ``tree`` (where things lie), ``names`` (what may be a name in it), ``owned`` (is the folder ours?)
- ``lock``, ``writing`` (beside, and renamed over), ``status``
- ``pages`` (what is read from pages), ``manifests``, ``shelf`` (the flat view)
- ``client`` and ``follow``: a copy over HTTP; ``verify``: is the tree what its pages say?
- ``program``: ``psc-mirror``
- ``site``: the parts that need Plone (the extra ``[site]``); nothing here imports them
"""
