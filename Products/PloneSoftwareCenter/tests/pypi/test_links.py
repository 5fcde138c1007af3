from Products.PloneSoftwareCenter.pypi.links import find_links
from Products.PloneSoftwareCenter.pypi.links import is_safe_url
from Products.PloneSoftwareCenter.pypi.links import LINK_NAMES
from Products.PloneSoftwareCenter.pypi.links import normalize_label

import pytest


URL = "https://example.org/x"


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("Homepage", "homepage"),
        ("Home-Page", "homepage"),
        ("Documentation", "documentation"),
        ("docs", "documentation"),
        ("Source Code", "repository"),
        ("GitHub", "repository"),
        ("Issue Tracker", "tracker"),
        ("Bug_Tracker", "tracker"),
        ("Mailing list", "mailing_list"),
        ("Download", "download"),
        ("What's New?", "changelog"),
        ("Release notes", "changelog"),
    ],
)
def test_label_tells_the_kind(label, name):
    links = find_links([(label, URL)])
    assert [each for each in LINK_NAMES if getattr(links, each)] == [name]


@pytest.mark.parametrize("label", ["", "Funding", "Mastodon", "\u2603"])
def test_other_labels_are_left_out(label):
    assert not any(getattr(find_links([(label, URL)]), name) for name in LINK_NAMES)


def test_first_of_a_kind_counts():
    links = find_links([("Docs", f"{URL}1"), ("Documentation", f"{URL}2")])
    assert links.documentation == f"{URL}1"


def test_label_supersedes_the_old_field():
    links = find_links([("Homepage", URL)], home_page="https://old.example.org")
    assert links.homepage == URL


def test_old_fields_count_where_no_label_does():
    links = find_links([], home_page=URL, download_url=f"{URL}.zip")
    assert (links.homepage, links.download) == (URL, f"{URL}.zip")


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("http://example.org", True),
        ("HTTPS://example.org/a?b=c#d", True),
        ("mailto:list@example.org", True),
        ("javascript:alert(1)", False),
        (" javascript:alert(1)", False),
        ("java\nscript:alert(1)", False),
        ("data:text/html,x", False),
        ("//example.org", False),
        ("www.example.org", False),
        ("git@example.org:a/b.git", False),
        ("git+https://example.org/a", False),
        ('https://example.org/"onclick="x', False),
        ("https://example.org/a b", False),
        ("https://", False),
        ("https://example.org/" + "x" * 2000, False),
        ("", False),
    ],
)
def test_only_what_browsers_may_follow_is_linked(url, safe):
    assert is_safe_url(url) is safe
    assert (find_links([("Docs", url)]).documentation == url) is safe


def test_unsafe_link_leaves_room_for_the_next():
    links = find_links([("Docs", "javascript:x"), ("Documentation", URL)])
    assert links.documentation == URL


def test_labels_are_compared_without_punctuation():
    assert normalize_label("Bug - Tracker_!") == "bugtracker"
