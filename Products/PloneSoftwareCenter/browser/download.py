"""Sending the bytes of a file, whole or in part, without holding them."""

from Products.PloneSoftwareCenter.browser.parts import send_bytes
from Products.PloneSoftwareCenter.browser.parts import tell_part
from Products.PloneSoftwareCenter.browser.parts import wanted_part
from Products.PloneSoftwareCenter.pypi.errors import NotFound
from Products.PloneSoftwareCenter.pypi.ranges import is_not_modified
from Products.PloneSoftwareCenter.storage.interfaces import FileMissing
from Products.PloneSoftwareCenter.storage.lookup import storage_named

import hashlib
import io
import logging


logger = logging.getLogger(__name__)

FOREVER = "max-age=31536000, immutable"


class Window(io.RawIOBase):
    """A stretch of a seekable stream, as a stream of its own; closes the other with itself.

    The WSGI server's file wrapper reads it as fast as the client takes it, and
    keeps nothing in between.
    """

    def __init__(self, stream, start, stop):
        self._stream = stream
        self._start = start
        self._size = stop - start
        self._position = 0

    def readable(self):
        return True

    def seekable(self):
        return True

    def read(self, size=-1):
        # Servers read megabytes at a time: the inherited method would copy each twice.
        left = max(0, self._size - self._position)
        wanted = left if size is None or size < 0 else min(size, left)
        self._stream.seek(self._start + self._position)
        block = self._stream.read(wanted)
        self._position += len(block)
        return block

    def readinto(self, buffer):
        block = self.read(len(buffer))
        buffer[: len(block)] = block
        return len(block)

    def seek(self, offset, whence=io.SEEK_SET):
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._size}[whence]
        self._position = max(0, base + offset)
        return self._position

    def tell(self):
        return self._position

    def close(self):
        if not self.closed:
            self._stream.close()
        super().close()


def send_file(view, state, public):
    """Answer with a file, a part of it, or 304.

    :param view: a ``ProtocolView``; its rights were asked
    :param state: what the index keeps of the file
    :param public: whether everybody may see it
    :raises NotFound: when its bytes are gone
    :raises RangeNotSatisfiable: when the part that is asked for is none
    """
    etag = f'"{state["digests"]["sha256"]}"'
    if _set_file_headers(view, public, etag):
        return b""
    size = state["size"]
    part = wanted_part(view, size, etag)
    view.response.setHeader("Content-Type", "application/octet-stream")
    view.response.setHeader("Accept-Ranges", "bytes")
    if view.request.method == "HEAD":
        return b""
    stream = _open(view.center, state)
    tell_part(view, part, size)
    return Window(stream, part.start, part.stop) if part else Window(stream, 0, size)


def send_sidecar(view, data, public):
    """Answer with what lies beside a file: core metadata or a signature.

    :raises NotFound: when there is none
    :raises RangeNotSatisfiable: when the part that is asked for is none
    """
    if data is None:
        raise NotFound()
    etag = f'"{hashlib.sha256(data).hexdigest()}"'
    if _set_file_headers(view, public, etag):
        return b""
    view.response.setHeader("Content-Type", "application/octet-stream")
    return send_bytes(view, data, etag)


def _set_file_headers(view, public, etag):
    """Write what all files have in common; return whether the client has this one."""
    response = view.response
    if not public:
        response.setHeader("Vary", "Authorization")
    response.setHeader("Cache-Control", f"{'public' if public else 'private'}, {FOREVER}")
    response.setHeader("ETag", etag)
    # Archives lie on the origin of the log-in: no browser may run what is in them.
    response.setHeader("Content-Disposition", "attachment")
    response.setHeader("Content-Security-Policy", "sandbox; default-src 'none'")
    response.setHeader("X-Content-Type-Options", "nosniff")
    if is_not_modified(view.request.getHeader("If-None-Match"), etag):
        response.setStatus(304, lock=True)
        return True
    return False


def _open(center, state):
    try:
        return storage_named(center, state["storage"]).open(state["key"])
    except FileMissing as error:
        logger.error("%s: %s", state["filename"], error)
        raise NotFound() from error
