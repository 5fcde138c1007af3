"""Moving the bytes of all files of a center to another storage strategy, on a site in use.

A batch is copied, read back and compared; its files point to the copies in the transaction that
keeps these, once they are on the disk. Bytes that no file points to any more are remembered by the
center, and go when all files are there, so whoever is interrupted at any moment begins again, and
nothing is lost or forgotten.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import cache
from functools import partial
from Products.PloneSoftwareCenter.index.names import center_index
from Products.PloneSoftwareCenter.maintenance.copying import Copying
from Products.PloneSoftwareCenter.maintenance.copying import MigrationStopped
from Products.PloneSoftwareCenter.maintenance.copying import PARTS
from Products.PloneSoftwareCenter.maintenance.copying import Telling
from Products.PloneSoftwareCenter.maintenance.files import batches_of
from Products.PloneSoftwareCenter.maintenance.files import BYTES
from Products.PloneSoftwareCenter.maintenance.files import find_file
from Products.PloneSoftwareCenter.maintenance.files import stored_files
from Products.PloneSoftwareCenter.maintenance.files import StoredFile
from Products.PloneSoftwareCenter.maintenance.orphans import writable_leaving
from Products.PloneSoftwareCenter.storage.interfaces import FileMissing
from Products.PloneSoftwareCenter.storage.interfaces import StorageError
from Products.PloneSoftwareCenter.storage.lookup import storage_named
from Products.PloneSoftwareCenter.upload.write import write

import contextlib
import itertools
import logging


logger = logging.getLogger(__name__)

#: how many files are taken together at most; and how many are dropped
FILES, DROPPED = 500, 2000


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
    while True:
        # An upload that began before may end in the old strategy behind the walk.
        left, moved = None, False
        with closing(_batches(center, target)) as batches:
            for copying, copies in batches:
                left = copies[0][0] if copies else left
                for one in _move(center, target, copying, copies):
                    moved = True
                    yield one
        if left is None:
            break
        if not moved:
            raise MigrationStopped(
                left.filename, "Its record and its page differ: see psc rebuild."
            )
    _drop(center)


def _begin(center, target):
    storage_named(center, target).prepare()
    center.storage_strategy = target
    writable_leaving(center)


def _batches(center, target):
    """Yield (what is copied, (file, its staged copy) of each), some files at a time.

    The next are copied while whoever asks writes of those before.
    """
    ahead = stopped = None
    walk = batches_of(find_moving(center, target), FILES, BYTES)
    with ThreadPoolExecutor(PARTS) as pool:
        try:
            for batch in itertools.chain(walk, [None]):
                following = None
                try:
                    if batch is not None:
                        following = Copying(center, storage_named(center, target), batch, pool)
                except MigrationStopped as error:
                    # Those before it move all the same.
                    stopped = error
                ready, ahead = ahead, following
                if ready is not None:
                    with closing(ready):
                        yield ready, ready.wait()
                if stopped is not None:
                    raise stopped
        finally:
            if ahead is not None:
                ahead.close()


def _move(center, target, copying, copies):
    """Keep the copies, and let the files point to them; return what has moved."""
    if not copies:
        return []
    with Telling(copies[0][0].filename) as told:
        return write(
            lambda: _point(center, target, copying, copies, told), f"files move to {target}"
        )


def _point(center, target, copying, copies, told):
    names, moved = center_index(center).names, []
    for one, copy in copies:
        file, files = find_file(center, one, names)
        # Somebody may have deleted or replaced the file meanwhile.
        if file is None:
            continue
        told.filename = one.filename
        key = copy.keep()
        file.storage, file.storage_key = target, key
        # No page shows it, so the serial that mirrors follow stays.
        files[one.filename] = {**files[one.filename], "storage": target, "key": key}
        moved.append(one)
    tree = writable_leaving(center)
    number = tree.maxKey() + 1 if tree else 0
    tree.update([(number + at, (one.storage, one.key)) for at, one in enumerate(moved)])
    copying.join()
    return moved


def _drop(center):
    """Delete what no file points to any more, some at a time."""
    while write(lambda: _drop_some(center), note="drop files that have moved"):
        center._p_jar.cacheGC()


def _drop_some(center):
    tree = writable_leaving(center)
    storage_of = cache(partial(storage_named, center))
    some = list(itertools.islice(tree.items(), DROPPED))
    for number, (name, key) in some:
        with _telling_key(key):
            storage_of(name).delete(key)
        del tree[number]
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
