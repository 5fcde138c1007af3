"""Yanking a release or a file: installers take it only where exactly it is asked for (PEP 592)."""

from Products.PloneSoftwareCenter.pypi.errors_access import LoginRequired
from Products.PloneSoftwareCenter.pypi.errors_access import NotAllowed
from Products.PloneSoftwareCenter.pypi.status import check_reason
from Products.PloneSoftwareCenter.upload.rights import may
from Products.PloneSoftwareCenter.upload.rights import MODIFY
from Products.PloneSoftwareCenter.upload.rights import user_id
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import logging


logger = logging.getLogger(__name__)


def yank(content, reason=""):
    """Yank a release or a file, as its edit form does.

    :param reason: one line, may be empty
    :raises InvalidStatus: when it is more than a line
    :raises LoginRequired: when nobody is logged in
    :raises NotAllowed: when the user may not
    """
    _require(content)
    _set(content, True, check_reason(reason) or None)


def unyank(content):
    """Have a release or a file be yanked no longer.

    :raises LoginRequired: when nobody is logged in
    :raises NotAllowed: when the user may not
    """
    _require(content)
    _set(content, False, None)


def _require(content):
    if may(MODIFY, content):
        return
    if user_id() is None:
        raise LoginRequired()
    raise NotAllowed("You may not yank this.")


def _set(content, yanked, reason):
    if (bool(content.yanked), content.yanked_reason or None) == (yanked, reason):
        return
    content.yanked, content.yanked_reason = yanked, reason
    notify(ObjectModifiedEvent(content))
    path = "/".join(content.getPhysicalPath())
    logger.info("%s %s %s: %r", user_id(), "yanked" if yanked else "unyanked", path, reason)
