"""Files outside of the database that join its transactions.

For strategies whose bytes lie in a directory or at another server. Such a strategy

- stages a file as a ``StagedOutside``, whose ``settle`` is called when a commit can no longer
  fail for others' sake, ``unsettle`` when it failed all the same, ``drop`` when nobody wants it;
- asks ``changes_of`` what the current transaction has kept and deleted, to change it, and
  ``seen_changes_of`` when it reads;
- may have a method ``settled_all(keys)``, called when all are settled and before the commit: what
  can be done once for all of them, but those that were staged without waiting for the disk
  (``storage.together``);
- has a method ``remove(key)``, called for what was deleted, after the commit; or
  ``remove_all(keys)``, called once, where many are removed at less cost together.

A process that is killed in between leaves a file too many, never one too few.
"""

from Products.PloneSoftwareCenter.storage.interfaces import IStagedFile
from transaction.interfaces import IDataManagerSavepoint
from transaction.interfaces import ISavepointDataManager
from zope.interface import implementer

import logging
import transaction


logger = logging.getLogger(__name__)
#: under which a transaction remembers its changes, by place
REMEMBERED = object()


@implementer(IStagedFile)
class StagedOutside:
    """Bytes that lie beside the others; inherit it, and say what the steps do."""

    def __init__(self, storage, is_synced=True):
        self.storage = storage
        #: whether its bytes are on the disk for good, as their place shall be at the commit
        self.is_synced = is_synced
        #: whether a transaction that has not ended counts on it
        self._is_awaited = False
        #: whether a transaction was committed with it
        self._is_settled = False
        self._is_closed = False

    def new_key(self):
        """Return the key under which the bytes will lie."""
        raise NotImplementedError

    def settle(self, key):
        """Put the bytes where the key says; what raises here aborts the transaction."""

    def unsettle(self, key):
        """Undo ``settle``, also when it has not come to its end."""

    def drop(self):
        """Remove the staged bytes; called once, when no transaction kept them."""
        raise NotImplementedError

    def keep(self):
        key = self.new_key()
        changes_of(self.storage).keep(key, self)
        self._is_awaited = True
        return key

    def close(self):
        was_closed, self._is_closed = self._is_closed, True
        if not (was_closed or self._is_awaited or self._is_settled):
            _try("removing a staged file", self.drop)

    def ended(self, is_settled):
        """Learn how the transaction ended that counted on it."""
        self._is_awaited = False
        self._is_settled = self._is_settled or is_settled
        if self._is_closed and not self._is_settled:
            _try("removing a staged file", self.drop)


def seen_changes_of(storage):
    """Return what the current transaction has changed in a strategy's place, for reading."""
    current = transaction.get()
    try:
        found = current.data(REMEMBERED).get(storage.place)
    except KeyError:
        found = None
    # Readers on a road of their own have a transaction that nobody ends: leave nothing there.
    return Changes(storage, current) if found is None else found


def changes_of(storage):
    """Return what the current transaction changes in a strategy's place, to change more."""
    current = transaction.get()
    try:
        remembered = current.data(REMEMBERED)
    except KeyError:
        remembered = {}
        current.set_data(REMEMBERED, remembered)
    changes = remembered.get(storage.place)
    if changes is None:
        changes = remembered[storage.place] = Changes(storage, current)
    return changes


@implementer(ISavepointDataManager)
class Changes:
    """What one transaction keeps and deletes in one place.

    It joins the transaction with the first change.
    """

    def __init__(self, storage, joined):
        self.storage = storage
        self.transaction = joined
        self.transaction_manager = transaction.manager
        self.is_joined = False
        #: key -> StagedOutside
        self.kept = {}
        #: key -> None, in the order of the deleting; thousands may be looked up
        self.deleted = {}
        self._settling = []

    def _join(self):
        if not self.is_joined:
            self.transaction.join(self)
            self.is_joined = True

    def keep(self, key, staged):
        self._join()
        self.kept[key] = staged

    def delete(self, key):
        self._join()
        self.deleted[key] = None

    def sortKey(self):
        # The last to vote, and so the last to finish: what is deleted goes when all else is
        # committed.
        return f"~psc:{self.storage.place}"

    def tpc_begin(self, transaction):
        pass

    def commit(self, transaction):
        pass

    def tpc_vote(self, transaction):
        for key, staged in self.kept.items():
            self._settling.append((key, staged))
            staged.settle(key)
        settled_all = getattr(self.storage, "settled_all", None)
        synced = [key for key, staged in self.kept.items() if staged.is_synced]
        if settled_all is not None and synced:
            settled_all(synced)

    def tpc_finish(self, transaction):
        for staged in self.kept.values():
            staged.ended(True)
        self._remove()
        self._forget()

    def _remove(self):
        remove_all = getattr(self.storage, "remove_all", None)
        if remove_all is not None and self.deleted:
            keys = list(self.deleted)
            _try(f"removing {len(keys)} files, the first {keys[0]!r},", remove_all, keys)
            return
        for key in self.deleted:
            _try(f"removing the file under the key {key!r}", self.storage.remove, key)

    def tpc_abort(self, transaction):
        for key, staged in self._settling:
            _try(f"taking the file under the key {key!r} back", staged.unsettle, key)
        self.abort(transaction)

    def abort(self, transaction):
        for staged in self.kept.values():
            staged.ended(False)
        self._forget()

    def _forget(self):
        self.kept, self.deleted, self._settling = {}, {}, []
        # A transaction that somebody goes on with after an abort may be joined again.
        self.is_joined = False

    def savepoint(self):
        return Savepoint(self)


@implementer(IDataManagerSavepoint)
class Savepoint:
    """What was changed so far."""

    def __init__(self, changes):
        self.changes = changes
        self.kept = dict(changes.kept)
        self.deleted = dict(changes.deleted)

    def rollback(self):
        for key, staged in self.changes.kept.items():
            if key not in self.kept:
                staged.ended(False)
        self.changes.kept = dict(self.kept)
        self.changes.deleted = dict(self.deleted)


def _try(doing, step, *arguments):
    """Take a step that may fail without harm to what is committed; it leaves a file too many."""
    try:
        step(*arguments)
    except Exception:
        logger.exception("%s failed, and nothing else with it", doing)
