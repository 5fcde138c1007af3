"""The page of a link to a download elsewhere."""

from Acquisition import aq_inner
from Acquisition import aq_parent
from Products.PloneSoftwareCenter.browser.pages.page import Page
from Products.PloneSoftwareCenter.browser.pages.page import safe_link
from Products.PloneSoftwareCenter.browser.pages.status import notice_of
from Products.PloneSoftwareCenter.browser.pages.status import offers_downloads


class FileLinkPage(Page):
    """``<link>``."""

    @property
    def release(self):
        """The release that it belongs to."""
        return aq_parent(aq_inner(self.context))

    @property
    def project(self):
        """The project of the release."""
        return aq_parent(aq_inner(self.release))

    @property
    def notice(self):
        """What the status of the project means for visitors; None for an active one."""
        return notice_of(self.project)

    @property
    def url(self):
        """The address, None when a page must not link it."""
        return safe_link(self.context.external_url) if offers_downloads(self.project) else None
