"""The page that asks before anything of a center is deleted."""

from functools import cached_property
from plone.app.content.browser.actions import DeleteConfirmationForm
from Products.Five.browser import BrowserView
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from Products.PloneSoftwareCenter.content.center import IPloneSoftwareCenter
from Products.PloneSoftwareCenter.content.deletable import may_be_deleted
from Products.PloneSoftwareCenter.content.file import IPSCFile
from Products.PloneSoftwareCenter.content.project import IPSCProject
from Products.PloneSoftwareCenter.content.release import IPSCRelease
from Products.PloneSoftwareCenter.i18n import _
from Products.PloneSoftwareCenter.index.names import center_index
from Products.PloneSoftwareCenter.index.names import names_of
from Products.PloneSoftwareCenter.index.update import center_of
from Products.PloneSoftwareCenter.index.update import files_of
from Products.PloneSoftwareCenter.index.update import releases_of
from Products.PloneSoftwareCenter.upload.rights import may
from Products.PloneSoftwareCenter.upload.rights import may_set_status
from Products.PloneSoftwareCenter.upload.rights import MODIFY
from Products.PloneSoftwareCenter.upload.yank import yank
from Products.statusmessages.interfaces import IStatusMessage
from z3c.form import button
from z3c.form.field import Fields
from zope import schema
from zope.interface import Interface


#: what the page asks, by what is to be deleted
QUESTIONS = {
    IPloneSoftwareCenter: _(
        "heading_delete_center", default="Delete the whole center with all its projects?"
    ),
    IPSCProject: _("heading_delete_project", default="Delete this project?"),
    IPSCRelease: _("heading_delete_release", default="Delete this release?"),
    IPSCFile: _("heading_delete_file", default="Delete this file?"),
}


class IReason(Interface):
    """What yanking asks for."""

    reason = schema.TextLine(
        title=_("label_yanked_reason", default="Why it is yanked"), required=False
    )


class DeleteForm(DeleteConfirmationForm):
    """``delete_confirmation`` of a center, a project, a release or a file."""

    template = ViewPageTemplateFile("../templates/delete.pt")
    ignoreContext = True  # noqa: N815 (the name of z3c.form)
    buttons = DeleteConfirmationForm.buttons.copy()
    handlers = DeleteConfirmationForm.handlers.copy()

    def update(self):
        """Ask; or say that a quarantined project stays as it is."""
        if not may_be_deleted(self.context):
            message = _(
                "msg_quarantine_keeps",
                default="This project is quarantined. Nothing of it is deleted but by managers"
                " of the site: ask them.",
            )
            IStatusMessage(self.request).addStatusMessage(message, "warning")
            self.request.response.redirect(self.context.absolute_url())
            return
        self.fields = Fields(IReason) if self.can_yank else Fields()
        super().update()

    def render(self):
        """Return nothing where the browser is sent elsewhere."""
        return super().render() if may_be_deleted(self.context) else ""

    @property
    def question(self):
        return next(text for kind, text in QUESTIONS.items() if kind.providedBy(self.context))

    @property
    def is_center(self):
        return IPloneSoftwareCenter.providedBy(self.context)

    @property
    def is_project(self):
        return IPSCProject.providedBy(self.context)

    @cached_property
    def count_of_projects(self):
        """How many go with a center; None: it is none."""
        return len(self.context.objectIds()) if self.is_center else None

    @cached_property
    def count_of_releases(self):
        """How many go with a project; None: it is none."""
        return len(releases_of(self.context)) if self.is_project else None

    @cached_property
    def count_of_files(self):
        """How many go with it; None: of a center, where nobody counts them."""
        if self.is_center:
            return None
        if IPSCFile.providedBy(self.context):
            return 1
        if IPSCRelease.providedBy(self.context):
            return len(files_of(self.context))
        records = names_of(center_of(self.context), self.context)
        return sum(len(found.files) for one in records for found in one.releases.values())

    @cached_property
    def names_kept(self):
        """The names that stay reserved, as one text; empty: none."""
        if not self.is_project:
            return ""
        center = center_of(self.context)
        held = center_index(center).projects.get(self.context.UID(), ())
        records = [center_index(center).names[name] for name in held]
        return ", ".join(record.name for record in records if record.had_files)

    @cached_property
    def can_yank(self):
        """May it be yanked instead, by the user, and is it not yet?"""
        content = self.context
        is_yankable = IPSCRelease.providedBy(content) or IPSCFile.providedBy(content)
        return is_yankable and not content.yanked and may(MODIFY, content)

    @property
    def status_url(self):
        """Where a project is archived instead, by who may; else None."""
        if not self.is_project or not may_set_status(self.context):
            return None
        return f"{self.context.absolute_url()}/@@status"

    @button.buttonAndHandler(
        _("label_yank_instead", default="Yank instead"),
        name="yank",
        condition=lambda form: form.can_yank,
    )
    def handle_yank(self, action):
        """Yank it, and show it."""
        data, errors = self.extractData()
        if errors:
            self.status = self.formErrorsMessage
            return
        yank(self.context, data["reason"] or "")
        message = _("msg_yanked_instead", default="It was yanked, and not deleted.")
        IStatusMessage(self.request).addStatusMessage(message, "info")
        self.request.response.redirect(self.view_url())

    def updateActions(self):
        """Have the button to yank stand out, since it is what most people want."""
        super().updateActions()
        if "yank" in self.actions:
            self.actions["yank"].addClass("btn-primary")


class AskFirst(BrowserView):
    """``object_delete``, which deletes without a question anywhere else."""

    def __call__(self):
        """Lead to the question."""
        return self.request.response.redirect(f"{self.context.absolute_url()}/delete_confirmation")


DeleteForm.buttons = DeleteForm.buttons.select("yank", "Delete", "Cancel")
