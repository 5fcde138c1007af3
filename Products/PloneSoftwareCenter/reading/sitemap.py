"""``<center>/sitemap.xml``: the pages of a center, its projects and releases, for search engines.

What pages do not list is not in it: private and quarantined projects, hidden releases. Where there
are more pages than a file may have, it lists its parts, ``sitemap.xml?part=1`` and so on: a query,
since a sitemap speaks for what lies beside it and below.
"""

from collections.abc import Iterator
from datetime import datetime
from datetime import UTC
from itertools import islice
from Products.PloneSoftwareCenter.content.states import LISTED_RELEASE_STATES
from Products.PloneSoftwareCenter.index.cache import cached_page
from Products.PloneSoftwareCenter.index.names import center_index
from Products.PloneSoftwareCenter.index.pages import audience_of
from Products.PloneSoftwareCenter.index.pages import RenderedPage
from Products.PloneSoftwareCenter.index.queries import visible_names
from Products.PloneSoftwareCenter.pypi.errors import NotFound
from Products.PloneSoftwareCenter.pypi.simple import etag_of
from Products.PloneSoftwareCenter.pypi.sitemaps import MEDIA_TYPE
from Products.PloneSoftwareCenter.pypi.sitemaps import MOST
from Products.PloneSoftwareCenter.pypi.sitemaps import write_index
from Products.PloneSoftwareCenter.pypi.sitemaps import write_sitemap
from Products.PloneSoftwareCenter.reading.answer import Answer
from Products.PloneSoftwareCenter.reading.answer import reading_headers
from Products.PloneSoftwareCenter.reading.asked import Asked
from Products.PloneSoftwareCenter.reading.pages import bytes_answer
from Products.PloneSoftwareCenter.reading.rights import require_readable
from urllib.parse import parse_qs
from urllib.parse import quote

import re


#: of a part
_NUMBER = re.compile(r"[1-9][0-9]{0,5}", re.ASCII)


def answer_sitemap(center, asked: Asked) -> Answer:
    """The sitemap of what the asker sees."""
    require_readable(center)
    if asked.route[1:] or asked.ends_with_slash:
        raise NotFound()
    base_url = (center.public_address or asked.center_url).rstrip("/")
    audience = audience_of(center)
    part = _part(asked)
    page = cached_page(
        center_index(center).stamp,
        ("sitemap", base_url, audience, part),
        lambda: _page(center, base_url, part),
    )
    headers = reading_headers(audience.is_public)
    return bytes_answer(asked, page.body, page.etag, f"{MEDIA_TYPE}; charset=utf-8", headers)


def _part(asked) -> int | None:
    """Return which part is asked for, from 1; None: all of them.

    :raises NotFound: when it is no number
    """
    values = parse_qs(asked.query).get("part")
    if values is None:
        return None
    if len(values) > 1 or not _NUMBER.fullmatch(values[0]):
        raise NotFound()
    return int(values[0])


def _page(center, base_url, part) -> RenderedPage:
    records = [center_index(center).names[name] for name, _written in visible_names(center)]
    count = 1 + len({record.project_id for record in records})
    count += sum(record.listed for record in records)
    parts = -(-count // MOST)
    if part is not None and part > parts:
        raise NotFound()
    if part is None and parts > 1:
        address = f"{base_url}/sitemap.xml?part="
        body = write_index(f"{address}{number}" for number in range(1, parts + 1))
    else:
        first = ((part or 1) - 1) * MOST
        body = write_sitemap(islice(_pages(records, base_url), first, first + MOST))
    return RenderedPage(body, etag_of(body), MEDIA_TYPE)


def _pages(records, base_url) -> Iterator[tuple[str, datetime | None]]:
    """Yield the center, all projects, and then their releases."""
    yield base_url, None
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
