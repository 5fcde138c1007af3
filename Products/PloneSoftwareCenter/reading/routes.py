"""Which function answers which address: the one entry for both roads."""

from collections.abc import Callable
from Products.PloneSoftwareCenter.pypi.errors import NotFound
from Products.PloneSoftwareCenter.pypi.errors import PackageIndexError
from Products.PloneSoftwareCenter.reading.answer import Answer
from Products.PloneSoftwareCenter.reading.answer import for_now
from Products.PloneSoftwareCenter.reading.asked import Asked
from Products.PloneSoftwareCenter.reading.configuration import answer_configuration
from Products.PloneSoftwareCenter.reading.feeds import answer_feed
from Products.PloneSoftwareCenter.reading.json_api import answer_json
from Products.PloneSoftwareCenter.reading.packages import answer_packages
from Products.PloneSoftwareCenter.reading.refusals import refusal
from Products.PloneSoftwareCenter.reading.sets import answer_release
from Products.PloneSoftwareCenter.reading.sets import answer_set
from Products.PloneSoftwareCenter.reading.simple import answer_historic
from Products.PloneSoftwareCenter.reading.simple import answer_links
from Products.PloneSoftwareCenter.reading.simple import answer_simple
from Products.PloneSoftwareCenter.reading.sitemap import answer_sitemap

import re


#: first segment of the path below a center -> function of (center, asked)
ROUTES: dict[str, Callable[..., Answer]] = {
    "++simple++": answer_historic,
    "configuration": answer_configuration,
    "feed": answer_feed,
    "links": answer_links,
    "packages": answer_packages,
    "pypi": answer_json,
    "releases": answer_release,
    "sets": answer_set,
    "simple": answer_simple,
    "sitemap.xml": answer_sitemap,
}

#: in a path that may lead to one of them
ADDRESS = re.compile(rf"/(?:{'|'.join(map(re.escape, ROUTES))})(?:/|$)")


def answer(center, asked: Asked) -> Answer:
    """Return the answer to a GET or HEAD of an address below a center, also when it refuses."""
    try:
        route = ROUTES.get(asked.route[0])
        if route is None:
            raise NotFound()
        return route(center, asked)
    except PackageIndexError as error:
        return refusal(asked, error)


def open_body(asked: Asked, found: Answer):
    """Return (answer, body): bytes, or a stream that whoever reads it closes.

    When the bytes of a file are gone, or the client is sent elsewhere for them, the answer is
    another.
    """
    if isinstance(found.body, bytes):
        return found, found.body
    try:
        location = found.body.url()
        if location is not None:
            moved = for_now(asked, location)
            return moved, moved.body
        return found, found.body.open()
    except PackageIndexError as error:
        gone = refusal(asked, error)
        return gone, gone.body
