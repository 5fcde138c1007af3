"""What the page of a project tells of it beside its releases."""

from dataclasses import dataclass
from email.utils import parseaddr
from functools import cached_property
from plone import api
from Products.PloneSoftwareCenter.browser.pages.groups import groups_of
from Products.PloneSoftwareCenter.browser.pages.license import license_url
from Products.PloneSoftwareCenter.browser.pages.page import safe_link
from Products.PloneSoftwareCenter.browser.pages.status import offers_downloads
from Products.PloneSoftwareCenter.i18n import _
from Products.PloneSoftwareCenter.index.metadata import project_urls_of
from Products.PloneSoftwareCenter.index.visibility import is_public
from Products.PloneSoftwareCenter.people.interfaces import MAINTAINER
from Products.PloneSoftwareCenter.people.interfaces import OWNER
from Products.PloneSoftwareCenter.people.owners import roles_in
from Products.PloneSoftwareCenter.pypi.links import find_kind
from Products.PloneSoftwareCenter.pypi.links import is_safe_url
from Products.PloneSoftwareCenter.pypi.shown_text import visible
from urllib.parse import urlencode
from urllib.parse import urlsplit


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

#: the words for those who do not see the badge, and its query; English, as the badge is
BADGES = (("version", ""), ("python", "?show=python"), ("license", "?show=license"))

#: how many links under labels of their own a page shows
MOST_LINKS = 20

#: how many of the people who work on a project its page names
MOST_PEOPLE = 20
ROLE_TITLES = {
    OWNER: _("role_owner", default="Owner"),
    MAINTAINER: _("role_maintainer", default="Maintainer"),
}


@dataclass(frozen=True)
class Link:
    """A link with the text to show."""

    title: object
    url: str


@dataclass(frozen=True)
class Criterion:
    """What the owners say, or don't say, of their project."""

    title: str
    is_met: bool


@dataclass(frozen=True)
class Person:
    """Somebody, or a group, who works on a project."""

    name: str
    role: object


@dataclass(frozen=True)
class BadgeTexts:
    """A badge, with what one writes to have it: in Markdown, and in reST."""

    src: str
    texts: tuple[str, str]


class ProjectFacts:
    """Part of a project's page; the class that has it is a ``Page``."""

    @property
    def links(self):
        """The links that it has and that a page may show."""
        shown = LINKS if offers_downloads(self.context) else LINKS_WITHOUT_DOWNLOADS
        found = [(title, safe_link(getattr(self.context, name))) for name, title in shown]
        return [Link(title, url) for title, url in found if url]

    @property
    def other_links(self):
        """What the newest release links under labels of its own."""
        record = self.main_record
        release = (
            record.releases.get(record.uses[0]) if record is not None and record.uses else None
        )
        if release is None:
            return []
        shown = {link.url for link in self.links}
        found = project_urls_of(record, release)
        return [
            Link(visible(label or url), url)
            for label, url in found[:MOST_LINKS]
            if url not in shown and is_safe_url(url) and find_kind(label) is None
        ]

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

    @property
    def author(self):
        """Who has written it, as metadata say; empty where nobody is named."""
        return visible(self.context.author or "")

    @property
    def maintainer(self):
        """Who looks after it, as metadata say; empty where nobody is named."""
        return visible(self.context.maintainer or "")

    @property
    def license(self):
        """Its license, as metadata say: an SPDX expression, or words."""
        return visible(self.context.license or "")

    @property
    def license_url(self):
        """Where the license can be read; None where that is not known."""
        return license_url(self.center, self.context.license or "")

    @property
    def badges(self):
        """Pictures for pages elsewhere; none of what not everybody may see."""
        if not is_public(self.context):
            return []
        page = f"{self.center_url}/{self.context.getId()}"
        return [_badge(page, label, query) for label, query in BADGES]

    @cached_property
    def people(self):
        """Who works on it, owners first; told to strangers only where the site tells of people."""
        if self.is_anonymous and not api.portal.get_registry_record(
            "plone.allow_anon_views_about", default=False
        ):
            return []
        held = sorted(roles_in(self.context), key=lambda pair: (pair[1] != OWNER, pair[0]))
        first = {}
        for holder, role in held:
            first.setdefault(holder, role)
        shown = list(first.items())[:MOST_PEOPLE]
        return [Person(_name_of(holder), ROLE_TITLES[role]) for holder, role in shown]

    @property
    def other_servers(self):
        """Where it can be had, too, as its owners say."""
        found = [safe_link(address) for address in self.context.other_servers or ()]
        return [Link(urlsplit(url).netloc, url) for url in found if url]

    @property
    def report_links(self):
        """Whom to tell of a problem: the project, and those who run the site."""
        context = self.context
        found = []
        if url := safe_link(context.tracker):
            found.append(Link(_("label_report_bug", default="Report a bug"), url))
        elif self.contact:
            found.append(
                Link(_("label_write_to_project", default="Write to the project"), self.contact.url)
            )
        found.append(
            Link(
                _("label_report_project", default="Tell those who run this site"),
                f"{self.site_url}/contact-info",
            )
        )
        return found

    @property
    def similar_url(self):
        """A search for what the same person has added."""
        creators = self.context.listCreators()
        if not creators or not creators[0]:
            return None
        query = urlencode({"portal_type": "PSCProject", "Creator": creators[0]})
        return f"{self.site_url}/@@search?{query}"


def _badge(page, label, query):
    src = f"{page}/badge.svg{query}"
    markdown = f"[![{label}]({src})]({page})"
    rest = f".. image:: {src}\n   :target: {page}\n   :alt: {label}"
    return BadgeTexts(src, (markdown, rest))


def _name_of(holder):
    """Return what a user or group is called."""
    member = api.portal.get_tool("portal_membership").getMemberById(holder)
    if member is not None:
        return visible(member.getProperty("fullname", "") or member.getUserName())
    group = api.portal.get_tool("portal_groups").getGroupById(holder)
    return visible((group.getProperty("title", "") if group else "") or holder)
