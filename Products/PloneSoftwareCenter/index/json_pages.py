"""The pages of the JSON API, composed from records and kept as they are sent."""

from Products.PloneSoftwareCenter.content.states import INDEXED_RELEASE_STATES
from Products.PloneSoftwareCenter.index.cache import cached_page
from Products.PloneSoftwareCenter.index.files import file_entry
from Products.PloneSoftwareCenter.index.metadata import core_metadata_of
from Products.PloneSoftwareCenter.index.pages import RenderedPage
from Products.PloneSoftwareCenter.index.queries import indexed_releases
from Products.PloneSoftwareCenter.index.records import ReleaseRecord
from Products.PloneSoftwareCenter.pypi.errors import InvalidVersion
from Products.PloneSoftwareCenter.pypi.errors import NotFound
from Products.PloneSoftwareCenter.pypi.json_api import choose_version
from Products.PloneSoftwareCenter.pypi.json_api import is_yanked
from Products.PloneSoftwareCenter.pypi.json_api import MEDIA_TYPE
from Products.PloneSoftwareCenter.pypi.json_api import ReleasePage
from Products.PloneSoftwareCenter.pypi.json_api import render
from Products.PloneSoftwareCenter.pypi.model import FileEntry
from Products.PloneSoftwareCenter.pypi.simple import etag_of
from Products.PloneSoftwareCenter.pypi.status import serves_files
from Products.PloneSoftwareCenter.pypi.versions import canonical_version
from urllib.parse import quote

import dataclasses


def name_body(record, base_url: str) -> RenderedPage:
    """Return the page of a name: all its releases, and the one that stands for it.

    :param base_url: absolute URL of the center, without a slash at its end
    :raises NotFound: when it has no release that installers see
    """
    return cached_page(record, ("json", base_url), lambda: _name_page(record, base_url))


def release_body(record, version: str, base_url: str) -> RenderedPage:
    """Return the page of one release.

    :param version: in any spelling of PEP 440
    :raises NotFound: when there is none that installers see
    """
    try:
        key = canonical_version(version)
    except InvalidVersion as error:
        raise NotFound() from error
    release = record.releases.get(key) if serves_files(record.status) else None
    if release is None or release.state not in INDEXED_RELEASE_STATES:
        raise NotFound()
    return cached_page(
        record,
        ("json", base_url, key),
        lambda: _rendered(_release_page(record, release, base_url)),
    )


def _name_page(record, base_url: str) -> RenderedPage:
    releases = indexed_releases(record) if serves_files(record.status) else []
    entries = {release.version: _entries(release) for release in releases}
    chosen = choose_version(
        {release.version: _yanked(release, entries[release.version]) for release in releases}
    )
    if chosen is None:
        raise NotFound()
    release = next(release for release in releases if release.version == chosen)
    page = _release_page(record, release, base_url)
    return _rendered(dataclasses.replace(page, releases=entries))


def _release_page(record, release: ReleaseRecord, base_url: str) -> ReleasePage:
    entries = _entries(release)
    project_url = f"{base_url}/{quote(record.project_id)}"
    return ReleasePage(
        name=record.name,
        normalized_name=record.normalized_name,
        version=release.version,
        metadata=core_metadata_of(record, release),
        yanked=_yanked(release, entries),
        files=entries,
        serial=record.serial_number,
        base_url=base_url,
        project_url=project_url,
        release_url=f"{project_url}/{quote(release.release_id)}",
    )


def _entries(release: ReleaseRecord) -> tuple[FileEntry, ...]:
    return tuple(file_entry(state, release) for state in release.files.values())


def _yanked(release: ReleaseRecord, entries: tuple[FileEntry, ...]) -> bool | str:
    return is_yanked(release.yanked, [entry.yanked for entry in entries])


def _rendered(page: ReleasePage) -> RenderedPage:
    body = render(page)
    return RenderedPage(body, etag_of(body), MEDIA_TYPE, page.serial)
