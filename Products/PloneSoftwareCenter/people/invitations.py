"""Invitations to become an owner or a maintainer: ``center._psc_invitations``.

Nobody is made responsible for a project without being asked; who wants to hand it over gives way
when the other one accepts.
"""

from Acquisition import aq_base
from Acquisition import aq_inner
from Acquisition import aq_parent
from BTrees.OOBTree import OOBTree
from dataclasses import dataclass
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from Products.CMFCore.utils import getToolByName
from Products.PloneSoftwareCenter.i18n import _
from Products.PloneSoftwareCenter.people.changes import require_change
from Products.PloneSoftwareCenter.people.errors import PeopleError
from Products.PloneSoftwareCenter.people.interfaces import InvitationAnsweredEvent
from Products.PloneSoftwareCenter.people.interfaces import InvitationMadeEvent
from Products.PloneSoftwareCenter.people.interfaces import InvitationWithdrawnEvent
from Products.PloneSoftwareCenter.people.interfaces import OWNER
from Products.PloneSoftwareCenter.people.interfaces import ROLES
from Products.PloneSoftwareCenter.people.owners import roles_in
from Products.PloneSoftwareCenter.people.roles import give_role
from Products.PloneSoftwareCenter.people.roles import take_roles
from zope.event import notify


ATTRIBUTE = "_psc_invitations"

#: how long an invitation can be accepted
VALID = timedelta(days=30)

#: how many invitations to a project wait at most; each is a mail to somebody
MOST = 50

_NONE = OOBTree()


@dataclass(frozen=True)
class Invitation:
    """A user is asked to take on a role.

    :ivar project_uid: of the project, in its center
    :ivar role: one of ``ROLES``
    :ivar by: id of the user who invites
    :ivar made: when, UTC
    :ivar instead_of: id of the owner who gives way when it is accepted; None: nobody does
    """

    project_uid: str
    user_id: str
    role: str
    by: str
    made: datetime
    instead_of: str | None = None

    @property
    def expires(self):
        """The moment from which it can't be accepted any more, UTC."""
        return self.made + VALID

    def is_expired(self, now=None):
        """Say whether it can't be accepted any more."""
        return self.expires <= (now or datetime.now(UTC))


class NoSuchUser(PeopleError):
    """There is no user of an id or a log-in name."""

    def __init__(self, name):
        super().__init__(
            _(
                "error_no_such_user",
                default="There is no user ${name} on this site.",
                mapping={"name": name},
            )
        )


def invite(project, user_id, role, by, instead_of=None):
    """Invite a user of the site; who may do so is not asked here.

    An invitation that is open or expired gives way to another one.

    :param by: id of the user who invites
    :param instead_of: id of the owner who hands the project over
    :raises PeopleError: when there is no such user, or nothing to invite to
    """
    require_change(project)
    if getToolByName(project, "acl_users").getUserById(user_id) is None:
        raise NoSuchUser(user_id)
    if _has(project, user_id, role):
        raise PeopleError(_("error_has_role", default="This user has that role already."))
    held = getattr(aq_base(_center_of(project)), ATTRIBUTE, None)
    if held is None:
        held = OOBTree()
        setattr(_center_of(project), ATTRIBUTE, held)
    made = datetime.now(UTC)
    invitation = Invitation(project.UID(), user_id, role, by, made, instead_of)
    before = held.get(_key(invitation))
    if (
        before
        and not before.is_expired()
        and (before.role, before.instead_of) == (role, instead_of)
    ):
        raise PeopleError(_("error_is_invited", default="This user is invited already."))
    if len([one for one in invitations_to(project) if not one.is_expired()]) >= MOST:
        raise PeopleError(
            _("error_invitations_many", default="Too many invitations wait. Withdraw some first.")
        )
    held[_key(invitation)] = invitation
    notify(InvitationMadeEvent(project, user_id, role, by))


def invitation_to(project, user_id):
    """Return the invitation of a user to a project, or None; it may be expired."""
    return _all_of(_center_of(project)).get((project.UID(), user_id))


def invitations_to(project):
    """Return all invitations to a project, expired ones too, ordered by user."""
    uid = project.UID()
    return list(_all_of(_center_of(project)).values((uid, ""), (uid + "\0", "")))


def invitations_in(center, user_id):
    """Return the invitations of a user in a center that can still be accepted."""
    found = _all_of(center).values()
    return [one for one in found if one.user_id == user_id and not one.is_expired()]


def withdraw(project, user_id):
    """Forget the invitation of a user, if there is one."""
    invitation = _forget(project, user_id)
    if invitation is not None:
        notify(InvitationWithdrawnEvent(project, user_id, invitation.role))


def _forget(project, user_id):
    return _all_of(_center_of(project)).pop((project.UID(), user_id), None)


def answer(project, user_id, accepted):
    """Give an invited user the role, or only forget the invitation.

    :raises PeopleError: when there is no invitation any more, or it can't be accepted now
    """
    invitation = invitation_to(project, user_id)
    if invitation is None or (accepted and invitation.is_expired()):
        raise PeopleError(
            _(
                "error_no_invitation",
                default="This invitation is not there any more. Ask for another one.",
            )
        )
    if accepted:
        require_change(project)
    _forget(project, user_id)
    if accepted:
        _accept(project, invitation)
    notify(InvitationAnsweredEvent(project, user_id, invitation.role, accepted))


def _accept(project, invitation):
    give_role(project, invitation.user_id, invitation.role)
    if invitation.instead_of is not None and _has(project, invitation.instead_of, OWNER):
        take_roles(project, invitation.instead_of)


def role_given(project, event):
    """Subscriber: what somebody was invited to has come by another way."""
    invitation = invitation_to(project, event.user_id)
    if invitation is not None and _has(project, event.user_id, invitation.role):
        withdraw(project, event.user_id)


def role_taken(project, event):
    """Subscriber: who owns a project no more has invited nobody."""
    if event.role != OWNER:
        return
    for invitation in invitations_to(project):
        if event.user_id in (invitation.by, invitation.instead_of):
            withdraw(project, invitation.user_id)


def project_removed(project, event):
    """Subscriber: nobody is invited to a project that is deleted."""
    if event.object is not project or event.newParent is not None:
        return
    held = _all_of(event.oldParent)
    for key in [key for key in held if key[0] == project.UID()]:
        del held[key]


def forget_user(center, user_id):
    """Forget whom a user who is deleted has invited, and to what the user was invited."""
    held = _all_of(center)
    for key, invitation in list(held.items()):
        if user_id in (invitation.user_id, invitation.by, invitation.instead_of):
            del held[key]


def _has(project, user_id, role):
    """Say whether a user has a role; who owns a project needs no smaller one."""
    held = roles_in(project)
    return any((user_id, one) in held for one in ROLES[: ROLES.index(role) + 1])


def _key(invitation):
    return (invitation.project_uid, invitation.user_id)


def _center_of(project):
    return aq_parent(aq_inner(project))


def _all_of(center):
    return getattr(aq_base(center), ATTRIBUTE, _NONE)
