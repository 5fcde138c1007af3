"""Tar files: sdists, walked through from the first to the last byte and never unpacked."""

from bz2 import BZ2File
from collections.abc import Callable
from collections.abc import Collection
from collections.abc import Mapping
from dataclasses import dataclass
from gzip import GzipFile
from Products.PloneSoftwareCenter.pypi.bounded import Seekable
from Products.PloneSoftwareCenter.pypi.errors import InvalidArchive
from Products.PloneSoftwareCenter.pypi.errors import shown
from Products.PloneSoftwareCenter.pypi.members import check_link
from Products.PloneSoftwareCenter.pypi.members import check_path
from Products.PloneSoftwareCenter.pypi.members import parts_of
from Products.PloneSoftwareCenter.pypi.members import top_folder
from Products.PloneSoftwareCenter.pypi.tar_headers import HeaderReader
from Products.PloneSoftwareCenter.pypi.tar_links import Links
from Products.PloneSoftwareCenter.pypi.zip_records import ends_like_zip
from Products.PloneSoftwareCenter.pypi.zip_records import file_size
from typing import BinaryIO

import tarfile


#: How many members are looked at, and how many bytes unpacked. bz2 is slow, and old.
MAX_MEMBERS = 200_000
MAX_SIZE = 4 * 2**30
MAX_SIZE_OF_BZ2 = 2**29

#: A tar may be larger than this only if it is not much larger than its file.
SUSPICIOUS_SIZE = 64 * 2**20
MAX_RATIO = 50

_BLOCK = 1 << 18


@dataclass(frozen=True)
class TarContents:
    """What an sdist was found to hold."""

    #: The one folder that all its members are in.
    top: str
    pkg_info: bytes
    #: Those of the paths asked for that are there.
    found: frozenset[str]


def look_through_tar(
    stream: BinaryIO, extension: str, *, wanted: Collection[str], max_metadata: int
) -> TarContents:
    """Walk through all members of a compressed tar file.

    :param stream: seekable.
    :param extension: ``.tar.gz``, ``.tgz`` or ``.tar.bz2``.
    :param wanted: paths below the top folder, to be looked for.
    :param max_metadata: most bytes of PKG-INFO.
    :raises InvalidArchive: when it is no such file, has a member that leads out or is none for
        an sdist, has no PKG-INFO, or unpacks to far more than its own size.
    """
    magic, unpack, most = _COMPRESSIONS[extension]
    size = file_size(stream)
    is_zip = ends_like_zip(stream, size)
    stream.seek(0)
    if stream.read(len(magic)) != magic:
        if is_zip:
            raise InvalidArchive(f"File is a zipfile, and its name ends in {extension}.")
        raise InvalidArchive(f"File is not compressed as {extension} files are.")
    if is_zip:
        raise InvalidArchive("File is both a zip and a tar file.")
    stream.seek(0)
    reader = HeaderReader(
        unpack(stream), max_position=min(most, max(SUSPICIOUS_SIZE, MAX_RATIO * size))
    )
    try:
        archive = tarfile.TarFile(fileobj=reader)
    except tarfile.ReadError as error:
        raise InvalidArchive("File is not a tarfile.") from error
    with archive:
        contents = _walk(archive, reader, wanted, max_metadata)
        _check_tail(reader)
    return contents


def _walk(
    archive: tarfile.TarFile, reader: HeaderReader, wanted: Collection[str], max_metadata: int
) -> TarContents:
    tops: set[str] = set()
    links = Links()
    found: set[str] = set()
    pkg_info: bytes | None = None
    for _ in range(MAX_MEMBERS):
        member = archive.next()
        if member is None:
            break
        parts = _check_member(member)
        if parts and len(tops) < 2:
            tops.add(parts[0])
        links.add(member, parts)
        path = "/".join(parts[1:])
        if path in wanted and not member.isdir():
            found.add(path)
        if path == "PKG-INFO" and len(parts) == 2:
            if pkg_info is not None or not member.isreg():
                raise InvalidArchive("PKG-INFO must be in it once, as a file.")
            pkg_info = _read(reader, member, max_metadata)
        # tarfile remembers all it has seen, and would grow with the archive.
        archive.members = []  # type: ignore[attr-defined]
        archive.pax_headers = {}
    else:
        raise InvalidArchive(f"The file has more than {MAX_MEMBERS} members.")
    links.check_circles()
    top = top_folder(tops)
    if pkg_info is None:
        raise InvalidArchive(f"PKG-INFO not found at {shown(top)}/PKG-INFO")
    return TarContents(top, pkg_info, frozenset(found))


def _check_member(member: tarfile.TarInfo) -> list[str]:
    """The names that the path of a member is made of."""
    if member.issparse():
        raise InvalidArchive(
            "tar archive not accepted: Sparse members are not allowed. Build it anew without"
            " --sparse."
        )
    check_path(member.name)
    parts = parts_of(member.name)
    if member.issym() or member.islnk():
        check_link(member.name, member.linkname, is_hard=member.islnk())
    elif not (member.isreg() or member.isdir()):
        raise InvalidArchive(f"The member '{shown(member.name)}' is neither file nor folder.")
    if len(parts) < 2 and not member.isdir():
        raise InvalidArchive(
            "Incorrect number of top-level directories in sdist:"
            f" '{shown(member.name)}' is outside of it."
        )
    return parts


def _read(reader: HeaderReader, member: tarfile.TarInfo, limit: int) -> bytes:
    if member.size > limit:
        raise InvalidArchive(f"PKG-INFO is larger than {limit // 2**20} MB.")
    reader.seek(member.offset_data)
    blocks = []
    left = member.size
    while left and (block := reader.read_data(min(left, _BLOCK))):
        blocks.append(block)
        left -= len(block)
    return b"".join(blocks)


def _check_tail(reader: HeaderReader) -> None:
    """See that nothing stands behind the end: some programs go on reading there."""
    while block := reader.read_data(_BLOCK):
        if block.count(0) != len(block):
            raise InvalidArchive("tar archive not accepted: Trailing data. Build it anew.")


def _gunzip(stream: BinaryIO) -> Seekable:
    return GzipFile(fileobj=stream, mode="rb")


def _bunzip(stream: BinaryIO) -> Seekable:
    return BZ2File(stream, mode="rb")


_COMPRESSIONS: Mapping[str, tuple[bytes, Callable[[BinaryIO], Seekable], int]] = {
    ".tar.gz": (b"\x1f\x8b", _gunzip, MAX_SIZE),
    ".tgz": (b"\x1f\x8b", _gunzip, MAX_SIZE),
    ".tar.bz2": (b"BZh", _bunzip, MAX_SIZE_OF_BZ2),
}
