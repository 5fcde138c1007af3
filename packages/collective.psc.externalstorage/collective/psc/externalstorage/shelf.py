"""One center's folder in the directory: marked, so that it is not mistaken for an empty one.

::

    <directory>/<id of the center>/mark          says the id once more
                                   incoming/     what is being written
                                   files/ab/     each file is called by its sha256, a dot, and
                                                 digits that make the name unique
"""

from collections.abc import Iterable
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from Products.PloneSoftwareCenter.storage.interfaces import FileDamaged
from Products.PloneSoftwareCenter.storage.interfaces import StorageFull
from Products.PloneSoftwareCenter.storage.interfaces import StorageUnavailable
from Products.PloneSoftwareCenter.storage.together import Found
from typing import BinaryIO

import contextlib
import errno
import hashlib
import os
import re
import secrets
import tempfile
import time


BLOCK = 1 << 20
#: how many files are removed at the same moment
THREADS = 4
KEY = re.compile(r"[0-9a-f]{64}\.[0-9a-f]{16}")
#: how staged files are called
PREFIX = "psc-upload-"
#: seconds after which a staged file is one that a killed process has left behind
LEFT_BEHIND = 24 * 3600
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@lru_cache
def shelf_of(directory: Path, identifier: str) -> "Shelf":
    """Return the ``Shelf`` of a center, which keeps nothing in mind but its paths."""
    return Shelf(directory, identifier)


class Shelf:
    """The folder of one center.

    :param directory: of all centers, an absolute path; it is never made
    :param identifier: of the center
    """

    def __init__(self, directory: Path, identifier: str) -> None:
        self.directory = directory
        self.identifier = identifier
        self.folder = directory / identifier
        self.incoming = self.folder / "incoming"
        self.files = self.folder / "files"
        self.mark = self.folder / "mark"
        #: the folder, by which a transaction knows it
        self.place = str(self.folder)
        #: what the path of a file begins with
        self._beginning = f"{self.files}{os.sep}"

    def is_marked(self) -> bool:
        """Tell whether this is the folder that the center knows.

        :raises StorageUnavailable: when it can't be read
        """
        try:
            return self.mark.read_text(encoding="ascii").strip() == self.identifier
        except (FileNotFoundError, NotADirectoryError):
            return False
        except (OSError, UnicodeDecodeError) as error:
            raise StorageUnavailable(f"{self.mark} can't be read: {error}.") from error

    def require_mark(self) -> None:
        """
        :raises StorageUnavailable: when the mark is not found
        """
        if not self.is_marked():
            raise StorageUnavailable(
                f"{self.directory} is not the directory in which this center's archives lie:"
                f" {self.mark} is missing, or says another id. Is it mounted?"
            )

    def prepare(self) -> None:
        """Make the folder, for a center that has never kept a file here.

        :raises StorageUnavailable: when that can't be done
        """
        if self.is_marked():
            return
        with telling_why(self.directory):
            if not self.directory.is_dir():
                raise StorageUnavailable(f"The directory {self.directory} is not there.")
            for folder in (self.folder, self.incoming, self.files):
                make_folder(folder)
            # Others may do the same at this moment: each writes the whole mark.
            written = self.folder / f"mark.{secrets.token_hex(8)}"
            with written.open("w", encoding="ascii") as stream:
                stream.write(f"{self.identifier}\n")
                stream.flush()
                os.fsync(stream.fileno())
            written.chmod(readable_as(self.folder))
            written.replace(self.mark)
            sync_folder(self.folder)

    def check(self) -> None:
        """
        :raises StorageUnavailable: when nothing can be written
        """
        self.require_mark()
        for folder in (self.incoming, self.files):
            if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
                raise StorageUnavailable(f"Files can't be written to {folder}.")

    def receive(self, stream: BinaryIO, size: int, sha256: str) -> str:
        """Copy a stream beside the files, on the disk for good; return the copy's path.

        :raises FileDamaged: when it has another size or another digest
        :raises StorageUnavailable: when it can't be written
        :raises StorageFull: when there is no room
        """
        with telling_why(self.incoming):
            handle, copied = tempfile.mkstemp(prefix=PREFIX, dir=self.incoming)
        try:
            with telling_why(self.incoming), os.fdopen(handle, "wb") as target:
                _copy(stream, target, size, sha256)
                os.fchmod(target.fileno(), readable_as(self.folder))
                target.flush()
                os.fsync(target.fileno())
        except BaseException:
            with contextlib.suppress(FileNotFoundError):
                os.remove(copied)
            raise
        return copied

    def put(self, found: Found, key: str, *, is_synced: bool = True) -> None:
        """Have a file in its place; it is there for good after ``sync``.

        :param is_synced: whether that is so of a folder that is made for it, too
        :raises StorageUnavailable: when that can't be done
        """
        place = self.path(key)
        with telling_why(self.files):
            try:
                found.put(place)
            except FileNotFoundError:
                make_folder(self.files / key[:2], is_synced=is_synced)
                found.put(place)

    def sync(self, keys: Iterable[str]) -> None:
        """Have on the disk that files are in their places.

        :raises StorageUnavailable: when that can't be done
        """
        with telling_why(self.files):
            for beginning in {key[:2] for key in keys}:
                sync_folder(self.files / beginning)

    def take_back(self, key: str, found: Found) -> None:
        """Undo ``put``."""
        found.take_back(self.path(key))

    def path(self, key: str) -> str:
        """Return where the file is, or would be."""
        return f"{self._beginning}{key[:2]}{os.sep}{key}"

    def remove_all(self, keys: list[str]) -> None:
        """Remove files, where they are there; some at the same moment, since disks take their time.

        :raises OSError: when some could not be removed, and the others are
        """
        with ThreadPoolExecutor(min(len(keys), THREADS)) as pool:
            removing = [
                pool.submit(self._remove_some, keys[first::THREADS]) for first in range(THREADS)
            ]
        for removed in removing:
            removed.result()

    def _remove_some(self, keys: list[str]) -> None:
        failed = None
        for key in keys:
            try:
                os.unlink(self.path(key))
            except FileNotFoundError:
                continue
            except OSError as error:
                failed = error
        if failed is not None:
            raise failed

    def keys(self, seconds: float = 0) -> Iterator[str]:
        """Yield the key of each file that has been there for so many seconds, sorted."""
        self.require_mark()
        youngest = time.time() - seconds
        for folder in sorted(self.files.iterdir()):
            for path in sorted(folder.iterdir()):
                with contextlib.suppress(FileNotFoundError):
                    # the time of the renaming, not of the writing
                    if KEY.fullmatch(path.name) and path.stat().st_ctime <= youngest:
                        yield path.name

    def sweep(self) -> None:
        """Remove what killed processes left; others may be writing what is young."""
        oldest = time.time() - LEFT_BEHIND
        with telling_why(self.incoming):
            for entry in os.scandir(self.incoming):
                with contextlib.suppress(FileNotFoundError):
                    # the time of its name: what it names may be old
                    if entry.name.startswith(PREFIX) and entry.stat().st_ctime < oldest:
                        os.remove(entry.path)


def _copy(stream: BinaryIO, target: BinaryIO, size: int, sha256: str) -> None:
    digest, written = hashlib.sha256(), 0
    while block := stream.read(BLOCK):
        written += len(block)
        digest.update(block)
        target.write(block)
    if written != size:
        raise FileDamaged(sha256, f"{written} bytes instead of {size}")
    if digest.hexdigest() != sha256:
        raise FileDamaged(sha256, f"its sha256 is {digest.hexdigest()}, not {sha256}")


@contextlib.contextmanager
def telling_why(folder: Path) -> Iterator[None]:
    """Say in the words of the contract what the system refuses."""
    try:
        yield
    except OSError as error:
        if error.errno in NO_ROOM:
            raise StorageFull(f"There is no room for more in {folder}.") from error
        raise StorageUnavailable(
            f"Files can't be written to {folder}: {error.strerror}."
        ) from error


def make_folder(folder: Path, *, is_synced: bool = True) -> None:
    """Make a folder that whoever reads the folder above may read, and have it on the disk."""
    try:
        folder.mkdir()
    except FileExistsError:
        return
    folder.chmod(folder.parent.stat().st_mode & 0o777)
    if is_synced:
        sync_folder(folder.parent)


def readable_as(folder: Path) -> int:
    """Return the mode of a file that whoever reads the folder may read."""
    return 0o600 | (folder.stat().st_mode & 0o044)


def sync_folder(folder: Path) -> None:
    """Have the names in a folder on the disk."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
