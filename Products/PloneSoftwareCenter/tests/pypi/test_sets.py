from hypothesis import given
from hypothesis import strategies as st
from packaging.requirements import Requirement
from Products.PloneSoftwareCenter.pypi import sets
from Products.PloneSoftwareCenter.pypi.set_texts import notes_of
from Products.PloneSoftwareCenter.pypi.set_texts import TEXTS
from Products.PloneSoftwareCenter.pypi.sets import InvalidSet
from Products.PloneSoftwareCenter.pypi.sets import Member
from Products.PloneSoftwareCenter.pypi.sets import parse_members
from Products.PloneSoftwareCenter.pypi.sets import Pin
from Products.PloneSoftwareCenter.pypi.sets import PinList

import configparser
import contextlib
import dataclasses
import pytest
import re


INDEX = "https://index.example.org/software/simple/"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("# nothing\n\n  \n[versions]\n", []),
        ("demo==1.0", [("demo", "1.0")]),
        ("  Demo.App == 1.0  # why\r\nother===2.0b1", [("Demo.App", "1.0"), ("other", "2.0b1")]),
        ("demo = 1.0\nother=2", [("demo", "1.0"), ("other", "2")]),
        ("demo[extra,more]==1.0", [("demo", "1.0")]),
        ("demo==1.0 \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb\n", [("demo", "1.0")]),
        ("demo==1.0 --hash=sha256:aa", [("demo", "1.0")]),
        # the same version, written twice
        ("demo==1.0\nDemo==1.0.0", [("demo", "1.0")]),
        ("demo==1!1.0+acme.1", [("demo", "1!1.0+acme.1")]),
    ],
)
def test_members(text, expected):
    assert parse_members(text) == tuple(Member(*pair) for pair in expected)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("demo==1.0\nDemo==1.1", "Line 2: 'Demo' is there twice, with the versions 1.0 and 1.1."),
        ("demo", "Line 1: 'demo' names no exact version: write name==version."),
        ("demo>=1.0", "no exact version"),
        ("demo>=1.0,==1.1", "no exact version"),
        ("demo==1.*", "no exact version"),
        ("demo @ https://x/y.zip", "no exact version"),
        ("-e .", "no exact version"),
        ("--index-url https://x/", "no exact version"),
        ("demo==1.0; python_version < '3'", "has a condition"),
        ("demo = ", "invalid value for Version"),
        ("= 1.0", "invalid value for Name"),
        ("demo = latest", "invalid value for Version"),
        ("d\u00e9mo==1.0", "Line 1"),
        ("demo==" + "(" * 5000, "Line 1"),
    ],
)
def test_what_is_no_member_is_told(text, words):
    with pytest.raises(InvalidSet) as refused:
        parse_members(text)
    assert words in str(refused.value)


def test_all_faults_are_told_together_but_not_without_end():
    with pytest.raises(InvalidSet) as refused:
        parse_members("\n".join(f"demo{number}" for number in range(100)))
    lines = str(refused.value).splitlines()
    assert len(lines) == sets.MAX_FAULTS + 1
    assert lines[-1] == "And 80 more."


def test_sets_are_bounded(monkeypatch):
    monkeypatch.setattr(sets, "MAX_MEMBERS", 2)
    with pytest.raises(InvalidSet, match="more than 2 members"):
        parse_members("a==1\nb==1\nc==1")
    with pytest.raises(InvalidSet, match="longer"):
        parse_members("x" * (sets.MAX_TEXT + 1))


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text):
    with contextlib.suppress(InvalidSet):
        for member in parse_members(text):
            assert Requirement(f"{member.name}=={member.version}")


PINS = PinList(
    title="Known good set demo 1.0",
    index_url=INDEX,
    pins=(
        Pin("Demo.App", "1.0", ("a" * 64, "b" * 64)),
        Pin("gone", "2.0", fault="It is not in this index."),
        Pin("old", "3.0", ("c" * 64,), yanked="It\neats data."),
    ),
    remarks=("Not in this index:\nrequests",),
)
NOTES = [
    "ATTENTION: gone 2.0: It is not in this index.",
    r"ATTENTION: old 3.0 is yanked: It\x0aeats data.",
]


def lines_of(filename):
    return [line for line in TEXTS[filename](PINS).splitlines() if not line.startswith("#")]


@pytest.mark.parametrize("filename", TEXTS)
def test_each_text_tells_what_is_yanked_or_gone_in_comments(filename):
    comments = [line for line in TEXTS[filename](PINS).splitlines() if line.startswith("#")]
    for note in (PINS.title, "Not in this index: requests", *NOTES):
        assert f"# {note}" in comments


@pytest.mark.parametrize("filename", TEXTS)
def test_no_note_chooses_the_encoding_in_which_a_saved_text_is_read(filename):
    reason = "coding: utf-7 +AAo---index-url https://evil.example/+AAo-#"
    pins = PinList("coding: utf-7", INDEX, (Pin("old", "1.0", yanked=reason),))
    data = TEXTS[filename](pins).encode()
    # pip's way (PEP 263): the first of the first two lines that names one.
    said = [re.search(rb"coding[:=]\s*([-\w.]+)", line) for line in data.splitlines()[:2]]
    assert next(found[1] for found in said if found) == b"utf-8"


def test_a_buildout_extends_the_versions_of_the_python_that_was_asked_for():
    pins = dataclasses.replace(PINS, query="?python=3.12&platform=win32")
    text = TEXTS["buildout.cfg"](pins)
    assert "extends = versions.cfg?python=3.12&platform=win32\n" in text


def test_notes():
    assert notes_of(PINS) == [*PINS.remarks, *NOTES]


def test_constraints():
    assert lines_of("constraints.txt") == ["", "Demo.App==1.0", "gone==2.0", "old==3.0"]


def test_requirements_have_every_hash_and_their_index():
    assert lines_of("requirements.txt") == [
        "",
        f"--index-url {INDEX}",
        "",
        "Demo.App==1.0 \\",
        f"    --hash=sha256:{'a' * 64} \\",
        f"    --hash=sha256:{'b' * 64}",
        "gone==2.0",
        "old==3.0 \\",
        f"    --hash=sha256:{'c' * 64}",
    ]


def test_buildout_files_are_what_buildout_reads():
    versions = configparser.RawConfigParser()
    versions.optionxform = str
    versions.read_string(TEXTS["versions.cfg"](PINS))
    assert dict(versions["versions"]) == {"Demo.App": "1.0", "gone": "2.0", "old": "3.0"}
    buildout = configparser.RawConfigParser()
    buildout.read_string(TEXTS["buildout.cfg"](PINS))
    assert buildout["buildout"]["index"] == INDEX
    assert buildout["buildout"]["extends"] == "versions.cfg"
    assert buildout["set"]["eggs"].split() == ["Demo.App", "gone", "old"]


@given(st.text(max_size=50), st.text(max_size=50))
def test_nothing_that_somebody_writes_leaves_its_comment(title, reason):
    pins = PinList(title, INDEX, (Pin("demo", "1.0", yanked=reason or True),))
    assert [line for line in TEXTS["constraints.txt"](pins).splitlines() if line[:1] != "#"] == [
        "",
        "demo==1.0",
    ]
