"""The journal: of a project for its owners, of a center for its managers."""

from AccessControl import Unauthorized
from dataclasses import dataclass
from dataclasses import replace
from datetime import date
from datetime import datetime
from datetime import time
from datetime import timedelta
from datetime import UTC
from functools import cached_property
from plone import api
from Products.PloneSoftwareCenter.browser.pages.journal_titles import DETAIL_TITLES
from Products.PloneSoftwareCenter.browser.pages.journal_titles import KIND_TITLES
from Products.PloneSoftwareCenter.browser.pages.page import Page
from Products.PloneSoftwareCenter.i18n import _
from Products.PloneSoftwareCenter.index.names import center_index
from Products.PloneSoftwareCenter.journal.entries import uid_of
from Products.PloneSoftwareCenter.journal.store import days_of
from Products.PloneSoftwareCenter.journal.store import walk
from Products.PloneSoftwareCenter.pypi.journal import Entry
from Products.PloneSoftwareCenter.pypi.journal import FORMS
from Products.PloneSoftwareCenter.pypi.journal import Wanted
from Products.PloneSoftwareCenter.upload.rights import owns
from urllib.parse import urlencode


#: entries on a page
SHOWN = 50
#: entries that are looked at for one page; what is older is looked at when it is asked for
LOOKED_AT = 20_000

#: the fields that narrow what is shown
FIELDS = ("project", "user", "kind", "since", "until")


@dataclass(frozen=True)
class Row:
    """An entry in the list."""

    moment: str
    title: object
    entry: Entry
    #: of the project's page, None: it is the page's own project, or is gone
    url: str | None
    #: (title, text)
    details: tuple[tuple[object, str], ...]


class JournalPage(Page):
    """``<center>/journal``, for its managers."""

    is_of_project = False
    project_uid = None
    #: a message: what was filled in can't be taken
    error = None

    def __call__(self):
        """Show the page."""
        self.request.response.setHeader("Cache-Control", "no-store")
        self.require_right()
        return self.index()

    def require_right(self):
        """See that the asker may read it; the center's page has a permission."""

    @cached_property
    def wanted(self):
        """What was filled in, as it is understood."""
        self.error, found = None, {}
        for name, days in (("since", 0), ("until", 1)):
            try:
                found[name] = _midnight(self.text(name), days)
            except (ValueError, OverflowError):
                self.error = _(
                    "error_journal_date", default="Write dates as year-month-day: 2027-12-31."
                )
        kind = self.text("kind")
        return Wanted(
            project="" if self.is_of_project else self.text("project"),
            user=self.text("user"),
            kind=kind if kind in KIND_TITLES else "",
            **found,
        )

    @property
    def kinds(self):
        """What entries can be of: value, title, whether it is chosen."""
        chosen = self.wanted.kind
        found = [(value, self.context.translate(title)) for value, title in KIND_TITLES.items()]
        return [(value, title, value == chosen) for value, title in found]

    @property
    def days(self):
        """For how many days addresses are shown."""
        return days_of(self.center)

    @property
    def rows(self):
        """The entries of this page."""
        return [self._row(entry) for _key, entry in self._found[0]]

    @property
    def older_url(self):
        """Where it goes on; None: there is nothing older."""
        last = self._found[1]
        return None if last is None else self._url("journal", before=str(last))

    @property
    def newest_url(self):
        """Where it begins; None: here."""
        return self._url("journal") if self._before is not None else None

    @property
    def exports(self):
        """Where the same entries, all of them, can be downloaded."""
        return [(form.upper(), self._url("journal-export", form=form)) for form in FORMS]

    @property
    def looked_back_to(self):
        """Up to when was looked, if there is more to look at and the page is not full."""
        entries, last = self._found
        if last is None or len(entries) == SHOWN:
            return None
        return self._shown_time(self._last_moment)

    def text(self, name):
        """Return what a field holds."""
        value = self.request.form.get(name, "")
        return value.strip() if isinstance(value, str) else ""

    def entries(self, after=None):
        """Yield (key, entry) of all that may be meant; dates are kept already."""
        wanted = self.wanted
        return walk(
            self.center,
            project_uid=self.project_uid,
            since=wanted.since,
            until=wanted.until,
            after=after,
        )

    @property
    def _before(self):
        try:
            return int(self.text("before"))
        except ValueError:
            return None

    @cached_property
    def _found(self):
        """The entries of this page with their keys, and the key after which more may come."""
        found, key = [], None
        rest = replace(self.wanted, since=None, until=None)
        for looked_at, (key, entry) in enumerate(self.entries(self._before)):
            if len(found) == SHOWN:
                return found, found[-1][0]
            if rest.covers(entry):
                found.append((key, entry))
            self._last_moment = entry.moment
            if looked_at >= LOOKED_AT:
                return found, key
        return found, None

    def _url(self, view, **more):
        fields = {name: self.text(name) for name in FIELDS}
        query = urlencode({name: value for name, value in {**fields, **more}.items() if value})
        return f"{self.context.absolute_url()}/@@{view}{'?' if query else ''}{query}"

    def _row(self, entry):
        return Row(
            moment=self._shown_time(entry.moment),
            title=KIND_TITLES.get(entry.kind, entry.kind),
            entry=entry,
            url=None if self.is_of_project else self._url_of(entry.project_uid),
            details=tuple(
                (DETAIL_TITLES.get(word, word), text) for word, text in entry.details.items()
            ),
        )

    def _url_of(self, project_uid):
        index = center_index(self.center)
        names = index.projects.get(project_uid)
        if not names:
            return None
        return f"{self.center.absolute_url()}/{index.names[names[0]].project_id}"

    def _shown_time(self, moment):
        return api.portal.get_localized_time(moment, long_format=True)


class ProjectJournalPage(JournalPage):
    """``<project>/@@journal``, for its owners."""

    is_of_project = True

    def require_right(self):
        """See that the asker owns the project, or manages the center.

        :raises Unauthorized: otherwise
        """
        if self.is_anonymous or not owns(self.context):
            raise Unauthorized("Only owners of a project see its journal.")

    @property
    def project_uid(self):
        """The UID of the project."""
        return uid_of(self.context)


def _midnight(text, days):
    """Return the moment at which a day begins, or some days later; None: the text is empty."""
    if not text:
        return None
    return datetime.combine(date.fromisoformat(text), time(), UTC) + timedelta(days=days)
