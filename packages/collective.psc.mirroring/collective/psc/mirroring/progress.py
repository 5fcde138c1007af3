"""A line that tells how far a program is, where somebody looks at a terminal."""

from typing import Any

import sys
import time


#: seconds between two lines; characters of the bar
EVERY, WIDTH = 0.1, 30


class Progress:
    """Use it in ``with``; ``tell`` is told how much is done, and of how much."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._shown = 0.0
        self._is_seen = sys.stderr.isatty()

    def __enter__(self) -> "Progress":
        return self

    def __exit__(self, *_error: Any) -> None:
        if self._is_seen and self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()

    def tell(self, done: int, total: int) -> None:
        now = time.monotonic()
        if not self._is_seen or now - self._shown < EVERY:
            return
        self._shown = now
        bar = "#" * (WIDTH * done // (total or 1))
        sys.stderr.write(f"\r\x1b[K{self._what} [{bar:<{WIDTH}}] {done}/{total}")
        sys.stderr.flush()
