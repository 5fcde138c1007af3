"""The journal as CSV or JSON, as a stream: no more than a few entries are in memory at a time."""

from Products.PloneSoftwareCenter.browser.pages.journal import JournalPage
from Products.PloneSoftwareCenter.browser.pages.journal import ProjectJournalPage
from Products.PloneSoftwareCenter.browser.streams import TextStream
from Products.PloneSoftwareCenter.journal.store import walk
from Products.PloneSoftwareCenter.pypi.journal import FORMS
from zExceptions import BadRequest


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


class EntryStream(TextStream):
    """Entries of the journal.

    :param form: one of ``FORMS``
    :param project_uid: of the only project that is meant, None: all
    """

    def __init__(self, center, form, wanted, project_uid=None):
        super().__init__(center._p_jar.db())
        self._oid = center._p_oid
        self._form = form
        self._wanted = wanted
        self._project_uid = project_uid

    def pieces(self, connection):
        """Yield them in their form."""
        return FORMS[self._form][1](self._entries(connection))

    def _entries(self, connection):
        center, wanted = connection.get(self._oid), self._wanted
        walked = walk(center, project_uid=self._project_uid, since=wanted.since, until=wanted.until)
        for number, (_key, entry) in enumerate(walked, 1):
            if wanted.covers(entry):
                yield entry
            if number % KEPT == 0:
                connection.cacheGC()
