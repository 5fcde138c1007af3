"""The page of all files, made from the one that is there.

To render all files of a large center takes seconds; after an upload, all but some lines are as
they were. The page is frozen in its form (``pypi/simple_html``): a line a file, in the order of
names. The page of a name has the same lines, their links without its folder.
"""

from collections.abc import Collection
from collective.psc.mirroring.pages import Listing
from collective.psc.mirroring.site.answers import body
from collective.psc.mirroring.tree import Tree
from Products.PloneSoftwareCenter.index.names import find_record
from Products.PloneSoftwareCenter.index.pages import project_body
from Products.PloneSoftwareCenter.pypi.negotiation import V1_HTML
from Products.PloneSoftwareCenter.pypi.simple import render_links
from typing import Any


LINK, INSIDE = b'  <a href="', b'  <a href="simple/'


def links_page(
    tree: Tree, center: Any, listing: Listing | None, names: Collection[str] | None
) -> bytes | None:
    """Return the page of all files as the site has it; None: nobody sees it.

    :param names: all that may have other files than the page in the tree tells; None: any
    """
    if listing is not None and names is not None:
        head, _, tail = render_links((), f"Links for {center.title}").rpartition(b"</body>")
        lines = _lines(tree, head, b"</body>" + tail)
        if lines is not None:
            found = {name: lines.get(name, []) for name in listing.names}
            found.update((name, _lines_of(center, name)) for name in names if name in found)
            inside = [line for name in sorted(found) for line in found[name]]
            return b"".join([head, *inside, b"</body>", tail])
    return body(center, "links")


def _lines(tree: Tree, head: bytes, tail: bytes) -> dict[str, list[bytes]] | None:
    """Return name -> its lines of the page that is there; None: it is none of this center."""
    try:
        page = tree.links.read_bytes()
    except OSError:
        return None
    if not page.startswith(head) or not page.endswith(tail):
        return None
    found: dict[str, list[bytes]] = {}
    for line in page[len(head) : -len(tail)].splitlines(keepends=True):
        name, slash, _rest = line.removeprefix(INSIDE).partition(b"/")
        if not (line.startswith(INSIDE) and slash and name.isascii()):
            return None
        found.setdefault(name.decode("ascii"), []).append(line)
    return found


def _lines_of(center: Any, name: str) -> list[bytes]:
    record = find_record(center, name)
    if record is None:
        return []
    inside = INSIDE + name.encode("ascii") + b"/"
    return [
        inside + line.removeprefix(LINK)
        for line in project_body(record, V1_HTML).body.splitlines(keepends=True)
        if line.startswith(LINK)
    ]
