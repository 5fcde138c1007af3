"""Having the tree as the site is now: what has changed, or the whole.

What has changed is told by serials: that of the lists in the tree is noted when all that they show
was written. So nothing is forgotten when a process is killed, whenever that is: whoever looks next
finds an older serial, and does the rest.
"""

from collections import deque
from collections.abc import Callable
from collections.abc import Iterator
from collective.psc.mirroring.errors import MirrorError
from collective.psc.mirroring.lock import somebody_waits
from collective.psc.mirroring.lock import writing
from collective.psc.mirroring.manifests import Entry
from collective.psc.mirroring.owned import claim
from collective.psc.mirroring.pages import iterate
from collective.psc.mirroring.pages import Listing
from collective.psc.mirroring.projects import known_project
from collective.psc.mirroring.settling import settle
from collective.psc.mirroring.site.answers import newest
from collective.psc.mirroring.site.entries import entries_of
from collective.psc.mirroring.site.lists import listing_of
from collective.psc.mirroring.site.lists import publish_lists
from collective.psc.mirroring.site.publish import is_current
from collective.psc.mirroring.site.publish import publish_name
from collective.psc.mirroring.site.rights import hidden_among
from collective.psc.mirroring.site.rights import tell_list
from collective.psc.mirroring.site.settings import owner_name
from collective.psc.mirroring.site.settings import tree_of
from collective.psc.mirroring.status import boot
from collective.psc.mirroring.status import note_error
from collective.psc.mirroring.status import note_success
from collective.psc.mirroring.status import read_status
from collective.psc.mirroring.tree import FORMATS
from collective.psc.mirroring.tree import Tree
from collective.psc.mirroring.writing import empty
from contextlib import contextmanager
from contextlib import suppress
from dataclasses import dataclass
from dataclasses import field
from Products.PloneSoftwareCenter.index.names import center_index
from Products.PloneSoftwareCenter.storage.interfaces import StorageError
from typing import Any

import logging
import os
import time


logger = logging.getLogger(__name__)

#: seconds: that the lock is held at a time, and then left to uploads that wait for it
SLICE, PAUSE = 0.4, 0.03

Tell = Callable[[int, int], None]


@dataclass
class Brought:
    """What a run has done."""

    #: names that were otherwise
    changed: list[str] = field(default_factory=list)
    #: normalized name -> why it could not be written
    failed: dict[str, str] = field(default_factory=dict)


class NotMirrored(MirrorError):
    """The center is gone, or has no tree."""

    def __init__(self) -> None:
        super().__init__("There is no mirror.")


def bring(
    db: Any,
    path: tuple[str, ...],
    *,
    everything: bool = False,
    tell: Tell = lambda done, total: None,
) -> Brought:
    """Have the tree of a center as the site is; what is right is not written.

    The lock is held for a moment at a time, and each moment sees the site as it is then.

    :param path: of the center, from the root of Zope
    :param everything: look at each page and file, also at those that the serials say are right
    :raises MirrorError: when the tree must not be written
    :raises OSError: when it can't be
    """
    if everything:
        with newest(db, path) as center:
            names = center_index(center).listing.keys() if center is not None else ()
            hidden = hidden_among(center, names)
        if hidden:
            tell_list(db, path, hidden)
    run = _Run(everything, tell)
    while True:
        with _writing(db, path) as (tree, center):
            is_done = run.goes_on(tree, center)
        if is_done:
            # without the lock: uploads go on
            settle(tree)
            return run.brought
        if somebody_waits(tree):
            time.sleep(PAUSE)


class _Run:
    """What is done, over several moments."""

    def __init__(self, everything: bool, tell: Tell) -> None:
        self.everything = everything
        self.brought = Brought()
        self._tell = tell
        #: normalized name -> the serial that it had when it was done
        self._done: dict[str, int] = {}
        #: as it was when the names were found that are to be done
        self._listing: Listing | None = None
        self._left: deque[str] = deque()
        #: normalized name -> its lines in the manifests
        self._entries: dict[str, tuple[Entry, ...]] = {}

    def goes_on(self, tree: Tree, center: Any) -> bool:
        """Do some of what is to be done; return whether that was the rest."""
        # kept by the disk: who comes next finishes what was begun
        if not self.everything and (tree.pending.exists() or _is_doubtful(tree, center)):
            self.everything, self._listing = True, None
        if self.everything:
            tree.pending.touch()
        listing = listing_of(center)
        if listing is None:
            self._nobody_sees_it(tree, center)
            return True
        if listing is not self._listing:
            self._look_for_names(tree, center, listing)
        if not self._do_some(tree, center, listing):
            return False
        # one that has come into sight again may have an old serial
        names = None if self.everything else _newer(tree, listing) | self._done.keys()
        publish_lists(tree, center, names, self._entries)
        tree.pending.unlink(missing_ok=True)
        self._note(tree, center, listing)
        return True

    def _nobody_sees_it(self, tree: Tree, center: Any) -> None:
        self.brought.changed += tree.names()
        empty(tree)
        tree.pending.unlink(missing_ok=True)
        note_success(tree, None, center.public_address)

    def _look_for_names(self, tree: Tree, center: Any, listing: Listing) -> None:
        names = _all_names(tree, center, listing) if self.everything else waiting(tree, listing)
        # what changes meanwhile is done again
        self._left = deque(
            name for name in names if self._done.get(name) != listing.names.get(name, 0)
        )
        self._listing = listing

    def _do_some(self, tree: Tree, center: Any, listing: Listing) -> bool:
        """Write names until it is time to let others; return whether none is left."""
        storages: dict[str, Any] = {}
        deadline = time.monotonic() + SLICE
        while self._left:
            self._tell(len(self._done), len(self._done) + len(self._left))
            name = self._left.popleft()
            self._one(tree, center, name, storages)
            self._done[name] = listing.names.get(name, 0)
            if self._left and time.monotonic() > deadline:
                return False
        self._tell(len(self._done), len(self._done))
        return True

    def _one(self, tree: Tree, center: Any, name: str, storages: dict[str, Any]) -> None:
        brought = self.brought
        try:
            published = publish_name(tree, center, name, storages=storages)
            if published.was_other:
                brought.changed.append(name)
            self._entries[name] = tuple(entries_of(tree, center, name, published.files))
            brought.failed.pop(name, None)
        except (MirrorError, StorageError) as error:
            # what was good of it stays, and all others come
            self._entries.pop(name, None)
            brought.failed[name] = str(error)
            logger.error("%s: %s is not mirrored: %s", tree.path, name, error)

    def _note(self, tree: Tree, center: Any, listing: Listing) -> None:
        brought = self.brought
        # a name that was done twice
        brought.changed = list(dict.fromkeys(brought.changed))
        if brought.failed:
            name, reason = next(iter(brought.failed.items()))
            seen = {"site_serial": listing.serial, "base": center.public_address}
            note_error(tree, f"{name}: {reason}", **seen)
        else:
            note_success(tree, listing.serial, center.public_address)


def differences(center: Any, tree: Tree, tell: Tell = lambda done, total: None) -> Iterator[str]:
    """Yield the names that ``bring`` would change; nothing is written. Ask as nobody."""
    listing = listing_of(center)
    names = _all_names(tree, center, listing) if listing else sorted(tree.names())
    for number, name in enumerate(names):
        tell(number, len(names))
        if listing is None or not is_current(tree, center, name):
            yield name
    tell(len(names), len(names))


@contextmanager
def _writing(db: Any, path: tuple[str, ...]) -> Iterator[tuple[Tree, Any]]:
    with newest(db, path) as center:
        tree = tree_of(center) if center is not None else None
        if tree is None:
            raise NotMirrored
        claim(tree, owner_name(center))
    with writing(tree), newest(db, path) as center:
        # from a new connection: whoever had the lock may have seen more
        if center is None:
            raise NotMirrored
        try:
            yield tree, center
        except Exception as error:
            # where the disk is full, this can't be written either
            with suppress(OSError):
                note_error(tree, str(error) or type(error).__name__)
            raise


def _is_doubtful(tree: Tree, center: Any) -> bool:
    """Say whether serials do not tell what is right.

    Absolute links lead to another address, the lists are gone, or the machine was started anew:
    when the power fails, pages that were just written may be empty.
    """
    status = read_status(tree)
    if status.base != center.public_address:
        return True
    return status.serial is not None and (
        status.boot != boot() or not (tree.simple / "index.v1_json").exists()
    )


def _all_names(tree: Tree, center: Any, listing: Listing) -> list[str]:
    # a quarantined name has a page and is in no list
    return sorted({*listing.names, *center_index(center).names.keys(), *tree.names()})


def waiting(tree: Tree, listing: Listing) -> list[str]:
    """Return the names that are otherwise than the serials say, or are shown no more."""
    since, there = read_status(tree).serial or 0, set(tree.names())
    newer = [
        name
        for name, serial in listing.names.items()
        if name not in there or (serial > since and not _is_whole(tree, name, serial))
    ]
    return [*newer, *sorted(there - listing.names.keys())]


def _newer(tree: Tree, listing: Listing) -> set[str]:
    """Return the names that have changed since the lists were written, whoever has written them."""
    since = read_status(tree).serial or 0
    newer = {name for name, serial in listing.names.items() if serial > since}
    return newer | {name for name in tree.names() if name not in listing.names}


def _is_whole(tree: Tree, name: str, serial: int) -> bool:
    """Say whether the request that has changed a name has written all of it."""
    page = known_project(tree, name)
    if page is None or page.serial != serial:
        return False
    found = {entry.name for entry in os.scandir(tree.project(name))}
    return found == {*FORMATS, *iterate(page)}
