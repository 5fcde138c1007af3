"""Traversal of a center: an unknown or missing ``:action`` gets a sentence, not a page.

An action is the name of a view for programs; by no other name is anything found through it,
like what lies in the center or above it.
"""

from plone.dexterity.browser.traversal import DexterityPublishTraverse
from Products.PloneSoftwareCenter.browser.api import MissingAction
from Products.PloneSoftwareCenter.browser.api import UnknownAction
from Products.PloneSoftwareCenter.browser.form import ACTION
from Products.PloneSoftwareCenter.browser.reading import ReadingView
from Products.PloneSoftwareCenter.content.project import IPSCProject
from Products.PloneSoftwareCenter.content.strangers import is_hidden
from Products.PloneSoftwareCenter.interfaces import IProtocolView
from webdav.NullResource import NullResource
from zope.publisher.interfaces import NotFound


#: what Plone appends to the URL of content itself
DEFAULT_VIEW = "view"


class CenterTraverser(DexterityPublishTraverse):
    """Plone's way, and what it does not find is looked at once more."""

    def publishTraverse(self, request, name):
        if name == DEFAULT_VIEW and self._lacks_action(request):
            return self._make(MissingAction, name)
        try:
            found = super().publishTraverse(request, name)
        except (NotFound, KeyError, AttributeError):
            if not _is_action(request, name):
                raise
            return self._make(UnknownAction, name)
        if _is_action(request, name) and not IProtocolView.providedBy(found):
            return self._make(UnknownAction, name)
        if isinstance(found, ReadingView):
            found.take_rest()
        if _asks_for_resource(request) and IPSCProject.providedBy(found):
            return self._resource(found, name)
        return found

    def _resource(self, project, name):
        """Return a project for WebDAV; to whom it is hidden, what a name without one is."""
        if not is_hidden(project, self.request):
            return project
        return NullResource(self.context, name, self.request).__of__(self.context)

    def _lacks_action(self, request):
        """Say whether a program sends a form that says nothing; it would be told 200 and a page."""
        content_type = request.environ.get("CONTENT_TYPE") or ""
        return (
            request.method == "POST"
            and bool(request._auth)
            and content_type.startswith("multipart/")
            and not request["TraversalRequestNameStack"]
        )

    def _make(self, view, name):
        view = view(self.context, self.request)
        view.__name__ = name
        return view


def _asks_for_resource(request):
    """Say whether Zope makes a resource of a name that nothing has, so that it can be put there."""
    return getattr(request, "maybe_webdav_client", False) and request.method not in ("GET", "POST")


def _is_action(request, name):
    """Say whether a name stands in the field ``:action``, not in the path."""
    return request.form.get(ACTION) == name and not request["TraversalRequestNameStack"]
