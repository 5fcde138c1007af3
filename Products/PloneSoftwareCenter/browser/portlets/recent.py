"""The portlet *New releases*."""

from functools import cached_property
from plone import api
from plone.app.portlets.portlets import base
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from Products.PloneSoftwareCenter.browser.pages.listing import project_row
from Products.PloneSoftwareCenter.browser.portlets.of_center import IOfCenter
from Products.PloneSoftwareCenter.browser.portlets.of_center import OfCenter
from Products.PloneSoftwareCenter.finding.projects import FoundProjects
from Products.PloneSoftwareCenter.finding.question import Question
from Products.PloneSoftwareCenter.finding.question import UPDATED
from Products.PloneSoftwareCenter.i18n import _
from zope import schema
from zope.interface import implementer


TITLE = _("title_portlet_recent", default="New releases")
HELP = _("help_portlet_recent", default="The projects with the newest releases of a center.")


class IRecentReleases(IOfCenter):
    """The fields of the portlet."""

    count = schema.Int(title=_("label_portlet_count", default="How many"), default=5, min=1, max=30)


@implementer(IRecentReleases)
class Assignment(base.Assignment):
    """What is kept of one portlet."""

    title = TITLE

    def __init__(self, center=None, count=5):
        self.center = center
        self.count = count


class Renderer(OfCenter):
    """Shows it."""

    render = ViewPageTemplateFile("recent.pt")

    @property
    def available(self):
        """Is there anything to show?"""
        return super().available and bool(self.rows)

    @cached_property
    def rows(self):
        """The projects; none of them is loaded, the center alone is."""
        found = FoundProjects(self.center.getObject(), Question())
        return [project_row(brain) for brain in found.first(UPDATED, self.data.count)]

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
