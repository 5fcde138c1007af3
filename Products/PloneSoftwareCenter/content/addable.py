"""Who may make projects by hand: the center's policy, which narrows what permissions allow."""

from AccessControl import getSecurityManager
from AccessControl import Unauthorized
from Acquisition import aq_inner
from plone.base.interfaces.constrains import IConstrainTypes
from Products.CMFCore.PortalFolder import PortalFolderBase
from Products.PloneSoftwareCenter.content.center import IPloneSoftwareCenter
from zope.component import adapter
from zope.interface import implementer


MANAGE_NAMES = "PloneSoftwareCenter: Manage Names"


def may_make_projects(center) -> bool:
    """Does the center's policy let the user make a project, if the permissions do?"""
    if center.project_creation != "nobody":
        return True
    return bool(getSecurityManager().checkPermission(MANAGE_NAMES, center))


@implementer(IConstrainTypes)
@adapter(IPloneSoftwareCenter)
class AddableTypes:
    """What the menu and the add form of a center offer."""

    def __init__(self, context):
        self.context = aq_inner(context)

    def allowedContentTypes(self):
        """Return the types that the user may add here."""
        allowed = PortalFolderBase.allowedContentTypes(self.context)
        if may_make_projects(self.context):
            return allowed
        return [fti for fti in allowed if fti.getId() != "PSCProject"]

    def getDefaultAddableTypes(self):
        """Return the same: a center has no preferences."""
        return self.allowedContentTypes()

    def getLocallyAllowedTypes(self):
        """Return their ids."""
        return [fti.getId() for fti in self.allowedContentTypes()]

    def getImmediatelyAddableTypes(self):
        """Return their ids."""
        return self.getLocallyAllowedTypes()


def project_will_be_added(project, event):
    """Subscriber: refuse what came by another way, as by REST or as a copy.

    Uploads ask before and send no such event.

    :raises Unauthorized: when the policy says nobody
    """
    center = event.newParent
    if (
        event.object is project
        and IPloneSoftwareCenter.providedBy(center)
        and not may_make_projects(center)
    ):
        raise Unauthorized("New projects are made by the managers of this center only.")
