"""Asking the site: everything that it sends is bounded, and it leads nowhere else."""

from collections.abc import Iterator
from collective.psc.mirroring.errors import Gone
from collective.psc.mirroring.errors import MirrorError
from collective.psc.mirroring.errors import Refused
from collective.psc.mirroring.errors import Unreachable
from collective.psc.mirroring.heads import HeadsInTime
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO
from typing import cast
from urllib.parse import urlsplit

import requests
import time
import urllib3


#: in bytes; the page of all files of a hundred thousand has some 30 MB
LARGEST_PAGE = 1 << 28
#: seconds for a connection, and for the next bytes of an answer
TIMEOUT = (10, 60)
BLOCK = 1 << 16
#: seconds after which an answer must have come at so many bytes a second: drops never end, either
SLOW_AFTER, SLOWEST = 60.0, 1000


@dataclass(frozen=True)
class Page:
    """A page as it was sent."""

    body: bytes
    #: what the site says of its age; None: nothing
    serial: int | None


class Client:
    """Speaks to one center."""

    def __init__(self, url: str, token: str | None = None) -> None:
        """
        :param url: of the center, or of its ``simple/``
        :param token: an API token that may read; None: as everybody
        """
        self.url = url.rstrip("/").removesuffix("/simple")
        if urlsplit(self.url).scheme not in ("http", "https") or "@" in urlsplit(self.url).netloc:
            raise MirrorError("Name the center's address, http:// or https://, without a password.")
        self._session = requests.Session()
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, HeadsInTime())
        self._session.headers["User-Agent"] = "psc-mirror"
        # the bytes as they are, to be compared
        self._session.headers["Accept-Encoding"] = "identity"
        if token:
            self._session.auth = ("__token__", token)

    def page(self, path: str, accept: str = "*/*") -> Page:
        """Return a page below the center.

        :raises Gone: when there is none
        :raises Refused: when it is larger than any page, or elsewhere
        :raises Unreachable: when the server can't tell
        """
        with self._open(path, accept) as answer:
            body = bytearray()
            for block in _blocks(answer):
                body += block
                if len(body) > LARGEST_PAGE:
                    raise Refused(f"{path} is larger than {LARGEST_PAGE} bytes.")
            return Page(bytes(body), _serial(answer.headers.get("X-PyPI-Last-Serial")))

    @contextmanager
    def file(self, path: str) -> Iterator[BinaryIO]:
        """Open a file below the center, to be read once; the same is raised as by ``page``."""
        with self._open(path, "*/*") as answer:
            yield cast(BinaryIO, _Stream(_blocks(answer)))

    @contextmanager
    def _open(self, path: str, accept: str) -> Iterator[requests.Response]:
        address = f"{self.url}/{path}"
        try:
            answer = self._session.get(
                address,
                headers={"Accept": accept},
                stream=True,
                timeout=TIMEOUT,
                allow_redirects=False,
            )
        except requests.RequestException as error:
            raise Unreachable(f"{address} can't be reached: {type(error).__name__}.") from error
        with answer:
            _check_status(address, answer)
            yield answer


def _check_status(address: str, answer: requests.Response) -> None:
    status = answer.status_code
    if status == 200:
        return
    if status == 404:
        raise Gone(f"{address} is not there.")
    if answer.is_redirect or 300 <= status < 400:
        there = answer.headers.get("Location", "")
        raise Refused(f"{address} leads to {there!r}: name the center by its own address.")
    if status in (401, 403):
        raise Refused(f"{address} is not for this mirror ({status}): it needs a token that reads.")
    raise Unreachable(f"{address} is answered {status}.")


def _blocks(answer: requests.Response) -> Iterator[bytes]:
    started, size = time.monotonic(), 0
    try:
        # what has come, without waiting for a whole block: who reads may have had enough
        while block := answer.raw.read1(BLOCK, decode_content=True):
            yield block
            size += len(block)
            taken = time.monotonic() - started
            if taken > SLOW_AFTER and size < taken * SLOWEST:
                raise Unreachable(f"{answer.url} comes too slowly: {size} bytes in {taken:.0f} s.")
    except (urllib3.exceptions.HTTPError, requests.RequestException, OSError) as error:
        raise Unreachable(f"{answer.url} broke off: {type(error).__name__}.") from error


def _serial(value: str | None) -> int | None:
    return int(value) if value and value.isascii() and value.isdigit() else None


class _Stream:
    """Blocks as something that is read."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        self._blocks = blocks

    def read(self, _size: int = -1) -> bytes:
        return next(self._blocks, b"")
