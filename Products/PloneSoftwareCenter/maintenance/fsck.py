"""Are the bytes of each file those that were uploaded, and is there nothing else? All are read.

On a site in use: whatever is found is looked at once more in a new transaction, so that a file
which was deleted, replaced or moved meanwhile is no finding. Nothing is written here.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field
from Products.PloneSoftwareCenter.maintenance.files import batches_of
from Products.PloneSoftwareCenter.maintenance.files import is_recorded
from Products.PloneSoftwareCenter.maintenance.files import newest
from Products.PloneSoftwareCenter.maintenance.files import stored_files
from Products.PloneSoftwareCenter.maintenance.files import StoredFile
from Products.PloneSoftwareCenter.maintenance.orphans import leaving
from Products.PloneSoftwareCenter.maintenance.orphans import Lying
from Products.PloneSoftwareCenter.maintenance.orphans import not_leaving
from Products.PloneSoftwareCenter.maintenance.orphans import wanted_keys
from Products.PloneSoftwareCenter.storage.interfaces import FileDamaged
from Products.PloneSoftwareCenter.storage.interfaces import FileMissing
from Products.PloneSoftwareCenter.storage.interfaces import IPSCFileStorage
from Products.PloneSoftwareCenter.storage.interfaces import StorageError
from Products.PloneSoftwareCenter.storage.lookup import storage_named
from zope.component import getAdapters

import transaction


#: seconds after which bytes that nobody needs are no upload that is under way
OLD_ENOUGH = 24 * 3600


@dataclass(frozen=True)
class Finding:
    """What is wrong with a file, with bytes of no file, or with a storage as a whole."""

    #: bytes-missing, bytes-damaged, bytes-unreadable, orphan, storage-unavailable,
    #: storage-unlisted
    kind: str
    #: a file name, a key or the name of a storage
    place: str
    sentence: str
    #: where the bytes lie, or should
    storage: str
    key: str = ""


@dataclass(frozen=True)
class Looked:
    """What some files have shown."""

    files: int
    #: how many bytes they should have
    size: int
    found: tuple[Finding, ...]


@dataclass
class Storages:
    """What is learned of the storages while files are looked at."""

    #: name of the strategy -> how many files it should have
    files: Counter[str] = field(default_factory=Counter)
    #: name of the strategy -> why it does not answer: its files are not asked for one by one
    silent: dict[str, str] = field(default_factory=dict)
    #: name of the strategy -> how many files could not be looked at
    skipped: Counter[str] = field(default_factory=Counter)
    #: name of the strategy -> why it can't tell what lies there
    unlisted: dict[str, str] = field(default_factory=dict)

    def findings(self, current: str) -> Iterator[Finding]:
        """Yield what to tell; a storage that nobody uses is nobody's trouble.

        :param current: the strategy of new files
        """
        for name, reason in sorted(self.silent.items()):
            sentence = f"{reason} Files in {name} that were not looked at: {self.skipped[name]}."
            yield Finding("storage-unavailable", name, sentence, name)
        for name, reason in sorted(self.unlisted.items()):
            if name not in self.silent and (self.files[name] or name == current):
                sentence = f"It was not looked for orphans in {name}: {reason}"
                yield Finding("storage-unlisted", name, sentence, name)


def fsck(center, *, seconds: float = OLD_ENOUGH) -> Iterator[Looked]:
    """Read the bytes of all files of a center; yield what some at a time have shown, orphans last.

    Begins transactions; what was done in the current one before is dropped.

    :param seconds: how old bytes must be that no file knows, before they are a finding
    """
    storages = Storages()
    with Lying() as lying:
        # What lies there before the files are walked through, and is no file's then, is none's.
        newest(center)
        _list_keys(center, seconds, lying, storages)
        newest(center)
        _know_leaving(center, lying)
        for batch in batches_of(stored_files(center)):
            transaction.begin()
            found = []
            for one in batch:
                lying.discard(one.storage, one.key)
                found.extend(_look(center, one, storages))
            yield Looked(len(batch), sum(one.size for one in batch), tuple(found))
            center._p_jar.cacheGC()
        yield from _orphans(center, lying)
    current = getattr(center, "storage_strategy", None) or "blob"
    yield Looked(0, 0, tuple(storages.findings(current)))


def _list_keys(center, seconds, lying, storages):
    for name, storage in getAdapters((center,), IPSCFileStorage):
        # A strategy from before there was the method tells nothing of what nobody knows.
        keys = getattr(storage, "keys", None)
        if keys is None:
            continue
        try:
            lying.add(name, keys(seconds=seconds))
        except (StorageError, OSError) as error:
            lying.forget(name)
            storages.unlisted[name] = str(error)


def _know_leaving(center, lying):
    for name, key in leaving(center):
        lying.discard(name, key)


def _look(center, one: StoredFile, storages) -> Iterator[Finding]:
    storages.files[one.storage] += 1
    if one.storage in storages.silent:
        storages.skipped[one.storage] += 1
        return
    fault = _fault(center, one)
    if fault is None:
        return
    newest(center)
    if not is_recorded(center, one):
        return
    reason = _why_silent(center, one.storage) if fault[0] == "bytes-unreadable" else None
    if reason is not None:
        storages.silent[one.storage] = reason
        storages.skipped[one.storage] += 1
        return
    kind, sentence = fault
    yield Finding(
        kind, one.filename, f"The bytes of {one.filename}: {sentence}", one.storage, one.key
    )


def _why_silent(center, name):
    """Return why a storage as a whole can't be asked, or None."""
    try:
        storage_named(center, name).check()
    except (StorageError, OSError) as error:
        return str(error)
    return None


def _fault(center, one):
    """Return (kind, sentence) of what is wrong with the bytes of a file, or None."""
    try:
        storage = storage_named(center, one.storage)
        size = storage.size(one.key)
        if size != one.size:
            return "bytes-damaged", f"there are {size} and not {one.size}."
        storage.verify(one.key, one.sha256)
    except FileMissing as error:
        return "bytes-missing", str(error)
    except FileDamaged as error:
        return "bytes-damaged", str(error)
    except (StorageError, OSError) as error:
        return "bytes-unreadable", str(error)
    return None


def _orphans(center, lying):
    """Yield the bytes that no file knows, neither in the index nor as content."""
    if lying.is_empty():
        return
    newest(center)
    # The index may have lost a file that is still there, and a migration or an upload have
    # pointed to bytes behind the walk: all is asked once more, content too.
    _know_leaving(center, lying)
    for name, key in wanted_keys(center) if not lying.is_empty() else ():
        lying.discard(name, key)
    for some in lying.some():
        transaction.begin()
        found = [_orphan(center, *one) for one in not_leaving(center, some)]
        yield Looked(0, 0, tuple(one for one in found if one is not None))


def _orphan(center, name, key):
    try:
        size = storage_named(center, name).size(key)
    except (StorageError, OSError):
        # deleted meanwhile, or a storage that is told of elsewhere
        return None
    sentence = f"{size} bytes in the storage {name} under the key {key} are no file's."
    return Finding("orphan", key, sentence, name, key)
