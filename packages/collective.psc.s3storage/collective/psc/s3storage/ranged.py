"""An object as a seekable stream: fetched piece by piece, and again where a connection broke."""

from botocore.exceptions import BotoCoreError
from collections.abc import Hashable
from collective.psc.s3storage import pace
from collective.psc.s3storage.client import saying_why
from collective.psc.s3storage.pace import Dripping
from collective.psc.s3storage.pace import Paced
from Products.PloneSoftwareCenter.storage.interfaces import StorageUnavailable
from typing import Any
from urllib3.exceptions import HTTPError

import contextlib
import io
import time


#: bytes that one request asks for; twice as many when reading goes on, up to the most
LEAST, MOST = 1 << 20, 32 << 20
#: how often in a row a piece may break without a byte, or drip at all; and break in all
IN_A_ROW, IN_ALL = 3, 50
#: seconds before the second attempt
PAUSE = 0.2


class Broken(Exception):
    """A piece ended before its end."""


class RangedStream(io.RawIOBase):
    """The bytes of an object.

    What is asked for is a range of the object that was there when the stream was opened
    (``If-Match``), so pieces of two objects never come together.

    :param client: boto3's
    :param place: ``Bucket`` and ``Key`` of the object
    :param key: the file's, for messages
    :param head: what HEAD told of the object
    """

    def __init__(self, client: Any, place: dict[str, str], key: str, head: dict[str, Any]) -> None:
        self._client = client
        self._place = place
        self._key = key
        self._size: int = head["ContentLength"]
        self._etag: str = head["ETag"]
        #: changes when the bytes do
        self.identity: Hashable = (
            client.meta.endpoint_url,
            *sorted(place.items()),
            self._size,
            self._etag,
            str(head.get("LastModified")),
        )
        self._position = 0
        self._piece: Paced | None = None
        #: the stretch of the object that the piece still has
        self._start = self._stop = 0
        self._ask_for = LEAST
        self._failed = self._dripped = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._size}[whence]
        self._position = max(0, base + offset)
        return self._position

    def readinto(self, buffer: Any) -> int:
        """Read; may give less than is asked for.

        :raises FileMissing: when the object is gone meanwhile
        :raises FileDamaged: when it was replaced meanwhile
        :raises StorageUnavailable: when it can't be read to its end
        """
        wanted = min(len(buffer), max(0, self._size - self._position))
        if not wanted:
            return 0
        for attempt in range(IN_A_ROW):
            if attempt:
                time.sleep(PAUSE * attempt)
            try:
                block = self._read(wanted)
            except (BotoCoreError, HTTPError, OSError, Broken, Dripping) as error:
                self._drop()
                reason = error
                self._failed += 1
                self._dripped += isinstance(error, Dripping)
                if self._failed >= IN_ALL or self._dripped >= IN_A_ROW:
                    break
            else:
                self._position += len(block)
                buffer[: len(block)] = block
                return len(block)
        raise StorageUnavailable(
            f"The object store breaks off while {self._key} is read: {type(reason).__name__}."
        ) from reason

    def _read(self, wanted: int) -> bytes:
        if self._piece is None or self._start != self._position or self._start == self._stop:
            self._piece = self._open(wanted)
        block = self._piece.read(min(wanted, self._stop - self._start))
        if not block:
            raise Broken("nothing came")
        self._start += len(block)
        return block

    def _open(self, wanted: int) -> Paced:
        """Return a piece that begins at the position."""
        goes_on = self._piece is not None and self._start == self._position
        self._ask_for = min(MOST, self._ask_for * 2) if goes_on else LEAST
        self._drop()
        start = self._position
        stop = min(self._size, start + max(wanted, self._ask_for))
        with saying_why(self._key):
            answer = self._client.get_object(
                **self._place, Range=f"bytes={start}-{stop - 1}", IfMatch=self._etag
            )
        piece = Paced(answer["Body"], pace.SECONDS)
        said = answer.get("ContentRange", f"bytes 0-{self._size - 1}/{self._size}")
        expected = f"bytes {start}-{stop - 1}/{self._size}"
        if said != expected or answer["ContentLength"] != stop - start:
            piece.close()
            raise StorageUnavailable(
                f"The object store gives other bytes of {self._key} than it was asked for:"
                f" {said}, not {expected}."
            )
        self._start, self._stop = start, stop
        return piece

    def _drop(self) -> None:
        piece, self._piece = self._piece, None
        if piece is not None:
            with contextlib.suppress(Exception):
                piece.close()

    def close(self) -> None:
        if not self.closed:
            self._drop()
        super().close()
