"""Feeds, sitemaps, DOAP, JSON-LD and security.txt as they are written."""

from datetime import date
from datetime import datetime
from datetime import UTC
from Products.PloneSoftwareCenter.pypi.doap import DoapProject
from Products.PloneSoftwareCenter.pypi.doap import DoapVersion
from Products.PloneSoftwareCenter.pypi.doap import write_doap
from Products.PloneSoftwareCenter.pypi.feeds import Entry
from Products.PloneSoftwareCenter.pypi.feeds import entry_id
from Products.PloneSoftwareCenter.pypi.feeds import Feed
from Products.PloneSoftwareCenter.pypi.feeds import WRITERS
from Products.PloneSoftwareCenter.pypi.jsonld import as_script
from Products.PloneSoftwareCenter.pypi.jsonld import source_code
from Products.PloneSoftwareCenter.pypi.jsonld import SourceCode
from Products.PloneSoftwareCenter.pypi.security_txt import is_contact
from Products.PloneSoftwareCenter.pypi.security_txt import security_txt
from Products.PloneSoftwareCenter.pypi.sitemaps import write_index
from xml.etree import ElementTree

import json
import pytest


NASTY = "A <b>&amp; ]]> \x00\x0b\ud800 \ufffe \"quoted\" 'text' é 😀"
CLEAN = "A <b>&amp; ]]>   \"quoted\" 'text' é 😀"
MOMENT = datetime(2026, 1, 2, 3, 4, 5, 678, tzinfo=UTC)
CENTER = "23461f5f7689498baca2cdfdbd353f72"


def parsed(written):
    """Return the root of a document that we have written a moment ago."""
    return ElementTree.fromstring(written)  # noqa: S314


def feed(*entries):
    return Feed(
        title=NASTY,
        description=NASTY,
        url="https://example.org/c",
        feed_url="https://example.org/c/feed/atom.xml",
        id=entry_id(CENTER, ""),
        updated=MOMENT,
        entries=entries,
    )


def entry(**changed):
    fields = {
        "name": "demo",
        "version": "1.0",
        "summary": NASTY,
        "url": "https://example.org/c/demo/1.0",
        "id": entry_id(CENTER, "demo", "1"),
        "published": MOMENT,
    }
    return Entry(**{**fields, **changed})


@pytest.mark.parametrize("kind", WRITERS)
def test_what_xml_can_not_hold_is_left_out(kind):
    root = parsed(WRITERS[kind][1](feed(entry())))
    assert CLEAN in root.itertext()


@pytest.mark.parametrize("kind", WRITERS)
def test_a_feed_without_entries_is_one(kind):
    parsed(WRITERS[kind][1](feed()))


def test_moments_are_written_as_each_format_wants():
    assert b"<pubDate>Fri, 02 Jan 2026 03:04:05 GMT</pubDate>" in WRITERS["rss.xml"][1](
        feed(entry())
    )
    assert b"<updated>2026-01-02T03:04:05Z</updated>" in WRITERS["atom.xml"][1](feed(entry()))


def test_an_id_tells_no_address_and_stays():
    assert entry_id(CENTER, "demo", "1") == entry_id(CENTER, "demo", "1")
    assert entry_id(CENTER, "demo", "1") != entry_id(CENTER, "demo", "2")
    assert entry_id(CENTER, "demo", "1") != entry_id(CENTER[::-1], "demo", "1")


def test_an_index_of_sitemaps_names_them():
    urls = [f"https://example.org/sitemap.xml?part={part}&x=<" for part in (1, 2)]
    root = parsed(write_index(urls))
    assert root.tag.endswith("}sitemapindex")
    assert [one[0].text for one in root] == urls


def test_doap_leaves_out_what_is_empty_and_quotes_addresses():
    written = write_doap(
        DoapProject(
            name=NASTY,
            url="https://example.org/c/demo",
            homepage_url='https://example.org/<"x y">',
            versions=(DoapVersion("", "1.0", "", ("https://example.org/a+b.whl",)),),
        )
    )
    root = parsed(written)
    assert CLEAN in root.itertext()
    assert b"https://example.org/%3C%22x%20y%22%3E" in written
    assert b"created" not in written
    assert b"wiki" not in written


def test_json_in_a_page_ends_no_element():
    text = as_script(source_code(SourceCode("</script><!--", "https://example.org/", "a & b")))
    assert not set("<>&") & set(text)
    assert json.loads(text)["name"] == "</script><!--"
    assert "version" not in json.loads(text)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("mailto:security@example.org", True),
        ("https://example.org/security", True),
        ("tel:+1-201-555-0123", True),
        ("security@example.org", False),
        ("http://example.org/", False),
        ("javascript:alert(1)", False),
        ("mailto:a@example.org\nPolicy: https://evil.example", False),
        ("https://", False),
        ("https://[", False),
        ("", False),
    ],
)
def test_contacts(text, is_one):
    assert is_contact(text) is is_one


def test_security_txt_says_until_when():
    text = security_txt(
        ["mailto:a@example.org", "bad"],
        date(2026, 12, 31),
        "https://example.org/.well-known/security.txt",
        languages="en, de",
        now=MOMENT,
    )
    assert text.splitlines() == [
        "Contact: mailto:a@example.org",
        "Expires: 2026-12-31T23:59:59Z",
        "Preferred-Languages: en, de",
        "Canonical: https://example.org/.well-known/security.txt",
    ]


@pytest.mark.parametrize(
    ("contacts", "last_day"),
    [((), date(2027, 1, 1)), (("mailto:a@b.c",), None), (("mailto:a@b.c",), date(2026, 1, 1))],
)
def test_nobody_to_write_to_or_out_of_date_is_no_file(contacts, last_day):
    assert security_txt(contacts, last_day, "https://example.org/", now=MOMENT) is None
