"""What is inside of an archive, listed for people in bounded time and memory."""

from collections.abc import Iterable
from dataclasses import dataclass
from Products.PloneSoftwareCenter.pypi.archives import COMPRESSIONS
from Products.PloneSoftwareCenter.pypi.archives import MAX_TAR_HEADER
from Products.PloneSoftwareCenter.pypi.archives import UNREADABLE
from Products.PloneSoftwareCenter.pypi.bounded import BoundedReader
from Products.PloneSoftwareCenter.pypi.errors import InvalidArchive
from Products.PloneSoftwareCenter.pypi.zip_records import file_size
from Products.PloneSoftwareCenter.pypi.zip_records import find_directory
from Products.PloneSoftwareCenter.pypi.zip_records import read_directory
from typing import BinaryIO

import tarfile


#: How many members are listed; the others are counted.
MAX_LISTED = 1_000

#: How far a tar is unpacked to find its members: each is behind the bytes of those before it.
MAX_UNPACKED = 64 * 2**20

#: How many members of a tar are looked at.
MAX_TAR_MEMBERS = 5_000


@dataclass(frozen=True)
class Member:
    """One file, folder or link in an archive."""

    path: str
    #: In bytes, as its header says.
    size: int


@dataclass(frozen=True)
class Listing:
    """The members of an archive, the first of them."""

    #: At most ``MAX_LISTED``, in the order of their paths.
    members: tuple[Member, ...]
    #: How many there are; as far as was looked.
    count: int
    #: What they unpack to, in bytes; as far as was looked.
    size: int
    #: Whether all of the archive was looked at.
    is_whole: bool


def list_members(stream: BinaryIO, extension: str) -> Listing:
    """List what is inside; nothing is extracted.

    Of a zip its table of contents is read, a tar is unpacked up to ``MAX_UNPACKED``.

    :param stream: seekable; left anywhere and never closed.
    :param extension: like ``.whl`` or ``.tar.gz``.
    :raises InvalidArchive: when it can't be read.
    """
    try:
        if extension in COMPRESSIONS:
            return _of_tar(stream, extension)
        return _of_zip(stream)
    except InvalidArchive:
        raise
    except UNREADABLE as error:
        raise InvalidArchive(f"File is not a {extension} file that can be read.") from error


def _of_zip(stream: BinaryIO) -> Listing:
    found = read_directory(stream, find_directory(stream, file_size(stream)))
    return _listing((Member(member.name, member.size) for member in found), is_whole=True)


def _of_tar(stream: BinaryIO, extension: str) -> Listing:
    members: list[Member] = []
    is_whole = False
    _magic, unpack = COMPRESSIONS[extension]
    stream.seek(0)
    try:
        bounded = BoundedReader(
            unpack(stream),
            max_read=MAX_TAR_HEADER,
            max_position=MAX_UNPACKED,
            only_forward=True,
        )
        with tarfile.TarFile(fileobj=bounded) as archive:
            while len(members) < MAX_TAR_MEMBERS:
                member = archive.next()
                if member is None:
                    is_whole = True
                    break
                members.append(Member(member.name, member.size if member.isreg() else 0))
                # tarfile remembers all it has seen, and would grow with the archive.
                archive.members = []  # type: ignore[attr-defined]
                archive.pax_headers = {}
    except (InvalidArchive, *UNREADABLE):
        # What was found before the bound, or the damage, is worth to be seen.
        if not members:
            raise
    return _listing(members, is_whole=is_whole)


def _listing(members: Iterable[Member], *, is_whole: bool) -> Listing:
    kept: list[Member] = []
    count = size = 0
    for member in members:
        count += 1
        size += member.size
        if count <= MAX_LISTED:
            kept.append(member)
    kept.sort(key=lambda member: member.path)
    return Listing(tuple(kept), count, size, is_whole)
