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
    """Return a sitemap.

    :param pages: absolute URLs, and when they have last changed; MOST of them, no more
    """
    root = ElementTree.Element("urlset", {"xmlns": NAMESPACE})
    for url, changed in pages:
        page = add(root, "url")
        add(page, "loc", url)
        if changed is not None:
            add(page, "lastmod", as_rfc3339(changed))
    return written(root)


def write_index(urls: Iterable[str]) -> bytes:
    """Return the list of the sitemaps that together have the pages of a site.

    :param urls: absolute
    """
    root = ElementTree.Element("sitemapindex", {"xmlns": NAMESPACE})
    for url in urls:
        add(add(root, "sitemap"), "loc", url)
    return written(root)
