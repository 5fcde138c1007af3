"""The answer to one request, made from a database connection of its own."""

from AccessControl.SecurityManagement import noSecurityManager
from collections.abc import Iterable
from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from dataclasses import replace
from functools import cached_property
from http import HTTPStatus
from Products.PloneSoftwareCenter.downloads.gather import Countable
from Products.PloneSoftwareCenter.downloads.gather import GATHERED
from Products.PloneSoftwareCenter.index.visibility import is_public
from Products.PloneSoftwareCenter.pypi.errors import PackageIndexError
from Products.PloneSoftwareCenter.reading.answer import Answer
from Products.PloneSoftwareCenter.reading.asked import Asked
from Products.PloneSoftwareCenter.reading.counted import download_of
from Products.PloneSoftwareCenter.reading.handing import hand_over
from Products.PloneSoftwareCenter.reading.handing import handed_headers
from Products.PloneSoftwareCenter.reading.handing import SMALL
from Products.PloneSoftwareCenter.reading.routes import answer
from Products.PloneSoftwareCenter.reading.routes import open_body
from Products.PloneSoftwareCenter.reading.stored import StoredPart
from Products.PloneSoftwareCenter.reading.stored import Window
from Products.PloneSoftwareCenter.road.place import place_of
from Products.PloneSoftwareCenter.road.place import wanted_format
from Products.PloneSoftwareCenter.road.walk import find_center
from Products.PloneSoftwareCenter.storage.verified import LocalFile
from zope.component.hooks import getSite
from zope.component.hooks import setSite

import transaction


#: bytes that the server's file wrapper reads at once
BLOCK = 1 << 18


@dataclass(frozen=True)
class Sent:
    """An answer as WSGI takes it."""

    status: str
    headers: list[tuple[str, str]]
    #: bytes, or an open stream, or a file that is sent from its start to its end
    body: bytes | Window | LocalFile
    #: whether it can be sent again for as long as the database stays as it is
    can_be_kept: bool
    #: the file that whoever is sent this has downloaded; None: none, or none that is counted
    counted: Countable | None = None

    def count(self, environ) -> None:
        """Count it, for the client of a request."""
        if self.counted is not None:
            GATHERED.note(self.counted, environ.get("HTTP_USER_AGENT"))

    @property
    def weight(self) -> int:
        """About how many bytes it takes to keep."""
        return len(self.body) if isinstance(self.body, bytes) else 300

    @cached_property
    def head(self) -> bytes | None:
        """The head for HTTP/1.1, but for what belongs to the server and the moment.

        None where a server has to add or to look at something.
        """
        names = {name.lower() for name, _value in self.headers}
        lines = [f"HTTP/1.1 {self.status}", *map(": ".join, self.headers)]
        is_whole = "content-length" in names or self.status.startswith("304")
        if not is_whole or any("\n" in line or "\r" in line for line in lines):
            return None
        return "".join(f"{line}\r\n" for line in lines).encode("latin-1")

    def __call__(self, environ, start_response) -> Iterable[bytes]:
        """Send it.

        :raises OSError: before anything is sent, when the file can't be opened (any more), or is
            not the one that was compared
        """
        body = self.body
        if isinstance(body, LocalFile):
            handed = handed_headers(environ, tuple(self.headers), body, is_whole=True)
            if handed is not None:
                self.count(environ)
                start_response("200 OK", list(handed))
                return ()
        if isinstance(body, bytes):
            self.count(environ)
            start_response(self.status, self.headers)
            return (body,) if body else ()
        stream = body.open() if isinstance(body, LocalFile) else body
        self.count(environ)
        start_response(self.status, self.headers)
        wrap = environ.get("wsgi.file_wrapper")
        return wrap(stream, BLOCK) if wrap is not None else _blocks(stream)


def answer_from(db, environ) -> Sent | None:
    """Return the answer to a GET or HEAD that nobody in particular asks, or None.

    :param db: the database of Zope
    :returns: None when Zope must answer: it is not about a center's index, not everybody
        may see that, or it is asked in a way that only Zope understands

    Runs as nobody, in a transaction that never commits.
    """
    place = place_of(environ)
    is_plain, wanted = wanted_format(environ.get("QUERY_STRING") or "")
    if place is None or not is_plain:
        return None
    with _root_of(db) as app:
        found = find_center(app, place)
        if found is None:
            return None
        site, center, depth = found
        with _at(site):
            if not is_public(center):
                return None
            asked = _asked(environ, place, depth, wanted)
            found = answer(center, asked)
            # What is kept is for everybody: whole files are handed over when they are sent.
            sent = _sent(asked, hand_over(environ, found) if asked.range else found)
            return replace(sent, counted=download_of(found, int(sent.status[:3])))


def _asked(environ: Mapping[str, str], place, depth: int, wanted: str | None) -> Asked:
    return Asked(
        method=environ["REQUEST_METHOD"],
        route=place.names[depth:],
        ends_with_slash=place.ends_with_slash,
        query=environ.get("QUERY_STRING") or "",
        format=wanted,
        accept=environ.get("HTTP_ACCEPT"),
        if_none_match=environ.get("HTTP_IF_NONE_MATCH"),
        if_range=environ.get("HTTP_IF_RANGE"),
        range=environ.get("HTTP_RANGE"),
        # Whom it matters for is left to Zope.
        user_agent=None,
        has_login=False,
        center_url=place.url_of(depth),
    )


def _sent(asked: Asked, found: Answer) -> Sent:
    file = _large_file(found.body)
    if file is not None:
        return Sent(_status_line(found.status), list(found.headers), file, can_be_kept=True)
    opened, body = open_body(asked, found)
    if isinstance(body, Window) and found.body.size <= SMALL:
        with body:
            body = body.read()
    # A stream is read once, and a file that is gone may come back from a backup.
    keep = opened is found and isinstance(body, bytes)
    return Sent(_status_line(opened.status), list(opened.headers), body, can_be_kept=keep)


def _large_file(body) -> LocalFile | None:
    """Return the file that is the whole body, if there is one and it is not small."""
    if not isinstance(body, StoredPart) or not body.is_whole or body.size <= SMALL:
        return None
    try:
        return body.local()
    except PackageIndexError:
        # Opening it fails, too, and that is answered.
        return None


def _status_line(status: int) -> str:
    return f"{status} {HTTPStatus(status).phrase}"


@contextmanager
def _root_of(db):
    manager = transaction.TransactionManager(explicit=True)
    connection = db.open(manager)
    try:
        manager.begin()
        noSecurityManager()
        yield connection.root()["Application"]
    finally:
        noSecurityManager()
        manager.abort()
        connection.close()


@contextmanager
def _at(site):
    """Have the components of a site."""
    before = getSite()
    setSite(site)
    try:
        yield
    finally:
        setSite(before)


def _blocks(stream) -> Iterable[bytes]:
    with stream:
        while block := stream.read(BLOCK):
            yield block
