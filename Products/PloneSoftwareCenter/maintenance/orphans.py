"""Bytes in a storage that no file points to: finding what is known, and dropping what is not."""

from BTrees.LOBTree import LOBTree
from BTrees.OOBTree import OOBTree
from collections.abc import Iterable
from collections.abc import Iterator
from Products.PloneSoftwareCenter.index.consistency.survey import asleep_afterwards
from Products.PloneSoftwareCenter.index.consistency.survey import Survey
from Products.PloneSoftwareCenter.index.update import files_of
from Products.PloneSoftwareCenter.index.update import releases_of
from Products.PloneSoftwareCenter.maintenance.files import FILES
from Products.PloneSoftwareCenter.maintenance.files import stored_files
from Products.PloneSoftwareCenter.storage.interfaces import FileMissing
from Products.PloneSoftwareCenter.storage.lookup import storage_named
from Products.PloneSoftwareCenter.storage.moved import place_of
from Products.PloneSoftwareCenter.upload.write import write

import logging
import sqlite3


logger = logging.getLogger(__name__)

#: attribute of the center: a BTree of number -> (strategy, key), bytes that no file points to:
#: originals of a migration that has not come to its end
LEAVING = "_psc_leaving"


class Lying:
    """The keys that lie in storages, less those that are known; on disk, so memory stays flat."""

    def __enter__(self) -> "Lying":
        self._table = sqlite3.connect("")
        self._table.execute(
            "CREATE TABLE lying (storage TEXT, key TEXT, PRIMARY KEY (storage, key)) WITHOUT ROWID"
        )
        return self

    def __exit__(self, *_error: object) -> None:
        self._table.close()

    def add(self, storage: str, keys: Iterable[str]) -> None:
        """Take the keys of a storage in."""
        rows = ((storage, key) for key in keys)
        self._table.executemany("INSERT OR IGNORE INTO lying VALUES (?, ?)", rows)

    def discard(self, storage: str, key: str) -> None:
        """Know a key."""
        self._table.execute("DELETE FROM lying WHERE storage = ? AND key = ?", (storage, key))

    def forget(self, storage: str) -> None:
        """Know nothing of a storage."""
        self._table.execute("DELETE FROM lying WHERE storage = ?", (storage,))

    def is_empty(self) -> bool:
        """Tell whether all are known."""
        return self._table.execute("SELECT 1 FROM lying LIMIT 1").fetchone() is None

    def some(self) -> Iterator[list[tuple[str, str]]]:
        """Yield those that are left, some at a time."""
        found = self._table.execute("SELECT storage, key FROM lying ORDER BY storage, key")
        while rows := found.fetchmany(FILES):
            yield rows


def leaving(center) -> Iterator[tuple[str, str]]:
    """Yield (strategy, key) of what a migration has begun with: it goes when that is at its end."""
    tree = getattr(center, LEAVING, None)
    if isinstance(tree, OOBTree):
        # of a migration that began with an earlier version: its keys, and copies among them
        yield from tree.keys()
    elif tree is not None:
        yield from tree.values()


def writable_leaving(center) -> LOBTree:
    """Return the tree, made now if there is none."""
    tree = getattr(center, LEAVING, None)
    if not isinstance(tree, LOBTree):
        tree = LOBTree(list(enumerate(leaving(center))))
        setattr(center, LEAVING, tree)
    return tree


def wanted_keys(center) -> Iterator[tuple[str, str]]:
    """Yield (strategy, key) of the bytes of all files, of the index or as content."""
    for one in stored_files(center):
        yield one.storage, one.key
    survey = Survey(center)
    for project_id in list(survey.content.keys()):
        with asleep_afterwards(*survey.contents(project_id)):
            project = survey.project(project_id)
            if project is not None:
                for origin in _of_project(project):
                    yield place_of(center, *origin)
    center._p_jar.cacheGC()


def _of_project(project):
    with asleep_afterwards(*project._tree.values()):
        for release in releases_of(project):
            with asleep_afterwards(*release._tree.values()):
                for file in files_of(release):
                    if file.storage_key:
                        yield file.storage, file.storage_key


def not_leaving(center, some: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return those of some bytes that no migration counts on."""
    found = dict.fromkeys(some)
    for one in leaving(center):
        found.pop(one, None)
    return list(found)


def drop_orphans(center, found: Iterable[tuple[str, str]]) -> int:
    """Delete bytes that ``fsck`` found to be no file's; return how many were there.

    Commits, some at a time. No file points to them, and none will: keys are never used twice.

    :raises StorageError: when a storage can't
    """
    dropped, some = 0, []
    for one in found:
        some.append(one)
        if len(some) == FILES:
            dropped += _drop(center, some)
            some = []
    return dropped + (_drop(center, some) if some else 0)


def _drop(center, some):
    dropped = write(lambda: _drop_some(center, some), note="drop bytes of no file")
    for name, key in some:
        logger.info("%s: dropped the key %r from %s", center.getId(), key, name)
    return dropped


def _drop_some(center, some):
    count = 0
    for name, key in not_leaving(center, some):
        try:
            storage_named(center, name).delete(key)
        except FileMissing:
            continue
        count += 1
    return count
