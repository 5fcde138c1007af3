"""The page of a link to a download elsewhere."""

from Acquisition import aq_inner
from Acquisition import aq_parent
from Products.PloneSoftwareCenter.browser.pages.page import Page
from Products.PloneSoftwareCenter.browser.pages.page import safe_link


class FileLinkPage(Page):
    """``<link>``."""

    @property
    def release(self):
        """The release that it belongs to."""
        return aq_parent(aq_inner(self.context))

    @property
    def url(self):
        """The address, None when a page must not link it."""
        return safe_link(self.context.external_url)
