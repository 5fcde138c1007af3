"""What a distribution file says of itself, read without unpacking it.

The bytes come from strangers. Nothing is extracted, no single read is large, and what is
walked through is bounded; every way in which reading can fail ends in ``InvalidArchive``.
"""

from bz2 import BZ2File
from collections.abc import Callable
from collections.abc import Mapping
from gzip import GzipFile
from Products.PloneSoftwareCenter.pypi.bounded import BoundedReader
from Products.PloneSoftwareCenter.pypi.bounded import Seekable
from Products.PloneSoftwareCenter.pypi.errors import InvalidArchive
from Products.PloneSoftwareCenter.pypi.errors import InvalidVersion
from Products.PloneSoftwareCenter.pypi.errors import shown
from Products.PloneSoftwareCenter.pypi.filenames import DistributionFilename
from Products.PloneSoftwareCenter.pypi.names import normalize_name
from Products.PloneSoftwareCenter.pypi.versions import canonical_version
from typing import BinaryIO
from typing import IO

import re
import struct
import tarfile
import zipfile
import zlib


#: Largest core metadata, in bytes.
MAX_METADATA = 8 * 2**20

#: Largest table of contents of a zip file, in bytes: some 60,000 members with long paths.
MAX_DIRECTORY = 8 * 2**20

#: Longest header of a tar's member, in bytes.
MAX_TAR_HEADER = 2**20

#: How many members of a tar are looked at, and how many bytes of it unpacked.
MAX_TAR_MEMBERS = 200_000
MAX_TAR_SIZE = 2 * 2**30

#: A tar may be larger than this only if it is not much larger than its file.
SUSPICIOUS_SIZE = 64 * 2**20
MAX_RATIO = 50

_BLOCK = 1 << 16
# An egg that was renamed is no sdist.
_PKG_INFO = re.compile(r"(?:\./)*(?!EGG-INFO/)[^/]+/PKG-INFO")
_WHEEL_METADATA = re.compile(r"([^/]+)\.dist-info/METADATA")

# What the standard library raises over bytes that are no zip or tar file. OSError is among
# them: gzip, bz2 and seeks to nowhere end in it. RuntimeError is an encrypted member, or a
# recursion without end.
UNREADABLE = (
    EOFError,
    KeyError,
    LookupError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
    struct.error,
    tarfile.TarError,
    zipfile.BadZipFile,
    zlib.error,
)


def read_core_metadata(
    stream: BinaryIO, filename: DistributionFilename, *, name: str, version: str
) -> bytes:
    """The core metadata in a distribution file.

    ``<name>-<version>.dist-info/METADATA`` of a wheel, ``<top folder>/PKG-INFO`` of an
    sdist, ``EGG-INFO/PKG-INFO`` of an egg.

    :param stream: seekable; read from 0, left anywhere and never closed.
    :param filename: tells what the bytes should be.
    :param name: chooses among several ``.dist-info`` folders, as does ``version``.
    :raises InvalidArchive: when the bytes are not what the ending says, or have no core
        metadata within the bounds of this module.
    """
    kind = "zip" if filename.extension in (".zip", ".whl", ".egg") else "tar"
    stream.seek(0)
    try:
        if kind == "zip":
            return _read_zip(stream, filename, name=name, version=version)
        return _read_tar(stream, filename)
    except InvalidArchive:
        raise
    except UNREADABLE as error:
        raise InvalidArchive(
            f"File is not a {filename.extension} file that can be read."
        ) from error


def _read_zip(
    stream: BinaryIO, filename: DistributionFilename, *, name: str, version: str
) -> bytes:
    if stream.read(2) != b"PK":
        raise InvalidArchive(f"File is not a zipfile, as {filename.extension} files are.")
    bounded = BoundedReader(stream, max_read=MAX_DIRECTORY)
    with zipfile.ZipFile(bounded) as archive:
        members = archive.namelist()
        if filename.packagetype == "bdist_wheel":
            path = _find_wheel_metadata(members, filename, name=name, version=version)
        elif filename.packagetype == "bdist_egg":
            path = _find_exactly("EGG-INFO/PKG-INFO", members)
        else:
            path = _find_pkg_info(members)
        info = archive.getinfo(path)
        # Other methods can't be unpacked in small steps (and installers need not know them).
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise InvalidArchive("File does not use a supported compression type.")
        with archive.open(info) as member:
            return _read_bounded(member, path)


def _find_wheel_metadata(
    members: list[str], filename: DistributionFilename, *, name: str, version: str
) -> str:
    found = {
        path: match[1] for path in members if (match := _WHEEL_METADATA.fullmatch(path)) is not None
    }
    for path, stem in found.items():
        if _is_of(stem, name=name, version=version):
            return path
    if len(found) == 1:
        # The other check, of what it says, tells better what is wrong.
        return next(iter(found))
    expected = f"{normalize_name(name).replace('-', '_')}-{version}.dist-info/METADATA"
    raise InvalidArchive(
        f"Wheel '{shown(filename.filename)}' does not contain the required METADATA file:"
        f" {shown(expected)}."
    )


def _is_of(stem: str, *, name: str, version: str) -> bool:
    own_name, _, own_version = stem.partition("-")
    try:
        same_version = canonical_version(own_version) == canonical_version(version)
    except InvalidVersion:
        return False
    return same_version and normalize_name(own_name) == normalize_name(name)


def _find_exactly(path: str, members: list[str]) -> str:
    if path not in members:
        raise InvalidArchive(f"{path} not found in the file.")
    return path


def _find_pkg_info(members: list[str]) -> str:
    for path in members:
        if _PKG_INFO.fullmatch(path):
            return path
    raise InvalidArchive("PKG-INFO not found in the top folder of the file.")


def _read_tar(stream: BinaryIO, filename: DistributionFilename) -> bytes:
    magic, unpack = COMPRESSIONS[filename.extension]
    if stream.read(len(magic)) != magic:
        raise InvalidArchive(f"File is not compressed as {filename.extension} files are.")
    size = stream.seek(0, 2)
    stream.seek(0)
    bounded = BoundedReader(
        unpack(stream),
        max_read=MAX_TAR_HEADER,
        max_position=min(MAX_TAR_SIZE, max(SUSPICIOUS_SIZE, MAX_RATIO * size)),
        only_forward=True,
    )
    try:
        archive = tarfile.TarFile(fileobj=bounded)
    except tarfile.ReadError as error:
        raise InvalidArchive("File is not a tarfile.") from error
    with archive:
        return _walk_tar(archive)


def _walk_tar(archive: tarfile.TarFile) -> bytes:
    """PKG-INFO of a tar; most have it among their first members, some tools write it last."""
    for _ in range(MAX_TAR_MEMBERS):
        member = archive.next()
        if member is None:
            raise InvalidArchive("PKG-INFO not found in the top folder of the file.")
        if member.isreg() and _PKG_INFO.fullmatch(member.name):
            content = archive.extractfile(member)
            if content is not None:
                return _read_bounded(content, member.name)
        # tarfile remembers all it has seen, and would grow with the archive.
        archive.members = []  # type: ignore[attr-defined]
        archive.pax_headers = {}
    raise InvalidArchive(f"The file has more than {MAX_TAR_MEMBERS} members.")


def _read_bounded(member: IO[bytes], path: str) -> bytes:
    blocks = []
    size = 0
    while block := member.read(_BLOCK):
        size += len(block)
        if size > MAX_METADATA:
            raise InvalidArchive(f"{shown(path)} is larger than {MAX_METADATA // 2**20} MB.")
        blocks.append(block)
    return b"".join(blocks)


def _gunzip(stream: BinaryIO) -> Seekable:
    return GzipFile(fileobj=stream, mode="rb")


def _bunzip(stream: BinaryIO) -> Seekable:
    return BZ2File(stream, mode="rb")


#: How the tars of each ending begin, and what unpacks them.
COMPRESSIONS: Mapping[str, tuple[bytes, Callable[[BinaryIO], Seekable]]] = {
    ".tar.gz": (b"\x1f\x8b", _gunzip),
    ".tgz": (b"\x1f\x8b", _gunzip),
    ".tar.bz2": (b"BZh", _bunzip),
}
