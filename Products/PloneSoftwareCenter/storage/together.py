"""Files that are staged one after the other, and are on the disk at one word for all of them.

For strategies whose bytes are files of this machine. A disk that is told to finish with each file
makes its user wait for each; told once, it writes many in the order that suits it, as ``sync -f``
does. Such a strategy

- has a method ``together()``, which returns a ``Together``, or None where files are only safe one
  by one;
- has a method ``stage_unsynced``, with the arguments of ``stage``, and a result as that has. The
  stream must stay open until the result is closed: it may be copied as late as it is kept. Bytes
  and place may be lost when the power goes, until ``sync`` is called.

Nothing may count on such a file before ``sync`` has come back.
"""

from pathlib import Path

import ctypes
import os
import platform
import re


#: of which is known that syncfs has all bytes and names on the disk, and fails when it could not
FILE_SYSTEMS = frozenset({"ext4", "xfs"})
#: before it, syncfs kept silent about bytes that could not be written
KERNEL = (5, 8)


class Together:
    """A strategy whose files are staged without waiting; ``close`` it.

    It is opened before the first file is written, since Linux tells of bytes that could not be
    written to those who had something open by then.

    :param storage: the strategy
    :param folder: one on the file system of its files
    :raises OSError: when there is no such folder
    """

    def __init__(self, storage, folder: str | os.PathLike) -> None:
        self.storage = storage
        self._descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)

    def stage(self, stream, *, size: int, sha256: str):
        """Stage a file as the strategy does, and do not wait for the disk."""
        return self.storage.stage_unsynced(stream, size=size, sha256=sha256)

    def sync(self) -> None:
        """Have on the disk all that was written, and its names, for good.

        :raises OSError: when something could not be written
        """
        if _syncfs(self._descriptor) != 0:
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number))

    def close(self) -> None:
        os.close(self._descriptor)


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
