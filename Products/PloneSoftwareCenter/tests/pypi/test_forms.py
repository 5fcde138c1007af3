from hypothesis import given
from hypothesis import strategies as st
from Products.PloneSoftwareCenter.pypi import forms
from Products.PloneSoftwareCenter.pypi.errors import InvalidUpload

import io
import pytest


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("text", "text"),
        ("", None),
        (" \r\n", None),
        ("UNKNOWN", None),
        (" UNKNOWN\n", None),
        ("UNKNOWN things", "UNKNOWN things"),
        ([], None),
        (["text"], "text"),
        # in the query string and in the body
        (["1", "1"], "1"),
        (["", "text"], "text"),
        (["UNKNOWN", "text"], "text"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("nul\x00 esc\x1b", "nul\\x00 esc\\x1b"),
        ("caf\u00e9 \U0001f40d", "caf\u00e9 \U0001f40d"),
    ],
)
def test_single_value(value, expected):
    assert forms.single({"field": value}, "field") == expected


def test_field_that_is_missing_says_nothing():
    assert forms.single({}, "field") is None
    assert forms.several({}, "field") == ()


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (["a", "b"], "Invalid value for field. Error: Send one value, not 2."),
        ("caf\udce9", "Invalid value for field. Error: It is not valid UTF-8."),
        (io.BytesIO(), "field: Should not be a tuple."),
        (b"bytes", "field: Should not be a tuple."),
        (None, "field: Should not be a tuple."),
        (["a", io.BytesIO()], "field: Should not be a tuple."),
        ("x" * 11, "Invalid value for field. Error: Use at most 10 characters, not 11."),
    ],
)
def test_bad_single_value_is_refused(value, reason):
    with pytest.raises(InvalidUpload) as caught:
        forms.single({"field": value}, "field", limit=10)
    assert str(caught.value) == reason


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("one", ("one",)),
        ("one\ntwo\r\n\r\n three ", ("one", "two", "three")),
        (["one", "two"], ("one", "two")),
        (("one", "UNKNOWN", ""), ("one",)),
        ("UNKNOWN", ()),
        ([], ()),
    ],
)
def test_several_values(value, expected):
    assert forms.several({"field": value}, "field") == expected


@pytest.mark.parametrize(
    "value",
    [["x"] * (forms.MAX_VALUES + 1), "x\n" * (forms.MAX_VALUES + 1), ["\udcff"], io.BytesIO()],
)
def test_bad_values_are_refused(value):
    with pytest.raises(InvalidUpload, match="field"):
        forms.several({"field": value}, "field")


def test_field_that_is_a_file_is_named():
    with pytest.raises(InvalidUpload, match=r"^summary: Should not be a tuple\.$"):
        forms.check_texts({"name": "foo", "summary": io.BytesIO()})


@given(st.text(alphabet=st.characters(codec=None)))
def test_clean_text_can_be_shown(text):
    cleaned = forms.clean(text)
    assert not set(cleaned) & {chr(code) for code in range(32)} - {"\t", "\n"}
    assert forms.clean(cleaned) == cleaned
