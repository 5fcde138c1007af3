from hypothesis import given
from hypothesis import strategies as st
from Products.PloneSoftwareCenter.pypi.errors import InvalidArchive
from Products.PloneSoftwareCenter.pypi.errors import InvalidMetadata
from Products.PloneSoftwareCenter.pypi.faults import MAX_DESCRIPTION
from Products.PloneSoftwareCenter.pypi.metadata import CoreMetadata
from Products.PloneSoftwareCenter.pypi.metadata import metadata_from_form
from Products.PloneSoftwareCenter.pypi.metadata import page_links
from Products.PloneSoftwareCenter.pypi.metadata import parse_metadata

import dataclasses
import io
import json
import pytest


NAMES = [field.name for field in dataclasses.fields(CoreMetadata)]


def read(**fields):
    return metadata_from_form({"name": "foo", "version": "1.0", **fields})


def faults_of(**fields):
    with pytest.raises(InvalidMetadata) as caught:
        metadata_from_form(fields)
    return str(caught.value).split("\n")


def test_distutils_form_of_old_is_read():
    metadata = metadata_from_form(
        {
            "": "submit",
            "metadata_version": "1.1",
            "name": "iw.fss",
            "version": "0.2.3",
            "summary": "File system storage",
            "home_page": "UNKNOWN",
            "author": "Ingeniweb",
            "author_email": "UNKNOWN",
            "license": "GPL",
            "description": "Title\r\n=====\r\n\r\nText\r\n",
            "keywords": "plone storage blob",
            "platform": "UNKNOWN",
            "classifiers": "Framework :: Plone",
            "download_url": "UNKNOWN",
            "provides": [],
            "requires": "zope.interface (>3.0)",
            "obsoletes": "",
        }
    )
    assert metadata.as_dict() == {
        "name": "iw.fss",
        "version": "0.2.3",
        "metadata_version": "1.1",
        "summary": "File system storage",
        "description": "Title\n=====\n\nText",
        "keywords": ("plone", "storage", "blob"),
        "author": "Ingeniweb",
        "license": "GPL",
        "classifiers": ("Framework :: Plone",),
        "requires": ("zope.interface (>3.0)",),
    }


def test_description_keeps_its_first_indent():
    assert read(description="    code\n\ntext\n\n").description == "    code\n\ntext"


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        (
            "Title\r\n        =====\n        \n\n            code\n        x",
            "Title\n=====\n\n\n    code\nx",
        ),
        ("a\n       |b\n       |  c", "a\nb\n  c"),
        ("a\n        b\nc", "a\n        b\nc"),
        ("a", "a"),
    ],
)
def test_description_is_sent_as_an_old_pkg_info_has_it(sent, expected):
    # twine reads it with packaging, which leaves the indent
    assert read(description=sent).description == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("plone,web server, index", ("plone", "web server", "index")),
        ("plone web  index", ("plone", "web", "index")),
        # distutils splits at commas, and sends a list of what it got
        (["plone web index"], ("plone", "web", "index")),
        (["web server", "plone"], ("web server", "plone")),
        ("plone,,plone, ", ("plone",)),
        ("UNKNOWN", ()),
    ],
)
def test_keywords(value, expected):
    assert read(keywords=value).keywords == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Tracker, https://example.org/a,b", (("Tracker", "https://example.org/a,b"),)),
        (["A,x", "B , y"], (("A", "x"), ("B", "y"))),
        ("https://example.org", (("", "https://example.org"),)),
    ],
)
def test_project_urls(value, expected):
    assert read(project_urls=value).project_urls == expected


@pytest.mark.parametrize(
    "fields",
    [
        # matters of style, from tools that can't be taught any more
        {"license": "MIT", "license_expression": "MIT"},
        {"license_expression": "My-Own-1.0"},
        {"author_email": "nobody at example dot org"},
        {"home_page": "www.example.org"},
        {"description_content_type": "text/html"},
        {"dynamic": "everything"},
        {"classifiers": "No :: Such"},
        {"requires_python": ">=3.11, <4"},
        {"requires_dist": ["zope.interface", "foo @ https://example.org/foo.zip"]},
        # PEP 345 wrote versions in parentheses
        {"metadata_version": "1.2", "requires_dist": "zope.interface (3.5.0)"},
        {"unheard_of": "x" * 1_000_000},
    ],
)
def test_style_is_not_refused(fields):
    assert read(**fields).name == "foo"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"summary": "one\ntwo"}, "Use a single line."),
        ({"summary": "x" * 513}, "'summary' field must be 512 characters or less."),
        ({"requires_python": ">=3.6.*"}, "'>=3.6.*' is an invalid value for Requires-Python."),
        ({"requires_python": "3.6"}, "is an invalid value for Requires-Python."),
        ({"requires_python": ">=" + "9" * 5000}, "is an invalid value for Requires-Python."),
        ({"metadata_version": "banana"}, "'banana' is not a valid metadata version."),
        ({"metadata_version": "2.9"}, "'2.9' is not a valid metadata version. Use one of: 1.0, "),
        (
            {"metadata_version": "2.1", "requires_dist": "zope.interface (3.5.0)"},
            "'zope.interface (3.5.0)' is an invalid value for Requires-Dist.",
        ),
        (
            {"metadata_version": "2.1", "requires_dist": "a; " + "(" * 5000},
            "is an invalid value for Requires-Dist.",
        ),
        ({"summary": "caf\udce9"}, "Invalid value for summary. Error: It is not valid UTF-8."),
        ({"author": ["a", "b"]}, "Invalid value for author. Error: Send one value, not 2."),
        ({"license": io.BytesIO()}, "license: Should not be a tuple."),
        (
            {"description": "x" * (MAX_DESCRIPTION + 1)},
            "Invalid value for description. Error: Use at most 1048576 characters, not 1048577.",
        ),
    ],
)
def test_what_nobody_can_work_with_is_refused(fields, words):
    (fault,) = faults_of(name="foo", version="1.0", **fields)
    assert words in fault


def test_long_description_passes():
    assert len(read(description="x" * MAX_DESCRIPTION).description) == MAX_DESCRIPTION


@pytest.mark.parametrize("nothing", [{}, {"name": "", "version": ""}, {"name": "UNKNOWN"}])
def test_missing_name_and_version_are_told_together(nothing):
    assert faults_of(**nothing) == [
        'Missing required field "name"',
        'Missing required field "version"',
    ]


def test_all_faults_are_told_together():
    faults = faults_of(name="foo bar", version="trunk", requires_python="x", summary="\udcff")
    assert [fault.partition(". Error")[0] for fault in faults] == [
        "'foo bar' is an invalid value for Name",
        "'trunk' is an invalid value for Version",
        "'x' is an invalid value for Requires-Python",
        "Invalid value for summary",
    ]


def test_name_that_is_no_text_is_told_once():
    assert faults_of(name="\udcff", version="1.0") == [
        "Invalid value for name. Error: It is not valid UTF-8."
    ]


def test_dict_has_builtin_types_only():
    metadata = read(project_urls="A, b", classifiers=["a", "b"])
    assert json.loads(json.dumps(metadata.as_dict()))["project_urls"] == [["A", "b"]]


def test_unknown_keys_of_a_dict_are_left_out():
    assert CoreMetadata.from_dict({"name": "foo", "of_tomorrow": "x"}).name == "foo"


def test_links_come_from_labels_and_old_fields():
    metadata = read(project_urls="Docs, https://docs.example.org", home_page="https://example.org")
    links = page_links(metadata)
    assert links.documentation == "https://docs.example.org"
    assert links.homepage == "https://example.org"


texts = st.text(max_size=30)


@given(st.dictionaries(st.sampled_from(NAMES), texts | st.lists(texts, max_size=3)))
def test_any_form_is_read_or_refused(fields):
    try:
        metadata = metadata_from_form(fields)
    except InvalidMetadata as error:
        assert error.faults
    else:
        as_json = json.dumps(metadata.as_dict())
        assert CoreMetadata.from_dict(json.loads(as_json)) == metadata


@given(st.binary(max_size=300) | texts.map(lambda text: f"Name: {text}".encode(errors="replace")))
def test_any_bytes_are_metadata_or_refused(data):
    try:
        metadata = parse_metadata(data)
    except InvalidArchive:
        return
    assert CoreMetadata.from_dict(metadata.as_dict()) == metadata
