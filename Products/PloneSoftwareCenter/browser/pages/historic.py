"""Addresses of the earlier product, which people and build recipes still know."""

from Products.Five.browser import BrowserView
from urllib.parse import quote
from zope.interface import implementer
from zope.publisher.interfaces import IPublishTraverse


@implementer(IPublishTraverse)
class Releases(BrowserView):
    """``<project>/releases[/...]``: there was a folder of that id between project and release."""

    def __init__(self, context, request):
        super().__init__(context, request)
        self.subpath = ()

    def publishTraverse(self, request, name):
        self.subpath = (*self.subpath, name)
        return self

    def __call__(self):
        rest = "".join(f"/{quote(name)}" for name in self.subpath)
        self.request.response.redirect(self.context.absolute_url() + rest, status=301)
        return ""
