"""Giving a project another status: what installers and publishers are told of it (PEP 792)."""

from Products.PloneSoftwareCenter.interfaces import StatusSetEvent
from Products.PloneSoftwareCenter.pypi.status import check_status
from Products.PloneSoftwareCenter.upload.rights import require_status
from Products.PloneSoftwareCenter.upload.rights import user_id
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import logging


logger = logging.getLogger(__name__)


def set_status(project, status, reason=""):
    """Give a project a status; it holds for all its names, from this transaction on.

    :param status: one of ``pypi.status.STATUSES``
    :param reason: one line of plain text, may be empty; not kept for an active project
    :returns: whether anything changed
    :raises InvalidStatus: when status or reason are none
    :raises NotAllowed: when the user may not
    """
    status, reason = check_status(status, reason)
    require_status(project, status)
    before = project.status
    if (before, project.status_reason) == (status, reason):
        return False
    project.status = status
    project.status_reason = reason
    notify(ObjectModifiedEvent(project))
    notify(StatusSetEvent(project, before, status, reason))
    logger.info(
        "%s set the status of %s from %s to %s: %r",
        user_id(),
        "/".join(project.getPhysicalPath()),
        before,
        status,
        reason,
    )
    return True
