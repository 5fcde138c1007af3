"""Archives of a software center in an S3-compatible object store.

- ``settings``: which bucket, as zope.conf or the environment says
- ``client``: boto3's client, with bounded patience, and its errors in the words of the contract
- ``gate``: a store that says nothing keeps one thread at a time
- ``pace``: nor does one that lets its answers drip
- ``uploading``: a stream becomes an object, in parts
- ``ranged``: an object as a seekable stream
- ``shelf``: the objects of one center, and their mark
- ``strategy``: the storage strategy
"""
