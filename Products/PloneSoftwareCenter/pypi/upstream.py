"""An index behind this one: its addresses, and which clients may be sent there."""

from posixpath import normpath
from Products.PloneSoftwareCenter.pypi.names import NormalizedName
from urllib.parse import quote
from urllib.parse import unquote
from urllib.parse import urlsplit

import re


PORTS = {"http": 80, "https": 443}

# What a URL is written with (RFC 3986, appendix A).
URL_CHARACTERS = re.compile(r"[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]+")

#: How urllib of Python 2 and 3 calls itself, and whatever builds on it: setuptools, zc.buildout.
URLLIB = "python-urllib/"


def is_index_address(url: str) -> bool:
    """Say whether a URL can be the address of an index: http or https, and nothing but a path.

    No user name or password, which each client would be told; no query and no fragment,
    behind which no name of a project could be put.
    """
    try:
        parts = urlsplit(url)
        has_port = parts.port is None or parts.port > 0
    except ValueError:
        return False
    return bool(
        has_port
        and parts.scheme in PORTS
        and parts.hostname
        and "@" not in parts.netloc
        and not set("?#") & set(url)
        and URL_CHARACTERS.fullmatch(url)
    )


def page_address(index: str, name: NormalizedName) -> str:
    """Return the URL of the page of a name in an index."""
    return f"{index.rstrip('/')}/{quote(name, safe='')}/"


def lies_within(url: str, base: str) -> bool:
    """Say whether a URL is the base or below it, however the two are spelt.

    http and https of one host are the same here, when the ports are theirs.
    """
    try:
        host, path = _place(url)
        base_host, base_path = _place(base)
    except ValueError:
        return False
    return host == base_host and f"{path}/".startswith(f"{base_path}/")


def is_same_server(url: str, other: str) -> bool:
    """Say whether what is sent to one URL reaches the same server at the other."""
    try:
        return _server(url) == _server(other)
    except ValueError:
        # A port that is none; clients write what they like in Host.
        return False


def keeps_password(user_agent: str | None) -> bool:
    """Say whether a client keeps its password when it is sent to another server.

    urllib sends all headers that it was given along, also ``Authorization``. Of a client
    that does not say what it is, the worse is assumed.

    :param user_agent: the header, None if there is none
    """
    return bool(user_agent) and URLLIB not in str(user_agent).lower()


def _server(url: str) -> tuple[str, str, int | None]:
    parts = urlsplit(url)
    return parts.scheme, _hostname(url), parts.port or PORTS.get(parts.scheme)


def _place(url: str) -> tuple[tuple[str, int | None], str]:
    parts = urlsplit(url)
    port = None if parts.port == PORTS.get(parts.scheme) else parts.port
    path = normpath(f"/{unquote(parts.path).lstrip('/')}").rstrip("/")
    return (_hostname(url), port), path


def _hostname(url: str) -> str:
    return (urlsplit(url).hostname or "").rstrip(".")
