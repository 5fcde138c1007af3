"""The front page of a center."""

from dataclasses import dataclass
from functools import cached_property
from plone import api
from Products.PloneSoftwareCenter.browser.pages.commands import install_commands
from Products.PloneSoftwareCenter.browser.pages.groups import index_of
from Products.PloneSoftwareCenter.browser.pages.groups import used_groups
from Products.PloneSoftwareCenter.browser.pages.listing import project_row
from Products.PloneSoftwareCenter.browser.pages.listing import ProjectListing
from Products.PloneSoftwareCenter.content.states import state_of
from Products.PloneSoftwareCenter.index.counts import count_releases
from Products.PloneSoftwareCenter.index.queries import project_of
from Products.PloneSoftwareCenter.index.queries import visible_record
from Products.PloneSoftwareCenter.index.visibility import is_public
from Products.PloneSoftwareCenter.pypi.errors import NotFound
from Products.PloneSoftwareCenter.pypi.status import serves_files
from urllib.parse import quote


#: more would bury the page; the rest is found by whoever opens the first ones
WAITING_LIMIT = 20
#: the state in which members add projects
OPEN = "published"


@dataclass(frozen=True)
class GroupBox:
    """One category or topic with the number of projects that the asker sees in it."""

    title: str
    description: str
    url: str
    count: int


@dataclass(frozen=True)
class FeaturedProject:
    """What the page offers first."""

    title: str
    description: str
    url: str


class CenterPage(ProjectListing):
    """``<center>``."""

    @property
    def search_text(self):
        """What was searched for."""
        text = self.request.form.get("SearchableText", "")
        return text.strip() if isinstance(text, str) else ""

    @cached_property
    def all_projects(self):
        """The brains of all projects that are public here and that the asker may view."""
        return self.find()

    @cached_property
    def listed(self):
        """The projects found, or all."""
        found = self.search(self.search_text) if self.search_text else self.all_projects
        return self.batch(found)

    @property
    def project_count(self):
        """How many projects there are for the asker."""
        return len(self.all_projects)

    @cached_property
    def release_count(self):
        """How many releases they have."""
        return count_releases(self.context)

    @cached_property
    def groups(self):
        """The categories in their order, those with projects only."""
        boxes = [
            GroupBox(
                title=group.title,
                description=group.description,
                url=group.url(self.context.absolute_url()),
                count=len(self.find(**{index_of(self.context): group.id})),
            )
            for group in used_groups(self.context)
        ]
        return [box for box in boxes if box.count]

    @cached_property
    def waiting(self):
        """The projects that are not public: their owners and reviewers see them."""
        found = self.find(states=("pending", "unapproved"))
        return [project_row(brain) for brain in found[:WAITING_LIMIT]]

    @cached_property
    def featured(self):
        """The project that the center's field names, if the asker may see it."""
        name = self.context.featured_project
        if not name:
            return None
        try:
            project = project_of(self.context, visible_record(self.context, name))
        except NotFound:
            return None
        if not serves_files(project.status):
            return None
        return FeaturedProject(project.Title(), project.Description(), project.absolute_url())

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
    def is_public(self):
        """May everybody read it? Else installers need a password."""
        return is_public(self.context)

    @property
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
