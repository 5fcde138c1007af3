"""The portlet *My projects*."""

from functools import cached_property
from plone import api
from plone.app.portlets.portlets import base
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from Products.PloneSoftwareCenter.browser.pages.listing import project_row
from Products.PloneSoftwareCenter.browser.portlets.of_center import IOfCenter
from Products.PloneSoftwareCenter.browser.portlets.of_center import OfCenter
from Products.PloneSoftwareCenter.finding.own import OwnProjects
from Products.PloneSoftwareCenter.finding.question import Question
from Products.PloneSoftwareCenter.finding.question import UPDATED
from Products.PloneSoftwareCenter.i18n import _
from zope import schema
from zope.interface import implementer


TITLE = _("title_portlet_my_projects", default="My projects")
HELP = _("help_portlet_my_projects", default="The projects that whoever looks owns or maintains.")


class IMyProjects(IOfCenter):
    """The fields of the portlet."""

    count = schema.Int(title=_("label_portlet_count", default="How many"), default=5, min=1, max=30)


@implementer(IMyProjects)
class Assignment(base.Assignment):
    """What is kept of one portlet."""

    title = TITLE

    def __init__(self, center=None, count=5):
        self.center = center
        self.count = count


class Renderer(OfCenter):
    """Shows it to who works on a project of the center."""

    render = ViewPageTemplateFile("mine.pt")

    @property
    def available(self):
        """Is there anything to show?"""
        return not api.user.is_anonymous() and super().available and bool(self.rows)

    @cached_property
    def rows(self):
        """What was updated last; none of the projects is loaded, the center alone is."""
        found = OwnProjects(Question(), self.center.getObject())
        return [project_row(brain) for brain in found.first(UPDATED, self.data.count)]


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
