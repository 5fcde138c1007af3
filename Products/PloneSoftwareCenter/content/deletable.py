"""What must not be deleted: evidence."""

from AccessControl import getSecurityManager
from AccessControl import Unauthorized
from Acquisition import aq_inner
from Acquisition import aq_parent
from Products.PloneSoftwareCenter.content.project import IPSCProject
from Products.PloneSoftwareCenter.pypi.status import QUARANTINED


QUARANTINE = "PloneSoftwareCenter: Quarantine Project"


def may_be_deleted(content) -> bool:
    """Say whether the user may delete a project or a part of one, if the permissions say so.

    Of a quarantined project nothing is deleted but by who may lift the quarantine: it may be
    needed to find out what was done to whom, and its owner may be the one who did it.
    """
    project = _project_of(content)
    if project is None or project.status != QUARANTINED:
        return True
    return bool(getSecurityManager().checkPermission(QUARANTINE, project))


def will_be_removed(content, event):
    """Subscriber: refuse it, in whichever way it is asked for, also with all of the center.

    :raises Unauthorized: when the project is quarantined and the user may not lift that
    """
    if not may_be_deleted(content):
        raise Unauthorized("Of a quarantined project only managers of this index delete anything.")


def _project_of(content):
    while content is not None and not IPSCProject.providedBy(content):
        content = aq_parent(aq_inner(content))
    return content
