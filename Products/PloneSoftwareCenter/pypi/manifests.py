"""Lists of digests that lie beside archives: which files are some, and what a line of one says."""

from collections.abc import Iterator
from dataclasses import dataclass

import re


#: Largest list, in bytes: half a million lines.
MAX_MANIFEST = 64 * 2**20

# By the length of their digests in hex; BLAKE2 lists are written by few, and say no length.
_ALGORITHMS = {32: "md5", 40: "sha1", 56: "sha224", 64: "sha256", 96: "sha384", 128: "sha512"}

_SUMS = re.compile(r"(?:md5|sha-?[0-9]{1,3}|check)sums?(?:\.txt)?", re.IGNORECASE)
_SIDECAR = re.compile(r"(?P<stem>.+)\.(?:md5|sha1|sha224|sha256|sha384|sha512)(?:sum)?")
_HEX = re.compile(r"[0-9a-fA-F]{32,128}", re.ASCII)
# md5sum, sha256sum and the like: two blanks, or a blank and a star before what is read as bytes.
_GNU = re.compile(r"\\?(?P<digest>[0-9a-fA-F]{32,128})(?:  | \*)(?P<path>.+)", re.ASCII)
_BSD = re.compile(
    r"(?P<name>[A-Za-z0-9-]+) ?\((?P<path>.+)\) ?= ?(?P<digest>[0-9a-fA-F]+)", re.ASCII
)
# What this product's mirror and its forerunner wrote; the second form is that of links.
_FRAGMENT = re.compile(
    r"(?P<path>[^#]+)#(?:(?P<name>[a-z0-9]+)=)?(?P<digest>[0-9a-fA-F]{32,128})", re.ASCII
)


@dataclass(frozen=True)
class Declared:
    """A digest that a list declares of a file."""

    #: As the list names the file: relative to where the list lies, with ``/`` between its parts.
    path: str
    #: As hashlib names it.
    algorithm: str
    #: Hex, lower case.
    digest: str


def is_manifest(filename: str) -> bool:
    """Whether a file is a list of digests, by its name alone.

    ``SHA256SUMS``, ``demo-1.0.zip.md5``, and ``index``, the ``path#md5`` list of a mirror.

    :param filename: without a directory.
    """
    return filename == "index" or bool(_SUMS.fullmatch(filename) or _SIDECAR.fullmatch(filename))


def parse_manifest(filename: str, text: str) -> Iterator[Declared]:
    """Yield what each line of a list declares; lines that declare nothing are left out.

    :param filename: of the list; a digest alone in ``demo-1.0.zip.md5`` is of ``demo-1.0.zip``.
    """
    sidecar = _SIDECAR.fullmatch(filename)
    for line in text.splitlines():
        line = line.rstrip()
        if sidecar and _HEX.fullmatch(line):
            found = _declared(sidecar["stem"], None, line)
        else:
            found = _read_line(line)
        if found is not None:
            yield found


def _read_line(line: str) -> Declared | None:
    match = _GNU.fullmatch(line) or _BSD.fullmatch(line) or _FRAGMENT.fullmatch(line)
    if match is None:
        return None
    found = match.groupdict()
    return _declared(found["path"], found.get("name"), found["digest"])


def _declared(path: str, name: str | None, digest: str) -> Declared | None:
    algorithm = _ALGORITHMS.get(len(digest))
    if algorithm is None or (name and name.lower().replace("-", "") != algorithm):
        return None
    return Declared(path.removeprefix("./"), algorithm, digest.lower())
