"""The forms that add a project, and change its page."""

from plone.dexterity.browser.add import DefaultAddForm
from plone.dexterity.browser.add import DefaultAddView
from plone.dexterity.browser.edit import DefaultEditForm
from plone.dexterity.interfaces import IDexterityEditForm
from plone.z3cform.layout import wrap_form
from Products.PloneSoftwareCenter.content.addable import may_make_projects
from Products.PloneSoftwareCenter.content.versions import keep_version
from Products.PloneSoftwareCenter.i18n import _
from Products.statusmessages.interfaces import IStatusMessage
from zope.interface import classImplements


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


class ProjectEditForm(DefaultEditForm):
    """``<project>/edit``."""

    def applyChanges(self, data):
        """Write what was changed, and keep a version of the page before and after it.

        Uploads keep none, so the page before may be another one than the last that was kept.
        """
        keep_version(self.context)
        changes = super().applyChanges(data)
        if changes:
            keep_version(self.context)
        return changes


ProjectEditView = wrap_form(ProjectEditForm)
classImplements(ProjectEditView, IDexterityEditForm)
