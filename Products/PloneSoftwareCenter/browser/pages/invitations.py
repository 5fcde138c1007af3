"""The invitations of whoever is logged in, in all centers of a site."""

from AccessControl import Unauthorized
from Acquisition import aq_parent
from dataclasses import dataclass
from plone import api
from plone.protect import CheckAuthenticator
from Products.Five.browser import BrowserView
from Products.PloneSoftwareCenter.browser.pages.people import MEANINGS
from Products.PloneSoftwareCenter.browser.pages.people import name_of
from Products.PloneSoftwareCenter.browser.pages.people import sees_center
from Products.PloneSoftwareCenter.content.center import IPloneSoftwareCenter
from Products.PloneSoftwareCenter.content.project import IPSCProject
from Products.PloneSoftwareCenter.i18n import _
from Products.PloneSoftwareCenter.people.errors import PeopleError
from Products.PloneSoftwareCenter.people.invitations import answer
from Products.PloneSoftwareCenter.people.invitations import invitation_to
from Products.PloneSoftwareCenter.people.invitations import invitations_in
from Products.PloneSoftwareCenter.upload.rights import user_id
from Products.statusmessages.interfaces import IStatusMessage


#: where it is, below the site
NAME = "project-invitations"


@dataclass(frozen=True)
class Row:
    """An invitation in the list."""

    uid: str
    title: str
    center: str
    role: object
    by: str
    #: who gives way; None: nobody does
    instead_of: str | None
    until: str


class InvitationsPage(BrowserView):
    """``<site>/@@project-invitations``.

    It is a page of the site: who is invited may see neither the project nor its center yet.
    """

    error = None

    def __call__(self):
        """Show the page; after a button, accept or decline."""
        self.request.response.setHeader("Cache-Control", "no-store")
        if api.user.is_anonymous():
            raise Unauthorized("Log in to see your invitations.")
        if self.request.method != "POST":
            return self.index()
        CheckAuthenticator(self.request)
        for name, accepted in (("accept", True), ("decline", False)):
            uid = self.request.form.get(name)
            if isinstance(uid, str):
                return self._answer(uid, accepted)
        return self.index()

    @property
    def rows(self):
        """The invitations, the oldest first."""
        return own_invitations()

    def _answer(self, uid, accepted):
        project = _project_of(uid)
        if project is None or invitation_to(project, user_id()) is None:
            # Whether there is such a project is not told.
            self.error = _(
                "error_no_invitation",
                default="This invitation is not there any more. Ask for another one.",
            )
            return self.index()
        try:
            answer(project, user_id(), accepted)
        except PeopleError as error:
            self.error = error.message
            return self.index()
        mapping = {"project": project.Title()}
        url = f"{api.portal.get().absolute_url()}/@@{NAME}"
        if accepted and not sees_center(project, user_id()):
            message = _(
                "msg_accepted_stranger",
                default="You work on ${project} now, but don't see its index, which is private."
                " Ask the managers of the site to let you in.",
                mapping=mapping,
            )
        elif accepted:
            message = _("msg_accepted", default="You work on ${project} now.", mapping=mapping)
            url = project.absolute_url()
        else:
            message = _(
                "msg_declined",
                default="You have declined the invitation to ${project}.",
                mapping=mapping,
            )
        IStatusMessage(self.request).addStatusMessage(message, type="info")
        return self.request.response.redirect(url)


def own_invitations():
    """Return the rows of the invitations of who asks, in all centers, the oldest first."""
    found = [
        (invitation, _project_of(invitation.project_uid))
        for center in _centers()
        for invitation in invitations_in(center, user_id())
    ]
    found.sort(key=lambda pair: pair[0].made)
    return [_row(invitation, project) for invitation, project in found if project is not None]


def _row(invitation, project):
    instead_of = invitation.instead_of
    return Row(
        uid=invitation.project_uid,
        title=project.Title(),
        center=aq_parent(project).Title(),
        role=MEANINGS[invitation.role],
        by=name_of(invitation.by),
        instead_of=name_of(instead_of) if instead_of else None,
        until=api.portal.get_localized_time(invitation.expires),
    )


def _centers():
    """Return all centers of the site, also those that the asker does not see."""
    catalog = api.portal.get_tool("portal_catalog")
    found = catalog.unrestrictedSearchResults(object_provides=IPloneSoftwareCenter.__identifier__)
    return [brain._unrestrictedGetObject() for brain in found]


def _project_of(uid):
    """Return the project of a UID, whether the asker sees it or not; None: there is none."""
    catalog = api.portal.get_tool("portal_catalog")
    for brain in catalog.unrestrictedSearchResults(UID=uid) if uid else ():
        project = brain._unrestrictedGetObject()
        if IPSCProject.providedBy(project):
            return project
    return None
