"""The form that gives a project another status."""

from AccessControl import Unauthorized
from plone.autoform import directives
from plone.autoform.form import AutoExtensibleForm
from plone.supermodel import model
from Products.PloneSoftwareCenter.i18n import _
from Products.PloneSoftwareCenter.pypi.errors import PackageIndexError
from Products.PloneSoftwareCenter.pypi.shown_text import visible
from Products.PloneSoftwareCenter.pypi.status import ACTIVE
from Products.PloneSoftwareCenter.pypi.status import ARCHIVED
from Products.PloneSoftwareCenter.pypi.status import DEPRECATED
from Products.PloneSoftwareCenter.pypi.status import LONGEST_REASON
from Products.PloneSoftwareCenter.pypi.status import QUARANTINED
from Products.PloneSoftwareCenter.upload.rights import may
from Products.PloneSoftwareCenter.upload.rights import may_set_status
from Products.PloneSoftwareCenter.upload.rights import owns
from Products.PloneSoftwareCenter.upload.rights import QUARANTINE
from Products.PloneSoftwareCenter.upload.status import set_status
from Products.statusmessages.interfaces import IStatusMessage
from z3c.form import button
from z3c.form.browser.radio import RadioFieldWidget
from z3c.form.form import Form
from z3c.form.interfaces import WidgetActionExecutionError
from zope import schema
from zope.interface import Invalid
from zope.interface import provider
from zope.schema.interfaces import IContextAwareDefaultFactory
from zope.schema.interfaces import IContextSourceBinder
from zope.schema.vocabulary import SimpleTerm
from zope.schema.vocabulary import SimpleVocabulary


OWNERS_CHOICE = (
    (ACTIVE, _("status_active", default="Active: it is worked on, or simply in use.")),
    (
        DEPRECATED,
        _(
            "status_deprecated",
            default="Deprecated: people should use something else."
            " Uploads and downloads go on as before.",
        ),
    ),
    (
        ARCHIVED,
        _(
            "status_archived",
            default="Archived: nothing new will come."
            " Uploads are refused; downloads go on as before.",
        ),
    ),
)
MANAGERS_CHOICE = (
    (
        QUARANTINED,
        _(
            "status_quarantined",
            default="Quarantined: its files may do harm. Uploads are refused and nobody gets"
            " a file, until a manager chooses another status.",
        ),
    ),
)


@provider(IContextSourceBinder)
def choices(project):
    """Return what the asker may choose for a project."""
    offered = OWNERS_CHOICE if owns(project) or project.status == QUARANTINED else ()
    if may(QUARANTINE, project):
        offered = (*(offered or OWNERS_CHOICE[:1]), *MANAGERS_CHOICE)
    return SimpleVocabulary([SimpleTerm(value, title=title) for value, title in offered])


@provider(IContextAwareDefaultFactory)
def present_status(project):
    """Return the status that a project has."""
    return project.status


@provider(IContextAwareDefaultFactory)
def present_reason(project):
    """Return why a project has it."""
    return project.status_reason


class IStatus(model.Schema):
    """What the form asks for."""

    directives.widget("status", RadioFieldWidget)
    status = schema.Choice(
        title=_("label_status", default="Status"),
        description=_(
            "help_status", default="It holds for all names of the project; installers are told."
        ),
        source=choices,
        defaultFactory=present_status,
    )
    reason = schema.TextLine(
        title=_("label_status_reason", default="Reason"),
        description=_(
            "help_status_reason",
            default="One line for installers and visitors: what to use instead, for example."
            " An active project gives no reason.",
        ),
        max_length=LONGEST_REASON,
        required=False,
        missing_value="",
        defaultFactory=present_reason,
    )


class StatusForm(AutoExtensibleForm, Form):
    """``<project>/@@status``."""

    schema = IStatus
    ignoreContext = True  # noqa: N815 (the name of z3c.form)
    enableCSRFProtection = True  # noqa: N815 (the name of plone.app.z3cform)
    description = _(
        "help_status_form",
        default="What visitors and installers may expect. You can change it back at any time.",
    )

    @property
    def label(self):
        """What is asked."""
        return _(
            "heading_status_of",
            default="Status of ${title}",
            mapping={"title": visible(self.context.Title())},
        )

    def update(self):
        """Tell an owner who can't change the status of a quarantined project.

        :raises Unauthorized: when the asker neither owns the project nor may quarantine it
        """
        if may_set_status(self.context):
            super().update()
            return
        if not owns(self.context):
            raise Unauthorized("Only owners of a project set its status.")
        message = _(
            "msg_only_managers_lift",
            default="This project is quarantined. Only managers of the site lift that: ask them.",
        )
        self._leave(message, "warning")

    @button.buttonAndHandler(_("label_set_status", default="Set the status"), name="set")
    def handle_set(self, action):
        """Set it, and show the project."""
        data, errors = self.extractData()
        if errors:
            self.status = self.formErrorsMessage
            return
        try:
            set_status(self.context, data["status"], data["reason"] or "")
        except PackageIndexError as error:
            raise WidgetActionExecutionError("reason", Invalid(str(error))) from error
        self._leave(_("msg_status_set", default="The status was set."), "info")

    @button.buttonAndHandler(_("label_cancel", default="Cancel"), name="cancel")
    def handle_cancel(self, action):
        """Change nothing, and show the project."""
        self.request.response.redirect(self.context.absolute_url())

    def updateActions(self):
        """Have what is asked stand out."""
        super().updateActions()
        self.actions["set"].addClass("btn-primary")

    def _leave(self, message, kind):
        IStatusMessage(self.request).addStatusMessage(message, kind)
        self.request.response.redirect(self.context.absolute_url())
