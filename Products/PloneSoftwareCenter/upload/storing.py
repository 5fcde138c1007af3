"""When a storage does not take an upload: what the client is told, and what the log has."""

from collections.abc import Iterator
from Products.PloneSoftwareCenter.pypi.errors_storage import NoSpace
from Products.PloneSoftwareCenter.pypi.errors_storage import StorageDown
from Products.PloneSoftwareCenter.storage.interfaces import StorageError
from Products.PloneSoftwareCenter.storage.interfaces import StorageFull
from Products.PloneSoftwareCenter.storage.telling import tell

import contextlib


@contextlib.contextmanager
def telling_storage_faults(center, strategy: str, filename: str) -> Iterator[None]:
    """Say in the words of an index what a storage can't do, and tell the administrators.

    :raises NoSpace: when the storage is full
    :raises StorageDown: when it can't be used at all, or is not installed
    """
    path = center.getPhysicalPath()
    try:
        yield
    except NoSpace as error:
        tell(path, filename, strategy, StorageFull(str(error)))
        raise
    except (StorageError, OSError) as error:
        tell(path, filename, strategy, error)
        raise (NoSpace if isinstance(error, StorageFull) else StorageDown)() from error
