"""The forms of a release."""

from plone.dexterity.browser.add import DefaultAddForm
from plone.dexterity.browser.add import DefaultAddView
from plone.dexterity.browser.edit import DefaultEditForm
from plone.dexterity.interfaces import IDexterityEditForm
from plone.z3cform.layout import wrap_form
from Products.PloneSoftwareCenter.browser.forms.closed import AddsToOpenProject
from Products.PloneSoftwareCenter.i18n import _
from Products.PloneSoftwareCenter.index.update import center_of
from Products.PloneSoftwareCenter.pypi.names import normalize_name
from Products.PloneSoftwareCenter.upload.releases import find_release
from z3c.form.interfaces import DISPLAY_MODE
from z3c.form.interfaces import WidgetActionExecutionError
from zope.interface import classImplements
from zope.interface import Invalid


class ReleaseAddForm(AddsToOpenProject, DefaultAddForm):
    """``<project>/++add++PSCRelease``."""

    portal_type = "PSCRelease"

    def create(self, data):
        """Return a release of one of the project's names, the main one if none was given.

        :raises WidgetActionExecutionError: when the name is not the project's, or the
            version is there already, under whichever spelling
        """
        names = tuple(self.context.distributions or ())
        name = data.get("distribution") or (names[0] if names else None)
        if name:
            self._check_name(name, names)
            self._check_new(name, data["version"])
        data["distribution"] = name
        return super().create(data)

    def _check_name(self, name, names):
        if normalize_name(name) not in map(normalize_name, names):
            message = _(
                "error_release_name", default="The project does not have this name: add it there."
            )
            raise WidgetActionExecutionError("distribution", Invalid(message))

    def _check_new(self, name, version):
        release = find_release(center_of(self.context), self.context, name, version)
        if release is not None:
            message = _(
                "error_release_exists",
                default="There is a release ${version} already.",
                mapping={"version": release.version},
            )
            raise WidgetActionExecutionError("version", Invalid(message))


class ReleaseAddView(DefaultAddView):
    """The add form on its page."""

    form = ReleaseAddForm


class ReleaseEditForm(DefaultEditForm):
    """``<release>/edit``: whose version it is, and which, does not change."""

    def updateFields(self):
        """Show name and version, let all else be edited."""
        super().updateFields()
        for name in ("version", "distribution"):
            if name in self.fields:
                self.fields[name].mode = DISPLAY_MODE


ReleaseEditView = wrap_form(ReleaseEditForm)
classImplements(ReleaseEditView, IDexterityEditForm)
