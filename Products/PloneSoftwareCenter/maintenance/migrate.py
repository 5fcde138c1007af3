"""Moving the bytes of all files of a center to another storage strategy, on a site in use.

A batch is copied, committed, had on the disk, read back and compared; only then its files point to
the copies. Bytes that no file points to are remembered by the center, and go when all files are
there, so whoever is interrupted at any moment begins again, and nothing is lost or forgotten.
"""

from BTrees.OOBTree import OOBTree
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from contextlib import ExitStack
from functools import cache
from functools import partial
from Products.PloneSoftwareCenter.index.names import center_index
from Products.PloneSoftwareCenter.maintenance.files import batches_of
from Products.PloneSoftwareCenter.maintenance.files import BYTES
from Products.PloneSoftwareCenter.maintenance.files import find_file
from Products.PloneSoftwareCenter.maintenance.files import stored_files
from Products.PloneSoftwareCenter.maintenance.files import StoredFile
from Products.PloneSoftwareCenter.maintenance.orphans import LEAVING
from Products.PloneSoftwareCenter.storage.interfaces import FileMissing
from Products.PloneSoftwareCenter.storage.interfaces import StorageError
from Products.PloneSoftwareCenter.storage.lookup import storage_named
from Products.PloneSoftwareCenter.upload.write import write

import contextlib
import itertools
import logging


logger = logging.getLogger(__name__)

#: how many files are taken together at most
FILES = 250
#: how many files are copied at the same moment, where each waits
THREADS = 8


class MigrationStopped(Exception):
    """Why files could not be moved; those that were moved before stay so."""

    def __init__(self, filename: str, reason: Exception | str) -> None:
        self.filename = filename
        self.reason = reason
        super().__init__(filename, reason)

    def __str__(self) -> str:
        return f"{self.filename}: {self.reason}"


def find_moving(center, target: str) -> Iterator[StoredFile]:
    """Yield the files that do not lie in the strategy of that name. Only reads."""
    return (one for one in stored_files(center) if one.storage != target)


def migrate(center, target: str) -> Iterator[StoredFile]:
    """Make ``target`` the center's strategy and move all files there; yield what has moved.

    Commits. What was done in the current transaction before is dropped.

    :raises StorageError: when the strategy is not installed, or can't keep files
    :raises MigrationStopped: with the file; what came before has moved
    :raises Busy: when others were quicker each time
    """
    write(lambda: _begin(center, target), note=f"files are kept in {target}")
    moved = True
    # An upload that began before may end in the old strategy behind the walk.
    while moved:
        moved = False
        for batch in batches_of(find_moving(center, target), FILES, BYTES):
            for one in _move(center, target, batch):
                moved = True
                yield one
    left = next(find_moving(center, target), None)
    if left is not None:
        raise MigrationStopped(left.filename, "Its record and its page differ: see psc rebuild.")
    _drop(center)


def _begin(center, target):
    storage_named(center, target).prepare()
    center.storage_strategy = target
    if getattr(center, LEAVING, None) is None:
        setattr(center, LEAVING, OOBTree())


def _move(center, target, batch):
    """Copy, compare, and let the files point to the copies; return what has moved."""
    storage = storage_named(center, target)
    with ExitStack() as stack:
        with _telling(batch[0]):
            together = storage.together() if hasattr(storage, "together") else None
        opened = _open(center, batch, stack)
        if together is None:
            staged = _stage(storage, opened, stack)
        else:
            stack.callback(together.close)
            staged = _stage_together(together, opened, stack)
        with _telling(batch[0]):
            copies = write(lambda: _keep(center, target, staged), note="copy files")
            if together is not None:
                together.sync()
    for one, key in copies:
        with _telling(one):
            storage.verify(key, one.sha256)
    return write(lambda: _point(center, target, copies), note=f"files move to {target}")


def _open(center, batch, stack):
    """Return (file, stream of its bytes) of each; the stack closes them."""
    source_of = cache(partial(storage_named, center))
    opened = []
    for one in batch:
        with _telling(one):
            source = source_of(one.storage).open(one.key)
            opened.append((one, stack.enter_context(closing(source))))
    return opened


def _stage_together(together, opened, stack):
    """Return (file, staged copy) of each; the stack closes them."""
    staged = []
    for one, source in opened:
        with _telling(one):
            copy = together.stage(source, size=one.size, sha256=one.sha256)
            staged.append((one, stack.enter_context(closing(copy))))
    return staged


def _stage(storage, opened, stack):
    """Return (file, staged copy) of each; the stack closes them.

    Several at the same moment: each waits for its disk or server, and they can wait together.
    """
    with ThreadPoolExecutor(THREADS) as pool:
        copying = [
            pool.submit(storage.stage, source, size=one.size, sha256=one.sha256)
            for one, source in opened
        ]
    for copied in copying:
        if copied.exception() is None:
            stack.enter_context(closing(copied.result()))
    staged = []
    for (one, _source), copied in zip(opened, copying, strict=True):
        with _telling(one):
            staged.append((one, copied.result()))
    return staged


@contextlib.contextmanager
def _telling(one):
    try:
        yield
    except (StorageError, OSError) as error:
        logger.error("moving %s stopped: %s", one.filename, error)
        raise MigrationStopped(one.filename, error) from error


def _keep(center, target, staged):
    copies = []
    for one, copy in staged:
        with _telling(one):
            copies.append((one, copy.keep()))
    getattr(center, LEAVING).update({(target, key): None for _one, key in copies})
    return copies


def _point(center, target, copies):
    leaving, names = getattr(center, LEAVING), center_index(center).names
    moved = []
    for one, key in copies:
        file, files = find_file(center, one, names)
        # Somebody may have deleted or replaced the file, or dropped the copy, meanwhile.
        if file is None or (target, key) not in leaving:
            continue
        file.storage, file.storage_key = target, key
        # No page shows it, so the serial that mirrors follow stays.
        files[one.filename] = {**files[one.filename], "storage": target, "key": key}
        del leaving[(target, key)]
        leaving[(one.storage, one.key)] = None
        moved.append(one)
    return moved


def _drop(center):
    """Delete what no file points to any more, some at a time."""
    while write(lambda: _drop_some(center), note="drop files that have moved"):
        center._p_jar.cacheGC()


def _drop_some(center):
    leaving = getattr(center, LEAVING)
    storage_of = cache(partial(storage_named, center))
    some = list(itertools.islice(leaving.keys(), FILES))
    for name, key in some:
        with _telling_key(key):
            storage_of(name).delete(key)
        del leaving[(name, key)]
    return len(some)


@contextlib.contextmanager
def _telling_key(key):
    try:
        yield
    except FileMissing as error:
        # deleted with its file, or lost: what should be gone is gone
        logger.info("%s", error)
    except (StorageError, OSError) as error:
        raise MigrationStopped(key, error) from error
