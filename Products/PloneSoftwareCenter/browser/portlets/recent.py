"""The portlet *New releases*."""

from plone import api
from plone.app.portlets.portlets import base
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from Products.PloneSoftwareCenter.browser.portlets.lists import IListsProjects
from Products.PloneSoftwareCenter.browser.portlets.lists import ListAssignment
from Products.PloneSoftwareCenter.browser.portlets.lists import ListsProjects
from Products.PloneSoftwareCenter.finding.projects import FoundProjects
from Products.PloneSoftwareCenter.finding.question import Question
from Products.PloneSoftwareCenter.i18n import _
from zope.interface import implementer


TITLE = _("title_portlet_recent", default="New releases")
HELP = _("help_portlet_recent", default="The projects with the newest releases of a center.")


class IRecentReleases(IListsProjects):
    """The fields of the portlet."""


@implementer(IRecentReleases)
class Assignment(ListAssignment):
    """What is kept of one portlet."""

    title = TITLE


class Renderer(ListsProjects):
    """Shows it."""

    render = ViewPageTemplateFile("recent.pt")

    def find(self, center):
        """Return all that the asker may see."""
        return FoundProjects(center, Question())

    def date(self, value):
        """Return a date in the asker's language."""
        return api.portal.get_localized_time(value)


class AddForm(base.AddForm):
    """Adds it to a column."""

    schema = IRecentReleases
    label = TITLE
    description = HELP

    def create(self, data):
        """Return the assignment."""
        return Assignment(**data)


class EditForm(base.EditForm):
    """Changes it."""

    schema = IRecentReleases
    label = TITLE
    description = HELP
