"""Zip files: wheels, eggs and some sdists, taken only where all programs read the same in them."""

from dataclasses import dataclass
from Products.PloneSoftwareCenter.pypi.errors import InvalidArchive
from Products.PloneSoftwareCenter.pypi.errors import shown
from Products.PloneSoftwareCenter.pypi.members import check_link
from Products.PloneSoftwareCenter.pypi.members import check_path
from Products.PloneSoftwareCenter.pypi.members import MAX_PATH
from Products.PloneSoftwareCenter.pypi.zip_records import check_local_header
from Products.PloneSoftwareCenter.pypi.zip_records import file_size
from Products.PloneSoftwareCenter.pypi.zip_records import find_directory
from Products.PloneSoftwareCenter.pypi.zip_records import malformed
from Products.PloneSoftwareCenter.pypi.zip_records import read_directory
from Products.PloneSoftwareCenter.pypi.zip_records import ZipMember
from typing import BinaryIO

import stat
import tarfile
import zlib


#: A file may unpack to more than this only if it is not much larger than itself.
SUSPICIOUS_SIZE = 64 * 2**20
MAX_RATIO = 50

STORED = 0
DEFLATED = 8


@dataclass(frozen=True)
class ZipContents:
    """The members of a zip file that was looked through, and a way to read them."""

    stream: BinaryIO
    #: By path, with the place where each one's data begins.
    members: dict[str, tuple[ZipMember, int]]

    def __contains__(self, path: object) -> bool:
        return path in self.members

    def read(self, path: str, *, limit: int) -> bytes:
        """The whole of a member.

        :param limit: in bytes.
        :raises InvalidArchive: when it is larger, or not what its headers say.
        """
        member, start = self.members[path]
        if member.size > limit:
            raise InvalidArchive(f"{shown(path)} is larger than {limit // 2**20} MB.")
        # Deflate can make things larger, but not by much.
        if member.compressed_size > member.size + member.size // 100 + 1024:
            raise malformed("Mis-matched data size")
        self.stream.seek(start)
        data = self.stream.read(member.compressed_size)
        if member.method == DEFLATED:
            data = _inflate(data, member.size)
        if len(data) != member.size or zlib.crc32(data) != member.crc:
            raise InvalidArchive(f"{shown(path)} in it is damaged.")
        return data


def look_through_zip(stream: BinaryIO) -> ZipContents:
    """Read all headers of a zip file, and no data.

    :param stream: seekable.
    :raises InvalidArchive: when programs could read it in different ways, a member leads out,
        or it unpacks to far more than its own size.
    """
    size = file_size(stream)
    directory = find_directory(stream, size)
    _refuse_tar(stream)
    members: dict[str, tuple[ZipMember, int]] = {}
    unpacked = 0
    for member in read_directory(stream, directory):
        if member.name in members:
            raise malformed("Duplicate filename in central directory")
        _check_member(member)
        unpacked += member.size
        members[member.name] = (member, 0)
    if unpacked > SUSPICIOUS_SIZE and unpacked > MAX_RATIO * size:
        raise InvalidArchive(f"File exceeds compression ratio of {MAX_RATIO}.")
    position = 0
    for member, _ in sorted(members.values(), key=lambda pair: pair[0].offset):
        if member.offset != position:
            raise malformed("Data between its members, or members that overlap")
        start = check_local_header(stream, member)
        members[member.name] = (member, start)
        position = start + member.compressed_size
    if position != directory.offset:
        raise malformed("Missing filename in central directory")
    contents = ZipContents(stream, members)
    _check_links(contents)
    return contents


def _check_member(member: ZipMember) -> None:
    check_path(member.name)
    if member.method not in (STORED, DEFLATED):
        raise InvalidArchive("File does not use a supported compression type.")
    if member.method == STORED and member.size != member.compressed_size:
        raise malformed("Mis-matched data size")
    kind = stat.S_IFMT(member.mode)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR, stat.S_IFLNK):
        raise InvalidArchive(f"The member '{shown(member.name)}' is neither file nor folder.")


def _check_links(contents: ZipContents) -> None:
    for member, _ in contents.members.values():
        if stat.S_ISLNK(member.mode):
            target = contents.read(member.name, limit=MAX_PATH)
            check_link(member.name, target.decode("utf-8", "surrogateescape"))


def _refuse_tar(stream: BinaryIO) -> None:
    stream.seek(0)
    block = stream.read(tarfile.BLOCKSIZE)
    if not block.startswith(b"PK\x03\x04"):
        raise InvalidArchive("File is not a zipfile, or not from its first byte on.")
    try:
        tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
    except tarfile.HeaderError:
        return
    raise InvalidArchive("File is both a zip and a tar file.")


def _inflate(data: bytes, size: int) -> bytes:
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        # One byte more shows that there is more.
        found = unpacker.decompress(data, size + 1)
    except zlib.error as error:
        raise malformed("Data that can't be unpacked") from error
    if not unpacker.eof or unpacker.unused_data:
        raise malformed("Mis-matched data size")
    return found
