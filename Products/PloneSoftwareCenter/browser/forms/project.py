"""The form that adds a project."""

from plone.dexterity.browser.add import DefaultAddForm
from plone.dexterity.browser.add import DefaultAddView
from Products.PloneSoftwareCenter.content.addable import may_make_projects
from Products.PloneSoftwareCenter.i18n import _
from Products.statusmessages.interfaces import IStatusMessage


class ProjectAddForm(DefaultAddForm):
    """``<center>/++add++PSCProject``."""

    portal_type = "PSCProject"

    def update(self):
        """Say so when the center's policy does not let the user make projects."""
        if may_make_projects(self.context):
            super().update()
            return
        message = _(
            "msg_nobody_makes_projects",
            default="New projects are made by the managers of this center only."
            " Ask them to make yours.",
        )
        IStatusMessage(self.request).addStatusMessage(message, "error")
        self.request.response.redirect(self.context.absolute_url())

    def render(self):
        """Return nothing where the browser is sent elsewhere."""
        return super().render() if may_make_projects(self.context) else ""


class ProjectAddView(DefaultAddView):
    """The add form on its page."""

    form = ProjectAddForm
