"""Following a center from a host that is not the site's: over HTTP, by its serials."""

from collections.abc import Callable
from collective.psc.mirroring import aliases
from collective.psc.mirroring import shelf
from collective.psc.mirroring.client import Client
from collective.psc.mirroring.client import Page
from collective.psc.mirroring.errors import Gone
from collective.psc.mirroring.errors import MirrorError
from collective.psc.mirroring.errors import Refused
from collective.psc.mirroring.errors import Unreachable
from collective.psc.mirroring.following import Following
from collective.psc.mirroring.following import read_following
from collective.psc.mirroring.following import remember
from collective.psc.mirroring.lock import writing
from collective.psc.mirroring.manifests import Entry
from collective.psc.mirroring.manifests import read_md5
from collective.psc.mirroring.manifests import write_manifests
from collective.psc.mirroring.owned import claim
from collective.psc.mirroring.pages import Listing
from collective.psc.mirroring.pages import read_listing
from collective.psc.mirroring.projects import bring
from collective.psc.mirroring.projects import drop
from collective.psc.mirroring.projects import known_files
from collective.psc.mirroring.settling import settle
from collective.psc.mirroring.status import note_error
from collective.psc.mirroring.status import note_success
from collective.psc.mirroring.tree import FORMATS
from collective.psc.mirroring.tree import Tree
from collective.psc.mirroring.tree import V1_JSON
from collective.psc.mirroring.writing import write
from dataclasses import dataclass
from dataclasses import field

import contextlib
import hashlib
import logging
import time


logger = logging.getLogger(__name__)

#: seconds after which what was done is written down, in case that the process is killed
NOTED_EVERY = 5.0
#: how many names in a row may fail to be answered before the site is taken to be down
PATIENCE = 3


@dataclass
class Outcome:
    """What a run has done."""

    brought: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    #: a sentence for each name that could not be had
    refused: list[str] = field(default_factory=list)
    #: how many of the last ones were not answered at all
    unreachable: int = 0


def follow(
    tree: Tree,
    client: Client,
    *,
    dry_run: bool = False,
    tell: Callable[[int, int], None] = lambda done, total: None,
) -> Outcome:
    """Have a tree as the site is now.

    A name that can't be had, or is not to be believed, stays as it was; all others come.

    :param dry_run: only say what would be done
    :param tell: is told how many names are done, and how many there are
    :raises NotOurs: when the tree must not be written
    :raises MirrorError: when nothing could be done
    """
    if dry_run:
        return _would_do(tree, client)
    claim(tree, client.url)
    with writing(tree):
        try:
            outcome, serial = _follow(tree, client, tell)
            if outcome.brought or outcome.removed:
                settle(tree)
            if outcome.refused:
                note_error(tree, outcome.refused[0])
            else:
                note_success(tree, serial)
        except (MirrorError, OSError) as error:
            # where the disk is full, this can't be written either
            with contextlib.suppress(OSError):
                note_error(tree, str(error))
            raise
        return outcome


def _follow(tree: Tree, client: Client, tell: Callable[[int, int], None]) -> tuple[Outcome, int]:
    following = read_following(tree)
    page, listing = _listing(client, following)
    outcome = Outcome()
    work = _changed(tree, following, listing)
    noted = time.monotonic()
    try:
        for done, name in enumerate(work):
            tell(done, len(work))
            _one(tree, client, following, name, listing.names.get(name, 0), outcome)
            if time.monotonic() - noted > NOTED_EVERY:
                remember(tree, following)
                noted = time.monotonic()
        tell(len(work), len(work))
        _bring_lists(tree, client, page, listing)
        following.serial = listing.serial
    finally:
        # what came is not asked for again, also when the rest could not be had
        with contextlib.suppress(OSError):
            remember(tree, following)
    return outcome, listing.serial


def _listing(client: Client, following: Following) -> tuple[Page, Listing]:
    try:
        page = client.page("simple/", V1_JSON)
    except Gone as error:
        raise Refused(f"{client.url} is no software center.") from error
    listing = read_listing(page.body)
    if listing.serial < following.serial:
        raise Refused(
            f"The serial runs back, from {following.serial} to {listing.serial}. If the site was"
            " restored from a backup, delete following.json and follow again."
        )
    return page, listing


def _changed(tree: Tree, following: Following, listing: Listing) -> list[str]:
    """Return the names to be looked at: changed, not there, or in the list no more."""
    changed = [
        name
        for name, serial in listing.names.items()
        if following.names.get(name) != serial
        or not (tree.project(name) / "index.v1_json").is_file()
    ]
    left = {*following.names, *tree.names()} - listing.names.keys()
    return [*changed, *sorted(left)]


def _one(
    tree: Tree, client: Client, following: Following, name: str, listed: int, outcome: Outcome
) -> None:
    try:
        serial = bring(tree, client, name, max(listed, following.names.get(name, 0)))
    except Gone:
        # it may have gone since the list was made
        if drop(tree, name):
            outcome.removed.append(name)
            logger.info("%s has left the site.", name)
        following.names.pop(name, None)
    except (Refused, Unreachable) as error:
        outcome.refused.append(str(error))
        outcome.unreachable = outcome.unreachable + 1 if isinstance(error, Unreachable) else 0
        if outcome.unreachable == PATIENCE:
            raise
        logger.warning("%s: %s", name, error)
    else:
        outcome.unreachable = 0
        if following.names.get(name) != serial:
            outcome.brought.append(name)
        # a newer one than the list's is looked at again when the list tells of it
        following.names[name] = serial


def _bring_lists(tree: Tree, client: Client, page: Page, listing: Listing) -> None:
    """Have what shows the whole center."""
    for filename, media_type in FORMATS.items():
        body = page.body if media_type == V1_JSON else client.page("simple/", media_type).body
        write(tree, tree.simple / filename, body)
    aliases.show(tree, listing.written)
    links = client.page("links")
    if links.serial in (None, listing.serial):
        # else somebody has published meanwhile, and the next run has it
        write(tree, tree.links, links.body)
    entries = _entries(tree)
    for entry in entries:
        shelf.show(tree, tree.www / entry.path)
    shelf.sweep(tree, [entry.path.rpartition("/")[2] for entry in entries])
    write_manifests(tree, entries)


def _entries(tree: Tree) -> list[Entry]:
    known = read_md5(tree)
    entries = []
    for name in tree.names():
        for filename, expected in known_files(tree, name).items():
            path = f"simple/{name}/{filename}"
            with contextlib.suppress(FileNotFoundError):
                md5 = known.get((path, expected.sha256)) or _md5(tree, name, filename)
                entries.append(Entry(path, md5, expected.sha256))
    return entries


def _md5(tree: Tree, name: str, filename: str) -> str:
    with tree.file(name, filename).open("rb") as stream:
        return hashlib.file_digest(stream, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()


def _would_do(tree: Tree, client: Client) -> Outcome:
    following = read_following(tree)
    _page, listing = _listing(client, following)
    outcome = Outcome()
    for name in _changed(tree, following, listing):
        (outcome.brought if name in listing.names else outcome.removed).append(name)
    return outcome
