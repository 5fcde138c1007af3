"""Entries of the journal: what gets in, which ones are meant, how they are written out."""

from datetime import datetime
from datetime import timedelta
from datetime import UTC
from hypothesis import given
from hypothesis import strategies
from Products.PloneSoftwareCenter.pypi.journal import as_csv
from Products.PloneSoftwareCenter.pypi.journal import as_json
from Products.PloneSoftwareCenter.pypi.journal import COLUMNS
from Products.PloneSoftwareCenter.pypi.journal import Entry
from Products.PloneSoftwareCenter.pypi.journal import LONGEST
from Products.PloneSoftwareCenter.pypi.journal import LONGEST_CLIENT
from Products.PloneSoftwareCenter.pypi.journal import printable
from Products.PloneSoftwareCenter.pypi.journal import tidy_address
from Products.PloneSoftwareCenter.pypi.journal import tidy_client
from Products.PloneSoftwareCenter.pypi.journal import tidy_details
from Products.PloneSoftwareCenter.pypi.journal import Wanted
from Products.PloneSoftwareCenter.pypi.journal import without_old_address

import csv
import io
import json
import pytest


NOW = datetime(2026, 11, 28, 12, 30, 15, 250, tzinfo=UTC)
DAY = timedelta(days=1)


def entry(**fields):
    return Entry(**{"moment": NOW, "kind": "file-uploaded", **fields})


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        (None, ""),
        ("", ""),
        ("twine/6.2.0 (rich; Python 3.13)", "twine/6.2.0 (rich; Python 3.13)"),
        ("two\r\nlines", "two\\r\\nlines"),
        ("\x1b[2J", "\\x1b[2J"),
        ("right-to-left \u202e override", "right-to-left \\u202e override"),
        ("\udcff", "\\udcff"),
    ],
)
def test_clients(sent, kept):
    assert tidy_client(sent) == kept


def test_long_clients_are_cut():
    assert tidy_client("x" * 10_000) == "x" * LONGEST_CLIENT + "…"


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("192.0.2.1", "192.0.2.1"),
        (" 192.0.2.1 ", "192.0.2.1"),
        ("2001:DB8::1", "2001:db8::1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("fe80::1%eth0", "fe80::1%eth0"),
        ("unknown", ""),
        ("=HYPERLINK()", ""),
        ("192.0.2.1, 192.0.2.2", ""),
        ("1" * 1000, ""),
        (None, ""),
        ("", ""),
    ],
)
def test_addresses(sent, kept):
    assert tidy_address(sent) == kept


@given(strategies.text())
def test_whatever_is_sent_is_one_printable_line(text):
    for found in (printable(text), tidy_client(text), tidy_address(text)):
        assert found.isprintable()
        # an escaped character is ten characters at most
        assert len(found) <= 10 * LONGEST + 1


def test_details_that_say_nothing_are_left_out():
    assert tidy_details({"reason": None, "comment": "", "size": 0}) == {"size": "0"}


def test_details_are_bounded():
    found = tidy_details({str(number): "x" * 1000 for number in range(1000)})
    assert len(found) == 40
    assert found["…"] == "961 more"
    assert max(map(len, found.values())) == LONGEST + 1


@pytest.mark.parametrize(
    ("wanted", "is_covered"),
    [
        ({}, True),
        ({"project": "Demo.Project"}, True),
        ({"project": "demo"}, False),
        ({"user": "owen"}, True),
        ({"user": "Owen"}, False),
        ({"kind": "file-uploaded"}, True),
        ({"kind": "yanked"}, False),
        ({"since": NOW}, True),
        ({"since": NOW + DAY}, False),
        ({"until": NOW}, False),
        ({"until": NOW + DAY}, True),
        ({"user": "owen", "kind": "yanked"}, False),
    ],
)
def test_what_is_wanted(wanted, is_covered):
    assert Wanted(**wanted).covers(entry(user="owen", project="demo-project")) is is_covered


@pytest.mark.parametrize(
    ("days", "age", "shown"),
    [
        (90, 89 * DAY, "192.0.2.1"),
        (90, 90 * DAY, "192.0.2.1"),
        (90, 90 * DAY + timedelta(seconds=1), ""),
        (0, timedelta(0), "192.0.2.1"),
        (0, timedelta(seconds=1), ""),
        (10**9, 36500 * DAY, "192.0.2.1"),
    ],
)
def test_old_addresses_are_not_shown(days, age, shown):
    assert without_old_address(entry(address="192.0.2.1"), days, NOW + age).address == shown


def read_csv(*entries):
    text = "".join(as_csv(entries))
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_csv_has_all_columns():
    found = read_csv(entry(user="owen", details={"reason": 'a, "b"'}))
    assert tuple(found[0]) == COLUMNS
    assert found[0]["time"] == "2026-11-28T12:30:15Z"
    assert json.loads(found[0]["details"]) == {"reason": 'a, "b"'}


def test_csv_of_nothing_is_its_header():
    assert list(as_csv(())) == [",".join(COLUMNS) + "\r\n"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "  =1", "＝1"])  # noqa: RUF001
def test_csv_has_no_formulas(text):
    found = read_csv(entry(user=text, project=text, client=text))
    for column in ("user", "project", "client"):
        assert found[0][column] == f"'{text}"


@given(strategies.lists(strategies.text(max_size=50), max_size=5))
def test_csv_and_json_can_be_read_back(texts):
    entries = [entry(client=printable(text), details=tidy_details({"a": text})) for text in texts]
    assert len(read_csv(*entries)) == len(entries)
    found = json.loads("".join(as_json(entries)))
    assert found == [one.as_document() for one in entries]


def test_json_of_nothing_is_an_empty_list():
    assert json.loads("".join(as_json(()))) == []
