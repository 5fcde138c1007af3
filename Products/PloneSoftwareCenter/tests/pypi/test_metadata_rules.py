from hypothesis import given
from hypothesis import strategies as st
from Products.PloneSoftwareCenter.pypi.errors import InvalidMetadata
from Products.PloneSoftwareCenter.pypi.metadata import metadata_from_form
from Products.PloneSoftwareCenter.pypi.metadata_rules import license_files_of
from Products.PloneSoftwareCenter.pypi.metadata_rules import MAX_EXPRESSION
from Products.PloneSoftwareCenter.pypi.metadata_rules import METADATA_VERSIONS
from Products.PloneSoftwareCenter.pypi.metadata_rules import OLD_VERSIONS

import pytest


def faults_of(**fields):
    """The faults of a form of today's tools, as lines."""
    fields = {"name": "foo", "version": "1.0", "metadata_version": "2.4", **fields}
    try:
        metadata_from_form(fields)
    except InvalidMetadata as error:
        return str(error).split("\n")
    return []


@pytest.mark.parametrize("version", METADATA_VERSIONS)
def test_each_version_there_is_passes(version):
    assert faults_of(metadata_version=version) == []


@pytest.mark.parametrize("version", ["0.9", "1.3", "2.6", "3.0", "2", "2.4.0", " ", "two"])
def test_other_version_is_refused(version):
    if version.strip():
        (fault,) = faults_of(metadata_version=version)
        assert fault.startswith(f"'{version}' is not a valid metadata version")
    else:
        assert faults_of(metadata_version=version) == []


GOOD = [
    {"author_email": "a@example.org"},
    {"author_email": "Ann Example <ann@example.org>"},
    {"author_email": '"Example, Ann" <ann@example.org>, bob@intranet'},
    {"maintainer_email": "a+b@example.co.uk"},
    {"home_page": "https://example.org"},
    {"home_page": "HTTP://example.org/a?b=c#d"},
    {"download_url": "http://[::1]:8080/x"},
    {"project_urls": "Docs, https://example.org/a,b"},
    {"project_urls": ["x" * 32 + ", https://example.org"]},
    {"requires_dist": ["foo[bar]>=1; python_version > '3'", "zope.interface (>=3.5)"]},
    {"dynamic": ["Description", "license-file"]},
    {"license": "MIT"},
    {"license_expression": "MIT OR (Apache-2.0 AND LicenseRef-Our.Own)"},
    {"license_expression": "gpl-2.0-only"},
    {"license_file": ["LICENSE", "docs/COPYING.txt"]},
    {"provides_extra": ["test", "Test_2.x"]},
    {"description_content_type": "text/markdown; charset=UTF-8; variant=GFM"},
    {"description_content_type": "text/x-rst"},
    {"description_content_type": "text/plain"},
    {"metadata_version": "2.5", "import_name": ["foo", "_foo; private"]},
    {"metadata_version": "2.5", "import_namespace": ["foo.bar"]},
    # the field is younger than the version: hatchling and setuptools have written such
    {"metadata_version": "2.1", "license_expression": "MIT", "license_file": "LICENSE"},
]

BAD = [
    ({"author_email": "nobody at example dot org"}, "is not a valid email address"),
    ({"author_email": "Ann <ann>"}, "'Ann <ann>' is not a valid email address"),
    ({"maintainer_email": "a@example.org, bob"}, "is not a valid email address"),
    ({"home_page": "www.example.org"}, "'www.example.org' is not a valid url"),
    ({"home_page": "javascript:alert(1)"}, "is not a valid url"),
    ({"home_page": "https://"}, "is not a valid url"),
    ({"home_page": "https://[example.org"}, "is not a valid url"),
    ({"download_url": "https://example.org/a b"}, "is not a valid url"),
    ({"download_url": "ftp://example.org/"}, "is not a valid url"),
    ({"project_urls": "https://example.org"}, "Must have a label"),
    ({"project_urls": "Docs"}, "Must have a label"),
    ({"project_urls": "Docs,"}, "Must have a URL"),
    ({"project_urls": "x" * 33 + ", https://example.org"}, "must be 32 characters or less."),
    ({"project_urls": "Docs, example.org"}, "'example.org' is not a valid url"),
    ({"requires_dist": "foo @ https://example.org/foo.zip"}, "Can't have direct dependency: 'foo"),
    ({"requires_dist": "foo bar"}, "is an invalid value for Requires-Dist."),
    ({"dynamic": "everything"}, "Dynamic field 'everything' is not a valid dynamic field."),
    ({"dynamic": "Version"}, "Dynamic field 'Version' is not a valid dynamic field."),
    ({"license": "MIT", "license_expression": "MIT"}, "License is deprecated when License-Expre"),
    ({"license_expression": "My-Own-1.0"}, "'My-Own-1.0' is an invalid value for License-Expre"),
    ({"license_expression": "MIT AND"}, "is an invalid value for License-Expression"),
    ({"license_expression": "(" * MAX_EXPRESSION + "MIT"}, "Use at most 2000 characters"),
    ({"license_file": "../LICENSE"}, "parent directory indicators are not allowed"),
    ({"license_file": "/LICENSE"}, "paths must be relative"),
    ({"license_file": "*.txt"}, "paths must be resolved"),
    ({"license_file": "a\\b"}, "paths must use '/' delimiter"),
    ({"provides_extra": "a b"}, "is an invalid value for Provides-Extra"),
    ({"description_content_type": "text/html"}, "must be one of"),
    ({"description_content_type": "text/markdown; variant=My"}, "valid Markdown variants"),
    ({"description_content_type": "text/x-rst; charset=latin-1"}, "UTF-8 charset"),
    ({"description_content_type": "text/plain; x*"}, "Description-Content-Type"),
    ({"import_name": "foo-bar"}, "is not a valid identifier"),
    ({"import_name": "class"}, "is a keyword"),
    ({"import_namespace": "foo; public"}, "the only valid option is 'private'"),
]


@pytest.mark.parametrize("fields", GOOD)
def test_what_tools_of_today_write_passes(fields):
    assert faults_of(**fields) == []


@pytest.mark.parametrize(("fields", "words"), BAD)
def test_fault_of_a_tool_of_today_is_refused(fields, words):
    (fault,) = faults_of(**fields)
    assert words in fault
    assert fault.isprintable()


@pytest.mark.parametrize("version", [None, *OLD_VERSIONS])
@pytest.mark.parametrize(("fields", "words"), BAD)
def test_tools_of_old_are_not_taught(fields, words, version):
    assert faults_of(**{**fields, "metadata_version": version or "UNKNOWN"}) == []


def test_faults_are_told_together():
    faults = faults_of(home_page="x", author_email="x", license_expression="x", dynamic="x")
    assert len(faults) == 4


@pytest.mark.parametrize(
    ("version", "there"), [("2.4", True), ("2.5", True), ("2.3", False), (None, False)]
)
def test_license_files_have_a_place_since_pep_639(version, there):
    assert license_files_of(version, ("LICENSE",)) == ({"LICENSE"} if there else set())


single = st.sampled_from(
    [
        "author_email",
        "home_page",
        "project_urls",
        "requires_dist",
        "dynamic",
        "license_expression",
        "license_file",
        "provides_extra",
        "description_content_type",
        "import_name",
        "requires_python",
    ]
)
likely = st.text("aA1.-_@<>,;:/ ()[]'\"=*\\\n%\u0131\u212a+", max_size=30)


@given(single, likely | st.text(max_size=30))
def test_any_value_is_read_or_refused(field, value):
    for fault in faults_of(**{field: value}):
        assert fault.isprintable()
