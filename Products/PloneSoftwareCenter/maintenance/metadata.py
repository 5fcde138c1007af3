"""Taking core metadata out of archives again, where a record has lost it."""

from Products.PloneSoftwareCenter.index.consistency.difference import Archive
from Products.PloneSoftwareCenter.pypi.archives import read_core_metadata
from Products.PloneSoftwareCenter.pypi.errors import PackageIndexError
from Products.PloneSoftwareCenter.pypi.filenames import parse_filename
from Products.PloneSoftwareCenter.storage.interfaces import StorageError
from Products.PloneSoftwareCenter.storage.moved import storage_of

import hashlib
import logging


logger = logging.getLogger(__name__)


def metadata_of(center, archive: Archive) -> bytes | None:
    """Return the core metadata in a stored archive; None where it is not what it should be."""
    try:
        metadata = _read(center, archive)
    except (PackageIndexError, StorageError) as error:
        logger.warning("core metadata of %s: %s", archive.filename, error)
        return None
    if hashlib.sha256(metadata).hexdigest() != archive.sha256:
        logger.warning("core metadata of %s: the archive has another one", archive.filename)
        return None
    return metadata


def _read(center, archive):
    filename = parse_filename(archive.filename, name=archive.name, version=archive.version)
    storage, key = storage_of(center, archive.storage, archive.key)
    with storage.open(key) as stream:
        return read_core_metadata(stream, filename, name=archive.name, version=archive.version)
