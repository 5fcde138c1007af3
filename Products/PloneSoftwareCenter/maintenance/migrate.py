"""Moving the bytes of all files of a center to another storage strategy, on a site in use.

A batch is copied, read back and compared; the center tells that its files lie there now in the
transaction that keeps the copies, once they are on the disk. Bytes that are no file's any more are
remembered by the center, and go when all files are there, so whoever is interrupted at any moment
begins again, and nothing is lost or forgotten.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import cache
from functools import partial
from Products.PloneSoftwareCenter.maintenance.copying import Copying
from Products.PloneSoftwareCenter.maintenance.copying import MigrationStopped
from Products.PloneSoftwareCenter.maintenance.copying import PARTS
from Products.PloneSoftwareCenter.maintenance.copying import Telling
from Products.PloneSoftwareCenter.maintenance.files import batches_of
from Products.PloneSoftwareCenter.maintenance.files import BYTES
from Products.PloneSoftwareCenter.maintenance.files import stored_files
from Products.PloneSoftwareCenter.maintenance.files import StoredFile
from Products.PloneSoftwareCenter.maintenance.gathered import Gathered
from Products.PloneSoftwareCenter.maintenance.orphans import writable_leaving
from Products.PloneSoftwareCenter.storage.interfaces import FileMissing
from Products.PloneSoftwareCenter.storage.interfaces import StorageError
from Products.PloneSoftwareCenter.storage.lookup import storage_named
from Products.PloneSoftwareCenter.storage.moved import begin_moving
from Products.PloneSoftwareCenter.storage.moved import end_moving
from Products.PloneSoftwareCenter.storage.moved import is_at
from Products.PloneSoftwareCenter.storage.moved import move
from Products.PloneSoftwareCenter.upload.write import write
from ZODB.POSException import ReadConflictError

import contextlib
import itertools
import logging


logger = logging.getLogger(__name__)

#: how many files are taken together at most; and how many are dropped
FILES, DROPPED = 500, 2000


def find_moving(center, target: str) -> Iterator[StoredFile]:
    """Yield the files that do not lie in the strategy of that name. Only reads."""
    for one in stored_files(center):
        # What was deleted while others moved has no bytes, whatever a damaged index says.
        if one.storage != target and is_at(center, one.origin, (one.storage, one.key)):
            yield one


def migrate(center, target: str) -> Iterator[StoredFile]:
    """Make ``target`` the center's strategy and move all files there; yield what has moved.

    Commits. What was done in the current transaction before is dropped.

    :raises StorageError: when the strategy is not installed, or can't keep files
    :raises MigrationStopped: with the file; what came before has moved
    :raises Busy: when others were quicker each time
    """
    write(lambda: _begin(center, target), note=f"files are kept in {target}")
    # An upload that began before may end in the old strategy behind the walk.
    while (yield from _walk(center, target)):
        pass
    _drop(center)
    write(lambda: end_moving(center), note=f"all files are in {target}")


def _walk(center, target):
    """Move what is not there; yield what has moved, and return whether there was any."""
    with closing(Gathered(find_moving(center, target))) as files:
        if not files:
            return False
        with closing(_batches(center, target, files)) as batches:
            for copying, copies in batches:
                yield from _move(center, target, copying, copies)
    return True


def _begin(center, target):
    storage_named(center, target).prepare()
    center.storage_strategy = target
    writable_leaving(center)
    begin_moving(center)


def _batches(center, target, files):
    """Yield (what is copied, (file, its staged copy) of each), some files at a time.

    The next are copied while whoever asks writes of those before.
    """
    ahead = stopped = None
    walk = batches_of(files, FILES, BYTES)
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
    """Keep the copies, and let the files lie there; return what has moved."""
    if not copies:
        return []
    with Telling(copies[0][0].filename) as told:
        return write(
            lambda: _point(center, target, copying, copies, told), f"files move to {target}"
        )


def _point(center, target, copying, copies, told):
    if center.storage_strategy != target:
        raise MigrationStopped(
            told.filename, f"Files of this center are kept in {center.storage_strategy} by now."
        )
    moved, places = [], []
    for one, copy in copies:
        # Somebody may have deleted, replaced or moved the file meanwhile.
        if is_at(center, one.origin, (one.storage, one.key)):
            told.filename = one.filename
            places.append((one.origin, (target, _keep(copy))))
            moved.append(one)
    move(center, places)
    tree = writable_leaving(center)
    number = tree.maxKey() + 1 if tree else 0
    tree.update([(number + at, (one.storage, one.key)) for at, one in enumerate(moved)])
    copying.join()
    return moved


def _keep(copy):
    try:
        return copy.keep()
    except FileNotFoundError as error:
        # What is linked, not copied, was deleted since this transaction began: look again.
        raise ReadConflictError() from error


def _drop(center):
    """Delete what no file points to any more, some at a time."""
    while dropped := write(lambda: _drop_some(center), note="drop files that have moved"):
        # Bytes outside of the database go after the commit: who is killed while they do finds
        # here what to drop once more.
        write(partial(_forget_some, center, dropped), note="files that have moved are dropped")
        center._p_jar.cacheGC()


def _drop_some(center):
    storage_of = cache(partial(storage_named, center))
    some = list(itertools.islice(writable_leaving(center).items(), DROPPED))
    for _number, (name, key) in some:
        with _telling_key(key):
            storage_of(name).delete(key)
    return [number for number, _place in some]


def _forget_some(center, dropped):
    tree = writable_leaving(center)
    for number in dropped:
        tree.pop(number, None)


@contextlib.contextmanager
def _telling_key(key):
    try:
        yield
    except FileMissing as error:
        # deleted with its file, or lost: what should be gone is gone
        logger.info("%s", error)
    except (StorageError, OSError) as error:
        raise MigrationStopped(key, error) from error
