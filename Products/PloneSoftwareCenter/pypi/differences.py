"""What core metadata say in one release and not in another."""

from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import fields
from packaging.requirements import InvalidRequirement
from packaging.requirements import Requirement
from Products.PloneSoftwareCenter.pypi.metadata import CoreMetadata
from typing import Any


#: How many values of a field, and characters of a value, are shown.
MAX_VALUES = 200
MAX_VALUE = 500

# What differs in any case, or is shown elsewhere.
_NOT_SHOWN = frozenset(("name", "version", "description"))

# Headers that are not just the field's name with hyphens.
_HEADERS = {"classifiers": "Classifier", "project_urls": "Project-URL"}


@dataclass(frozen=True)
class FieldValues:
    """A field with what it says."""

    #: Like ``Requires-Dist``.
    header: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Change:
    """A field that says something else; of a multiple one, what is gone and what is new."""

    header: str
    before: tuple[str, ...]
    after: tuple[str, ...]


def shown_fields(metadata: CoreMetadata) -> Iterator[FieldValues]:
    """The fields that say something, but for the description and what a release is called."""
    for name in _names():
        values = _values(name, getattr(metadata, name))
        if values:
            yield FieldValues(header_of(name), tuple(_cut(text) for text in values[:MAX_VALUES]))


def differences(before: CoreMetadata, after: CoreMetadata) -> Iterator[Change]:
    """The fields that differ; requirements are compared as installers read them."""
    for name in _names():
        old, new = (_values(name, getattr(one, name)) for one in (before, after))
        gone = tuple(_cut(text) for text in old if text not in new)
        added = tuple(_cut(text) for text in new if text not in old)
        if gone or added:
            yield Change(header_of(name), gone[:MAX_VALUES], added[:MAX_VALUES])
    if (before.description or "") != (after.description or ""):
        yield Change("Description", (), ())


def header_of(name: str) -> str:
    """The header of METADATA that a field of ``CoreMetadata`` comes from.

    >>> header_of("requires_dist")
    'Requires-Dist'
    """
    return _HEADERS.get(name) or name.replace("_", "-").title().replace("-Url", "-URL")


def _names() -> Iterator[str]:
    return (field.name for field in fields(CoreMetadata) if field.name not in _NOT_SHOWN)


def _values(name: str, value: Any) -> tuple[str, ...]:
    if value is None or value == "":
        return ()
    if isinstance(value, str):
        return (value,)
    if name == "project_urls":
        return tuple(", ".join(part for part in pair if part) for pair in value)
    if name == "requires_dist":
        return tuple(dict.fromkeys(_as_installers_read(text) for text in value))
    return tuple(dict.fromkeys(value))


def _as_installers_read(text: str) -> str:
    try:
        return str(Requirement(text))
    except InvalidRequirement:
        return text


def _cut(text: str) -> str:
    return text if len(text) <= MAX_VALUE else f"{text[:MAX_VALUE]}…"
