"""Changes of roles, whichever door they come through: judged when they are whole, then told.

A door may take a role away first and give it to somebody else next, and no single call tells that
it is the last one. So the first change of a transaction notes who had which role; what has become
of it is judged by ``settle``: our own pages and the sharing page call it, for an answer of their
own, and what is left is settled before the commit.
"""

from Acquisition import aq_base
from Acquisition import aq_inner
from Acquisition import aq_parent
from Products.PloneSoftwareCenter.content.deletable import may_be_deleted
from Products.PloneSoftwareCenter.i18n import _
from Products.PloneSoftwareCenter.people.errors import PeopleError
from Products.PloneSoftwareCenter.people.interfaces import OWNER
from Products.PloneSoftwareCenter.people.interfaces import RoleGivenEvent
from Products.PloneSoftwareCenter.people.interfaces import RoleTakenEvent
from Products.PloneSoftwareCenter.people.owners import has_known
from Products.PloneSoftwareCenter.people.owners import roles_in
from zExceptions import BadRequest
from ZODB.utils import z64
from zope.event import notify


#: under which a transaction keeps what it has changed
KEY = "Products.PloneSoftwareCenter.people.changes"


class OwnerRequired(PeopleError):
    """The last owner of a project would have gone."""

    def __init__(self):
        super().__init__(
            _(
                "error_last_owner",
                default="A project needs an owner. Make somebody else an owner first.",
            )
        )


class InQuarantine(PeopleError):
    """The project is evidence, and its owner may be the one who did it."""

    def __init__(self):
        super().__init__(
            _(
                "error_people_quarantine",
                default="Only managers of this index change who works on a quarantined project.",
            )
        )


def require_change(project):
    """See that the user may change anything about the people of a project, if it is the owner.

    :raises InQuarantine: otherwise
    """
    if not may_be_deleted(project):
        raise InQuarantine()


def roles_changing(project, event):
    """Subscriber: note who has which role, before the first change of this transaction."""
    if not _is_stored(project) or not _is_in_place(project):
        # It is being made or copied; whoever does so owns it.
        return
    changes = _changes(project)
    changes.setdefault(project._p_oid, (project, roles_in(project)))


def settle(project, is_forced=False):
    """See that a project keeps an owner, and tell what has changed since the transaction began.

    Whoever is refused here undoes the changes: with a savepoint, or with the whole transaction.

    :param is_forced: somebody is no user any more: that can't be refused
    :raises OwnerRequired: when it had one who is there, and has none now
    :raises InQuarantine: when the user may not lift the quarantine of the project
    """
    changes = _changes(project)
    if project._p_oid not in changes:
        return
    before = changes[project._p_oid][1]
    after = roles_in(project)
    if not is_forced and before != after:
        _check(project, before, after)
    # What subscribers change is a change of its own.
    del changes[project._p_oid]
    for holder, role in sorted(before - after):
        notify(RoleTakenEvent(project, holder, role))
    for holder, role in sorted(after - before):
        notify(RoleGivenEvent(project, holder, role))


def _check(project, before, after):
    require_change(project)
    had, has = ({holder for holder, role in held if role == OWNER} for held in (before, after))
    if had - has and has_known(project, had) and not has_known(project, has):
        raise OwnerRequired()


def _changes(project):
    """Return what this transaction has changed: who had which role, by the oid of the project."""
    if not _is_stored(project):
        return {}
    current = project._p_jar.transaction_manager.get()
    try:
        return current.data(KEY)
    except KeyError:
        changes = {}
        current.set_data(KEY, changes)
        current.addBeforeCommitHook(_settle_all, (changes,))
        return changes


def _settle_all(changes):
    while changes:
        project = next(iter(changes.values()))[0]
        if not _is_in_place(project):
            # deleted since
            del changes[project._p_oid]
            continue
        try:
            settle(project)
        except PeopleError as error:
            raise BadRequest(str(error)) from error


def _is_stored(project):
    return project._p_jar is not None and project._p_serial != z64


def _is_in_place(project):
    parent = aq_parent(aq_inner(project))
    if parent is None or not hasattr(aq_base(parent), "_getOb"):
        return False
    return aq_base(parent._getOb(project.getId(), None)) is aq_base(project)
