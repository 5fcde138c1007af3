"""What is told when somebody is invited, answers, gets or loses a role in a project."""

from zope.interface import Attribute
from zope.interface import implementer
from zope.interface.interfaces import IObjectEvent
from zope.interface.interfaces import ObjectEvent


#: the local roles of a project: who may do all with it, and who may upload to it and edit it
OWNER = "Owner"
MAINTAINER = "PSCMaintainer"
ROLES = (OWNER, MAINTAINER)


class IInvitationMadeEvent(IObjectEvent):
    """A user was asked to become an owner or a maintainer; nothing has changed yet."""

    project = Attribute("The project; the same as ``object``.")
    user_id = Attribute("Id of the user who is invited.")
    role = Attribute("``OWNER`` or ``MAINTAINER``.")
    by = Attribute("Id of the user who invites.")


@implementer(IInvitationMadeEvent)
class InvitationMadeEvent(ObjectEvent):
    """The invitation is stored already."""

    def __init__(self, project, user_id, role, by):
        super().__init__(project)
        self.project = project
        self.user_id = user_id
        self.role = role
        self.by = by


class IInvitationAnsweredEvent(IObjectEvent):
    """A user who was invited has accepted or declined.

    Who accepts gets the role before this is sent, and ``IRoleGivenEvent`` with it.
    """

    project = Attribute("The project; the same as ``object``.")
    user_id = Attribute("Id of the user who was invited.")
    role = Attribute("``OWNER`` or ``MAINTAINER``.")
    accepted = Attribute("True, or False.")


@implementer(IInvitationAnsweredEvent)
class InvitationAnsweredEvent(ObjectEvent):
    """The invitation is gone already."""

    def __init__(self, project, user_id, role, accepted):
        super().__init__(project)
        self.project = project
        self.user_id = user_id
        self.role = role
        self.accepted = accepted


class IInvitationWithdrawnEvent(IObjectEvent):
    """An invitation can't be accepted any more: it was withdrawn, or is without object."""

    project = Attribute("The project; the same as ``object``.")
    user_id = Attribute("Id of the user who was invited.")
    role = Attribute("``OWNER`` or ``MAINTAINER``.")


@implementer(IInvitationWithdrawnEvent)
class InvitationWithdrawnEvent(ObjectEvent):
    """The invitation is gone already."""

    def __init__(self, project, user_id, role):
        super().__init__(project)
        self.project = project
        self.user_id = user_id
        self.role = role


class IRoleGivenEvent(IObjectEvent):
    """A user or a group has got a role in a project, by whichever door.

    A role that is given and taken in one step is not told.
    """

    project = Attribute("The project; the same as ``object``.")
    user_id = Attribute("Id of the user or of the group.")
    role = Attribute("``OWNER`` or ``MAINTAINER``.")


@implementer(IRoleGivenEvent)
class RoleGivenEvent(ObjectEvent):
    """The role is there already."""

    def __init__(self, project, user_id, role):
        super().__init__(project)
        self.project = project
        self.user_id = user_id
        self.role = role


class IRoleTakenEvent(IObjectEvent):
    """A user or a group has lost a role in a project, by whichever door."""

    project = Attribute("The project; the same as ``object``.")
    user_id = Attribute("Id of the user or of the group.")
    role = Attribute("``OWNER`` or ``MAINTAINER``.")


@implementer(IRoleTakenEvent)
class RoleTakenEvent(ObjectEvent):
    """The role is gone already."""

    def __init__(self, project, user_id, role):
        super().__init__(project)
        self.project = project
        self.user_id = user_id
        self.role = role
