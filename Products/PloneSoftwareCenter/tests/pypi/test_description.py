from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from Products.PloneSoftwareCenter.pypi import apart
from Products.PloneSoftwareCenter.pypi import costly
from Products.PloneSoftwareCenter.pypi import description
from Products.PloneSoftwareCenter.pypi import markup
from Products.PloneSoftwareCenter.pypi.description import is_renderable
from Products.PloneSoftwareCenter.pypi.description import MAX_CHECKED
from Products.PloneSoftwareCenter.pypi.description import plain_text
from Products.PloneSoftwareCenter.pypi.description import render_description
from Products.PloneSoftwareCenter.pypi.markup import content_type_of
from Products.PloneSoftwareCenter.pypi.markup import RST
from Products.PloneSoftwareCenter.pypi.page_html import fit_for_page
from threading import BoundedSemaphore

import pytest
import sys


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


def test_failing_renderer_is_logged_and_the_text_shown(monkeypatch, caplog):
    def fail(text):
        raise RecursionError

    monkeypatch.setattr(markup.rst, "render", fail)
    assert render_description("a <b>", None) == "<pre>a &lt;b&gt;</pre>"
    assert "could not be rendered" in caplog.text


def test_huge_text_is_not_rendered_and_its_beginning_shown():
    text = "**x** " * 100_000
    html = render_description(text, None)
    assert html == f"<pre>{text[: description.MAX_SHOWN]}\n\n[...]</pre>"
    assert len(render_description("x\n" * 2**20, "text/markdown")) < 2**18


@pytest.mark.parametrize(
    ("text", "content_type"),
    [
        (">" * 60_000, "text/markdown"),
        ("<div>" * 20_000, "text/markdown"),
        (".. [#] a\n" * 11_000, RST),
        (":a: b\n" * 16_000, RST),
    ],
)
def test_text_that_keeps_parsers_busy_is_shown_as_it_is_before_long(
    text, content_type, monkeypatch
):
    monkeypatch.setattr(apart, "MAX_WAIT", 2)
    assert render_description(text, content_type).startswith("<pre>")


@pytest.mark.parametrize("text", [">" * 200, "<div>" * 200, "- " * 2 + "<div>" * 150])
def test_deep_nesting_is_shown_as_it_is(text):
    assert render_description(text, "text/markdown").startswith("<pre>")
    assert "<blockquote>" in render_description(">" * 20 + " x", "text/markdown")


def test_endless_table_is_shown_as_it_is():
    table = "|a|b|\n|-|-|\n"
    assert "<table" in render_description(table + "|a|b|\n" * 900, "text/markdown")
    assert render_description(table + "|a|b|\n" * 1_000, "text/markdown").startswith("<pre>")


def test_long_table_is_divided_and_none_with_cells_that_reach_on():
    rows = "".join(f"<tr><td>{number}</td></tr>\n" for number in range(120))
    html = fit_for_page(f"<table>{rows}</table>")
    assert html.count("<tbody>") == html.count("</tbody>") == 3
    assert html.count("<tr>") == 120
    reaching = fit_for_page(f"<table>{rows.replace('<td>', '<td rowspan=2>', 1)}</table>")
    assert reaching.count("<tbody>") == 1


def test_longer_text_is_rendered_in_a_process_of_its_own():
    text = "Some **bold** words\n\n" * 1_000
    assert len(text) > description.MAX_RENDERED_HERE
    assert render_description(text, "text/markdown").count("<strong>") == 1_000
    assert render_description(text, RST).count("<strong>") == 1_000
    assert is_renderable(text, RST)
    assert not is_renderable(f"{text}`x", RST)


def test_process_that_can_not_be_started_leaves_the_text(monkeypatch, caplog):
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert render_description("**x** " * 2_000, RST).startswith("<pre>**x**")
    assert "is not rendered" in caplog.text


def test_text_waits_for_a_place_and_not_for_ever(monkeypatch):
    monkeypatch.setattr(apart, "MAX_WAIT", 0.01)
    monkeypatch.setattr(apart, "_places", BoundedSemaphore(1))
    with apart._places:
        with pytest.raises(apart.Busy):
            render_description("**x** " * 2_000, RST)
        assert is_renderable("`x " * 4_000, RST)


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


def test_changelog_of_many_releases_is_rendered():
    text = "".join(f"## 1.{number}\n\n### Fixes\n\n- a\n\n" for number in range(500))
    assert render_description(text, "text/markdown").count("<h3") == 500


def test_substitutions_that_double_each_other_are_not_put_in():
    lines = [f".. |a{number}| replace:: |a{number + 1}| |a{number + 1}|" for number in range(40)]
    text = "\n".join([*lines, ".. |a40| replace:: x", "", "|a0|"])
    assert render_description(text, RST).startswith("<pre>")
    assert is_renderable(text, RST)
    indented = text.replace("replace:: ", "replace::\n   ")
    assert render_description(indented, RST).startswith("<pre>")


def test_substitutions_that_people_write_are_put_in():
    badges = [f".. |b{number}| image:: https://example.org/{number}.svg" for number in range(30)]
    text = "\n".join([*badges, ".. |both| replace:: |b1| |b2|", "", "|both|", *(["|b1|"] * 50)])
    assert render_description(text, RST).count("<img") == 52


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


def test_answers_are_remembered_but_not_for_ever(monkeypatch):
    monkeypatch.setattr(description, "MAX_REMEMBERED", 3)
    for number in range(10):
        assert is_renderable(f"text {number}", RST)
    assert len(description._renderable) <= 3
