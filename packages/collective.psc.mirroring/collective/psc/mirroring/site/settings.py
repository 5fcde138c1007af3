"""Where the tree of a center is: kept with the center."""

from collective.psc.mirroring.tree import Tree
from functools import lru_cache
from plone.uuid.interfaces import IUUID
from typing import Any
from zope.annotation.interfaces import IAnnotations


KEY = "collective.psc.mirroring"
#: of a center that has none, as tests make them
NO_ID = "a center without an id"


def owner_name(center: Any) -> str:
    """Return by which a folder is marked as this center's."""
    return IUUID(center, None) or NO_ID


def tree_of(center: Any) -> Tree | None:
    """Return the tree that a center is published to; None: it is not mirrored.

    A copied center brings the setting of the other one along, whose tree is not its own.
    """
    path, owner = IAnnotations(center).get(KEY, (None, None))
    return _tree(path) if path and owner == owner_name(center) else None


# asked for at each event, and each has some dozen paths
@lru_cache(maxsize=64)
def _tree(path: str) -> Tree:
    return Tree(path)


def set_path(center: Any, path: str | None) -> None:
    """Say where the tree is; None or nothing: there shall be none."""
    annotations = IAnnotations(center)
    if path:
        annotations[KEY] = (path, owner_name(center))
    else:
        annotations.pop(KEY, None)
