"""What core metadata say in one release and not in another."""

from Products.PloneSoftwareCenter.pypi.differences import Change
from Products.PloneSoftwareCenter.pypi.differences import differences
from Products.PloneSoftwareCenter.pypi.differences import FieldValues
from Products.PloneSoftwareCenter.pypi.differences import header_of
from Products.PloneSoftwareCenter.pypi.differences import MAX_VALUE
from Products.PloneSoftwareCenter.pypi.differences import MAX_VALUES
from Products.PloneSoftwareCenter.pypi.differences import shown_fields
from Products.PloneSoftwareCenter.pypi.metadata import CoreMetadata

import pytest


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({}, {}, []),
        # these always differ
        ({"name": "a", "version": "1"}, {"name": "A", "version": "2"}, []),
        ({}, {"summary": "x"}, [Change("Summary", (), ("x",))]),
        ({"summary": "x"}, {}, [Change("Summary", ("x",), ())]),
        (
            {"requires_python": ">=3.9"},
            {"requires_python": ">=3.11"},
            [Change("Requires-Python", (">=3.9",), (">=3.11",))],
        ),
        (
            {"requires_dist": ("a", "b>=1", "c (>2)")},
            {"requires_dist": ("c>2", "b >=2", "a", "d")},
            [Change("Requires-Dist", ("b>=1",), ("b>=2", "d"))],
        ),
        # the order says nothing
        ({"classifiers": ("a", "b")}, {"classifiers": ("b", "a")}, []),
        (
            {"project_urls": (("Home", "https://a"),)},
            {"project_urls": (("", "https://a"),)},
            [Change("Project-URL", ("Home, https://a",), ("https://a",))],
        ),
        ({"description": "x"}, {"description": "y"}, [Change("Description", (), ())]),
        ({"description": None}, {"description": ""}, []),
    ],
)
def test_what_differs_is_told(before, after, expected):
    assert list(differences(CoreMetadata(**before), CoreMetadata(**after))) == expected


def test_fields_are_shown_by_their_headers():
    metadata = CoreMetadata("a", "1", summary="x", classifiers=("b", "c"), description="long")
    assert list(shown_fields(metadata)) == [
        FieldValues("Summary", ("x",)),
        FieldValues("Classifier", ("b", "c")),
    ]


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("home_page", "Home-Page"),
        ("download_url", "Download-URL"),
        ("license_expression", "License-Expression"),
        ("project_urls", "Project-URL"),
    ],
)
def test_headers(name, header):
    assert header_of(name) == header


def test_much_is_cut():
    metadata = CoreMetadata(summary="x" * 10_000, keywords=tuple(map(str, range(10_000))))
    summary, keywords = shown_fields(metadata)
    assert len(summary.values[0]) == MAX_VALUE + 1
    assert len(keywords.values) == MAX_VALUES
