"""What is odd in an upload and no reason to refuse it: told to its sender, kept with the file."""

from collections.abc import Iterator
from packaging.requirements import InvalidRequirement
from packaging.requirements import Requirement
from Products.PloneSoftwareCenter.pypi.classifiers import replaced_by
from Products.PloneSoftwareCenter.pypi.description import is_renderable
from Products.PloneSoftwareCenter.pypi.errors import shown
from Products.PloneSoftwareCenter.pypi.metadata import CoreMetadata
from Products.PloneSoftwareCenter.pypi.metadata_rules import find_style_faults
from Products.PloneSoftwareCenter.pypi.metadata_rules import is_old
from Products.PloneSoftwareCenter.pypi.upload import Upload
from typing import Any

import dataclasses


#: Most sentences on one file.
MAX_REMARKS = 20

# Compared by the checks, or no word of the author.
_NOT_COMPARED = frozenset(("name", "version", "metadata_version", "requires_python"))


def find_remarks(upload: Upload) -> tuple[str, ...]:
    """Sentences on an upload that has passed all checks."""
    found = (
        *upload.remarks,
        *_differences(upload),
        *_faults_of_old(upload.metadata, is_shown=not upload.is_copy),
        *_deprecated(upload.metadata),
    )
    remarks = list(dict.fromkeys(found))
    more = len(remarks) - MAX_REMARKS
    if more > 0:
        remarks[MAX_REMARKS:] = [f"And {more} more."]
    return tuple(remarks)


def _differences(upload: Upload) -> Iterator[str]:
    """Where the form and the archive say different things.

    A form's silence means nothing: many tools send less than there is. An archive's does, but
    before metadata 2.1 it could not tell all.
    """
    inside, form = upload.archive_metadata, upload.metadata
    if inside is None:
        return
    for field in dataclasses.fields(CoreMetadata):
        name = field.name
        sent, found = getattr(form, name), getattr(inside, name)
        if not sent or sent == found or name in _NOT_COMPARED:
            continue
        if not found and is_old(inside.metadata_version):
            continue
        if _plain(name, sent) != _plain(name, found):
            yield (
                f"{name} differs: the form says {_told(sent)}, the file {_told(found)}."
                " Installers go by the file."
            )


def _plain(name: str, value: Any) -> object:
    """A value without what differs for no reason: order, blanks, spellings of one requirement."""
    if not value:
        return None
    if isinstance(value, str):
        return " ".join(value.split())
    if name == "requires_dist":
        return {_plain_requirement(each) for each in value}
    if name == "provides_extra":
        return {each.lower().replace("_", "-").replace(".", "-") for each in value}
    return set(value)


def _plain_requirement(text: str) -> str:
    try:
        return str(Requirement(text)).lower()
    except (InvalidRequirement, ValueError, RecursionError):
        return "".join(text.split())


def _told(value: Any) -> str:
    if not value:
        return "nothing"
    if isinstance(value, str):
        return f"'{shown(value)}'"
    texts = [each if isinstance(each, str) else ", ".join(each) for each in value]
    return f"'{shown('; '.join(texts))}'"


def _faults_of_old(metadata: CoreMetadata, *, is_shown: bool) -> Iterator[str]:
    if not is_old(metadata.metadata_version):
        return
    values = {field.name: getattr(metadata, field.name) for field in dataclasses.fields(metadata)}
    for fault in find_style_faults(values):
        yield f"Taken as it is: {fault}"
    description = metadata.description
    if (
        is_shown
        and description
        and not is_renderable(description, metadata.description_content_type)
    ):
        yield "The description failed to render: its page shows it as plain text."


def _deprecated(metadata: CoreMetadata) -> Iterator[str]:
    for classifier in metadata.classifiers:
        successors = replaced_by(classifier)
        if successors is not None:
            advice = ", ".join(repr(each) for each in successors)
            yield (
                f"The classifier '{shown(classifier)}' has been deprecated,"
                + (f" use one of [{advice}] instead." if advice else " leave it out.")
            )
