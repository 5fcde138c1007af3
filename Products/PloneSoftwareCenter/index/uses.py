"""Which names a name uses, and which use it: what its newest release says that it requires.

::

    NameRecord.uses     (canonical version of that release, the normalized names it requires)
    CenterIndex.users   (a name, a name that uses it): a set, to find the second by the first

That is the newest stable release that pages list and that is not yanked; while there is none, the
newest of the others. A new release that requires what the one before it did writes no more than
its own record, and two names that begin to use a third one at the same moment do not conflict.
"""

from BTrees.OOBTree import OOTreeSet
from Products.PloneSoftwareCenter.content.states import LISTED_RELEASE_STATES
from Products.PloneSoftwareCenter.index.metadata import core_metadata_of
from Products.PloneSoftwareCenter.pypi.dependencies import required_names
from Products.PloneSoftwareCenter.pypi.ordering import version_key


#: the largest part of a pair that there can be: normalized names are ASCII
_LAST = "\x7f"


def follow_uses(index, record, key):
    """Bring what a name uses up to date; the caller touches the record.

    :param key: canonical version of the release that was changed, or is no more
    """
    release = record.releases.get(key)
    current = record.uses[0] if record.uses else None
    if release is not None and _counts(release):
        if current is None or _rank(key) >= _rank(current):
            remember_uses(index, record, _uses_of(record, key))
    elif current == key:
        remember_uses(index, record, find_uses(record))


def find_uses(record):
    """Return what ``NameRecord.uses`` should be; reads through all releases of the name."""
    counting = [key for key, release in record.releases.items() if _counts(release)]
    newest = max(counting, key=_rank, default=None)
    return _uses_of(record, newest) if newest is not None else None


def remember_uses(index, record, found):
    """Write what a name uses, and that it does so; the caller touches the record.

    :param found: see ``NameRecord.uses``; None: nothing is known any more
    """
    before, after = names_used(record.uses), names_used(found)
    if record.uses != found:
        record.uses = found
    if index.users is None:
        index.users = OOTreeSet()
    for name in before - after:
        if (name, record.normalized_name) in index.users:
            index.users.remove((name, record.normalized_name))
    for name in after:
        index.users.insert((name, record.normalized_name))


def is_remembered(index, record):
    """Say whether the set knows all that a name uses."""
    users = index.users or ()
    return all((name, record.normalized_name) in users for name in names_used(record.uses))


def users_of(index, normalized):
    """Yield the normalized names that use one, in their order, whoever may see them."""
    if index.users is not None:
        for _name, user in index.users.keys((normalized, ""), (normalized, _LAST)):
            yield user


def newest_of(record):
    """Return the ``ReleaseRecord`` that says what a name requires; None where none counts."""
    return record.releases.get(record.uses[0]) if record.uses else None


def names_used(uses):
    """Return the names in a value of ``NameRecord.uses``."""
    return frozenset(uses[1]) if uses else frozenset()


def _uses_of(record, key):
    metadata = core_metadata_of(record, record.releases[key])
    return (key, required_names(metadata.requires_dist))


def _counts(release):
    return release.state in LISTED_RELEASE_STATES and not release.yanked and bool(release.files)


def _rank(key):
    is_readable, version, _text = version_key(key)
    return (is_readable, not version.is_prerelease, version)
