"""An upload that an archive makes alone, when there is no form: by hand, or from a path."""

from Products.PloneSoftwareCenter.pypi.archives import read_core_metadata
from Products.PloneSoftwareCenter.pypi.errors import InvalidFilename
from Products.PloneSoftwareCenter.pypi.filenames import guess_name_and_version
from Products.PloneSoftwareCenter.pypi.filenames import parse_filename
from Products.PloneSoftwareCenter.pypi.metadata import check_metadata
from Products.PloneSoftwareCenter.pypi.metadata import CoreMetadata
from Products.PloneSoftwareCenter.pypi.metadata import parse_metadata
from Products.PloneSoftwareCenter.pypi.upload import Upload

import dataclasses


def upload_from_archive(filename, stream):
    """Return the ``Upload`` that an archive's own metadata makes.

    :param stream: binary, seekable; the caller closes it
    :raises InvalidFilename: when the name tells neither name nor version
    :raises InvalidArchive: when the archive can't be read
    :raises InvalidMetadata: with all faults of its core metadata
    """
    guessed = guess_name_and_version(filename)
    if guessed is None:
        raise InvalidFilename(
            filename, "Invalid file name: call the file by its distribution's name and version."
        )
    name, version = guessed
    parsed = parse_filename(filename, name=name, version=version)
    stream.seek(0)
    found = read_core_metadata(stream, parsed, name=name, version=version)
    metadata = parse_metadata(found) if found else CoreMetadata(name=name, version=version)
    metadata = dataclasses.replace(
        metadata, name=metadata.name or name, version=metadata.version or version
    )
    stream.seek(0)
    check_metadata(metadata)
    return Upload(
        name=metadata.name,
        version=metadata.version,
        metadata=metadata,
        filename=parse_filename(filename, name=metadata.name, version=metadata.version),
        pyversion=parsed.python_tag or "source",
        comment="",
        declared_digests={},
        gpg_signature=None,
        content=stream,
    )
