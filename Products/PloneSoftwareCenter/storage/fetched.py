"""Bytes that lie at another server, fetched and compared when they are sent.

A file of usual size is fetched as a whole and compared before anything is sent, and then sent
from a temporary file: a slow client keeps nobody waiting. A large one is sent while it comes; its
last block is held back until all of it fits, so that a client whose bytes are wrong gets an end
too soon and no file.
"""

from collections.abc import Callable
from collections.abc import Hashable
from Products.PloneSoftwareCenter.storage.interfaces import FileDamaged
from Products.PloneSoftwareCenter.storage.interfaces import StorageError
from Products.PloneSoftwareCenter.storage.verified import MEMORY
from Products.PloneSoftwareCenter.storage.verified import require
from typing import Any
from typing import BinaryIO
from typing import cast

import contextlib
import hashlib
import io
import os
import tempfile


BLOCK = 1 << 18
#: bytes up to which a file is fetched before it is sent
USUAL = 32 << 20
#: of those, the bytes that stay in memory
IN_MEMORY = 1 << 20


def fetch(
    storage: Any,
    key: str,
    facts: tuple[int, str],
    stretch: tuple[int, int],
    told: Callable[[Exception], None],
) -> tuple[BinaryIO, int]:
    """Return (stream, where in it the stretch begins); the caller closes it.

    :param facts: size of all the bytes, and their sha256, hex, lower case
    :param stretch: its beginning and end, within the size
    :param told: called with the reason when a stretch ends too soon
    :raises FileMissing: when there are no bytes
    :raises FileDamaged: when they are found to be others
    :raises StorageError: what the strategy raises
    """
    (size, sha256), (start, stop) = facts, stretch
    with contextlib.ExitStack() as stack:
        source = stack.enter_context(contextlib.closing(storage.open(key)))
        found = source.seek(0, os.SEEK_END)
        if found != size:
            raise FileDamaged(key, f"there are {found} bytes and not {size}")
        source.seek(0)
        # An attribute that a stream may have: it changes when the bytes do.
        identity: Hashable = getattr(source, "identity", None)
        known = None if identity is None else MEMORY.digest_of(identity)
        if known is not None:
            require(key, known, sha256)
        if known is not None and stop - start <= USUAL:
            return _copy(source, start, stop - start), 0
        if size <= USUAL:
            copy = _copy(source, 0, size)
            with _closing_on_error(copy):
                _compare(copy, key, sha256, identity)
                copy.seek(0)
            return copy, start
        is_whole = start == 0 and stop == size
        if known is None and not is_whole:
            _compare(source, key, sha256, identity)
        source.seek(start)
        stack.pop_all()
        coming = Coming(source, key, stop - start, sha256 if is_whole else None, identity, told)
        return cast(BinaryIO, coming), 0


def _compare(stream: BinaryIO, key: str, sha256: str, identity: Hashable) -> None:
    found = hashlib.file_digest(stream, "sha256").hexdigest()
    _remember(identity, found)
    require(key, found, sha256)


def _copy(source: BinaryIO, start: int, count: int) -> BinaryIO:
    """Return a temporary file with a stretch of a stream, open at 0."""
    source.seek(start)
    copy = cast(BinaryIO, tempfile.SpooledTemporaryFile(IN_MEMORY))  # noqa: SIM115
    with _closing_on_error(copy):
        left = count
        while left and (block := source.read(min(BLOCK, left))):
            copy.write(block)
            left -= len(block)
        copy.seek(0)
    return copy


@contextlib.contextmanager
def _closing_on_error(stream):
    try:
        yield
    except BaseException:
        stream.close()
        raise


def _remember(identity, sha256):
    if identity is not None:
        MEMORY.add(identity, sha256)


class Coming(io.RawIOBase):
    """A stretch that is sent while it comes; it ends too soon when it can't be what was asked for.

    It can't be rewound, so servers read it block by block in the thread of the request.

    :param count: of bytes from where the source stands
    :param sha256: of all of them; None where they were compared before
    """

    def __init__(
        self,
        source: BinaryIO,
        key: str,
        count: int,
        sha256: str | None,
        identity: Hashable,
        told: Callable[[Exception], None],
    ) -> None:
        self._source = source
        self._key = key
        self._left = count
        self._sha256 = sha256
        self._identity = identity
        self._told = told
        self._digest = hashlib.sha256()

    def readable(self):
        return True

    def seekable(self):
        return False

    def read(self, size=-1):
        wanted = self._left if size is None or size < 0 else min(size, self._left)
        try:
            block = self._source.read(wanted) if wanted else b""
            if wanted:
                self._take(block)
        except (StorageError, OSError) as error:
            # The head is sent: an end too soon is all that can still be told.
            self._told(error)
            self._left = 0
            return b""
        return block

    def _take(self, block: bytes) -> None:
        self._left -= len(block)
        self._digest.update(block)
        if not block:
            raise FileDamaged(self._key, "it ends too soon")
        if self._left or self._sha256 is None:
            return
        found = self._digest.hexdigest()
        _remember(self._identity, found)
        require(self._key, found, self._sha256)

    def readinto(self, buffer):
        block = self.read(len(buffer))
        buffer[: len(block)] = block
        return len(block)

    def close(self):
        if not self.closed:
            self._source.close()
        super().close()
