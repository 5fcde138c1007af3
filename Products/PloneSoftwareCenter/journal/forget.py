"""Forgetting addresses that are too old.

They are not shown any more from the day on that a center says; here they are dropped from the
database, too. That is not a matter of any request: a process in which an entry was written does it
later, by itself, once a day at most, and ``psc journal --forget`` at any time.
"""

from collections.abc import Iterator
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from Products.PloneSoftwareCenter.batches import Batches
from Products.PloneSoftwareCenter.journal.store import days_of
from Products.PloneSoftwareCenter.journal.store import has_address
from Products.PloneSoftwareCenter.journal.store import journal_of
from Products.PloneSoftwareCenter.journal.store import key_of
from Products.PloneSoftwareCenter.journal.store import without_address
from Products.PloneSoftwareCenter.pypi.journal import forgotten_before
from ZODB.POSException import POSKeyError

import itertools


#: how many addresses are dropped in one transaction
AT_ONCE = 500

#: how often a process looks
PAUSE = timedelta(days=1)

#: (number of the slot, keys) of some entries of a journal
Found = tuple[int, tuple[int, ...]]


def find_old(center, now: datetime | None = None) -> Iterator[Found]:
    """Yield the entries that have an address which is too old, some at a time. Only reads."""
    journal = journal_of(center)
    if journal is None:
        return
    highest = journal.forgotten.key
    lowest = cutoff_key(center, now)
    for number, slot in enumerate(journal.slots):
        after = lowest - 1
        while True:
            items = slot.items(after, highest, excludemin=True)
            found = tuple(itertools.islice(items, AT_ONCE))
            if not found:
                break
            keys = tuple(key for key, state in found if has_address(state))
            if keys:
                yield number, keys
            after = found[-1][0]


def drop(center, found: Found) -> int:
    """Drop the addresses of some entries; return how many there were."""
    number, keys = found
    slot = journal_of(center).slots[number]
    count = 0
    for key in keys:
        state = slot.get(key)
        if state is not None and has_address(state):
            slot[key] = without_address(state)
            count += 1
    return count


def note_done(center, now: datetime | None = None) -> None:
    """Remember that all addresses are dropped that are too old at a moment."""
    journal = journal_of(center)
    if journal is None:
        return
    key = cutoff_key(center, now)
    if journal.forgotten.key is None or key < journal.forgotten.key:
        journal.forgotten.key = key


def cutoff_key(center, now: datetime | None = None) -> int:
    """Return the smallest key of an entry whose address is too old."""
    now = now or datetime.now(UTC)
    before = max(forgotten_before(days_of(center), now), datetime(1970, 1, 2, tzinfo=UTC))
    return key_of(before - timedelta(microseconds=1))


class Forgetting(Batches):
    """Object id of a center -> None: its old addresses are to be dropped."""

    what = "Old addresses are dropped from the journal"

    def __init__(self):
        super().__init__()
        #: (database, object id) -> when they were last dropped
        self._done = {}

    def note(self, center, now=None):
        """Have them dropped later, unless that was done a short time ago."""
        if not self.is_serving or center._p_jar is None:
            return
        now = now or datetime.now(UTC)
        place = (center._p_jar.db(), center._p_oid)
        # asked once: the thread that writes may take it out meanwhile
        done = self._done.get(place)
        if done is None or now - done >= PAUSE:
            self._done[place] = now
            self.gather(*place, None)

    def fill(self, connection, found):
        manager = connection.transaction_manager
        for oid in found:
            try:
                center = connection.get(oid)
                for batch in find_old(center):
                    drop(center, batch)
                    manager.commit()
                    manager.begin()
                note_done(center)
            except POSKeyError:
                # the center was deleted, and packed away
                continue

    def met(self, db, found, error):
        """Let whoever writes next have it tried again, and not tomorrow only."""
        super().met(db, found, error)
        for oid in found:
            self._done.pop((db, oid), None)


#: of this process
FORGETTING = Forgetting()
