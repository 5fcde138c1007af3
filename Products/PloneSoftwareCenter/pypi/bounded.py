"""A stream that refuses to be read in large pieces, or too far."""

from Products.PloneSoftwareCenter.pypi.errors import InvalidArchive
from typing import Protocol

import io


#: How far a compressed stream is unpacked at once where it is only skipped.
_STEP = 1 << 18


class Seekable(Protocol):
    """What is asked of a stream here."""

    def read(self, size: int, /) -> bytes:
        """The next bytes; fewer only at the end."""

    def seek(self, offset: int, whence: int = ..., /) -> int:
        """Go to another place, and tell which."""

    def tell(self) -> int:
        """Where it stands."""


class BoundedReader(io.RawIOBase):
    """Reads another stream for a library that trusts the numbers in a file.

    ``zipfile`` reads a whole table of contents at once, ``tarfile`` a whole header, each as
    long as the file says it is.

    :param stream: open for reading, seekable; it is not closed with this one.
    :param max_read: how many bytes may be asked for at once.
    :param max_position: how far one may read or seek; ``None`` is as far as there is.
    :param only_forward: whether it can't go back. Of a compressed stream each step back unpacks
        all from the beginning anew, and a header may send its reader back without end.
    """

    def __init__(
        self,
        stream: Seekable,
        *,
        max_read: int,
        max_position: int | None = None,
        only_forward: bool = False,
    ) -> None:
        super().__init__()
        self._stream = stream
        self._max_read = max_read
        self._max_position = max_position
        self._only_forward = only_forward

    def readable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """Always."""
        return True

    def tell(self) -> int:
        """Where the stream stands."""
        return self._stream.tell()

    def read(self, size: int | None = -1) -> bytes:
        """The next bytes; fewer only at the end.

        :raises InvalidArchive: when too many are asked for, or the bound is reached.
        """
        if size is None or size < 0 or size > self._max_read:
            size = self._max_read + 1
        data = self._stream.read(size)
        if len(data) > self._max_read:
            raise InvalidArchive("A header in the file is absurdly large.")
        self._check(self._stream.tell())
        return data

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to another place, and tell which.

        :raises InvalidArchive: when it lies beyond the bound, or behind.
        """
        if whence == io.SEEK_SET:
            self._check(offset)
        if self._only_forward and (whence != io.SEEK_SET or offset < self._stream.tell()):
            raise InvalidArchive("A member of the file lies before the end of another one.")
        if self._only_forward:
            return self._skip(offset)
        return self._stream.seek(offset, whence)

    def _skip(self, offset: int) -> int:
        """Go forward in large steps: seeks in a compressed stream go in small ones."""
        position = self._stream.tell()
        while position < offset and (data := self._stream.read(min(_STEP, offset - position))):
            position += len(data)
        return position

    def _check(self, position: int) -> None:
        if self._max_position is not None and position > self._max_position:
            raise InvalidArchive("The file unpacks to far more than its own size.")
