from datetime import datetime
from datetime import UTC
from hypothesis import given
from hypothesis import strategies as st
from Products.PloneSoftwareCenter.pypi import foreign
from Products.PloneSoftwareCenter.pypi.foreign import InvalidPage
from Products.PloneSoftwareCenter.pypi.foreign import parse_page
from Products.PloneSoftwareCenter.pypi.model import FileEntry
from Products.PloneSoftwareCenter.pypi.model import ProjectPage
from Products.PloneSoftwareCenter.pypi.names import normalize_name
from Products.PloneSoftwareCenter.pypi.simple_html import write_project as write_html
from Products.PloneSoftwareCenter.pypi.simple_json import write_project as write_json

import contextlib
import json
import pytest


URL = "https://index.example.org/simple/demo/"
JSON = "application/vnd.pypi.simple.v1+json"
SHA256 = "ab" * 32
MOMENT = datetime(2016, 4, 1, 12, 30, 5, 123456, tzinfo=UTC)

ENTRY = FileEntry(
    filename="demo-1.0+x.tar.gz",
    version="1.0+x",
    digests={"sha256": SHA256, "md5": "cd" * 16},
    size=17,
    upload_time=MOMENT,
    packagetype="sdist",
    yanked='It "broke" <all>',
)
PAGE = ProjectPage(name=normalize_name("demo"), versions=("1.0+x",), files=(ENTRY,))


def page_of(*files, **meta):
    return json.dumps({"meta": {"api-version": "1.1", **meta}, "name": "demo", "files": files})


def read(text, content_type=JSON):
    return parse_page(text.encode(), content_type, URL)


def entry(**words):
    return {"filename": "demo-1.0.zip", "url": "demo-1.0.zip", "hashes": {}, **words}


def test_our_own_page_in_json_is_read():
    (found,) = parse_page(write_json(PAGE), f"{JSON}; charset=utf-8", URL).files
    assert found.filename == ENTRY.filename
    assert found.url == f"{URL}demo-1.0%2Bx.tar.gz"
    assert found.digests == {"sha256": SHA256}
    assert (found.upload_time, found.yanked, found.size) == (MOMENT, ENTRY.yanked, 17)


def test_our_own_page_in_html_is_read():
    (found,) = parse_page(write_html(PAGE), "text/html; charset=utf-8", URL).files
    assert found.filename == ENTRY.filename
    assert found.url == f"{URL}demo-1.0%2Bx.tar.gz"
    assert found.digests == {"sha256": SHA256}
    assert (found.upload_time, found.yanked, found.size) == (None, ENTRY.yanked, None)


def test_link_that_is_no_address_is_told_and_the_others_are_read():
    page = read('<a href="http://[x/demo-1.0.zip">x</a><a href="demo-1.1.zip">y</a>', "text/html")
    assert [one.filename for one in page.files] == ["demo-1.1.zip"]
    assert len(page.faults) == 1


def test_base_that_is_no_address_is_refused():
    with pytest.raises(InvalidPage):
        read('<base href="http://["><a href="demo-1.1.zip">y</a>', "text/html")


def test_html_of_others():
    text = f"""<!DOCTYPE html><html><head><base href="../../packages/"></head><body>
    <A HREF=" Demo-1.0.zip#md5={"CD" * 16} " data-yanked>Demo</A>
    <a href="https://files.example.org/d%2De/demo-1.1.zip?x=1#sha256={SHA256}">x</a>
    <a href="demo-1.2.zip">none</a><a name="x"></a><a href="/">up</a></body>"""
    page = read(text, "text/html")
    assert [(one.filename, one.url, one.yanked) for one in page.files] == [
        ("Demo-1.0.zip", "https://index.example.org/packages/Demo-1.0.zip", True),
        ("demo-1.1.zip", "https://files.example.org/d%2De/demo-1.1.zip?x=1", False),
        ("demo-1.2.zip", "https://index.example.org/packages/demo-1.2.zip", False),
    ]
    assert page.files[0].digests == {"md5": "cd" * 16}
    assert page.files[2].digests == {}
    assert len(page.faults) == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "null",
        '"text"',
        "{}",
        "{",
        '{"files": {}}',
        '{"files": null}',
        '{"files": [], "meta": []}',
        page_of(**{"api-version": "2.0"}),
        "[" * 100_000,
    ],
)
def test_what_is_no_page_is_refused(text):
    with pytest.raises(InvalidPage):
        read(text)


@pytest.mark.parametrize(
    "wrong",
    [
        None,
        [],
        "text",
        entry(filename="../evil.zip"),
        entry(filename="a\\b.zip"),
        entry(filename="a\n.zip"),
        entry(filename=""),
        entry(filename=7),
        entry(url=None),
        entry(url="http://[x/demo-1.0.zip"),
        entry(hashes={"sha256": "short"}),
        entry(hashes={"sha256": 7}),
        entry(hashes={"md5": "zz" * 16}),
        entry(hashes=["sha256"]),
    ],
)
def test_an_entry_that_is_none_is_told_and_the_others_count(wrong):
    page = read(page_of(wrong, entry(filename="demo-2.0.zip")))
    assert [one.filename for one in page.files] == ["demo-2.0.zip"]
    assert len(page.faults) == 1


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2016-04-01T12:30:05.123456Z", MOMENT),
        ("2016-04-01T14:30:05.123456+02:00", MOMENT),
        ("2016-04-01T12:30:05.123456", MOMENT),
        ("yesterday", None),
        ("9999-12-31T23:59:59-23:59", None),
        # A file of the year 10000, as microseconds in a float are, breaks the page of its project.
        ("9999-12-31T23:59:59.999999Z", None),
        ("2199-01-01T00:00:00Z", None),
        ("0001-01-01T00:00:00Z", None),
        (7, None),
        (None, None),
    ],
)
def test_times_of_uploads(value, expected):
    (found,) = read(page_of(entry(**{"upload-time": value}))).files
    assert found.upload_time == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (False, False),
        (True, True),
        ("", True),
        (" a\nreason ", "a reason"),
        ("why\x1b[31m\x00 not", "why [31m not"),
        ("\x00\u200b", True),
        (None, False),
        ("x" * 5000, "x" * 1000),
    ],
)
def test_yanked_files(value, expected):
    (found,) = read(page_of(entry(yanked=value))).files
    assert found.yanked == expected


def test_digests_of_unknown_algorithms_do_not_count():
    (found,) = read(page_of(entry(hashes={"crc32": "abcd", "sha256": SHA256}))).files
    assert found.digests == {"sha256": SHA256}


def test_of_two_entries_of_one_name_the_first_counts():
    (found,) = read(page_of(entry(url="a.zip"), entry(url="b.zip"))).files
    assert found.url.endswith("/a.zip")


def test_pages_are_bounded(monkeypatch):
    monkeypatch.setattr(foreign, "MAX_FILES", 2)
    for content_type, text in (
        (JSON, page_of(*[entry(filename=f"demo-{number}.zip") for number in range(3)])),
        ("text/html", "".join(f'<a href="demo-{number}.zip">x</a>' for number in range(3))),
    ):
        with pytest.raises(InvalidPage, match="more than 2 files"):
            read(text, content_type)
    monkeypatch.setattr(foreign, "MAX_PAGE", 10)
    with pytest.raises(InvalidPage, match="larger"):
        read(page_of())


@given(st.binary(max_size=300), st.sampled_from([JSON, "text/html", "", "application/json"]))
def test_any_bytes_are_read_or_refused(data, content_type):
    with contextlib.suppress(InvalidPage):
        parse_page(data, content_type, URL)


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)
KEYS = ("filename", "url", "hashes", "yanked", "upload-time", "size")


@given(st.lists(st.dictionaries(st.sampled_from(KEYS), JSON_VALUES), max_size=4))
def test_any_entries_are_read_or_told(entries):
    page = read(page_of(*entries))
    assert len(page.files) + len(page.faults) <= len(entries)
    for one in page.files:
        assert isinstance(one.filename, str)
        assert isinstance(one.url, str)


@pytest.mark.parametrize("beginning", ["<a ", "<a href='x", "<!--", "<!", "<?", "</a"])
def test_markup_that_does_not_end_is_refused_before_it_takes_long(beginning):
    # html.parser reads all that follows again from each of them: minutes, for half a megabyte.
    data = (beginning * 40_000).encode()
    with pytest.raises(InvalidPage, match="does not end"):
        parse_page(data, "text/html", URL)


def test_a_page_is_read_for_so_long_only(monkeypatch):
    monkeypatch.setattr(foreign, "LONGEST_READING", -1)
    with pytest.raises(InvalidPage, match="too long"):
        parse_page(b"<a href=a-1.0.zip>a</a>", "text/html", URL)


def test_links_across_the_borders_of_blocks_and_after_a_long_script_are_found():
    script = f"<script>var x = '<a href=no-1.0.zip>{'x' * 200_000}';</script>"
    links = "".join(f'<a href="a-{number}.zip">a</a>\n' for number in range(1000))
    page = parse_page((script + links).encode(), "text/html", URL)
    assert [file.filename for file in page.files] == [f"a-{number}.zip" for number in range(1000)]
