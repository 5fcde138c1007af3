"""Forms that add to a project, while its status lets nothing new in."""

from Products.PloneSoftwareCenter.content.project import IPSCProject
from Products.PloneSoftwareCenter.i18n import _
from Products.PloneSoftwareCenter.index.update import parent_providing
from Products.PloneSoftwareCenter.pypi.status import takes_uploads
from Products.statusmessages.interfaces import IStatusMessage


class AddsToOpenProject:
    """Mixed into an add form: sends people back to the page where the status is told.

    Plone's own answer to what may not be added is a server error.
    """

    @property
    def is_closed(self):
        """Does the status of the project let nothing new in?"""
        context = self.context
        is_project = IPSCProject.providedBy(context)
        project = context if is_project else parent_providing(context, IPSCProject)
        return not takes_uploads(project.status)

    def update(self):
        """Show the form, or say why not."""
        if not self.is_closed:
            super().update()
            return
        message = _("msg_nothing_new", default="The status of this project lets nothing new in.")
        IStatusMessage(self.request).addStatusMessage(message, "error")
        self.request.response.redirect(self.context.absolute_url())

    def render(self):
        """Return nothing where the browser is sent elsewhere."""
        return "" if self.is_closed else super().render()
