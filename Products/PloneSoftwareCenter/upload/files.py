"""Putting a file that was checked and staged into its release."""

from AccessControl import getSecurityManager
from datetime import datetime
from datetime import UTC
from plone.uuid.interfaces import ATTRIBUTE_NAME
from Products.PloneSoftwareCenter.content.file import PSCFile
from Products.PloneSoftwareCenter.content.ids import choose_id
from Products.PloneSoftwareCenter.index.names import center_index
from Products.PloneSoftwareCenter.index.update import sync_file
from Products.PloneSoftwareCenter.interfaces import FilePublishedEvent
from Products.PloneSoftwareCenter.pypi.errors import FileExists
from Products.PloneSoftwareCenter.pypi.errors import FilenameUsed
from Products.PloneSoftwareCenter.pypi.names import normalize_name
from Products.PloneSoftwareCenter.pypi.platforms import platform_of
from zope.event import notify

import hashlib
import uuid


def is_there(center, upload):
    """Say whether this very file was published before: same name, same bytes.

    :raises FileExists: when the name is there with other bytes
    :raises FilenameUsed: when a file of that name was deleted
    """
    filename = upload.filename.filename
    index = center_index(center)
    used = index.filenames.get(filename)
    if used is None:
        return False
    name, version, digest = used
    record = index.names.get(name)
    release = record.releases.get(version) if record is not None else None
    if release is None or filename not in release.files:
        raise FilenameUsed(filename)
    if digest != upload.digests.sha256 or name != normalize_name(upload.name):
        raise FileExists(filename)
    return True


def make_file(release, upload):
    """Add the content object of a file to its release, without its bytes; return it."""
    file = PSCFile()
    file.portal_type = "PSCFile"
    file.id = choose_id(release, upload.filename.filename)
    setattr(file, ATTRIBUTE_NAME, uuid.uuid4().hex)
    file.creators = (getSecurityManager().getUser().getId() or "",)
    release._setOb(file.id, file)
    return release._getOb(file.id)


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
    file.upload_time = datetime.now(UTC)
    file.uploader = getSecurityManager().getUser().getId() or ""
    file.requires_python = upload.requires_python
    file.storage = strategy
    file.storage_key = key
    file.has_signature = upload.gpg_signature is not None
    sidecar = upload.core_metadata
    is_served = sidecar is not None and upload.is_metadata_served
    file.core_metadata_sha256 = hashlib.sha256(sidecar).hexdigest() if is_served else None
    sync_file(file, core_metadata=sidecar, signature=upload.gpg_signature)
    notify(FilePublishedEvent(file, file.aq_inner.aq_parent))


def strategy_name(center):
    """Return the name of the strategy in which the center stores new files."""
    return center.storage_strategy or "blob"
