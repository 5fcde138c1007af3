"""The page of a distribution file."""

from Acquisition import aq_inner
from Acquisition import aq_parent
from functools import cached_property
from plone.base.utils import human_readable_size
from Products.PloneSoftwareCenter.browser.pages.page import Page
from Products.PloneSoftwareCenter.browser.pages.rows import KINDS
from Products.PloneSoftwareCenter.browser.pages.status import notice_of
from Products.PloneSoftwareCenter.content.states import INDEXED_RELEASE_STATES
from Products.PloneSoftwareCenter.content.states import state_of
from Products.PloneSoftwareCenter.downloads.numbers import are_shown
from Products.PloneSoftwareCenter.downloads.numbers import files_of_version
from Products.PloneSoftwareCenter.i18n import _
from Products.PloneSoftwareCenter.index.files import yanked_value
from Products.PloneSoftwareCenter.index.update import record_of
from Products.PloneSoftwareCenter.pypi.charts import grouped
from Products.PloneSoftwareCenter.pypi.shown_text import visible
from Products.PloneSoftwareCenter.pypi.status import serves_files
from Products.PloneSoftwareCenter.pypi.versions import canonical_version
from urllib.parse import quote


#: the digests that a page shows, by their names for people
DIGESTS = (("SHA-256", "sha256"), ("BLAKE2b-256", "blake2b_256"), ("MD5", "md5"))


class FilePage(Page):
    """``<file>``; its bytes are at ``simple/<name>/<filename>``."""

    @cached_property
    def release(self):
        """The release of the file."""
        return aq_parent(aq_inner(self.context))

    @cached_property
    def project(self):
        """The project of the release."""
        return aq_parent(aq_inner(self.release))

    @property
    def notice(self):
        """What the status of the project means for visitors; None for an active one."""
        return notice_of(self.project)

    @property
    def filename(self):
        """The name of the file; the id where it has no bytes."""
        return self.context.filename or self.context.getId()

    @property
    def size(self):
        """The size for people."""
        return human_readable_size(self.context.size) if self.context.size else ""

    @property
    def kind(self):
        """Source, wheel or egg."""
        return KINDS.get(self.context.packagetype, self.context.packagetype)

    @property
    def digests(self):
        """Pairs of name and digest."""
        known = self.context.digests or {}
        return [(title, known[key]) for title, key in DIGESTS if key in known]

    @cached_property
    def download_url(self):
        """Where installers get it; None while it is not in the index."""
        record = record_of(self.release)
        is_stored = self.context.storage_key and state_of(self.release) in INDEXED_RELEASE_STATES
        if record is None or not is_stored or not serves_files(record.status):
            return None
        return f"{self.index_url}{record.normalized_name}/{quote(self.context.filename)}"

    @property
    def downloads(self):
        """How often it was downloaded, for people; empty where nobody tells."""
        record = record_of(self.release)
        if record is None or not are_shown(self.center):
            return ""
        version = canonical_version(self.release.version)
        found = files_of_version(self.center, record.normalized_name, version)
        return grouped(found.get(self.context.filename, 0))

    @property
    def has_contents(self):
        """May its archive be looked into? Not that of a quarantined project."""
        return bool(self.context.storage_key) and serves_files(self.project.status)

    @property
    def contents_url(self):
        """Where it is said what is inside; None where it is not."""
        return f"{self.context.absolute_url()}/contents" if self.has_contents else None

    @property
    def beside(self):
        """What installers get beside it: pairs of words and address."""
        if not self.download_url:
            return []
        found = []
        if self.context.core_metadata_sha256:
            found.append((_("label_core_metadata", default="Core metadata"), ".metadata"))
        if self.context.has_signature:
            found.append((_("label_signature", default="Signature"), ".asc"))
        return [(title, f"{self.download_url}{ending}") for title, ending in found]

    @property
    def release_title(self):
        """What its release is called."""
        return visible(self.release.Title())

    @property
    def requirement(self):
        """The lines of a requirements file that take exactly these bytes."""
        name, digest = self.release.distribution, (self.context.digests or {}).get("sha256")
        if not self.download_url or not digest:
            return None
        version = self.release.version
        return f"--index-url {self.index_url}\n{name}=={version} \\\n    --hash=sha256:{digest}"

    @property
    def uploader(self):
        """Who has uploaded it; told to those who may edit it only."""
        return self.context.uploader if self.can_edit else None

    @property
    def remarks(self):
        """What was odd in the upload: what its sender was told, in the English of programs."""
        return self.context.remarks

    @property
    def yanked(self):
        """False, True or the reason; a yanked release yanks its files."""
        return yanked_value(self.context) or yanked_value(self.release)

    @property
    def yanked_reason(self):
        """The reason; empty where none was given."""
        return visible(self.yanked) if isinstance(self.yanked, str) else ""
