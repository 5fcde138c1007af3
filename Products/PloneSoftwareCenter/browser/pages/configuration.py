"""The configuration files of a release, attached and deleted by hand."""

from dataclasses import dataclass
from functools import cached_property
from plone.base.utils import human_readable_size
from plone.protect import CheckAuthenticator
from Products.PloneSoftwareCenter.browser.form import file_named
from Products.PloneSoftwareCenter.browser.pages.page import Page
from Products.PloneSoftwareCenter.i18n import _
from Products.PloneSoftwareCenter.index.configuration import configuration_of
from Products.PloneSoftwareCenter.pypi.configuration import EXTENSIONS
from Products.PloneSoftwareCenter.pypi.configuration import MAX_SIZE
from Products.PloneSoftwareCenter.pypi.errors import InvalidUpload
from Products.PloneSoftwareCenter.pypi.errors import PackageIndexError
from Products.PloneSoftwareCenter.pypi.names import normalize_name
from Products.PloneSoftwareCenter.upload.configuration import attach
from Products.PloneSoftwareCenter.upload.configuration import detach
from Products.PloneSoftwareCenter.upload.configuration import may_attach
from Products.PloneSoftwareCenter.upload.rights import DELETE
from Products.PloneSoftwareCenter.upload.rights import may
from urllib.parse import quote


@dataclass(frozen=True)
class ConfigurationRow:
    """A file on the page."""

    filename: str
    url: str
    #: for people
    size: str
    sha256: str


class ConfigurationPage(Page):
    """``<release>/configuration-files``."""

    message = None
    error = None
    #: for the field of the form
    accepted = ",".join(EXTENSIONS)

    def __call__(self):
        """Show the page; after a button, do first what it says."""
        if self.request.method == "POST":
            CheckAuthenticator(self.request)
            try:
                self._act()
            except PackageIndexError as error:
                self.error = str(error)
        return self.index()

    def _act(self):
        filename = self.request.form.get("delete")
        if isinstance(filename, str) and filename:
            detach(self.context, filename)
            self.message = _("msg_configuration_deleted", default="The file is deleted.")
            return
        content = file_named(self.request, "content")
        if content is None or not content.filename:
            raise InvalidUpload("Choose a file.")
        data = content.read(MAX_SIZE + 1)
        if attach(self.center, self.context, content.filename, data):
            self.message = _("msg_configuration_attached", default="The file is attached.")
        else:
            self.message = _("msg_configuration_there", default="This very file was there already.")

    @cached_property
    def can_attach(self):
        """May the asker attach files?"""
        return may_attach(self.context)

    @cached_property
    def can_delete(self):
        """May the asker delete files?"""
        return may(DELETE, self.context)

    @property
    def rows(self):
        """The files, by name."""
        return configuration_rows(self.context, self.center_url)


def configuration_rows(release, center_url):
    """Return the rows of a release's configuration files; none without a name in the index."""
    if not release.distribution:
        return []
    name, version = normalize_name(release.distribution), quote(release.version, safe="")
    base = f"{center_url}/configuration/{name}/{version}"
    return [
        ConfigurationRow(
            filename, f"{base}/{filename}", human_readable_size(len(file.data)), file.sha256
        )
        for filename, file in configuration_of(release)
    ]
