"""The projects that whoever is logged in owns or maintains, and what can be done about them."""

from AccessControl import Unauthorized
from dataclasses import dataclass
from dataclasses import replace
from datetime import datetime
from datetime import UTC
from functools import cached_property
from plone import api
from plone.base.batch import Batch
from Products.PloneSoftwareCenter.browser.pages.invitations import own_invitations
from Products.PloneSoftwareCenter.browser.pages.listing import project_row
from Products.PloneSoftwareCenter.browser.pages.listing import ProjectRow
from Products.PloneSoftwareCenter.browser.pages.page import BATCH_SIZE
from Products.PloneSoftwareCenter.browser.pages.page import Page
from Products.PloneSoftwareCenter.browser.pages.people import ROLE_TITLES
from Products.PloneSoftwareCenter.browser.pages.project import STALE_AFTER
from Products.PloneSoftwareCenter.content.center import IPloneSoftwareCenter
from Products.PloneSoftwareCenter.finding.own import OwnProjects
from Products.PloneSoftwareCenter.finding.own import WAITING
from Products.PloneSoftwareCenter.finding.question import DOWNLOADS
from Products.PloneSoftwareCenter.finding.question import read_question
from Products.PloneSoftwareCenter.finding.question import UPDATED
from Products.PloneSoftwareCenter.i18n import _
from Products.PloneSoftwareCenter.index.names import center_index
from Products.PloneSoftwareCenter.people.interfaces import MAINTAINER
from Products.PloneSoftwareCenter.people.interfaces import OWNER
from Products.PloneSoftwareCenter.pypi.facets import read_token
from Products.PloneSoftwareCenter.pypi.facets import STATUS
from Products.PloneSoftwareCenter.pypi.status import ACTIVE
from Products.PloneSoftwareCenter.pypi.status import ARCHIVED
from Products.PloneSoftwareCenter.pypi.status import DEPRECATED
from Products.PloneSoftwareCenter.pypi.status import QUARANTINED
from Products.PloneSoftwareCenter.pypi.status import takes_uploads
from urllib.parse import urlencode


NAME = "my-projects"
#: the field that narrows the list to what is not public
SHOW = "show"

#: what the owners of a project should know of its status
STATUS_WARNINGS = {
    DEPRECATED: _("warning_deprecated", default="Deprecated: people are told to use another one."),
    ARCHIVED: _("warning_archived", default="Archived: it takes no uploads."),
    QUARANTINED: _("warning_quarantined", default="Quarantined: nobody gets its files."),
}
#: and of its state
STATE_WARNINGS = {
    "pending": _("warning_pending", default="Waits for a reviewer; others don't see it yet."),
    "unapproved": _(
        "warning_unapproved", default="Not public: submit it for publication on its page."
    ),
}
NO_RELEASE = _("warning_no_release", default="There is no release yet.")
STALE = _("warning_stale", default="No release in about a year.")


@dataclass(frozen=True)
class OwnRow:
    """One project in the list.

    :ivar project: as all lists show it
    :ivar center: title of its center; empty where all are in one
    :ivar role: a word
    :ivar warnings: what should be done or known, a message each
    :ivar unlisted: how many releases visitors don't see: unreleased, taken back, hidden
    :ivar upload_url: None: its status lets nothing new in
    :ivar status_url: None: only owners set it, and no owner that of a quarantined one
    """

    project: ProjectRow
    center: str
    role: object
    warnings: tuple[object, ...]
    unlisted: int
    upload_url: str | None
    people_url: str
    status_url: str | None


@dataclass(frozen=True)
class Place:
    """A center that the asker sees."""

    title: str
    url: str
    upload_url: str


class MyProjectsPage(Page):
    """``<center>/my-projects``, and ``<site>/@@my-projects`` for all centers of a site."""

    def __call__(self):
        """Show the page to who is logged in."""
        self.request.response.setHeader("Cache-Control", "no-store")
        if self.is_anonymous:
            raise Unauthorized("Log in to see your projects.")
        return self.index()

    @cached_property
    def center(self):
        """The center; None: the page is about all of them."""
        return self.context if IPloneSoftwareCenter.providedBy(self.context) else None

    @property
    def url(self):
        """The address of the page."""
        view = NAME if self.center is not None else f"@@{NAME}"
        return f"{self.context.absolute_url()}/{view}"

    @cached_property
    def question(self):
        """What is asked for: words, and an order; without either, what was updated last."""
        question = replace(read_question(self.request.form), chosen=())
        is_usual = not question.text and not question.sort
        return (
            replace(question, sort=UPDATED) if is_usual or question.sort == DOWNLOADS else question
        )

    @property
    def shows_waiting(self):
        """Is the list narrowed to what is not public?"""
        return self.request.form.get(SHOW) == "waiting"

    @cached_property
    def found(self):
        """The projects that were asked for."""
        states = WAITING if self.shows_waiting else None
        return OwnProjects(self.question, self.center, states)

    @cached_property
    def _all(self):
        return OwnProjects(self.question, self.center)

    @property
    def total(self):
        """How many projects the asker has."""
        return self._all.total

    @cached_property
    def waiting_count(self):
        """How many of them are not public."""
        return self._all.waiting

    @property
    def waiting_url(self):
        """Where these are listed."""
        return f"{self.url}?{urlencode({SHOW: 'waiting'})}"

    @cached_property
    def listed(self):
        """The batch that this page lists."""
        part, start = self.found.part(BATCH_SIZE)
        return Batch(part, BATCH_SIZE, start)

    @property
    def rows(self):
        """The rows of the batch."""
        return [self._row(brain) for brain in self.listed]

    @cached_property
    def invitations(self):
        """The invitations to answer."""
        return own_invitations()

    @property
    def invitations_url(self):
        """Where they are answered."""
        return f"{self.site_url}/@@project-invitations"

    @cached_property
    def places(self):
        """The centers that the asker may upload to, as far as can be told without asking each."""
        if self.center is not None:
            return [_place(self.context.Title(), self.context.absolute_url())]
        return [_place(brain.Title, brain.getURL()) for brain in self._centers.values()]

    @cached_property
    def _centers(self):
        found = api.content.find(portal_type="PloneSoftwareCenter", sort_on="sortable_title")
        return {brain.getPath(): brain for brain in found}

    @property
    def _has_several_centers(self):
        return self.center is None and len(self._centers) > 1

    def _row(self, brain):
        url = brain.getURL()
        status = dict(read_token(one) for one in brain.psc_facets or ()).get(STATUS, ACTIVE)
        is_owned, unlisted = self.found.is_owned(brain), self._unlisted(brain)
        return OwnRow(
            project=project_row(brain),
            center=self._center_title(brain),
            role=ROLE_TITLES[OWNER if is_owned else MAINTAINER],
            warnings=tuple(_warnings(brain, status, unlisted)),
            unlisted=unlisted,
            upload_url=f"{url}/upload-files" if takes_uploads(status) else None,
            people_url=f"{url}/@@people",
            status_url=f"{url}/@@status" if is_owned and status != QUARANTINED else None,
        )

    def _center_title(self, brain):
        if not self._has_several_centers:
            return ""
        center = self._centers.get(_path_of_center(brain))
        return center.Title if center is not None else ""

    def _unlisted(self, brain):
        """Ask the records, which are few a project; no release is loaded."""
        index = self._index_of(_path_of_center(brain))
        records = [index.names[name] for name in index.projects.get(brain.UID, ())]
        return sum(len(record.releases) - record.listed for record in records)

    @cached_property
    def _indexes(self):
        return {}

    def _index_of(self, path):
        if path not in self._indexes:
            # Who owns a project in a private center may not view that.
            center = self.context.unrestrictedTraverse(path)
            self._indexes[path] = center_index(center)
        return self._indexes[path]


def _warnings(brain, status, unlisted):
    if status in STATUS_WARNINGS:
        yield STATUS_WARNINGS[status]
    if brain.review_state in STATE_WARNINGS:
        yield STATE_WARNINGS[brain.review_state]
    if not brain.psc_latest_version:
        if not unlisted:
            yield NO_RELEASE
    elif status == ACTIVE and brain.psc_updated and _is_old(brain.psc_updated):
        yield STALE


def _is_old(date):
    return datetime.now(UTC) - date.asdatetime().astimezone(UTC) > STALE_AFTER


def _path_of_center(brain):
    return brain.getPath().rpartition("/")[0]


def _place(title, url):
    return Place(title, url, f"{url}/upload-files")
