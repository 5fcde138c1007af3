"""The mark of what installers are told of."""

from zope.interface import Interface


class IShownInIndex(Interface):
    """Content that pages of the index show: centers, projects, releases and files."""
