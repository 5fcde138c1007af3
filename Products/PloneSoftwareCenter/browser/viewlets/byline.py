"""Who made something, and when: not told on pages where something is done."""

from plone.app.layout.viewlets.common import ViewletBase
from zope.interface import Interface


class ITaskPage(Interface):
    """A page on which somebody does something with a center or a part of one."""


class NoByline(ViewletBase):
    """In the place of Plone's line, which would tell who made the content that the page is of."""

    def render(self):
        """Return nothing."""
        return ""
