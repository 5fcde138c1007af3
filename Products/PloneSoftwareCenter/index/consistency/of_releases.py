"""The releases of one name of a project."""

from Acquisition import aq_base
from Products.PloneSoftwareCenter.content.distributions import main_name
from Products.PloneSoftwareCenter.content.states import LISTED_RELEASE_STATES
from Products.PloneSoftwareCenter.index.consistency.difference import Difference
from Products.PloneSoftwareCenter.index.consistency.of_files import file_differences
from Products.PloneSoftwareCenter.index.names import touch
from Products.PloneSoftwareCenter.index.records import ReleaseRecord
from Products.PloneSoftwareCenter.index.update import drop_release
from Products.PloneSoftwareCenter.index.update import fill_release
from Products.PloneSoftwareCenter.index.update import PLACE
from Products.PloneSoftwareCenter.index.update import release_state
from Products.PloneSoftwareCenter.pypi.errors import InvalidVersion
from Products.PloneSoftwareCenter.pypi.names import normalize_name
from Products.PloneSoftwareCenter.pypi.versions import canonical_version


#: what sentences call the attributes of a record
WORDS = {"release_id": "address"}


def name_of(release, project):
    """Return the normalized name that a release is one of; without one, the main name."""
    return normalize_name(release.distribution or main_name(project) or "")


def key_of(release):
    """Return the key of a release in its name's record, None where its version is none."""
    try:
        return canonical_version(release.version or "")
    except InvalidVersion:
        return None


def listed_in(record):
    """Return how many releases of a name's record pages list."""
    return sum(found.state in LISTED_RELEASE_STATES for found in record.releases.values())


def release_differences(survey, project, record, releases):
    """Yield what is wrong with the records of a name's releases and their files.

    :param releases: the releases of that name in the project
    """
    chosen, twice = _choose(record, releases)
    yield from twice
    for key, release in chosen.items():
        found = record.releases.get(key)
        if found is None:
            yield _missing(survey, record, release, key)
            continue
        wanted = release_state(release)
        wrong = [name for name, value in wanted.items() if getattr(found, name) != value]
        if wrong:
            yield _differs(survey, record, found, release, wrong)
        if getattr(aq_base(release), PLACE, None) != (record.normalized_name, key):
            yield _misplaced(record, release, key)
        yield from file_differences(survey, record, key, release)
    yield from (
        _too_many(survey, record, key) for key in list(record.releases) if key not in chosen
    )


def _choose(record, releases):
    """Return canonical version -> the release that stands for it, and what is there twice."""
    chosen, twice = {}, []
    for release in sorted(releases, key=lambda one: one.getId()):
        key = key_of(release)
        if key is None:
            continue
        other = chosen.get(key)
        found = record.releases.get(key)
        if other is None or (found is not None and found.release_id == release.getId()):
            chosen[key] = release
        if other is not None:
            twice.append(
                Difference(
                    "release-twice",
                    f"{record.name} {release.version}",
                    f"The release {record.name} {release.version} is there twice,"
                    f" as {other.getId()} and as {release.getId()}; delete one of them.",
                )
            )
    return chosen, twice


def _missing(survey, record, release, key):
    def mend():
        index = survey.writable
        if key not in record.releases:
            record.releases[key] = ReleaseRecord(release.version)
            touch(index, record)
        fill_release(index, record, record.releases[key], release)

    return Difference(
        "release-missing",
        f"{record.name} {release.version}",
        f"The release {record.name} {release.version} is missing in the index.",
        mend,
    )


def _differs(survey, record, found, release, wrong):
    words = ", ".join(WORDS.get(name, name) for name in wrong)
    return Difference(
        "release-differs",
        f"{record.name} {release.version}",
        f"What the index keeps of {record.name} {release.version} is not what the release"
        f" says: {words}.",
        lambda: fill_release(survey.writable, record, found, release),
    )


def _misplaced(record, release, key):
    return Difference(
        "release-place",
        f"{record.name} {release.version}",
        f"The release {record.name} {release.version} does not know its place in the index.",
        lambda: setattr(release, PLACE, (record.normalized_name, key)),
    )


def _too_many(survey, record, key):
    version = record.releases[key].version

    def mend():
        if key in record.releases:
            drop_release(survey.writable, record, key)

    return Difference(
        "release-too-many",
        f"{record.name} {version}",
        f"The index has a release {record.name} {version}, and there is none.",
        mend,
    )
