"""Is the tree what its own pages say? What is not is taken out, so that nobody gets it."""

from collections.abc import Callable
from collections.abc import Iterator
from collective.psc.mirroring.errors import NotOurs
from collective.psc.mirroring.errors import Refused
from collective.psc.mirroring.following import forget
from collective.psc.mirroring.lock import writing
from collective.psc.mirroring.names import METADATA
from collective.psc.mirroring.names import SIGNATURE
from collective.psc.mirroring.owned import owner_of
from collective.psc.mirroring.pages import check_html
from collective.psc.mirroring.pages import check_json
from collective.psc.mirroring.pages import File
from collective.psc.mirroring.pages import iterate
from collective.psc.mirroring.pages import Project
from collective.psc.mirroring.pages import read_listing
from collective.psc.mirroring.pages import read_project
from collective.psc.mirroring.tree import FORMATS
from collective.psc.mirroring.tree import Tree
from collective.psc.mirroring.writing import FOLDER
from collective.psc.mirroring.writing import remove
from collective.psc.mirroring.writing import SERVED
from dataclasses import dataclass
from pathlib import Path

import hashlib
import os
import stat


READ_ONLY = 0o444


@dataclass(frozen=True)
class Finding:
    """Something that is not as it should be."""

    path: Path
    what: str
    #: the name whose files it is among; None: it belongs to the whole center
    name: str | None = None
    #: whether it must not be served: wrong bytes, or what no page tells of
    is_wrong: bool = False
    #: whether the rights alone are wrong
    mode: int | None = None

    def __str__(self) -> str:
        return f"{self.path}: {self.what}"


def verify(
    tree: Tree, *, mend: bool = True, tell: Callable[[int, int], None] = lambda done, total: None
) -> list[Finding]:
    """Return what is not as it should be; take out what must not be served.

    What was taken out comes back with the next ``sync`` or ``follow``.

    :param mend: False: only look
    :raises NotOurs: when it is no folder of a mirror
    """
    if owner_of(tree) is None:
        raise NotOurs(f"{tree.path} is not the folder of a mirror.")
    if not mend:
        return _all(tree, tell)
    with writing(tree):
        findings = _all(tree, tell)
        for finding in findings:
            _mend(tree, finding)
        return findings


def _mend(tree: Tree, finding: Finding) -> None:
    if finding.mode is not None:
        finding.path.chmod(finding.mode)
        return
    if finding.is_wrong:
        shown = tree.shelf / finding.path.name
        if finding.name is not None and finding.path.parent == tree.project(finding.name):
            remove(shown)
        remove(finding.path)
    if finding.name is not None:
        forget(tree, finding.name)
    if not tree.following.exists():
        # of a tree on the host of its site: the keeper there, or sync, looks at all of it
        tree.pending.touch()


def _all(tree: Tree, tell: Callable[[int, int], None]) -> list[Finding]:
    names = list(tree.names())
    findings = list(_of_lists(tree, names))
    for done, name in enumerate(names):
        tell(done, len(names))
        findings += _of_project(tree, name)
    tell(len(names), len(names))
    findings += _of_shelf(tree, names)
    return findings


def _of_lists(tree: Tree, names: list[str]) -> Iterator[Finding]:
    path = tree.simple / "index.v1_json"
    try:
        listed = set(read_listing(path.read_bytes()).names)
    except FileNotFoundError:
        yield Finding(path, "is missing")
        return
    except Refused as error:
        yield Finding(path, str(error), is_wrong=True)
        return
    for name in sorted(listed.difference(names)):
        yield Finding(tree.project(name), "is missing", name)


def _of_project(tree: Tree, name: str) -> Iterator[Finding]:
    folder = tree.project(name)
    yield from _mode(folder, FOLDER)
    path = folder / "index.v1_json"
    try:
        project = read_project(name, path.read_bytes())
    except FileNotFoundError:
        yield Finding(path, "is missing", name)
        return
    except Refused as error:
        yield Finding(path, str(error), name, is_wrong=True)
        return
    yield from _of_html(folder, name, project)
    yield from _of_json(tree.json_page(name), name, project)
    for file in project.files:
        yield from _of_file(tree, name, file)
    wanted = {*FORMATS, *iterate(project)}
    for entry in sorted(os.scandir(folder), key=lambda each: each.name):
        if entry.name not in wanted:
            yield Finding(folder / entry.name, "is on no page", name, is_wrong=True)
        elif entry.is_symlink():
            yield Finding(folder / entry.name, "is a link to elsewhere", name, is_wrong=True)
        elif entry.is_file():
            yield from _mode(folder / entry.name, SERVED)


def _of_html(folder: Path, name: str, project: Project) -> Iterator[Finding]:
    for page in FORMATS:
        if page == "index.v1_json":
            continue
        try:
            check_html(name, (folder / page).read_bytes(), project)
        except FileNotFoundError:
            yield Finding(folder / page, "is missing", name)
        except Refused as error:
            yield Finding(folder / page, str(error), name, is_wrong=True)


def _of_json(path: Path, name: str, project: Project) -> Iterator[Finding]:
    try:
        check_json(name, path.read_bytes(), project)
    except FileNotFoundError:
        # not every site has one
        return
    except Refused as error:
        yield Finding(path, str(error), name, is_wrong=True)


def _of_file(tree: Tree, name: str, file: File) -> Iterator[Finding]:
    path = tree.file(name, file.filename)
    yield from _of_bytes(path, name, file.expected.sha256)
    if file.core_metadata:
        yield from _of_bytes(path.with_name(path.name + METADATA), name, file.core_metadata)
    signature = path.with_name(path.name + SIGNATURE)
    if file.has_signature and not signature.is_file():
        yield Finding(signature, "is missing", name)
    elif file.has_signature and not signature.stat().st_size:
        yield Finding(signature, "is empty", name, is_wrong=True)


def _of_bytes(path: Path, name: str, sha256: str) -> Iterator[Finding]:
    try:
        with path.open("rb") as stream:
            found = hashlib.file_digest(stream, "sha256").hexdigest()
    except FileNotFoundError:
        yield Finding(path, "is missing", name)
    except OSError as error:
        yield Finding(path, f"can't be read: {error.strerror}", name, is_wrong=True)
    else:
        if found != sha256:
            yield Finding(path, f"has the sha256 {found}, not {sha256}", name, is_wrong=True)


def _of_shelf(tree: Tree, names: list[str]) -> Iterator[Finding]:
    archives = {
        entry.name: Path(entry.path)
        for name in names
        for entry in os.scandir(tree.project(name))
        if entry.name not in FORMATS and not entry.name.endswith((METADATA, SIGNATURE))
    }
    shown = set(os.listdir(tree.shelf)) if tree.shelf.is_dir() else set()
    for filename in sorted(archives.keys() - shown):
        yield Finding(tree.shelf / filename, "is missing", archives[filename].parent.name)
    for entry in sorted(os.scandir(tree.shelf), key=lambda each: each.name) if shown else ():
        path = tree.shelf / entry.name
        archive = archives.get(entry.name)
        if archive is None or not path.exists() or not path.samefile(archive):
            yield Finding(path, "is not the archive of this name", is_wrong=True)


def _mode(path: Path, wanted: int) -> Iterator[Finding]:
    found = stat.S_IMODE(path.stat().st_mode)
    # a link to an archive in a storage has the rights that the storage gave it
    if found != wanted and not (wanted == SERVED and found == READ_ONLY):
        yield Finding(path, f"has the rights {found:o}, not {wanted:o}", mode=wanted)
