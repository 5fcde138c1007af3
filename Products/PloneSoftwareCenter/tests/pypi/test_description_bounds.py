"""Descriptions that would keep a renderer busy: shown as they are, and soon."""

from Products.PloneSoftwareCenter.pypi import apart
from Products.PloneSoftwareCenter.pypi import description
from Products.PloneSoftwareCenter.pypi import markup
from Products.PloneSoftwareCenter.pypi.description import is_renderable
from Products.PloneSoftwareCenter.pypi.description import render_description
from Products.PloneSoftwareCenter.pypi.markup import RST
from Products.PloneSoftwareCenter.pypi.page_html import fit_for_page
from threading import BoundedSemaphore

import pytest
import sys


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


def test_answers_are_remembered_but_not_for_ever(monkeypatch):
    monkeypatch.setattr(description, "MAX_REMEMBERED", 3)
    for number in range(10):
        assert is_renderable(f"text {number}", RST)
    assert len(description._renderable) <= 3
