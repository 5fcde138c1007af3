"""``<center>/sitemap.xml``: the pages of a center, its projects and releases, for search engines.

What pages do not list is not in it: private and quarantined projects, hidden releases.
"""

from collections.abc import Iterator
from datetime import datetime
from datetime import UTC
from Products.PloneSoftwareCenter.content.states import LISTED_RELEASE_STATES
from Products.PloneSoftwareCenter.index.cache import cached_page
from Products.PloneSoftwareCenter.index.names import center_index
from Products.PloneSoftwareCenter.index.pages import audience_of
from Products.PloneSoftwareCenter.index.pages import RenderedPage
from Products.PloneSoftwareCenter.index.queries import visible_names
from Products.PloneSoftwareCenter.pypi.errors import NotFound
from Products.PloneSoftwareCenter.pypi.simple import etag_of
from Products.PloneSoftwareCenter.pypi.sitemaps import MEDIA_TYPE
from Products.PloneSoftwareCenter.pypi.sitemaps import write_sitemap
from Products.PloneSoftwareCenter.reading.answer import Answer
from Products.PloneSoftwareCenter.reading.answer import reading_headers
from Products.PloneSoftwareCenter.reading.asked import Asked
from Products.PloneSoftwareCenter.reading.pages import bytes_answer
from Products.PloneSoftwareCenter.reading.rights import require_readable
from urllib.parse import quote


def answer_sitemap(center, asked: Asked) -> Answer:
    """The sitemap of what the asker sees."""
    require_readable(center)
    if asked.route[1:] or asked.ends_with_slash:
        raise NotFound()
    base_url = (center.public_address or asked.center_url).rstrip("/")
    audience = audience_of(center)
    page = cached_page(
        center_index(center).stamp,
        ("sitemap", base_url, audience),
        lambda: _page(center, base_url),
    )
    headers = reading_headers(audience.is_public)
    return bytes_answer(asked, page.body, page.etag, f"{MEDIA_TYPE}; charset=utf-8", headers)


def _page(center, base_url) -> RenderedPage:
    body = write_sitemap(_pages(center, base_url))
    return RenderedPage(body, etag_of(body), MEDIA_TYPE)


def _pages(center, base_url) -> Iterator[tuple[str, datetime | None]]:
    """Yield the center, all projects, and then their releases: a file takes so many pages only."""
    yield base_url, None
    records = [center_index(center).names[name] for name, _written in visible_names(center)]
    changed: dict[str, int] = {}
    for record in records:
        serial = max(changed.get(record.project_id, 0), record.serial_number)
        changed[record.project_id] = serial
    for project_id, serial in changed.items():
        moment = datetime.fromtimestamp(serial / 1e6, UTC) if serial else None
        yield f"{base_url}/{quote(project_id)}", moment
    for record in records:
        for release in record.releases.values():
            if release.state in LISTED_RELEASE_STATES:
                yield f"{base_url}/{quote(record.project_id)}/{quote(release.release_id)}", None
