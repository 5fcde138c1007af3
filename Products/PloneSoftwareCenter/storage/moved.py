"""Where the bytes of files lie that have moved since they were stored.

Content and index tell where the bytes of a file were put when it was stored, and that never
changes. What a migration moves is told by the center, in one tree that holds the places of many
files in each of its records: to move ten thousand files some hundred records are written and read,
not ten thousand pages of files and all that the index knows of them. The keys of a tree lie in
order, so moving files in the order of their first places writes each record about once.

While files move, what is deleted leaves a word in the tree, where a file that had not moved leaves
none: so two who move and delete a file at the same moment change the same entry, one of them has a
conflict and looks again.
"""

from Acquisition import aq_base
from BTrees.OOBTree import OOBTree
from collections.abc import Iterable
from collections.abc import Mapping
from Products.PloneSoftwareCenter.storage.lookup import storage_named


#: attribute of the center: a BTree of (strategy, key) as a file was stored -> (strategy, key) of
#: its bytes now, or None for bytes that were deleted while others moved
MOVED = "_psc_moved"
#: attribute of the center: whether files are moving
MOVING = "_psc_moving"

#: name of a strategy, and a key there
Place = tuple[str, str]


def moved_places(center) -> Mapping[Place, Place | None]:
    """Return the places of what has moved, by the places where it was stored; not to be changed."""
    moved = getattr(aq_base(center), MOVED, None)
    return {} if moved is None else moved


def place_of(center, storage: str, key: str) -> Place:
    """Return (strategy, key) of bytes now.

    :param storage: the strategy in which they were stored
    :param key: their key there
    """
    return moved_places(center).get((storage, key)) or (storage, key)


def storage_of(center, storage: str, key: str):
    """Return (the storage, the key there) of bytes now.

    :param storage: name of the strategy in which they were stored
    :param key: their key there
    :raises UnknownStrategy: when the strategy is not installed in which they are
    """
    name, key = place_of(center, storage, key)
    return storage_named(center, name), key


def is_at(center, origin: Place, place: Place) -> bool:
    """Tell whether bytes that were stored in ``origin`` are in ``place``, and not deleted."""
    return moved_places(center).get(origin, origin) == place


def delete_bytes(center, storage: str, key: str) -> None:
    """Delete the bytes of a file when the current transaction commits, wherever they are now.

    :param storage: name of the strategy in which they were stored
    :param key: their key there
    :raises UnknownStrategy: when the strategy is not installed in which they are
    :raises FileMissing: when there are none
    :raises StorageUnavailable: when the storage does not answer
    """
    found, key_there = storage_of(center, storage, key)
    _forget(center, (storage, key))
    found.delete(key_there)


def _forget(center, origin):
    connection = center._p_jar
    if connection is not None:
        # Who does not see that files are moving must not be the first to delete one.
        connection.readCurrent(aq_base(center))
    if is_moving(center):
        _writable(center)[origin] = None
    elif origin in moved_places(center):
        del _writable(center)[origin]


def begin_moving(center) -> None:
    """From now on until ``end_moving``, what is deleted leaves a word."""
    _writable(center)
    setattr(center, MOVING, True)


def end_moving(center) -> None:
    """Forget what was deleted in between."""
    deleted = [origin for origin, place in moved_places(center).items() if place is None]
    for origin in deleted:
        del _writable(center)[origin]
    setattr(center, MOVING, False)


def move(center, places: Iterable[tuple[Place, Place]]) -> None:
    """Let bytes be somewhere else.

    :param places: (where they were stored, where they are from now on), at best in order
    """
    _writable(center).update(list(places))


def is_moving(center) -> bool:
    """Tell whether files are moving, or whoever moved them has stopped."""
    return bool(getattr(aq_base(center), MOVING, False))


def _writable(center) -> OOBTree:
    moved = getattr(aq_base(center), MOVED, None)
    if moved is None:
        moved = OOBTree()
        setattr(center, MOVED, moved)
    return moved
