"""What deleting means here, told where several things are deleted at once."""

from plone.app.linkintegrity.browser.info import DeleteConfirmationInfo
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from Products.PloneSoftwareCenter.content.center import IPloneSoftwareCenter
from Products.PloneSoftwareCenter.content.project import IPSCProject
from Products.PloneSoftwareCenter.interfaces import IPartOfProject


OURS = (IPloneSoftwareCenter, IPSCProject, IPartOfProject)


class DeleteHint(DeleteConfirmationInfo):
    """Plone's own warnings, after ours; *Contents* asks the site's for all that is ticked."""

    hint = ViewPageTemplateFile("../templates/delete_hint.pt")

    def __call__(self, items=None):
        others = super().__call__(items) or ""
        if any(kind.providedBy(one) for one in items or () for kind in OURS):
            return self.hint() + others
        return others
