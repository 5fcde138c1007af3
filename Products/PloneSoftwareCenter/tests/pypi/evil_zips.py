"""Zip files that no build tool makes: each breaks one rule of ``zips`` and ``zip_records``.

The bytes of a whole wheel are changed where its records have the numbers that count.
"""

from collections.abc import Callable
from Products.PloneSoftwareCenter.tests.archives import wheel_bytes
from Products.PloneSoftwareCenter.tests.archives import zip_bytes
from Products.PloneSoftwareCenter.tests.archives import ZIP_MOMENT

import io
import stat
import struct
import warnings
import zipfile


LOCAL = b"PK\x03\x04"
CENTRAL = b"PK\x01\x02"
END = b"PK\x05\x06"

INFO = "foo-1.0.dist-info"
WHEEL = wheel_bytes("foo", "1.0")


def members(**more: str | bytes) -> dict[str, str | bytes]:
    """The members of a wheel, and others; ``RECORD`` lists nothing."""
    return {
        "foo.py": "x = 1\n",
        f"{INFO}/METADATA": "Metadata-Version: 2.1\nName: foo\nVersion: 1.0\n",
        f"{INFO}/WHEEL": "Wheel-Version: 1.0\n",
        f"{INFO}/RECORD": "",
        **more,
    }


def changed(signature: bytes, offset: int, code: str, value: object, data: bytes = WHEEL) -> bytes:
    """A wheel with a number changed in the first record of a kind.

    :param offset: from the beginning of the record.
    :param code: of ``struct``.
    """
    content = bytearray(data)
    struct.pack_into(f"<{code}", content, content.index(signature) + offset, value)
    return bytes(content)


def flagged(flag: int, data: bytes = WHEEL) -> bytes:
    """A wheel whose members have a flag set, in both places."""
    content = bytearray(data)
    for signature, offset in ((LOCAL, 6), (CENTRAL, 8)):
        start = content.find(signature)
        while start >= 0:
            content[start + offset] |= flag & 0xFF
            content[start + offset + 1] |= flag >> 8
            start = content.find(signature, start + 1)
    return bytes(content)


def moved(insert: bytes, data: bytes = WHEEL, *, before: bytes = CENTRAL) -> bytes:
    """A wheel with bytes before its central directory; its end knows where that went to."""
    start = data.index(before)
    content = bytearray(data[:start] + insert + data[start:])
    end = content.rindex(END)
    (offset,) = struct.unpack_from("<L", content, end + 16)
    struct.pack_into("<L", content, end + 16, offset + len(insert))
    return bytes(content)


def commented() -> bytes:
    """A wheel with a comment at its end."""
    target = io.BytesIO(WHEEL)
    with zipfile.ZipFile(target, "a") as archive:
        archive.comment = b"PK"
    return target.getvalue()


def built(write: Callable[[zipfile.ZipFile], None]) -> bytes:
    """A wheel with what ``write`` puts in besides."""
    target = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for path, content in members().items():
                archive.writestr(zipfile.ZipInfo(path, ZIP_MOMENT), content)
            write(archive)
    return target.getvalue()


def with_member(content: str | bytes, *, path: str = "x", **attributes: object) -> bytes:
    """A wheel with a member that has these attributes of ``ZipInfo``."""

    def write(archive: zipfile.ZipFile) -> None:
        info = zipfile.ZipInfo(path, ZIP_MOMENT)
        for name, value in attributes.items():
            setattr(info, name, value)
        archive.writestr(info, content)

    return built(write)


def renamed(old: bytes, new: bytes, *, data: bytes | None = None, count: int = -1) -> bytes:
    """A wheel in which one name stands in place of another of the same length."""
    assert len(old) == len(new)
    return (data or with_member("", path=old.decode())).replace(old, new, count)


def overlapping() -> bytes:
    """Two members that share their data (the trick of the quines and of the densest bombs)."""
    data = built(lambda archive: [archive.writestr(name, b"x" * 99) for name in ("aaaa", "bbbb")])
    content = bytearray(data)
    places = []
    start = content.find(CENTRAL)
    while start >= 0:
        places.append(start)
        start = content.find(CENTRAL, start + 1)
    first, second = places[-2:]
    content[second + 42 : second + 46] = content[first + 42 : first + 46]
    return bytes(content)


def streamed() -> bytes:
    """A wheel as a writer makes it that can't go back: sizes stand behind the data."""

    class Pipe(io.RawIOBase):
        def __init__(self) -> None:
            self.data = bytearray()

        def writable(self) -> bool:
            return True

        def write(self, data: bytes) -> int:  # type: ignore[override]
            self.data += data
            return len(data)

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in members().items():
            archive.writestr(path, content)
    return bytes(pipe.data)


def twice(path: str = "foo.py") -> bytes:
    """A wheel that has a name twice."""
    return built(lambda archive: archive.writestr(path, "x = 2\n"))


def bomb(size: int = 80 * 2**20) -> bytes:
    """A wheel that unpacks to a thousand times of its size."""
    return zip_bytes(members(bomb=bytes(size)))


def as_tar() -> bytes:
    """A zip whose first block is a tar's, too: a name in it holds a tar's header."""
    header = bytearray(512)
    name = b"x" * 482
    struct.pack_into("<4s5H3L2H", header, 0, LOCAL, 20, 0, 0, 0, 0x5C23, 0, 0, 0, len(name), 0)
    header[30:512] = name
    for start, end in ((100, 108), (108, 116), (116, 124), (124, 136), (136, 148), (329, 345)):
        header[start:end] = b"0" * (end - start)
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    raw = bytes(header[30:512])
    directory = struct.pack(
        "<4s6H3L5H2L", CENTRAL, 20, 20, 0, 0, 0, 0x5C23, 0, 0, 0, len(raw), 0, 0, 0, 0, 0, 0
    )
    directory += raw
    end = struct.pack("<4s4H2LH", END, 0, 0, 1, 1, len(directory), 512, 0)
    return bytes(header) + directory + end


SYMLINK = {"create_system": 3, "external_attr": (stat.S_IFLNK | 0o777) << 16}
DEVICE = {"create_system": 3, "external_attr": (stat.S_IFCHR | 0o666) << 16}
FIFO = {"create_system": 3, "external_attr": (stat.S_IFIFO | 0o666) << 16}

#: What each one is, its bytes (made when asked for), and words of the refusal.
EVIL_WHEELS: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "File is not a zipfile"),
    "only an end": (lambda: zip_bytes({}), "not from its first byte on"),
    "program before": (lambda: b"MZ" + WHEEL, "Mismatched central directory offset"),
    "program before, offsets right": (
        lambda: moved(b"", b"#!/bin/sh\n" + WHEEL),
        "Mismatched central directory offset",
    ),
    "comment": (commented, "Comment at its end"),
    "comment of a member": (lambda: with_member("", comment=b"x"), "Comment in central directory"),
    "trailing data": (lambda: WHEEL + b"\0", "Trailing data"),
    "two zips": (lambda: WHEEL + WHEEL, "Mismatched central directory offset"),
    "data descriptors": (streamed, "ZIP contains a data descriptor"),
    "descriptor flag": (lambda: flagged(0x08), "ZIP contains a data descriptor"),
    "encrypted": (lambda: flagged(0x01), "A member is encrypted"),
    "strongly encrypted": (lambda: flagged(0x40), "A member is encrypted"),
    "patched": (lambda: flagged(0x20), "encrypted, or patched"),
    "newer than anybody reads": (lambda: changed(CENTRAL, 6, "H", 212), "nobody reads"),
    "name twice": (twice, "Duplicate filename in central directory"),
    "name only before its data": (
        lambda: changed(LOCAL, 30, "6s", b"bar.py", zip_bytes(members())),
        "Filename not in central directory",
    ),
    "name only in the directory": (
        lambda: changed(CENTRAL, 46, "6s", b"bar.py", zip_bytes(members())),
        "Filename not in central directory",
    ),
    "member without entry": (
        lambda: moved(zip_bytes({"bar.py": "x"}).partition(CENTRAL)[0]),
        "Missing filename in central directory",
    ),
    "gap before the directory": (lambda: moved(bytes(9)), "Missing filename in central directory"),
    "overlap": (overlapping, "members that overlap"),
    "size before the data": (lambda: changed(LOCAL, 22, "L", 1), "Mis-matched data size"),
    "packed size before the data": (lambda: changed(LOCAL, 18, "L", 1), "Mis-matched data size"),
    "checksum before the data": (lambda: changed(LOCAL, 14, "L", 1), "Mis-matched local headers"),
    "method before the data": (lambda: changed(LOCAL, 8, "H", 0), "Mis-matched local headers"),
    "local offset": (lambda: changed(CENTRAL, 42, "L", 7), "members that overlap"),
    "far offset": (lambda: changed(CENTRAL, 42, "L", 2**31), "members that overlap"),
    "stored with two sizes": (
        lambda: changed(CENTRAL, 24, "L", 1, zip_bytes(members(), method=zipfile.ZIP_STORED)),
        "Mis-matched data size",
    ),
    "other method": (
        lambda: zip_bytes(members(), method=zipfile.ZIP_LZMA),
        "supported compression type",
    ),
    "bz2": (
        lambda: zip_bytes(members(), method=zipfile.ZIP_BZIP2),
        "supported compression type",
    ),
    "disk of a member": (lambda: changed(CENTRAL, 34, "H", 1), "Several disks"),
    "disk at the end": (lambda: changed(END, 4, "H", 1), "Several disks"),
    "records on this disk": (lambda: changed(END, 8, "H", 1), "Several disks"),
    "records": (
        lambda: changed(END, 8, "2s", b"\1\0", changed(END, 10, "H", 1)),
        "Mismatched central directory records",
    ),
    "directory offset": (lambda: changed(END, 16, "L", 0), "Mismatched central directory offset"),
    "directory size": (lambda: changed(END, 12, "L", 7), "Mismatched central directory offset"),
    "not in UTF-8": (lambda: renamed(b"abcd.py", b"ab\xff\xfe.py"), "Filename not valid UTF-8"),
    "UTF-8 without its mark": (
        lambda: renamed(b"abcd.py", "ab\xe9.py".encode()),
        "not marked as UTF-8",
    ),
    "NUL in a name": (lambda: renamed(b"abcd.py", b"ab\0d.py"), "Invalid character in filename"),
    "line end in a name": (
        lambda: renamed(b"abcd.py", b"ab\nd.py"),
        "Invalid character in filename",
    ),
    "absolute": (lambda: renamed(b"abcd.py", b"/bcd.py"), "has an absolute path"),
    "upwards": (lambda: with_member("", path="a/../../b"), "has '..' in its path"),
    "Windows drive": (lambda: with_member("", path="C:/x.py"), "has an absolute path"),
    "Windows root": (lambda: renamed(b"abcd.py", b"\\bcd.py"), "has an absolute path"),
    "Windows upwards": (lambda: renamed(b"ab/cd.py", b"..\\cd.py"), "has '..' in its path"),
    "link out": (lambda: with_member("../../etc/passwd", **SYMLINK), "leads out of the archive"),
    "absolute link": (lambda: with_member("/etc/passwd", **SYMLINK), "leads out of the archive"),
    "device": (lambda: with_member("", **DEVICE), "neither file nor folder"),
    "pipe": (lambda: with_member("", **FIFO), "neither file nor folder"),
    "zip64 extra twice": (
        lambda: with_member("", extra=struct.pack("<HHQ", 1, 8, 0) * 2),
        "Invalid duplicate extra",
    ),
    "two names": (
        lambda: with_member("", extra=struct.pack("<HHBL", 0x7075, 9, 1, 0) + b"evil"),
        "Two names for one member",
    ),
    "extra that was cut": (
        lambda: with_member("", extra=struct.pack("<HH", 0x5455, 40)),
        "Malformed extra field",
    ),
    "bomb": (bomb, "File exceeds compression ratio of 50"),
    "zip and tar": (as_tar, "both a zip and a tar file"),
    "huge directory": (
        lambda: zip_bytes(members(**{f"{number}" + "x" * 60_000: "" for number in range(200)})),
        "table of contents is larger",
    ),
}
