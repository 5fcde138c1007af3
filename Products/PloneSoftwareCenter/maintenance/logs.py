"""The access log of a web server, taken into the numbers of downloads: each line once.

Remembered is how far a log was read: under the digest of its first line, the number of bytes and
their digest. A log that has grown, was rotated or packed begins with the same bytes, so it is gone
on with behind them; one that begins with the same line and goes on otherwise is not taken, since
nobody knows what of it was counted. What is counted and how far that is are written together.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import astuple
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from Products.PloneSoftwareCenter.downloads.store import add_downloads
from Products.PloneSoftwareCenter.downloads.store import Download
from Products.PloneSoftwareCenter.downloads.store import downloads_of_center
from Products.PloneSoftwareCenter.downloads.store import writable_downloads
from Products.PloneSoftwareCenter.index.names import center_index
from Products.PloneSoftwareCenter.pypi.access_log import Hit
from Products.PloneSoftwareCenter.pypi.access_log import read_line
from Products.PloneSoftwareCenter.pypi.access_log import UnreadableLine
from Products.PloneSoftwareCenter.pypi.downloads import first_day
from Products.PloneSoftwareCenter.pypi.filenames import guess_name_and_version
from Products.PloneSoftwareCenter.pypi.installers import Client
from Products.PloneSoftwareCenter.pypi.installers import read_user_agent
from Products.PloneSoftwareCenter.upload.write import write
from typing import Any
from typing import BinaryIO

import hashlib
import operator


#: bytes of the longest line; a longer one is none of an access log
LONGEST_LINE = 1 << 16
#: lines, and different numbers, after which what was counted is written
LINES, NUMBERS = 1_000_000, 50_000
#: bytes that are read at once to find out how far a log was read
BLOCK = 1 << 20
#: logs that are remembered
MOST_LOGS = 20_000


class LogRefused(Exception):
    """Why a log is not read: a sentence."""


@dataclass
class Fed:
    """What has become of a log so far; all are lines, but ``skipped``."""

    read: int = 0
    #: downloads that are counted
    counted: int = 0
    #: of files that are not here
    unknown: int = 0
    #: of names that nobody holds any more
    lost: int = 0
    #: no lines of an access log
    unreadable: int = 0
    #: the number of the first of them among the lines that were read, from 1; 0: there is none
    first_unreadable: int = 0
    #: bytes that were counted before
    skipped: int = 0
    #: whether the last line has no end yet: it is read when it has
    is_unfinished: bool = False


@dataclass
class Feed:
    """Reads one log into the numbers of a center.

    :param log: open for reading at its beginning, as bytes that are not packed
    :param prefix: only what lies below this path is meant
    :param redirects: whether 302 is a download: where clients are sent to the storage
    :param dry_run: whether nothing is written
    """

    center: Any
    log: BinaryIO
    prefix: bytes = b""
    redirects: bool = False
    dry_run: bool = False
    fed: Fed = field(default_factory=Fed)

    def __post_init__(self) -> None:
        #: (file name, day, client) -> how often
        self._found: Counter[tuple[str, str, Client]] = Counter()
        self._files: dict[str, tuple[str, str, int | None] | None] = {}
        self._hash = hashlib.sha256()
        self._head = ""
        #: digests of the first lines of the other logs that were counted
        self._heads: frozenset[str] = frozenset()
        #: what was remembered of this log when it was last written
        self._before: tuple[int, str] | None = None
        self._position = 0
        self._last_day = (datetime.now(UTC).date() + timedelta(days=1)).isoformat()

    def run(self) -> Iterator[Fed]:
        """Read it, and yield how far it is from time to time; what it says grows.

        :raises LogRefused: when it can't be known what of it was counted
        :raises PackageIndexError: when the database can't be written
        :raises OSError: when the log can't be read; what was counted before stays
        """
        line = self._begin()
        while line:
            if self._begins_another(line):
                self._write()
                raise LogRefused(
                    "A log that was counted by itself is a part of it, and begins here. What stands"
                    " before is counted."
                )
            if not self._take(line):
                break
            if self._is_full():
                self._write()
                yield self.fed
            line = self.log.readline(LONGEST_LINE)
        self._write()
        yield self.fed

    def _begin(self) -> bytes:
        """Find out how far it was read; return the line behind that."""
        line = self.log.readline(LONGEST_LINE)
        self._head = hashlib.sha256(line).hexdigest()
        kept = downloads_of_center(self.center)
        self._heads = frozenset(kept.logs).difference([self._head]) if kept else frozenset()
        self._before = self._remembered()
        if self._before is None:
            return line
        length, digest = self._before
        self._hash.update(line)
        left = length - len(line)
        while left > 0:
            block = self.log.read(min(left, BLOCK))
            if not block:
                raise LogRefused(
                    "It is shorter than the log that began with the same line and was counted."
                )
            self._hash.update(block)
            left -= len(block)
        if self._hash.hexdigest() != digest:
            raise LogRefused(
                "It begins with the same line as a log that was counted, and goes on otherwise."
            )
        self._position = self.fed.skipped = length
        return self.log.readline(LONGEST_LINE)

    def _begins_another(self, line: bytes) -> bool:
        """Does a log begin with this line that was counted by itself?"""
        return bool(self._heads) and hashlib.sha256(line).hexdigest() in self._heads

    def _remembered(self) -> tuple[int, str] | None:
        kept = downloads_of_center(self.center)
        found = kept.logs.get(self._head) if kept is not None else None
        return found[:2] if found is not None else None

    def _take(self, line: bytes) -> bool:
        """Count a line; say whether there may be another one."""
        if not line.endswith(b"\n"):
            if len(line) < LONGEST_LINE:
                self.fed.is_unfinished = True
                return False
            return self._drop(line)
        self._note(line)
        try:
            hit = read_line(line.rstrip(b"\r\n"), self.prefix)
            if hit is not None:
                self._count(hit)
        except UnreadableLine:
            self._unreadable()
        return True

    def _drop(self, line: bytes) -> bool:
        """Leave out a line that has no end."""
        while not line.endswith(b"\n"):
            self._hash.update(line)
            self._position += len(line)
            line = self.log.readline(LONGEST_LINE)
            if not line:
                # What comes later belongs to it; it is told again then, and that is all.
                self.fed.read += 1
                self._unreadable()
                return False
        self._note(line)
        self._unreadable()
        return True

    def _note(self, line: bytes) -> None:
        self._hash.update(line)
        self._position += len(line)
        self.fed.read += 1

    def _unreadable(self) -> None:
        self.fed.unreadable += 1
        self.fed.first_unreadable = self.fed.first_unreadable or self.fed.read

    def _count(self, hit: Hit) -> None:
        if hit.status not in (200, 206) and not (hit.status == 302 and self.redirects):
            return
        if hit.day > self._last_day:
            raise UnreadableLine()
        if hit.filename not in self._files:
            self._files[hit.filename] = self._find(hit.filename)
        found = self._files[hit.filename]
        if found is None:
            if guess_name_and_version(hit.filename) is not None:
                self.fed.unknown += 1
            return
        # A part that is the whole is one, as where this site sends it.
        if hit.status == 206 and hit.size != found[2]:
            return
        client = read_user_agent(hit.user_agent)
        self._found[hit.filename, hit.day, client] += 1
        self.fed.counted += 1

    def _find(self, filename: str) -> tuple[str, str, int | None] | None:
        """Return (name, version, size) of a file; the size is None where it is gone."""
        index = center_index(self.center)
        found = index.filenames.get(filename)
        if found is None:
            return None
        name, version = found[:2]
        record = index.names.get(name)
        release = record.releases.get(version) if record is not None else None
        state = release.files.get(filename) if release is not None else None
        return name, version, state["size"] if state is not None else None

    def _is_full(self) -> bool:
        return len(self._found) >= NUMBERS or self.fed.read % LINES == 0

    def _write(self) -> None:
        found = [
            (Download(*self._files[filename][:2], filename, day, *astuple(client)), number)
            for (filename, day, client), number in self._found.items()
        ]
        self._found.clear()
        self._files.clear()
        known = self._before[0] if self._before is not None else 0
        if not self.dry_run and self._position > known:
            digest = self._hash.copy().hexdigest()
            lost = write(
                lambda: self._step(found, digest), "Downloads of an access log are counted"
            )
            self.fed.lost += lost
            self.fed.counted -= lost
            self._before = (self._position, digest)
        # what was read for it is let go of
        self.center._p_jar.cacheGC()

    def _step(self, found: list[tuple[Download, int]], digest: str) -> int:
        if self._remembered() != self._before:
            raise LogRefused("Somebody else counts it at the same moment.")
        today = datetime.now(UTC).date()
        lost = add_downloads(self.center, found, first_day(today))
        remember(writable_downloads(self.center).logs, self._head, self._position, digest, today)
        return lost


def remember(logs: Any, head: str, position: int, digest: str, today: date) -> None:
    """Remember how far a log was read; what was read longest ago goes where there are too many.

    :param logs: digest of a first line -> (bytes, their digest, the day on which they were read)
    """
    logs[head] = (position, digest, today.isoformat())
    if len(logs) > MOST_LOGS:
        oldest = sorted(logs.items(), key=lambda pair: operator.itemgetter(2)(pair[1]))
        for other, _state in oldest[: MOST_LOGS // 10]:
            del logs[other]
