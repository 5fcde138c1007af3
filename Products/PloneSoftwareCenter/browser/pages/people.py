"""The owners and maintainers of a project, and who is invited."""

from AccessControl import Unauthorized
from Acquisition import aq_inner
from Acquisition import aq_parent
from dataclasses import dataclass
from functools import cached_property
from plone import api
from plone.protect import CheckAuthenticator
from Products.Five.browser import BrowserView
from Products.PloneSoftwareCenter.content.deletable import may_be_deleted
from Products.PloneSoftwareCenter.i18n import _
from Products.PloneSoftwareCenter.people.errors import PeopleError
from Products.PloneSoftwareCenter.people.interfaces import MAINTAINER
from Products.PloneSoftwareCenter.people.interfaces import OWNER
from Products.PloneSoftwareCenter.people.interfaces import ROLES
from Products.PloneSoftwareCenter.people.invitations import invitations_to
from Products.PloneSoftwareCenter.people.invitations import invite
from Products.PloneSoftwareCenter.people.invitations import NoSuchUser
from Products.PloneSoftwareCenter.people.invitations import withdraw
from Products.PloneSoftwareCenter.people.owners import is_known
from Products.PloneSoftwareCenter.people.owners import owners_of
from Products.PloneSoftwareCenter.people.owners import roles_in
from Products.PloneSoftwareCenter.people.roles import give_role
from Products.PloneSoftwareCenter.people.roles import take_roles
from Products.PloneSoftwareCenter.upload.rights import MANAGE
from Products.PloneSoftwareCenter.upload.rights import may
from Products.PloneSoftwareCenter.upload.rights import MODIFY
from Products.PloneSoftwareCenter.upload.rights import owns
from Products.PloneSoftwareCenter.upload.rights import user_id
from Products.PloneSoftwareCenter.upload.rights import VIEW
from Products.statusmessages.interfaces import IStatusMessage


#: what somebody is invited to: one of the roles, or to be an owner in place of who invites
TRANSFER = "transfer"

ROLE_TITLES = {
    OWNER: _("label_role_owner", default="Owner"),
    MAINTAINER: _("label_role_maintainer", default="Maintainer"),
}
#: what a role means to who gets it
MEANINGS = {
    OWNER: _(
        "help_role_owner",
        default="Owner: uploads, edits, yanks, deletes, changes the status and the people",
    ),
    MAINTAINER: _(
        "help_role_maintainer", default="Maintainer: uploads, edits, yanks; deletes nothing"
    ),
}
CHOICES = {
    **{role: MEANINGS[role] for role in (MAINTAINER, OWNER)},
    TRANSFER: _(
        "label_invite_transfer",
        default="Owner in your place: once it is accepted, you are no owner any more",
    ),
}


@dataclass(frozen=True)
class Person:
    """A user or a group in a list."""

    holder: str
    name: str
    role: str
    role_title: object
    is_known: bool
    is_me: bool


@dataclass(frozen=True)
class Invited:
    """An invitation in a list."""

    holder: str
    name: str
    role_title: object
    #: the owner who gives way; None: nobody does
    instead_of: str | None
    by: str
    until: str
    is_expired: bool


class PeoplePage(BrowserView):
    """``<project>/@@people``: for those who work on it; owners change it."""

    #: a message: what was asked for can't be done
    error = None
    #: has the asker left the project?
    is_gone = False

    def __call__(self):
        """Show the page; after a button, do what it says, and show what is there then."""
        self.request.response.setHeader("Cache-Control", "no-store")
        if not may(MODIFY, self.context):
            raise Unauthorized("Only who works on a project sees its people.")
        if self.request.method != "POST":
            return self.index()
        CheckAuthenticator(self.request)
        try:
            message = self._work()
        except PeopleError as error:
            self.error = error.message
            return self.index()
        if message:
            IStatusMessage(self.request).addStatusMessage(message, type="info")
        return self.request.response.redirect(self._next)

    @property
    def can_change(self):
        """Is the asker an owner of the project, or acts for them?"""
        return owns(self.context) and may_be_deleted(self.context)

    @cached_property
    def can_appoint(self):
        """May the asker make somebody an owner without asking?"""
        return self.can_change and may(MANAGE, self.context)

    @property
    def is_ownerless(self):
        """Does nobody own it who is there?"""
        return not any(is_known(self.context, holder) for holder in owners_of(self.context))

    @property
    def people(self):
        """Who has a role, owners first."""
        held = sorted(roles_in(self.context), key=lambda pair: (ROLES.index(pair[1]), pair[0]))
        owners = owners_of(self.context)
        # Who owns it may be called a maintainer on the sharing page, too.
        return [
            self._person(holder, role)
            for holder, role in held
            if role == OWNER or holder not in owners
        ]

    @property
    def has_left(self):
        """May the asker give the own role up?"""
        return any(person.is_me for person in self.people)

    @property
    def invited(self):
        """Whose answer is waited for."""
        return [self._invited(invitation) for invitation in invitations_to(self.context)]

    @property
    def choices(self):
        """What somebody can be invited to, and which one is chosen."""
        chosen = self._text("role") or MAINTAINER
        can_give_way = user_id() in owners_of(self.context)
        return [
            {"value": value, "title": title, "checked": value == chosen}
            for value, title in CHOICES.items()
            if value != TRANSFER or can_give_way
        ]

    @property
    def user(self):
        """What the field of the form holds."""
        return self._text("user") if self.error else ""

    def _person(self, holder, role):
        return Person(
            holder=holder,
            name=name_of(holder),
            role=role,
            role_title=ROLE_TITLES[role],
            is_known=is_known(self.context, holder),
            is_me=holder == user_id(),
        )

    def _invited(self, invitation):
        return Invited(
            holder=invitation.user_id,
            name=name_of(invitation.user_id),
            role_title=ROLE_TITLES[invitation.role],
            instead_of=name_of(invitation.instead_of) if invitation.instead_of else None,
            by=name_of(invitation.by),
            until=api.portal.get_localized_time(invitation.expires),
            is_expired=invitation.is_expired(),
        )

    def _work(self):
        """Do what a button says; return what to tell."""
        if self._text("leave"):
            return self._remove(user_id())
        if not self.can_change:
            raise Unauthorized("Only owners of the project change its people.")
        for name, act in (
            ("withdraw", self._withdraw),
            ("remove", self._remove),
            ("make_owner", lambda holder: self._make(holder, OWNER)),
            ("make_maintainer", lambda holder: self._make(holder, MAINTAINER)),
        ):
            if self._text(name):
                return act(self._text(name))
        return self._invite() if self._text("invite") else None

    def _withdraw(self, holder):
        withdraw(self.context, holder)
        return _("msg_withdrawn", default="The invitation is withdrawn.")

    def _remove(self, holder):
        take_roles(self.context, holder)
        if holder == user_id():
            self.is_gone = True
            return _("msg_left", default="You have left the project.")
        return _("msg_people_changed", default="This is changed.")

    def _make(self, holder, role):
        # Only of those who work on it already; others are asked.
        if holder in {one for one, _role in roles_in(self.context)}:
            give_role(self.context, holder, role)
        return _("msg_people_changed", default="This is changed.")

    def _invite(self):
        wanted = find_user(self._text("user"))
        choice = self._text("role")
        if choice not in {one["value"] for one in self.choices}:
            raise PeopleError(_("error_choose_role", default="Say what somebody is invited to."))
        role = MAINTAINER if choice == MAINTAINER else OWNER
        if self._text("at_once") and self.can_appoint:
            give_role(self.context, wanted, role)
            return _("msg_people_changed", default="This is changed.")
        instead_of = user_id() if choice == TRANSFER else None
        invite(self.context, wanted, role, user_id(), instead_of)
        if not sees_center(self.context, wanted):
            return _(
                "msg_invited_stranger",
                default="${name} is invited, but does not see this private index yet. Ask its"
                " managers to let ${name} in.",
                mapping={"name": name_of(wanted)},
            )
        return _(
            "msg_invited",
            default="${name} is invited, and finds the invitation in the user menu.",
            mapping={"name": name_of(wanted)},
        )

    @property
    def _next(self):
        """Where the browser goes after a button."""
        # Zope remembers for a request which roles somebody had in the project.
        if not self.is_gone:
            return f"{self.context.absolute_url()}/@@people"
        center = aq_parent(aq_inner(self.context))
        return (center if may(VIEW, center) else api.portal.get()).absolute_url()

    def _text(self, name):
        value = self.request.form.get(name, "")
        return value.strip() if isinstance(value, str) else ""


def find_user(text):
    """Return the id of the user of the site who logs in with a name, or has it as id.

    :raises NoSuchUser: when there is none
    """
    users = api.portal.get_tool("acl_users")
    user = text and (users.getUser(text) or users.getUserById(text))
    if not user:
        raise NoSuchUser(text)
    return user.getId()


def sees_center(project, user):
    """Say whether a user sees the center of a project; a role in the project alone does not do."""
    center = aq_parent(aq_inner(project))
    return api.user.has_permission(VIEW, user=api.user.get(userid=user), obj=center)


def name_of(holder):
    """Return how people know a user or a group: full name or title, and id."""
    users = api.portal.get_tool("acl_users")
    user = users.getUserById(holder)
    if user is not None:
        name = user.getProperty("fullname", "")
    else:
        group = users.getGroupById(holder)
        name = group.getProperty("title", "") if group is not None else ""
    return f"{name} ({holder})" if name and name != holder else holder
