"""The page of a project."""

from dataclasses import dataclass
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from email.utils import parseaddr
from functools import cached_property
from plone import api
from Products.PloneSoftwareCenter.browser.pages.commands import Command
from Products.PloneSoftwareCenter.browser.pages.commands import install_commands
from Products.PloneSoftwareCenter.browser.pages.groups import groups_of
from Products.PloneSoftwareCenter.browser.pages.page import Page
from Products.PloneSoftwareCenter.browser.pages.page import safe_link
from Products.PloneSoftwareCenter.browser.pages.releases import ReleaseList
from Products.PloneSoftwareCenter.browser.pages.status import notice_of
from Products.PloneSoftwareCenter.browser.pages.status import offers_downloads
from Products.PloneSoftwareCenter.content.latest import latest_release_of
from Products.PloneSoftwareCenter.content.states import LISTED_RELEASE_STATES
from Products.PloneSoftwareCenter.content.states import state_of
from Products.PloneSoftwareCenter.i18n import _
from Products.PloneSoftwareCenter.index.names import names_of
from Products.PloneSoftwareCenter.index.queries import releases_in_order
from Products.PloneSoftwareCenter.people.invitations import invitation_to
from Products.PloneSoftwareCenter.pypi.status import takes_uploads
from Products.PloneSoftwareCenter.pypi.versions import newest
from Products.PloneSoftwareCenter.upload.rights import may_set_status
from Products.PloneSoftwareCenter.upload.rights import owns
from Products.PloneSoftwareCenter.upload.rights import user_id
from Products.PloneSoftwareCenter.upload.workflow import is_waiting
from urllib.parse import urlencode


#: without a release for longer than this, a project may no longer be maintained
STALE_AFTER = timedelta(days=360)

LINKS = (
    ("homepage", _("label_homepage", default="Home page")),
    ("documentation_link", _("label_documentation_link", default="Documentation")),
    ("repository", _("label_repository", default="Source code")),
    ("tracker", _("label_tracker", default="Issue tracker")),
    ("mailing_list", _("label_mailing_list", default="Mailing list or forum")),
    ("changelog_link", _("label_changelog_link", default="Change log")),
    ("download_link", _("label_download_link", default="Downloads elsewhere")),
)
LINKS_WITHOUT_DOWNLOADS = LINKS[:-1]


@dataclass(frozen=True)
class Link:
    """A link with the text to show."""

    title: object
    url: str


@dataclass(frozen=True)
class Install:
    """How one distribution name is installed."""

    name: str
    #: the center's own words, filled in; empty where it has none
    instructions: str
    commands: tuple[Command, ...]


@dataclass(frozen=True)
class Criterion:
    """What the owners say, or don't say, of their project."""

    title: str
    is_met: bool


class ProjectPage(Page):
    """``<project>``."""

    @cached_property
    def text(self):
        """The text as safe HTML: ``render_description`` lets nothing else through."""
        return self.render(self.context.text, self.context.text_content_type)

    @cached_property
    def state(self):
        """The state of its workflow."""
        return state_of(self.context)

    @property
    def notice(self):
        """What its status means for visitors; None for an active project."""
        return notice_of(self.context)

    @property
    def is_waiting(self):
        """Do others see it only after a review?"""
        return is_waiting(self.context)

    @property
    def links(self):
        """The links that it has and that a page may show."""
        shown = LINKS if offers_downloads(self.context) else LINKS_WITHOUT_DOWNLOADS
        found = [(title, safe_link(getattr(self.context, name))) for name, title in shown]
        return [Link(title, url) for title, url in found if url]

    @property
    def contact(self):
        """Whom to write to; None where nobody is named."""
        address = self.context.contact_address or ""
        name, mail = parseaddr(address.removeprefix("mailto:"))
        if "@" in mail and "/" not in mail:
            return Link(name or mail, f"mailto:{mail}")
        url = safe_link(address)
        return Link(url, url) if url else None

    @property
    def categories(self):
        """Its categories, or its topics, with the addresses of their pages."""
        chosen = self.context.categories
        if self.center.use_classifiers:
            chosen = self.context.classifiers
        chosen = frozenset(chosen or ())
        return [
            Link(group.title, group.url(self.center.absolute_url()))
            for group in groups_of(self.center)
            if group.id in chosen
        ]

    @property
    def criteria(self):
        """The criteria of the center; none at all where the project meets none."""
        met = frozenset(self.context.self_certified_criteria or ())
        offered = self.center.available_self_certification_criteria or ()
        return [Criterion(title, title in met) for title in offered] if met else []

    @cached_property
    def latest(self):
        """The newest stable release."""
        return latest_release_of(self.context)

    @cached_property
    def latest_row(self):
        """The same as it stands in the list of releases."""
        return self.releases.row_of(self.latest.getId()) if self.latest is not None else None

    @property
    def latest_summary(self):
        """What it says of itself, where that is not what the project says."""
        summary = self.latest.Description()
        return summary if summary != self.context.Description() else ""

    @property
    def latest_date(self):
        """When it came out."""
        return self.latest.effective_date if self.latest is not None else None

    @property
    def may_be_unmaintained(self):
        """Is the newest stable release an old one?"""
        date = self.latest_date
        if date is None:
            return False
        return datetime.now(UTC) - date.asdatetime().astimezone(UTC) > STALE_AFTER

    @cached_property
    def releases(self):
        """All releases; those that are kept back for who may edit only."""
        return ReleaseList(self.center, self.context, self.center_url, self.can_edit)

    @cached_property
    def listed(self):
        """The batch of the releases that the page lists."""
        return self.batch(self.releases)

    @cached_property
    def has_several_names(self):
        """Must each release say which name it is of?"""
        return len(self.context.distributions or ()) > 1

    @cached_property
    def installs(self):
        """How to install each name that has anything to install."""
        if not offers_downloads(self.context):
            return []
        found = []
        for record in names_of(self.center, self.context):
            shown = [release for release in releases_in_order(record) if _is_offered(release)]
            version = newest([release.version for release in shown])
            if version is not None:
                text = self._instructions(record.name, version)
                commands = install_commands(self.index_url, record.name)
                found.append(Install(record.name, text, commands))
        return found

    def _instructions(self, name, version):
        # No str.format: it would let the text look into our objects.
        text = self.center.installation_instructions or ""
        for key, value in (("name", name), ("version", version), ("index_url", self.index_url)):
            text = text.replace(f"{{{key}}}", value)
        return text.strip()

    @property
    def similar_url(self):
        """A search for what the same person has added."""
        creators = self.context.listCreators()
        if not creators or not creators[0]:
            return None
        query = urlencode({"portal_type": "PSCProject", "Creator": creators[0]})
        return f"{api.portal.get().absolute_url()}/@@search?{query}"

    @property
    def add_release_url(self):
        """Where the asker adds a release by hand; None for who may not."""
        allowed = [fti.getId() for fti in self.context.allowedContentTypes()]
        if self.is_anonymous or "PSCRelease" not in allowed:
            return None
        return f"{self.context.absolute_url()}/++add++PSCRelease"

    @property
    def move_name_url(self):
        """Where its owners move a name to another project of theirs; None for others."""
        if not self.context.distributions or not owns(self.context):
            return None
        if not takes_uploads(self.context.status):
            return None
        return f"{self.context.absolute_url()}/@@move-name"

    @property
    def people_url(self):
        """Where its owners say who works on it; None for who does not."""
        if self.is_anonymous or not self.can_edit:
            return None
        return f"{self.context.absolute_url()}/@@people"

    @property
    def journal_url(self):
        """Where its owners read who did what; None for others."""
        if self.is_anonymous or not owns(self.context):
            return None
        return f"{self.context.absolute_url()}/@@journal"

    @cached_property
    def is_invited(self):
        """Is the asker invited to work on it?"""
        invitation = None if self.is_anonymous else invitation_to(self.context, user_id())
        return invitation is not None and not invitation.is_expired()

    @property
    def invitations_url(self):
        """Where people find their invitations."""
        return f"{api.portal.get().absolute_url()}/@@project-invitations"

    @property
    def status_url(self):
        """Where the asker gives the project another status; None for who may not."""
        return f"{self.context.absolute_url()}/@@status" if may_set_status(self.context) else None


def _is_offered(release):
    return release.state in LISTED_RELEASE_STATES and not release.yanked
