"""How often the pages of a name of many files are written in the request that adds one."""

from collections.abc import Callable
from pathlib import Path

import time


#: times as long as it took, a page is not written again in a request: some 5 % of one's time
REST = 20.0
#: pages that are remembered
MOST = 10_000


class Often:
    """When pages were written, and how long that took; in memory, for one process.

    :param clock: in seconds
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        #: folder of a name -> until when it rests, by the clock
        self._rests: dict[Path, float] = {}

    def is_resting(self, folder: Path) -> bool:
        """Tell whether it was written too short a time ago."""
        return self._rests.get(folder, 0.0) > self._clock()

    def wrote(self, folder: Path, began: float) -> None:
        """Note that it was written just now.

        :param began: when that began, by the clock
        """
        now = self._clock()
        if len(self._rests) >= MOST:
            # as they are at this moment: other threads go on noting
            known = list(self._rests.items())
            self._rests = {noted: until for noted, until in known if until > now}
        if len(self._rests) < MOST:
            self._rests[folder] = now + REST * (now - began)

    def now(self) -> float:
        """Return the time of the clock."""
        return self._clock()


#: of this process
OFTEN = Often()
