"""Where the files of a center lie: how many in which storage."""

from collections.abc import Mapping
from dataclasses import dataclass
from Products.PloneSoftwareCenter.maintenance.files import stored_files

import time


#: seconds that a page may take to count; some 10,000 files
LONGEST = 2.0


@dataclass(frozen=True)
class Places:
    """How many files there are, and of how many bytes."""

    #: name of the strategy -> (files, bytes)
    by_storage: Mapping[str, tuple[int, int]]
    #: whether all were counted
    is_complete: bool

    def outside(self, strategy: str) -> tuple[int, int]:
        """Return how many files, and bytes, do not lie in a strategy."""
        others = [found for name, found in self.by_storage.items() if name != strategy]
        return sum(count for count, _size in others), sum(size for _count, size in others)


def places_of(center, longest: float | None = LONGEST) -> Places:
    """Count the files of a center from its records.

    :param longest: seconds after which the rest is not counted; None: all are
    """
    end = None if longest is None else time.monotonic() + longest
    counts: dict[str, tuple[int, int]] = {}
    for one in stored_files(center):
        count, size = counts.get(one.storage, (0, 0))
        counts[one.storage] = (count + 1, size + one.size)
        if end is not None and time.monotonic() > end:
            return Places(counts, False)
    return Places(counts, True)
