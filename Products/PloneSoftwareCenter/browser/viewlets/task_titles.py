"""The titles of pages on which something is done: the tabs of a browser tell them apart."""

from html import escape
from plone.app.layout.viewlets.common import TitleViewlet
from plone.base.interfaces import IPloneSiteRoot
from Products.PloneSoftwareCenter.i18n import _
from Products.PloneSoftwareCenter.interfaces import IPartOfProject
from zope.i18n import translate


#: name of a view -> what is done there
TASKS = {
    "all-tokens": _("heading_all_tokens", default="API tokens of everybody"),
    "check-index": _("heading_check_index", default="Check the index"),
    "configuration-files": _("heading_configuration", default="Configuration files"),
    "journal": _("heading_journal", default="Journal"),
    "known-good": _("label_sets", default="Known good sets"),
    "manage-center": _("label_manage", default="Manage"),
    "my-projects": _("heading_my_projects", default="My projects"),
    "ownerless": _("heading_ownerless", default="Projects without an owner"),
    "people": _("heading_people", default="Owners and maintainers"),
    "project-invitations": _("heading_invitations", default="Your invitations"),
    "reserved-names": _("heading_reserved_names", default="Names of deleted projects"),
    "review": _("heading_review_queue", default="Waiting for review"),
    "software-centers": _("heading_software_centers", default="Software centers"),
    "tokens": _("heading_tokens", default="Your API tokens"),
    "upload-files": _("heading_upload_files", default="Upload files"),
    "webhooks": _("Webhooks"),
}


class TaskTitleViewlet(TitleViewlet):
    """``<title>`` of a page of ``TASKS``: what is done, and where."""

    def update(self):
        """Compose the whole; Plone gives all pages of a site itself the title of the site."""
        super().update()
        if IPloneSiteRoot.providedBy(self.context) and self.page_title:
            self.site_title = self.sep.join([self.page_title, self.site_title_setting])

    @property
    def page_title(self):
        """The title as HTML."""
        where = self._place
        task = TASKS.get(self.view.__name__)
        if task is None:
            return where
        told = escape(translate(task, context=self.request))
        return f"{told} &ndash; {where}" if where else told

    @property
    def _place(self):
        if IPloneSiteRoot.providedBy(self.context):
            return ""
        if IPartOfProject.providedBy(self.context):
            return escape(self.context.Title() or self.context.getId())
        return super().page_title
