"""The configuration files of a release: they lie at the release, and go where it goes.

The name of one that was deleted stays, without bytes: it is never free again.
"""

from Acquisition import aq_base
from BTrees.OOBTree import OOBTree
from collections.abc import Iterator
from datetime import datetime
from persistent import Persistent
from Products.PloneSoftwareCenter.content.states import INDEXED_RELEASE_STATES
from Products.PloneSoftwareCenter.index.queries import project_of
from Products.PloneSoftwareCenter.index.queries import visible_record
from Products.PloneSoftwareCenter.pypi.errors import InvalidVersion
from Products.PloneSoftwareCenter.pypi.errors import NotFound
from Products.PloneSoftwareCenter.pypi.status import serves_files
from Products.PloneSoftwareCenter.pypi.versions import canonical_version


#: attribute of a release: a BTree of file name -> ConfigurationFile
ATTRIBUTE = "_psc_configuration"


class ConfigurationFile(Persistent):
    """One file; never changed but by ``clear``.

    :ivar data: its bytes, UTF-8; None of one that was deleted
    :ivar sha256: hex, lower case
    :ivar upload_time: aware, UTC
    :ivar uploader: id of a user
    """

    def __init__(self, data: bytes, sha256: str, upload_time: datetime, uploader: str) -> None:
        self.data: bytes | None = data
        self.sha256 = sha256
        self.upload_time = upload_time
        self.uploader = uploader

    def clear(self) -> None:
        """Drop the bytes."""
        self.data = None


def configuration_of(release) -> Iterator[tuple[str, ConfigurationFile]]:
    """Yield (file name, file) of what is there, in the order of the names."""
    for filename, file in all_of(release).items():
        if file.data is not None:
            yield filename, file


def all_of(release):
    """Return a mapping of all files that there ever were; only to be read."""
    found = getattr(aq_base(release), ATTRIBUTE, None)
    return {} if found is None else found


def writable(release):
    """Return the BTree of a release, made now if there is none."""
    if getattr(aq_base(release), ATTRIBUTE, None) is None:
        setattr(release, ATTRIBUTE, OOBTree())
    return getattr(aq_base(release), ATTRIBUTE)


def find_release(center, name: str, version: str, *, also_unreleased: bool = False):
    """Return (record of the name, release) for the asker.

    :param also_unreleased: those that the index does not show yet, too; ask for rights then
    :raises NotFound: when there is none, or none for the asker
    """
    record = visible_record(center, name)
    try:
        found = record.releases.get(canonical_version(version))
    except InvalidVersion:
        raise NotFound() from None
    is_shown = found is not None and (also_unreleased or found.state in INDEXED_RELEASE_STATES)
    project = project_of(center, record)
    if not is_shown or not serves_files(record.status) or not project.has_key(found.release_id):
        raise NotFound()
    return record, project._getOb(found.release_id)
