"""Ranges and conditions of requests for files and pages (RFC 9110, sections 13 and 14)."""

from dataclasses import dataclass
from Products.PloneSoftwareCenter.pypi.errors import RangeNotSatisfiable

import re


_RANGE = re.compile(r"([0-9]{0,30})-([0-9]{0,30})")
_ETAG = re.compile(r'(?:W/)?("[^"]*")')


@dataclass(frozen=True)
class ByteRange:
    """A part of a file, in bytes from its beginning; ``stop`` is the first byte not sent."""

    start: int
    stop: int


def parse_range(header: str | None, size: int) -> ByteRange | None:
    """Return the one range that a Range header asks for.

    :param size: of the whole file, in bytes.
    :returns: None when the whole file is to be sent: no header, one that can't be read (to be
        ignored, section 14.2), or several ranges (a server need not answer with parts).
    :raises RangeNotSatisfiable: when nothing of the file lies in the range.
    """
    unit, _, members = (header or "").partition("=")
    if unit.strip().lower() != "bytes":
        return None
    wanted = [member.strip() for member in members.split(",") if member.strip()]
    match = _RANGE.fullmatch(wanted[0]) if len(wanted) == 1 else None
    if match is None:
        return None
    first, last = match.groups()
    if first:
        return _from_first(int(first), int(last) if last else None, size)
    return _from_end(int(last), size) if last else None


def _from_first(first: int, last: int | None, size: int) -> ByteRange | None:
    if last is not None and last < first:
        return None
    if first >= size:
        raise RangeNotSatisfiable(size)
    return ByteRange(first, size if last is None else min(last + 1, size))


def _from_end(length: int, size: int) -> ByteRange | None:
    if length == 0:
        raise RangeNotSatisfiable(size)
    # The end of an empty file satisfies the range, but no Content-Range can say so.
    return ByteRange(max(size - length, 0), size) if size else None


def is_not_modified(if_none_match: str | None, etag: str) -> bool:
    """Tell whether the client has what ``etag`` names: then 304 is the answer.

    :param if_none_match: the header: a list of entity tags or ``*``, compared weakly
        (section 13.1.2).
    :param etag: of what would be sent, with its quotes.
    """
    if if_none_match is None:
        return False
    if if_none_match.strip() == "*":
        return True
    return etag.removeprefix("W/") in _ETAG.findall(if_none_match)


def range_applies(if_range: str | None, etag: str) -> bool:
    """Tell whether a Range header counts beside this If-Range header.

    Compared strongly (section 13.1.5). A date never applies: dates of files are no validators here,
    and the whole file is always a right answer.
    """
    if if_range is None:
        return True
    return if_range.strip() == etag and not etag.startswith("W/")
