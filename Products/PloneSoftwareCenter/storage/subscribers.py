"""Bytes go with the content that describes them."""

from Acquisition import aq_inner
from Acquisition import aq_parent
from Products.PloneSoftwareCenter.content.center import IPloneSoftwareCenter
from Products.PloneSoftwareCenter.storage.interfaces import FileMissing
from Products.PloneSoftwareCenter.storage.lookup import storage_named
from Products.PloneSoftwareCenter.storage.lookup import UnknownStrategy

import logging


logger = logging.getLogger(__name__)


def file_removed(file, event):
    """Delete a file's bytes with it, also when an ancestor was deleted.

    :raises StorageUnavailable: when the storage does not answer; the file stays, then
    """
    if not file.storage_key:
        return
    parent = aq_parent(aq_inner(file))
    while parent is not None and not IPloneSoftwareCenter.providedBy(parent):
        parent = aq_parent(aq_inner(parent))
    if parent is None:
        return
    try:
        storage_named(parent, file.storage).delete(file.storage_key)
    except (FileMissing, UnknownStrategy) as error:
        # What should be gone is gone; that it was gone before is worth a word. And what nobody can
        # reach any more must not keep a page that nobody wants.
        logger.warning("deleting %s: %s", file.filename, error)
