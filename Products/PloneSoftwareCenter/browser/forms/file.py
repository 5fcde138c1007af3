"""The form that adds a distribution file by hand: an upload as any other."""

from plone.dexterity.browser.add import DefaultAddForm
from plone.dexterity.browser.add import DefaultAddView
from plone.namedfile.utils import safe_basename
from plone.protect import CheckAuthenticator
from plone.supermodel import model
from Products.PloneSoftwareCenter.browser.forms.archive import Archive
from Products.PloneSoftwareCenter.browser.forms.closed import AddsToOpenProject
from Products.PloneSoftwareCenter.i18n import _
from Products.PloneSoftwareCenter.index.update import center_of
from Products.PloneSoftwareCenter.pypi.errors import PackageIndexError
from Products.PloneSoftwareCenter.upload.archive import upload_from_archive
from Products.PloneSoftwareCenter.upload.chosen import OfOtherPlace
from Products.PloneSoftwareCenter.upload.chosen import require_fits
from Products.PloneSoftwareCenter.upload.receive import receive
from Products.statusmessages.interfaces import IStatusMessage
from z3c.form.field import Fields
from z3c.form.interfaces import WidgetActionExecutionError
from zope.interface import Invalid


class IArchiveForm(model.Schema):
    """What the form asks for; all else is in the archive."""

    archive = Archive(
        title=_("label_archive", default="Archive"),
        description=_(
            "help_archive",
            default="An sdist, a wheel or an egg of this release. It can't be changed later.",
        ),
    )


class FileAddForm(AddsToOpenProject, DefaultAddForm):
    """``<release>/++add++PSCFile``."""

    portal_type = "PSCFile"
    schema = IArchiveForm
    additionalSchemata = ()  # noqa: N815 (the name of z3c.form)

    def updateFields(self):
        """Ask for the archive, and not for what it says itself."""
        super().updateFields()
        self.fields = Fields(IArchiveForm)
        self.groups = ()

    def createAndAdd(self, data):
        """Publish the archive; return nothing, since the upload has added the file.

        :raises WidgetActionExecutionError: with the sentence that a program would get
        """
        # What the upload commits itself is out of the sight of Plone's own check.
        CheckAuthenticator(self.request)
        archive = data["archive"]
        self.immediate_view = self.context.absolute_url()
        try:
            upload = upload_from_archive(safe_basename(archive.filename), archive)
            self._check_fits(upload)
            receive(center_of(self.context), upload)
        except PackageIndexError as error:
            raise WidgetActionExecutionError("archive", Invalid(str(error))) from error
        self._finishedAdd = True
        # Plone says so only where it is given the object.
        IStatusMessage(self.request).addStatusMessage(self.success_message, "info")

    def _check_fits(self, upload):
        try:
            require_fits(self.context, upload)
        except OfOtherPlace as error:
            message = _(
                "error_archive_of_other_release",
                default="This is an archive of ${name} ${version}, not of this release.",
                mapping={"name": error.name, "version": error.version},
            )
            raise WidgetActionExecutionError("archive", Invalid(message)) from error


class FileAddView(DefaultAddView):
    """The add form on its page."""

    form = FileAddForm
