"""Words that texts of content rules may use, as ``${psc_filename}``.

What there is none of is an empty text: a project has no file name.
"""

from Acquisition import aq_inner
from plone.stringinterp.adapters import BaseSubstitution
from Products.PloneSoftwareCenter.content.file import IPSCFile
from Products.PloneSoftwareCenter.content.project import IPSCProject
from Products.PloneSoftwareCenter.content.release import IPSCRelease
from Products.PloneSoftwareCenter.i18n import _
from Products.PloneSoftwareCenter.index.update import center_of
from Products.PloneSoftwareCenter.index.update import parent_providing
from Products.PloneSoftwareCenter.pypi.journal import printable


class Word(BaseSubstitution):
    """A word; subclasses say of what, and its description."""

    category = _("label_rules_words", default="Software Center")

    def safe_call(self):
        """Return the word, on one line: it may stand in the subject of a mail."""
        return printable(self.find() or "")

    def find(self):
        """Return its text; empty or None: there is none."""
        raise NotImplementedError

    def _of(self, interface):
        content = aq_inner(self.context)
        return content if interface.providedBy(content) else parent_providing(content, interface)


class Project(Word):
    """``psc_project``."""

    description = _("label_word_project", default="Title of the project")

    def find(self):
        project = self._of(IPSCProject)
        return project.title if project is not None else ""


class Name(Word):
    """``psc_name``."""

    description = _("label_word_name", default="Distribution name")

    def find(self):
        release = self._of(IPSCRelease)
        if release is not None and release.distribution:
            return release.distribution
        project = self._of(IPSCProject)
        return next(iter(project.distributions or ()), "") if project is not None else ""


class Version(Word):
    """``psc_version``."""

    description = _("label_word_version", default="Version of the release")

    def find(self):
        release = self._of(IPSCRelease)
        return release.version if release is not None else ""


class Filename(Word):
    """``psc_filename``."""

    description = _("label_word_filename", default="Name of the file")

    def find(self):
        return self.context.filename if IPSCFile.providedBy(self.context) else ""


class Sha256(Word):
    """``psc_sha256``."""

    description = _("label_word_sha256", default="SHA-256 of the file")

    def find(self):
        digests = self.context.digests if IPSCFile.providedBy(self.context) else None
        return (digests or {}).get("sha256")


class Uploader(Word):
    """``psc_uploader``."""

    description = _("label_word_uploader", default="Id of who has uploaded the file")

    def find(self):
        return self.context.uploader if IPSCFile.providedBy(self.context) else ""


class Reason(Word):
    """``psc_reason``."""

    description = _("label_word_reason", default="Why it is yanked, or has its status")

    def find(self):
        project = IPSCProject.providedBy(self.context)
        return getattr(self.context, "status_reason" if project else "yanked_reason", "")


class Address(Word):
    """``psc_center_url``."""

    description = _("label_word_center_url", default="Public address of the center")

    def find(self):
        center = center_of(self.context)
        return (center.public_address or center.absolute_url()) if center is not None else ""
