"""Asking another index.

What it sends is bounded, and it can't lead us to hosts that nobody has named.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from Products.PloneSoftwareCenter.pypi.errors import PackageIndexError
from Products.PloneSoftwareCenter.pypi.errors_storage import FileTooLarge
from Products.PloneSoftwareCenter.pypi.foreign import MAX_PAGE
from typing import BinaryIO
from urllib.parse import urljoin
from urllib.parse import urlsplit
from urllib.parse import urlunsplit

import contextlib
import requests
import tempfile
import time
import urllib3


#: seconds for a connection, and for the next bytes of an answer
TIMEOUT = (10, 60)
#: seconds that a page may take, and bytes in a second that a file must make after its first minute
LONGEST_PAGE = 300
SLOWEST = 1 << 10
REDIRECTS = 5
BLOCK = 1 << 16
#: bytes of an archive that are held in memory
IN_MEMORY = 8 << 20
ACCEPT = (
    "application/vnd.pypi.simple.v1+json,"
    " application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.1"
)


class Unreachable(PackageIndexError):
    """The other index does not answer, or not as one would."""


class NoAnswer(Unreachable):
    """The other server is not there, or broke off: the next question may fare no better."""


@dataclass(frozen=True)
class Page:
    """A page as it was sent."""

    body: bytes
    content_type: str
    #: where it was found, without credentials
    url: str


class Client:
    """Speaks to one index, and to the hosts that were named beside it."""

    def __init__(self, url: str, hosts: tuple[str, ...] = ()) -> None:
        """
        :param url: of its ``simple/``; with a user and a password, if it asks for them
        :param hosts: others that its files may lie on, with the port if it is no usual one
        :raises Unreachable: when it is no address of an index
        """
        try:
            parts = urlsplit(url)
            port = f":{parts.port}" if parts.port else ""
        except ValueError as error:
            raise Unreachable("The address can't be read.") from error
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise Unreachable("The address of an index begins with http:// or https://.")
        host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
        #: without credentials, with a slash at its end
        self.url = urlunsplit((parts.scheme, host + port, parts.path.rstrip("/") + "/", "", ""))
        self._hosts = {_place(self.url)[1:], *(_named(one, parts.scheme) for one in hosts)}
        self._is_safe = parts.scheme == "https"
        self._session = requests.Session()
        self._session.headers["User-Agent"] = "psc-import"
        # The bytes as they are, to be compared.
        self._session.headers["Accept-Encoding"] = "identity"
        # Named hosts get what ~/.netrc has for them, the index also what its address says.
        self._auth = None
        if parts.username is not None:
            user, password = requests.utils.get_auth_from_url(url)
            self._auth = (user, password)

    def page(self, name: str) -> Page:
        """Return the page of a normalized name.

        :raises Unreachable: when there is none, it is too large, or it takes too long
        """
        address = f"{self.url}{name}/"
        deadline = time.monotonic() + LONGEST_PAGE
        with self._open(address, ACCEPT) as (answer, found):
            body = bytearray()
            for block in _blocks(answer, address):
                body += block
                if len(body) > MAX_PAGE:
                    raise Unreachable(f"{address} is larger than {MAX_PAGE // 2**20} MB.")
                if time.monotonic() > deadline:
                    raise Unreachable(f"{address} takes longer than {LONGEST_PAGE} seconds.")
            return Page(bytes(body), answer.headers.get("Content-Type", ""), found)

    @contextlib.contextmanager
    def file(self, address: str, limit: int) -> Iterator[BinaryIO]:
        """Fetch a file and open it for reading, as a temporary file of this machine.

        :param limit: the largest size in bytes
        :raises FileTooLarge: as soon as there is more
        :raises Unreachable: when it is not there, or lies on a host that nobody has named
        """
        began = time.monotonic()
        with tempfile.SpooledTemporaryFile(IN_MEMORY, prefix="psc-import-") as target:
            with self._open(address, "*/*") as (answer, _found):
                size = 0
                for block in _blocks(answer, address):
                    size += len(block)
                    if size > limit:
                        raise FileTooLarge(limit)
                    target.write(block)
                    seconds = time.monotonic() - began
                    if seconds > 60 and size < SLOWEST * seconds:
                        raise Unreachable(f"{_shown(address)} comes too slowly.")
            target.seek(0)
            yield target

    @contextlib.contextmanager
    def _open(self, address, accept):
        for _ in range(REDIRECTS + 1):
            answer = self._ask(address, accept)
            with answer:
                if answer.is_redirect:
                    address = _joined(address, answer.headers["Location"])
                    continue
                if answer.status_code != 200:
                    raise Unreachable(f"{_shown(address)} is answered {answer.status_code}.")
                yield answer, address
                return
        raise Unreachable(f"{_shown(address)} leads on and on.")

    def _ask(self, address, accept):
        self._check(address)
        try:
            own = _place(address) == _place(self.url)
            return self._session.get(
                address,
                auth=self._auth if own else None,
                headers={"Accept": accept},
                stream=True,
                timeout=TIMEOUT,
                allow_redirects=False,
            )
        except (requests.RequestException, ValueError) as error:
            # Its text has the address, and that may have a password.
            kind = type(error).__name__
            raise NoAnswer(f"{_shown(address)} can't be reached: {kind}.") from error

    def _check(self, address):
        """
        :raises Unreachable: when an address is of a host that nobody has named, or gives up https
        """
        scheme, host, port = _place(address)
        if scheme not in ("http", "https") or (self._is_safe and scheme != "https"):
            raise Unreachable(f"{_shown(address)} is no address that is followed from {self.url}.")
        if (host, port) not in self._hosts:
            raise Unreachable(
                f"It lies on {host}, which nobody has named. If that is right: --host {host}"
            )


def _joined(address, location):
    try:
        return urljoin(address, location).partition("#")[0]
    except ValueError as error:
        raise Unreachable(f"{_shown(address)} leads nowhere.") from error


def _place(address):
    """Return (scheme, host, port) of an address."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return "", "", None
    return parts.scheme, (parts.hostname or "").lower(), port or _usual(parts.scheme)


def _named(host, scheme):
    """Return (host, port) of a host as somebody writes it."""
    place = _place(f"{scheme}://{host}")
    if not place[1] or "/" in host or "@" in host:
        raise Unreachable(f"{host} is no name of a host.")
    return place[1:]


def _usual(scheme):
    return {"http": 80, "https": 443}.get(scheme)


def _shown(address):
    """Return an address without credentials, which some have in their links."""
    scheme, host, port = _place(address)
    usual = port is None or port == _usual(scheme)
    try:
        path = urlsplit(address).path
    except ValueError:
        path = ""
    return f"{scheme}://{host}{'' if usual else f':{port}'}{path}"


def _blocks(answer, address):
    try:
        yield from answer.raw.stream(BLOCK, decode_content=True)
    except (urllib3.exceptions.HTTPError, requests.RequestException, OSError) as error:
        raise NoAnswer(f"{_shown(address)} broke off: {type(error).__name__}.") from error
