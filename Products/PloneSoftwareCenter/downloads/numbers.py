"""What is read of the numbers of a center. Whether the asker may know of a name, others ask."""

from collections import Counter
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from Products.PloneSoftwareCenter.content.states import INDEXED_RELEASE_STATES
from Products.PloneSoftwareCenter.downloads.store import downloads_of_center
from Products.PloneSoftwareCenter.downloads.store import NameDownloads
from Products.PloneSoftwareCenter.downloads.store import OFF
from Products.PloneSoftwareCenter.downloads.store import total_slot
from Products.PloneSoftwareCenter.downloads.store import what_is_counted
from Products.PloneSoftwareCenter.index.cache import cached_value
from Products.PloneSoftwareCenter.index.names import center_index
from Products.PloneSoftwareCenter.pypi.downloads import Row
from Products.PloneSoftwareCenter.pypi.downloads import Span
from Products.PloneSoftwareCenter.pypi.status import serves_files


def are_shown(center) -> bool:
    """Do pages and services of a center tell of downloads?"""
    return what_is_counted(center) != OFF


def total_of_names(center, names: Iterable[str]) -> int:
    """Return how often the files of some normalized names were downloaded, ever."""
    kept = downloads_of_center(center)
    if kept is None:
        return 0
    return sum(total_slot(kept, name).numbers.get(name, 0) for name in names)


def periods_of_names(center, names: Iterable[str]) -> Mapping[str, int]:
    """Return period -> number of some normalized names, together."""
    found = [_of_name(center, name) for name in names]
    return sum((Counter(one.days.numbers) for one in found if one is not None), Counter())


def periods_of_center(center) -> Mapping[str, int]:
    """Return period -> number of all names that everybody sees who sees the center."""
    kept = downloads_of_center(center)
    return kept.days.numbers if kept is not None else {}


def files_of_version(center, name: str, version: str) -> Mapping[str, int]:
    """Return file name -> number of one version, ever.

    :param name: normalized
    :param version: canonical
    """
    of_name = _of_name(center, name)
    tally = of_name.versions.get(version) if of_name is not None else None
    return tally.numbers if tally is not None else {}


def downloads_by_project(center) -> Mapping[str, int]:
    """Return project id -> number, ever, of all projects that have some and are in lists."""
    kept = downloads_of_center(center)
    if kept is None:
        return {}
    index = center_index(center)
    state = ("downloads", *state_of_totals(center))
    return cached_value(index.listing_stamp, state, lambda: _by_project(index, kept.totals))


def state_of_totals(center) -> tuple[bytes, ...]:
    """Return what tells one state of the totals from another; hashable."""
    kept = downloads_of_center(center)
    if kept is None:
        return ()
    for slot in kept.totals:
        # a ghost tells the serial of the state before
        slot._p_activate()
    return tuple(slot._p_serial for slot in kept.totals)


def _by_project(index, slots) -> Mapping[str, int]:
    found: Counter[str] = Counter()
    for slot in slots:
        for name, number in slot.numbers.items():
            listed = index.listing.get(name)
            if listed is not None:
                found[listed[1]] += number
    return found


def rows_of_name(center, name: str, span: Span) -> Iterator[Row]:
    """Yield all numbers of a normalized name, the oldest first.

    Files that installers do not see (any more) are told together, without their names.
    """
    of_name = _of_name(center, name)
    record = center_index(center).names.get(name)
    if of_name is None or record is None:
        return
    shown = _shown_files(record)
    for period, tally in of_name.periods.items():
        if not span.has(period):
            continue
        merged: Counter[tuple[str, str, str]] = Counter()
        for (filename, installer, python), number in tally.numbers.items():
            merged[filename if filename in shown else "", installer, python] += number
        for (filename, installer, python), number in sorted(merged.items()):
            version = shown.get(filename, "")
            yield Row(name, version, filename, period, installer, python, number)


def _shown_files(record) -> Mapping[str, str]:
    """Return file name -> version of the files that installers see of a name."""
    if not serves_files(record.status):
        return {}
    return {
        filename: release.version
        for release in record.releases.values()
        if release.state in INDEXED_RELEASE_STATES
        for filename in release.files
    }


def _of_name(center, name: str) -> NameDownloads | None:
    kept = downloads_of_center(center)
    return kept.names.get(name) if kept is not None else None
