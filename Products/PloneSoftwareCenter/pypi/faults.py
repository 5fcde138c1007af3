"""What an index refuses in core metadata, and why.

Only what an index or an installer can't work with is a fault. Matters of style (two
spellings of a license, an address that is none) are taken as they come.
"""

from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Mapping
from packaging.requirements import InvalidRequirement
from packaging.requirements import Requirement
from packaging.specifiers import InvalidSpecifier
from packaging.specifiers import SpecifierSet
from Products.PloneSoftwareCenter.pypi.errors import InvalidName
from Products.PloneSoftwareCenter.pypi.errors import InvalidUpload
from Products.PloneSoftwareCenter.pypi.errors import InvalidVersion
from Products.PloneSoftwareCenter.pypi.errors import shown
from Products.PloneSoftwareCenter.pypi.names import check_name
from Products.PloneSoftwareCenter.pypi.versions import parse_version
from typing import Any

import re


#: Longest summary, in characters.
MAX_SUMMARY = 512

#: Longest description, in characters.
MAX_DESCRIPTION = 2**20

#: Longest version specifier, in characters. Numbers of some thousand digits make the
#: programs fail that read them; nobody needs them.
MAX_SPECIFIER = 1_000

#: Longest requirement, and most of them altogether, in characters. What is nested in
#: parentheses takes milliseconds to read.
MAX_REQUIREMENT = 2_000
MAX_REQUIREMENTS = 300_000

_METADATA_VERSION = re.compile(r"[0-9]{1,3}\.[0-9]{1,3}")


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
    if not (values.get("metadata_version") or "1").startswith("1."):
        yield from _requirement_faults(values.get("requires_dist", ()))


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
    # Any version to come is taken: fields are added to core metadata, their meaning stays.
    if not _METADATA_VERSION.fullmatch(value):
        yield InvalidUpload(f"'{shown(value)}' is not a valid metadata version.")


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


def _requirement_faults(values: tuple[str, ...]) -> Iterator[Exception]:
    """Metadata 1.2 is spared: PEP 345 wrote ``zope.interface (3.5.0)``, which nobody reads now."""
    if sum(map(len, values)) > MAX_REQUIREMENTS:
        yield InvalidUpload(
            f"Invalid value for requires_dist. Error: Use at most {MAX_REQUIREMENTS} characters."
        )
        return
    for value in values:
        try:
            _read_requirement(value)
        except (InvalidRequirement, ValueError, RecursionError):
            yield InvalidUpload(
                f"'{shown(value)}' is an invalid value for Requires-Dist."
                " Error: Use a requirement of PEP 508."
            )


def _read_requirement(value: str) -> None:
    if len(value) > MAX_REQUIREMENT:
        raise ValueError(value)
    Requirement(value)


_FINDERS: Mapping[str, Callable[[str], Iterator[Exception]]] = {
    "metadata_version": _metadata_version_faults,
    "summary": _summary_faults,
    "description": _description_faults,
    "requires_python": _requires_python_faults,
}
