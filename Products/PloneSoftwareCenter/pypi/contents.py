"""What an uploaded archive holds, looked through with all the rules for new ones.

``archives.py`` only finds the core metadata, also in what was taken long ago.
"""

from collections.abc import Collection
from dataclasses import dataclass
from Products.PloneSoftwareCenter.pypi.archives import MAX_METADATA
from Products.PloneSoftwareCenter.pypi.archives import UNREADABLE
from Products.PloneSoftwareCenter.pypi.errors import InvalidArchive
from Products.PloneSoftwareCenter.pypi.errors import shown
from Products.PloneSoftwareCenter.pypi.filenames import DistributionFilename
from Products.PloneSoftwareCenter.pypi.members import parts_of
from Products.PloneSoftwareCenter.pypi.members import top_folder
from Products.PloneSoftwareCenter.pypi.tars import look_through_tar
from Products.PloneSoftwareCenter.pypi.wheels import check_entry_points
from Products.PloneSoftwareCenter.pypi.wheels import check_required
from Products.PloneSoftwareCenter.pypi.wheels import compare_record
from Products.PloneSoftwareCenter.pypi.wheels import find_info_folder
from Products.PloneSoftwareCenter.pypi.wheels import MAX_ENTRY_POINTS
from Products.PloneSoftwareCenter.pypi.wheels import MAX_RECORD
from Products.PloneSoftwareCenter.pypi.zips import look_through_zip
from Products.PloneSoftwareCenter.pypi.zips import ZipContents
from typing import BinaryIO


@dataclass(frozen=True)
class Contents:
    """What the checks of an upload need of an archive."""

    #: METADATA of a wheel, PKG-INFO of others, as it stands there.
    core_metadata: bytes
    #: Sentences for whoever sent it, on what is odd and no reason to refuse it.
    remarks: tuple[str, ...] = ()


def look_through(
    stream: BinaryIO,
    filename: DistributionFilename,
    *,
    name: str,
    version: str,
    license_files: Collection[str] = (),
) -> Contents:
    """Look through a whole archive, in bounded time and memory; nothing is extracted.

    :param stream: seekable; left anywhere and never closed.
    :param license_files: what must be there, as ``License-File`` names it (PEP 639).
    :raises InvalidArchive: when it breaks a rule of ``zips``, ``tars`` or ``wheels``.
    """
    try:
        if filename.extension in (".tar.gz", ".tgz", ".tar.bz2"):
            return _of_tar(stream, filename, license_files)
        archive = look_through_zip(stream)
        if filename.packagetype == "bdist_wheel":
            return _of_wheel(archive, filename, license_files, name=name, version=version)
        if filename.packagetype == "bdist_egg":
            return _of_egg(archive)
        return _of_zip(archive, filename, license_files)
    except InvalidArchive:
        raise
    except UNREADABLE as error:
        raise InvalidArchive(
            f"File is not a {filename.extension} file that can be read."
        ) from error


def _of_tar(
    stream: BinaryIO, filename: DistributionFilename, license_files: Collection[str]
) -> Contents:
    found = look_through_tar(
        stream, filename.extension, wanted=frozenset(license_files), max_metadata=MAX_METADATA
    )
    for license_file in license_files:
        if license_file not in found.found:
            raise _license_missing(filename, license_file, found.top)
    return Contents(found.pkg_info)


def _of_zip(
    archive: ZipContents, filename: DistributionFilename, license_files: Collection[str]
) -> Contents:
    tops: set[str] = set()
    for path in archive.members:
        parts = parts_of(path)
        tops.add(parts[0] if len(parts) > 1 or path.endswith("/") else "")
    top = top_folder(tops)
    if not top:
        raise InvalidArchive(
            "Incorrect number of top-level directories in sdist: it needs one, not none."
        )
    path = f"{top}/PKG-INFO"
    if path not in archive:
        raise InvalidArchive(f"PKG-INFO not found at {shown(path)}")
    _check_licenses(archive, filename, license_files, top)
    return Contents(archive.read(path, limit=MAX_METADATA))


def _of_wheel(
    archive: ZipContents,
    filename: DistributionFilename,
    license_files: Collection[str],
    *,
    name: str,
    version: str,
) -> Contents:
    info = find_info_folder(archive.members, filename.filename, name=name, version=version)
    check_required(archive.members, filename.filename, info)
    _check_licenses(archive, filename, license_files, f"{info}/licenses")
    if f"{info}/entry_points.txt" in archive:
        data = archive.read(f"{info}/entry_points.txt", limit=MAX_ENTRY_POINTS)
        check_entry_points(data, filename.filename)
    record = archive.read(f"{info}/RECORD", limit=MAX_RECORD)
    return Contents(
        archive.read(f"{info}/METADATA", limit=MAX_METADATA),
        tuple(compare_record(record, archive.members, info)),
    )


def _of_egg(archive: ZipContents) -> Contents:
    if "EGG-INFO/PKG-INFO" not in archive:
        raise InvalidArchive("EGG-INFO/PKG-INFO not found in the file.")
    return Contents(archive.read("EGG-INFO/PKG-INFO", limit=MAX_METADATA))


def _check_licenses(
    archive: ZipContents,
    filename: DistributionFilename,
    license_files: Collection[str],
    folder: str,
) -> None:
    for license_file in license_files:
        if f"{folder}/{license_file}" not in archive:
            raise _license_missing(filename, license_file, folder)


def _license_missing(
    filename: DistributionFilename, license_file: str, folder: str
) -> InvalidArchive:
    return InvalidArchive(
        f"License-File {shown(license_file)} does not exist in distribution file"
        f" {shown(filename.filename, 250)} at {shown(f'{folder}/{license_file}', 250)}"
    )
