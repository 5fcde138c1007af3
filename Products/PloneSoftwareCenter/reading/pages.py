"""Sending a page or a part of it, or the word that the client has it (RFC 9110)."""

from Products.PloneSoftwareCenter.index.pages import RenderedPage
from Products.PloneSoftwareCenter.pypi.negotiation import negotiate
from Products.PloneSoftwareCenter.pypi.ranges import ByteRange
from Products.PloneSoftwareCenter.pypi.ranges import is_not_modified
from Products.PloneSoftwareCenter.pypi.ranges import parse_range
from Products.PloneSoftwareCenter.pypi.ranges import range_applies
from Products.PloneSoftwareCenter.reading.answer import Answer
from Products.PloneSoftwareCenter.reading.answer import Headers
from Products.PloneSoftwareCenter.reading.asked import Asked


def media_type(asked: Asked) -> str:
    """Return the type in which a page of the simple API is wanted."""
    return negotiate(asked.accept, asked.format)


def wanted_part(asked: Asked, size: int, etag: str) -> ByteRange | None:
    """Return the part that is asked for, None for the whole.

    :param size: of the whole, in bytes
    :param etag: of the whole, with its quotes
    :raises RangeNotSatisfiable: when nothing of the whole lies in the part
    """
    if asked.method == "GET" and range_applies(asked.if_range, etag):
        return parse_range(asked.range, size)
    return None


def part_headers(part: ByteRange | None, size: int) -> Headers:
    """Return what tells the length of an answer, and where its bytes lie in the whole."""
    if part is None:
        return (("Content-Length", str(size)),)
    return (
        ("Content-Length", str(part.stop - part.start)),
        ("Content-Range", f"bytes {part.start}-{part.stop - 1}/{size}"),
    )


def page_answer(asked: Asked, page: RenderedPage, headers: Headers) -> Answer:
    """Return the answer with a rendered page.

    :param headers: those that do not come from the page
    :raises RangeNotSatisfiable: when the part that is asked for is none
    """
    if page.serial is not None:
        headers = (*headers, ("X-PyPI-Last-Serial", str(page.serial)))
    charset = "; charset=utf-8" if page.media_type.endswith("html") else ""
    return bytes_answer(asked, page.body, page.etag, page.media_type + charset, headers)


def bytes_answer(
    asked: Asked, data: bytes, etag: str, content_type: str, headers: Headers
) -> Answer:
    """Return the answer with bytes that are in memory, with a part of them, or 304.

    :raises RangeNotSatisfiable: when the part is none
    """
    headers = (*headers, ("ETag", etag))
    if is_not_modified(asked.if_none_match, etag):
        return Answer(304, headers)
    part = wanted_part(asked, len(data), etag)
    sent = data if part is None else data[part.start : part.stop]
    return Answer(
        200 if part is None else 206,
        (*headers, ("Content-Type", content_type), *part_headers(part, len(data))),
        b"" if asked.method == "HEAD" else sent,
    )
