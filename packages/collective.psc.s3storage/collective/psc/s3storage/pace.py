"""The body of an answer, from a store that may let it drip.

boto3's limits of time are those of the next few bytes: a store that sends one of them every few
seconds would keep a thread for days.
"""

from botocore.response import StreamingBody
from urllib3.exceptions import HTTPError

import time


#: so many bytes must come in so many seconds, of which those count that were waited for
LEAST, SECONDS = 1 << 16, 30


class Dripping(Exception):
    """Too little came for too long."""


class Paced:
    """The bytes of an answer; reading raises what urllib3 does, and ``Dripping``.

    :param body: of an answer that boto3 gave
    :param seconds: in which the least must come
    """

    def __init__(self, body: StreamingBody, seconds: float) -> None:
        self._seconds = seconds
        # urllib3's stream itself, which can give what has come so far
        self._stream = body.__enter__()
        self._waited = 0.0
        self._came = 0

    def read(self, wanted: int) -> bytes:
        """Return as many bytes, or less at the end.

        :raises Dripping: when they come too slowly
        """
        blocks: list[bytes] = []
        left = wanted
        while left:
            try:
                block = self._read_some(left)
            except (HTTPError, OSError, Dripping):
                if not blocks:
                    raise
                # What came is good, and the next reading fails.
                break
            if not block:
                break
            blocks.append(block)
            left -= len(block)
        return blocks[0] if len(blocks) == 1 else b"".join(blocks)

    def _read_some(self, wanted: int) -> bytes:
        if self._waited > self._seconds:
            if self._came < LEAST:
                raise Dripping(f"{self._came} bytes in {self._seconds} seconds")
            self._waited, self._came = 0.0, 0
        start = time.monotonic()
        block: bytes = self._stream.read1(wanted)
        self._waited += time.monotonic() - start
        self._came += len(block)
        return block

    def close(self) -> None:
        self._stream.close()
