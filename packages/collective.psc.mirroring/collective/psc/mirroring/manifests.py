"""The lists of all archives, for programs that verify them.

``index`` is the historic one: a line ``path#md5`` for each archive, now relative to the folder that
it lies in. ``index.sha256`` is what ``sha256sum -c`` reads.
"""

from collections.abc import Collection
from collections.abc import Iterable
from collective.psc.mirroring.tree import Tree
from collective.psc.mirroring.writing import write
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Entry:
    """An archive with its digests, hex, lower case."""

    #: relative to ``www``
    path: str
    md5: str
    sha256: str


def write_manifests(tree: Tree, entries: Iterable[Entry]) -> None:
    """Have both lists; the lock is held."""
    ordered = sorted(entries)
    md5 = "".join(f"{entry.path}#{entry.md5}\n" for entry in ordered)
    sha256 = "".join(f"{entry.sha256}  {entry.path}\n" for entry in ordered)
    write(tree, tree.md5_manifest, md5.encode("utf-8"))
    write(tree, tree.sha256_manifest, sha256.encode("utf-8"))


def update_manifests(tree: Tree, names: Collection[str], entries: Iterable[Entry]) -> bool:
    """Have both lists with what is there now of some names; return whether that could be done.

    What they tell of all other names stays. It can't be done where they are missing or damaged.
    """
    known = read_md5(tree)
    if not known and any(tree.names()):
        return False
    others = set(tree.names()).difference(names)
    kept = [
        Entry(path, md5, sha256)
        for (path, sha256), md5 in known.items()
        if path.split("/")[1] in others
    ]
    write_manifests(tree, [*kept, *entries])
    return True


def read_md5(tree: Tree) -> dict[tuple[str, str], str]:
    """Return (path, sha256) -> md5 of what the lists tell; empty where there are none."""
    try:
        md5 = tree.md5_manifest.read_text("utf-8").splitlines()
        sha256 = tree.sha256_manifest.read_text("utf-8").splitlines()
    except (OSError, UnicodeError):
        return {}
    digests = dict(line.partition("  ")[::-2] for line in sha256)
    pairs = (line.rpartition("#")[::2] for line in md5)
    return {
        (path, digests[path]): found
        for path, found in pairs
        if path in digests and path.count("/") > 1
    }
