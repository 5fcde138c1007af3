"""What a distribution requires, taken apart."""

from hypothesis import given
from hypothesis import strategies as st
from Products.PloneSoftwareCenter.pypi.dependencies import Dependency
from Products.PloneSoftwareCenter.pypi.dependencies import MAX_NAMES
from Products.PloneSoftwareCenter.pypi.dependencies import read_dependency
from Products.PloneSoftwareCenter.pypi.dependencies import required_names

import pytest


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Demo_App", {"name": "Demo_App"}),
        ("demo>=1.0,<2", {"name": "demo", "specifier": "<2,>=1.0"}),
        # as distutils and old setuptools write it
        ("demo (>=1.0)", {"name": "demo", "specifier": ">=1.0"}),
        ("demo[b,a]", {"name": "demo", "extras": ("a", "b")}),
        (
            'demo; python_version < "3.12"',
            {"name": "demo", "marker": 'python_version < "3.12"'},
        ),
        ("demo; extra == 'test'", {"name": "demo", "extra": "test"}),
        (
            'demo>1; python_version < "3.12" and extra == "test"',
            {
                "name": "demo",
                "specifier": ">1",
                "marker": 'python_version < "3.12"',
                "extra": "test",
            },
        ),
        (
            'demo; extra == "test" and sys_platform == "win32"',
            {"name": "demo", "marker": 'sys_platform == "win32"', "extra": "test"},
        ),
        # taking the clause out would mean something else
        (
            'demo; (sys_platform == "a" or os_name == "b") and extra == "c"',
            {
                "name": "demo",
                "marker": '(sys_platform == "a" or os_name == "b") and extra == "c"',
                "extra": "c",
            },
        ),
        ("demo @ https://example.org/demo.zip", {"name": "demo"}),
        # what no installer can read
        ("demo (no version)", {}),
        ("<script>", {}),
        ("", {}),
    ],
)
def test_entries_are_taken_apart(text, expected):
    assert read_dependency(text) == Dependency(text, **expected)


def test_names_are_normalized_sorted_and_there_once():
    entries = ("Zope>=5", "plone.api; extra == 'x'", "zope", "a (b", "Foo_Bar")
    assert required_names(entries) == ("foo-bar", "plone-api", "zope")


def test_names_are_bounded():
    assert len(required_names(f"demo-{number}" for number in range(5_000))) == MAX_NAMES


@given(st.text())
def test_any_text_is_taken(text):
    assert read_dependency(text).text == text
