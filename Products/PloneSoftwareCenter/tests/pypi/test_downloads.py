"""Periods of numbers, and how numbers are written out."""

from datetime import date
from Products.PloneSoftwareCenter.pypi.downloads import as_csv
from Products.PloneSoftwareCenter.pypi.downloads import as_json
from Products.PloneSoftwareCenter.pypi.downloads import by_month
from Products.PloneSoftwareCenter.pypi.downloads import COLUMNS
from Products.PloneSoftwareCenter.pypi.downloads import DAYS
from Products.PloneSoftwareCenter.pypi.downloads import first_day
from Products.PloneSoftwareCenter.pypi.downloads import is_day
from Products.PloneSoftwareCenter.pypi.downloads import last_days
from Products.PloneSoftwareCenter.pypi.downloads import period_of
from Products.PloneSoftwareCenter.pypi.downloads import Row
from Products.PloneSoftwareCenter.pypi.downloads import Span

import csv
import io
import json
import pytest


ROWS = [
    Row("demo", "1.0", "demo-1.0.zip", "2027-12-31", "pip", "3.11", 7),
    Row("demo", "1.0", "demo-1.0.zip", "2027-10", "other", "", 1),
]


@pytest.mark.parametrize(
    ("day", "period"),
    [
        ("2027-12-31", "2027-12-31"),
        ("2027-10-03", "2027-10-03"),
        ("2027-10-02", "2027-10"),
        ("1999-01-01", "1999-01"),
    ],
)
def test_old_days_are_kept_by_month(day, period):
    first = first_day(date(2027, 12, 31))
    assert first == "2027-10-03"
    assert period_of(day, first) == period
    assert is_day(period) == (period == day)


def test_there_are_as_many_days_as_are_said():
    days = last_days({}, date(2027, 12, 31), DAYS)
    assert (len(days), days[0]) == (DAYS, (first_day(date(2027, 12, 31)), 0))


def test_last_days_are_whole_and_in_order():
    numbers = {"2027-03-01": 2, "2027-02-27": 1, "2027-02": 100, "2027-03-02": 9}
    assert last_days(numbers, date(2027, 3, 1), 4) == [
        ("2027-02-26", 0),
        ("2027-02-27", 1),
        ("2027-02-28", 0),
        ("2027-03-01", 2),
    ]


def test_months_have_their_days():
    numbers = {"2027-03-01": 2, "2027-02": 100, "2027-02-27": 1, "2026-12": 3}
    assert by_month(numbers) == {"2026-12": 3, "2027-02": 101, "2027-03": 2}
    assert by_month({}) == {}


@pytest.mark.parametrize("rows", [[], ROWS])
def test_csv_and_json_have_the_same_rows(rows):
    table = list(csv.DictReader(io.StringIO("".join(as_csv(rows)), newline="")))
    documents = json.loads("".join(as_json(rows)))
    assert [{key: str(value) for key, value in one.items()} for one in documents] == table
    assert [tuple(one) for one in documents] == [COLUMNS for _row in rows]
    assert [one["downloads"] for one in documents] == [row.downloads for row in rows]


@pytest.mark.parametrize(
    ("since", "until", "period", "is_in"),
    [
        ("", "", "2027-12-31", True),
        ("2027-12-31", "", "2027-12-31", True),
        ("2027-12-31", "", "2027-12-30", False),
        ("", "2027-12-30", "2027-12-31", False),
        ("2027-12-31", "", "2027-12", True),
        ("2027-12-31", "", "2027-11", False),
        ("", "2027-12-01", "2027-12", True),
        ("", "2027-12-01", "2028-01", False),
    ],
)
def test_span(since, until, period, is_in):
    assert Span(since, until).has(period) == is_in
