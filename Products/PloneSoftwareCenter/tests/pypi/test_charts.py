"""Columns: as high as their numbers, seen however small, and none for nothing."""

from Products.PloneSoftwareCenter.pypi.charts import columns
from Products.PloneSoftwareCenter.pypi.charts import grouped
from Products.PloneSoftwareCenter.pypi.charts import HEIGHT

import pytest


@pytest.mark.parametrize(
    ("numbers", "heights"),
    [
        ([], []),
        ([0], [0]),
        ([5], [HEIGHT]),
        ([0, 0, 0], [0, 0, 0]),
        ([1, 2], [HEIGHT // 2, HEIGHT]),
        ([1, 10**9], [1, HEIGHT]),
        ([-5, 5], [0, HEIGHT]),
    ],
)
def test_heights(numbers, heights):
    found = columns([(f"day {number}", number) for number in numbers])
    assert [one.height for one in found] == heights
    assert all(one.y + one.height == HEIGHT for one in found)
    assert [one.number for one in found] == numbers


def test_columns_stand_side_by_side():
    one, other = columns([("a", 1), ("b", 1)])
    assert one.x + one.width < other.x


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "0"), (999, "999"), (1000, "1\u202f000"), (1234567, "1\u202f234\u202f567")],
)
def test_thousands_are_apart(number, text):
    assert grouped(number) == text
