"""Leaving the bytes of a file to the web server in front of Zope.

nginx and Apache send a file themselves when an answer names its path, in ``X-Accel-Redirect`` or
``X-Sendfile``. They are asked to only where zope.conf says so, for files in the directories that
it names, and only in the answer to a request that carries its secret, which the web server puts
into every request. Whoever asks Zope directly gets the bytes, and nobody can pretend to be the web
server.
"""

from App.config import getConfiguration
from collections.abc import Mapping
from collections.abc import MutableMapping
from dataclasses import dataclass
from dataclasses import replace
from Products.PloneSoftwareCenter.pypi.errors import PackageIndexError
from Products.PloneSoftwareCenter.reading.answer import Answer
from Products.PloneSoftwareCenter.reading.answer import Headers
from Products.PloneSoftwareCenter.reading.stored import StoredPart
from Products.PloneSoftwareCenter.storage.verified import LocalFile
from typing import Any
from urllib.parse import quote

import functools
import hmac
import logging
import os


logger = logging.getLogger(__name__)

#: the section of zope.conf, in small letters: so ZConfig hands it on, however it is written
PRODUCT = "products.plonesoftwarecenter"
#: the header with the secret, in WSGI's spelling, and what it becomes once it was compared
HEADER = "HTTP_X_PSC_SENDFILE"
NOTED = "psc.web_server"
#: characters of a secret that nobody guesses
SHORTEST = 16
#: up to this size, in bytes, Zope is as quick itself
SMALL = 1 << 16
#: what the web server is told by, and how the path begins there
KINDS = {"nginx": ("X-Accel-Redirect", "/_psc_files"), "apache": ("X-Sendfile", "")}
#: what the web server would judge by a time and a tag that it makes itself
CONDITIONS = (
    "HTTP_IF_MATCH",
    "HTTP_IF_MODIFIED_SINCE",
    "HTTP_IF_RANGE",
    "HTTP_IF_UNMODIFIED_SINCE",
)
#: headers that the web server writes itself; nginx would send the third twice
ITS_OWN = {
    "nginx": frozenset(("content-length", "content-range", "accept-ranges")),
    "apache": frozenset(("content-length", "content-range")),
}


@dataclass(frozen=True)
class Handing:
    """How files are handed over."""

    #: nginx or apache
    kind: str
    secret: str
    #: absolute paths, normal, that the web server may read
    directories: tuple[str, ...]

    def location(self, path: str) -> tuple[str, str] | None:
        """Return the header that names a file, or None for one that lies elsewhere."""
        path = os.path.normpath(path)
        if not any(path.startswith(directory + os.sep) for directory in self.directories):
            return None
        name, prefix = KINDS[self.kind]
        quoted = quote(path)
        if self.kind == "apache" and quoted != path:
            # Some of its versions take what is quoted back, and some don't.
            return None
        return name, prefix + quoted


def find_handing() -> Handing | None:
    """Return how zope.conf says that files are handed over; None: they are not."""
    products = getattr(getConfiguration(), "product_config", None) or {}
    given = products.get(PRODUCT) or {}
    names = ("sendfile", "sendfile-secret", "sendfile-directories")
    return _parse(*(given.get(name, "").strip() for name in names))


@functools.lru_cache(maxsize=4)
def _parse(kind: str, secret: str, directories: str) -> Handing | None:
    if not kind:
        return None
    found = (path.strip() for path in directories.split(os.pathsep))
    paths = tuple(os.path.normpath(path) for path in found if path)
    fault = None
    if kind not in KINDS:
        fault = f"sendfile is {kind!r}, and neither {' nor '.join(KINDS)}"
    elif len(secret) < SHORTEST or not secret.isascii():
        fault = f"sendfile-secret has less than {SHORTEST} characters, or others than ASCII"
    elif not paths or not all(os.path.isabs(path) and path != "/" for path in paths):
        fault = "sendfile-directories are no absolute paths"
    if fault is not None:
        # Once: the result is kept.
        logger.error("files are not handed to the web server: %s", fault)
        return None
    return Handing(kind, secret, paths)


def note_web_server(environ: MutableMapping[str, Any]) -> None:
    """Take the secret out of a request, so that no log has it; remember whether it was right."""
    sent = environ.pop(HEADER, None)
    if sent is None:
        return
    handing = find_handing()
    environ[NOTED] = handing is not None and hmac.compare_digest(
        sent.encode("utf-8", "replace"), handing.secret.encode()
    )


def handed_headers(
    environ: Mapping[str, Any], headers: Headers, file: LocalFile, is_whole: bool
) -> Headers | None:
    """Return the headers with which the web server sends a file; None: Zope has to.

    The answer is then 200 without a body: what of it is sent follows from the client's ``Range``.

    :param headers: those of the answer as Zope would send it
    :param is_whole: whether Zope would send all of it
    """
    if not environ.get(NOTED) or any(name in environ for name in CONDITIONS):
        return None
    # A range that is none to us may be one to the web server.
    if is_whole == ("HTTP_RANGE" in environ):
        return None
    handing = find_handing()
    location = handing.location(file.path) if handing is not None else None
    if handing is None or location is None:
        return None
    try:
        # still there, and with the bytes that were compared
        file.open().close()
    except OSError:
        return None
    kept = tuple(header for header in headers if header[0].lower() not in ITS_OWN[handing.kind])
    return (*kept, location, ("Content-Length", "0"))


def hand_over(environ: Mapping[str, Any], found: Answer) -> Answer:
    """Return the answer with which the web server sends the file, or the one that was given."""
    part = found.body
    if not environ.get(NOTED) or not isinstance(part, StoredPart) or part.size <= SMALL:
        return found
    try:
        file = part.local()
    except PackageIndexError:
        # Opening it fails, too, and that is answered.
        return found
    if file is None:
        return found
    headers = handed_headers(environ, found.headers, file, found.status == 200)
    return found if headers is None else replace(found, status=200, headers=headers, body=b"")
