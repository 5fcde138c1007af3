"""Bytes in a storage, opened when an answer is sent and never held as a whole."""

from dataclasses import dataclass
from functools import partial
from Products.PloneSoftwareCenter.pypi.errors import NotFound
from Products.PloneSoftwareCenter.pypi.errors_storage import FileBroken
from Products.PloneSoftwareCenter.pypi.errors_storage import FileUnreadable
from Products.PloneSoftwareCenter.storage.fetched import fetch
from Products.PloneSoftwareCenter.storage.interfaces import FileDamaged
from Products.PloneSoftwareCenter.storage.interfaces import FileMissing
from Products.PloneSoftwareCenter.storage.interfaces import StorageError
from Products.PloneSoftwareCenter.storage.lookup import storage_named
from Products.PloneSoftwareCenter.storage.telling import tell
from Products.PloneSoftwareCenter.storage.verified import LocalFile
from Products.PloneSoftwareCenter.storage.verified import verified_file
from typing import Any
from typing import BinaryIO

import contextlib
import io


class Window(io.RawIOBase):
    """A stretch of a seekable stream, as a stream of its own; closes the other with itself.

    The WSGI server's file wrapper reads it as fast as the client takes it, and
    keeps nothing in between.
    """

    def __init__(self, stream: BinaryIO, start: int, stop: int) -> None:
        self._stream = stream
        self._start = start
        self._size = stop - start
        self._position = 0

    def readable(self):
        return True

    def seekable(self):
        return self._stream.seekable()

    def read(self, size=-1):
        # Servers read megabytes at a time: the inherited method would copy each twice.
        left = max(0, self._size - self._position)
        wanted = left if size is None or size < 0 else min(size, left)
        if self.seekable():
            self._stream.seek(self._start + self._position)
        block = self._stream.read(wanted)
        self._position += len(block)
        return block

    def readinto(self, buffer):
        block = self.read(len(buffer))
        buffer[: len(block)] = block
        return len(block)

    def seek(self, offset, whence=io.SEEK_SET):
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._size}[whence]
        self._position = max(0, base + offset)
        return self._position

    def tell(self):
        return self._position

    def close(self):
        if not self.closed:
            self._stream.close()
        super().close()


@dataclass(frozen=True)
class StoredPart:
    """A stretch of a file in a storage of a center."""

    center: Any
    filename: str
    #: name of the storage strategy, and the file's key there
    storage: str
    key: str
    #: in bytes from the file's beginning; ``stop`` is the first byte that is not sent
    start: int
    stop: int
    #: of the whole file, in bytes
    size: int
    #: of the whole file, hex, lower case
    sha256: str
    #: whether the client may be sent elsewhere for it
    may_leave: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether it is the file from its beginning to its end."""
        return self.start == 0 and self.stop == self.size

    def open(self) -> Window:
        """Return the stretch as a stream; whoever reads it closes it.

        Its bytes are those of the file's digest, or it ends too soon, or this raises.

        :raises NotFound: when the bytes are gone
        :raises FileBroken: when they are others
        :raises FileUnreadable: when the storage does not give them
        """
        with self._refusing():
            found = self._local()
            if found is not None:
                return Window(found.open(), self.start, self.stop)
            stream, start = fetch(
                storage_named(self.center, self.storage),
                self.key,
                (self.size, self.sha256),
                (self.start, self.stop),
                partial(tell, self.center.getPhysicalPath(), self.filename, self.storage),
            )
            return Window(stream, start, start + self.stop - self.start)

    def local(self) -> LocalFile | None:
        """Return a local file that has the whole file's bytes, or None where they are none.

        It was read and compared, now or before.

        :raises PackageIndexError: those of ``open``
        """
        with self._refusing():
            return self._local()

    def url(self) -> str | None:
        """Return a URL to which the client may be sent for the whole file, or None.

        :raises PackageIndexError: those of ``open``
        """
        if not self.may_leave:
            return None
        with self._refusing():
            storage = storage_named(self.center, self.storage)
            found: str | None = storage.url(self.key, self.filename)
            return found

    def _local(self) -> LocalFile | None:
        storage = storage_named(self.center, self.storage)
        return verified_file(storage, self.key, self.size, self.sha256)

    @contextlib.contextmanager
    def _refusing(self):
        """Say in the words of an index what a storage can't do, and tell the administrators."""
        try:
            yield
        except (StorageError, OSError) as error:
            tell(self.center.getPhysicalPath(), self.filename, self.storage, error)
            if isinstance(error, FileMissing):
                raise NotFound() from error
            if isinstance(error, FileDamaged):
                raise FileBroken(self.filename) from error
            raise FileUnreadable(self.filename) from error
