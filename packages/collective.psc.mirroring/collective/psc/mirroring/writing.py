"""Changing what is served so that no reader meets half of anything.

Each file is made in ``tmp`` and renamed to its place, by whoever holds the lock. Nothing is written
in place: a file may be a link to an archive in a storage.
"""

from collective.psc.mirroring.errors import Refused
from collective.psc.mirroring.tree import Tree
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import contextlib
import errno
import hashlib
import os
import shutil
import stat
import uuid


SERVED, FOLDER = 0o644, 0o755
BLOCK = 1 << 18
#: why a link can't be made where a copy can
NO_LINK = (errno.EXDEV, errno.EPERM, errno.EACCES, errno.EMLINK, errno.ENOTSUP)


@dataclass(frozen=True)
class Expected:
    """What the bytes of an archive must be."""

    size: int
    #: hex, lower case
    sha256: str


def write(tree: Tree, path: Path, data: bytes) -> bool:
    """Have a file with these bytes; return whether it was another, or none.

    Its time is another second than that of the file it replaces, also where clocks are set back: by
    time and size web servers tell whether a client has it already.
    """
    before = None
    try:
        before = os.stat(path)
        if before.st_size == len(data) and has(path, data):
            return False
    except (FileNotFoundError, NotADirectoryError):
        pass
    beside = _beside(tree)
    try:
        _put(beside, data)
        if before is not None and int(os.stat(beside).st_mtime) <= int(before.st_mtime):
            os.utime(beside, (int(before.st_mtime) + 1,) * 2)
        _to_place(tree, beside, path)
    except OSError:
        _forget(beside)
        raise
    return True


def _put(beside: str, data: bytes) -> None:
    with open(beside, "xb", buffering=0) as target:
        os.fchmod(target.fileno(), SERVED)
        rest = memoryview(data)
        while rest:
            rest = rest[target.write(rest) :]


def has(path: Path, data: bytes) -> bool:
    """Say whether a file has these bytes."""
    try:
        with open(path, "rb", buffering=0) as stream:
            return os.fstat(stream.fileno()).st_size == len(data) and stream.read() == data
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return False


def is_as_old(one: Path, other: Path) -> bool:
    """Say whether two files that are there have the time of the same second."""
    try:
        return int(os.stat(one).st_mtime) == int(os.stat(other).st_mtime)
    except FileNotFoundError:
        return False


def copy(tree: Tree, path: Path, stream: BinaryIO, expected: Expected) -> str:
    """Have a file with the bytes of a stream, if they are the expected ones; return their md5.

    :param stream: read to its end, or to the first byte too many
    :raises Refused: when they are not
    """
    beside = _beside(tree)
    # for the historic manifest, where nothing relies on it
    sha256, md5 = hashlib.sha256(), hashlib.md5(usedforsecurity=False)
    size = 0
    try:
        with open(beside, "xb") as target:
            os.fchmod(target.fileno(), SERVED)
            while block := stream.read(BLOCK):
                size += len(block)
                if size > expected.size:
                    raise Refused(f"{path.name} is larger than {expected.size} bytes.")
                sha256.update(block)
                md5.update(block)
                target.write(block)
        if size != expected.size:
            raise Refused(f"{path.name} has {size} bytes instead of {expected.size}.")
        if sha256.hexdigest() != expected.sha256:
            raise Refused(f"{path.name} has another sha256 than its page says.")
        _to_place(tree, beside, path)
    finally:
        _forget(beside)
    return md5.hexdigest()


def link(tree: Tree, path: Path, source: Path, expected: Expected | None = None) -> bool:
    """Have a file that is a hard link to another one, if that can be; return whether it is.

    Others must be able to read the file: the web server is one of them.

    :param expected: what its bytes must be; they are read. None: whatever they are
    :raises Refused: when they are not
    """
    try:
        found = os.stat(source)
        if not stat.S_ISREG(found.st_mode) or not found.st_mode & stat.S_IROTH:
            return False
        with contextlib.suppress(FileNotFoundError):
            if os.path.samestat(os.stat(path), found):
                return True
        beside = _beside(tree)
        os.link(source, beside)
    except OSError as error:
        if error.errno in (*NO_LINK, errno.ENOENT):
            return False
        raise
    try:
        if expected is not None:
            _check(beside, expected)
        _to_place(tree, beside, path)
    finally:
        # renaming a link over another one to the same file does nothing
        _forget(beside)
    return True


def _check(path: str, expected: Expected) -> None:
    with open(path, "rb", buffering=0) as stream:
        found = hashlib.file_digest(stream, "sha256").hexdigest()
    if found != expected.sha256:
        raise Refused(f"The storage has a file with the sha256 {found}, not {expected.sha256}.")


def remove(path: Path) -> bool:
    """Have no file there; return whether there was one. Folders that are empty then go, too."""
    try:
        path.unlink()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except (IsADirectoryError, PermissionError):
        if not path.is_dir() or path.is_symlink():
            raise
        shutil.rmtree(path)
    with contextlib.suppress(OSError):
        path.parent.rmdir()
    return True


def remove_folder(path: Path) -> bool:
    """Have no folder there, whatever is in it; return whether there was one.

    Pages go first: no page shall lead to a file that is gone.
    """
    if path.is_symlink() or path.is_file():
        path.unlink()
        return True
    if not path.is_dir():
        return False
    for page in path.glob("index.*"):
        page.unlink(missing_ok=True)
    shutil.rmtree(path)
    return True


def _beside(tree: Tree) -> str:
    # for all that is written: paths as objects cost more than what is done with them
    return f"{tree.tmp}/{uuid.uuid4().hex}"


def _forget(beside: str) -> None:
    with contextlib.suppress(FileNotFoundError):
        os.unlink(beside)


def _to_place(tree: Tree, beside: str, path: Path) -> None:
    try:
        os.replace(beside, path)
    except FileNotFoundError:
        make_folder(tree, path.parent)
        os.replace(beside, path)
    except IsADirectoryError:
        shutil.rmtree(path)
        os.replace(beside, path)


def empty(tree: Tree) -> None:
    """Have nothing that is served, at once; the lock is held."""
    if tree.simple.exists() or tree.links.exists():
        # whoever takes the lock next removes what lies there, if this process can't
        aside = Path(_beside(tree))
        tree.www.rename(aside)
        make_folder(tree, tree.www)
        shutil.rmtree(aside)


def make_folder(tree: Tree, folder: Path) -> None:
    """Have a folder below the tree's, and those above it, for everybody to read."""
    missing = []
    while folder != tree.path and not folder.is_dir():
        missing.append(folder)
        folder = folder.parent
    for one in reversed(missing):
        with contextlib.suppress(FileExistsError):
            one.mkdir()
            one.chmod(FOLDER)
