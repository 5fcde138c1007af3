"""Rights of projects that were changed without a word, as programs may: found by asking.

The root list asks for the rights of those projects alone that have a rule of their own; all others
it shows to whoever sees the center. A rule that only an attribute tells is in no such list, and
nothing that follows lists or serials learns of it.
"""

from collections import deque
from collections.abc import Iterable
from collective.psc.mirroring.site.answers import newest
from Products.PloneSoftwareCenter.index.names import center_index
from Products.PloneSoftwareCenter.index.update import sync_visibility
from Products.PloneSoftwareCenter.index.visibility import AS_CENTER
from Products.PloneSoftwareCenter.index.visibility import visibility_of
from typing import Any
from ZODB.POSException import POSError

import logging


logger = logging.getLogger(__name__)

#: names that are asked for at a time: ten thousand are asked in some minutes
AT_A_TIME = 50


class Round:
    """Goes round the names of a center, some at a time."""

    def __init__(self) -> None:
        self._left: deque[str] = deque()

    def next_hidden(self, center: Any) -> list[str]:
        """Return those of the next names that have a rule of their own and are listed without."""
        if not self._left:
            self._left.extend(center_index(center).listing.keys())
        count = min(AT_A_TIME, len(self._left))
        return hidden_among(center, [self._left.popleft() for _ in range(count)])


def hidden_among(center: Any, names: Iterable[str]) -> list[str]:
    """Return the names that have a rule of their own, which the root list does not know."""
    return [name for name in names if _is_hidden(center, name)]


def _is_hidden(center: Any, name: str) -> bool:
    _written, project_id, visibility = center_index(center).listing.get(name, (None, None, None))
    if visibility != AS_CENTER or not center.has_key(project_id):
        return False
    project = center._getOb(project_id)
    found: bool = visibility_of(project) != AS_CENTER
    # ten thousand of them are not kept
    project._p_deactivate()
    return found


def tell_list(db: Any, path: tuple[str, ...], names: Iterable[str]) -> None:
    """Have the root list know the rules of some names; all else follows from that.

    Who can't write to the database now leaves it to the next look.
    """
    try:
        with newest(db, path) as center:
            if center is None:
                return
            for name in hidden_among(center, names):
                _written, project_id, _visibility = center_index(center).listing[name]
                sync_visibility(center._getOb(project_id))
                logger.warning("The rights of %s were changed past the list.", name)
            # of the connection, which is not the one of this thread
            manager = center._p_jar.transaction_manager
            manager.commit()
            # to be ended by who has opened it
            manager.begin()
    except POSError as error:
        logger.warning("The list of %s can't be told of rights now: %s", "/".join(path), error)
