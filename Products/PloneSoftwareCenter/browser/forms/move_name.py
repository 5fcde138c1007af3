"""The form that moves a name with its releases to another project."""

from plone.autoform.form import AutoExtensibleForm
from plone.supermodel import model
from plone.z3cform.layout import wrap_form
from Products.PloneSoftwareCenter.content.project import IPSCProject
from Products.PloneSoftwareCenter.i18n import _
from Products.PloneSoftwareCenter.index.names import find_record
from Products.PloneSoftwareCenter.index.queries import project_of
from Products.PloneSoftwareCenter.index.update import center_of
from Products.PloneSoftwareCenter.pypi.errors import PackageIndexError
from Products.PloneSoftwareCenter.upload.rights import owns
from Products.PloneSoftwareCenter.upload.transfer import move_name
from Products.statusmessages.interfaces import IStatusMessage
from z3c.form import button
from z3c.form.form import Form
from z3c.form.interfaces import WidgetActionExecutionError
from zope import schema
from zope.interface import Invalid


class IMoveName(model.Schema):
    """What the form asks for."""

    name = schema.Choice(
        title=_("label_name_to_move", default="Name"),
        description=_(
            "help_name_to_move", default="It moves with its releases; all addresses stay right."
        ),
        vocabulary="plonesoftwarecenter.distributions",
    )
    target = schema.TextLine(
        title=_("label_move_to", default="To the project"),
        description=_(
            "help_move_to",
            default="One of its names, or its short name in addresses. You must own it, too.",
        ),
    )


class MoveNameForm(AutoExtensibleForm, Form):
    """``<project>/@@move-name``."""

    schema = IMoveName
    ignoreContext = True  # noqa: N815 (the name of z3c.form)
    label = _("heading_move_name", default="Move a name to another project")

    @button.buttonAndHandler(_("label_move", default="Move"), name="move")
    def handle_move(self, action):
        """Move the name, and go to where it is now."""
        data, errors = self.extractData()
        if errors:
            self.status = self.formErrorsMessage
            return
        target = self._find_target(data["target"].strip())
        try:
            move_name(center_of(self.context), data["name"], self.context, target)
        except PackageIndexError as error:
            raise WidgetActionExecutionError("name", Invalid(str(error))) from error
        message = _(
            "msg_name_moved", default="${name} was moved here.", mapping={"name": data["name"]}
        )
        IStatusMessage(self.request).addStatusMessage(message, "info")
        self.request.response.redirect(target.absolute_url())

    def _find_target(self, text):
        center = center_of(self.context)
        record = find_record(center, text)
        if record is not None:
            target = project_of(center, record)
        else:
            target = center._getOb(text) if center.has_key(text) else None
        # One sentence for all: the form does not tell which projects there are.
        if not IPSCProject.providedBy(target) or not owns(target) or _is_same(target, self.context):
            message = _("error_move_to", default="You own no other project of this name.")
            raise WidgetActionExecutionError("target", Invalid(message))
        return target


def _is_same(project, other):
    return project.UID() == other.UID()


MoveNameView = wrap_form(MoveNameForm)
