"""Who is invited, gets or loses a role, makes or revokes a token, as entries of the journal."""

from Products.PloneSoftwareCenter.content.project import IPSCProject
from Products.PloneSoftwareCenter.journal.entries import record
from Products.PloneSoftwareCenter.journal.entries import record_of
from Products.PloneSoftwareCenter.people.interfaces import IInvitationAnsweredEvent
from Products.PloneSoftwareCenter.people.interfaces import IInvitationMadeEvent
from Products.PloneSoftwareCenter.people.interfaces import IInvitationWithdrawnEvent
from Products.PloneSoftwareCenter.people.interfaces import IRoleGivenEvent
from Products.PloneSoftwareCenter.people.interfaces import IRoleTakenEvent
from zope.component import adapter


@adapter(IPSCProject, IRoleGivenEvent)
def role_given(project, event):
    """Subscriber: a user or a group has got a role in a project."""
    record_of(project, "role-given", who=event.user_id, role=event.role)


@adapter(IPSCProject, IRoleTakenEvent)
def role_taken(project, event):
    """Subscriber: a user or a group has lost a role in a project."""
    record_of(project, "role-taken", who=event.user_id, role=event.role)


@adapter(IPSCProject, IInvitationMadeEvent)
def invited(project, event):
    """Subscriber: a user was asked to take on a role."""
    record_of(project, "invited", who=event.user_id, role=event.role)


@adapter(IPSCProject, IInvitationAnsweredEvent)
def answered(project, event):
    """Subscriber: a user has accepted or declined."""
    kind = "invitation-accepted" if event.accepted else "invitation-declined"
    record_of(project, kind, who=event.user_id, role=event.role)


@adapter(IPSCProject, IInvitationWithdrawnEvent)
def withdrawn(project, event):
    """Subscriber: an invitation can't be accepted any more."""
    record_of(project, "invitation-withdrawn", who=event.user_id, role=event.role)


def token_made(center, event):
    """Subscriber: a user has made an API token; its secret is in no event."""
    token = event.token
    record(
        center,
        "token-made",
        token=token.token_id,
        name=token.name,
        opens=token.kind,
        projects=len(token.projects) or None,
        ends=token.expires and token.expires.date().isoformat(),
    )


def token_revoked(center, event):
    """Subscriber: a token opens nothing any more."""
    token = event.token
    record(center, "token-revoked", token=token.token_id, name=token.name, owner=token.user_id)
