"""The projects of one category or topic."""

from Products.PloneSoftwareCenter.browser.pages.groups import facet_of
from Products.PloneSoftwareCenter.browser.pages.groups import find_group
from Products.PloneSoftwareCenter.browser.pages.listing import ProjectListing
from zope.interface import implementer
from zope.publisher.interfaces import IPublishTraverse
from zope.publisher.interfaces import NotFound


@implementer(IPublishTraverse)
class CategoryPage(ProjectListing):
    """``<center>/by-category/<id>``; the id of a topic is its classifier, slashes and all."""

    group = None

    def __init__(self, context, request):
        super().__init__(context, request)
        self.subpath = ()

    def publishTraverse(self, request, name):
        self.subpath = (*self.subpath, name)
        return self

    def __call__(self):
        if not self.subpath:
            return self.request.response.redirect(self.context.absolute_url())
        group_id = "/".join(self.subpath)
        self.group = find_group(self.context, group_id)
        if self.group is None:
            raise NotFound(self.context, group_id, self.request)
        return self.index()

    @property
    def fixed(self):
        """The page's own choice."""
        return facet_of(self.context), self.group.id

    @property
    def base_url(self):
        """Its address."""
        return self.group.url(self.context.absolute_url())
