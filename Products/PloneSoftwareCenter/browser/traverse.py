"""Traversal of a center: an unknown ``:action`` gets a sentence, not a page about a lost page."""

from plone.dexterity.browser.traversal import DexterityPublishTraverse
from Products.PloneSoftwareCenter.browser.api import UnknownAction
from Products.PloneSoftwareCenter.browser.form import ACTION
from zope.publisher.interfaces import NotFound


class CenterTraverser(DexterityPublishTraverse):
    """Plone's way, and what it does not find is looked at once more."""

    def publishTraverse(self, request, name):
        try:
            return super().publishTraverse(request, name)
        except (NotFound, KeyError, AttributeError):
            if request.form.get(ACTION) != name:
                raise
            view = UnknownAction(self.context, request)
            view.__name__ = name
            return view
