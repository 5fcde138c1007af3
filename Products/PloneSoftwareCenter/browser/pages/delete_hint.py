"""What deleting means here, told on the page that asks whether to delete."""

from plone.app.linkintegrity.browser.info import DeleteConfirmationInfo
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile


class DeleteHint(DeleteConfirmationInfo):
    """Plone's own warnings, after ours."""

    hint = ViewPageTemplateFile("../templates/delete_hint.pt")

    def __call__(self, items=None):
        return self.hint() + (super().__call__(items) or "")
