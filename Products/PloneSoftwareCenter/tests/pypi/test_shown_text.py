"""Text of strangers as people see it."""

from hypothesis import given
from hypothesis import strategies as st
from Products.PloneSoftwareCenter.pypi.shown_text import visible
from Products.PloneSoftwareCenter.pypi.shown_text import without_overrides

import pytest


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("demo", "demo"),
        ("", ""),
        ("Übung für Žofie, \u05e9\u05dc\u05d5\u05dd", "Übung für Žofie, \u05e9\u05dc\u05d5\u05dd"),
        # a joiner is part of an emoji, and of Persian words
        (
            "\U0001f469\u200d\U0001f4bb \u0645\u06cc\u200c\u062e",
            "\U0001f469\u200d\U0001f4bb \u0645\u06cc\u200c\u062e",
        ),
        ("de\u200bmo", "de[U+200B]mo"),
        ("\u202eomed", "[U+202E]omed"),
        ("a\x00b\x1b", "a[U+0000]b[U+001B]"),
        ("\ufeffdemo\U000e0041", "[U+FEFF]demo[U+E0041]"),
    ],
)
def test_unseen_characters_are_told(text, expected):
    assert visible(text) == expected


def test_running_text_keeps_its_marks_and_lines():
    text = "one\n\u200ftwo\tthree\u2067x\u2069"
    assert without_overrides(text) == text
    assert without_overrides("a\u202eb\u202dc") == "a[U+202E]b[U+202D]c"


@given(st.text())
def test_what_is_visible_stays(text):
    assert visible(visible(text)) == visible(text)
