"""Bytes in a storage, opened when an answer is sent and never held as a whole."""

from dataclasses import dataclass
from Products.PloneSoftwareCenter.pypi.errors import NotFound
from Products.PloneSoftwareCenter.storage.interfaces import FileMissing
from Products.PloneSoftwareCenter.storage.lookup import storage_named
from typing import Any
from typing import BinaryIO

import io
import logging


logger = logging.getLogger(__name__)


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
        return True

    def read(self, size=-1):
        # Servers read megabytes at a time: the inherited method would copy each twice.
        left = max(0, self._size - self._position)
        wanted = left if size is None or size < 0 else min(size, left)
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

    @property
    def is_whole(self) -> bool:
        """Whether it is the file from its beginning to its end."""
        return self.start == 0 and self.stop == self.size

    def open(self) -> Window:
        """Return the stretch as a stream; whoever reads it closes it.

        :raises NotFound: when the bytes are gone
        """
        try:
            stream = storage_named(self.center, self.storage).open(self.key)
        except FileMissing as error:
            raise self._gone(error) from error
        return Window(stream, self.start, self.stop)

    def path(self) -> str | None:
        """Return the path of a local file that has the whole file's bytes, or None.

        :raises NotFound: when the bytes are gone
        """
        try:
            found: str | None = storage_named(self.center, self.storage).path(self.key)
        except FileMissing as error:
            raise self._gone(error) from error
        return found

    def _gone(self, error: FileMissing) -> NotFound:
        logger.error("%s: %s", self.filename, error)
        return NotFound()
