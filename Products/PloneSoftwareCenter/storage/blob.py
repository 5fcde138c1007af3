"""The default strategy: ZODB blobs, right on FileStorage, ZEO and RelStorage alike."""

from BTrees.OOBTree import OOBTree
from functools import partial
from Products.PloneSoftwareCenter.content.center import IPloneSoftwareCenter
from Products.PloneSoftwareCenter.i18n import _
from Products.PloneSoftwareCenter.storage.interfaces import FileDamaged
from Products.PloneSoftwareCenter.storage.interfaces import FileMissing
from Products.PloneSoftwareCenter.storage.interfaces import IPSCFileStorage
from Products.PloneSoftwareCenter.storage.interfaces import IStagedFile
from Products.PloneSoftwareCenter.storage.interfaces import StorageUnavailable
from Products.PloneSoftwareCenter.storage.strategy import StorageStrategy
from Products.PloneSoftwareCenter.storage.together import can_sync
from Products.PloneSoftwareCenter.storage.together import Found
from Products.PloneSoftwareCenter.storage.together import Together
from ZODB.blob import Blob
from ZODB.interfaces import BlobError
from ZODB.POSException import POSKeyError
from zope.component import adapter
from zope.interface import implementer

import contextlib
import itertools
import os
import secrets
import shutil
import tempfile
import time


BLOCK = 1 << 20
#: under which a transaction keeps the paths of files that its blobs have taken over
KEY = "Products.PloneSoftwareCenter.storage.blob"
#: how staged files are called
PREFIX = "psc-upload-"
#: seconds after which a staged file is one that a killed process has left behind
LEFT_BEHIND = 24 * 3600


@implementer(IStagedFile)
class StagedBlob:
    """A file on the file system of the blobs.

    It is linked, not moved, into the blob of each attempt: a blob whose
    transaction aborted takes its file along.

    :param found: a ``Found``
    """

    def __init__(self, storage, found):
        self.storage = storage
        self.found = found

    def keep(self):
        link = self.storage.new_path()
        try:
            os.link(self.found.path, link)
        except FileNotFoundError:
            raise
        except OSError:
            # a file system without hard links
            shutil.copyfile(self.found.path, link)
        return self.storage.add(link)

    def close(self):
        self.found.drop()


@implementer(IPSCFileStorage)
@adapter(IPloneSoftwareCenter)
class BlobStorage(StorageStrategy):
    """Named adapter ``blob`` of a center."""

    title = _("title_storage_blob", default="Database")
    description = _(
        "help_storage_blob",
        default="Archives are blobs of the site's own database: one thing to back up.",
    )

    #: of the center: a BTree of key -> Blob
    attribute = "_psc_blobs"

    def __init__(self, center):
        super().__init__(center)
        self._beginning = secrets.token_hex(10)
        self._counter = itertools.count()

    @property
    def _blobs(self):
        blobs = getattr(self.center, self.attribute, None)
        return {} if blobs is None else blobs

    def _blob(self, key):
        try:
            return self._blobs[key]
        except KeyError:
            raise FileMissing(key) from None

    def _committed(self, key):
        """Return the path of a blob's file, of this transaction's if it made one."""
        blob = self._blob(key)
        try:
            blob._p_activate()
            return blob.committed()
        except POSKeyError as error:
            raise FileMissing(key) from error
        except BlobError:
            # of a transaction that has not ended
            with self.open(key) as stream:
                return stream.name

    @property
    def _directory(self):
        return self.center._p_jar.db().storage.temporaryDirectory()

    def stage(self, stream, *, size, sha256):
        return self.stager()(stream, size=size, sha256=sha256)

    def stager(self):
        directory = self._directory
        _sweep(directory)
        return partial(self._stage_in, directory)

    def _stage_in(self, directory, stream, *, size, sha256):
        handle, path = tempfile.mkstemp(prefix=PREFIX, suffix=".tmp", dir=directory)
        try:
            with os.fdopen(handle, "wb") as target:
                shutil.copyfileobj(stream, target, BLOCK)
                written = target.tell()
                # The commit makes the database durable, and nobody else the blob.
                target.flush()
                os.fsync(target.fileno())
            if written != size:
                raise FileDamaged(path, f"{written} bytes instead of {size}")
        except BaseException:
            os.remove(path)
            raise
        return StagedBlob(self, Found(path, is_ours=True))

    def together(self):
        directory = self._directory
        if not can_sync(directory):
            return None
        _sweep(directory)
        return Together(self, directory, PREFIX)

    def staged_at(self, found, sha256):
        return StagedBlob(self, found)

    def new_path(self):
        """Return a path for a staged file, of a name that is not used."""
        return os.path.join(self._directory, f"{PREFIX}{self._beginning}{next(self._counter):x}")

    def add(self, path):
        """Make a blob that takes the file at ``path`` over; return its key.

        The file is beside the other blobs already, on their file system, where committing it is a
        rename; ``Blob.consumeFile`` makes and removes a file for it first.
        """
        if getattr(self.center, self.attribute, None) is None:
            setattr(self.center, self.attribute, OOBTree())
        blob = Blob()
        jar = self.center._p_jar
        jar.add(blob)
        blob._p_blob_uncommitted = path
        _remove_in_the_end(jar.transaction_manager.get(), path)
        blob._p_changed = True
        # Keys that are made one after the other lie in one part of the tree, which is written once.
        key = f"{self._beginning}{next(self._counter):012x}"
        getattr(self.center, self.attribute)[key] = blob
        return key

    def open(self, key):
        try:
            return self._blob(key).open("r")
        except POSKeyError as error:
            # The database knows the blob, and its file is gone.
            raise FileMissing(key) from error

    def delete(self, key):
        self._blob(key)
        del self._blobs[key]

    def size(self, key):
        return os.path.getsize(self._committed(key))

    def path(self, key):
        return self._committed(key)

    def keys(self, *, seconds=0):
        return iter(list(self._blobs))

    def check(self):
        directory = self._directory
        if not (os.path.isdir(directory) and os.access(directory, os.W_OK | os.X_OK)):
            raise StorageUnavailable(f"Files can't be written to {directory}.")


def _remove_in_the_end(current, path):
    """Have a file removed when a transaction ends, unless its commit has given it another name.

    Nothing may be done when the blob itself goes: Python then calls who refers to it weakly, and
    the connection finds it still. Another thread that opens the connection while a file is
    removed would be given an object whose memory is freed next.
    """
    try:
        paths = current.data(KEY)
    except KeyError:
        paths = []
        current.set_data(KEY, paths)
        current.addAfterCommitHook(_remove_all, (paths,))
        current.addAfterAbortHook(_remove_all, (False, paths))
    paths.append(path)


def _remove_all(_is_committed, paths):
    for path in paths:
        _remove(path)


def _remove(path):
    with contextlib.suppress(FileNotFoundError):
        os.remove(path)


def _sweep(directory):
    """Remove what processes have left behind that were killed while a file was staged.

    Others may stage theirs here at this moment, so what is young is left alone.
    """
    oldest = time.time() - LEFT_BEHIND
    for entry in os.scandir(directory):
        if entry.name.startswith(PREFIX):
            with contextlib.suppress(FileNotFoundError):
                # The time of its name: what it names may be old.
                if entry.stat().st_ctime < oldest:
                    os.remove(entry.path)
