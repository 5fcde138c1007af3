"""What the portlets have in common that list some projects of a center."""

from functools import cached_property
from plone.app.portlets.portlets import base
from Products.PloneSoftwareCenter.browser.pages.listing import project_row
from Products.PloneSoftwareCenter.browser.portlets.of_center import IOfCenter
from Products.PloneSoftwareCenter.browser.portlets.of_center import OfCenter
from Products.PloneSoftwareCenter.finding.question import UPDATED
from Products.PloneSoftwareCenter.i18n import _
from zope import schema


class IListsProjects(IOfCenter):
    """The fields of a portlet that lists projects."""

    count = schema.Int(title=_("label_portlet_count", default="How many"), default=5, min=1, max=30)


class ListAssignment(base.Assignment):
    """What is kept of one portlet."""

    def __init__(self, center=None, count=5):
        self.center = center
        self.count = count


class ListsProjects(OfCenter):
    """Renders what was updated last of what ``find`` finds, and nothing where that is nothing."""

    @property
    def available(self):
        """Is there anything to show?"""
        return super().available and bool(self.rows)

    @cached_property
    def rows(self):
        """The rows; none of the projects is loaded, the center alone is."""
        found = self.find(self.center.getObject())
        return [project_row(brain) for brain in found.first(UPDATED, self.data.count)]

    def find(self, center):
        """Return the ``FoundProjects`` that the portlet is about."""
        raise NotImplementedError
