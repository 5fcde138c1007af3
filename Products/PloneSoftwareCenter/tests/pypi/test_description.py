from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from Products.PloneSoftwareCenter.pypi import costly
from Products.PloneSoftwareCenter.pypi.description import is_renderable
from Products.PloneSoftwareCenter.pypi.description import MAX_CHECKED
from Products.PloneSoftwareCenter.pypi.description import plain_text
from Products.PloneSoftwareCenter.pypi.description import render_description
from Products.PloneSoftwareCenter.pypi.markup import content_type_of
from Products.PloneSoftwareCenter.pypi.markup import RST

import pytest


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, "text/x-rst"),
        ("", "text/x-rst"),
        ("text/x-rst", "text/x-rst"),
        ("text/x-rst; charset=UTF-8", "text/x-rst"),
        ("Text/Markdown", "text/markdown"),
        ("text/markdown; charset=UTF-8; variant=GFM", "text/markdown"),
        ("text/x-web-markdown", "text/markdown"),
        ("text/plain", "text/plain"),
        ("text/html", "text/plain"),
        (";", "text/x-rst"),
        ("banana", "text/plain"),
    ],
)
def test_content_type(value, expected):
    assert content_type_of(value) == expected


def test_rst_is_rendered():
    assert "<strong>bold</strong>" in render_description("**bold**", None)


def test_markdown_is_rendered():
    html = render_description("# Title\n\n| a |\n|---|\n| b |\n", "text/markdown")
    assert "<h1" in html
    assert "<table>" in html


def test_markdown_has_two_variants():
    text = "~~gone~~"
    assert "<del>" in render_description(text, "text/markdown; variant=GFM")
    assert "<del>" not in render_description(text, "text/markdown; variant=CommonMark")


def test_plain_text_is_escaped():
    assert render_description("a <b> & c", "text/plain") == "a &lt;b&gt; &amp; c"


def test_html_is_shown_as_written():
    assert "&lt;h1&gt;" in render_description("<h1>x</h1>", "text/html")


@pytest.mark.parametrize(
    "text",
    [
        # what Sphinx knows and docutils does not
        ":ref:`there <x>`",
        ".. include:: /etc/passwd\n",
        ".. raw:: html\n\n   <script>x</script>\n",
        "*never ended",
    ],
)
def test_broken_rst_is_shown_as_written(text):
    html = render_description(text, "text/x-rst")
    assert html.startswith("<pre>")
    assert "<script" not in html
    assert "root:" not in html


def test_images_come_late_and_tell_no_referrer():
    html = render_description("![state](https://example.org/a.svg)", "text/markdown")
    assert 'loading="lazy"' in html
    assert 'referrerpolicy="no-referrer"' in html
    assert 'src="https://example.org/a.svg"' in html
    # what looks like a tag in an attribute is none
    evil = render_description("![<img x](https://example.org/a.svg)", "text/markdown")
    assert evil.count('loading="lazy"') == 1


def test_images_can_be_left_out():
    text = ".. image:: https://example.org/a.svg\n   :alt: state\n"
    html = render_description(text, RST, images=False)
    assert "example.org" not in html
    assert 'alt="state"' in html


def test_ids_and_classes_are_not_those_of_the_page():
    text = (
        '<div id="psc-install" class="position-fixed note vh-100">x</div>'
        '<a href="#psc-install">y</a>'
    )
    html = render_description(text, "text/markdown")
    assert 'id="psc-install"' not in html
    assert 'class="note"' in html
    assert 'id="user-content-psc-install"' in html
    assert 'href="#user-content-psc-install"' in html


def test_relative_addresses_are_left_out():
    html = render_description(
        "[a](docs/a.md) [b](//example.org/b) [c](/c) [d](#d) ![e](e.png)", "text/markdown"
    )
    assert html.count("href") == 1
    assert 'href="#user-content-d"' in html
    assert "src" not in html


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<img src='https://example.org/a.png'>", 'alt=""'),
        ("<img src='https://example.org/a.png' alt='x > <img y'>", 'alt="x &gt; &lt;img y"'),
        ("<img>", 'alt=""'),
    ],
)
def test_each_image_has_words_or_says_that_it_needs_none(text, expected):
    html = render_description(text, "text/markdown")
    assert html.count(" alt=") == 1
    assert expected in html


def test_code_is_in_no_language_and_reached_by_keyboard():
    html = render_description("```python\nprint(1)\n```", "text/markdown")
    assert " lang=" not in html
    assert '<pre tabindex="0"' in html


def test_boxes_of_tasks_take_nothing_in():
    html = render_description("- [x] done\n\n<input type=password>", "text/markdown")
    assert html.count("<input") == html.count('type="checkbox"') == html.count('disabled=""') > 0
    assert "password" not in html


@pytest.mark.parametrize("content_type", [RST, "text/markdown", "text/plain"])
def test_nothing_turns_the_order_of_letters(content_type):
    html = render_description("a \u202egpj.exe\n", content_type)
    assert "\u202e" not in html
    assert "[U+202E]" in html


@pytest.mark.parametrize("text", ["", " \n"])
def test_nothing_is_rendered_as_nothing(text):
    assert render_description(text, "text/markdown") == ""


@pytest.mark.parametrize(
    ("text", "content_type"),
    [
        ("<script>alert(1)</script>", "text/markdown"),
        ("<img src=x onerror=alert(1)>", "text/markdown"),
        ("[x](javascript:alert(1))", "text/markdown"),
        ("<iframe src='//example.org'></iframe>", "text/markdown"),
        ("<a href='x' style='position:fixed'>x</a>", "text/markdown"),
        ("`x <javascript:alert(1)>`_", "text/x-rst"),
        (".. image:: javascript:alert(1)\n", "text/x-rst"),
    ],
)
def test_html_is_safe(text, content_type):
    html = render_description(text, content_type)
    for evil in ("<script", "onerror", 'href="javascript', 'src="javascript', "<iframe", "style="):
        assert evil not in html


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("", ""),
        ("<p>one</p><p>two</p>", "one two"),
        ("a<em>b</em>c &amp; d", "abc & d"),
        ("<ul>\n<li>x</li>\n<li>y</li></ul>", "x y"),
        ("a<br/>b", "a b"),
        ("a < b", "a < b"),
    ],
)
def test_plain_text(html, expected):
    assert plain_text(html) == expected


@settings(max_examples=30)
@given(
    st.text(max_size=60),
    st.none() | st.sampled_from(["text/markdown", "text/plain", "x;variant*=''"]) | st.text(),
)
def test_any_text_is_shown(text, content_type):
    assert bool(render_description(text, content_type)) or not text.strip()


@pytest.mark.parametrize("heading", ["a\n=\n", "# a\n", "> # a\n", "- a\n  ---\n", "1. # a\n"])
@pytest.mark.parametrize("content_type", ["text/x-rst", "text/markdown"])
def test_headings_without_number_are_shown_as_they_are(heading, content_type):
    html = render_description(heading * (costly.MAX_HEADINGS + 1), content_type)
    assert html.startswith("<pre>")


@pytest.mark.parametrize(
    "defining",
    [
        ".. role:: code(raw)\n   :format: html\n",
        ".. |x| ROLE :: code(strong)\n",
        ".. role:: theirs(strong)\n",
        ".. default-role:: code\n\n`x\n",
    ],
)
def test_roles_of_one_text_are_not_those_of_others(defining):
    ours, unknown = "Call :code:`it`, or `that`.", ":theirs:`it`"
    before = render_description(ours, RST)
    assert "<code>it</code>" in before
    render_description(defining, RST)
    assert render_description(ours, RST) == before
    assert not is_renderable(unknown, RST)


def test_text_has_the_roles_that_it_defines():
    text = ".. role:: loud(strong)\n\nIt is :loud:`here`.\n"
    assert "<strong>here</strong>" in render_description(text, RST)


@pytest.mark.parametrize(
    ("text", "content_type", "expected"),
    [
        ("Title\n=====\n", None, True),
        ("", None, True),
        ("Title\n=\n\n`x", None, False),
        ("Title\n=\n\n`x", "text/x-rst", False),
        ("Title\n=\n\n`x", "text/markdown", True),
        ("Title\n=\n\n`x", "text/plain", True),
        ("`x" + " word" * MAX_CHECKED, None, True),
    ],
)
def test_description_is_what_it_is_said_to_be(text, content_type, expected):
    for _ in range(2):
        assert is_renderable(text, content_type) is expected
