from hypothesis import given
from hypothesis import strategies as st
from Products.PloneSoftwareCenter.pypi.errors import InvalidVersion
from Products.PloneSoftwareCenter.pypi.versions import canonical_version
from Products.PloneSoftwareCenter.pypi.versions import MATURITIES
from Products.PloneSoftwareCenter.pypi.versions import maturity
from Products.PloneSoftwareCenter.pypi.versions import newest
from Products.PloneSoftwareCenter.pypi.versions import newest_stable
from Products.PloneSoftwareCenter.pypi.versions import parse_version
from Products.PloneSoftwareCenter.pypi.versions import sort_versions

import pytest


versions = st.builds(
    "{}{}{}{}".format,
    st.lists(st.integers(0, 20), min_size=1, max_size=4).map(lambda n: ".".join(map(str, n))),
    st.sampled_from(["", "a1", "b2", "rc1"]),
    st.sampled_from(["", ".post1"]),
    st.sampled_from(["", ".dev0", "+local.1"]),
)


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        ("1.0", "1"),
        ("1.0.0", "1"),
        ("1.10", "1.10"),
        ("v1.0", "1"),
        (" 1.0 ", "1"),
        ("1.0-1", "1.post1"),
        # subversion revisions, as setuptools of 2008 wrote them
        ("1.0-r6983", "1.post6983"),
        ("1.0.dev-r6983", None),
        ("1.0dev", "1.dev0"),
        ("2007.1.0", "2007.1"),
        ("1!1.0", "1!1"),
        ("1.0+plone.1", "1+plone.1"),
        ("0.1c", "0.1rc0"),
    ],
)
def test_canonical_spelling(version, expected):
    if expected is None:
        with pytest.raises(InvalidVersion):
            canonical_version(version)
    else:
        assert canonical_version(version) == expected


def test_read_version_has_a_canonical_spelling():
    assert canonical_version(parse_version("1.0.0")) == "1"


@pytest.mark.parametrize(
    "version",
    [
        "",
        "trunk",
        "UNKNOWN",
        "1.0/2",
        "1.0\n2",
        "1.0-SNAPSHOT",
        "2.0 (unreleased)",
        # a long s is an s to whoever ignores case
        "1.0po\u017ft1",
        "\u0661.0",
        "1" * 5000,
        "1.0\udcff",
    ],
)
def test_unreadable_version_is_refused(version):
    with pytest.raises(InvalidVersion) as caught:
        parse_version(version)
    assert str(caught.value).isprintable()


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        ("1.0", "final"),
        ("1.0.post1", "final"),
        ("1.0+1b2", "final"),
        ("1.0-r6983", "final"),
        ("1.0dev", "alpha"),
        ("1.0.dev0", "alpha"),
        ("1.0b1.dev3", "alpha"),
        ("1.0.post1.dev0", "alpha"),
        ("1.0a1", "alpha"),
        ("1.0-alpha1", "alpha"),
        ("1.0.a1", "alpha"),
        ("1.0beta", "beta"),
        ("1.0.beta1", "beta"),
        ("1.0rc5", "release-candidate"),
        ("1.0c1", "release-candidate"),
        ("1.0pre1", "release-candidate"),
        ("0.1c", "release-candidate"),
    ],
)
def test_maturity_follows_the_version(version, expected):
    assert maturity(version) == expected


def test_versions_are_not_sorted_as_text():
    assert sort_versions(["1.9", "1.10", "1.10a1"]) == ["1.10", "1.10a1", "1.9"]


def test_oldest_first_on_demand():
    assert sort_versions(["2.0", "1.0"], newest_first=False) == ["1.0", "2.0"]


def test_unreadable_versions_are_older_than_all():
    assert sort_versions(["trunk", "0.0.dev0", "1.0"]) == ["1.0", "0.0.dev0", "trunk"]


@pytest.mark.parametrize(
    ("all_versions", "stable", "shown"),
    [
        ([], None, None),
        (["1.0", "2.0a1"], "1.0", "1.0"),
        (["2.0a1", "2.0.dev0"], None, "2.0a1"),
        (["1.0", "1.0.post1", "1.1.dev0"], "1.0.post1", "1.0.post1"),
        (["trunk"], None, "trunk"),
    ],
)
def test_stable_versions_are_preferred(all_versions, stable, shown):
    assert newest_stable(all_versions) == stable
    assert newest(all_versions) == shown


@given(st.text() | versions)
def test_any_text_is_a_version_or_refused(text):
    try:
        canonical = canonical_version(text)
    except InvalidVersion:
        return
    assert canonical_version(canonical) == canonical
    assert maturity(text) in MATURITIES


@given(st.lists(versions | st.text(max_size=5)))
def test_sorting_keeps_all_and_has_one_order(texts):
    ordered = sort_versions(texts)
    assert sorted(ordered) == sorted(texts)
    newest_keys = [parse_version(text) for text in ordered if _is_readable(text)]
    assert newest_keys == sorted(newest_keys, reverse=True)


def _is_readable(text):
    try:
        parse_version(text)
    except InvalidVersion:
        return False
    return True
