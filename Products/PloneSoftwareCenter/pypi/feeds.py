"""What is new, as RSS 2.0 (rssboard.org/rss-specification) and Atom (RFC 4287)."""

from dataclasses import dataclass
from datetime import datetime
from Products.PloneSoftwareCenter.pypi.xml_text import add
from Products.PloneSoftwareCenter.pypi.xml_text import as_rfc3339
from Products.PloneSoftwareCenter.pypi.xml_text import as_rfc5322
from Products.PloneSoftwareCenter.pypi.xml_text import written
from uuid import UUID
from uuid import uuid5
from xml.etree import ElementTree


ATOM = "http://www.w3.org/2005/Atom"
RSS_TYPE = "application/rss+xml"
ATOM_TYPE = "application/atom+xml"


@dataclass(frozen=True)
class Entry:
    """A release that is new."""

    #: distribution name as its author wrote it
    name: str
    version: str
    #: one line; may be empty
    summary: str
    #: absolute, of its page
    url: str
    #: the same for ever, wherever the center moves to; see ``entry_id``
    id: str
    #: aware: when its first file came
    published: datetime

    @property
    def title(self) -> str:
        """How it is called."""
        return f"{self.name} {self.version}"


@dataclass(frozen=True)
class Feed:
    """A list of what is new, the newest first."""

    title: str
    description: str
    #: absolute, of the page that it is about
    url: str
    #: absolute, of the feed itself
    feed_url: str
    #: the same for ever
    id: str
    #: aware: when anything in it changed last
    updated: datetime
    entries: tuple[Entry, ...] = ()


def entry_id(center_uid: str, *words: str) -> str:
    """Return an identifier of something in a center that no address is part of.

    :param center_uid: hex digits of a UUID
    :param words: what tells it apart from all others in the center, and never changes
    """
    return uuid5(UUID(center_uid), "/".join(words)).urn


def write_rss(feed: Feed) -> bytes:
    """Return a feed as RSS 2.0."""
    ElementTree.register_namespace("atom", ATOM)
    root = ElementTree.Element("rss", {"version": "2.0"})
    channel = add(root, "channel")
    add(channel, "title", feed.title)
    add(channel, "link", feed.url)
    # RSS demands one.
    add(channel, "description", feed.description or feed.title)
    own = {"rel": "self", "type": RSS_TYPE, "href": feed.feed_url}
    add(channel, f"{{{ATOM}}}link", "", **own)
    add(channel, "lastBuildDate", as_rfc5322(feed.updated))
    for entry in feed.entries:
        item = add(channel, "item")
        add(item, "title", entry.title)
        add(item, "link", entry.url)
        if entry.summary:
            add(item, "description", entry.summary)
        add(item, "guid", entry.id, isPermaLink="false")
        add(item, "pubDate", as_rfc5322(entry.published))
    return written(root)


def write_atom(feed: Feed) -> bytes:
    """Return a feed as Atom."""
    root = ElementTree.Element("feed", {"xmlns": ATOM})
    add(root, "title", feed.title)
    if feed.description:
        add(root, "subtitle", feed.description)
    add(root, "id", feed.id)
    add(root, "updated", as_rfc3339(feed.updated))
    add(root, "link", rel="alternate", type="text/html", href=feed.url)
    add(root, "link", rel="self", type=ATOM_TYPE, href=feed.feed_url)
    author = add(root, "author")
    add(author, "name", feed.title)
    for entry in feed.entries:
        item = add(root, "entry")
        add(item, "title", entry.title)
        add(item, "id", entry.id)
        add(item, "link", rel="alternate", type="text/html", href=entry.url)
        add(item, "published", as_rfc3339(entry.published))
        add(item, "updated", as_rfc3339(entry.published))
        add(item, "summary", entry.summary or entry.title)
    return written(root)


#: how the name of a feed ends -> (media type, what writes it)
WRITERS = {"rss.xml": (RSS_TYPE, write_rss), "atom.xml": (ATOM_TYPE, write_atom)}
