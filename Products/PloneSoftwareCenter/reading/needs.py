"""What a release needs, found once for each state of the index and each audience.

A search may keep a processor busy for seconds, and anybody may ask for one. So a process makes one
at a time: whoever asks for the same meanwhile gets its outcome, also that there is none, and all
the other threads go on answering what is cheap.
"""

from Products.PloneSoftwareCenter.index.cache import cached_value
from Products.PloneSoftwareCenter.index.names import center_index
from Products.PloneSoftwareCenter.index.offers import offer_of
from Products.PloneSoftwareCenter.index.offers import offers_of
from Products.PloneSoftwareCenter.index.pages import audience_of
from Products.PloneSoftwareCenter.pypi.effort import NoSetFits
from Products.PloneSoftwareCenter.pypi.effort import StillSearching
from Products.PloneSoftwareCenter.pypi.resolution import environment_of
from Products.PloneSoftwareCenter.pypi.resolution import resolve
from Products.PloneSoftwareCenter.pypi.sets import Member

import threading


#: seconds that a search waits for the one before
PATIENCE = 10

_turn = threading.Lock()


def needs_of(
    center, record, release, python: str, platform: str
) -> tuple[tuple[Member, ...], tuple[str, ...]]:
    """Return the members of what a release needs, and remarks on what the index does not have.

    :param record: of its name
    :raises InvalidEnvironment: when nobody knows the Python or the platform
    :raises NoSetFits: when there are no versions that fit together
    :raises StillSearching: when other searches take too long
    """
    environment = environment_of(python, platform)
    stamp = center_index(center).stamp
    # Whoever sees the same of the index as it is now gets the same.
    place = (record.normalized_name, release.version, python, platform, audience_of(center))

    def search():
        return _search(center, record, release, environment)

    found = cached_value(stamp, place, lambda: _in_turn(stamp, place, search))
    if isinstance(found, NoSetFits):
        # A new one: what was kept is raised by several threads, and would hold their frames.
        raise NoSetFits(found.causes)
    return found


def _in_turn(stamp, place, search):
    if not _turn.acquire(timeout=PATIENCE):
        raise StillSearching()
    try:
        # Whoever had the turn before may have found it.
        return cached_value(stamp, place, search)
    finally:
        _turn.release()


def _search(center, record, release, environment):
    try:
        found = resolve(offer_of(record, release), offers_of(center), environment)
    except NoSetFits as error:
        return NoSetFits(error.causes)
    return (
        tuple(Member(one.name, one.version) for one in found.chosen),
        tuple(f"Not in this index: {one}" for wants in found.outside.values() for one in wants),
    )
