"""Local files whose bytes are known to fit their digest, so that no others are sent.

A file is read and compared before it is sent for the first time. Then this process remembers it by
what the file system says of it: whoever writes to it, or puts another in its place, changes that.
What a disk changes behind the file system's back is found by reading all files (``psc fsck``).
"""

from collections.abc import Hashable
from dataclasses import dataclass
from Products.PloneSoftwareCenter.storage.interfaces import FileDamaged
from Products.PloneSoftwareCenter.storage.interfaces import FileMissing
from typing import Any
from typing import BinaryIO

import errno
import hashlib
import os
import threading
import time


#: files that a process remembers; some 300 bytes each
MOST = 20_000
#: seconds: the clock of a file system is coarse, and a change so soon after another may not show
COARSE = 2


class Memory:
    """Which bytes have which digest, the last ``MOST`` that were read."""

    def __init__(self) -> None:
        self._known: dict[Hashable, str] = {}
        self._lock = threading.Lock()

    def digest_of(self, identity: Hashable) -> str | None:
        """Return the sha256 that was found, hex, lower case; None for bytes that nobody read.

        :param identity: changes when the bytes do
        """
        return self._known.get(identity)

    def add(self, identity: Hashable, sha256: str) -> None:
        """Remember what was found."""
        with self._lock:
            self._known[identity] = sha256
            while len(self._known) > MOST:
                del self._known[next(iter(self._known))]

    def forget(self) -> None:
        """Have bytes read again."""
        with self._lock:
            self._known.clear()


#: of this process; others compare for themselves
MEMORY = Memory()


@dataclass(frozen=True)
class LocalFile:
    """A file with the right bytes."""

    #: absolute
    path: str
    #: what the file system said when they were compared
    identity: Hashable

    def open(self) -> BinaryIO:
        """Return it open for reading.

        :raises OSError: when it is gone, or was changed since
        """
        stream = open(self.path, "rb")  # noqa: SIM115 (whoever asked closes it)
        if _identity(stream) != self.identity:
            stream.close()
            raise OSError(errno.ESTALE, os.strerror(errno.ESTALE), self.path)
        return stream


def verified_file(storage: Any, key: str, size: int, sha256: str) -> LocalFile | None:
    """Return the local file of a strategy's key, or None where bytes are no local files.

    :param size: in bytes
    :param sha256: hex, lower case
    :raises FileMissing: when there are no bytes
    :raises FileDamaged: when they are others
    :raises StorageError: what the strategy raises
    :raises OSError: when they can't be read
    """
    path = storage.path(key)
    if path is None:
        return None
    try:
        stream = open(path, "rb")  # noqa: SIM115
    except FileNotFoundError as error:
        raise FileMissing(key) from error
    with stream:
        identity = _identity(stream)
        if _size(stream) != size:
            raise FileDamaged(key, f"there are {_size(stream)} bytes and not {size}")
        found = MEMORY.digest_of(identity)
        if found is None:
            is_settled = time.time() - os.fstat(stream.fileno()).st_ctime > COARSE
            found = hashlib.file_digest(stream, "sha256").hexdigest()
            if _identity(stream) != identity:
                raise FileDamaged(key, "it is being changed")
            if is_settled:
                MEMORY.add(identity, found)
    require(key, found, sha256)
    return LocalFile(path, identity)


def require(key: str, found: str, sha256: str) -> None:
    """
    :raises FileDamaged: when a digest is another than it should be
    """
    if found != sha256:
        raise FileDamaged(key, f"its sha256 is {found}, not {sha256}")


def _identity(stream: BinaryIO) -> Hashable:
    found = os.fstat(stream.fileno())
    return (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)


def _size(stream: BinaryIO) -> int:
    return os.fstat(stream.fileno()).st_size
