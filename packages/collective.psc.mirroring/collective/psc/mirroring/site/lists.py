"""What shows a whole center in its tree. The caller holds the lock, and is nobody in particular."""

from collections.abc import Collection
from collections.abc import Iterator
from collections.abc import Mapping
from collective.psc.mirroring import aliases
from collective.psc.mirroring import shelf
from collective.psc.mirroring.manifests import Entry
from collective.psc.mirroring.manifests import update_manifests
from collective.psc.mirroring.manifests import write_manifests
from collective.psc.mirroring.pages import Listing
from collective.psc.mirroring.pages import read_listing
from collective.psc.mirroring.projects import known_project
from collective.psc.mirroring.site.answers import body
from collective.psc.mirroring.site.entries import entries_of
from collective.psc.mirroring.site.links import links_page
from collective.psc.mirroring.tree import FORMATS
from collective.psc.mirroring.tree import Tree
from collective.psc.mirroring.tree import V1_JSON
from collective.psc.mirroring.writing import remove
from collective.psc.mirroring.writing import write
from types import MappingProxyType
from typing import Any


Known = Mapping[str, tuple[Entry, ...]]


def listing_of(center: Any) -> Listing | None:
    """Return which names everybody sees, with their serials; None: nobody sees the center."""
    page = body(center, "simple", accept=V1_JSON, slash=True)
    return None if page is None else read_listing(page)


def publish_lists(
    tree: Tree,
    center: Any,
    names: Collection[str] | None = None,
    known: Known = MappingProxyType({}),
) -> None:
    """Have the lists as the site has them.

    :param names: those whose files may be others than the manifests say; None: all
    :param known: name -> the lines of the manifests, where they are known already
    """
    listing = listing_of(center)
    pages = {tree.links: links_page(tree, center, listing, names)}
    for filename, media_type in FORMATS.items():
        # the one with the serials comes last: where it is new, all else is
        pages[tree.simple / filename] = body(center, "simple", accept=media_type, slash=True)
    for path, page in pages.items():
        if page is None:
            remove(path)
        else:
            write(tree, path, page)
    aliases.show(tree, listing.written if listing else {})
    if names is None or not update_manifests(tree, names, _entries(tree, center, names, known)):
        entries = list(_entries(tree, center, list(tree.names()), known))
        write_manifests(tree, entries)
        shelf.sweep(tree, [entry.path.rpartition("/")[2] for entry in entries])


def _entries(tree: Tree, center: Any, names: Collection[str], known: Known) -> Iterator[Entry]:
    for name in names:
        if name in known:
            yield from known[name]
        elif page := known_project(tree, name):
            yield from entries_of(tree, center, name, page.files)
