"""What is wrong with stored bytes: told in the log once, however often met, and to managers."""

from collections.abc import Hashable
from dataclasses import dataclass
from Products.PloneSoftwareCenter.storage.interfaces import FileDamaged
from Products.PloneSoftwareCenter.storage.interfaces import FileMissing

import logging
import re
import threading
import time


logger = logging.getLogger(__name__)

#: seconds until the same is told again
QUIET = 600
#: digests and keys, as strategies write them into their sentences
KEY = re.compile(r"[0-9a-f]{16,}")
#: faults that a process remembers
MOST = 1000


@dataclass
class Fault:
    """Something that was told."""

    #: path of the center
    center: tuple[str, ...]
    #: one English sentence, for administrators only
    sentence: str
    #: when it was last told in the log, of the monotonic clock
    told: float
    #: when it was last met
    met: float
    #: how often it was met since it was last told
    silent: int = 0


_faults: dict[Hashable, Fault] = {}
_lock = threading.Lock()


def tell(path: tuple[str, ...], filename: str, strategy: str, error: Exception) -> None:
    """Write a fault into the log, with the file, unless it was told some minutes ago.

    When a storage as a whole does not answer, that is one fault, however many files are asked for;
    for another reason it is another one.

    :param path: of the center
    """
    is_of_file = isinstance(error, (FileDamaged, FileMissing))
    # What the reason names by its key is one file of many.
    key = (path, strategy, type(error), filename if is_of_file else KEY.sub("", str(error)))
    now = time.monotonic()
    with _lock:
        fault = _faults.pop(key, None)
        sentence = f"{filename}: {error}"
        if fault is not None and now - fault.told < QUIET:
            fault.met = now
            fault.silent += 1
            _faults[key] = fault
            return
        silent = fault.silent if fault is not None else 0
        _faults[key] = Fault(path, sentence, now, now)
        while len(_faults) > MOST:
            del _faults[next(iter(_faults))]
    again = f" (met {silent} more times since this was last told)" if silent else ""
    logger.error("%s, storage %s: %s%s", "/".join(path), strategy, sentence, again)


def recent_faults(center) -> list[str]:
    """Return what this process has met lately at a center, a sentence each, the newest last.

    It may be mended by now, so it is said when that was.
    """
    path, now = center.getPhysicalPath(), time.monotonic()
    with _lock:
        found = [
            (fault.sentence, now - fault.met) for fault in _faults.values() if fault.center == path
        ]
    return [f"{sentence} ({_ago(seconds)})" for sentence, seconds in found if seconds < QUIET]


def _ago(seconds: float) -> str:
    minutes = int(seconds // 60)
    return f"last met {minutes} min ago" if minutes else "met in the last minute"


def forget_faults() -> None:
    """Tell everything again."""
    with _lock:
        _faults.clear()
