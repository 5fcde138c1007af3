"""What a release says of itself, and what it says otherwise than the release before."""

from dataclasses import dataclass
from functools import cached_property
from Products.PloneSoftwareCenter.browser.pages.project_uses import dependencies_of
from Products.PloneSoftwareCenter.browser.pages.project_uses import requirement_groups
from Products.PloneSoftwareCenter.index.cache import cached_value
from Products.PloneSoftwareCenter.index.lines import line_before
from Products.PloneSoftwareCenter.index.metadata import core_metadata_of
from Products.PloneSoftwareCenter.pypi.differences import Change
from Products.PloneSoftwareCenter.pypi.differences import differences
from Products.PloneSoftwareCenter.pypi.differences import shown_fields
from Products.PloneSoftwareCenter.pypi.links import is_safe_url
from Products.PloneSoftwareCenter.pypi.shown_text import visible
from Products.PloneSoftwareCenter.pypi.versions import canonical_version
from urllib.parse import quote


@dataclass(frozen=True)
class Value:
    """One value of a field."""

    text: str
    #: where it leads, None where it is no link
    url: str | None


@dataclass(frozen=True)
class Field:
    """A field of the core metadata, as a page shows it."""

    header: str
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Before:
    """The release before, and what it said otherwise."""

    version: str
    url: str
    changes: tuple[Change, ...]


class ReleaseMetadata:
    """Part of a release's page; the class that has it is a ``Page`` with ``record``."""

    @cached_property
    def requirements(self):
        """What it requires, in groups."""
        if self.record is None:
            return []
        found = dependencies_of(self.name_record, self.record)
        return list(requirement_groups(self.center, found))

    @cached_property
    def metadata(self):
        """The fields of its core metadata, as its first file has them."""
        if self.record is None or not self.record.files:
            return []
        return cached_value(self.name_record, ("fields", self.record.version), self._fields)

    def _fields(self):
        found = shown_fields(core_metadata_of(self.name_record, self.record))
        return [Field(one.header, tuple(map(_value, one.values))) for one in found]

    @cached_property
    def before(self):
        """The release before it; None where there is none, or one of the two has no file."""
        if self.record is None or not self.record.files:
            return None
        line = line_before(self.name_record, canonical_version(self.record.version))
        other = self.name_record.releases[line.key] if line is not None else None
        if other is None or not other.files:
            return None
        changes = cached_value(
            self.name_record,
            ("changes", self.record.version, other.version),
            lambda: self._changes_since(other),
        )
        url = f"{self.project.absolute_url()}/{quote(other.release_id)}"
        return Before(other.version, url, changes)

    def _changes_since(self, other):
        old, new = (core_metadata_of(self.name_record, one) for one in (other, self.record))
        return tuple(
            Change(one.header, tuple(map(visible, one.before)), tuple(map(visible, one.after)))
            for one in differences(old, new)
        )


def _value(text):
    url = text.rpartition(", ")[2]
    return Value(visible(text), url if is_safe_url(url) else None)
