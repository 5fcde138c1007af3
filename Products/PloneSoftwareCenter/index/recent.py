"""The newest releases, from records alone.

No record lists them by time, since each upload would write it. Every change of a name is in its
serial, though: the newest releases are among the names that were changed last, and among those with
the newest stable releases, which the catalog knows.
"""

from dataclasses import dataclass
from datetime import datetime
from heapq import nlargest
from Products.PloneSoftwareCenter.content.states import LISTED_RELEASE_STATES
from Products.PloneSoftwareCenter.index.cache import cached_value
from Products.PloneSoftwareCenter.index.files import upload_time
from Products.PloneSoftwareCenter.index.json_pages import core_metadata_of
from Products.PloneSoftwareCenter.index.names import center_index
from Products.PloneSoftwareCenter.index.projects import find_projects
from Products.PloneSoftwareCenter.index.queries import is_listed
from Products.PloneSoftwareCenter.index.visibility import AS_CENTER
from Products.PloneSoftwareCenter.index.visibility import sees_projects_of
from Products.PloneSoftwareCenter.pypi.status import serves_files


#: how many releases are told of at most
MOST = 50
#: how many names that were changed last are looked at
LOOKED_AT = 500


@dataclass(frozen=True)
class NewRelease:
    """A release with a file, as its record and its archive tell it."""

    name: str
    normalized_name: str
    #: as first written, and as it is compared
    version: str
    canonical_version: str
    summary: str
    project_id: str
    release_id: str
    #: aware: when its first file came
    published: datetime


def newest_of_center(center) -> tuple[NewRelease, ...]:
    """Return the newest releases that the asker sees, the newest first."""
    found = find_projects(center, **_BY_RELEASE)
    return _newest(center, [*_names_of(center, found), *_changed_last(center)])


def newest_of_projects(center, **criteria) -> tuple[NewRelease, ...]:
    """Return the newest releases of some projects.

    :param criteria: as the catalog takes them, such as ``psc_categories``
    """
    changed = _changed_last(center)
    stable = find_projects(center, **criteria, **_BY_RELEASE)
    others = find_projects(center, **criteria, psc_names=list(changed)) if changed else []
    return _newest(center, [*_names_of(center, stable), *_names_of(center, others)])


def newest_of_project(center, record) -> tuple[NewRelease, ...]:
    """Return the newest releases of the project that holds a name; the caller asks for rights."""
    return _merged(center, center_index(center).projects.get(record.project_uid, ()))


_BY_RELEASE = {
    "sort_on": "psc_latest_release_date",
    "sort_order": "descending",
    "sort_limit": MOST,
}


def _names_of(center, brains) -> list[str]:
    projects = center_index(center).projects
    return [name for brain in brains for name in projects.get(brain.UID, ())]


def _changed_last(center) -> tuple[str, ...]:
    index = center_index(center)
    return cached_value(index.stamp, "changed last", lambda: _by_serial(index))


def _by_serial(index) -> tuple[str, ...]:
    names = index.names
    return tuple(nlargest(LOOKED_AT, index.listing, key=lambda name: names[name].serial_number))


def _newest(center, names) -> tuple[NewRelease, ...]:
    sees_center = sees_projects_of(center)
    listing = center_index(center).listing
    seen = [
        name
        for name in dict.fromkeys(names)
        if name in listing
        and (sees_center if listing[name][2] == AS_CENTER else is_listed(center, name))
    ]
    return _merged(center, seen)


def _merged(center, names) -> tuple[NewRelease, ...]:
    records = center_index(center).names
    found = [
        (published, name, key)
        for name in names
        if serves_files(records[name].status)
        for published, key in _of_name(records[name])
    ]
    return tuple(_told(records[name], key) for _published, name, key in nlargest(MOST, found))


def _of_name(record) -> tuple[tuple[int, str], ...]:
    """Return (microseconds, canonical version) of the newest releases of a name."""
    return cached_value(record, "newest", lambda: tuple(nlargest(MOST, _times(record))))


def _times(record):
    for key, release in record.releases.items():
        if release.state not in LISTED_RELEASE_STATES or release.yanked or not release.files:
            continue
        yield min(state["upload_time"] for state in release.files.values()), key


def _told(record, key) -> NewRelease:
    release = record.releases[key]
    first = min(release.files.values(), key=lambda state: state["upload_time"])
    return NewRelease(
        name=record.name,
        normalized_name=record.normalized_name,
        version=release.version,
        canonical_version=key,
        summary=core_metadata_of(record, release).summary or "",
        project_id=record.project_id,
        release_id=release.release_id,
        published=upload_time(first),
    )
