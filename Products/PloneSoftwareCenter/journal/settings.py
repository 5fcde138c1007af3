"""What was changed in a form, by REST or on the sharing page: before and after.

Nobody tells what a value has been before; the database still knows it, until the commit.
"""

from Acquisition import aq_base
from Products.PloneSoftwareCenter.content.center import IPloneSoftwareCenter
from Products.PloneSoftwareCenter.content.file import IPSCFile
from Products.PloneSoftwareCenter.content.filelink import IPSCFileLink
from Products.PloneSoftwareCenter.content.project import IPSCProject
from Products.PloneSoftwareCenter.content.release import IPSCRelease
from Products.PloneSoftwareCenter.journal.entries import record
from Products.PloneSoftwareCenter.journal.entries import record_of
from Products.PloneSoftwareCenter.people.interfaces import ROLES as OF_PROJECTS
from Products.PloneSoftwareCenter.pypi.journal import LONGEST
from Products.PloneSoftwareCenter.pypi.journal import printable
from ZODB.utils import z64
from zope.container.interfaces import IContainerModifiedEvent
from zope.schema import getFieldNames


#: under which a transaction keeps what it has told already
KEY = "Products.PloneSoftwareCenter.journal.settings"

#: fields of behaviors
COMMON = ("title", "description", "subject", "creators", "expiration_date", "effective_date")
#: fields that have events of their own
TOLD = frozenset(("yanked", "yanked_reason", "status", "status_reason"))
#: which values are told, too; of others, only that they were changed
VALUES = frozenset(("distributions", "external_url"))

ROLES = "__ac_local_roles__"

LISTS = (list, tuple, set, frozenset)
#: characters of a value before, and of that after: neither takes the other's place
HALF = LONGEST // 2 - 5


def center_edited(center, event):
    """Subscriber: the form of a center was saved."""
    if not IContainerModifiedEvent.providedBy(event):
        changed = _changed(center, IPloneSoftwareCenter)
        if changed:
            record(center, "settings", words=_all_shown(changed))


def roles_changed(content, event):
    """Subscriber: roles in a center or a project were changed, on its sharing page or elsewhere.

    Those of owners and maintainers of a project have entries of their own.
    """
    before = _before(content).get(ROLES) or {}
    after = getattr(aq_base(content), ROLES, None) or {}
    if not _is_stored(content) or callable(before) or callable(after):
        return
    is_project = IPSCProject.providedBy(content)
    others = OF_PROJECTS if is_project else ()
    changed = {
        who: tuple(sorted(set(held.get(who, ())) - set(others)) for held in (before, after))
        for who in {*before, *after}
    }
    changed = _untold(content, {who: pair for who, pair in changed.items() if pair[0] != pair[1]})
    if not changed:
        return
    if is_project:
        record_of(content, "project-roles", words=_all_shown(changed))
    else:
        record(content, "center-roles", words=_all_shown(changed))


def part_edited(content, event):
    """Subscriber: a part of a center was edited, or an upload has changed its page."""
    if IContainerModifiedEvent.providedBy(event):
        return
    word, schema = next(found for kind, found in _PARTS if kind.providedBy(content))
    changed = _changed(content, schema)
    if changed:
        told = {name: _shown(pair) for name, pair in changed.items() if name in VALUES}
        record_of(content, f"{word}-edited", fields=" ".join(sorted(changed)), **told)


_PARTS = (
    (IPSCProject, ("project", IPSCProject)),
    (IPSCRelease, ("release", IPSCRelease)),
    (IPSCFile, ("file", IPSCFile)),
    (IPSCFileLink, ("link", IPSCFileLink)),
)


def _changed(content, schema):
    """Return what this transaction has changed of the fields: name -> (before, after)."""
    if not _is_stored(content):
        return {}
    before, after = _before(content), vars(aq_base(content))
    names = {*getFieldNames(schema), *COMMON} - TOLD
    default = type(aq_base(content))
    found = {
        name: tuple(held.get(name, getattr(default, name, None)) for held in (before, after))
        for name in names
        if name in before or name in after
    }
    return _untold(content, {name: pair for name, pair in found.items() if pair[0] != pair[1]})


def _untold(content, changed):
    """Return what was not told in this transaction yet."""
    if not changed:
        return {}
    current = content._p_jar.transaction_manager.get()
    try:
        told = current.data(KEY)
    except KeyError:
        told = {}
        current.set_data(KEY, told)
    found = {}
    for name, pair in changed.items():
        place = (content._p_oid, name)
        if told.get(place) != repr(pair[1]):
            told[place] = repr(pair[1])
            found[name] = pair
    return found


def _before(content):
    """Return the attributes that content has had before this transaction."""
    if not _is_stored(content):
        return {}
    base = aq_base(content)
    connection = base._p_jar
    # ``connection.oldstate`` would ask what keeps a savepoint, where there is one.
    stored = connection._normal_storage.loadSerial(base._p_oid, base._p_serial)
    return connection._reader.getState(stored)


def _is_stored(content):
    return content._p_jar is not None and content._p_serial != z64


def _all_shown(changed):
    return {word: _shown(pair) for word, pair in changed.items()}


def _shown(pair):
    texts = [_text(value) for value in pair]
    if any(len(text) > HALF for text in texts) and all(isinstance(one, LISTS) for one in pair):
        # What has come or gone may stand at the end.
        texts = [_text([one for one in pair[i] if one not in pair[1 - i]]) for i in (0, 1)]
    before, after = (printable(printable(text, HALF), HALF) for text in texts)
    return f"{before} → {after}"


def _text(value):
    if value is None or value == "":
        return "–"  # noqa: RUF001 - no value
    if isinstance(value, LISTS):
        return ", ".join(str(one) for one in value) or "–"  # noqa: RUF001
    return str(value)
