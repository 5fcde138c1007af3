"""Yanking a release or a file: installers take it only where exactly it is asked for (PEP 592)."""

from Products.PloneSoftwareCenter.pypi.errors import NotAllowed
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
    :raises NotAllowed: when the user may not
    """
    if not may(MODIFY, content):
        raise NotAllowed("You may not yank this.")
    content.yanked = True
    content.yanked_reason = reason.strip() or None
    notify(ObjectModifiedEvent(content))
    path = "/".join(content.getPhysicalPath())
    logger.info("%s yanked %s: %r", user_id(), path, content.yanked_reason)
