"""The page of a release."""

from Acquisition import aq_inner
from Acquisition import aq_parent
from dataclasses import dataclass
from functools import cached_property
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from Products.PloneSoftwareCenter.browser.pages.configuration import configuration_rows
from Products.PloneSoftwareCenter.browser.pages.license import license_url
from Products.PloneSoftwareCenter.browser.pages.page import Page
from Products.PloneSoftwareCenter.browser.pages.page import safe_link
from Products.PloneSoftwareCenter.browser.pages.project_facts import Link
from Products.PloneSoftwareCenter.browser.pages.release_metadata import ReleaseMetadata
from Products.PloneSoftwareCenter.browser.pages.releases import FileList
from Products.PloneSoftwareCenter.browser.pages.rows import STATES
from Products.PloneSoftwareCenter.browser.pages.status import notice_of
from Products.PloneSoftwareCenter.browser.pages.status import offers_downloads
from Products.PloneSoftwareCenter.content.filelink import IPSCFileLink
from Products.PloneSoftwareCenter.content.lines import read_lines
from Products.PloneSoftwareCenter.content.states import LISTED_RELEASE_STATES
from Products.PloneSoftwareCenter.content.states import state_of
from Products.PloneSoftwareCenter.downloads.numbers import are_shown
from Products.PloneSoftwareCenter.downloads.numbers import files_of_version
from Products.PloneSoftwareCenter.i18n import _
from Products.PloneSoftwareCenter.index.files import yanked_value
from Products.PloneSoftwareCenter.index.update import record_of
from Products.PloneSoftwareCenter.pypi.shown_text import visible
from Products.PloneSoftwareCenter.pypi.versions import canonical_version
from Products.PloneSoftwareCenter.upload.configuration import may_attach
from Products.PloneSoftwareCenter.upload.workflow import is_waiting


DATES = (
    ("proposal_freeze_date", _("label_proposal_freeze_date", default="No more proposals after")),
    ("feature_freeze_date", _("label_feature_freeze_date", default="No more features after")),
)


@dataclass(frozen=True)
class LinkRow:
    """An external download."""

    title: str
    url: str | None
    page_url: str
    size: str
    platform: str


@dataclass(frozen=True)
class Fact:
    """A line of the table about the release."""

    title: object
    value: str


class ReleasePage(ReleaseMetadata, Page):
    """``<release>``."""

    _metadata = ViewPageTemplateFile("../templates/release_metadata.pt")

    @property
    def metadata_parts(self):
        """What it says of itself."""
        return self._metadata.macros

    @cached_property
    def project(self):
        """The project of the release."""
        return aq_parent(aq_inner(self.context))

    @property
    def project_title(self):
        """What the project is called."""
        return visible(self.project.Title())

    @property
    def notice(self):
        """What the status of the project means for visitors; None for an active one."""
        return notice_of(self.project)

    @cached_property
    def state(self):
        """The state of its workflow."""
        return state_of(self.context)

    @property
    def state_title(self):
        """What the state is called; a hidden release is called as its version says."""
        state = self.state
        if state == "hidden" and not self.can_edit:
            state = self.context.maturity()
        return STATES.get(state, state)

    @property
    def is_final(self):
        """Does the version say that it is a final one?"""
        return self.context.maturity() == "final"

    @property
    def is_hidden(self):
        """Do only those know it who may edit it?"""
        return self.state == "hidden" and self.can_edit

    @property
    def is_released(self):
        """Is it in the index?"""
        return self.state != "pre-release"

    @property
    def is_unsupported(self):
        """Do the owners say that it is no longer supported?"""
        return self.context.getId() in (self.project.unsupported_versions or ())

    @property
    def needs_publishing(self):
        """Should whoever looks at it be told that it is not in the index yet?"""
        return self.can_edit and not self.is_released and not is_waiting(self.project)

    @property
    def waits(self):
        """Does its whole project wait for a review?"""
        return self.can_edit and is_waiting(self.project)

    @property
    def yanked(self):
        """False, True or the reason."""
        return yanked_value(self.context)

    @property
    def yanked_reason(self):
        """The reason; empty where none was given."""
        return visible(self.yanked) if isinstance(self.yanked, str) else ""

    @property
    def name(self):
        """The distribution name that installers ask for; empty where it has none."""
        return self.context.distribution or ""

    @property
    def release_date(self):
        """When it came out, or when it is expected to."""
        if self.state in (*LISTED_RELEASE_STATES, "hidden"):
            return self.context.effective_date
        return self.context.expected_release_date

    @cached_property
    def name_record(self):
        """The ``NameRecord`` of the index; None without a name."""
        return record_of(self.context)

    @cached_property
    def record(self):
        """The ``ReleaseRecord`` of the index; None without a name."""
        if self.name_record is None:
            return None
        return self.name_record.releases.get(canonical_version(self.context.version))

    @cached_property
    def all_files(self):
        """The files, those that the index does not know at the end."""
        return FileList(
            self.context, self.name_record, self.record, self.index_url, self.file_downloads
        )

    @cached_property
    def file_downloads(self):
        """How often each file was downloaded: file name -> number; None where nobody tells."""
        if self.record is None or not are_shown(self.center):
            return None
        version = canonical_version(self.context.version)
        return files_of_version(self.center, self.name_record.normalized_name, version)

    @cached_property
    def files(self):
        """The batch of them that the page lists."""
        return self.batch(self.all_files)

    @cached_property
    def external_links(self):
        """The downloads elsewhere."""
        is_offered = offers_downloads(self.project)
        return [
            link_row(child, is_offered)
            for child in self.all_files.others
            if IPSCFileLink.providedBy(child)
        ]

    @property
    def text(self):
        """The notes as safe HTML: ``render_description`` lets nothing else through."""
        return self.render(self.context.text, self.context.text_content_type)

    @property
    def changelog(self):
        """The changes as safe HTML, from reST."""
        return self.render(self.context.changelog, "text/x-rst")

    @property
    def licenses(self):
        """Its licenses, linked where the center says where they can be read."""
        titles = {line.id: line.title for line in read_lines(self.center.available_licenses)}
        return [
            Link(visible(titles.get(name, name)), license_url(self.center, name))
            for name in self.context.license or ()
        ]

    @property
    def facts(self):
        """What else is known, as lines of a table."""
        context = self.context
        found = [
            (_("label_requires_python", default="Python"), context.requires_python),
            (_("label_compatibility", default="Tested with"), self._tested),
            (_("label_codename", default="Code name"), context.codename),
        ]
        found += [(title, self.date(getattr(context, name))) for name, title in DATES]
        return [Fact(title, value) for title, value in found if value]

    @property
    def _tested(self):
        return ", ".join(self.context.compatibility or ())

    @property
    def manager(self):
        """The release manager, with a link where there is a contact."""
        contact = self.context.release_manager_contact
        name = self.context.release_manager or contact
        if not name:
            return None
        if contact and "@" in contact and "://" not in contact:
            contact = f"mailto:{contact.removeprefix('mailto:')}"
        return Link(name, safe_link(contact))

    @property
    def repository(self):
        """The source code of this release."""
        return safe_link(self.context.repository)

    @property
    def add_url(self):
        """Where the asker adds files; None for who may not."""
        if self.is_anonymous:
            return None
        if "PSCFile" not in [fti.getId() for fti in self.context.allowedContentTypes()]:
            return None
        return f"{self.context.absolute_url()}/++add++PSCFile"

    @cached_property
    def configuration(self):
        """The configuration files that were attached."""
        return configuration_rows(self.context, self.center_url)

    @property
    def configuration_url(self):
        """Where the asker attaches some; None for who may not."""
        may_add = not self.is_anonymous and self.name and may_attach(self.context)
        return f"{self.context.absolute_url()}/configuration-files" if may_add else None

    @property
    def add_link_url(self):
        """Where the asker adds an external download; None for who may not."""
        return self.add_url and f"{self.context.absolute_url()}/++add++PSCFileLink"


def link_row(link, is_offered):
    """Return the row of a ``PSCFileLink``.

    :param is_offered: whether the page links what can be downloaded
    """
    return LinkRow(
        title=link.Title() or link.getId(),
        url=safe_link(link.external_url) if is_offered else None,
        page_url=link.absolute_url(),
        size=link.external_file_size or "",
        platform=link.platform or "",
    )
