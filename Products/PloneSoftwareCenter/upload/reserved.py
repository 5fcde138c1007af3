"""Giving the name of a deleted project free."""

from Products.PloneSoftwareCenter.index.claims import free_name
from Products.PloneSoftwareCenter.interfaces import NameFreedEvent
from Products.PloneSoftwareCenter.pypi.errors_access import NotAllowed
from Products.PloneSoftwareCenter.pypi.names import normalize_name
from Products.PloneSoftwareCenter.upload.rights import MANAGE
from Products.PloneSoftwareCenter.upload.rights import may
from Products.PloneSoftwareCenter.upload.rights import user_id
from zope.event import notify

import logging


logger = logging.getLogger(__name__)


def give_free(center, name):
    """Let everybody who may make projects have a name that was a deleted project's.

    :raises NotAllowed: when the user does not manage names
    :raises NameNotAvailable: when it is none that is kept from others
    """
    if not may(MANAGE, center):
        raise NotAllowed("Only managers of this index give the names of deleted projects free.")
    free_name(center, name)
    notify(NameFreedEvent(center, normalize_name(name)))
    logger.info("%s gave the name %r of %s free", user_id(), name, center.getId())
