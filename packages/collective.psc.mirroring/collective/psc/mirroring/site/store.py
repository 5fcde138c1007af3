"""The folder ``store`` of a tree: archives of which there is no other copy.

::

    <path>/store/mark          says whose archives these are
                 incoming/     what is being written
                 ab/           each file is called by its sha256, a dot, and digits that make
                               the name unique

Nobody but the user that runs Plone may enter it; what everybody may see has a link in ``www``.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from collective.psc.mirroring.tree import Tree
from contextlib import contextmanager
from contextlib import suppress
from pathlib import Path
from Products.PloneSoftwareCenter.storage.interfaces import FileDamaged
from Products.PloneSoftwareCenter.storage.interfaces import StorageFull
from Products.PloneSoftwareCenter.storage.interfaces import StorageUnavailable
from Products.PloneSoftwareCenter.storage.together import Found
from typing import BinaryIO

import errno
import hashlib
import os
import re
import secrets
import tempfile
import time


BLOCK = 1 << 20
KEY = re.compile(r"[0-9a-f]{64}\.[0-9a-f]{16}")
#: a link to it in ``www`` has the same rights
READABLE, CLOSED = 0o644, 0o700
PREFIX = "psc-upload-"
#: seconds after which a staged file is one that a killed process has left behind
LEFT_BEHIND = 24 * 3600
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class Store:
    """The archives of one center.

    :param tree: that was claimed for the center
    :param owner: by which the store is marked as the center's
    """

    def __init__(self, tree: Tree, owner: str) -> None:
        self.tree = tree
        self.folder = tree.store
        self.owner = owner
        self.incoming = self.folder / "incoming"
        self.mark = self.folder / "mark"

    def is_marked(self) -> bool:
        """Say whether this is the store that the center knows.

        :raises StorageUnavailable: when it can't be read
        """
        try:
            return self.mark.read_text("utf-8").strip() == self.owner
        except (FileNotFoundError, NotADirectoryError):
            return False
        except (OSError, UnicodeError) as error:
            raise StorageUnavailable(f"{self.mark} can't be read: {error}.") from error

    def require_mark(self) -> None:
        """
        :raises StorageUnavailable: when this is not the store that the center knows
        """
        if not self.is_marked():
            raise StorageUnavailable(
                f"{self.folder} is not where this center's archives lie: its mark is missing,"
                " or names another center. Is the disk mounted?"
            )

    def make(self) -> None:
        """Have the folder, for a center that has never kept a file here.

        :raises StorageUnavailable: when that can't be
        """
        if self.is_marked():
            return
        with telling_why(self.folder):
            for folder in (self.folder, self.incoming):
                folder.mkdir(exist_ok=True)
                folder.chmod(CLOSED)
            # others may do the same at this moment: each writes the whole mark
            beside = self.folder / f"mark.{secrets.token_hex(8)}"
            with beside.open("w", encoding="utf-8") as stream:
                stream.write(f"{self.owner}\n")
                stream.flush()
                os.fsync(stream.fileno())
            beside.replace(self.mark)
            sync_folder(self.folder)
            sync_folder(self.folder.parent)

    def check(self) -> None:
        """
        :raises StorageUnavailable: when nothing can be kept
        """
        self.require_mark()
        for folder in (self.folder, self.incoming):
            if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
                raise StorageUnavailable(f"Files can't be written to {folder}.")

    def receive(self, stream: BinaryIO, size: int, sha256: str) -> Path:
        """Copy a stream beside the files, on the disk for good; return the copy's path.

        :raises FileDamaged: when it has another size or another digest
        :raises StorageUnavailable: when it can't be written
        :raises StorageFull: when there is no room
        """
        self.require_mark()
        self.sweep()
        with telling_why(self.incoming):
            handle, name = tempfile.mkstemp(prefix=PREFIX, dir=self.incoming)
        copied = Path(name)
        try:
            with telling_why(self.incoming), os.fdopen(handle, "wb") as target:
                _copy(stream, target, size, sha256)
                os.fchmod(target.fileno(), READABLE)
                target.flush()
                os.fsync(target.fileno())
        except BaseException:
            copied.unlink(missing_ok=True)
            raise
        return copied

    def put(self, found: Found, key: str, *, is_synced: bool = True) -> None:
        """Have a file in its place; it is there for good after ``sync``.

        :param is_synced: whether that is so of a folder that is made for it, too
        :raises StorageUnavailable: when that can't be done
        """
        self.require_mark()
        place = self.path(key)
        with telling_why(self.folder):
            with suppress(FileExistsError):
                place.parent.mkdir(mode=CLOSED)
                if is_synced:
                    sync_folder(self.folder)
            found.put(str(place))

    def sync(self, keys: Iterable[str]) -> None:
        """Have on the disk that files are in their places.

        :raises StorageUnavailable: when that can't be done
        """
        with telling_why(self.folder):
            for folder in {self.path(key).parent for key in keys}:
                sync_folder(folder)

    def take_back(self, key: str, found: Found) -> None:
        """Undo ``put``."""
        found.take_back(str(self.path(key)))

    def path(self, key: str) -> Path:
        """Return where a file is, or would be."""
        return self.folder / key[:2] / key

    def remove(self, key: str) -> None:
        """Remove a file, if it is there."""
        self.path(key).unlink(missing_ok=True)

    def keys(self, seconds: float = 0) -> Iterator[str]:
        """Yield the key of each file that has been there for so many seconds, in order."""
        self.require_mark()
        youngest = time.time() - seconds
        for folder in sorted(self.folder.glob("[0-9a-f][0-9a-f]")):
            for path in sorted(folder.iterdir()):
                with suppress(FileNotFoundError):
                    # the time of the renaming, not of the writing
                    if KEY.fullmatch(path.name) and path.stat().st_ctime <= youngest:
                        yield path.name

    def sweep(self) -> None:
        """Remove what killed processes left; others may be writing what is young.

        :raises StorageUnavailable: when that can't be done
        """
        oldest = time.time() - LEFT_BEHIND
        with telling_why(self.incoming):
            for entry in os.scandir(self.incoming):
                with suppress(FileNotFoundError):
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


@contextmanager
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


def sync_folder(folder: Path) -> None:
    """Have the names in a folder on the disk."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
