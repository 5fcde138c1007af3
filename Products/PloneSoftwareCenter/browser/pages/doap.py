"""``<project>/doap.rdf``: what other catalogs of software read of a project."""

from functools import cached_property
from html.parser import HTMLParser
from Products.PloneSoftwareCenter.browser.pages.groups import groups_of
from Products.PloneSoftwareCenter.browser.pages.page import Page
from Products.PloneSoftwareCenter.browser.pages.page import safe_link
from Products.PloneSoftwareCenter.browser.pages.rendering import render
from Products.PloneSoftwareCenter.content.filelink import IPSCFileLink
from Products.PloneSoftwareCenter.content.lines import read_lines
from Products.PloneSoftwareCenter.content.states import LISTED_RELEASE_STATES
from Products.PloneSoftwareCenter.index.names import names_of
from Products.PloneSoftwareCenter.index.queries import releases_in_order
from Products.PloneSoftwareCenter.pypi.doap import DoapProject
from Products.PloneSoftwareCenter.pypi.doap import DoapVersion
from Products.PloneSoftwareCenter.pypi.doap import MEDIA_TYPE
from Products.PloneSoftwareCenter.pypi.doap import write_doap
from Products.PloneSoftwareCenter.pypi.errors import InvalidFilename
from Products.PloneSoftwareCenter.pypi.filenames import parse_filename
from Products.PloneSoftwareCenter.pypi.platforms import platform_of
from Products.PloneSoftwareCenter.pypi.status import serves_files
from urllib.parse import quote

import re


#: the newest releases are told; nobody reads of the thousands before
MOST = 50
#: where the licenses of SPDX are, for those that the center has no address of
SPDX = "https://spdx.org/licenses/{}"
SPDX_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+-]*")


class Doap(Page):
    """A document for everybody who may see the project: it tells what everybody is told."""

    def __call__(self):
        """Return it."""
        response = self.request.response
        response.setHeader("Content-Type", f"{MEDIA_TYPE}; charset=utf-8")
        response.setHeader("X-Content-Type-Options", "nosniff")
        response.setHeader("Cache-Control", "no-cache")
        return write_doap(self.described())

    def described(self):
        """Return the ``DoapProject``."""
        project = self.context
        own_url = f"{self.center_url}/{quote(project.getId())}"
        return DoapProject(
            name=project.Title(),
            url=own_url,
            shortdesc=project.Description(),
            description=plain_text(render(project.text, project.text_content_type)),
            homepage_url=safe_link(project.homepage) or own_url,
            wiki_url=safe_link(project.documentation_link) or "",
            bug_database_url=safe_link(project.tracker) or "",
            screenshots_url=f"{own_url}/@@images/screenshot" if project.screenshot else "",
            mailing_list_url=safe_link(project.mailing_list) or "",
            repository_url=safe_link(project.repository) or "",
            download_page_url=own_url,
            category_urls=self._category_urls(),
            license_urls=self._license_urls(),
            systems=self._systems(),
            versions=tuple(self._version(*entry) for entry in self._releases),
        )

    @cached_property
    def _releases(self):
        """(record, release record, content) of what everybody is told, the newest first."""
        found = [
            (record, release, self.context._getOb(release.release_id, None))
            for record in names_of(self.center, self.context)
            if serves_files(record.status)
            for release in [
                one
                for one in releases_in_order(record, newest_first=True)
                if one.state in LISTED_RELEASE_STATES
            ][:MOST]
        ]
        return [entry for entry in found if entry[2] is not None][:MOST]

    def _category_urls(self):
        project = self.context
        chosen = project.classifiers if self.center.use_classifiers else project.categories
        groups = [group for group in groups_of(self.center) if group.id in (chosen or ())]
        return tuple(group.url(self.center_url) for group in groups)

    def _license_urls(self):
        known = {line.id: line.text for line in read_lines(self.center.available_licenses)}
        names = [name for *_, content in self._releases for name in content.license or ()]
        urls = [safe_link(known.get(name)) or _spdx_url(name) for name in names]
        return tuple(dict.fromkeys(url for url in urls if url))

    def _systems(self):
        """The systems that the files are for; none, when one of them is for all."""
        found = {}
        for record, release, content in self._releases:
            systems = [_system_of(record, release, filename) for filename in release.files]
            systems += [link.platform or "" for link in _links(release, content)]
            if "" in systems or (self.center.available_platforms or ("",))[0] in systems:
                return ()
            found.update(dict.fromkeys(systems))
        return tuple(found)

    def _version(self, record, release, content):
        own_url = f"{self.index_url}{record.normalized_name}/"
        expected = content.expected_release_date or content.effective_date
        return DoapVersion(
            name=content.codename or "",
            revision=release.version,
            created=expected.strftime("%Y-%m-%d") if expected else "",
            files=(
                *(f"{own_url}{quote(filename)}" for filename in release.files),
                *filter(None, (safe_link(link.external_url) for link in _links(release, content))),
            ),
        )


def _links(record, release):
    """Return the links of a release; its files, of which there may be hundreds, stay asleep.

    :param record: its ``ReleaseRecord``
    """
    known = {state["file_id"] for state in record.files.values()}
    others = [release._getOb(id_) for id_ in release.objectIds() if id_ not in known]
    return [child for child in others if IPSCFileLink.providedBy(child)]


def _system_of(record, release, filename):
    try:
        parsed = parse_filename(filename, name=record.name, version=release.version)
        return platform_of(parsed)
    except InvalidFilename:
        return ""


def _spdx_url(name):
    return SPDX.format(quote(name)) if SPDX_ID.fullmatch(name) else None


class _Words(HTMLParser):
    def __init__(self):
        super().__init__()
        self.words = []

    def handle_data(self, data):
        self.words.append(data)


def plain_text(html):
    """Return the words of some HTML, a blank between them."""
    parser = _Words()
    parser.feed(html)
    return " ".join("".join(parser.words).split())
