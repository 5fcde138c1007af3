"""Which strategy is asked for the bytes of a file."""

from Products.PloneSoftwareCenter.storage.interfaces import IPSCFileStorage
from Products.PloneSoftwareCenter.storage.interfaces import StorageError
from zope.component import queryAdapter


class UnknownStrategy(StorageError, LookupError):
    """A strategy that is not installed (any more)."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(name)

    def __str__(self) -> str:
        return f"The storage strategy {self.name!r} is not installed."


def storage_named(center, name):
    """Return the strategy of that name for the center.

    :raises UnknownStrategy: when no such named adapter is registered
    """
    storage = queryAdapter(center, IPSCFileStorage, name=name)
    if storage is None:
        raise UnknownStrategy(name)
    return storage


def storage_for(center):
    """Return the strategy in which new files of the center are stored."""
    return storage_named(center, getattr(center, "storage_strategy", None) or "blob")
