"""A name of a center in its tree, from the database.

The caller holds the lock, and is nobody in particular: what is written is what everybody sees.
"""

from collective.psc.mirroring import shelf
from collective.psc.mirroring.errors import MirrorError
from collective.psc.mirroring.names import METADATA
from collective.psc.mirroring.names import SIGNATURE
from collective.psc.mirroring.pages import File
from collective.psc.mirroring.pages import iterate
from collective.psc.mirroring.pages import Project
from collective.psc.mirroring.pages import read_project
from collective.psc.mirroring.projects import drop
from collective.psc.mirroring.projects import drop_others
from collective.psc.mirroring.projects import is_there
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
from collective.psc.mirroring.writing import link
from collective.psc.mirroring.writing import write
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from Products.PloneSoftwareCenter.index.pages import project_body
from Products.PloneSoftwareCenter.index.queries import served_files
from Products.PloneSoftwareCenter.index.queries import visible_record
from Products.PloneSoftwareCenter.storage.interfaces import StorageError
from Products.PloneSoftwareCenter.storage.lookup import storage_named
from typing import Any

import os


@dataclass(frozen=True)
class Shown:
    """What everybody is shown of a name."""

    project: Project
    #: file name -> bytes of the pages of the simple API
    simple: dict[str, bytes]
    #: of the JSON API; None: there is none
    json: bytes | None


def shown(center: Any, name: str) -> Shown | None:
    """Return what everybody is shown of a name; None: to them there is no such name."""
    # the site says whether there is one; the forms are those that it sends
    if body(center, "simple", name, accept=V1_JSON, slash=True) is None:
        return None
    record = visible_record(center, name)
    simple = {
        filename: project_body(record, media_type).body for filename, media_type in FORMATS.items()
    }
    # its links are absolute: without a public address nobody knows them here
    json = body(center, "pypi", name, "json") if center.public_address else None
    return Shown(read_project(name, simple["index.v1_json"]), simple, json)


def publish_name(tree: Tree, center: Any, name: str, *, trusting: bool = False) -> bool:
    """Have a name as everybody sees it; return whether it was otherwise.

    Files come before the pages that tell of them, and go after them.

    :param trusting: take it that the files are there of which the page in the tree tells the same
    :raises StorageError: when a file can't be had; all else of the name is there then
    """
    found = shown(center, name)
    if found is None:
        return drop(tree, name)
    before = known_project(tree, name)
    known = {file.filename: file for file in before.files} if before else {}
    sources = _Sources(center, name)
    changed, failed = 0, []
    for file in found.project.files:
        if trusting and known.get(file.filename) == file:
            continue
        try:
            was = known.get(file.filename)
            changed += _publish_file(tree, sources, file, was.expected if was else None)
            shelf.show(tree, tree.file(name, file.filename))
        except (MirrorError, StorageError) as error:
            failed.append(error)
    # also when a file failed: others may have to go
    changed += write_pages(tree, name, found.simple, found.json)
    changed += drop_others(tree, name, found.project)
    if failed:
        raise failed[0]
    return bool(changed)


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
        all(has(path, page) for path, page in pages.items())
        and {entry.name for entry in os.scandir(folder)} == {*FORMATS, *iterate(found.project)}
        and all(
            is_there(tree.file(name, file.filename), file.expected, known.get(file.filename))
            for file in found.project.files
        )
    )


class _Sources:
    """Where the archives of a name lie."""

    def __init__(self, center: Any, name: str) -> None:
        self.center = center
        self.name = name
        self._storages: dict[str, Any] = {}

    @cached_property
    def _states(self) -> dict[str, Any]:
        states: dict[str, Any] = served_files(visible_record(self.center, self.name))
        return states

    def find(self, filename: str) -> tuple[Any, str]:
        """Return the storage of an archive that the page tells of, and its key there."""
        state = self._states[filename]
        storage = self._storages.get(state["storage"])
        if storage is None:
            storage = storage_named(self.center, state["storage"])
            self._storages[state["storage"]] = storage
        return storage, state["key"]


def _publish_file(tree: Tree, sources: _Sources, file: File, known: Expected | None) -> bool:
    center, name = sources.center, sources.name
    path = tree.file(name, file.filename)
    was_there = is_there(path, file.expected, known)
    if not was_there:
        storage, key = sources.find(file.filename)
        source = storage.path(key)
        if not (source and link(tree, path, Path(source), file.expected)):
            with storage.open(key) as stream:
                copy(tree, path, stream, file.expected)
    changed = not was_there
    for ending, is_wanted in (
        (METADATA, file.core_metadata is not None),
        (SIGNATURE, file.has_signature),
    ):
        data = body(center, "simple", name, file.filename + ending) if is_wanted else None
        if data is not None:
            changed |= write(tree, path.with_name(path.name + ending), data)
    return changed
