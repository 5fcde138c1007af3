"""Core metadata: what a distribution says of itself, in a form or in its archive."""

from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import fields as fields_of
from email.parser import HeaderParser
from email.policy import compat32
from Products.PloneSoftwareCenter.pypi import forms
from Products.PloneSoftwareCenter.pypi.errors import InvalidArchive
from Products.PloneSoftwareCenter.pypi.errors import InvalidMetadata
from Products.PloneSoftwareCenter.pypi.errors import InvalidUpload
from Products.PloneSoftwareCenter.pypi.faults import find_faults
from Products.PloneSoftwareCenter.pypi.faults import MAX_DESCRIPTION
from Products.PloneSoftwareCenter.pypi.links import find_links
from Products.PloneSoftwareCenter.pypi.links import ProjectLinks
from typing import Any

import re


@dataclass(frozen=True)
class CoreMetadata:
    """The fields of core metadata up to 2.5, by the names that the upload form gives them.

    A single value is ``None`` where nothing was said, a multiple one is empty.
    Source: packaging.python.org/specifications/core-metadata.
    """

    #: As its author wrote it; empty in an archive that does not tell it.
    name: str = ""
    #: As its author wrote it; empty in an archive that does not tell it.
    version: str = ""
    metadata_version: str | None = None
    #: One line.
    summary: str | None = None
    #: Of any length, in the markup that ``description_content_type`` tells.
    description: str | None = None
    #: ``text/x-rst``, ``text/markdown; variant=GFM`` ...; reST where it is ``None``.
    description_content_type: str | None = None
    #: Single words or phrases; sent as one text with commas, or blanks, between.
    keywords: tuple[str, ...] = ()
    #: Superseded by a label in ``project_urls`` (PEP 753), as is ``download_url``.
    home_page: str | None = None
    download_url: str | None = None
    author: str | None = None
    #: An address, ``Name <address>``, or several of them with commas between.
    author_email: str | None = None
    maintainer: str | None = None
    maintainer_email: str | None = None
    #: Free text, up to the whole license; superseded by ``license_expression`` (PEP 639).
    license: str | None = None
    #: An SPDX expression.
    license_expression: str | None = None
    license_file: tuple[str, ...] = ()
    platform: tuple[str, ...] = ()
    supported_platform: tuple[str, ...] = ()
    #: As sent, known ones and others.
    classifiers: tuple[str, ...] = ()
    #: A version specifier: the Pythons that installers may choose this for.
    requires_python: str | None = None
    requires_dist: tuple[str, ...] = ()
    requires_external: tuple[str, ...] = ()
    #: Pairs of label and URL; the label is empty where only a URL was given.
    project_urls: tuple[tuple[str, str], ...] = ()
    provides_extra: tuple[str, ...] = ()
    provides_dist: tuple[str, ...] = ()
    obsoletes_dist: tuple[str, ...] = ()
    #: Fields that a build may set anew (PEP 643).
    dynamic: tuple[str, ...] = ()
    #: Names that one can import from it (PEP 794).
    import_name: tuple[str, ...] = ()
    import_namespace: tuple[str, ...] = ()
    #: Of metadata 1.1 (PEP 314); nothing reads these but people.
    requires: tuple[str, ...] = ()
    provides: tuple[str, ...] = ()
    obsoletes: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The fields that say something, of builtin types only."""
        return {name: value for name in _NAMES if (value := getattr(self, name))}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> "CoreMetadata":
        """What ``as_dict`` gave; lists may stand for tuples, unknown keys are left out."""
        return cls(**{name: _frozen(values[name]) for name in _NAMES if name in values})


_NAMES = tuple(field.name for field in fields_of(CoreMetadata))
_SEVERAL = tuple(field.name for field in fields_of(CoreMetadata) if field.default == ())

# Header names that are not just the form's name with hyphens.
_OF_HEADER = {"classifier": "classifiers", "project_url": "project_urls"}

#: Most lines of headers in METADATA or PKG-INFO. Some old ones have a description among them;
#: a million headers, which fit into a file of some kilobytes, take seconds to read.
MAX_HEADER_LINES = 50_000

# What installers read to decide what to install.
_DECIDED_BY = frozenset(("requires-dist", "requires-python", "provides-extra"))

# An empty line, whatever ends lines.
_END_OF_HEADERS = re.compile(rb"\r\n\r\n|\n\n|\r\r|\n\r\n")

# How distutils and others indent the lines of a description in a header.
_INDENT = re.compile(r"\n(?: {8}| {7}\|)")


def metadata_from_form(fields: Mapping[str, object]) -> CoreMetadata:
    """Read and check the fields of a ``submit`` or an upload.

    Old clients' habits are taken as they are; what is refused is what an index can't work
    with: see ``pypi/faults.py``.

    :param fields: text, or lists of text, by field name; fields that are no metadata are
        not looked at.
    :raises InvalidMetadata: with all faults.
    """
    values: dict[str, Any] = {}
    unread: list[Exception] = []
    for name in _NAMES:
        try:
            values[name] = _read_field(fields, name)
        except InvalidUpload as fault:
            unread.append(fault)
    if faults := [*find_faults(values), *unread]:
        raise InvalidMetadata(faults)
    return CoreMetadata(**values)


def check_metadata(metadata: CoreMetadata) -> CoreMetadata:
    """See that an archive's own metadata is what an index can work with, and return it.

    :raises InvalidMetadata: with all faults.
    """
    if faults := [*find_faults({name: getattr(metadata, name) for name in _NAMES})]:
        raise InvalidMetadata(faults)
    return metadata


def parse_metadata(data: bytes) -> CoreMetadata:
    """Read METADATA or PKG-INFO, whatever its version and style.

    Of a single field that is there twice, the first counts.

    :param data: UTF-8; Latin-1 where it is not, as Python 2 wrote it.
    :raises InvalidArchive: when it has neither a name nor a version of its format, or far too
        many headers.
    """
    headers = _END_OF_HEADERS.split(data, maxsplit=1)[0]
    if headers.count(b"\n") + headers.count(b"\r") > 2 * MAX_HEADER_LINES:
        raise InvalidArchive("The core metadata in it has far too many headers.")
    message = HeaderParser(policy=compat32).parsestr(_decode(data))
    values: dict[str, list[str]] = {}
    for header, value in message.items():
        key = header.lower().replace("-", "_")
        text = _INDENT.sub("\n", forms.clean(str(value)))
        values.setdefault(_OF_HEADER.get(key, key), []).append(text)
    if not ("name" in values or "metadata_version" in values):
        raise InvalidArchive("The core metadata in it can't be read.")
    # What is longer is refused where a description counts; its rest needs no cleaning for that.
    body = forms.clean(str(message.get_payload())[: 2 * MAX_DESCRIPTION + 2])
    if body.strip():
        values["description"] = [body]
    return CoreMetadata(**{name: _read_header(values, name) for name in _NAMES})


def is_static(metadata: CoreMetadata) -> bool:
    """Say whether what an sdist says is what the wheels built from it will say.

    From metadata 2.2 on it is, but for the fields that it calls dynamic (PEP 643). Installers
    take the dependencies they are told and do not look again, so one dynamic field of those
    they decide by spoils all.
    """
    try:
        major, minor = (int(part) for part in (metadata.metadata_version or "").split("."))
    except ValueError:
        return False
    dynamic = {name.strip().lower() for name in metadata.dynamic}
    return (major, minor) >= (2, 2) and dynamic.isdisjoint(_DECIDED_BY)


def page_links(metadata: CoreMetadata) -> ProjectLinks:
    """The links for a project's page (PEP 753); what browsers should not follow is left out."""
    return find_links(
        metadata.project_urls, home_page=metadata.home_page, download_url=metadata.download_url
    )


def _read_field(fields: Mapping[str, object], name: str) -> Any:
    if name in _SEVERAL:
        return _refine(name, forms.several(fields, name))
    limit = MAX_DESCRIPTION if name == "description" else forms.MAX_TEXT
    text = forms.single(fields, name, limit=limit)
    return _refine_single(name, text)


def _read_header(values: Mapping[str, list[str]], name: str) -> Any:
    texts = [text for text in values.get(name, []) if not forms.is_nothing(text)]
    if name in _SEVERAL:
        return _refine(name, [line.strip() for text in texts for line in text.splitlines()])
    return _refine_single(name, texts[0] if texts else None)


def _refine_single(name: str, text: str | None) -> str | None:
    if text is None:
        return "" if name in ("name", "version") else None
    if name != "description":
        return text.strip()
    # The first line's blanks are markup in reST.
    return _unfolded(text).rstrip()


def _unfolded(text: str) -> str:
    """Some clients send the description of an old PKG-INFO with the indent that it has there."""
    _first, *others = text.split("\n")
    if not all(_INDENT.match(f"\n{line}") for line in others if line.strip()):
        return text
    return _INDENT.sub("\n", text)


def _refine(name: str, values: Sequence[str]) -> tuple[Any, ...]:
    if name == "keywords":
        return _split_keywords(values)
    if name == "project_urls":
        return tuple(_split_project_url(value) for value in values)
    return tuple(values)


def _split_keywords(values: Sequence[str]) -> tuple[str, ...]:
    """Commas separate, else blanks do; a list of several is what it is."""
    if len(values) == 1 and "," not in values[0]:
        words = values[0].split()
    else:
        words = [word.strip() for value in values for word in value.split(",")]
    return tuple(dict.fromkeys(word for word in words if word))


def _split_project_url(value: str) -> tuple[str, str]:
    label, comma, url = value.partition(",")
    return (label.strip(), url.strip()) if comma else ("", label.strip())


def _decode(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _frozen(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return tuple(_frozen(each) for each in value)
    return value
