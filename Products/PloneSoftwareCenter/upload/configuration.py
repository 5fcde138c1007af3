"""Attaching configuration files to a release, and deleting them."""

from Acquisition import aq_inner
from Acquisition import aq_parent
from datetime import datetime
from datetime import UTC
from Products.PloneSoftwareCenter.index.configuration import all_of
from Products.PloneSoftwareCenter.index.configuration import ConfigurationFile
from Products.PloneSoftwareCenter.index.configuration import writable
from Products.PloneSoftwareCenter.interfaces import ConfigurationChangedEvent
from Products.PloneSoftwareCenter.pypi.configuration import check_configuration
from Products.PloneSoftwareCenter.pypi.configuration import MAX_FILES
from Products.PloneSoftwareCenter.pypi.errors import FileExists
from Products.PloneSoftwareCenter.pypi.errors import FilenameUsed
from Products.PloneSoftwareCenter.pypi.errors import InvalidUpload
from Products.PloneSoftwareCenter.pypi.errors import NotFound
from Products.PloneSoftwareCenter.pypi.errors_access import NotAllowed
from Products.PloneSoftwareCenter.upload.rights import DELETE
from Products.PloneSoftwareCenter.upload.rights import may
from Products.PloneSoftwareCenter.upload.rights import require_covered
from Products.PloneSoftwareCenter.upload.rights import require_login
from Products.PloneSoftwareCenter.upload.rights import require_open
from Products.PloneSoftwareCenter.upload.rights import user_id
from Products.PloneSoftwareCenter.upload.write import write
from zope.event import notify

import hashlib
import logging


logger = logging.getLogger(__name__)

ADD_FILE = "PloneSoftwareCenter: Add File"


def may_attach(release) -> bool:
    """Say whether the user may attach files to a release."""
    return may(ADD_FILE, release)


def attach(center, release, filename: str, data: bytes) -> bool:
    """Attach a file to a release; after this returned, it is committed.

    :returns: whether it is new; the same bytes again change nothing
    :raises PackageIndexError: when it is refused; nothing is stored then
    """
    _require_right(center, release)
    check_configuration(filename, data)
    digest = hashlib.sha256(data).hexdigest()
    if _is_there(release, filename, digest):
        return False

    def step():
        _require_right(center, release)
        if _is_there(release, filename, digest):
            return False
        files = writable(release)
        if len(files) >= MAX_FILES:
            raise InvalidUpload(f"A release has at most {MAX_FILES} configuration files.")
        files[filename] = ConfigurationFile(data, digest, datetime.now(UTC), user_id() or "")
        notify(ConfigurationChangedEvent(release, filename, digest))
        return True

    is_new = write(step, note=f"attach {filename}")
    path = "/".join(release.getPhysicalPath())
    logger.info("%s attached %s to %s", user_id(), filename, path)
    return is_new


def detach(release, filename: str) -> None:
    """Delete a file in the current transaction; its name is never free again.

    :raises NotAllowed: when the user may not
    :raises NotFound: when there is none
    """
    if not may(DELETE, release):
        raise NotAllowed("Only owners of the project may do this.")
    require_open(aq_parent(aq_inner(release)))
    found = all_of(release).get(filename)
    if found is None or found.data is None:
        raise NotFound()
    found.clear()
    notify(ConfigurationChangedEvent(release, filename))
    path = "/".join(release.getPhysicalPath())
    logger.info("%s deleted %s of %s", user_id(), filename, path)


def _require_right(center, release):
    require_login()
    require_covered(center, release.distribution or "")
    if not may_attach(release):
        raise NotAllowed("You may not attach files to this release.")
    require_open(aq_parent(aq_inner(release)))


def _is_there(release, filename, digest):
    """Say whether this very file is there.

    :raises FileExists: when it is there with other bytes
    :raises FilenameUsed: when it was deleted
    """
    found = all_of(release).get(filename)
    if found is None:
        return False
    if found.data is None:
        raise FilenameUsed(filename)
    if found.sha256 != digest:
        raise FileExists(filename)
    return True
