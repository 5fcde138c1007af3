"""``<center>/pypi/``: names and releases as PyPI's JSON API tells them.

=========================================  ====================================
``pypi/<name>/json``                       a name, its newest release, all its files
``pypi/<name>/<version>/json``             one release
=========================================  ====================================

With or without a slash at the end. A version may be written in any way that PEP 440 takes for
the same.
"""

from Products.PloneSoftwareCenter.index.json_pages import name_body
from Products.PloneSoftwareCenter.index.json_pages import release_body
from Products.PloneSoftwareCenter.index.queries import visible_record
from Products.PloneSoftwareCenter.pypi.errors import NotFound
from Products.PloneSoftwareCenter.pypi.names import normalize_name
from Products.PloneSoftwareCenter.reading.answer import Answer
from Products.PloneSoftwareCenter.reading.answer import reading_headers
from Products.PloneSoftwareCenter.reading.answer import redirect
from Products.PloneSoftwareCenter.reading.asked import Asked
from Products.PloneSoftwareCenter.reading.pages import page_answer
from Products.PloneSoftwareCenter.reading.rights import is_public_record
from Products.PloneSoftwareCenter.reading.rights import require_readable
from urllib.parse import quote


def answer_json(center, asked: Asked) -> Answer:
    """The JSON API (docs.pypi.org/api/json)."""
    below = asked.route[1:]
    if len(below) not in (2, 3) or below[-1] != "json":
        require_readable(center)
        raise NotFound()
    name, *version, _json = below
    normalized = normalize_name(name)
    if name != normalized:
        # Whether the name exists or not, so that the answer tells nothing.
        return redirect(asked, _beside(asked, (normalized, *below[1:])))
    require_readable(center)
    record = visible_record(center, name)
    base_url = (center.public_address or asked.center_url).rstrip("/")
    page = release_body(record, *version, base_url) if version else name_body(record, base_url)
    return page_answer(asked, page, reading_headers(is_public_record(center, record)))


def _beside(asked: Asked, below: tuple[str, ...]) -> str:
    """Return the way from an address below ``pypi/`` to another one with as many segments."""
    slash = "/" if asked.ends_with_slash else ""
    up = "../" * (len(below) - 1 + len(slash))
    return up + "/".join(quote(segment, safe="") for segment in below) + slash
