"""What public indexes refuse in core metadata besides, and we for tools of today.

Tools that write metadata up to 2.0, or do not say which, can't be taught any more: what they
send is taken, and the faults are told in the answer.
"""

from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Mapping
from email.errors import MessageError
from email.utils import getaddresses
from functools import lru_cache
from packaging.metadata import InvalidMetadata as PackagingError
from packaging.metadata import Metadata
from packaging.requirements import InvalidRequirement
from packaging.requirements import Requirement
from Products.PloneSoftwareCenter.pypi.errors import InvalidUpload
from Products.PloneSoftwareCenter.pypi.errors import shown
from typing import Any
from urllib.parse import urlsplit

import re


#: Versions of core metadata that an index can work with; 2.0 was never finished, but written.
METADATA_VERSIONS = ("1.0", "1.1", "1.2", "2.0", "2.1", "2.2", "2.3", "2.4", "2.5")

#: What tools write that are no longer made.
OLD_VERSIONS = ("1.0", "1.1", "1.2", "2.0")

#: Longest label of a link, in characters.
MAX_LABEL = 32

#: Longest requirement, and most of them altogether, in characters. What is nested in
#: parentheses takes milliseconds to read.
MAX_REQUIREMENT = 2_000
MAX_REQUIREMENTS = 300_000

#: Longest license expression, in characters: nested ones take long to read, too.
MAX_EXPRESSION = 2_000

_ADDRESS = re.compile(r"[^\s@<>,;:]+@[^\s@<>,;:]+")
_SCHEMES = ("http", "https")

# Our field, packaging's, and the one of the specification.
_OF_PACKAGING = (
    ("license_file", "license_files", "License-File"),
    ("provides_extra", "provides_extra", "Provides-Extra"),
    ("import_name", "import_names", "Import-Name"),
    ("import_namespace", "import_namespaces", "Import-Namespace"),
)


def is_old(metadata_version: str | None) -> bool:
    """Whether a tool of old has written this."""
    return (metadata_version or "1.0") in OLD_VERSIONS


def license_files_of(
    metadata_version: str | None, license_files: tuple[str, ...]
) -> frozenset[str]:
    """The files that must be there (PEP 639); before metadata 2.4 each tool had its own places."""
    if metadata_version in ("2.4", "2.5"):
        return frozenset(license_files)
    return frozenset()


def find_style_faults(values: Mapping[str, Any]) -> Iterator[InvalidUpload]:
    """Every fault that old tools are allowed.

    :param values: the fields of core metadata by name, those that could be read.
    """
    for name, find in _FINDERS.items():
        if value := values.get(name):
            yield from find(value)
    if values.get("license") and values.get("license_expression"):
        yield InvalidUpload(
            "License is deprecated when License-Expression is present."
            " Only License-Expression should be present."
        )
    for name, theirs, title in _OF_PACKAGING:
        if value := values.get(name):
            yield from _faults_by_packaging(theirs, value, title)


def _content_type_faults(value: str) -> Iterator[InvalidUpload]:
    reason = _find_content_type_fault(value)
    if reason is not None:
        yield InvalidUpload(reason)


@lru_cache(maxsize=256)
def _find_content_type_fault(value: str) -> str | None:
    """There are few that are used, and the library takes its time for each."""
    title = "Description-Content-Type"
    found = _faults_by_packaging("description_content_type", value, title)
    return next((str(fault) for fault in found), None)


def _faults_by_packaging(field: str, value: Any, title: str) -> Iterator[InvalidUpload]:
    raw: Any = {field: list(value) if isinstance(value, tuple) else value}
    try:
        getattr(Metadata.from_raw(raw, validate=False), field)
    except PackagingError as error:
        yield _invalid(title, value, str(error))
    except (MessageError, ValueError, LookupError, AttributeError):
        # The library reads a content type with the parser of mail, which may trip.
        yield _invalid(title, value, "It can't be read.")


def _invalid(title: str, value: Any, reason: str) -> InvalidUpload:
    text = value if isinstance(value, str) else ", ".join(value)
    return InvalidUpload(
        f"'{shown(text)}' is an invalid value for {title}. Error: {shown(reason, 200)}"
    )


def _email_faults(value: str) -> Iterator[InvalidUpload]:
    for _name, address in getaddresses([value]):
        if not _ADDRESS.fullmatch(address):
            yield InvalidUpload(
                f"'{shown(value)}' is not a valid email address: write name@example.org,"
                " or Name <name@example.org>."
            )
            return


def _url_faults(value: str) -> Iterator[InvalidUpload]:
    if not _is_url(value):
        yield InvalidUpload(f"'{shown(value)}' is not a valid url. Begin it with https://.")


def _project_url_faults(values: tuple[tuple[str, str], ...]) -> Iterator[InvalidUpload]:
    for label, url in values:
        if not url or not label:
            what = "a URL" if label else "a label"
            reason = f"Must have {what}: write Label, https://example.org"
        elif len(label) > MAX_LABEL:
            reason = f"'{shown(label)}' must be {MAX_LABEL} characters or less."
        elif not _is_url(url):
            reason = f"'{shown(url)}' is not a valid url"
        else:
            continue
        yield InvalidUpload(
            f"'{shown(label or url)}' is an invalid value for Project-URL. Error: {reason}"
        )


def _requirement_faults(values: tuple[str, ...]) -> Iterator[InvalidUpload]:
    if sum(map(len, values)) > MAX_REQUIREMENTS:
        yield InvalidUpload(
            f"Invalid value for requires_dist. Error: Use at most {MAX_REQUIREMENTS} characters."
        )
        return
    for value in values:
        try:
            requirement = _read_requirement(value)
        except (InvalidRequirement, ValueError, RecursionError):
            yield InvalidUpload(
                f"'{shown(value)}' is an invalid value for Requires-Dist."
                " Error: Use a requirement of PEP 508."
            )
        else:
            if requirement.url:
                yield InvalidUpload(
                    f"Can't have direct dependency: '{shown(value)}'."
                    " Upload what it leads to to an index, and require that by its name."
                )


def _read_requirement(value: str) -> Requirement:
    if len(value) > MAX_REQUIREMENT:
        raise ValueError(value)
    return Requirement(value)


def _dynamic_faults(values: tuple[str, ...]) -> Iterator[InvalidUpload]:
    for value in values:
        if any(_faults_by_packaging("dynamic", (value,), "Dynamic")):
            yield InvalidUpload(f"Dynamic field '{shown(value)}' is not a valid dynamic field.")


def _expression_faults(value: str) -> Iterator[InvalidUpload]:
    if len(value) > MAX_EXPRESSION:
        yield _invalid("License-Expression", value, f"Use at most {MAX_EXPRESSION} characters.")
        return
    yield from _faults_by_packaging("license_expression", value, "License-Expression")


def _is_url(value: str) -> bool:
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    is_whole = parts.scheme.lower() in _SCHEMES and bool(parts.netloc)
    return is_whole and not any(char.isspace() for char in value)


_FINDERS: Mapping[str, Callable[[Any], Iterator[InvalidUpload]]] = {
    "author_email": _email_faults,
    "maintainer_email": _email_faults,
    "home_page": _url_faults,
    "download_url": _url_faults,
    "project_urls": _project_url_faults,
    "requires_dist": _requirement_faults,
    "license_expression": _expression_faults,
    "dynamic": _dynamic_faults,
    "description_content_type": _content_type_faults,
}
