"""Badges are pictures that any page can show, whatever is on them."""

from hypothesis import given
from hypothesis import strategies as st
from Products.PloneSoftwareCenter.pypi.badges import MAX_TEXT
from Products.PloneSoftwareCenter.pypi.badges import render_badge
from xml.etree import ElementTree


SVG = "{http://www.w3.org/2000/svg}"


def parsed(badge):
    return ElementTree.fromstring(badge)  # noqa: S314 (our own)


def test_badge_says_both_words_to_those_who_do_not_see_it():
    root = parsed(render_badge("demo", "1.0"))
    assert root.tag == f"{SVG}svg"
    assert root.find(f"{SVG}title").text == "demo: 1.0"
    assert [text.text for text in root.iter(f"{SVG}text")] == ["demo", "1.0"]


def test_nothing_of_it_is_markup():
    badge = render_badge('<a onload="x">', "</svg><script>")
    root = parsed(badge)
    assert {element.tag.removeprefix(SVG) for element in root.iter()} == {
        "svg",
        "title",
        "clipPath",
        "rect",
        "g",
        "text",
    }


def test_long_and_empty_texts_have_their_bounds():
    badge = render_badge("", "x" * 10_000)
    texts = [text.text for text in parsed(badge).iter(f"{SVG}text")]
    assert texts[0] == "?"
    assert len(texts[1]) == MAX_TEXT


@given(st.text(), st.text())
def test_any_text_makes_a_picture(label, text):
    parsed(render_badge(label, text).encode("utf-8", "replace"))
