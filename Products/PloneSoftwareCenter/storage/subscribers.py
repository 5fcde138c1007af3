"""Bytes go with the content that describes them."""

from Acquisition import aq_inner
from Acquisition import aq_parent
from Products.PloneSoftwareCenter.content.center import IPloneSoftwareCenter
from Products.PloneSoftwareCenter.storage.interfaces import FileMissing
from Products.PloneSoftwareCenter.storage.interfaces import StorageError
from Products.PloneSoftwareCenter.storage.interfaces import StorageUnavailable
from Products.PloneSoftwareCenter.storage.lookup import storage_for
from Products.PloneSoftwareCenter.storage.lookup import UnknownStrategy
from Products.PloneSoftwareCenter.storage.moved import delete_bytes
from Products.PloneSoftwareCenter.storage.moved import place_of
from Products.PloneSoftwareCenter.storage.telling import tell
from zExceptions import BadRequest

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
        delete_bytes(parent, file.storage, file.storage_key)
    except (FileMissing, UnknownStrategy) as error:
        # What should be gone is gone; that it was gone before is worth a word. And what nobody can
        # reach any more must not keep a page that nobody wants.
        logger.warning("deleting %s: %s", file.filename, error)
    except StorageUnavailable as error:
        storage, _key = place_of(parent, file.storage, file.storage_key)
        tell(parent.getPhysicalPath(), file.filename, storage, error)
        raise


def center_modified(center, event):
    """Have a strategy get ready that was chosen, in a form or by a program.

    :raises BadRequest: when it can't keep files; nothing is changed then
    """
    named = {name.rpartition(".")[2] for name in _changed(event)}
    if "storage_strategy" not in named:
        return
    try:
        storage_for(center).prepare()
    except (StorageError, OSError) as error:
        raise BadRequest(str(error)) from error


def _changed(event):
    for description in getattr(event, "descriptions", ()):
        yield from getattr(description, "attributes", ())
