"""An upload: what one request says of one distribution file."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from Products.PloneSoftwareCenter.pypi import forms
from Products.PloneSoftwareCenter.pypi.contents import look_through
from Products.PloneSoftwareCenter.pypi.digests import compute_digests
from Products.PloneSoftwareCenter.pypi.digests import Digests
from Products.PloneSoftwareCenter.pypi.digests import FIELDS as DIGEST_FIELDS
from Products.PloneSoftwareCenter.pypi.errors import InvalidUpload
from Products.PloneSoftwareCenter.pypi.filenames import DistributionFilename
from Products.PloneSoftwareCenter.pypi.filenames import PACKAGETYPES
from Products.PloneSoftwareCenter.pypi.filenames import parse_filename
from Products.PloneSoftwareCenter.pypi.metadata import CoreMetadata
from Products.PloneSoftwareCenter.pypi.metadata import is_static
from Products.PloneSoftwareCenter.pypi.metadata import metadata_from_form
from Products.PloneSoftwareCenter.pypi.metadata import parse_metadata
from Products.PloneSoftwareCenter.pypi.metadata_rules import license_files_of
from typing import BinaryIO


@dataclass(frozen=True)
class Upload:
    """One distribution file and what was said about it."""

    #: As sent; compare it normalized.
    name: str
    #: As sent; compare it canonical.
    version: str
    #: What the form says. The archive's own word is ``core_metadata``.
    metadata: CoreMetadata
    filename: DistributionFilename
    #: ``source`` of an sdist, else the Python it is for, as sent.
    pyversion: str
    #: Free text for people; often empty.
    comment: str
    #: By the names of the form's fields; only those that were given.
    declared_digests: Mapping[str, str]
    #: ASCII armored, ``None`` where there is none.
    gpg_signature: bytes | None
    #: The file: seekable, closed by whoever opened it.
    content: BinaryIO
    #: ``None`` until the bytes were read: see ``measure``.
    digests: Digests | None = None
    #: METADATA or PKG-INFO as it stands in the archive; ``None`` until read: see ``look_inside``.
    core_metadata: bytes | None = None
    #: Sentences on what is odd and no reason to refuse it, for the sender and the file's page.
    remarks: tuple[str, ...] = ()
    #: What the sender says that the bytes are, as a MIME type; ``None`` where nothing is said.
    content_type: str | None = None
    #: When it was uploaded to where it comes from, aware, UTC; ``None``: it is uploaded now.
    upload_time: datetime | None = None
    #: Whether it was published elsewhere before, so that its author can't be taught any more: how
    #: the description renders is left to the pages that show it.
    is_copy: bool = False

    @cached_property
    def archive_metadata(self) -> CoreMetadata | None:
        """What the archive says, once ``core_metadata`` is read; megabytes, so taken apart once."""
        return None if self.core_metadata is None else parse_metadata(self.core_metadata)

    @property
    def requires_python(self) -> str | None:
        """For which Pythons installers may choose this file: the archive's word, else the form's.

        distutils has no field for it, so the form's silence means nothing.
        """
        inside = self.archive_metadata
        return (inside and inside.requires_python) or self.metadata.requires_python

    @property
    def is_metadata_served(self) -> bool:
        """Whether installers may read the archive's core metadata in place of the archive.

        They take what it says for final: a wheel's is (PEP 658), an egg's they do not know.
        """
        packagetype = self.filename.packagetype
        if packagetype == "sdist":
            return self.archive_metadata is not None and is_static(self.archive_metadata)
        return packagetype == "bdist_wheel"


def upload_from_form(
    fields: Mapping[str, object],
    filename: str | None,
    stream: BinaryIO | None,
    signature: bytes | None = None,
    content_type: str | None = None,
) -> Upload:
    """Read the form of a ``file_upload``; the bytes of the file are not looked at.

    :param fields: all fields but the two files, text or lists of text.
    :param filename: of the field ``content``.
    :param stream: of the field ``content``: seekable; ``None`` where there was none.
    :param signature: of the field ``gpg_signature``; empty is none.
    :param content_type: of the field ``content``.
    :raises InvalidUpload: when a field of the protocol can't be read.
    :raises InvalidMetadata: with all faults of the core metadata.
    :raises InvalidFilename: when it does not fit name, version or file type.
    """
    check_protocol(fields)
    metadata = metadata_from_form(fields)
    filetype = forms.single(fields, "filetype")
    if filetype not in PACKAGETYPES:
        raise InvalidUpload("Use a known file type.")
    if stream is None or not filename:
        raise InvalidUpload("Upload payload does not have a file.")
    parsed = parse_filename(
        filename, name=metadata.name, version=metadata.version, packagetype=filetype
    )
    declared = {field: forms.single(fields, field) for field in DIGEST_FIELDS}
    return Upload(
        name=metadata.name,
        version=metadata.version,
        metadata=metadata,
        filename=parsed,
        pyversion=_pyversion(fields, parsed),
        comment=forms.single(fields, "comment") or "",
        declared_digests={field: value for field, value in declared.items() if value},
        gpg_signature=signature or None,
        content=stream,
        content_type=content_type,
    )


def check_protocol(fields: Mapping[str, object]) -> None:
    """See to it that a form speaks the one protocol there is, and that only files are files.

    :raises InvalidUpload: when it does not.
    """
    forms.check_texts(fields)
    # The second spelling is the one of every distutils up to Python 2.7.
    for field in ("protocol_version", "protcol_version"):
        if (forms.single(fields, field) or "1").strip() != "1":
            raise InvalidUpload("Unknown protocol version.")


def measure(upload: Upload, *, limit: int | None = None) -> Upload:
    """The upload with its digests: reads the file once, from its start, and goes back there.

    :param limit: the largest size in bytes.
    :raises FileTooLarge: when there is more.
    """
    upload.content.seek(0)
    digests = compute_digests(upload.content, limit=limit)
    upload.content.seek(0)
    return replace(upload, digests=digests)


def look_inside(upload: Upload) -> Upload:
    """The upload with what its archive says; the file is at its start afterwards.

    :raises InvalidArchive: when it is not what its name says, or not safe to open.
    """
    metadata = upload.metadata
    contents = look_through(
        upload.content,
        upload.filename,
        name=upload.name,
        version=upload.version,
        license_files=license_files_of(metadata.metadata_version, metadata.license_file),
    )
    upload.content.seek(0)
    return replace(upload, core_metadata=contents.core_metadata, remarks=contents.remarks)


def _pyversion(fields: Mapping[str, object], filename: DistributionFilename) -> str:
    pyversion = forms.single(fields, "pyversion")
    if filename.packagetype == "sdist":
        if pyversion not in (None, "source"):
            raise InvalidUpload("Use 'source' as Python version for an sdist.")
        return "source"
    return pyversion or filename.python_tag or ""
