"""The entries of a center, as the database keeps them: ``center._psc_journal``.

Uploads at the same time must not fight for it. So it is several trees, and a project's entries all
lie in one of them: uploads to different projects seldom touch the same record, and those to one
project put different keys into it, which the trees resolve. Where a bucket of a tree is just being
split, the short write step of the upload tries again, as it does for the files of one release.

Keys are times, negative, so that the newest entry comes first; some random bits make each its own.
Values are tuples of plain values, see ``_state``.
"""

from Acquisition import aq_base
from BTrees.OOBTree import OOBTree
from collections.abc import Iterator
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from persistent import Persistent
from Products.PloneSoftwareCenter.pypi.journal import Entry
from Products.PloneSoftwareCenter.pypi.journal import without_old_address

import heapq
import random
import zlib


ATTRIBUTE = "_psc_journal"

#: how many trees there are; in a journal that exists it never changes
SLOTS = 32

#: how long addresses are kept and shown where a center says nothing else, in days
DAYS = 90

_RANDOM_BITS = 10
#: from the keys of one microsecond to those of the one before
_STEP = 1 << _RANDOM_BITS
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Journal(Persistent):
    """The trees, and up to where addresses were forgotten."""

    def __init__(self):
        self.slots = tuple(OOBTree() for _ in range(SLOTS))
        self.forgotten = Forgotten()


class Forgotten(Persistent):
    """How far old addresses were dropped.

    :ivar key: all entries that are older than this key have none; None: none was dropped yet
    """

    key = None

    def _p_resolveConflict(self, old, saved, new):
        """Two have dropped at once: what is newer counts. Keys are negative."""
        return min(saved, new, key=lambda state: state.get("key") or 0)


def key_of(moment: datetime) -> int:
    """Return the smallest key of what happened at a moment; what is older has a larger one."""
    return -(((moment - _EPOCH) // _MICROSECOND + 1) << _RANDOM_BITS) + 1


def moment_of(key: int) -> datetime:
    """Return the moment of a key."""
    return _EPOCH + (-key >> _RANDOM_BITS) * _MICROSECOND


def journal_of(center) -> Journal | None:
    """Return the journal of a center, only to be read; None: nothing was ever written in it."""
    return getattr(aq_base(center), ATTRIBUTE, None)


def writable_journal(center) -> Journal:
    """Return the journal of a center; it is made if there is none yet."""
    journal = journal_of(center)
    if journal is None:
        journal = Journal()
        setattr(aq_base(center), ATTRIBUTE, journal)
    return journal


def slot_of(journal: Journal, project_uid: str):
    """Return the tree in which the entries of a project lie; those of none have one, too."""
    return journal.slots[zlib.crc32(project_uid.encode()) % len(journal.slots)]


def add_entry(center, entry: Entry) -> tuple[str, int]:
    """Put an entry into the journal of a center.

    :returns: where it is: UID of the project, key
    """
    slot = slot_of(writable_journal(center), entry.project_uid)
    key = key_of(entry.moment) + random.getrandbits(_RANDOM_BITS)
    while key in slot:
        key -= 1
    slot[key] = _state(entry)
    return entry.project_uid, key


def take_back(center, place: tuple[str, int]) -> None:
    """Drop an entry of this transaction; another one tells more."""
    project_uid, key = place
    slot_of(writable_journal(center), project_uid).pop(key, None)


def walk(
    center,
    *,
    project_uid: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    after: int | None = None,
    now: datetime | None = None,
) -> Iterator[tuple[int, Entry]]:
    """Yield entries with their keys, the newest first, without addresses that are too old.

    :param project_uid: of the only project that is meant; empty: what belongs to none
    :param since: the first moment
    :param until: the first moment that is too late
    :param after: key of the entry after which the walk goes on
    """
    journal = journal_of(center)
    if journal is None:
        return
    # of the microsecond before a moment, which may itself be the first that there is
    lowest = key_of(until) + _STEP if until is not None else None
    if after is not None:
        lowest = after + 1 if lowest is None else max(lowest, after + 1)
    highest = key_of(since) + _STEP - 1 if since is not None else None
    slots = journal.slots if project_uid is None else (slot_of(journal, project_uid),)
    walks = [slot.items(lowest, highest) for slot in slots]
    days, now = days_of(center), now or datetime.now(UTC)
    for key, state in heapq.merge(*walks) if len(walks) > 1 else walks[0]:
        if project_uid is None or state[_PROJECT_UID] == project_uid:
            yield key, without_old_address(_entry(key, state), days, now)


def days_of(center) -> int:
    """Return for how many days a center shows and keeps addresses."""
    days = getattr(aq_base(center), "journal_address_days", DAYS)
    return DAYS if days is None else days


def _state(entry: Entry):
    return (
        entry.kind,
        entry.user,
        entry.address,
        entry.client,
        entry.token,
        entry.project_uid,
        entry.project,
        entry.release,
        entry.file,
        dict(entry.details) or None,
    )


_ADDRESS, _PROJECT_UID = 2, 5


def _entry(key, state) -> Entry:
    return Entry(moment_of(key), *state[:-1], details=state[-1] or {})


def has_address(state) -> bool:
    """Say whether what the database keeps of an entry has an address."""
    return bool(state[_ADDRESS])


def without_address(state):
    """Return the same without it."""
    return (*state[:_ADDRESS], "", *state[_ADDRESS + 1 :])
