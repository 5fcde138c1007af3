"""The form that yanks a release or a file, changes the reason, or takes it back."""

from AccessControl import Unauthorized
from plone.autoform.form import AutoExtensibleForm
from plone.supermodel import model
from Products.PloneSoftwareCenter.content.release import IPSCRelease
from Products.PloneSoftwareCenter.i18n import _
from Products.PloneSoftwareCenter.pypi.errors import PackageIndexError
from Products.PloneSoftwareCenter.pypi.shown_text import visible
from Products.PloneSoftwareCenter.pypi.status import LONGEST_REASON
from Products.PloneSoftwareCenter.upload.rights import may
from Products.PloneSoftwareCenter.upload.rights import MODIFY
from Products.PloneSoftwareCenter.upload.yank import unyank
from Products.PloneSoftwareCenter.upload.yank import yank
from Products.statusmessages.interfaces import IStatusMessage
from z3c.form import button
from z3c.form.form import Form
from z3c.form.interfaces import WidgetActionExecutionError
from zope import schema
from zope.interface import Invalid
from zope.interface import provider
from zope.schema.interfaces import IContextAwareDefaultFactory


EFFECT = _(
    "help_yank_form",
    default="Installers take what is yanked only where exactly its version is asked for. It stays"
    " downloadable, and you can take it back at any time.",
)


@provider(IContextAwareDefaultFactory)
def present_reason(content):
    """Return why it is yanked already."""
    return content.yanked_reason or ""


class IYank(model.Schema):
    """What the form asks for."""

    reason = schema.TextLine(
        title=_("label_yanked_reason", default="Why it is yanked"),
        description=_(
            "help_yank_reason",
            default="One line that installers show: what is wrong, and what to use instead.",
        ),
        max_length=LONGEST_REASON,
        required=False,
        missing_value="",
        defaultFactory=present_reason,
    )


class YankForm(AutoExtensibleForm, Form):
    """``<release>/yank`` and ``<file>/yank``."""

    schema = IYank
    ignoreContext = True  # noqa: N815 (the name of z3c.form)
    enableCSRFProtection = True  # noqa: N815 (the name of plone.app.z3cform)
    description = EFFECT

    @property
    def label(self):
        """What is asked."""
        mapping = {"title": visible(self.context.Title() or self.context.getId())}
        if self.context.yanked:
            return _("heading_yanked_form", default="${title} is yanked", mapping=mapping)
        if IPSCRelease.providedBy(self.context):
            return _(
                "heading_yank_release", default="Yank ${title} with its files?", mapping=mapping
            )
        return _("heading_yank_file", default="Yank the file ${title}?", mapping=mapping)

    def update(self):
        """Show the form to who may edit it.

        :raises Unauthorized: to others
        """
        if not may(MODIFY, self.context):
            raise Unauthorized("Only who works on a project yanks its releases.")
        super().update()

    @button.buttonAndHandler(
        _("label_yank", default="Yank"), name="yank", condition=lambda form: not form.context.yanked
    )
    def handle_yank(self, action):
        """Yank it."""
        self._yank(_("msg_is_yanked", default="It is yanked."))

    @button.buttonAndHandler(
        _("label_change_reason", default="Change the reason"),
        name="change",
        condition=lambda form: form.context.yanked,
    )
    def handle_change(self, action):
        """Yank it for another reason."""
        self._yank(_("msg_reason_changed", default="The reason was changed."))

    @button.buttonAndHandler(
        _("label_unyank", default="No longer yank it"),
        name="unyank",
        condition=lambda form: form.context.yanked,
    )
    def handle_unyank(self, action):
        """Take it back."""
        unyank(self.context)
        self._leave(_("msg_is_unyanked", default="It is yanked no longer."))

    @button.buttonAndHandler(_("label_cancel", default="Cancel"), name="cancel")
    def handle_cancel(self, action):
        """Go back."""
        self.request.response.redirect(self.context.absolute_url())

    def updateActions(self):
        """Have what is asked stand out."""
        super().updateActions()
        for name in ("yank", "unyank"):
            if name in self.actions:
                self.actions[name].addClass("btn-primary")

    def _yank(self, message):
        data, errors = self.extractData()
        if errors:
            self.status = self.formErrorsMessage
            return
        try:
            yank(self.context, data["reason"] or "")
        except PackageIndexError as error:
            raise WidgetActionExecutionError("reason", Invalid(str(error))) from error
        self._leave(message)

    def _leave(self, message):
        IStatusMessage(self.request).addStatusMessage(message, "info")
        self.request.response.redirect(self.context.absolute_url())
