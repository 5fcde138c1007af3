from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from Products.PloneSoftwareCenter.pypi import description
from Products.PloneSoftwareCenter.pypi.description import content_type_of
from Products.PloneSoftwareCenter.pypi.description import is_renderable
from Products.PloneSoftwareCenter.pypi.description import MAX_CHECKED
from Products.PloneSoftwareCenter.pypi.description import plain_text
from Products.PloneSoftwareCenter.pypi.description import render_description
from Products.PloneSoftwareCenter.pypi.description import RST

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


def test_failing_renderer_is_logged_and_the_text_shown(monkeypatch, caplog):
    def fail(text):
        raise RecursionError

    monkeypatch.setattr(description.rst, "render", fail)
    assert render_description("a <b>", None) == "<pre>a &lt;b&gt;</pre>"
    assert "could not be rendered" in caplog.text


def test_huge_text_is_not_rendered():
    text = "**x** " * 100_000
    assert render_description(text, None) == f"<pre>{text}</pre>"


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
    html = render_description(heading * (description.MAX_HEADINGS + 1), content_type)
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
