"""Plone's sharing page on projects: it takes no project's last owner, and says why."""

from plone.app.workflow.browser.sharing import SharingView
from Products.PloneSoftwareCenter.people.changes import settle
from Products.PloneSoftwareCenter.people.errors import PeopleError
from Products.statusmessages.interfaces import IStatusMessage
from zExceptions import BadRequest

import transaction


class ProjectSharingView(SharingView):
    """``<project>/@@sharing``, also what plone.restapi's ``@sharing`` calls."""

    is_form = False

    def handle_form(self):
        """Save what the form says; all of it is left as it was when a part can't be."""
        if self.request.method != "POST":
            return super().handle_form()
        self.is_form = True
        before = transaction.savepoint(optimistic=True)
        try:
            return super().handle_form()
        except PeopleError as error:
            before.rollback()
            IStatusMessage(self.request).addStatusMessage(error.message, type="error")
            return True

    def update_role_settings(self, new_settings, reindex=True):
        """Change the roles, and judge them together.

        :raises PeopleError: in our form, when the project would have no owner
        :raises BadRequest: the same for REST
        """
        changed = super().update_role_settings(new_settings, reindex)
        try:
            settle(self.context)
        except PeopleError as error:
            if self.is_form:
                raise
            raise BadRequest(str(error)) from error
        return changed
