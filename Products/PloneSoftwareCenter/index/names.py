"""Which project of a center holds which distribution names.

Names are compared normalized, main and further names together, and without
regard to who may see what: a private project's name is not free.
"""

from AccessControl import getSecurityManager
from Acquisition import aq_base
from plone.uuid.interfaces import ATTRIBUTE_NAME as UUID
from Products.PloneSoftwareCenter.index.lookalikes import names_like
from Products.PloneSoftwareCenter.index.lookalikes import note_name
from Products.PloneSoftwareCenter.index.records import CenterIndex
from Products.PloneSoftwareCenter.index.records import NameRecord
from Products.PloneSoftwareCenter.index.records import Stamp
from Products.PloneSoftwareCenter.index.space import count_stored
from Products.PloneSoftwareCenter.index.uses import remember_uses
from Products.PloneSoftwareCenter.index.visibility import AS_CENTER
from Products.PloneSoftwareCenter.pypi.errors_access import NameNotAvailable
from Products.PloneSoftwareCenter.pypi.names import check_name
from Products.PloneSoftwareCenter.pypi.names import is_reserved
from Products.PloneSoftwareCenter.pypi.names import normalize_name
from Products.PloneSoftwareCenter.pypi.spellings import look_of


ATTRIBUTE = "_psc_index"
MANAGE_NAMES = "PloneSoftwareCenter: Manage Names"


def center_index(center):
    """Return the ``CenterIndex`` of a center; for a center without one, an empty one.

    A copied center brings a copy of the other one's records; it starts anew.
    """
    base = aq_base(center)
    index = getattr(base, ATTRIBUTE, None)
    # asked many times a page: what ``UID`` reads in the end, where nobody has it read otherwise
    if index is not None and index.center_uid == getattr(base, UUID, None):
        return index
    if index is None or index.center_uid != center.UID():
        return CenterIndex(center.UID())
    return index


def writable_index(center):
    """Return the ``CenterIndex`` of a center, made now if there is none."""
    index = center_index(center)
    if index is not getattr(aq_base(center), ATTRIBUTE, None):
        setattr(center, ATTRIBUTE, index)
    return index


def find_record(center, name):
    """Return the ``NameRecord`` of a name that a project holds, or None."""
    record = center_index(center).names.get(normalize_name(name))
    if record is None or record.project_uid is None:
        return None
    return record


def names_of(center, project):
    """Return the records of the names that a project holds, its main name first."""
    index = center_index(center)
    held = index.projects.get(project.UID(), ())
    return [index.names[name] for name in held]


def check_claim(center, names, project=None):
    """See whether a project may hold these names.

    :param project: the one that wants them; None: one that is not made yet
    :raises InvalidName: when one is none
    :raises NameNotAvailable: when one is another project's; or when it is reserved, was a
        deleted project's, or looks like another one and the center does not take such names,
        which only who manages names may give away
    """
    uid = project.UID() if project is not None else None
    index = center_index(center)
    for name in names:
        check_name(name)
        record = index.names.get(normalize_name(name))
        holder = record.project_uid if record is not None else None
        if holder is not None and holder == uid:
            continue
        kept = (
            is_reserved(name, center.reserved_names)
            or (record is not None and record.is_reserved)
            or (not center.similar_names and _is_too_similar(center, index, name, uid))
        )
        if holder is not None or (kept and not _manages_names(center)):
            raise NameNotAvailable(name)


def _is_too_similar(center, index, name, uid):
    """Does a name look like one that is reserved, or another project's?"""
    look = look_of(name)
    if any(look_of(pattern) == look for pattern in center.reserved_names):
        return True
    for other in names_like(index, name):
        record = index.names.get(other)
        if record is None or other == normalize_name(name):
            continue
        if record.is_reserved or record.project_uid not in (None, uid):
            return True
    return False


def _manages_names(center):
    return bool(getSecurityManager().checkPermission(MANAGE_NAMES, center))


def claim(center, project, name):
    """Give a name to a project; return its record, which tells the project's status.

    ``check_claim`` comes before.
    """
    index = writable_index(center)
    normalized = normalize_name(name)
    record = index.names.get(normalized)
    if record is None:
        record = index.names[normalized] = NameRecord(name, normalized)
        note_name(index, normalized)
    if record.project_uid not in (None, project.UID()):
        raise NameNotAvailable(name)
    changed = name_state(project, name)
    if any(getattr(record, key) != value for key, value in changed.items()):
        for key, value in changed.items():
            setattr(record, key, value)
        touch(index, record)
    return record


def name_state(project, name):
    """Return what the record of a name keeps of the project that holds it, by attribute."""
    return {
        "name": name,
        "project_uid": project.UID(),
        "project_id": project.getId(),
        "status": project.status,
        "status_reason": project.status_reason,
    }


def touch(index, record):
    """Say that a name's record, or anything below it, has changed."""
    record.touch()
    index.stamp.touch()


def count_listed(index, record, difference):
    """Keep the numbers of releases that pages list."""
    if difference:
        record.listed += difference
        index.listed.change(difference)


def give_up(center, record):
    """Take a name from its project.

    A name that never had a file is free again; any other one stays reserved,
    since somebody's builds may still ask for it. The record of either stays: what
    a center has ever held, it does not let its upstream answer.
    """
    index = writable_index(center)
    unlist(index, record.normalized_name)
    count_listed(index, record, -record.listed)
    count_stored(index, record, -record.stored)
    record.project_uid = record.project_id = None
    record.releases.clear()
    remember_uses(index, record, None)
    touch(index, record)


def show_in_list(center, record, visibility):
    """Have a name in the root list.

    :param visibility: see ``index.visibility``
    """
    index = writable_index(center)
    value = listing_value(record, visibility)
    before = index.listing.get(record.normalized_name)
    if before != value:
        index.listing[record.normalized_name] = value
        # Who follows serials must learn of a name that comes into sight.
        record.touch()
        _touch_listing(index)
        if visibility != AS_CENTER:
            _note_loss(index, before)


def listing_value(record, visibility):
    """Return what the root list keeps of a name."""
    return (record.name, record.project_id, visibility)


def unlist(index, name):
    """Have a name not in the root list."""
    before = index.listing.pop(name, None)
    if before is not None:
        _touch_listing(index)
        _note_loss(index, before)


def _note_loss(index, before):
    """Say that the list has become shorter, if it has for those who see the center.

    :param before: what it kept of the name; None: nothing
    """
    if before is None or before[2] != AS_CENTER:
        return
    if index.shrunk is None:
        index.shrunk = Stamp()
    index.shrunk.touch()


def _touch_listing(index):
    """Say that the listing has changed: what everybody may see of the center with it."""
    index.listing_stamp.touch()
    # A page of all files would else outlive the right to see some of them.
    index.stamp.touch()
