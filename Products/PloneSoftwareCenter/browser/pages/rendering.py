"""Descriptions as HTML, rendered once and kept: docutils takes longer than the rest of a page."""

from hashlib import sha256
from Products.PloneSoftwareCenter.index.cache import SizedCache
from Products.PloneSoftwareCenter.pypi.apart import Busy
from Products.PloneSoftwareCenter.pypi.description import as_written
from Products.PloneSoftwareCenter.pypi.description import render_description


#: bytes of HTML that one process keeps
_cache = SizedCache(16 * 2**20)


def render(text, content_type, *, images=True):
    """Return a description as safe HTML: ``render_description`` lets nothing else through.

    What is kept is found by the text itself, so a changed text is another one.

    :param images: whether images are shown; the switch is the center's
    """
    if not text:
        return ""
    key = (sha256(text.encode("utf-8", "surrogatepass")).digest(), content_type, bool(images))
    html = _cache.get(key)
    if html is None:
        try:
            html = render_description(text, content_type, images=bool(images))
        except Busy:
            # The next one who asks may find a place.
            return as_written(text)
        _cache.put(key, html, len(html))
    return html
