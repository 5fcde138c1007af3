"""Digests of a distribution file: computed in one pass, compared with what was declared."""

from base64 import urlsafe_b64decode
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from Products.PloneSoftwareCenter.pypi.errors import DigestMismatch
from Products.PloneSoftwareCenter.pypi.errors import InvalidUpload
from Products.PloneSoftwareCenter.pypi.errors_storage import FileTooLarge
from typing import BinaryIO

import binascii
import hashlib
import hmac
import re


#: The fields of the upload form that declare a digest.
FIELDS = ("md5_digest", "sha256_digest", "blake2_256_digest")

_HEX = re.compile(r"[0-9a-f]+", re.ASCII)
_TITLES = {"md5_digest": "MD5", "sha256_digest": "SHA256", "blake2_256_digest": "BLAKE2"}


@dataclass(frozen=True)
class Digests:
    """Digests of one file, in hex and lower case, and its size."""

    md5: str
    sha256: str
    #: BLAKE2b of 32 bytes, which the form's ``blake2_256_digest`` means.
    blake2b_256: str
    #: BLAKE2b of 64 bytes, which distutils of Python 3.9 to 3.11 sends in that field.
    blake2b_512: str
    #: In bytes.
    size: int

    def as_dict(self) -> dict[str, str]:
        """What is worth keeping with a file: ``md5``, ``sha256`` and ``blake2b_256``."""
        return {"md5": self.md5, "sha256": self.sha256, "blake2b_256": self.blake2b_256}


def compute_digests(
    stream: BinaryIO,
    *,
    copy_to: BinaryIO | None = None,
    limit: int | None = None,
    block: int = 1 << 20,
) -> Digests:
    """Read a stream to its end, once, a block at a time.

    :param stream: open for reading; read from where it stands, and left at its end.
    :param copy_to: gets every byte that is read.
    :param limit: the largest size in bytes.
    :param block: how many bytes are held at a time.
    :raises FileTooLarge: as soon as there is more than ``limit``.
    """
    md5 = hashlib.md5(usedforsecurity=False)
    sha256 = hashlib.sha256()
    blake2b_256 = hashlib.blake2b(digest_size=32)
    blake2b_512 = hashlib.blake2b(digest_size=64)
    size = 0
    while data := stream.read(block):
        size += len(data)
        if limit is not None and size > limit:
            raise FileTooLarge(limit)
        for digest in (md5, sha256, blake2b_256, blake2b_512):
            digest.update(data)
        if copy_to is not None:
            copy_to.write(data)
    return Digests(
        md5=md5.hexdigest(),
        sha256=sha256.hexdigest(),
        blake2b_256=blake2b_256.hexdigest(),
        blake2b_512=blake2b_512.hexdigest(),
        size=size,
    )


def compare_digests(declared: Mapping[str, str], computed: Digests) -> None:
    """Compare every digest that was declared; no field, an empty one or UNKNOWN is none.

    :param declared: by the names of the form's fields; other keys are not looked at.
    :raises InvalidUpload: when a value is no digest of its kind.
    :raises DigestMismatch: when one differs, whatever the others say.
    """
    for algorithm, value in list(_read_declared(declared)):
        if not hmac.compare_digest(value, getattr(computed, algorithm)):
            raise DigestMismatch(algorithm)


def _read_declared(declared: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Pairs of a field of :class:`Digests` and the value declared for it, in hex, lower case."""
    for field in FIELDS:
        value = declared.get(field, "").strip()
        if value and value != "UNKNOWN":
            yield _read_digest(field, value)


def _read_digest(field: str, value: str) -> tuple[str, str]:
    digits = value.lower()
    is_hex = _HEX.fullmatch(digits) is not None
    if field == "md5_digest":
        if is_hex and len(digits) == 32:
            return "md5", digits
        if decoded := _md5_from_base64(value):
            return "md5", decoded
    elif field == "sha256_digest":
        if is_hex and len(digits) == 64:
            return "sha256", digits
    elif is_hex and len(digits) == 64:
        return "blake2b_256", digits
    elif is_hex and len(digits) == 128:
        return "blake2b_512", digits
    raise InvalidUpload(f"Use a valid, hex-encoded, {_TITLES[field]} message digest.")


def _md5_from_base64(value: str) -> str | None:
    """The hex of an MD5 digest in URL-safe base64, as an old description of the form says."""
    value = value.rstrip("=")
    if len(value) != 22 or not value.isascii():
        return None
    try:
        return urlsafe_b64decode(value + "==").hex()
    except binascii.Error:
        return None


def check_declared(
    stream: BinaryIO, declared: Iterable[tuple[str, str]], *, block: int = 1 << 20
) -> None:
    """Read a stream once and compare each digest that somebody else declares of it.

    :param stream: open for reading; read from where it stands, not at all if nothing is declared.
    :param declared: pairs of an algorithm, as hashlib names it, and a digest: hex, lower case.
    :raises DigestMismatch: when one differs, whatever the others say.
    """
    wanted = list(declared)
    hashes = {name: hashlib.new(name, usedforsecurity=False) for name, _digest in wanted}
    while wanted and (data := stream.read(block)):
        for each in hashes.values():
            each.update(data)
    for name, digest in wanted:
        if not hmac.compare_digest(hashes[name].hexdigest(), digest):
            raise DigestMismatch(name)
