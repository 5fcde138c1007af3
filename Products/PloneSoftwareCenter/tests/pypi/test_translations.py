"""The catalogues of languages: nothing is missing, and nothing that code fills in is lost.

A language that is not there is none that anybody was promised.
"""

from pathlib import Path

import ast
import pytest
import re


LOCALES = Path(__file__).resolve().parents[2] / "locales"
#: English is what the code says
CATALOGUES = sorted(path for path in LOCALES.glob("*/LC_MESSAGES/*.po") if path.parts[-3] != "en")
#: ``msgid`` or ``msgstr``, and its lines
FIELD = re.compile(r'^(msgid|msgstr) ((?:".*"\n?)+)', re.MULTILINE)
DEFAULT = re.compile(r'^#\. Default: (".*")$', re.MULTILINE)
#: of zope.i18n, and of our scripts
VARIABLE = re.compile(r"\$?\{\w+\}")
TAG = re.compile(r"</?\w+[^>]*>")


def entries(path):
    """Yield (id, English, translation, is it fuzzy?) of a catalogue, but for its head."""
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        fields = {name: _text(lines) for name, lines in FIELD.findall(block)}
        if fields.get("msgid"):
            default = DEFAULT.search(block)
            english = _text(default[1]) if default else fields["msgid"]
            yield fields["msgid"], english, fields["msgstr"], "#, fuzzy" in block


def _text(lines):
    # Escapes in catalogues are a part of those of Python.
    return "".join(ast.literal_eval(line) for line in lines.splitlines())


def of_each(test):
    return pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])(test)


def test_entries_are_read(tmp_path):
    path = tmp_path / "some.po"
    path.write_text(
        'msgid ""\nmsgstr ""\n"Language-Code: de\\n"\n\n'
        '#. Default: "${n} files \\"here\\""\n#: ./a.py\n#, fuzzy\nmsgid "label_x"\n'
        'msgstr ""\n"${n} "\n"Dateien"\n\nmsgid "Plain"\nmsgstr ""\n',
        encoding="utf-8",
    )
    assert list(entries(path)) == [
        ("label_x", '${n} files "here"', "${n} Dateien", True),
        ("Plain", "Plain", "", False),
    ]


@of_each
def test_everything_is_translated(path):
    assert [msgid for msgid, _english, text, _fuzzy in entries(path) if not text.strip()] == []


@of_each
def test_nothing_is_left_to_be_looked_at(path):
    assert [msgid for msgid, _english, _text, is_fuzzy in entries(path) if is_fuzzy] == []


@of_each
def test_variables_are_those_of_the_english_text(path):
    wrong = [
        (msgid, text)
        for msgid, english, text, _fuzzy in entries(path)
        if text and sorted(set(VARIABLE.findall(english))) != sorted(set(VARIABLE.findall(text)))
    ]
    assert wrong == []


@of_each
def test_tags_are_those_of_the_english_text(path):
    wrong = [
        (msgid, text)
        for msgid, english, text, _fuzzy in entries(path)
        if text and sorted(TAG.findall(english)) != sorted(TAG.findall(text))
    ]
    assert wrong == []
