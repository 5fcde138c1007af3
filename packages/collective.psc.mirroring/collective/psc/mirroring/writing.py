"""Changing what is served so that no reader meets half of anything.

Each file is made in ``tmp`` and renamed to its place, by whoever holds the lock; a link is there at
once. Nothing is written in place: a file may be a link to an archive in a storage.
"""

from collections.abc import Iterator
from collective.psc.mirroring.errors import Refused
from collective.psc.mirroring.tree import Tree
from contextlib import contextmanager
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import errno
import hashlib
import itertools
import os
import shutil
import stat


SERVED, FOLDER = 0o644, 0o755
BLOCK = 1 << 18
#: paths that are used for each file are strings: as objects they cost more than what is done
AnyPath = str | Path
#: how files are opened; a link is no file of ours
READ = os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
#: why a link can't be made where a copy can
NO_LINK = (errno.EXDEV, errno.EPERM, errno.EACCES, errno.EMLINK, errno.ENOTSUP, errno.ENOENT)
#: why there is no file that could be opened
NO_FILE = (errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.EISDIR, errno.ENXIO)
#: what is made in ``tmp`` is numbered: one process at a time makes it, and has found none there
NUMBERS = itertools.count()


@dataclass(frozen=True)
class Expected:
    """What the bytes of an archive must be."""

    size: int
    #: hex, lower case
    sha256: str


def write(tree: Tree, path: AnyPath, data: bytes) -> bool:
    """Have a file with these bytes; return whether it was another, or none.

    Its time is another second than that of the file it replaces, also where clocks are set back: by
    time and size web servers tell whether a client has it already.
    """
    before = _found(path)
    if before is not None and before.st_size == len(data) and has(path, data):
        return False
    with _beside(tree) as beside:
        _put(beside, data)
        if before is not None and int(os.stat(beside).st_mtime) <= int(before.st_mtime):
            os.utime(beside, (int(before.st_mtime) + 1,) * 2)
        _to_place(tree, beside, path)
    return True


def _put(beside: str, data: bytes) -> None:
    handle = os.open(beside, NEW, SERVED)
    try:
        _let_all_read(handle)
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(handle, rest) :]
    finally:
        os.close(handle)


def _let_all_read(handle: int) -> None:
    # the process may hide what it makes from others
    if stat.S_IMODE(os.fstat(handle).st_mode) != SERVED:
        os.fchmod(handle, SERVED)


def has(path: AnyPath, data: bytes) -> bool:
    """Say whether there is a file with these bytes, which is no link to one."""
    try:
        handle = os.open(path, READ)
    except OSError as error:
        if error.errno in NO_FILE:
            return False
        raise
    with open(handle, "rb", buffering=0) as stream:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode) or found.st_size != len(data):
            return False
        return stream.read() == data


def is_there(path: AnyPath, expected: Expected, known: Expected | None) -> bool:
    """Say whether a file has the expected bytes.

    It is read if the page in the tree does not say so (``known``): else it was when it came.
    """
    found = _found(path)
    if found is None or not stat.S_ISREG(found.st_mode) or found.st_size != expected.size:
        return False
    if known == expected:
        return True
    with open(path, "rb", buffering=0) as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest() == expected.sha256


def is_as_old(one: AnyPath, other: AnyPath) -> bool:
    """Say whether two files that are there have the time of the same second."""
    found, second = _found(one), _found(other)
    if found is None or second is None:
        return False
    return int(found.st_mtime) == int(second.st_mtime)


def _found(path: AnyPath) -> os.stat_result | None:
    try:
        return os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return None


def copy(tree: Tree, path: AnyPath, stream: BinaryIO, expected: Expected) -> str:
    """Have a file with the bytes of a stream, if they are the expected ones; return their md5.

    :param stream: read to its end, or to the first byte too many
    :raises Refused: when they are not
    """
    # for the historic manifest, where nothing relies on it
    sha256, md5 = hashlib.sha256(), hashlib.md5(usedforsecurity=False)
    size, name = 0, os.path.basename(path)
    with _beside(tree) as beside:
        with open(os.open(beside, NEW, SERVED), "wb") as target:
            _let_all_read(target.fileno())
            while block := stream.read(BLOCK):
                size += len(block)
                if size > expected.size:
                    raise Refused(f"{name} is larger than {expected.size} bytes.")
                sha256.update(block)
                md5.update(block)
                target.write(block)
            target.flush()
            # caches keep it for a year: when the power fails, nobody may have got it half
            os.fsync(target.fileno())
        if size != expected.size:
            raise Refused(f"{name} has {size} bytes instead of {expected.size}.")
        if sha256.hexdigest() != expected.sha256:
            raise Refused(f"{name} has another sha256 than its page says.")
        _to_place(tree, beside, path)
    return md5.hexdigest()


def link(tree: Tree, path: AnyPath, source: AnyPath, expected: Expected | None = None) -> bool:
    """Have a file that is a hard link to another one, if that can be; return whether it is.

    Others must be able to read the file: the web server is one of them.

    :param expected: what its bytes must be; they are read. None: whatever they are
    :raises Refused: when they are not
    """
    try:
        if expected is not None and not _may_be_served(source, expected):
            return False
        _link(tree, path, source)
    except OSError as error:
        if error.errno in NO_LINK:
            return False
        raise
    return True


def _may_be_served(source: AnyPath, expected: Expected) -> bool:
    with open(source, "rb", buffering=0) as stream:
        mode = os.fstat(stream.fileno()).st_mode
        if not stat.S_ISREG(mode) or not mode & stat.S_IROTH:
            return False
        found = hashlib.file_digest(stream, "sha256").hexdigest()
    if found != expected.sha256:
        raise Refused(f"The storage has a file with the sha256 {found}, not {expected.sha256}.")
    return True


def _link(tree: Tree, path: AnyPath, source: AnyPath) -> None:
    try:
        os.link(source, path)
        return
    except FileExistsError:
        if os.path.samestat(os.lstat(path), os.lstat(source)):
            return
    except FileNotFoundError:
        # no folder yet, or no source
        make_folder(tree, Path(path).parent)
    with _beside(tree) as beside:
        os.link(source, beside)
        _to_place(tree, beside, path)
        # renaming a link over another one to the same file does nothing
        _forget(beside)


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
    with suppress(OSError):
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


def _new_name(tree: Tree) -> str:
    return f"{tree.tmp}/{os.getpid()}-{next(NUMBERS)}"


@contextmanager
def _beside(tree: Tree) -> Iterator[str]:
    """Yield where a file may be made; it is gone when it could not be moved to its place."""
    beside = _new_name(tree)
    try:
        yield beside
    except BaseException:
        _forget(beside)
        raise


def _forget(beside: str) -> None:
    with suppress(FileNotFoundError):
        os.unlink(beside)


def _to_place(tree: Tree, beside: str, path: AnyPath) -> None:
    try:
        os.replace(beside, path)
    except FileNotFoundError:
        make_folder(tree, Path(path).parent)
        os.replace(beside, path)
    except IsADirectoryError:
        shutil.rmtree(path)
        os.replace(beside, path)


def empty(tree: Tree) -> None:
    """Have nothing that is served, at once; the lock is held."""
    if tree.simple.exists() or tree.links.exists():
        # whoever takes the lock next removes what lies there, if this process can't
        aside = _new_name(tree)
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
        with suppress(FileExistsError):
            one.mkdir()
            one.chmod(FOLDER)
