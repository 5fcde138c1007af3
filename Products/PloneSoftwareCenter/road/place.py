"""Where in the database the path of a request leads, and how its client calls that place.

What Zope's traversal and its Virtual Host Monster make of a path, for paths that need
nothing special. Whatever does (views, namespaces, ``..``) is left to Zope.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl
from urllib.parse import quote
from urllib.parse import urlsplit
from zope.publisher.http import splitport

import re


#: the query strings that change nothing but the format of a page
_FORMAT = re.compile(r"format=[A-Za-z0-9%+./*_-]{0,200}")
_DEFAULT_PORTS = {"http": "80", "https": "443"}


@dataclass(frozen=True)
class Place:
    """A path, taken apart."""

    #: segments from the Zope root on, unquoted
    names: tuple[str, ...]
    #: how many of them the client does not see
    hidden: int
    #: URL of what ``names[:hidden]`` leads to, as the client calls it
    root_url: str
    ends_with_slash: bool
    #: whether a Virtual Host Monster must be there to understand the path
    needs_virtual_hosting: bool

    def url_of(self, depth: int) -> str:
        """Return the URL of the object that ``names[:depth]`` leads to.

        :raises ValueError: when the client can't see that object
        """
        if depth < self.hidden:
            raise ValueError(depth)
        return "/".join((self.root_url, *map(quote, self.names[self.hidden : depth])))


def place_of(environ: Mapping[str, str]) -> Place | None:
    """Return where a request leads, or None when only Zope can tell.

    :param environ: of WSGI; its path is the bytes that were sent, read as Latin-1 (PEP 3333)
    """
    path = environ["PATH_INFO"]
    try:
        segments = path.encode("latin-1").decode("utf-8").split("/")
    except UnicodeError:
        return None
    ends_with_slash = segments[-1] == ""
    names = [segment for segment in segments if segment]
    if any(name in (".", "..", "*") or name.startswith("@@") for name in names):
        return None
    server_url = _server_url(environ)
    script = environ.get("SCRIPT_NAME", "").strip("/")
    hosted = names[:1] == ["VirtualHostBase"] and len(names) > 2
    if hosted:
        server_url, names = _url_of_host(names[1], names[2], server_url), names[3:]
    if server_url is None:
        return None
    inner, outer = _split_at_root(names)
    if any(name.startswith(("VirtualHost", "_vh_")) for name in inner):
        return None
    if outer is None:
        root = [server_url, *([script] if script else [])]
        return Place(tuple(inner), 0, "/".join(root), ends_with_slash, hosted)
    shown = 0
    while shown < len(outer) and outer[shown].startswith("_vh_"):
        shown += 1
    rest = outer[shown:]
    if any(name.startswith(("VirtualHost", "_vh_")) for name in rest):
        return None
    prefix = [quote(name.removeprefix("_vh_")) for name in outer[:shown]]
    root_url = "/".join((server_url, *prefix))
    return Place((*inner, *rest), len(inner), root_url, ends_with_slash, True)


def wanted_format(query: str) -> tuple[bool, str | None]:
    """Return (whether the query string says nothing but a format, the format)."""
    if not query:
        return True, None
    if not _FORMAT.fullmatch(query):
        return False, None
    return True, dict(parse_qsl(query, keep_blank_values=True))["format"]


def _split_at_root(names: list[str]) -> tuple[list[str], list[str] | None]:
    if "VirtualHostRoot" not in names:
        return names, None
    at = names.index("VirtualHostRoot")
    return names[:at], names[at + 1 :]


def _url_of_host(scheme: str, host: str, server_url: str | None) -> str | None:
    if scheme not in _DEFAULT_PORTS:
        return None
    hostname, port = splitport(host)
    if port is None and server_url is not None:
        # Zope keeps the port that was there.
        asked = urlsplit(server_url).port
        port = None if asked is None else str(asked)
    return _url(scheme, hostname, port)


def _server_url(environ: Mapping[str, str]) -> str | None:
    """Return what Zope calls SERVER_URL; None when it is found in a way of its own."""
    if "SERVER_URL" in environ or "SERVER_PORT_SECURE" in environ or "REQUEST_SCHEME" in environ:
        return None
    secure = environ.get("HTTPS") in ("on", "ON", "1") or environ["wsgi.url_scheme"] == "https"
    scheme = "https" if secure else "http"
    if "HTTP_HOST" in environ:
        hostname, port = splitport(environ["HTTP_HOST"].strip())
    else:
        hostname, port = environ["SERVER_NAME"].strip(), environ["SERVER_PORT"]
    return _url(scheme, hostname, port)


def _url(scheme: str, hostname: str, port: str | None) -> str | None:
    if port is not None and not (port.isascii() and port.isdigit()):
        return None
    if port is None or port == _DEFAULT_PORTS[scheme]:
        return f"{scheme}://{hostname}"
    return f"{scheme}://{hostname}:{port}"
