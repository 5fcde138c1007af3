"""The lines of the manifests for a name of a center."""

from collections.abc import Iterable
from collections.abc import Iterator
from collective.psc.mirroring.manifests import Entry
from collective.psc.mirroring.pages import File
from collective.psc.mirroring.tree import Tree
from Products.PloneSoftwareCenter.index.names import find_record
from Products.PloneSoftwareCenter.index.queries import find_file
from Products.PloneSoftwareCenter.pypi.errors import NotFound
from typing import Any

import contextlib
import hashlib


def entries_of(tree: Tree, center: Any, name: str, files: Iterable[File]) -> Iterator[Entry]:
    """Yield the lines of some files of a name; the index knows the digests of most."""
    record = find_record(center, name)
    for file in files:
        # one that has gone since the page was written is noticed next
        with contextlib.suppress(FileNotFoundError):
            md5 = _known_md5(center, record, file) or _md5(tree, name, file)
            yield Entry(f"simple/{name}/{file.filename}", md5, file.expected.sha256)


def _known_md5(center: Any, record: Any, file: File) -> str | None:
    if record is None:
        return None
    try:
        _release, state = find_file(center, record, file.filename)
    except NotFound:
        return None
    md5: str | None = state["digests"].get("md5")
    return md5


def _md5(tree: Tree, name: str, file: File) -> str:
    with tree.file(name, file.filename).open("rb") as stream:
        return hashlib.file_digest(stream, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()
