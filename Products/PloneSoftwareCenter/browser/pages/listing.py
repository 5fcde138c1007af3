"""Lists of projects: from the catalog, which leaves out what the asker may not view."""

from dataclasses import dataclass
from plone import api
from plone.base.utils import munge_search_term
from Products.PloneSoftwareCenter.browser.pages.page import Page
from Products.PloneSoftwareCenter.content.states import PUBLIC_PROJECT_STATES
from Products.ZCTextIndex.ParseTree import ParseError


PUBLIC = tuple(sorted(PUBLIC_PROJECT_STATES))


@dataclass(frozen=True)
class ProjectRow:
    """One project in a list."""

    title: str
    description: str
    url: str
    is_featured: bool
    #: does it wait for a review that somebody has asked for?
    is_pending: bool


class ProjectListing(Page):
    """A page that lists projects of its center, batched, by title."""

    @property
    def listed(self):
        """The batch of the projects that this page lists."""
        raise NotImplementedError

    @property
    def projects(self):
        """The rows of the batch."""
        return [project_row(brain) for brain in self.listed]

    def find(self, states=PUBLIC, **criteria):
        """Return the brains of the projects in these states, by title."""
        catalog = api.portal.get_tool("portal_catalog")
        query = {
            "portal_type": "PSCProject",
            "path": "/".join(self.center.getPhysicalPath()),
            "review_state": states,
            "sort_on": "sortable_title",
            **criteria,
        }
        try:
            return catalog.searchResults(query)
        except ParseError:
            # what was searched for has no word in it
            return []

    def search(self, text):
        """Return the brains of the projects that a text finds."""
        return self.find(SearchableText=munge_search_term(text))


def project_row(brain):
    """Return the row of a catalog brain."""
    return ProjectRow(
        title=brain.Title or brain.getId,
        description=brain.Description,
        url=brain.getURL(),
        is_featured=brain.review_state == "featured",
        is_pending=brain.review_state == "pending",
    )
