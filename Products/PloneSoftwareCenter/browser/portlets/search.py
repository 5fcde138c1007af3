"""The portlet *Find projects*."""

from plone.app.portlets.portlets import base
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from Products.PloneSoftwareCenter.browser.portlets.of_center import IOfCenter
from Products.PloneSoftwareCenter.browser.portlets.of_center import OfCenter
from Products.PloneSoftwareCenter.i18n import _
from zope.interface import implementer


TITLE = _("title_portlet_search", default="Find projects")
HELP = _("help_portlet_search", default="A field that searches the projects of a center.")


class ISearchProjects(IOfCenter):
    """The fields of the portlet."""


@implementer(ISearchProjects)
class Assignment(base.Assignment):
    """What is kept of one portlet."""

    title = TITLE

    def __init__(self, center=None):
        self.center = center


class Renderer(OfCenter):
    """Shows it."""

    render = ViewPageTemplateFile("search.pt")


class AddForm(base.AddForm):
    """Adds it to a column."""

    schema = ISearchProjects
    label = TITLE
    description = HELP

    def create(self, data):
        """Return the assignment."""
        return Assignment(**data)


class EditForm(base.EditForm):
    """Changes it."""

    schema = ISearchProjects
    label = TITLE
    description = HELP
