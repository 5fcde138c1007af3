"""The files that are to be sent: found, read once, and watched while they are sent."""

from __future__ import annotations

from collections.abc import Sequence
from collective.dist.errors import BadArchive
from collective.dist.errors import FileChanged
from collective.dist.errors import Stopped
from dataclasses import dataclass
from dataclasses import field
from packaging.utils import canonicalize_name
from pathlib import Path
from typing import Callable
from typing import Union

import glob
import hashlib


#: a field of a form: text, or a file name and its bytes
Value = Union[str, tuple[str, bytes]]
BLOCK = 64 * 1024


@dataclass(frozen=True)
class Archive:
    """A distribution file, as it was when it was read.

    :param name: of the project, as its author writes it
    :param size: in bytes
    :param fields: of the form, in order, without ``:action`` and ``content``
    """

    path: Path
    name: str
    version: str
    size: int
    sha256: str
    fields: list[tuple[str, Value]] = field(repr=False)

    @property
    def filename(self) -> str:
        return self.path.name

    @property
    def normalized_name(self) -> str:
        return str(canonicalize_name(self.name))


def find_files(words: Sequence[str]) -> tuple[list[Path], list[Path]]:
    """Return the archives and the signatures (.asc) that these paths and patterns name.

    :raises BadArchive: when a pattern matches nothing
    """
    by_place: dict[Path, Path] = {}
    for word in words:
        matches = [word] if Path(word).exists() else sorted(glob.glob(word))
        if not matches:
            raise BadArchive(f"There is no file {word}.")
        by_place.update({Path(match).resolve(): Path(match) for match in matches})
    found = list(by_place.values())
    signatures = [path for path in found if path.suffix == ".asc"]
    archives = [path for path in found if path not in signatures and path.suffix != ".attestation"]
    names = [path.name for path in archives]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        raise BadArchive(f"There are two files {twice}.")
    return archives, signatures


def digest_of(path: Path, algorithm: str) -> str:
    """The digest of a file, hex, lower case."""
    digest = hashlib.new(algorithm, usedforsecurity=False)
    with path.open("rb") as opened:
        for block in iter(lambda: opened.read(BLOCK), b""):
            digest.update(block)
    return digest.hexdigest()


class WatchedFile:
    """An archive that is being sent; its last bytes go out only if all were what they were.

    It looks like a stream to the encoder of the form: ``len`` is what is left.

    :param told: called with the number of bytes of each block
    :param stopped: whether somebody has interrupted
    """

    def __init__(
        self, archive: Archive, told: Callable[[int], None], stopped: Callable[[], bool]
    ) -> None:
        try:
            self.stream = archive.path.open("rb")
        except OSError as error:
            raise FileChanged(f"It can't be read any more: {error.strerror}.") from error
        self.archive = archive
        self.told = told
        self.stopped = stopped
        self.len = archive.size
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """Return the next block.

        :raises FileChanged: when the file is not what it was
        :raises Stopped: when somebody has interrupted
        """
        if self.stopped():
            raise Stopped("Interrupted while it was being sent.")
        block = self.stream.read(self.len if size < 0 else min(size, self.len))
        self.digest.update(block)
        short = not block and self.len
        self.len -= len(block)
        if short or (not self.len and self.digest.hexdigest() != self.archive.sha256):
            raise FileChanged("The file changed while it was being sent: nothing is stored of it.")
        if not self.len and self.stream.read(1):
            raise FileChanged("The file grew while it was being sent: nothing is stored of it.")
        self.told(len(block))
        return block

    def close(self) -> None:
        self.stream.close()
