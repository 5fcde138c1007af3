"""Give a multipart body that was written with bare LF line ends the CRLF that RFC 2046 wants.

Each distutils sends its ``register`` with bare LF, and strict parsers refuse that. Only the lines
of the frame change, that is delimiters and the headers of parts. What lies in the parts stays as
it is, byte for byte: it may be a file.
"""

from email.message import Message
from Products.PloneSoftwareCenter.pypi.errors import InvalidUpload
from typing import Protocol


#: So many bytes of a body are enough to see how its lines end.
HEAD_SIZE = 2048

#: Read at once; with a delimiter more, the most that is held in memory.
BLOCK = 1 << 16

#: A line of a part's headers is not longer; the headers of distutils take below 200 bytes.
LINE_LIMIT = 1 << 13


class Source(Protocol):
    """Where a body comes from."""

    def read(self, size: int, /) -> bytes:
        """Return at most ``size`` bytes, none only at the end."""


class Target(Protocol):
    """Where the mended body is written to."""

    def write(self, data: bytes, /) -> object:
        """Take the next bytes."""


def lf_boundary(content_type: str | None, head: bytes) -> bytes | None:
    """Return the boundary of a form whose lines end with bare LF; None for any other body.

    :param content_type: the header Content-Type of the request.
    :param head: the first HEAD_SIZE bytes of the body, or all when it is shorter.
    """
    boundary = _boundary_of(content_type or "")
    if boundary is None:
        return None
    # Distutils begins with an empty line.
    head = head.removeprefix(b"\r\n") if head.startswith(b"\r") else head.removeprefix(b"\n")
    return boundary if head.startswith(b"--" + boundary + b"\n") else None


def rewrite_line_ends(source: Source, boundary: bytes, target: Target) -> None:
    """Copy a form with bare LF line ends, giving its frame CRLF; what follows its end is left out.

    :param source: the body, at its beginning; it may give fewer bytes than asked for, never none
        before its end.
    :param boundary: as ``lf_boundary`` returned it.
    :raises InvalidUpload: when the body ends before its closing delimiter, or is no form. Part of
        it is written then.
    """
    window = _Window(source)
    opening = b"--" + boundary
    line = window.take_line()
    if not line.strip():
        line = window.take_line()
    if line.rstrip(b"\r\n") != opening:
        raise InvalidUpload("The form in the request does not begin with its boundary.")
    target.write(opening)
    last = False
    while not last:
        target.write(b"\r\n")
        _copy_headers(window, target)
        last = _copy_content(window, b"\n" + opening, target)
        target.write(b"\r\n" + opening)
    target.write(b"--\r\n")


class _Window:
    """A moving part of a stream: ``data`` is what was read, ``position`` where work goes on."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.data = b""
        self.position = 0

    def read_on(self) -> None:
        """Append a block; drop what is done, but for the last byte."""
        block = self.source.read(BLOCK)
        if not block:
            raise InvalidUpload(
                "The form in the request ends before its closing boundary. Nothing was stored."
            )
        done = max(self.position - 1, 0)
        self.data = self.data[done:] + block
        self.position -= done

    def take_line(self) -> bytes:
        """Return the next line with its end."""
        while (end := self.data.find(b"\n", self.position) + 1) == 0:
            if len(self.data) - self.position > LINE_LIMIT:
                break
            self.read_on()
        if end == 0 or end - self.position > LINE_LIMIT:
            raise InvalidUpload("The form in the request has a line of headers that is too long.")
        line = self.data[self.position : end]
        self.position = end
        return line

    def copy_until(self, stop: int, target: Target) -> None:
        """Write what lies before ``stop`` and is not done yet."""
        if stop > self.position:
            target.write(self.data[self.position : stop])
            self.position = stop


def _boundary_of(content_type: str) -> bytes | None:
    message = Message()
    message["Content-Type"] = content_type
    boundary = message.get_param("boundary")
    if message.get_content_type() != "multipart/form-data" or not isinstance(boundary, str):
        return None
    try:
        return boundary.encode("latin-1") or None
    except UnicodeEncodeError:
        return None


def _copy_headers(window: _Window, target: Target) -> None:
    """Copy the headers of a part and the empty line that ends them."""
    line = b"-"
    while line:
        line = window.take_line().rstrip(b"\r\n")
        target.write(line + b"\r\n")


def _copy_content(window: _Window, delimiter: bytes, target: Target) -> bool:
    """Copy the content of a part up to its delimiter, and step over that.

    The line end before a delimiter is the delimiter's. Of an empty content it may be the one that
    ended the headers: so the search begins one byte before the content, and that byte is never
    written. A delimiter is followed by a line end, or by two dashes when it closes the form;
    followed by anything else it is content.

    :returns: True when the delimiter was the closing one.
    """
    while True:
        found = window.data.find(delimiter, window.position - 1)
        if found < 0:
            window.copy_until(len(window.data) - len(delimiter) + 1, target)
            window.read_on()
            continue
        after = found + len(delimiter)
        tail = window.data[after : after + 2]
        if tail.startswith(b"\n") or tail in (b"\r\n", b"--"):
            window.copy_until(found, target)
            window.position = after + (1 if tail.startswith(b"\n") else 2)
            return tail == b"--"
        if len(tail) == 2:
            window.copy_until(after, target)
        else:
            window.copy_until(found, target)
            window.read_on()
