"""The journal as CSV or JSON, as a stream: no more than a few entries are in memory at a time."""

from contextlib import suppress
from Products.PloneSoftwareCenter.browser.pages.journal import JournalPage
from Products.PloneSoftwareCenter.browser.pages.journal import ProjectJournalPage
from Products.PloneSoftwareCenter.journal.store import walk
from Products.PloneSoftwareCenter.pypi.journal import FORMS
from transaction import TransactionManager
from zExceptions import BadRequest
from zope.interface import implementer
from ZPublisher.Iterators import IUnboundStreamIterator


#: characters that are sent at once, about
BLOCK = 16_384
#: entries after which what was read for them is let go
KEPT = 1_000


class JournalExport(JournalPage):
    """``<center>/journal-export?form=csv``, with the fields of the page."""

    def __call__(self):
        """Answer with the stream."""
        self.require_right()
        form = self.text("form")
        wanted = self.wanted
        if form not in FORMS or self.error is not None:
            raise BadRequest("Say form=csv or form=json, and write dates as 2027-12-31.")
        response = self.request.response
        response.setHeader("Content-Type", FORMS[form][0])
        response.setHeader("Content-Disposition", f'attachment; filename="journal.{form}"')
        response.setHeader("Cache-Control", "no-store")
        response.setHeader("X-Content-Type-Options", "nosniff")
        # It would join the stream into one text, to look for a page in it.
        self.request.environ["plone.transformchain.disable"] = True
        return EntryStream(self.center, form, wanted, self.project_uid)


class ProjectJournalExport(JournalExport, ProjectJournalPage):
    """``<project>/@@journal-export``, for its owners."""


@implementer(IUnboundStreamIterator)
class EntryStream:
    """Entries as blocks of bytes, read through a connection of its own.

    That of the request is closed before the server asks for the first block.

    :param form: one of ``FORMS``
    :param project_uid: of the only project that is meant, None: all
    """

    def __init__(self, center, form, wanted, project_uid=None):
        self._db = center._p_jar.db()
        self._oid = center._p_oid
        self._form = form
        self._wanted = wanted
        self._project_uid = project_uid
        self._connection = None
        self._blocks = self._read()

    def __iter__(self):
        return self

    def __next__(self):
        return next(self._blocks)

    def close(self):
        """Let go of the connection, also when the client has gone away."""
        self._blocks.close()

    def _read(self):
        manager = TransactionManager(explicit=True)
        connection = self._db.open(manager)
        manager.begin()
        try:
            pieces = FORMS[self._form][1](self._entries(connection))
            gathered, size = [], 0
            for piece in pieces:
                gathered.append(piece)
                size += len(piece)
                if size >= BLOCK:
                    yield "".join(gathered).encode("utf-8", "backslashreplace")
                    gathered, size = [], 0
            if gathered:
                yield "".join(gathered).encode("utf-8", "backslashreplace")
        finally:
            with suppress(Exception):
                manager.abort()
            connection.close()

    def _entries(self, connection):
        center, wanted = connection.get(self._oid), self._wanted
        walked = walk(center, project_uid=self._project_uid, since=wanted.since, until=wanted.until)
        for number, (_key, entry) in enumerate(walked, 1):
            if wanted.covers(entry):
                yield entry
            if number % KEPT == 0:
                connection.cacheGC()
