"""Addresses of pages for search engines (sitemaps.org/protocol.html)."""

from collections.abc import Iterable
from datetime import datetime
from Products.PloneSoftwareCenter.pypi.xml_text import add
from Products.PloneSoftwareCenter.pypi.xml_text import as_rfc3339
from Products.PloneSoftwareCenter.pypi.xml_text import written
from xml.etree import ElementTree


NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
MEDIA_TYPE = "application/xml"
#: how many addresses a file may have
MOST = 50_000


def write_sitemap(pages: Iterable[tuple[str, datetime | None]]) -> bytes:
    """Return a sitemap of at most MOST pages.

    :param pages: absolute URLs, and when they have last changed
    """
    root = ElementTree.Element("urlset", {"xmlns": NAMESPACE})
    for number, (url, changed) in enumerate(pages):
        if number == MOST:
            break
        page = add(root, "url")
        add(page, "loc", url)
        if changed is not None:
            add(page, "lastmod", as_rfc3339(changed))
    return written(root)
