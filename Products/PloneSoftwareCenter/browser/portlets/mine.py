"""The portlet *My projects*."""

from plone import api
from plone.app.portlets.portlets import base
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from Products.PloneSoftwareCenter.browser.portlets.lists import IListsProjects
from Products.PloneSoftwareCenter.browser.portlets.lists import ListAssignment
from Products.PloneSoftwareCenter.browser.portlets.lists import ListsProjects
from Products.PloneSoftwareCenter.finding.own import OwnProjects
from Products.PloneSoftwareCenter.finding.question import Question
from Products.PloneSoftwareCenter.i18n import _
from zope.interface import implementer


TITLE = _("title_portlet_my_projects", default="My projects")
HELP = _("help_portlet_my_projects", default="The projects that whoever looks owns or maintains.")


class IMyProjects(IListsProjects):
    """The fields of the portlet."""


@implementer(IMyProjects)
class Assignment(ListAssignment):
    """What is kept of one portlet."""

    title = TITLE


class Renderer(ListsProjects):
    """Shows it to who works on a project of the center."""

    render = ViewPageTemplateFile("mine.pt")

    @property
    def available(self):
        """Is there anything to show?"""
        return not api.user.is_anonymous() and super().available

    def find(self, center):
        """Return the asker's own projects."""
        return OwnProjects(Question(), center)


class AddForm(base.AddForm):
    """Adds it to a column."""

    schema = IMyProjects
    label = TITLE
    description = HELP

    def create(self, data):
        """Return the assignment."""
        return Assignment(**data)


class EditForm(base.EditForm):
    """Changes it."""

    schema = IMyProjects
    label = TITLE
    description = HELP
