"""Tar files that no build tool makes: each breaks one rule of ``tars``."""

from collections.abc import Callable
from Products.PloneSoftwareCenter.tests.archives import sdist_bytes
from Products.PloneSoftwareCenter.tests.archives import tar_bytes
from Products.PloneSoftwareCenter.tests.archives import zip_bytes

import bz2
import gzip
import tarfile


PKG_INFO = {"foo-1.0/PKG-INFO": "Metadata-Version: 2.1\nName: foo\nVersion: 1.0\n"}
SDIST = sdist_bytes("foo", "1.0")


def header(path: str, kind: bytes = tarfile.REGTYPE, target: str = "", size: int = 0) -> bytes:
    """The blocks of a member without its data."""
    info = tarfile.TarInfo(path)
    info.type, info.linkname, info.size = kind, target, size
    return info.tobuf(tarfile.GNU_FORMAT)


def with_blocks(blocks: bytes, **more: str | bytes) -> bytes:
    """An sdist that begins with certain blocks."""
    return gzip.compress(blocks + tar_bytes({**PKG_INFO, **more}, compression=""), mtime=0)


def with_size(field: bytes) -> bytes:
    """A header whose size says something that tarfile would not write."""
    content = bytearray(header("foo-1.0/a"))
    content[124:136] = field
    content[148:156] = b" " * 8
    content[148:156] = b"%06o\0 " % sum(content)
    return bytes(content)


def pax(**fields: str) -> bytes:
    """A member with pax headers."""
    info = tarfile.TarInfo("foo-1.0/a")
    info.pax_headers = fields
    return info.tobuf(tarfile.PAX_FORMAT)


def pax_text(text: bytes) -> bytes:
    """A pax header that says what tarfile would not write, and its member."""
    block = header("x", tarfile.XHDTYPE, size=len(text))
    return block + text + bytes(-len(text) % 512) + header("foo-1.0/a")


def hidden_zip() -> bytes:
    """A gzip whose last bytes are, to who looks there, the end of a zip file."""
    data = gzip.compress(tar_bytes(PKG_INFO, compression=""), mtime=0)
    return data + zip_bytes({"x": ""})


def link(path: str, target: str, *, kind: bytes = tarfile.SYMTYPE) -> bytes:
    """An sdist with a link."""
    return with_blocks(header(path, kind, target))


def links(**targets: str) -> bytes:
    """An sdist with symbolic links; ``__`` in a name is a slash."""
    return with_blocks(
        b"".join(
            header(f"foo-1.0/{name.replace('__', '/')}", tarfile.SYMTYPE, target)
            for name, target in targets.items()
        )
    )


HARD = tarfile.LNKTYPE

#: What each one is, its bytes (made when asked for), and words of the refusal.
EVIL_SDISTS: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "File is not compressed"),
    "plain tar": (lambda: tar_bytes(PKG_INFO, compression=""), "File is not compressed"),
    "no tar": (lambda: gzip.compress(b"no tar"), "can be read|not a tarfile"),
    "zip": (lambda: zip_bytes(PKG_INFO), "File is a zipfile"),
    "zip behind": (hidden_zip, "both a zip and a tar file"),
    "bytes behind the gzip": (lambda: SDIST + b"junk", "can be read"),
    "second gzip with another tar": (lambda: SDIST + SDIST, "Trailing data"),
    "tar behind the end": (
        lambda: gzip.compress(tar_bytes(PKG_INFO, compression="") * 2),
        "Trailing data",
    ),
    "cut": (lambda: SDIST[:-9], "can be read"),
    "sparse": (
        lambda: with_blocks(header("foo-1.0/s", tarfile.GNUTYPE_SPARSE)),
        "Sparse members are not allowed",
    ),
    "sparse by pax": (
        lambda: with_blocks(
            pax(**{"GNU.sparse.map": "0,1", "GNU.sparse.size": "1", "GNU.sparse.numblocks": "1"})
        ),
        "Sparse members are not allowed",
    ),
    "absolute": (lambda: with_blocks(header("/etc/passwd")), "has an absolute path"),
    "upwards": (lambda: with_blocks(header("foo-1.0/../../x")), "has '..' in its path"),
    "upwards by pax": (lambda: with_blocks(pax(path="foo-1.0/../../x")), "has '..' in its path"),
    "Windows drive": (lambda: with_blocks(header("C:/x")), "has an absolute path"),
    "Windows upwards": (lambda: with_blocks(header("foo-1.0\\..\\..\\x")), "has '..' in its path"),
    "Windows share": (lambda: with_blocks(header("\\\\host\\x")), "has an absolute path"),
    "line end in a name": (
        lambda: with_blocks(header("foo-1.0/a\nb")),
        "Invalid character in filename",
    ),
    "link out": (lambda: link("foo-1.0/a", "../../x"), "leads out of the archive"),
    "absolute link": (lambda: link("foo-1.0/a", "/etc/passwd"), "leads out of the archive"),
    "link to a drive": (lambda: link("foo-1.0/a", "C:\\x"), "leads out of the archive"),
    "link out and in": (lambda: link("foo-1.0/a", "../../foo-1.0/b"), "leads out of the archive"),
    "link to nothing": (lambda: link("foo-1.0/a", ""), "leads out of the archive"),
    "hard link out": (lambda: link("foo-1.0/a", "../x", kind=HARD), "leads out of the archive"),
    "absolute hard link": (lambda: link("foo-1.0/a", "/x", kind=HARD), "leads out of the archive"),
    "hard link to itself": (lambda: link("foo-1.0/a", "foo-1.0/a", kind=HARD), "no file before it"),
    "hard link to a later file": (
        lambda: link("foo-1.0/a", "foo-1.0/PKG-INFO", kind=HARD),
        "no file before it",
    ),
    "hard link to a folder": (
        lambda: with_blocks(
            header("foo-1.0/b/", tarfile.DIRTYPE) + header("foo-1.0/a", HARD, "foo-1.0/b")
        ),
        "no file before it",
    ),
    "link to itself": (lambda: link("foo-1.0/a", "./a"), "leads to itself"),
    "link behind itself": (lambda: link("foo-1.0/a", "a/b"), "leads to itself"),
    "links to each other": (lambda: links(a="x/b", x__b="../c", c="a"), "leads to itself"),
    "links behind each other": (lambda: links(a="b/x", b="a/y"), "leads to itself"),
    "device": (lambda: with_blocks(header("foo-1.0/a", tarfile.CHRTYPE)), "neither file nor"),
    "disk": (lambda: with_blocks(header("foo-1.0/a", tarfile.BLKTYPE)), "neither file nor"),
    "pipe": (lambda: with_blocks(header("foo-1.0/a", tarfile.FIFOTYPE)), "neither file nor"),
    "unknown kind": (lambda: with_blocks(header("foo-1.0/a", b"V")), "neither file nor"),
    "two top folders": (lambda: tar_bytes({**PKG_INFO, "bar/x": ""}), "number of top-level"),
    "file beside the top folder": (
        lambda: tar_bytes({**PKG_INFO, "setup.py": ""}),
        "number of top-level",
    ),
    "link as top folder": (lambda: link("foo-1.0", "x"), "number of top-level"),
    "link through another link": (
        lambda: link("foo-1.0/a/b", "u/../../x"),
        "leads out of the archive",
    ),
    "member behind a link": (
        lambda: with_blocks(header("foo-1.0/a", tarfile.SYMTYPE, "b") + header("foo-1.0/a/c")),
        "lies behind a link",
    ),
    "member in place of a link": (
        lambda: with_blocks(header("foo-1.0/a", tarfile.SYMTYPE, "b") + header("foo-1.0/a")),
        "replaces one",
    ),
    "PKG-INFO twice": (lambda: with_blocks(header("foo-1.0/PKG-INFO")), "must be in it once"),
    "PKG-INFO twice, by another path": (
        lambda: with_blocks(header("./foo-1.0//PKG-INFO")),
        "must be in it once",
    ),
    "PKG-INFO as a link": (
        lambda: gzip.compress(header("foo-1.0/PKG-INFO", tarfile.SYMTYPE, "x") + bytes(1024)),
        "must be in it once",
    ),
    "no PKG-INFO": (lambda: tar_bytes({"foo-1.0/x": ""}), "PKG-INFO not found at foo-1.0/"),
    "bomb": (
        lambda: tar_bytes({**PKG_INFO, "foo-1.0/zeros": bytes(80 * 2**20)}),
        "far more than its own size",
    ),
    "bomb behind the end": (
        lambda: gzip.compress(tar_bytes(PKG_INFO, compression="") + bytes(80 * 2**20)),
        "far more than its own size",
    ),
    "huge size": (
        lambda: with_blocks(header("foo-1.0/a", size=2**40)),
        "far more than its own size",
    ),
    "negative size": (
        lambda: with_blocks(with_size(b"\xff" + (2**88 - 2**20).to_bytes(11, "big"))),
        "before the end of another one",
    ),
    "header of headers": (
        lambda: with_blocks(pax(comment="x" * 2**21)),
        "absurdly large",
    ),
    "pax header of digits": (
        lambda: with_blocks(pax_text(b"1" * 100_000)),
        "A pax header can't be read",
    ),
    "pax header with far too long a number": (
        lambda: with_blocks(pax_text(b"509 a=" + b"1" * 502 + b"\n")),
        "number in a pax header is far too long",
    ),
    "pax header of short lengths": (
        lambda: with_blocks(pax_text(b"5 aaa" * 20_000 + b"=")),
        "A pax header can't be read",
    ),
    "headers without end": (
        lambda: gzip.compress(header("x", tarfile.XHDTYPE) * 5000),
        "can be read|tarfile",
    ),
}

#: The same for the other compression.
EVIL_BZ2: dict[str, tuple[Callable[[], bytes], str]] = {
    "bomb": (
        lambda: tar_bytes({**PKG_INFO, "foo-1.0/zeros": bytes(80 * 2**20)}, compression="bz2"),
        "far more than its own size",
    ),
    "zip behind": (
        lambda: tar_bytes(PKG_INFO, compression="bz2") + zip_bytes({"x": ""}),
        "both a zip and a tar file",
    ),
    "gzip": (lambda: SDIST, "File is not compressed"),
    "no tar": (lambda: bz2.compress(b"no tar" * 1000), "can be read|not a tarfile"),
}
