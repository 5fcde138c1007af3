"""The releases of a name in order, kept ready: of five thousand, a page reads those it shows."""

from Products.PloneSoftwareCenter.content.states import LISTED_RELEASE_STATES
from Products.PloneSoftwareCenter.index.cache import cached_value
from Products.PloneSoftwareCenter.pypi.versions import sort_versions
from typing import NamedTuple


class ReleaseLine(NamedTuple):
    """What decides whether and where a page shows a release."""

    #: canonical version, by which the record has it
    key: str
    #: as first written
    version: str
    #: of the content object
    release_id: str
    state: str
    is_yanked: bool

    @property
    def is_listed(self) -> bool:
        """Do pages list it for everybody who sees the project?"""
        return self.state in LISTED_RELEASE_STATES

    @property
    def is_offered(self) -> bool:
        """Would a page say how to install it?"""
        return self.is_listed and not self.is_yanked


def release_lines(record) -> tuple[ReleaseLine, ...]:
    """Return a line for each release of a name, newest first."""
    return cached_value(record, "lines", lambda: _lines(record))


def offered(record) -> tuple[ReleaseLine | None, ReleaseLine | None]:
    """Return the newest stable release, and the newest pre-release if it is newer than that."""
    stable = before = None
    for line in release_lines(record):
        if line.is_offered and line.state == "final":
            stable = line
            break
        if line.is_offered and before is None:
            before = line
    return stable, before


def line_before(record, key) -> ReleaseLine | None:
    """Return the release before one, as pages list them: for a final one the final one before.

    :param key: canonical version
    """
    lines = release_lines(record)
    place = next((number for number, line in enumerate(lines) if line.key == key), None)
    if place is None:
        return None
    older = [line for line in lines[place + 1 :] if line.is_listed]
    if lines[place].state == "final":
        return next((line for line in older if line.state == "final"), None)
    return older[0] if older else None


def _lines(record):
    by_version = {release.version: (key, release) for key, release in record.releases.items()}
    return tuple(_line(*by_version[version]) for version in sort_versions(by_version))


def _line(key, release):
    return ReleaseLine(
        key, release.version, release.release_id, release.state, bool(release.yanked)
    )
