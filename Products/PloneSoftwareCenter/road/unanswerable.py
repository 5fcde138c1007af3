"""Requests to which Zope has no answer but 500 or a wrong one, refused in one plain sentence."""

from collections.abc import Callable
from collections.abc import Iterable
from Products.PloneSoftwareCenter.reading.routes import ADDRESS
from urllib.parse import unquote_plus

import re


#: Zope takes cookies apart one inside the other, and Python ends that at about a thousand.
COOKIES = 300

#: characters of a path; whatever is that long leads nowhere, and each step of it costs
PATH_LENGTH = 20_000

#: a name or an address, and a port (RFC 9110, section 7.2): it becomes a part of URLs
HOST = re.compile(
    r"(?:[\w.~!$&'()*+;=%-]{0,255}|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{0,5})?", re.ASCII
)

#: In a field's name, these make a part of the path of its value or of what is before the colon.
VIEWS = frozenset(("action", "default_action", "default_method", "method"))

#: characters; a longer action is no name of a view
NAME_LENGTH = 1000

_DOTS = re.compile(r"(?:\.|%2e){2}", re.IGNORECASE)

NOT_UTF8 = (400, "Bad Request", "The path of this URL is not UTF-8.")
LEADS_UP = (400, "Bad Request", "The path of this URL leads up (..).")
NO_HOST = (400, "Bad Request", "The host of this URL is none.")
NO_ACTION = (400, "Bad Request", "The action in this URL is not a name.")
TOO_LONG = (414, "URI Too Long", "The path of this URL is too long.")
TOO_MANY_COOKIES = (431, "Request Header Fields Too Large", "Send fewer cookies.")


def refuse_unanswerable(environ: dict, start_response: Callable) -> Iterable[bytes] | None:
    """Answer a request that Zope could not, or return None."""
    refused = _reason(environ)
    if refused is None:
        return None
    status, phrase, sentence = refused
    body = f"{sentence}\n".encode()
    headers = [
        ("Content-Type", "text/plain; charset=utf-8"),
        ("X-Content-Type-Options", "nosniff"),
        ("Content-Length", str(len(body))),
    ]
    start_response(f"{status} {phrase}", headers)
    return () if environ["REQUEST_METHOD"] == "HEAD" else (body,)


def _reason(environ: dict) -> tuple[int, str, str] | None:
    """Return status, phrase and sentence, or None for what Zope may see."""
    path = environ["PATH_INFO"]
    if len(path) > PATH_LENGTH:
        return TOO_LONG
    if not path.isascii() and not _is_utf8(path):
        return NOT_UTF8
    if ".." in path and ADDRESS.search(path) and ".." in path.split("/"):
        # Clients resolve that themselves; Zope would show whatever lies there.
        return LEADS_UP
    if not HOST.fullmatch(environ.get("HTTP_HOST", "")):
        return NO_HOST
    if "VirtualHost" in path and not _is_host_whole(path):
        return NO_HOST
    if _climbs(environ.get("QUERY_STRING") or ""):
        return NO_ACTION
    if environ.get("HTTP_COOKIE", "").count(";") >= COOKIES:
        return TOO_MANY_COOKIES
    return None


def _is_utf8(path: str) -> bool:
    try:
        path.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return False
    return True


def _is_host_whole(path: str) -> bool:
    """Say whether a Virtual Host Monster finds what it looks for behind its own words."""
    names = [name for name in path.split("/") if name]
    if "VirtualHostBase" not in names:
        # The star stands for the name of a host, and here is none.
        return not ("VirtualHostRoot" in names and "*" in names)
    for at, name in enumerate(names):
        if name == "VirtualHostBase":
            behind = names[at + 1 : at + 3]
            if len(behind) < 2 or not HOST.fullmatch(behind[1]):
                return False
    return True


def _climbs(query: str) -> bool:
    """Say whether an action leads out of where it is asked for, to another page."""
    for field in query.split("&"):
        if _DOTS.search(field):
            key, _, value = field.partition("=")
            name, *kinds = unquote_plus(key[-NAME_LENGTH:]).split(":")
            if VIEWS.intersection(kinds) and not _is_name(key if name else value):
                return True
    return False


def _is_name(quoted: str) -> bool:
    """Say whether no step of it leads up; what is too long to look at is none."""
    if len(quoted) >= NAME_LENGTH:
        return False
    return ".." not in unquote_plus(quoted).partition(":")[0].split("/")
