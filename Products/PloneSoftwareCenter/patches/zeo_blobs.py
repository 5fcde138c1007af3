"""A transaction with blobs that meets a conflict is tried again, and not resolved by a ZEO client.

With ``client-conflict-resolution true`` a ZEO server hands conflicts to its client to be resolved,
and drops what it has stored so far, files of blobs included. The client sends the resolved objects,
and nobody the blobs: the transaction is committed, and the files of its blobs are gone (ZEO 6.2
and before, in ``StorageServer._vote``: ``blob_log`` is empty the second time).

This goes when ZEO keeps the files.
"""

from ZODB.POSException import ConflictError
from zope.component import adapter
from zope.processlifetime import IDatabaseOpenedWithRoot

import functools
import sys


def keep_blobs(client_storage):
    """Let no transaction with blobs be resolved; repeated calls change nothing.

    :param client_storage: the class of ZEO's clients
    """
    store, resolve = client_storage.storeBlob, client_storage.tryToResolveConflict
    if hasattr(store, "__wrapped__"):
        return

    @functools.wraps(store)
    def store_and_note(self, *arguments, **named):
        # of the transaction: its own list knows them only where directories are not shared
        self._tbuf.psc_has_blobs = True
        return store(self, *arguments, **named)

    @functools.wraps(resolve)
    def resolve_without_blobs(self, oid, committed, read, data, *others):
        if hasattr(self._tbuf, "psc_has_blobs"):
            raise ConflictError(oid=oid, serials=(committed, read), data=data)
        return resolve(self, oid, committed, read, data, *others)

    client_storage.storeBlob = store_and_note
    client_storage.tryToResolveConflict = resolve_without_blobs


@adapter(IDatabaseOpenedWithRoot)
def keep_blobs_at_start(event):
    """Subscriber: do so where there are clients of ZEO."""
    module = sys.modules.get("ZEO.ClientStorage")
    if module is not None:
        keep_blobs(module.ClientStorage)
