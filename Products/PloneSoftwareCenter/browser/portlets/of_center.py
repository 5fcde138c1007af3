"""What the portlets of a center have in common."""

from functools import cached_property
from plone import api
from plone.app.portlets.portlets import base
from plone.portlets.interfaces import IPortletDataProvider
from Products.PloneSoftwareCenter.i18n import _
from zope import schema


class IOfCenter(IPortletDataProvider):
    """The fields of a portlet that is about one center."""

    center = schema.Choice(
        title=_("label_center", default="Center"),
        description=_("help_portlet_center", default="Whoever may not view it sees no portlet."),
        vocabulary="plonesoftwarecenter.centers",
    )


class OfCenter(base.Renderer):
    """Renders nothing for who may not view the center, nor where it is gone."""

    @cached_property
    def center(self):
        """The catalog's line of the center, or None."""
        found = api.content.find(UID=self.data.center, portal_type="PloneSoftwareCenter")
        return found[0] if found else None

    @property
    def available(self):
        """Is there anything to show?"""
        return self.center is not None

    @property
    def url(self):
        """The address of the center."""
        return self.center.getURL()
