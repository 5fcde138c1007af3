"""What an index refuses in core metadata, and why.

What an index or an installer can't work with is a fault, whoever has written it; matters of
style (two licenses, an address that is none) are only in what tools of today write: see
``metadata_rules.py``.
"""

from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Mapping
from packaging.specifiers import InvalidSpecifier
from packaging.specifiers import SpecifierSet
from Products.PloneSoftwareCenter.pypi.errors import InvalidName
from Products.PloneSoftwareCenter.pypi.errors import InvalidUpload
from Products.PloneSoftwareCenter.pypi.errors import InvalidVersion
from Products.PloneSoftwareCenter.pypi.errors import shown
from Products.PloneSoftwareCenter.pypi.metadata_rules import find_style_faults
from Products.PloneSoftwareCenter.pypi.metadata_rules import is_old
from Products.PloneSoftwareCenter.pypi.metadata_rules import METADATA_VERSIONS
from Products.PloneSoftwareCenter.pypi.names import check_name
from Products.PloneSoftwareCenter.pypi.versions import parse_version
from typing import Any


#: Longest summary, in characters.
MAX_SUMMARY = 512

#: Longest description, in characters.
MAX_DESCRIPTION = 2**20

#: Longest version specifier, in characters. Numbers of some thousand digits make the
#: programs fail that read them; nobody needs them.
MAX_SPECIFIER = 1_000


def find_faults(values: Mapping[str, Any]) -> Iterator[Exception]:
    """Every fault, name and version first.

    :param values: the fields of core metadata by name; a field that is missing here could
        not even be read, and is not looked at.
    """
    yield from _name_faults(values)
    yield from _version_faults(values)
    for name, find in _FINDERS.items():
        if value := values.get(name):
            yield from find(value)
    if not is_old(values.get("metadata_version")):
        yield from find_style_faults(values)


def is_specifier(requires_python: str) -> bool:
    """Can installers read this as the Pythons that something runs on?"""
    if len(requires_python) > MAX_SPECIFIER:
        return False
    try:
        SpecifierSet(requires_python)
    except InvalidSpecifier:
        return False
    return True


def _name_faults(values: Mapping[str, Any]) -> Iterator[Exception]:
    if "name" not in values:
        return
    if not values["name"]:
        yield InvalidUpload('Missing required field "name"')
        return
    try:
        check_name(values["name"])
    except InvalidName as fault:
        yield fault


def _version_faults(values: Mapping[str, Any]) -> Iterator[Exception]:
    if "version" not in values:
        return
    if not values["version"]:
        yield InvalidUpload('Missing required field "version"')
        return
    try:
        parse_version(values["version"])
    except InvalidVersion as fault:
        yield fault


def _metadata_version_faults(value: str) -> Iterator[Exception]:
    if value not in METADATA_VERSIONS:
        yield InvalidUpload(
            f"'{shown(value)}' is not a valid metadata version. Use one of:"
            f" {', '.join(METADATA_VERSIONS)}."
        )


def _summary_faults(value: str) -> Iterator[Exception]:
    if "\n" in value:
        yield InvalidUpload("Invalid value for summary. Error: Use a single line.")
    if len(value) > MAX_SUMMARY:
        yield InvalidUpload(f"'summary' field must be {MAX_SUMMARY} characters or less.")


def _description_faults(value: str) -> Iterator[Exception]:
    if len(value) > MAX_DESCRIPTION:
        yield InvalidUpload(
            "Invalid value for description."
            f" Error: Use at most {MAX_DESCRIPTION} characters, not {len(value)}."
        )


def _requires_python_faults(value: str) -> Iterator[Exception]:
    if not is_specifier(value):
        yield InvalidUpload(
            f"'{shown(value)}' is an invalid value for Requires-Python."
            " Error: Use version specifiers of PEP 440, like >=3.11."
        )


_FINDERS: Mapping[str, Callable[[str], Iterator[Exception]]] = {
    "metadata_version": _metadata_version_faults,
    "summary": _summary_faults,
    "description": _description_faults,
    "requires_python": _requires_python_faults,
}
