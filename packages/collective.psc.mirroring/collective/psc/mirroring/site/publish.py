"""A name of a center in its tree, from the database.

The caller holds the lock, and is nobody in particular: what is written is what everybody sees.
"""

from collective.psc.mirroring import shelf
from collective.psc.mirroring.errors import Gone
from collective.psc.mirroring.errors import MirrorError
from collective.psc.mirroring.names import METADATA
from collective.psc.mirroring.names import SIGNATURE
from collective.psc.mirroring.pages import File
from collective.psc.mirroring.pages import iterate
from collective.psc.mirroring.pages import Project
from collective.psc.mirroring.pages import read_project
from collective.psc.mirroring.projects import drop
from collective.psc.mirroring.projects import drop_others
from collective.psc.mirroring.projects import forget_links
from collective.psc.mirroring.projects import known_files
from collective.psc.mirroring.projects import known_project
from collective.psc.mirroring.projects import write_pages
from collective.psc.mirroring.site.answers import body
from collective.psc.mirroring.tree import FORMATS
from collective.psc.mirroring.tree import Tree
from collective.psc.mirroring.tree import V1_JSON
from collective.psc.mirroring.writing import copy
from collective.psc.mirroring.writing import Expected
from collective.psc.mirroring.writing import has
from collective.psc.mirroring.writing import is_there
from collective.psc.mirroring.writing import link
from collective.psc.mirroring.writing import write
from dataclasses import dataclass
from Products.PloneSoftwareCenter.index.json_pages import name_body
from Products.PloneSoftwareCenter.index.names import find_record
from Products.PloneSoftwareCenter.index.pages import prepare_project
from Products.PloneSoftwareCenter.index.pages import project_body
from Products.PloneSoftwareCenter.index.queries import find_file
from Products.PloneSoftwareCenter.index.queries import served_metadata
from Products.PloneSoftwareCenter.index.queries import served_signature
from Products.PloneSoftwareCenter.pypi.errors import NotFound
from Products.PloneSoftwareCenter.storage.interfaces import StorageError
from Products.PloneSoftwareCenter.storage.lookup import storage_named
from Products.PloneSoftwareCenter.storage.moved import place_of
from typing import Any

import os


@dataclass(frozen=True)
class Shown:
    """What everybody is shown of a name."""

    record: Any
    project: Project
    #: file name -> bytes of the pages of the simple API
    simple: dict[str, bytes]
    #: of the JSON API; None: there is none
    json: bytes | None


@dataclass(frozen=True)
class Published:
    """What ``publish_name`` has found, and left behind."""

    #: whether something was otherwise
    was_other: bool
    #: what is published now
    files: tuple[File, ...] = ()


def shown(center: Any, name: str) -> Shown | None:
    """Return what everybody is shown of a name; None: to them there is no such name."""
    record = find_record(center, name)
    if record is not None:
        prepare_project(record)
    # the site says whether there is one; the forms are those that it sends
    if body(center, "simple", name, accept=V1_JSON, slash=True) is None:
        return None
    simple = {
        filename: project_body(record, media_type).body for filename, media_type in FORMATS.items()
    }
    project = read_project(name, simple["index.v1_json"])
    return Shown(record, project, simple, _json_page(center, record))


def _json_page(center: Any, record: Any) -> bytes | None:
    # its links are absolute: without a public address nobody knows them here
    if not center.public_address:
        return None
    try:
        page: bytes = name_body(record, center.public_address.rstrip("/")).body
    except NotFound:
        return None
    return page


def publish_name(
    tree: Tree,
    center: Any,
    name: str,
    *,
    trusting: bool = False,
    storages: dict[str, Any] | None = None,
) -> Published:
    """Have a name as everybody sees it.

    Files come before the pages that tell of them, and go after them.

    :param trusting: take it that the files are there of which the page in the tree tells the same
    :param storages: those of the center that were looked up already, by name
    :raises StorageError: when a file can't be had; all else of the name is there then
    """
    found = shown(center, name)
    if found is None:
        return Published(drop(tree, name))
    forget_links(tree, name)
    before = known_project(tree, name)
    known = {file.filename: file for file in before.files} if before else {}
    source = _Source(center, found.record, {} if storages is None else storages)
    folder = str(tree.project(name))
    changed, failed = 0, []
    for file in found.project.files:
        was = known.get(file.filename)
        if trusting and was == file:
            continue
        path = f"{folder}/{file.filename}"
        try:
            changed += _publish_file(tree, source, path, file, was.expected if was else None)
            shelf.show(tree, path)
        except (MirrorError, StorageError) as error:
            failed.append(error)
    # also when a file failed: others may have to go
    changed += write_pages(tree, name, found.simple, found.json)
    changed += drop_others(tree, name, found.project)
    if failed:
        raise failed[0]
    return Published(bool(changed), found.project.files)


def is_current(tree: Tree, center: Any, name: str) -> bool:
    """Say whether ``publish_name`` would find nothing to do."""
    found, folder = shown(center, name), tree.project(name)
    if found is None:
        return not folder.exists()
    pages = {folder / filename: page for filename, page in found.simple.items()}
    if found.json is not None:
        pages[tree.json_page(name)] = found.json
    known = known_files(tree, name)
    return (
        not folder.is_symlink()
        and all(has(path, page) for path, page in pages.items())
        and set(os.listdir(folder)) == {*FORMATS, *iterate(found.project)}
        and all(
            is_there(folder / file.filename, file.expected, known.get(file.filename))
            for file in found.project.files
        )
    )


@dataclass(frozen=True)
class _Source:
    """Where the archives of a name come from, and what lies beside them."""

    center: Any
    record: Any
    #: by name
    storages: dict[str, Any]

    def find(self, filename: str) -> tuple[Any, Any]:
        """Return what the index knows of an archive: its release and its state.

        :raises Gone: when the site answers that there is no such file
        """
        try:
            found: tuple[Any, Any] = find_file(self.center, self.record, filename)
        except NotFound:
            raise Gone(f"The page tells of {filename}, but the index has no such file.") from None
        return found

    def storage(self, name: str) -> Any:
        """Return a storage of the center."""
        if name not in self.storages:
            self.storages[name] = storage_named(self.center, name)
        return self.storages[name]


def _publish_file(
    tree: Tree, source: _Source, path: str, file: File, known: Expected | None
) -> bool:
    was_there = is_there(path, file.expected, known)
    if was_there and file.core_metadata is None and not file.has_signature:
        return False
    release, state = source.find(file.filename)
    if not was_there:
        name, key = place_of(source.center, state["storage"], state["key"])
        storage = source.storage(name)
        local = storage.path(key)
        if not (local and link(tree, path, local, file.expected)):
            with storage.open(key) as stream:
                copy(tree, path, stream, file.expected)
    changed = not was_there
    for ending, served in ((METADATA, served_metadata), (SIGNATURE, served_signature)):
        data = served(release, state)
        if data is not None:
            changed |= write(tree, path + ending, data)
    return changed
