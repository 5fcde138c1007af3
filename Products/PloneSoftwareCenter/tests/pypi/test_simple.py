from datetime import datetime
from datetime import timedelta
from datetime import timezone
from datetime import UTC
from html.parser import HTMLParser
from hypothesis import given
from hypothesis import strategies as st
from Products.PloneSoftwareCenter.pypi.model import FileEntry
from Products.PloneSoftwareCenter.pypi.model import ProjectList
from Products.PloneSoftwareCenter.pypi.model import ProjectPage
from Products.PloneSoftwareCenter.pypi.names import NormalizedName
from Products.PloneSoftwareCenter.pypi.negotiation import HTML
from Products.PloneSoftwareCenter.pypi.negotiation import OFFERS
from Products.PloneSoftwareCenter.pypi.negotiation import V1_HTML
from Products.PloneSoftwareCenter.pypi.negotiation import V1_JSON
from Products.PloneSoftwareCenter.pypi.simple import etag_of
from Products.PloneSoftwareCenter.pypi.simple import render_links
from Products.PloneSoftwareCenter.pypi.simple import render_list
from Products.PloneSoftwareCenter.pypi.simple import render_project
from urllib.parse import unquote

import json
import pytest


MOMENT = datetime(2026, 3, 4, 5, 6, 7, 89, tzinfo=UTC)
SHA = "ab" * 32


def entry(filename="foo-1.0.tar.gz", version="1.0", **values):
    defaults = {"digests": {"sha256": SHA, "md5": "ff"}, "size": 5, "upload_time": MOMENT}
    return FileEntry(filename, version, packagetype="sdist", **{**defaults, **values})


def page(*files, **values):
    return ProjectPage(NormalizedName("foo"), tuple(f.version for f in files), files, **values)


class Anchors(HTMLParser):
    """Gathers (text, attributes) of each link and the metas of a page."""

    def __init__(self, body):
        super().__init__()
        self.links, self.metas, self.inside = [], {}, False
        self.feed(body.decode("utf-8"))

    def handle_starttag(self, tag, attrs):
        self.inside = tag == "a"
        if tag == "a":
            self.links.append(["", dict(attrs)])
        if tag == "meta":
            self.metas[dict(attrs)["name"]] = dict(attrs)["content"]

    def handle_endtag(self, tag):
        self.inside = False

    def handle_data(self, data):
        if self.inside:
            self.links[-1][0] += data


FULL = entry(
    "foo-1.0-py3-none-any.whl",
    requires_python=">=3.9,<4",
    yanked='broken "build" & more',
    core_metadata="cd" * 32,
    gpg_sig=True,
)


def test_html_page_is_exactly_this():
    expected = f"""\
<!DOCTYPE html>
<html lang="en"><head>
  <meta name="pypi:repository-version" content="1.4">
  <meta name="pypi:project-status" content="archived">
  <meta name="pypi:project-status-reason" content="use &lt;bar&gt;">
  <title>Links for foo</title></head><body><h1>Links for foo</h1>
  <a href="foo-1.0-py3-none-any.whl#sha256={SHA}" data-requires-python="&gt;=3.9,&lt;4"\
 data-yanked="broken &quot;build&quot; &amp; more" data-dist-info-metadata="sha256={"cd" * 32}"\
 data-core-metadata="sha256={"cd" * 32}" data-gpg-sig="true">foo-1.0-py3-none-any.whl</a><br />
  <a href="foo-1.0.tar.gz#sha256={SHA}">foo-1.0.tar.gz</a><br />
</body></html>
"""
    files = page(entry(), FULL, status="archived", status_reason="use <bar>")
    assert render_project(files, HTML).decode() == expected


def test_json_page_is_exactly_this():
    files = page(entry(), FULL, status="archived", status_reason="use <bar>")
    assert json.loads(render_project(files, V1_JSON)) == {
        "meta": {"api-version": "1.4"},
        "name": "foo",
        "project-status": {"status": "archived", "reason": "use <bar>"},
        "versions": ["1.0"],
        "files": [
            {
                "filename": "foo-1.0-py3-none-any.whl",
                "url": "foo-1.0-py3-none-any.whl",
                "hashes": {"sha256": SHA},
                "requires-python": ">=3.9,<4",
                "size": 5,
                "upload-time": "2026-03-04T05:06:07.000089Z",
                "yanked": 'broken "build" & more',
                "core-metadata": {"sha256": "cd" * 32},
                "gpg-sig": True,
            },
            {
                "filename": "foo-1.0.tar.gz",
                "url": "foo-1.0.tar.gz",
                "hashes": {"sha256": SHA},
                "requires-python": None,
                "size": 5,
                "upload-time": "2026-03-04T05:06:07.000089Z",
                "yanked": False,
                "core-metadata": False,
            },
        ],
    }


def test_json_is_compact():
    assert render_project(page(), V1_JSON) == (
        b'{"meta":{"api-version":"1.4"},"name":"foo","project-status":{"status":"active"},'
        b'"versions":[],"files":[]}'
    )


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime(2026, 1, 2, tzinfo=UTC), "2026-01-02T00:00:00.000000Z"),
        (
            datetime(2026, 1, 2, 0, 30, tzinfo=timezone(timedelta(hours=2))),
            "2026-01-01T22:30:00.000000Z",
        ),
    ],
)
def test_upload_time_has_microseconds_and_is_utc(moment, expected):
    body = json.loads(render_project(page(entry(upload_time=moment)), V1_JSON))
    assert body["files"][0]["upload-time"] == expected


@pytest.mark.parametrize("media_type", [HTML, V1_HTML])
def test_both_html_types_are_the_same_page(media_type):
    assert render_project(page(entry()), media_type) == render_project(page(entry()), HTML)


def test_other_media_type_is_an_error():
    with pytest.raises(ValueError, match="image/png"):
        render_project(page(), "image/png")


def test_files_are_sorted_by_version_then_filename():
    names = [
        ("foo-1.0a1.tar.gz", "1.0a1"),
        ("foo-1.0-py3-none-any.whl", "1.0"),
        ("foo-1.0.tar.gz", "1.0"),
        ("foo-1.9.tar.gz", "1.9"),
        ("foo-1.10.tar.gz", "1.10"),
    ]
    files = page(*(entry(filename, version) for filename, version in reversed(names)))
    expected = [filename for filename, _ in names]
    assert [text for text, _ in Anchors(render_project(files, HTML)).links] == expected
    as_json = json.loads(render_project(files, V1_JSON))
    assert [file["filename"] for file in as_json["files"]] == expected
    assert as_json["versions"] == ["1.0a1", "1.0", "1.9", "1.10"]


def test_version_that_cannot_be_read_does_not_break_the_page():
    files = page(entry("foo-1.tar.gz", "1"), entry("foo-x.tar.gz", "x"))
    assert json.loads(render_project(files, V1_JSON))["versions"] == ["x", "1"]


@pytest.mark.parametrize(
    ("yanked", "attribute", "value"),
    [(False, None, False), (True, "", True), ("bad", "bad", "bad"), ("", None, False)],
)
def test_yanked(yanked, attribute, value):
    files = page(entry(yanked=yanked))
    assert Anchors(render_project(files, HTML)).links[0][1].get("data-yanked") == attribute
    assert json.loads(render_project(files, V1_JSON))["files"][0]["yanked"] == value


def test_reason_of_many_lines_stays_on_the_line_of_its_link():
    body = render_project(page(entry(yanked="one\r\ntwo\x00\u2028 three")), HTML)
    assert Anchors(body).links[0][1]["data-yanked"] == "one two three"
    assert len([line for line in body.splitlines() if b"<a " in line and b"</a>" in line]) == 1


def test_lone_surrogate_does_not_take_the_page_down():
    files = page(entry(yanked="bad \udcff reason"))
    assert b"reason" in render_project(files, HTML)
    assert json.loads(render_project(files, V1_JSON))["files"][0]["yanked"] == "bad ? reason"


def test_file_without_sha256_is_linked_with_what_there_is():
    files = page(entry(digests={"md5": "ff", "blake2b_256": "00"}))
    assert Anchors(render_project(files, HTML)).links[0][1]["href"] == "foo-1.0.tar.gz"
    assert json.loads(render_project(files, V1_JSON))["files"][0]["hashes"] == {"md5": "ff"}


@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=20))
def test_link_leads_to_the_filename_whatever_it_is(filename):
    files = page(entry(filename))
    href = Anchors(render_project(files, HTML)).links[0][1]["href"]
    path, _, fragment = href.partition("#")
    assert (unquote(path), fragment) == (filename, f"sha256={SHA}")
    assert not set(path) & set("/:?#&\"'<> ")
    assert json.loads(render_project(files, V1_JSON))["files"][0]["url"] == path


def test_list_has_each_name_once_by_its_normalized_name():
    projects = ProjectList(("zope", "Products.Foo_Bar", "alpha", "Beta"))
    assert Anchors(render_list(projects, HTML)).links == [
        ["alpha", {"href": "alpha/"}],
        ["Beta", {"href": "beta/"}],
        ["Products.Foo_Bar", {"href": "products-foo-bar/"}],
        ["zope", {"href": "zope/"}],
    ]
    assert json.loads(render_list(projects, V1_JSON)) == {
        "meta": {"api-version": "1.4"},
        "projects": [{"name": name} for name in ("alpha", "Beta", "Products.Foo_Bar", "zope")],
    }


def test_serials_are_in_json_alone():
    as_json = json.loads(render_project(page(serial=1767323046000000), V1_JSON))
    assert as_json["meta"] == {"api-version": "1.4", "_last-serial": 1767323046000000}
    projects = ProjectList(
        ("zope", "Beta", "new"),
        serials={NormalizedName("zope"): 7, NormalizedName("beta"): 9},
        serial=11,
    )
    assert json.loads(render_list(projects, V1_JSON)) == {
        "meta": {"api-version": "1.4", "_last-serial": 11},
        "projects": [
            {"name": "Beta", "_last-serial": 9},
            {"name": "new"},
            {"name": "zope", "_last-serial": 7},
        ],
    }
    assert render_project(page(serial=1), HTML) == render_project(page(serial=2), HTML)
    assert render_list(projects, HTML) == render_list(ProjectList(projects.names), HTML)


def test_list_tells_its_version():
    assert Anchors(render_list(ProjectList(()), HTML)).metas == {"pypi:repository-version": "1.4"}


def test_links_of_many_names_lead_below_simple():
    names = [
        (NormalizedName("foo"), entry("foo-2.tar.gz", "2")),
        (NormalizedName("bar"), entry("bar-1.tar.gz", "1", requires_python=">3")),
        (NormalizedName("foo"), entry("foo-1.tar.gz", "1", yanked=True)),
    ]
    body = render_links(names, "All <files>")
    assert Anchors(body).links == [
        [
            "bar-1.tar.gz",
            {"href": f"simple/bar/bar-1.tar.gz#sha256={SHA}", "data-requires-python": ">3"},
        ],
        ["foo-1.tar.gz", {"href": f"simple/foo/foo-1.tar.gz#sha256={SHA}", "data-yanked": ""}],
        ["foo-2.tar.gz", {"href": f"simple/foo/foo-2.tar.gz#sha256={SHA}"}],
    ]
    assert b"<h1>All &lt;files&gt;</h1>" in body


@pytest.mark.parametrize("media_type", OFFERS)
def test_page_does_not_depend_on_the_order_in_which_files_come(media_type):
    files = [entry(f"foo-{number}.tar.gz", str(number)) for number in range(20)]
    assert render_project(page(*files), media_type) == render_project(
        page(*reversed(files)), media_type
    )


def test_etag_is_quoted_strong_and_follows_the_bytes():
    tag = etag_of(b"one")
    assert tag == etag_of(b"one") != etag_of(b"two")
    assert (tag[0], tag[-1]) == ('"', '"')
    assert tag[1:-1].isalnum()
