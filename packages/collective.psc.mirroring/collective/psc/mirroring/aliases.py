"""Names as their authors write them, where that is not how an index calls them.

A site sends who asks for ``Products.Demo`` to ``products-demo``. Old clients ask so, and a web
server that has nothing but files can't compute the one from the other: the folder has both names.
"""

from collective.psc.mirroring.tree import Tree
from collective.psc.mirroring.writing import make_folder
from collective.psc.mirroring.writing import remove

import contextlib
import os
import re
import uuid


#: a name as it may be written (packaging.python.org/specifications/name-normalization)
WRITTEN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,120}[A-Za-z0-9])?")


def show(tree: Tree, written: dict[str, str]) -> None:
    """Have a link for each name that is written in another way, and no other link.

    :param written: normalized name -> as its author writes it
    """
    wanted = {
        name: normalized
        for normalized, name in written.items()
        if name != normalized and WRITTEN.fullmatch(name) and tree.project(normalized).is_dir()
    }
    there = {}
    if tree.simple.is_dir():
        there = {
            entry.name: os.readlink(entry)
            for entry in os.scandir(tree.simple)
            if entry.is_symlink()
        }
    for name in there.keys() - wanted.keys():
        remove(tree.simple / name)
    for name, normalized in wanted.items():
        if there.get(name) != normalized:
            _point(tree, name, normalized)


def _point(tree: Tree, name: str, normalized: str) -> None:
    beside = tree.tmp / uuid.uuid4().hex
    make_folder(tree, tree.simple)
    beside.symlink_to(normalized)
    # where a file system takes both names for one, the folder is there already
    with contextlib.suppress(IsADirectoryError, NotADirectoryError):
        beside.replace(tree.simple / name)
    beside.unlink(missing_ok=True)
