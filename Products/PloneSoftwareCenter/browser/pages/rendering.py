"""Descriptions as HTML, rendered once and kept: docutils takes longer than the rest of a page."""

from hashlib import sha256
from Products.PloneSoftwareCenter.index.cache import SizedCache
from Products.PloneSoftwareCenter.pypi.description import render_description


#: bytes of HTML that one process keeps
_cache = SizedCache(16 * 2**20)


def render(text, content_type):
    """Return a description as safe HTML: ``render_description`` lets nothing else through.

    What is kept is found by the text itself, so a changed text is another one.
    """
    if not text:
        return ""
    key = (sha256(text.encode("utf-8", "surrogatepass")).digest(), content_type)
    html = _cache.get(key)
    if html is None:
        html = render_description(text, content_type)
        _cache.put(key, html, len(html))
    return html
