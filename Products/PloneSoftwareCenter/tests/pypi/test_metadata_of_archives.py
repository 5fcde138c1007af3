"""Metadata that lies in archives."""

from Products.PloneSoftwareCenter.pypi.errors import InvalidArchive
from Products.PloneSoftwareCenter.pypi.errors import InvalidMetadata
from Products.PloneSoftwareCenter.pypi.faults import MAX_DESCRIPTION
from Products.PloneSoftwareCenter.pypi.metadata import check_metadata
from Products.PloneSoftwareCenter.pypi.metadata import CoreMetadata
from Products.PloneSoftwareCenter.pypi.metadata import is_static
from Products.PloneSoftwareCenter.pypi.metadata import metadata_from_form
from Products.PloneSoftwareCenter.pypi.metadata import parse_metadata

import pytest


def test_metadata_of_a_wheel_is_read():
    metadata = parse_metadata(
        b"Metadata-Version: 2.4\nName: foo\nVersion: 1.0\nSummary: caf\xc3\xa9\n"
        b"Classifier: A\nClassifier: B\nProject-URL: Docs, https://docs.example.org\n"
        b"Keywords: a,b\nRequires-Dist: bar>=1\nRequires-Python: >=3.11\nLicense-File: L\n"
        b"Platform: UNKNOWN\nDescription-Content-Type: text/markdown\n\n# Title\n\ntext\n"
    )
    assert metadata == CoreMetadata(
        name="foo",
        version="1.0",
        metadata_version="2.4",
        summary="caf\u00e9",
        classifiers=("A", "B"),
        project_urls=(("Docs", "https://docs.example.org"),),
        keywords=("a", "b"),
        requires_dist=("bar>=1",),
        requires_python=">=3.11",
        license_file=("L",),
        description_content_type="text/markdown",
        description="# Title\n\ntext",
    )


@pytest.mark.parametrize(
    ("data", "field", "expected"),
    [
        # distutils indents what follows by eight blanks, others by seven and a bar
        (b"Description: a\n        b\n        \n            c\n", "description", "a\nb\n\n    c"),
        (b"Description: a\n       |b\n       |\n       |  c\n", "description", "a\nb\n\n  c"),
        (b"License: one\n        two\n", "license", "one\ntwo"),
        (b"SUMMARY: shouted\n", "summary", "shouted"),
        (b"Summary: first\nSummary: second\n", "summary", "first"),
        # Python 2 wrote what it had
        (b"Author: Fran\xe7ois\n", "author", "Fran\u00e7ois"),
        (b"Author: nul\x00\n", "author", "nul\\x00"),
        (b"Home-page: http://example.org\n", "home_page", "http://example.org"),
        (b"Download-URL: http://example.org\n", "download_url", "http://example.org"),
        # not a message with parts, whatever it says
        (b"Content-Type: multipart/mixed; boundary=x\n\n--x\n", "description", "--x"),
    ],
)
def test_oddities_of_pkg_info(data, field, expected):
    metadata = parse_metadata(b"Metadata-Version: 1.0\r\nName: foo\nVersion: 1.0\n" + data)
    assert getattr(metadata, field) == expected


def test_byte_order_mark_does_no_harm():
    assert parse_metadata(b"\xef\xbb\xbfName: foo\n").name == "foo"


@pytest.mark.parametrize("data", [b"", b"\n", b"no headers", b"\x80\x00PK", b"X-Other: y\n"])
def test_unreadable_metadata_is_refused(data):
    with pytest.raises(InvalidArchive, match="can't be read"):
        parse_metadata(data)


def test_archive_alone_is_checked_by_the_rules_of_a_form():
    good = CoreMetadata(name="foo", version="1.0", summary="A summary")
    assert check_metadata(good) is good
    bad = CoreMetadata(version="trunk", description="x" * (MAX_DESCRIPTION + 1))
    with pytest.raises(InvalidMetadata) as caught:
        check_metadata(bad)
    assert len(caught.value.faults) == 3


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_far_too_many_headers_are_refused_before_they_are_read(end):
    data = b"Metadata-Version: 2.1" + end + b"Name: foo" + end
    with pytest.raises(InvalidArchive, match="far too many headers"):
        parse_metadata(data + (b"A: b" + end) * 150_000)
    assert parse_metadata(data + end + (b"A: b" + end) * 150_000).name == "foo"


def test_requirements_that_take_long_to_read_are_refused():
    nested = "bar; " + "(" * 100 + "python_version > '3'" + ")" * 100
    fields = {"name": "foo", "version": "1.0", "metadata_version": "2.1"}
    assert metadata_from_form({**fields, "requires_dist": [nested]}).requires_dist == (nested,)
    with pytest.raises(InvalidMetadata, match="requires_dist"):
        metadata_from_form({**fields, "requires_dist": [nested] * 2_000})
    with pytest.raises(InvalidMetadata, match="Requires-Dist"):
        metadata_from_form({**fields, "requires_dist": "bar; " + "(" * 5_000})


@pytest.mark.parametrize(
    ("metadata_version", "dynamic", "expected"),
    [
        ("1.0", (), False),
        ("2.1", (), False),
        ("2.2", (), True),
        ("2.10", (), True),
        ("3.0", (), True),
        ("2.4", ("License-File", "description"), True),
        ("2.2", ("Requires-Dist",), False),
        ("2.4", ("classifier", " requires-dist "), False),
        ("2.4", ("provides-extra",), False),
        ("2.4", ("REQUIRES-PYTHON",), False),
        (None, (), False),
        ("2", (), False),
        ("two.two", (), False),
    ],
)
def test_what_an_sdist_says_is_final(metadata_version, dynamic, expected):
    metadata = CoreMetadata("foo", "1.0", metadata_version=metadata_version, dynamic=dynamic)
    assert is_static(metadata) is expected
