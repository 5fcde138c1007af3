"""``<center>/feed/``: the newest releases as RSS 2.0 and Atom.

=========================================  ====================================
``feed/atom.xml``, ``feed/rss.xml``        of the center; ``?category=<id>`` of a category
``feed/<name>/atom.xml`` and ``rss.xml``   of the project that holds a name
=========================================  ====================================

Hidden, yanked and unreleased versions are left out, whoever asks.
"""

from dataclasses import dataclass
from datetime import datetime
from datetime import UTC
from Products.PloneSoftwareCenter.content.lines import read_lines
from Products.PloneSoftwareCenter.index.cache import cached_page
from Products.PloneSoftwareCenter.index.names import center_index
from Products.PloneSoftwareCenter.index.pages import audience_of
from Products.PloneSoftwareCenter.index.pages import RenderedPage
from Products.PloneSoftwareCenter.index.queries import visible_record
from Products.PloneSoftwareCenter.index.recent import newest_of_center
from Products.PloneSoftwareCenter.index.recent import newest_of_project
from Products.PloneSoftwareCenter.index.recent import newest_of_projects
from Products.PloneSoftwareCenter.index.recent import NewRelease
from Products.PloneSoftwareCenter.pypi.classifiers import list_classifiers
from Products.PloneSoftwareCenter.pypi.classifiers import topics
from Products.PloneSoftwareCenter.pypi.errors import InvalidQuery
from Products.PloneSoftwareCenter.pypi.errors import NotFound
from Products.PloneSoftwareCenter.pypi.feeds import Entry
from Products.PloneSoftwareCenter.pypi.feeds import entry_id
from Products.PloneSoftwareCenter.pypi.feeds import Feed
from Products.PloneSoftwareCenter.pypi.feeds import WRITERS
from Products.PloneSoftwareCenter.pypi.names import normalize_name
from Products.PloneSoftwareCenter.pypi.simple import etag_of
from Products.PloneSoftwareCenter.pypi.xml_text import as_rfc5322
from Products.PloneSoftwareCenter.reading.answer import Answer
from Products.PloneSoftwareCenter.reading.answer import reading_headers
from Products.PloneSoftwareCenter.reading.answer import redirect
from Products.PloneSoftwareCenter.reading.asked import Asked
from Products.PloneSoftwareCenter.reading.pages import bytes_answer
from Products.PloneSoftwareCenter.reading.rights import is_public_record
from Products.PloneSoftwareCenter.reading.rights import require_readable
from urllib.parse import parse_qs
from urllib.parse import quote
from urllib.parse import urlencode


#: fields of a query that are read
FIELDS = 10


@dataclass(frozen=True)
class FeedPage(RenderedPage):
    """A feed as it is sent."""

    #: when anything in it changed last, as HTTP writes it
    updated: str = ""


def answer_feed(center, asked: Asked) -> Answer:
    """A feed of the center, of one of its categories, or of a project."""
    below = asked.route[1:]
    kind = below[-1] if below else ""
    if len(below) not in (1, 2) or kind not in WRITERS or asked.ends_with_slash:
        require_readable(center)
        raise NotFound()
    if len(below) == 2 and below[0] != normalize_name(below[0]):
        # Whether the name exists or not, so that the answer tells nothing.
        return redirect(asked, f"../{quote(normalize_name(below[0]))}/{kind}")
    require_readable(center)
    base_url = (center.public_address or asked.center_url).rstrip("/")
    if len(below) == 2:
        return _of_project(center, asked, below[0], kind, base_url)
    category = _category(asked.query)
    audience = audience_of(center)
    if category:
        page = _page(kind, _of_category(center, category, kind, base_url))
    else:
        page = cached_page(
            center_index(center).stamp,
            ("feed", kind, base_url, center.title, center.description, audience),
            lambda: _page(kind, _of_center(center, kind, base_url)),
        )
    return _answer(asked, page, audience.is_public)


def _of_project(center, asked, name, kind, base_url) -> Answer:
    record = visible_record(center, name)
    feed = _feed(
        center,
        newest_of_project(center, record),
        base_url,
        title=record.name,
        url=f"{base_url}/{quote(record.project_id)}",
        below=f"{record.normalized_name}/{kind}",
        words=(record.normalized_name,),
    )
    return _answer(asked, _page(kind, feed), is_public_record(center, record))


def _of_category(center, category, kind, base_url) -> Feed:
    title = _categories(center).get(category)
    if title is None:
        raise NotFound()
    criterion = "psc_classifiers" if center.use_classifiers else "psc_categories"
    return _feed(
        center,
        newest_of_projects(center, **{criterion: category}),
        base_url,
        title=f"{center.title}: {title}",
        url=f"{base_url}/by-category/{quote(category)}",
        below=f"{kind}?{urlencode({'category': category})}",
        words=("", "category", category),
    )


def _of_center(center, kind, base_url) -> Feed:
    return _feed(
        center,
        newest_of_center(center),
        base_url,
        title=center.title,
        description=center.description or "",
        url=base_url,
        below=kind,
        words=("",),
    )


def _feed(center, releases, base_url, *, title, url, below, words, description="") -> Feed:
    made = datetime.fromtimestamp(float(center.created()), UTC)
    return Feed(
        title=title,
        description=description,
        url=url,
        feed_url=f"{base_url}/feed/{below}",
        id=entry_id(center.UID(), "feed", *words),
        updated=max((release.published for release in releases), default=made),
        entries=tuple(_entry(center, release, base_url) for release in releases),
    )


def _entry(center, release: NewRelease, base_url: str) -> Entry:
    return Entry(
        name=release.name,
        version=release.version,
        summary=release.summary,
        url=f"{base_url}/{quote(release.project_id)}/{quote(release.release_id)}",
        id=entry_id(center.UID(), release.normalized_name, release.canonical_version),
        published=release.published,
    )


def _categories(center) -> dict[str, str]:
    """Return the titles of the categories or topics of a center by their ids."""
    if not center.use_classifiers:
        return {line.id: line.title for line in read_lines(center.available_categories)}
    known = topics(list_classifiers(tuple(center.extra_classifiers or ())))
    return {name: name.partition(" :: ")[2] for name in known}


def _category(query: str) -> str:
    try:
        sent = parse_qs(query, max_num_fields=FIELDS)
    except ValueError as error:
        raise InvalidQuery(f"Send at most {FIELDS} fields.") from error
    values = sent.get("category", [""])
    if len(values) > 1:
        raise InvalidQuery("Send the field category once.")
    return values[0]


def _page(kind: str, feed: Feed) -> FeedPage:
    media_type, write = WRITERS[kind]
    body = write(feed)
    return FeedPage(body, etag_of(body), media_type, updated=as_rfc5322(feed.updated))


def _answer(asked: Asked, page, is_public: bool) -> Answer:
    headers = (*reading_headers(is_public), ("Last-Modified", page.updated))
    return bytes_answer(asked, page.body, page.etag, f"{page.media_type}; charset=utf-8", headers)
