"""Known good sets of a center: by which name and version each is found, and what is in it.

A set that was published and deleted keeps its name and version: whoever built from its address must
never get another one there.
"""

from Acquisition import aq_base
from BTrees.OOBTree import OOBTree
from collections.abc import Iterable
from Products.CMFCore.utils import getToolByName
from Products.PloneSoftwareCenter.content.center import IPloneSoftwareCenter
from Products.PloneSoftwareCenter.content.states import INDEXED_RELEASE_STATES
from Products.PloneSoftwareCenter.content.states import state_of
from Products.PloneSoftwareCenter.index.queries import visible_record
from Products.PloneSoftwareCenter.index.update import center_of
from Products.PloneSoftwareCenter.index.visibility import is_visible
from Products.PloneSoftwareCenter.pypi.errors import InvalidVersion
from Products.PloneSoftwareCenter.pypi.errors import NotFound
from Products.PloneSoftwareCenter.pypi.names import normalize_name
from Products.PloneSoftwareCenter.pypi.sets import InvalidSet
from Products.PloneSoftwareCenter.pypi.sets import Member
from Products.PloneSoftwareCenter.pypi.sets import parse_members
from Products.PloneSoftwareCenter.pypi.sets import Pin
from Products.PloneSoftwareCenter.pypi.status import serves_files
from Products.PloneSoftwareCenter.pypi.versions import canonical_version
from zExceptions import BadRequest


#: attribute of the center: (normalized name, canonical version) -> id; "" of one that is deleted
ATTRIBUTE = "_psc_sets"
#: attribute of a set: its key there
PLACE = "_psc_set_place"

DRAFT, PUBLISHED, WITHDRAWN = "draft", "published", "withdrawn"

NO_NAME = "This index does not have it, or no longer."
NO_VERSION = "This index does not have this version, or no longer."
NO_FILES = "This version has no files in this index."


def find_set(center, name: str, version: str):
    """Return the set of a name and version.

    :raises NotFound: when there is none, or none for the asker
    """
    try:
        key = _key(name, version)
    except InvalidVersion:
        raise NotFound() from None
    set_id = _sets(center).get(key)
    if not set_id or not aq_base(center).has_key(set_id):
        raise NotFound()
    found = center._getOb(set_id)
    if not is_visible(found):
        raise NotFound()
    return found


def ids_of_sets(center, name: str) -> list[str]:
    """Return the ids of the sets of a name, drafts among them; the caller asks for rights."""
    sets, normalized = _sets(center), str(normalize_name(name))
    if not sets:
        return []
    # No version begins with a null character, so these are all keys of the name.
    return [id_ for id_ in sets.values((normalized, ""), (f"{normalized}\0", "")) if id_]


def find_sets(center, ids: Iterable[str] | None = None):
    """Return what the catalog knows of the sets that the asker may view, by name and version.

    :param ids: of some of them; None: all of the center
    """
    query = {
        "portal_type": "PSCSet",
        "path": {"query": "/".join(center.getPhysicalPath()), "depth": 1},
        "sort_on": "sortable_title",
    }
    if ids is not None:
        query["getId"] = list(ids)
        if not query["getId"]:
            # The catalog takes an empty list for no question.
            return []
    return getToolByName(center, "portal_catalog").searchResults(query)


def pins_of(center, members: Iterable[Member]) -> tuple[Pin, ...]:
    """Return what the index has of each member, for the asker, in the order of their names."""
    pins = [_pin(center, member) for member in members]
    return tuple(sorted(pins, key=lambda pin: normalize_name(pin.name)))


def _pin(center, member: Member) -> Pin:
    try:
        record = visible_record(center, member.name)
    except NotFound:
        return Pin(member.name, member.version, fault=NO_NAME)
    found = record.releases.get(canonical_version(member.version))
    is_served = serves_files(record.status)
    if found is None or not is_served or found.state not in INDEXED_RELEASE_STATES:
        return Pin(record.name, member.version, fault=NO_VERSION)
    states = [state for _filename, state in sorted(found.files.items())]
    if not states:
        return Pin(record.name, found.version, fault=NO_FILES)
    return Pin(
        name=record.name,
        version=found.version,
        sha256=tuple(state["digests"]["sha256"] for state in states),
        yanked=yanked_as_whole(found),
    )


def yanked_as_whole(release) -> bool | str:
    """Return False, True or the reason: a release is yanked, or each of its files is."""
    if release.yanked or not release.files:
        return release.yanked
    values = [state["yanked"] for state in release.files.values()]
    if not all(values):
        return False
    return next((value for value in values if isinstance(value, str)), True)


def require_members(center, text: str) -> None:
    """See that the index has each member, for the asker.

    :raises InvalidSet: with all that it does not have, and all lines that are no members
    """
    faults = [
        f"{pin.name} {pin.version}: {pin.fault}"
        for pin in pins_of(center, parse_members(text))
        if pin.fault
    ]
    if faults:
        raise InvalidSet(faults)


def require_free(center, name: str, version: str, known_good=None) -> None:
    """See that a set may have a name and a version.

    :param known_good: the set that wants them; None: one that is not made yet
    :raises InvalidSet: when another one has them, or had them when it was published
    """
    holder = _sets(center).get(_key(name, version))
    if holder is None or (known_good is not None and holder == known_good.getId()):
        return
    if holder:
        raise InvalidSet([f"There is a set {name} {version} already."])
    raise InvalidSet([f"There was a set {name} {version}: make a new version."])


def set_moved(known_good, event) -> None:
    """Subscriber: a set was added, renamed or deleted.

    :raises BadRequest: when it can't be what it says
    """
    if event.object is not known_good:
        # The center itself was moved: the ids in it stay.
        return
    if IPloneSoftwareCenter.providedBy(event.newParent):
        _hold(event.newParent, known_good, event.newName)
    elif IPloneSoftwareCenter.providedBy(event.oldParent):
        _let_go(event.oldParent, known_good, event.oldName)


def set_modified(known_good, event) -> None:
    """Subscriber: somebody has edited a set.

    :raises BadRequest: when it can't be what it says now
    """
    center = center_of(known_good)
    if center is not None:
        _hold(center, known_good, known_good.getId())


def _hold(center, known_good, set_id) -> None:
    key = _key(known_good.set_name, known_good.version)
    before = getattr(aq_base(known_good), PLACE, None)
    sets = _writable(center)
    try:
        if key != before:
            require_free(center, known_good.set_name, known_good.version)
        if state_of(known_good) == DRAFT:
            require_members(center, known_good.members)
    except InvalidSet as error:
        raise BadRequest(str(error)) from error
    if before is not None and before != key:
        sets.pop(before, None)
    if sets.get(key) != set_id:
        sets[key] = set_id
    if before != key:
        setattr(known_good, PLACE, key)


def _let_go(center, known_good, set_id) -> None:
    key = getattr(aq_base(known_good), PLACE, None)
    sets = _sets(center)
    if key is None or sets.get(key) != set_id:
        return
    if state_of(known_good) == DRAFT:
        del sets[key]
    else:
        sets[key] = ""


def _key(name: str, version: str) -> tuple[str, str]:
    return str(normalize_name(name)), canonical_version(version)


def _sets(center):
    found = getattr(aq_base(center), ATTRIBUTE, None)
    return {} if found is None else found


def _writable(center):
    if getattr(aq_base(center), ATTRIBUTE, None) is None:
        setattr(center, ATTRIBUTE, OOBTree())
    return getattr(aq_base(center), ATTRIBUTE)
