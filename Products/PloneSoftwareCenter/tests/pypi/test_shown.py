"""Texts of strangers on a line of a page."""

from hypothesis import given
from hypothesis import strategies as st
from Products.PloneSoftwareCenter.pypi.shown import shown_text
from unicodedata import category

import pytest


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (None, ""),
        ("demo", "demo"),
        ("two\n words\t", "two words"),
        ("pay\u202elap\u202c", "paylap"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("soft\u00adhyphen", "softhyphen"),
        ("\u2066isolated\u2069", "isolated"),
        ("क\u200dष", "क\u200dष"),
        ("👩\u200d💻", "👩\u200d💻"),
        ("line\u2028break", "linebreak"),
        ("\x00\x07", ""),
    ],
)
def test_what_nobody_sees_is_left_out(text, expected):
    assert shown_text(text) == expected


@given(st.text())
def test_nothing_left_turns_or_hides(text):
    found = shown_text(text)
    assert not [char for char in found if category(char) in ("Cc", "Zl", "Zp")]
    assert shown_text(found) == found
