"""Sending a part of what was asked for (RFC 9110, section 14)."""

from Products.PloneSoftwareCenter.pypi.ranges import parse_range
from Products.PloneSoftwareCenter.pypi.ranges import range_applies


def wanted_part(view, size, etag):
    """Return the ``ByteRange`` that a request asks for, None for the whole; tell its length.

    :param view: a ``ProtocolView``
    :param size: of the whole, in bytes
    :param etag: of the whole, with its quotes
    :raises RangeNotSatisfiable: when nothing of the whole lies in the part
    """
    request = view.request
    part = None
    if request.method == "GET" and range_applies(request.getHeader("If-Range"), etag):
        part = parse_range(request.getHeader("Range"), size)
    view.response.setHeader("Content-Length", str(part.stop - part.start if part else size))
    return part


def tell_part(view, part, size):
    """Say that a part is sent, if it is one; call it when nothing can fail any more."""
    if part is not None:
        view.response.setStatus(206, lock=True)
        view.response.setHeader("Content-Range", f"bytes {part.start}-{part.stop - 1}/{size}")


def send_bytes(view, data, etag):
    """Answer with bytes that are in memory, or with a part of them.

    :raises RangeNotSatisfiable: when the part is none
    """
    part = wanted_part(view, len(data), etag)
    tell_part(view, part, len(data))
    if view.request.method == "HEAD":
        return b""
    return data[part.start : part.stop] if part is not None else data
