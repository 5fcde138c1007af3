"""Many files that are had in a place at little cost, and are on the disk at one word for all.

For strategies whose bytes are files of this machine. A disk that is told to finish with each file
makes its user wait for each; told once, it writes many in the order that suits it, as ``sync -f``
does. And a file that lies on the same file system need not be copied: it is given a second name,
since no file of a strategy is ever changed. Such a strategy

- has a method ``together()``, which returns a ``Together``, or None where files are only safe one
  by one;
- has a method ``staged_at(found, sha256)``: an ``IStagedFile`` of a ``Found``, which is a file of
  ours or one that is to be given a second name when it is kept. It may be lost when the power
  goes, with its name and place, until ``sync`` is called: the transaction that keeps it does so
  when it can no longer fail for others' sake.
"""

from dataclasses import dataclass
from pathlib import Path
from Products.PloneSoftwareCenter.storage.interfaces import FileDamaged
from transaction.interfaces import IDataManager
from zope.interface import implementer

import contextlib
import ctypes
import hashlib
import os
import platform
import re
import secrets
import shutil
import stat
import transaction


BLOCK = 1 << 20
#: of which is known that syncfs has all bytes and names on the disk, and fails when it could not
FILE_SYSTEMS = frozenset({"ext4", "xfs"})
#: before it, syncfs kept silent about bytes that could not be written
KERNEL = (5, 8)


@dataclass(frozen=True)
class Found:
    """A file that was read and compared."""

    path: str
    #: whether it was made for this, and goes when it is not kept; the other is somebody's
    is_ours: bool

    def put(self, target: str) -> None:
        """Have it under another name, by which it was not known before.

        :raises FileNotFoundError: when it was deleted meanwhile, or there is no such folder
        :raises OSError: when that can't be done
        """
        if self.is_ours:
            os.rename(self.path, target)
        else:
            os.link(self.path, target)

    def take_back(self, target: str) -> None:
        """Undo ``put``; that it was not done is no fault."""
        with contextlib.suppress(FileNotFoundError):
            if self.is_ours:
                os.rename(target, self.path)
            else:
                os.remove(target)

    def drop(self) -> None:
        """Remove it, unless it is somebody's."""
        if self.is_ours:
            with contextlib.suppress(FileNotFoundError):
                os.remove(self.path)


class Together:
    """The files of a strategy that are had without waiting; ``close`` it.

    It is opened before the first file is written, since Linux tells of bytes that could not be
    written to those who had something open by then.

    :param storage: the strategy
    :param folder: for staged files, on the file system of its files
    :param mode: the least that they are given
    :raises OSError: when there is no such folder
    """

    def __init__(self, storage, folder: str | os.PathLike, prefix: str, mode: int = 0o600) -> None:
        self.storage = storage
        self._beginning = os.path.join(folder, prefix)
        self._mode = mode
        #: device -> whether its files can be given a second name in the folder
        self._linkable: dict[int, bool] = {}
        self._descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        #: whether bytes were written that are not on the disk yet
        self._has_copied = False

    def stage(self, path: str | None, stream, *, size: int, sha256: str) -> Found:
        """Read the bytes and compare, once they are in a file on the file system of ours.

        Can be called in any thread.

        :param path: of a file with the bytes that is never changed, or None
        :param stream: the bytes, open for reading at 0, where they lie in no file
        :raises FileDamaged: when the file has another size, or another digest
        :raises OSError: when it can't be written or read
        """
        if path is not None and self._can_link(path):
            self._compare(path, size, sha256)
            return Found(path, is_ours=False)
        copied = Found(self._new_path(), is_ours=True)
        try:
            self._has_copied = True
            _copy(path, stream, copied.path)
            self._compare(copied.path, size, sha256)
        except BaseException:
            copied.drop()
            raise
        return copied

    def _new_path(self):
        return f"{self._beginning}{secrets.token_hex(16)}"

    def _can_link(self, path: str) -> bool:
        """Tell whether a file can be given a second name; tried with the first of its device."""
        device = os.stat(path).st_dev
        found = self._linkable.get(device)
        if found is None:
            tried = self._new_path()
            found = self._linkable[device] = _link(path, tried)
            if found:
                os.remove(tried)
        return found

    def _compare(self, staged: str, size: int, sha256: str) -> None:
        with open(staged, "rb", buffering=0) as stream:
            facts = os.fstat(stream.fileno())
            if facts.st_size != size:
                raise FileDamaged(sha256, f"{facts.st_size} bytes instead of {size}")
            found = hashlib.file_digest(stream, "sha256").hexdigest()
            # Who could read the file under its first name still can.
            if facts.st_mode & self._mode != self._mode:
                os.fchmod(stream.fileno(), stat.S_IMODE(facts.st_mode) | self._mode)
        if found != sha256:
            raise FileDamaged(sha256, f"its sha256 is {found}, not {sha256}")

    def sync_bytes(self) -> None:
        """Have on the disk what was written so far, so that a commit need not wait for it.

        :raises OSError: when something could not be written
        """
        if self._has_copied:
            self.sync()

    def sync(self) -> None:
        """Have on the disk all that was written, and its names, for good.

        :raises OSError: when something could not be written
        """
        if _syncfs(self._descriptor) != 0:
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number))

    def join(self) -> None:
        """Have the current transaction ``sync`` before it is committed."""
        current = transaction.get()
        current.join(_SyncedBefore(self, current))

    def close(self) -> None:
        os.close(self._descriptor)


@implementer(IDataManager)
class _SyncedBefore:
    """The last to vote in a transaction: by then all files are in their places."""

    def __init__(self, together, joined):
        self.together = together
        self.transaction = joined
        self.transaction_manager = transaction.manager

    def sortKey(self):
        # after those of files outside of the database
        return "~~psc"

    def tpc_vote(self, transaction):
        self.together.sync()

    def _do_nothing(self, transaction):
        """Have nothing to do with what others keep."""

    abort = tpc_begin = commit = tpc_finish = tpc_abort = _do_nothing


def _link(path: str, staged: str) -> bool:
    """Give a file a second name; tell whether that can be done."""
    try:
        os.link(path, staged)
    except FileNotFoundError:
        raise
    except OSError:
        # another file system, or one without second names, or somebody else's file
        return False
    return True


def _copy(path: str | None, stream, staged: str) -> None:
    if path is not None:
        with open(path, "rb", buffering=0) as source:
            return _copy(None, source, staged)
    handle = os.open(staged, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(handle, "wb", buffering=0) as target:
        shutil.copyfileobj(stream, target, BLOCK)
    return None


def can_sync(folder: str | os.PathLike) -> bool:
    """Tell whether all files beside a folder can be had on the disk at once, and be sure of it."""
    release = re.match(r"(\d+)\.(\d+)", platform.release())
    return (
        _syncfs is not None
        and release is not None
        and (int(release[1]), int(release[2])) >= KERNEL
        and _file_system_of(folder) in FILE_SYSTEMS
    )


def _file_system_of(folder):
    """Return the kind of a folder's file system, or None where Linux does not say."""
    try:
        device = os.stat(folder).st_dev
        mounts = Path("/proc/self/mountinfo").read_text("utf-8", "replace").splitlines()
    except OSError:
        return None
    number = f"{os.major(device)}:{os.minor(device)}"
    for mount in mounts:
        before, _, after = mount.partition(" - ")
        if before.split()[2:3] == [number]:
            return after.split()[0]
    return None


def _find_syncfs():
    try:
        found = ctypes.CDLL(None, use_errno=True).syncfs
    except (AttributeError, OSError):
        return None
    found.argtypes = (ctypes.c_int,)
    return found


_syncfs = _find_syncfs()
