"""How much looking for versions that fit together there may be, and what is said when it ends.

Whoever may upload can write metadata that would keep a search busy for days, and anybody may then
ask for the outcome. So what is looked at is counted: the same question always ends the same. What
can't be counted, as a slow disk, ends by the clock.
"""

from collections.abc import Sequence
from Products.PloneSoftwareCenter.pypi.errors import Busy
from Products.PloneSoftwareCenter.pypi.errors import PackageIndexError

import time


#: steps, of about a microsecond each, and seconds after which a search is given up
MAX_EFFORT, PATIENCE = 3_000_000, 30


class NoSetFits(PackageIndexError):
    """There are no versions that fit together, or they were not found in bounded time."""

    def __init__(self, causes: Sequence[str]) -> None:
        #: sentences
        self.causes = tuple(causes)
        super().__init__(*self.causes)

    def __str__(self) -> str:
        return "\n".join(("No versions in this index fit together.", *self.causes))


class StillSearching(Busy):
    """Others look for versions that fit together, and it takes long."""

    def __str__(self) -> str:
        return "Other searches for what fits together keep the index busy. Ask again."


class Effort:
    """How much looking is left."""

    def __init__(self, most: int, seconds: float) -> None:
        self._left = most
        self._until = time.monotonic() + seconds

    def spend(self, steps: int) -> None:
        """
        :raises NoSetFits: when there is none left
        """
        self._left -= steps
        if self._left < 0:
            raise NoSetFits(["It was given up: too much would have to be looked at."])

    def look_at_the_clock(self) -> None:
        """
        :raises NoSetFits: when it takes too long
        """
        if time.monotonic() > self._until:
            raise NoSetFits(["It was given up: it takes too long."])
