"""Is a folder ours to write? Asked before anything in it is touched."""

from collective.psc.mirroring.errors import NotOurs
from collective.psc.mirroring.tree import Tree
from pathlib import Path

import json
import os
import stat


FOLDER = 0o755


def claim(tree: Tree, owner: str) -> None:
    """Have the folder of a mirror, with a mark that it is ours.

    :param owner: whose mirror it is: the center's UID, or the address that is followed
    :raises NotOurs: when it must not be; nothing was touched then
    """
    held = check(tree, owner)
    # by others the second is never needed
    for folder, mode in ((tree.path, FOLDER), (tree.tmp, 0o700), (tree.www, FOLDER)):
        _have(folder, mode)
    if held is None:
        tree.marker.write_text(json.dumps({"mirror-of": owner}) + "\n", "utf-8")


def _have(folder: Path, mode: int) -> None:
    # asked at each commit: what is right is left alone
    try:
        found = os.stat(folder)
    except FileNotFoundError:
        folder.mkdir(exist_ok=True)
        found = os.stat(folder)
    if stat.S_IMODE(found.st_mode) != mode:
        folder.chmod(mode)


def check(tree: Tree, owner: str) -> str | None:
    """See that a folder may be the tree of a mirror; return whose it is, None: nobody's yet.

    :raises NotOurs: with the reason
    """
    path = tree.path
    if not path.is_absolute() or ".." in path.parts:
        raise NotOurs(f"{path}: name an absolute path, without '..'.")
    try:
        found = path.stat()
        if not stat.S_ISDIR(found.st_mode):
            raise NotOurs(f"{path} is not a folder.")
        held = owner_of(tree)
        is_empty = held is not None or not any(path.iterdir())
    except FileNotFoundError:
        raise NotOurs(f"{path} is not there: make the folder first.") from None
    except OSError as error:
        raise NotOurs(f"{path} can't be read: {error.strerror}.") from error
    if held is None and any(Tree(above).marker.exists() for above in path.resolve().parents):
        raise NotOurs(f"{path} lies in the folder of a mirror.")
    if found.st_uid != os.geteuid():
        raise NotOurs(f"{path} belongs to another user of the system than the one that writes.")
    if not os.access(path, os.W_OK | os.X_OK):
        raise NotOurs(f"{path} can't be written.")
    if not is_empty:
        raise NotOurs(f"{path} is not empty, and not the folder of a mirror.")
    if held not in (None, owner):
        raise NotOurs(f"{path} is the folder of another mirror.")
    return held


def owner_of(tree: Tree) -> str | None:
    """Return whose mirror a folder is; None: it is not marked as one.

    :raises NotOurs: when the mark can't be understood
    """
    try:
        return str(json.loads(tree.marker.read_text("utf-8"))["mirror-of"])
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError):
        raise NotOurs(f"{tree.marker} can't be understood: whose mirror is this?") from None
