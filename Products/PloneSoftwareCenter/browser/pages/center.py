"""The front page of a center."""

from dataclasses import dataclass
from functools import cached_property
from plone import api
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from Products.PloneSoftwareCenter.browser.pages.commands import install_commands
from Products.PloneSoftwareCenter.browser.pages.downloads import ShowsDownloadsOfCenter
from Products.PloneSoftwareCenter.browser.pages.groups import facet_of
from Products.PloneSoftwareCenter.browser.pages.groups import groups_of
from Products.PloneSoftwareCenter.browser.pages.listing import project_row
from Products.PloneSoftwareCenter.browser.pages.listing import ProjectListing
from Products.PloneSoftwareCenter.browser.pages.review import waiting_for_asker
from Products.PloneSoftwareCenter.content.states import state_of
from Products.PloneSoftwareCenter.finding.projects import FoundProjects
from Products.PloneSoftwareCenter.finding.question import NAME
from Products.PloneSoftwareCenter.finding.question import Question
from Products.PloneSoftwareCenter.finding.question import UPDATED
from Products.PloneSoftwareCenter.index.counts import count_releases
from Products.PloneSoftwareCenter.index.visibility import is_public
from Products.PloneSoftwareCenter.upload.rights import MANAGE
from Products.PloneSoftwareCenter.upload.rights import may
from urllib.parse import quote


#: more would bury the page; the rest is found by whoever opens the first ones
WAITING_LIMIT = 20
#: what is featured, and what is new: enough to begin with
FEATURED_LIMIT = 3
NEW_LIMIT = 5
#: states of projects
FEATURED = "featured"
NOT_PUBLIC = ("pending", "unapproved")
#: the state in which members add projects
OPEN = "published"


@dataclass(frozen=True)
class GroupBox:
    """One category or topic with the number of projects that the asker sees in it."""

    title: str
    description: str
    url: str
    count: int


class CenterPage(ShowsDownloadsOfCenter, ProjectListing):
    """``<center>``."""

    _bar = ViewPageTemplateFile("../templates/center_bar.pt")

    @property
    def bar_macros(self):
        """How much there is, and where to go."""
        return self._bar.macros

    @property
    def is_home(self):
        """Is nothing asked for, so that there is room for what the center has to say?"""
        question = self.question
        return not (question.is_narrowed or question.start or question.sort)

    @property
    def project_count(self):
        """How many projects there are for the asker."""
        return self.found.total

    @cached_property
    def release_count(self):
        """How many releases they have."""
        return count_releases(self.context)

    @cached_property
    def groups(self):
        """The categories, or topics, in their order, those with projects only."""
        facet = facet_of(self.context)
        numbers = {one.value: one.count for one in self.found.counts[facet]}
        return [
            GroupBox(
                title=group.title,
                description=group.description,
                url=group.url(self.context.absolute_url()),
                count=numbers[group.id],
            )
            for group in groups_of(self.context)
            if numbers.get(group.id)
        ]

    @cached_property
    def waiting(self):
        """The projects that are not public: their owners and reviewers see them."""
        if self.is_anonymous:
            return []
        waiting = FoundProjects(self.context, Question(), states=NOT_PUBLIC)
        return [project_row(brain) for brain in waiting.first(NAME, WAITING_LIMIT)]

    @cached_property
    def new(self):
        """The projects with the newest releases."""
        return [project_row(brain) for brain in self.found.first(UPDATED, NEW_LIMIT)]

    @cached_property
    def featured(self):
        """The project that the center's field names, then those that evaluators feature."""
        named = self._named
        found = self.found.first(UPDATED, FEATURED_LIMIT, state=FEATURED)
        rows = [project_row(brain) for brain in found]
        others = [row for row in rows if named is None or row.url != named.url]
        return [*([named] if named else []), *others][:FEATURED_LIMIT]

    @property
    def _named(self):
        """The row of the project that the center's field names, if the asker may see it."""
        name = self.context.featured_project
        if not name:
            return None
        return next((project_row(brain) for brain in self.found.named(name)), None)

    @cached_property
    def add_url(self):
        """Where the asker adds a project; None for who may not."""
        allowed = [fti.getId() for fti in self.context.allowedContentTypes()]
        if self.is_anonymous or "PSCProject" not in allowed:
            return None
        return f"{self.context.absolute_url()}/++add++PSCProject"

    @property
    def login_url(self):
        """Where nobody becomes somebody who may add; None where that would not help."""
        is_open = state_of(self.context) == OPEN
        if not self.is_anonymous or not is_open or self.context.project_creation == "nobody":
            return None
        portal_url = api.portal.get().absolute_url()
        return f"{portal_url}/login?came_from={quote(self.context.absolute_url(), safe='')}"

    @property
    def manage_url(self):
        """Where its managers see how it stands; None for others."""
        return f"{self.context.absolute_url()}/manage-center" if may(MANAGE, self.context) else None

    @property
    def is_public(self):
        """May everybody read it? Else installers need a password."""
        return is_public(self.context)

    @cached_property
    def review_count(self):
        """How many projects wait for the asker's review; None for who may not review."""
        return waiting_for_asker(self.context)

    @cached_property
    def commands(self):
        """How to install something, whatever it is."""
        return install_commands(self.index_url, "NAME")

    @property
    def pypirc(self):
        """What publishers write into their ``.pypirc``."""
        name = self.context.getId()
        return (
            f"[distutils]\nindex-servers =\n    {name}\n\n"
            f"[{name}]\nrepository = {self.center_url}\nusername = YOUR-NAME"
        )
