"""The flat view: every archive of every name in one folder, for ``find-links``.

No two archives of a center have the same name.
"""

from collections.abc import Collection
from collective.psc.mirroring.names import check_filename
from collective.psc.mirroring.tree import Tree
from collective.psc.mirroring.writing import AnyPath
from collective.psc.mirroring.writing import link
from collective.psc.mirroring.writing import make_folder
from collective.psc.mirroring.writing import remove
from contextlib import suppress
from pathlib import Path

import os
import uuid


def show(tree: Tree, archive: AnyPath) -> None:
    """Have an archive of a name in the flat view, too."""
    shown = f"{tree.shelf}/{os.path.basename(archive)}"
    if not link(tree, shown, archive):
        # a file system without hard links
        _point_to(tree, Path(shown), Path(archive))


def hide(tree: Tree, filename: str) -> None:
    """Have an archive there no more."""
    remove(tree.shelf / check_filename(filename))


def hide_same(tree: Tree, path: Path) -> None:
    """Have a file there no more, if it is this one, which another name may have as its own."""
    shown = tree.shelf / path.name
    with suppress(FileNotFoundError, NotADirectoryError):
        if shown.samefile(path):
            remove(shown)


def sweep(tree: Tree, filenames: Collection[str]) -> int:
    """Have nothing there but these; return how many went."""
    if not tree.shelf.is_dir():
        return 0
    wanted = set(filenames)
    return sum(
        remove(tree.shelf / entry.name)
        for entry in list(os.scandir(tree.shelf))
        if entry.name not in wanted
    )


def _point_to(tree: Tree, shown: Path, archive: Path) -> None:
    beside = tree.tmp / uuid.uuid4().hex
    make_folder(tree, shown.parent)
    beside.symlink_to(os.path.relpath(archive, shown.parent))
    beside.replace(shown)
