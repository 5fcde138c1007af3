from hypothesis import given
from hypothesis import strategies as st
from Products.PloneSoftwareCenter.pypi.errors import InvalidName
from Products.PloneSoftwareCenter.pypi.names import check_name
from Products.PloneSoftwareCenter.pypi.names import check_pattern
from Products.PloneSoftwareCenter.pypi.names import is_reserved
from Products.PloneSoftwareCenter.pypi.names import MAX_LENGTH
from Products.PloneSoftwareCenter.pypi.names import normalize_name

import pytest


NAMES = st.from_regex(r"\A[A-Za-z0-9]([A-Za-z0-9._-]{0,50}[A-Za-z0-9])?\Z")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Products.PloneSoftwareCenter", "products-plonesoftwarecenter"),
        ("collective.BargainingAgreement", "collective-bargainingagreement"),
        ("zope.app_container", "zope-app-container"),
        ("z3c--..__form", "z3c-form"),
        ("PIL", "pil"),
        ("0", "0"),
        # nonsense in a URL is looked up, and not found
        ("", ""),
        ("...", "-"),
        ("../etc", "-/etc"),
        ("\udcff", "\udcff"),
    ],
)
def test_normalized_spelling(name, expected):
    assert normalize_name(name) == expected


@pytest.mark.parametrize(
    "name",
    ["a", "0", "3to2", "Products.Foo_Bar-baz", "a..b", "A" * MAX_LENGTH, "x-._-y"],
)
def test_good_name_passes(name):
    check_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "",
        ".",
        "-a",
        "a-",
        "_private",
        "foo bar",
        "foo/bar",
        "foo\n",
        "foo\x00",
        "caf\u00e9",
        # the Kelvin sign is a k to whoever ignores case
        "\u212aeras",
        "\u0661",
        "foo\udcff",
        "a" * (MAX_LENGTH + 1),
    ],
)
def test_bad_name_is_refused(name):
    with pytest.raises(InvalidName) as caught:
        check_name(name)
    assert "is an invalid value for Name. Error: " in str(caught.value)


def test_long_name_is_told_its_length():
    with pytest.raises(InvalidName, match="Use at most 200 characters"):
        check_name("a" * 201)


@given(st.text())
def test_normalizing_twice_is_normalizing_once(name):
    assert normalize_name(normalize_name(name)) == normalize_name(name)


@given(NAMES)
def test_normalized_good_name_is_a_good_name(name):
    check_name(name)
    check_name(normalize_name(name))


@given(st.text())
def test_any_text_is_a_name_or_refused(name):
    try:
        check_name(name)
    except InvalidName as error:
        assert str(error).isprintable()


@pytest.mark.parametrize("pattern", ["acme", "Acme.Web", "acme*", "acme-*", "Acme_*", "a*"])
def test_good_pattern_passes(pattern):
    check_pattern(pattern)


@pytest.mark.parametrize(
    "pattern",
    ["", "*", "-*", ".acme*", "ac*me", "*acme", "acme**", "acme *", " acme", "-", "acme-", "a/*"],
)
def test_bad_pattern_is_refused(pattern):
    with pytest.raises(InvalidName):
        check_pattern(pattern)


@pytest.mark.parametrize(
    ("name", "patterns", "expected"),
    [
        ("acme", ["acme"], True),
        ("Acme_Web", ["acme.web"], True),
        ("acme-web", ["acme"], False),
        ("acme-web", ["acme-*"], True),
        ("ACME..Web", ["Acme.*"], True),
        ("acme", ["acme-*"], False),
        ("acmes", ["acme-*"], False),
        ("acmes", ["acme*"], True),
        ("web-acme", ["acme*"], False),
        ("other", ["acme*", "other"], True),
        ("acme", [], False),
    ],
)
def test_reserved_names(name, patterns, expected):
    assert is_reserved(name, patterns) is expected


@given(NAMES, st.integers(1, 60))
def test_beginning_of_a_name_reserves_it(name, length):
    pattern = f"{name[:length]}*"
    check_pattern(pattern)
    assert is_reserved(name, [pattern])


@given(NAMES, NAMES)
def test_spelling_does_not_count(name, pattern):
    spelling = name.replace("-", "_").upper()
    for written in (pattern, f"{pattern}*", f"{pattern}-*"):
        assert is_reserved(spelling, [written]) is is_reserved(name, [written])
        assert is_reserved(name, [written.upper()]) is is_reserved(name, [written])


@given(NAMES, NAMES)
def test_name_reserves_itself_alone(name, other):
    assert is_reserved(other, [name]) is (normalize_name(other) == normalize_name(name))
