"""What may be added by hand: policy and status narrow what permissions allow."""

from AccessControl import getSecurityManager
from AccessControl import Unauthorized
from Acquisition import aq_inner
from Acquisition import aq_parent
from plone.base.interfaces.constrains import IConstrainTypes
from Products.CMFCore.PortalFolder import PortalFolderBase
from Products.PloneSoftwareCenter.content.center import IPloneSoftwareCenter
from Products.PloneSoftwareCenter.content.project import IPSCProject
from Products.PloneSoftwareCenter.content.release import IPSCRelease
from Products.PloneSoftwareCenter.pypi.errors import PackageIndexError
from Products.PloneSoftwareCenter.pypi.errors_access import ProjectClosed
from Products.PloneSoftwareCenter.pypi.policy import Policy
from Products.PloneSoftwareCenter.pypi.rules import require_version
from Products.PloneSoftwareCenter.pypi.status import require_uploads
from Products.PloneSoftwareCenter.pypi.status import takes_uploads
from zExceptions import BadRequest
from zope.component import adapter
from zope.interface import implementer


MANAGE_NAMES = "PloneSoftwareCenter: Manage Names"


def may_make_projects(center) -> bool:
    """Does the center's policy let the user make a project, if the permissions do?"""
    if center.project_creation != "nobody":
        return True
    return bool(getSecurityManager().checkPermission(MANAGE_NAMES, center))


@implementer(IConstrainTypes)
class AddableTypes:
    """What the menu and the add forms of a place offer."""

    def __init__(self, context):
        self.context = aq_inner(context)

    def allowedContentTypes(self):
        """Return the types that the user may add here."""
        allowed = PortalFolderBase.allowedContentTypes(self.context)
        return [fti for fti in allowed if self.is_open_for(fti.getId())]

    def is_open_for(self, portal_type):
        """Say whether anybody at all may add such things here now."""
        raise NotImplementedError

    def getDefaultAddableTypes(self):
        """Return the same: there are no preferences."""
        return self.allowedContentTypes()

    def getLocallyAllowedTypes(self):
        """Return their ids."""
        return [fti.getId() for fti in self.allowedContentTypes()]

    def getImmediatelyAddableTypes(self):
        """Return their ids."""
        return self.getLocallyAllowedTypes()


@adapter(IPloneSoftwareCenter)
class AddableToCenter(AddableTypes):
    """Projects, where the policy lets the user make them."""

    def is_open_for(self, portal_type):
        """Ask the center's policy."""
        return portal_type != "PSCProject" or may_make_projects(self.context)


@adapter(IPSCProject)
class AddableToProject(AddableTypes):
    """Releases, where the status of the project lets new things in."""

    def is_open_for(self, portal_type):
        """Ask the status of the project."""
        return takes_uploads(self.context.status)


@adapter(IPSCRelease)
class AddableToRelease(AddableTypes):
    """Files and links, where the status of the project lets new things in."""

    def is_open_for(self, portal_type):
        """Ask the status of the project."""
        project = aq_parent(self.context)
        return not IPSCProject.providedBy(project) or takes_uploads(project.status)


def part_will_be_added(part, event):
    """Subscriber: refuse a release, a file or a link that came by another way, as by REST.

    Uploads ask before and send no such event.

    :raises Unauthorized: when the status of the project lets nothing new in
    :raises BadRequest: when the center does not take such versions
    """
    if event.object is not part:
        return
    place = event.newParent
    project = aq_parent(aq_inner(place)) if IPSCRelease.providedBy(place) else place
    if not IPSCProject.providedBy(project):
        return
    try:
        require_uploads(project.title, project.status)
    except ProjectClosed as error:
        raise Unauthorized(str(error)) from error
    if IPSCRelease.providedBy(part):
        _require_version(part, aq_parent(aq_inner(project)))


def _require_version(release, center):
    try:
        require_version(release.version, Policy(local_versions=center.local_versions))
    except PackageIndexError as error:
        raise BadRequest(str(error)) from error


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
