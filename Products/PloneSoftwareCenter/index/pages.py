"""Rendered pages, kept in one cache per process.

A page is kept under its record, the transaction that wrote the record, and its
format: right in every instance of a cluster without a message between them,
since a changed record asks under another key.
"""

from collections import OrderedDict
from dataclasses import dataclass
from Products.PloneSoftwareCenter.index.names import center_index
from Products.PloneSoftwareCenter.index.queries import project_list
from Products.PloneSoftwareCenter.index.queries import project_page
from Products.PloneSoftwareCenter.index.queries import visible_files
from Products.PloneSoftwareCenter.index.visibility import is_visible
from Products.PloneSoftwareCenter.index.visibility import OWN
from Products.PloneSoftwareCenter.pypi.negotiation import HTML
from Products.PloneSoftwareCenter.pypi.simple import etag_of
from Products.PloneSoftwareCenter.pypi.simple import render_links
from Products.PloneSoftwareCenter.pypi.simple import render_list
from Products.PloneSoftwareCenter.pypi.simple import render_project

import threading


#: bytes of bodies that one process keeps
CACHE_SIZE = 64 * 2**20


@dataclass(frozen=True)
class RenderedPage:
    """A page as it is sent."""

    body: bytes
    #: strong, quoted
    etag: str
    media_type: str


class PageCache:
    """The pages that were asked for last, bounded in bytes."""

    def __init__(self, size=CACHE_SIZE):
        self.size = size
        self._pages = OrderedDict()
        self._used = 0
        self._lock = threading.Lock()

    def get(self, key):
        with self._lock:
            page = self._pages.get(key)
            if page is not None:
                self._pages.move_to_end(key)
            return page

    def put(self, key, page):
        with self._lock:
            old = self._pages.pop(key, None)
            self._used += len(page.body) - (len(old.body) if old is not None else 0)
            self._pages[key] = page
            while self._used > self.size:
                _key, dropped = self._pages.popitem(last=False)
                self._used -= len(dropped.body)


_cache = PageCache()


def project_body(record, media_type):
    """Return the ``RenderedPage`` of a name."""
    return _cached(record, media_type, (), lambda: render_project(project_page(record), media_type))


def list_body(center, media_type):
    """Return the ``RenderedPage`` of the names that the asker may see."""
    index = center_index(center)
    # One page serves all who see the same: the center's projects or not, and
    # which of those with a rule of their own.
    own = frozenset(name for name in _names_with_own_rule(index) if _is_listed(center, index, name))
    return _cached(
        index.listing_stamp,
        media_type,
        (is_visible(center), own),
        lambda: render_list(project_list(center), media_type),
    )


def links_body(center):
    """Return the ``RenderedPage`` of all files that the asker may see."""
    # Composed anew each time: it changes with every file of the center.
    body = render_links(visible_files(center), f"Links for {center.title}")
    return RenderedPage(body, etag_of(body), HTML)


def _names_with_own_rule(index):
    names = _cached_value(
        index.listing_stamp,
        "own",
        lambda: tuple(name for name, value in index.listing.items() if value[2] == OWN),
    )
    return names


def _is_listed(center, index, name):
    _name, project_id, _visibility = index.listing[name]
    return center.has_key(project_id) and is_visible(center._getOb(project_id))


def _cached(record, media_type, audience, render):
    key = _key_of(record, media_type, audience)
    page = _cache.get(key) if key is not None else None
    if page is None:
        body = render()
        page = RenderedPage(body, etag_of(body), media_type)
        if key is not None:
            _cache.put(key, page)
    return page


def _cached_value(record, what, compute):
    """Keep a small value of a record beside the pages."""
    key = _key_of(record, what, ())
    found = _values.get(key) if key is not None else None
    if found is None:
        found = compute()
        if key is not None:
            if len(_values) > VALUES:
                _values.clear()
            _values[key] = found
    return found


#: how many small values one process keeps
VALUES = 1000
_values = {}


def _key_of(record, what, audience):
    """Return the key of a record's state, or None where it has none that others share."""
    jar = record._p_jar
    if jar is None or _writes(jar):
        return None
    return (jar.db().database_name, record._p_oid, record.serial, what, audience)


def _writes(jar):
    # A connection with changes of its own shows states that no serial names;
    # after a savepoint they don't even look changed.
    return bool(jar._registered_objects) or jar._savepoint_storage is not None
