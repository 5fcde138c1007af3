"""Putting a file that was checked and staged into its release."""

from AccessControl import getSecurityManager
from Acquisition import aq_base
from DateTime import DateTime
from datetime import datetime
from datetime import UTC
from plone.uuid.interfaces import ATTRIBUTE_NAME
from Products.PloneSoftwareCenter.content.file import PSCFile
from Products.PloneSoftwareCenter.content.ids import choose_id
from Products.PloneSoftwareCenter.index.update import drop_sidecar
from Products.PloneSoftwareCenter.index.update import sync_file
from Products.PloneSoftwareCenter.interfaces import FilePublishedEvent
from Products.PloneSoftwareCenter.interfaces import FileReplacedEvent
from Products.PloneSoftwareCenter.pypi.platforms import platform_of
from Products.PloneSoftwareCenter.storage.moved import delete_bytes
from zope.event import notify

import hashlib
import uuid


def make_file(release, upload):
    """Add the content object of a file to its release, without its bytes; return it."""
    file = PSCFile()
    file.portal_type = "PSCFile"
    file.id = choose_id(release, upload.filename.filename)
    setattr(file, ATTRIBUTE_NAME, uuid.uuid4().hex)
    file.creators = (getSecurityManager().getUser().getId() or "",)
    release._setOb(file.id, file)
    return release._getOb(file.id)


def replace_file(center, file, upload, strategy, key):
    """Give a file of a development release other bytes; the old ones go with the commit."""
    replaced = dict(file.digests)
    delete_bytes(center, file.storage, file.storage_key)
    drop_sidecar(file)
    fill_file(file, upload, strategy, key)
    notify(FileReplacedEvent(file, file.aq_inner.aq_parent, replaced))


def fill_file(file, upload, strategy, key):
    """Write what is known of an upload on its content object, tell the index and the world."""
    filename = upload.filename
    file.title = file.title or filename.filename
    file.filename = filename.filename
    file.packagetype = filename.packagetype
    file.python_version = upload.pyversion
    file.platform = file.platform or platform_of(filename) or None
    file.comment = upload.comment or ""
    file.size = upload.digests.size
    file.digests = {
        "md5": upload.digests.md5,
        "sha256": upload.digests.sha256,
        "blake2b_256": upload.digests.blake2b_256,
    }
    file.upload_time = upload.upload_time or datetime.now(UTC)
    file.uploader = getSecurityManager().getUser().getId() or ""
    file.requires_python = upload.requires_python
    file.remarks = upload.remarks
    file.storage = strategy
    file.storage_key = key
    file.has_signature = upload.gpg_signature is not None
    sidecar = upload.core_metadata
    is_served = sidecar is not None and upload.is_metadata_served
    file.core_metadata_sha256 = hashlib.sha256(sidecar).hexdigest() if is_served else None
    sync_file(file, core_metadata=sidecar, signature=upload.gpg_signature)
    notify(FilePublishedEvent(file, file.aq_inner.aq_parent))


def date_release(release, upload):
    """Let a new release that comes from elsewhere be as old as its first file is."""
    if upload.upload_time is not None and release.effective_date is None:
        release.effective_date = DateTime(upload.upload_time)


def strategy_name(center):
    """Return the name of the strategy in which the center stores new files."""
    return center.storage_strategy or "blob"


def is_kept_in(center, strategy):
    """Tell whether new files are stored in that strategy.

    If another is chosen before the current transaction is committed, that is a conflict: a file
    must not come to the old one when a migration has moved all that was there.
    """
    is_kept = strategy_name(center) == strategy
    center._p_jar.readCurrent(aq_base(center))
    return is_kept
