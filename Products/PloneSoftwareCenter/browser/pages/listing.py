"""Lists of projects: searched, filtered, sorted, from what the catalog keeps of them."""

from dataclasses import dataclass
from dataclasses import replace
from functools import cached_property
from plone.base.batch import Batch
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from Products.PloneSoftwareCenter.browser.pages.filters import filters_of
from Products.PloneSoftwareCenter.browser.pages.filters import STATUS_TITLES
from Products.PloneSoftwareCenter.browser.pages.page import BATCH_SIZE
from Products.PloneSoftwareCenter.browser.pages.page import Page
from Products.PloneSoftwareCenter.browser.pages.rows import STATES
from Products.PloneSoftwareCenter.finding.popularity import downloads_of
from Products.PloneSoftwareCenter.finding.projects import FoundProjects
from Products.PloneSoftwareCenter.finding.question import DOWNLOADS
from Products.PloneSoftwareCenter.finding.question import NAME
from Products.PloneSoftwareCenter.finding.question import NEWEST
from Products.PloneSoftwareCenter.finding.question import read_question
from Products.PloneSoftwareCenter.finding.question import RELEVANCE
from Products.PloneSoftwareCenter.finding.question import UPDATED
from Products.PloneSoftwareCenter.i18n import _
from Products.PloneSoftwareCenter.pypi.facets import LICENSE
from Products.PloneSoftwareCenter.pypi.facets import MATURITY
from Products.PloneSoftwareCenter.pypi.facets import read_token
from Products.PloneSoftwareCenter.pypi.facets import STATUS
from Products.PloneSoftwareCenter.pypi.shown_text import visible
from Products.PloneSoftwareCenter.pypi.status import ACTIVE


SORT_TITLES = {
    RELEVANCE: _("sort_relevance", default="Relevance"),
    NAME: _("sort_name", default="Name"),
    UPDATED: _("sort_updated", default="Recently updated"),
    NEWEST: _("sort_newest", default="Newest"),
    DOWNLOADS: _("sort_downloads", default="Downloads"),
}


@dataclass(frozen=True)
class ProjectRow:
    """One project in a list."""

    title: str
    description: str
    url: str
    #: of the newest stable release, else of the newest pre-release; empty before
    version: str
    #: when that came out, or the project was made; a ``DateTime``
    updated: object
    license: str
    #: a word for people where the release is no stable one, else None
    immaturity: object
    #: a word for people where the project is not active, else None
    status: object
    is_featured: bool
    #: does it wait for a review that somebody has asked for?
    is_pending: bool


@dataclass(frozen=True)
class SortOption:
    """One way to sort.

    :ivar value: what the form sends; empty for the usual way, which another text may change
    """

    value: str
    title: object
    is_chosen: bool


class ProjectListing(Page):
    """A page that lists projects of its center: searched, filtered, sorted, in batches."""

    _listing_macros = ViewPageTemplateFile("../templates/listing.pt")
    #: the facet that the page itself has chosen, and its value
    fixed = None

    @property
    def listing_macros(self):
        """The form, the filters and the list."""
        return self._listing_macros.macros

    @property
    def base_url(self):
        """The address of the list without any question."""
        return self.context.absolute_url()

    @cached_property
    def question(self):
        """What is asked for, without what the page itself has chosen."""
        question = read_question(self.request.form)
        return question.with_value(self.fixed[0], None) if self.fixed else question

    @cached_property
    def found(self):
        """The projects that were asked for."""
        question = self.question
        if self.fixed:
            question = replace(question.with_value(*self.fixed), start=question.start)
        return FoundProjects(self.center, question)

    @cached_property
    def listed(self):
        """The batch of the projects that this page lists."""
        part, start = self.found.part(BATCH_SIZE)
        return Batch(part, BATCH_SIZE, start)

    @property
    def projects(self):
        """The rows of the batch."""
        return [project_row(brain) for brain in self.listed]

    @property
    def found_count(self):
        """How many were found."""
        return len(self.found)

    def address(self, question):
        """Return the address of a question."""
        query = question.query()
        return f"{self.base_url}?{query}" if query else self.base_url

    @cached_property
    def filters(self):
        """What the list can be filtered by."""
        fixed = self.fixed and self.fixed[0]
        return filters_of(self.center, self.found.counts, self.question, self.address, fixed)

    @property
    def chosen(self):
        """(filter, value) of what is chosen."""
        return [(one, one.chosen) for one in self.filters if one.chosen]

    @property
    def hidden_fields(self):
        """What the form sends along beside words and sort."""
        return [{"name": name, "value": value} for name, value in self.question.chosen]

    @property
    def sorts(self):
        """The ways to sort: none by relevance without words, none by downloads uncounted."""
        order = self.question.order
        usual = replace(self.question, sort="").order
        offered = [sort for sort in SORT_TITLES if sort != RELEVANCE or self.question.text]
        if downloads_of(self.center) is None:
            offered.remove(DOWNLOADS)
        return [
            SortOption("" if sort == usual else sort, SORT_TITLES[sort], sort == order)
            for sort in offered
        ]


def project_row(brain):
    """Return the row of a catalog brain."""
    facts = dict(read_token(token) for token in reversed(brain.psc_facets or ()))
    maturity, status = facts.get(MATURITY), facts.get(STATUS, ACTIVE)
    return ProjectRow(
        title=visible(brain.Title) or brain.getId,
        description=visible(brain.Description),
        url=brain.getURL(),
        version=brain.psc_latest_version or "",
        updated=brain.psc_updated or None,
        license=facts.get(LICENSE, ""),
        immaturity=None if maturity in (None, "final") else STATES.get(maturity),
        status=None if status == ACTIVE else STATUS_TITLES.get(status),
        is_featured=brain.review_state == "featured",
        is_pending=brain.review_state == "pending",
    )
