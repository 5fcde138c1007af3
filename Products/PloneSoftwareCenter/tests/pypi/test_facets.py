"""What projects are filtered by."""

from hypothesis import given
from hypothesis import strategies as st
from packaging.licenses import canonicalize_license_expression
from Products.PloneSoftwareCenter.pypi.classifiers import list_classifiers
from Products.PloneSoftwareCenter.pypi.facets import facet_tokens
from Products.PloneSoftwareCenter.pypi.facets import frameworks
from Products.PloneSoftwareCenter.pypi.facets import licenses
from Products.PloneSoftwareCenter.pypi.facets import pythons
from Products.PloneSoftwareCenter.pypi.facets import read_token
from Products.PloneSoftwareCenter.pypi.facets import token
from Products.PloneSoftwareCenter.pypi.license_names import SPDX_OF_CLASSIFIERS

import pytest


MIT = "License :: OSI Approved :: MIT License"
PYTHON = "Programming Language :: Python :: "


@pytest.mark.parametrize(
    ("classifiers", "expected"),
    [
        ((), ()),
        (("Framework :: Plone",), ("Plone",)),
        (("Framework :: Plone :: 6.2",), ("Plone", "Plone 6.2")),
        (("Framework :: Plone", "Framework :: Plone :: 6.2"), ("Plone", "Plone 6.2")),
        (("Framework :: Plone :: Addon",), ()),
        (("Framework :: Django :: 5.0", "Topic :: Internet"), ("Django", "Django 5.0")),
    ],
)
def test_frameworks_with_and_without_versions(classifiers, expected):
    assert frameworks(classifiers) == expected


def test_classifiers_say_which_pythons():
    said = (PYTHON + "3", PYTHON + "3.11", PYTHON + "3.12", PYTHON + "3 :: Only")
    assert pythons(said, ">=3.8") == ("3.12", "3.11")


@pytest.mark.parametrize(
    ("requires", "has", "has_not"),
    [
        (">=3.11", "3.12", "3.10"),
        (">=3.11,<3.13", "3.12", "3.13"),
        (">3.11.2", "3.11", "3.10"),
        ("==3.12.*", "3.12", "3.13"),
        ("!=3.9.*,>=3.8", "3.8", "3.9"),
    ],
)
def test_requires_python_counts_where_classifiers_say_nothing(requires, has, has_not):
    found = pythons((), requires)
    assert has in found
    assert has_not not in found


@pytest.mark.parametrize("requires", [None, "", "nonsense", ">>3"])
def test_unreadable_requirement_is_for_no_python(requires):
    assert pythons((), requires) == ()


@pytest.mark.parametrize(
    ("text", "classifiers", "expected"),
    [
        ("MIT", (), ("MIT",)),
        ("mit", (), ("MIT",)),
        ("Apache-2.0 or MIT", (), ("Apache-2.0 OR MIT",)),
        ("GPL version 2", (), ("GPL version 2",)),
        ("GPL version 2", (MIT,), ("MIT",)),
        ("MIT License", (), ("MIT",)),
        (None, ("License :: OSI Approved :: BSD License",), ("BSD License",)),
        (None, ("License :: OSI Approved :: ISC License (ISCL)", MIT), ("ISC", "MIT")),
        ("Permission is hereby granted, free of charge, to any person", (), ()),
        (None, (), ()),
        ("UNKNOWN", (), ()),
        (None, ("License :: OSI Approved",), ()),
        (None, (MIT, MIT), ("MIT",)),
    ],
)
def test_licenses_are_called_by_one_name(text, classifiers, expected):
    assert licenses(text, classifiers) == expected


def test_classifiers_that_are_called_by_spdx_are_ones_and_so_are_their_names():
    known = {name.rpartition(" :: ")[2] for name in list_classifiers()}
    for name, identifier in SPDX_OF_CLASSIFIERS.items():
        assert name in known
        assert canonicalize_license_expression(identifier) == identifier


def test_tokens_of_a_project():
    found = facet_tokens(
        categories=("add-on",),
        classifiers=("Topic :: Internet", "Framework :: Plone :: 6.2"),
        compatibility=("Plone 6.1",),
        license_text="MIT",
        requires_python="==3.12.*",
        maturity="beta",
        kinds=("sdist",),
        status="active",
    )
    assert found == (
        "category:add-on",
        "topic:Topic :: Internet",
        "framework:Plone 6.1",
        "framework:Plone",
        "framework:Plone 6.2",
        "python:3.12",
        "license:MIT",
        "maturity:beta",
        "kind:sdist",
        "status:active",
    )


@given(st.text())
def test_a_token_is_read_as_it_was_written(value):
    assert read_token(token("topic", value)) == ("topic", value)


@given(st.text(), st.lists(st.text()), st.text())
def test_whatever_metadata_say_there_are_tokens(text, classifiers, requires):
    for one in facet_tokens(
        classifiers=classifiers, license_text=text, requires_python=requires, status="active"
    ):
        assert ":" in one
