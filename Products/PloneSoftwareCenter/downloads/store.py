"""The numbers of a center, as the database keeps them: ``center._psc_downloads``.

::

    Downloads
        totals      some Tallies: normalized name -> all downloads of its files
        days        Tally: period -> downloads, of the names that all see who see the center
        names       normalized name -> NameDownloads
            days        Tally: period -> downloads
            versions    canonical version -> Tally: file name -> downloads
            periods     period -> Tally: (file name, installer, Python) -> downloads
        logs        see ``logs``

Two processes that write at the same time are merged where they add to the same numbers, and one
of them tries again where both want to make the same thing. What days are kept by is merged into
months when they are old, so that a name has about a hundred small tallies at most, and twelve more
with each year.
"""

from Acquisition import aq_base
from BTrees.OOBTree import OOBTree
from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from persistent import Persistent
from Products.PloneSoftwareCenter.downloads.tally import Tally
from Products.PloneSoftwareCenter.index.names import center_index
from Products.PloneSoftwareCenter.index.visibility import AS_CENTER
from Products.PloneSoftwareCenter.pypi.downloads import is_day
from Products.PloneSoftwareCenter.pypi.downloads import month_of
from Products.PloneSoftwareCenter.pypi.downloads import period_of

import zlib


ATTRIBUTE = "_psc_downloads"

#: how many tallies have the totals; in a center that has them it never changes
SLOTS = 32

#: the choices of a center: what is counted
REQUESTS, LOGS, OFF = "requests", "logs", "off"


@dataclass(frozen=True, slots=True)
class Download:
    """What is counted as the same."""

    #: normalized, as the record of the file has it
    name: str
    #: canonical
    version: str
    filename: str
    #: as ``2027-12-31``, of UTC
    day: str
    #: one of ``pypi.installers.INSTALLERS``
    installer: str
    #: as ``3.11``; empty: not known
    python: str


class NameDownloads(Persistent):
    """The numbers of one distribution name."""

    def __init__(self):
        self.days = Tally()
        self.versions = OOBTree()
        self.periods = OOBTree()


class Downloads(Persistent):
    """The numbers of a center."""

    def __init__(self):
        self.totals = tuple(Tally() for _ in range(SLOTS))
        self.days = Tally()
        self.names = OOBTree()
        self.logs = OOBTree()


def what_is_counted(center) -> str:
    """Return the choice of a center: ``REQUESTS``, ``LOGS`` or ``OFF``."""
    return getattr(aq_base(center), "download_counts", REQUESTS) or REQUESTS


def downloads_of_center(center) -> Downloads | None:
    """Return the numbers of a center, only to be read; None: there are none yet."""
    return getattr(aq_base(center), ATTRIBUTE, None)


def writable_downloads(center) -> Downloads:
    """Return the numbers of a center; they are begun where there are none yet."""
    found = downloads_of_center(center)
    if found is None:
        found = Downloads()
        setattr(aq_base(center), ATTRIBUTE, found)
    return found


def total_slot(downloads: Downloads, name: str) -> Tally:
    """Return the tally that has the total of a normalized name."""
    return downloads.totals[zlib.crc32(name.encode()) % len(downloads.totals)]


def add_downloads(center, found: Iterable[tuple[Download, int]], first: str) -> int:
    """Add numbers to those of a center.

    :param first: the first day that is kept as one, see ``pypi.downloads.first_day``
    :returns: how many were not added, since nobody holds the name any more
    """
    index, downloads = center_index(center), writable_downloads(center)
    lost, touched = 0, set()
    for one, number in found:
        record = index.names.get(one.name)
        if record is None or record.project_uid is None:
            lost += number
            continue
        _add(downloads, one, number, first, _is_open(index, one.name))
        touched.add(one.name)
    for name in touched:
        roll_up(downloads.names[name], first)
    _roll_up_days(downloads.days, first)
    return lost


def _is_open(index, name) -> bool:
    """Do all see the project of a name who see the center?"""
    return index.listing.get(name, (None, None, None))[2] == AS_CENTER


def _add(downloads: Downloads, one: Download, number: int, first: str, is_open: bool) -> None:
    of_name = downloads.names.get(one.name)
    if of_name is None:
        of_name = downloads.names[one.name] = NameDownloads()
    period = period_of(one.day, first)
    total_slot(downloads, one.name).add(one.name, number)
    if is_open:
        downloads.days.add(period, number)
    of_name.days.add(period, number)
    _tally(of_name.versions, one.version).add(one.filename, number)
    _tally(of_name.periods, period).add((one.filename, one.installer, one.python), number)


def _tally(tree: OOBTree, key: str) -> Tally:
    tally = tree.get(key)
    if tally is None:
        tally = tree[key] = Tally()
    return tally


def roll_up(of_name: NameDownloads, first: str) -> bool:
    """Merge the days of a name that are too old into their months; say whether there were any.

    :param first: the first day that is kept as one
    """
    _roll_up_days(of_name.days, first)
    # A month of this year sorts before its days, and is no day.
    old = [period for period in of_name.periods.keys(max=first, excludemax=True) if is_day(period)]
    for day in old:
        tally, month = of_name.periods[day], _tally(of_name.periods, month_of(day))
        for key, number in tally.numbers.items():
            month.add(key, number)
        # Whoever adds to it at this moment must not do so where nobody looks any more.
        tally.close()
        del of_name.periods[day]
    return bool(old)


def _roll_up_days(days: Tally, first: str) -> None:
    for period in [one for one in days.numbers if is_day(one) and one < first]:
        number = days.numbers[period]
        days.add(month_of(period), number)
        days.add(period, -number)


def roll_up_some(center, after: str, count: int, first: str) -> str:
    """Roll some more names up, of which nothing may have been downloaded for long.

    :param after: the name behind which to begin; empty: with the first
    :param count: how many names are looked at
    :returns: the last name that was looked at; empty: that was the end
    """
    downloads = writable_downloads(center)
    last = after
    for last in _some(downloads.names.keys(min=after, excludemin=bool(after)), count):
        roll_up(downloads.names[last], first)
    return last if last != after else ""


def _some(keys, count: int) -> Iterator[str]:
    for _number, key in zip(range(count), keys, strict=False):
        yield key


def drop_name(center, name: str) -> None:
    """Drop the numbers of a name that has become free for everybody."""
    downloads = downloads_of_center(center)
    if downloads is None or name not in downloads.names:
        return
    del downloads.names[name]
    tally = total_slot(downloads, name)
    tally.add(name, -tally.numbers.get(name, 0))
