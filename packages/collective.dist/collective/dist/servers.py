"""What is known of a server."""

from __future__ import annotations

from collective.dist.errors import PypircError
from dataclasses import dataclass
from dataclasses import field
from urllib.parse import SplitResult
from urllib.parse import unquote
from urllib.parse import urlsplit
from urllib.parse import urlunsplit

import re


PYPI = "https://upload.pypi.org/legacy/"
#: servers that everybody knows: where to send, and where to read
WELL_KNOWN = {
    "pypi": PYPI,
    "testpypi": "https://test.pypi.org/legacy/",
}
#: what older files say, and where that is today
MOVED = {
    "http://pypi.python.org/pypi": PYPI,
    "https://pypi.python.org/pypi": PYPI,
    "https://pypi.org/legacy": PYPI,
    "https://upload.pypi.org/legacy": PYPI,
    "https://test.pypi.org/legacy": WELL_KNOWN["testpypi"],
    "https://testpypi.python.org/pypi": WELL_KNOWN["testpypi"],
}
INDEXES = {
    PYPI: "https://pypi.org/simple/",
    WELL_KNOWN["testpypi"]: "https://test.pypi.org/simple/",
}
#: who is on this machine needs no encryption
LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class Server:
    """One package index to send to.

    :param name: of its section in .pypirc, or its address
    :param url: where it takes uploads; holds no password
    :param password: None: not known yet
    :param realm: what a server that asks for a password must call itself, None: anything
    :param index: the root of its simple pages, None: found by asking
    :param historic: whether it knows the fields of distutils only
    """

    name: str
    url: str
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    realm: str | None = None
    index: str | None = None
    historic: bool = False
    ca_cert: str | None = None
    client_cert: str | None = None

    @property
    def open_password(self) -> bool:
        """Whether a password would be readable on its way."""
        parts = urlsplit(self.url)
        return parts.scheme == "http" and parts.hostname not in LOOPBACK

    def indexes(self) -> list[str]:
        """Where its simple pages may begin, the likeliest first."""
        if self.index:
            return [with_slash(self.index)]
        if self.url in INDEXES:
            return [INDEXES[self.url]]
        base = with_slash(self.url)
        if base.endswith("/legacy/"):
            base = base[: -len("legacy/")]
        # +simple/ is devpi's
        return [f"{base}simple/", f"{base}+simple/"]


def without_login(text: str) -> str:
    """What may be an address with a login in it, as it may be told; good or not."""
    return re.sub(r"(//|^).*@", r"\1", text)


def origin(url: str) -> tuple[str, str | None, int | None]:
    """Scheme, host and port: whoever gets a password there, gets it everywhere there.

    :raises ValueError: for no address
    """
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port or {"http": 80, "https": 443}.get(parts.scheme)


def with_slash(url: str) -> str:
    return url if url.endswith("/") else f"{url}/"


def split_address(name: str, url: str) -> SplitResult:
    """The parts of an address.

    :raises PypircError: when it is no address to send to
    """
    told = f"{without_login(name)}: {without_login(url)!r}"
    try:
        parts = urlsplit(url.strip())
        host, _port = parts.hostname, parts.port
    except ValueError:
        raise PypircError(f"{told} is no address.") from None
    if parts.scheme not in ("http", "https") or not host:
        raise PypircError(f"{told} is no address that begins with http:// or https://.")
    if parts.query or parts.fragment:
        raise PypircError(f"{told} must have no ? and no #.")
    return parts


def make_server(name: str, url: str, **known: object) -> Server:
    """Return a server whose address was checked, with the user of an address taken out of it.

    :raises PypircError: when it is no address to send to
    """
    parts = split_address(name, url)
    index = split_address(name, str(known.get("index") or url))
    if known.get("index") and "@" in index.netloc:
        raise PypircError(f"{without_login(name)}: its index must hold no user and no password.")
    shown = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
    if parts.username and not known.get("username"):
        known["username"] = unquote(parts.username)
    if parts.password and not known.get("password"):
        known["password"] = unquote(parts.password)
    shown = MOVED.get(shown.rstrip("/"), shown)
    label = name.rpartition("@")[2] if "://" in name and "@" in name else name
    return Server(name=shown if label != name else name, url=shown, **known)  # type: ignore[arg-type]
