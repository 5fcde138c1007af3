"""Lines of a web server's access log: which file was sent to whom, and was all of it?

Read are the *combined* format of nginx and Apache (and the *common* one, and either with words in
front or behind), and objects of JSON, one a line, under the names that servers and people usually
give to the same things.
"""

from collections.abc import Mapping
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from typing import Any
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

import functools
import json
import re


_QUOTED = rb'"([^"\\]*+(?:\\.[^"\\]*+)*+)"'
_COMBINED = re.compile(
    rb"\[(\d\d/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d):\d\d ([+-]\d{4})\] "
    + _QUOTED
    + rb" (\d{3}) (\d+|-)(?: "
    + _QUOTED
    + rb" "
    + _QUOTED
    + rb")?"
)
#: how servers write what would end a text: nginx as ``\x22``, Apache as ``\"``
_ESCAPED = re.compile(rb'\\(?:x([0-9A-Fa-f]{2})|(["\\]))')
_MONTHS = {
    month: number
    for number, month in enumerate(
        (
            b"Jan",
            b"Feb",
            b"Mar",
            b"Apr",
            b"May",
            b"Jun",
            b"Jul",
            b"Aug",
            b"Sep",
            b"Oct",
            b"Nov",
            b"Dec",
        ),
        1,
    )
}

#: what is in the address of a file, at whichever place an index or a mirror is served
_PLACES = (b"/simple/", b"/packages/")
#: a longer name is none
_LONGEST_NAME = 1000

#: what it is called -> where it may stand in an object: the first that is there counts
_KEYS = {
    "time": ("time_iso8601", "time", "@timestamp", "timestamp", "time_local", "msec", "ts"),
    "request": ("request",),
    "method": ("request_method", "method", "verb"),
    "path": ("request_uri", "uri", "path", "url"),
    "status": ("status", "response", "status_code"),
    "size": ("body_bytes_sent", "bytes_sent", "bytes", "size"),
    "agent": ("http_user_agent", "user_agent", "userAgent", "agent"),
}


class UnreadableLine(ValueError):
    """A line that is none of an access log in a format that is known here."""


class Hit(NamedTuple):
    """That somebody has asked for an address that may be a file's."""

    #: of UTC, as ``2027-12-31``
    day: str
    #: the last part of the path, unquoted
    filename: str
    status: int
    #: bytes of the body that were sent; None: the log does not say
    size: int | None
    #: as it was sent; empty: the log does not say
    user_agent: str


def read_line(line: bytes, prefix: bytes = b"") -> Hit | None:
    """Return what a line tells; None: it is about something else than a GET of a file.

    :param line: without its end
    :param prefix: only what lies below this path is meant
    :raises UnreadableLine: when it is none of an access log
    """
    if line.startswith(b"{"):
        return _from_json(line, prefix)
    match = _COMBINED.search(line)
    if match is None:
        raise UnreadableLine()
    stamp, zone, request, status, size, _referrer, agent = match.groups()
    day = _day(stamp, zone)
    method, _, rest = request.partition(b" ")
    filename = _filename(rest.partition(b" ")[0], prefix) if method == b"GET" else None
    if filename is None:
        return None
    return Hit(
        day,
        filename,
        int(status),
        None if size == b"-" else int(size),
        _unescaped(agent or b""),
    )


@functools.lru_cache(maxsize=4096)
def _unescaped(agent: bytes) -> str:
    # A log has few of them, each many times.
    return _ESCAPED.sub(_plain, agent).decode("utf-8", "replace")


def _plain(match: re.Match[bytes]) -> bytes:
    code, plain = match.groups()
    return bytes((int(code, 16),)) if code else plain


@functools.lru_cache(maxsize=4096)
def _day(stamp: bytes, zone: bytes) -> str:
    """Return the day of UTC of a moment like ``31/Dec/2027:23:59``, ``+0100``."""
    day, month, year, hour, minute = re.split(rb"[/:]", stamp)
    sign = -1 if zone.startswith(b"-") else 1
    offset = timedelta(hours=int(zone[1:3]), minutes=int(zone[3:]))
    try:
        local = datetime(int(year), _MONTHS[month], int(day), int(hour), int(minute))
        return (local - sign * offset).date().isoformat()
    except (KeyError, ValueError, OverflowError) as error:
        raise UnreadableLine() from error


def _filename(path: bytes, prefix: bytes) -> str | None:
    """Return the file that an address may be of; None: it is of none."""
    # Most addresses that a server is asked for are none, and most others are plain.
    if b"?" in path:
        path = path.partition(b"?")[0]
    if path.startswith((b"http://", b"https://")):
        path = b"/" + path.partition(b"://")[2].partition(b"/")[2]
    if not path.startswith(prefix) or not any(place in path for place in _PLACES):
        return None
    last = path.rpartition(b"/")[2]
    if not last or len(last) > _LONGEST_NAME:
        return None
    return unquote_to_bytes(last).decode("utf-8", "replace")


def _from_json(line: bytes, prefix: bytes) -> Hit | None:
    try:
        found = json.loads(line)
        method, path = _method_and_path(found)
        day = _day_of(_value(found, "time"))
        status = int(_value(found, "status"))
        size = _value(found, "size")
        agent = _agent(found)
        if method != "GET" or not isinstance(path, str):
            return None
        filename = _filename(path.encode("utf-8", "replace"), prefix)
        if filename is None:
            return None
        sent = None if size in (None, "", "-") else int(size)
        return Hit(day, filename, status, sent, agent)
    except (
        ValueError,
        TypeError,
        KeyError,
        AttributeError,
        OverflowError,
        RecursionError,
    ) as error:
        raise UnreadableLine() from error


def _method_and_path(found: Mapping[str, Any]) -> tuple[Any, Any]:
    request = _value(found, "request")
    if isinstance(request, Mapping):
        # Caddy has an object of its own for it.
        return _value(request, "method"), _value(request, "path")
    if isinstance(request, str):
        method, _, rest = request.partition(" ")
        return method, rest.partition(" ")[0]
    return _value(found, "method"), _value(found, "path")


def _agent(found: Mapping[str, Any]) -> str:
    agent = _value(found, "agent")
    request = found.get("request")
    if agent is None and isinstance(request, Mapping):
        values = (request.get("headers") or {}).get("User-Agent") or [""]
        agent = values[0]
    return agent if isinstance(agent, str) else ""


def _value(found: Mapping[str, Any], what: str) -> Any:
    return next((found[key] for key in _KEYS[what] if key in found), None)


def _day_of(value: Any) -> str:
    """Return the day of UTC of a moment in ISO 8601, in a log's own form, or in seconds."""
    if isinstance(value, str) and "/" in value:
        stamp, _, zone = value.partition(" ")
        return _day(stamp[:17].encode(), (zone or "+0000").encode())
    if isinstance(value, str) and "-" in value:
        moment = datetime.fromisoformat(value)
        return (
            (moment if moment.tzinfo else moment.replace(tzinfo=UTC))
            .astimezone(UTC)
            .date()
            .isoformat()
        )
    return datetime.fromtimestamp(float(value), UTC).date().isoformat()
