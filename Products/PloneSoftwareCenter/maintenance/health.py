"""Do the database and the storage of archives answer? Asked often, so it must cost little."""

from Products.PloneSoftwareCenter.storage.interfaces import StorageError
from Products.PloneSoftwareCenter.storage.lookup import storage_for
from Products.PloneSoftwareCenter.storage.telling import tell
from ZODB.POSException import POSError
from ZODB.utils import z64

import logging


logger = logging.getLogger(__name__)

DATABASE = "The database does not answer."
STORAGE = "The storage of files does not answer."


def find_fault(center) -> str | None:
    """Return in one sentence what does not answer; None when all is well.

    The sentence is for everybody: what exactly is wrong stands in the log. Writes nothing.
    """
    try:
        _read(center._p_jar)
    except (POSError, OSError) as error:
        logger.error("health of %s: the database: %r", center.getId(), error)
        return DATABASE
    try:
        storage_for(center).check()
    except (StorageError, OSError) as error:
        strategy = getattr(center, "storage_strategy", None) or "blob"
        tell(center.getPhysicalPath(), "health", strategy, error)
        return STORAGE
    return None


def _read(connection):
    """Read one small object anew, past what this process has in its memory.

    :raises POSError: when the database does not answer
    """
    is_connected = getattr(connection.db().storage, "is_connected", None)
    if is_connected is not None and not is_connected():
        # a client of a server answers some questions from a cache of its own
        raise POSError("not connected")
    root = connection.get(z64)
    if not root._p_changed:
        root._p_invalidate()
    root._p_activate()
