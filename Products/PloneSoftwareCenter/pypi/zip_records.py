"""The records that a zip file is made of, read by its specification (PKWARE's APPNOTE.TXT)."""

from collections.abc import Iterator
from dataclasses import dataclass
from Products.PloneSoftwareCenter.pypi.errors import InvalidArchive
from Products.PloneSoftwareCenter.pypi.errors import shown
from typing import BinaryIO
from typing import NamedTuple

import os
import struct


#: Largest table of contents, in bytes: some 60,000 members with long paths.
MAX_DIRECTORY = 8 * 2**20

HAS_DESCRIPTOR = 0x0008
IS_UTF8 = 0x0800
#: Besides these only how hard a writer has tried; any other means a way to encrypt or patch.
KNOWN_FLAGS = HAS_DESCRIPTOR | IS_UTF8 | 0x0006

#: The newest version of the format that the standard library reads.
MAX_VERSION = 63

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_END64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR = struct.Struct("<4sLQL")
_EXTRA = struct.Struct("<2H")

_ZIP64 = 0x0001
_UNICODE_PATH = 0x7075
_SEE_ELSEWHERE = 0xFFFFFFFF
# The longest comment, and the record before it.
_LONGEST_END = 0xFFFF + _END.size


class ZipMember(NamedTuple):
    """One member, as the central directory has it; a tuple, since there are thousands."""

    name: str
    raw_name: bytes
    flags: int
    #: How it is compressed: 0 not at all, 8 by deflate.
    method: int
    crc: int
    compressed_size: int
    size: int
    #: Where its local header begins.
    offset: int
    #: The mode of a file system, 0 where nothing is said.
    mode: int


@dataclass(frozen=True)
class Directory:
    """Where the central directory lies."""

    count: int
    offset: int
    size: int


def malformed(what: str) -> InvalidArchive:
    """The error of a zip file that two programs may read in two ways."""
    return InvalidArchive(
        f"ZIP archive not accepted: {what}. Build it anew with a current build tool."
    )


def ends_like_zip(stream: BinaryIO, size: int) -> bool:
    """Whether programs that look at the end of a file take it for a zip."""
    stream.seek(max(0, size - _LONGEST_END))
    tail = stream.read(_LONGEST_END)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or at + _END.size > len(tail):
        return False
    return bool(at + _END.size + _END.unpack_from(tail, at)[-1] == len(tail))


def find_directory(stream: BinaryIO, size: int) -> Directory:
    """Where the table of contents is, by the records at the end of the file.

    :param size: of the file, in bytes.
    :raises InvalidArchive: when there is none, or anything stands behind or between.
    """
    stream.seek(max(0, size - _END.size))
    tail = stream.read(_END.size)
    if len(tail) < _END.size or not tail.startswith(b"PK\x05\x06"):
        if ends_like_zip(stream, size):
            raise malformed("Comment at its end")
        stream.seek(max(0, size - _LONGEST_END))
        if b"PK\x05\x06" in stream.read(_LONGEST_END):
            raise malformed("Trailing data")
        raise InvalidArchive("File is not a zipfile.")
    _, disk, first_disk, on_disk, count, length, offset, comment = _END.unpack(tail)
    if comment:
        raise malformed("Comment at its end")
    end = size - _END.size
    found = Directory(count, offset, length)
    stream.seek(max(0, end - _LOCATOR.size))
    locator = stream.read(_LOCATOR.size)
    if locator.startswith(b"PK\x06\x07"):
        narrow = found
        found = _find_directory64(stream, locator, end - _LOCATOR.size)
        _compare(narrow, found)
        end -= _LOCATOR.size + _END64.size
    if disk not in (0, 0xFFFF) or disk != first_disk or on_disk != count:
        raise malformed("Several disks")
    if found.offset + found.size != end:
        raise malformed("Mismatched central directory offset")
    return found


def _find_directory64(stream: BinaryIO, locator: bytes, end: int) -> Directory:
    _, disk, offset, disks = _LOCATOR.unpack(locator)
    start = end - _END64.size
    if disk or disks > 1:
        raise malformed("Several disks")
    if start < 0 or offset != start:
        raise malformed("ZIP64 extensible data not allowed")
    stream.seek(start)
    fields = _END64.unpack(stream.read(_END64.size))
    signature, length, _, _, disk, first_disk, on_disk, count, size, offset = fields
    if signature != b"PK\x06\x06":
        raise malformed("Unknown record signature")
    if length != _END64.size - 12:
        raise malformed("ZIP64 extensible data not allowed")
    if disk or first_disk or on_disk != count:
        raise malformed("Several disks")
    return Directory(count, offset, size)


def _compare(narrow: Directory, wide: Directory) -> None:
    """See that the old record says what the new one says, or refers to it."""
    pairs = (
        (narrow.count, wide.count, 0xFFFF),
        (narrow.size, wide.size, _SEE_ELSEWHERE),
        (narrow.offset, wide.offset, _SEE_ELSEWHERE),
    )
    if any(value not in (real, reference) for value, real, reference in pairs):
        raise malformed("Mismatched central directory records")


def read_directory(stream: BinaryIO, directory: Directory) -> Iterator[ZipMember]:
    """The members that the table of contents tells of, in its order.

    :raises InvalidArchive: when it can't be read, or is absurdly large.
    """
    if directory.size > MAX_DIRECTORY:
        raise InvalidArchive(f"Its table of contents is larger than {MAX_DIRECTORY // 2**20} MB.")
    stream.seek(directory.offset)
    data = stream.read(directory.size)
    position = count = 0
    while position < len(data):
        if len(data) - position < _CENTRAL.size or data[position : position + 4] != b"PK\x01\x02":
            raise malformed("Unknown record signature")
        fields = _CENTRAL.unpack_from(data, position)
        _, _, version, flags, method, _, _, crc, compressed, size, *lengths = fields
        if version & 0xFF > MAX_VERSION:
            raise malformed("Version of the format that nobody reads")
        name_length, extra_length, comment_length, disk, _, attributes, offset = lengths
        if comment_length:
            raise malformed("Comment in central directory")
        start = position + _CENTRAL.size
        position = start + name_length + extra_length
        if position > len(data):
            raise malformed("Mismatched central directory size")
        raw_name = data[start : start + name_length]
        extras = _read_extras(data[start + name_length : position], raw_name)
        size, compressed, offset, disk = _widen(extras, size, compressed, offset, disk)
        if disk:
            raise malformed("Several disks")
        count += 1
        yield ZipMember(
            name=_decode(raw_name, flags),
            raw_name=raw_name,
            flags=flags,
            method=method,
            crc=crc,
            compressed_size=compressed,
            size=size,
            offset=offset,
            mode=attributes >> 16,
        )
    if count != directory.count:
        raise malformed("Mismatched central directory records")


def check_local_header(stream: BinaryIO, member: ZipMember) -> int:
    """See that a member's own header says what the table of contents says; where its data begins.

    Some programs read the one, some the other.

    :raises InvalidArchive: when they differ.
    """
    stream.seek(member.offset)
    header = stream.read(_LOCAL.size + len(member.raw_name))
    if len(header) < _LOCAL.size or not header.startswith(b"PK\x03\x04"):
        raise malformed("Unknown record signature")
    _, _, flags, method, _, _, crc, compressed, size, name_length, extra_length = (
        _LOCAL.unpack_from(header)
    )
    if flags & HAS_DESCRIPTOR or member.flags & HAS_DESCRIPTOR:
        raise malformed("ZIP contains a data descriptor")
    if (flags | member.flags) & ~KNOWN_FLAGS:
        raise malformed("A member is encrypted, or patched")
    if name_length != len(member.raw_name) or header[_LOCAL.size :] != member.raw_name:
        raise malformed("Filename not in central directory")
    extras = _read_extras(stream.read(extra_length), member.raw_name)
    size, compressed, *_ = _widen(extras, size, compressed)
    if (compressed, size) != (member.compressed_size, member.size):
        raise malformed("Mis-matched data size")
    if (method, crc, flags & IS_UTF8) != (member.method, member.crc, member.flags & IS_UTF8):
        raise malformed("Mis-matched local headers and central directory")
    start: int = member.offset + _LOCAL.size + name_length + extra_length
    return start


def file_size(stream: BinaryIO) -> int:
    """The size of a seekable stream, in bytes; leaves it at its end."""
    return stream.seek(0, os.SEEK_END)


def _decode(raw_name: bytes, flags: int) -> str:
    """The name, in the one way to read it: some programs guess where it is not marked as UTF-8."""
    try:
        name = raw_name.decode("utf-8" if flags & IS_UTF8 else "ascii")
    except UnicodeDecodeError as error:
        raise malformed("Filename not valid UTF-8, or not marked as UTF-8") from error
    return name


def _read_extras(data: bytes, raw_name: bytes) -> dict[int, bytes]:
    extras: dict[int, bytes] = {}
    position = 0
    while position < len(data):
        if len(data) - position < _EXTRA.size:
            raise malformed("Malformed extra field")
        kind, length = _EXTRA.unpack_from(data, position)
        start = position + _EXTRA.size
        position = start + length
        if position > len(data):
            raise malformed("Malformed extra field")
        if kind in (_ZIP64, _UNICODE_PATH) and kind in extras:
            raise malformed("Invalid duplicate extra in local file")
        extras[kind] = data[start:position]
    if _UNICODE_PATH in extras and extras[_UNICODE_PATH][5:] != raw_name:
        raise malformed(f"Two names for one member, {shown(repr(raw_name))}")
    return extras


def _widen(
    extras: dict[int, bytes], size: int, compressed: int, offset: int = 0, disk: int = 0
) -> tuple[int, int, int, int]:
    """The numbers that did not fit into their fields; they stand in an extra, in this order."""
    extra = extras.get(_ZIP64)
    if extra is None:
        return size, compressed, offset, disk
    numbers = [size, compressed, offset]
    if len(extra) % 8 not in (0, 4) or len(extra) > 28:
        raise malformed("Malformed extra field")
    given = list(struct.unpack_from(f"<{len(extra) // 8}Q", extra))
    for index, number in enumerate(numbers):
        if number == _SEE_ELSEWHERE:
            if not given:
                raise malformed("Malformed extra field")
            numbers[index] = given.pop(0)
        elif given and given[0] == number and index < 2:
            # Some write both sizes, whether they fit or not.
            given.pop(0)
        elif given and index < 2 and len(given) > 1:
            raise malformed("Mis-matched data size")
    return numbers[0], numbers[1], numbers[2], 0 if disk == 0xFFFF else disk
