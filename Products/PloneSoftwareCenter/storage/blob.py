"""The default strategy: ZODB blobs, right on FileStorage, ZEO and RelStorage alike."""

from BTrees.OOBTree import OOBTree
from Products.PloneSoftwareCenter.content.center import IPloneSoftwareCenter
from Products.PloneSoftwareCenter.i18n import _
from Products.PloneSoftwareCenter.storage.interfaces import FileDamaged
from Products.PloneSoftwareCenter.storage.interfaces import FileMissing
from Products.PloneSoftwareCenter.storage.interfaces import IPSCFileStorage
from Products.PloneSoftwareCenter.storage.interfaces import IStagedFile
from Products.PloneSoftwareCenter.storage.interfaces import StorageUnavailable
from Products.PloneSoftwareCenter.storage.strategy import StorageStrategy
from Products.PloneSoftwareCenter.storage.together import can_sync
from Products.PloneSoftwareCenter.storage.together import Together
from ZODB.blob import Blob
from ZODB.POSException import POSKeyError
from zope.component import adapter
from zope.interface import implementer

import contextlib
import os
import shutil
import tempfile
import time
import uuid


BLOCK = 1 << 20
#: how staged files are called
PREFIX = "psc-upload-"
#: seconds after which a staged file is one that a killed process has left behind
LEFT_BEHIND = 24 * 3600


@implementer(IStagedFile)
class StagedBlob:
    """A temporary file on the file system of the blobs.

    It is linked, not moved, into the blob of each attempt: a blob whose
    transaction aborted takes its file along.
    """

    def __init__(self, storage, path):
        self.storage = storage
        self.path = path

    def keep(self):
        link = f"{self.path}.{uuid.uuid4().hex}"
        try:
            os.link(self.path, link)
        except OSError:
            # a file system without hard links
            shutil.copyfile(self.path, link)
        try:
            return self.storage.add(link)
        finally:
            with contextlib.suppress(FileNotFoundError):
                os.remove(link)

    def close(self):
        with contextlib.suppress(FileNotFoundError):
            os.remove(self.path)


@implementer(IStagedFile)
class StagedStream:
    """A stream that is copied when it is kept, into a blob that is on the disk some time later."""

    def __init__(self, storage, stream, size):
        self.storage = storage
        self.stream = stream
        self.size = size

    def keep(self):
        self.stream.seek(0)
        key, blob = self.storage.make_blob()
        with blob.open("w") as target:
            shutil.copyfileobj(self.stream, target, BLOCK)
            written = target.tell()
        if written != self.size:
            raise FileDamaged(key, f"{written} bytes instead of {self.size}")
        return key

    def close(self):
        """Leave the stream to whoever opened it."""


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
        with self.open(key) as stream:
            return stream.name

    @property
    def _directory(self):
        return self.center._p_jar.db().storage.temporaryDirectory()

    def stage(self, stream, *, size, sha256):
        directory = self._directory
        _sweep(directory)
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
        return StagedBlob(self, path)

    def together(self):
        directory = self._directory
        return Together(self, directory) if can_sync(directory) else None

    def stage_unsynced(self, stream, *, size, sha256):
        return StagedStream(self, stream, size)

    def add(self, path):
        """Make a blob that takes the file at ``path`` over; return its key."""
        key, blob = self.make_blob()
        blob.consumeFile(path)
        return key

    def make_blob(self):
        """Return the key of a new blob, and the blob, which is to be given its bytes."""
        if getattr(self.center, self.attribute, None) is None:
            setattr(self.center, self.attribute, OOBTree())
        blob = Blob()
        # A blob that knows its connection makes its file beside the other
        # blobs, where taking over and committing are renames.
        self.center._p_jar.add(blob)
        key = uuid.uuid4().hex
        getattr(self.center, self.attribute)[key] = blob
        return key, blob

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


def _sweep(directory):
    """Remove what processes have left behind that were killed while a file was staged.

    Others may stage theirs here at this moment, so what is young is left alone.
    """
    oldest = time.time() - LEFT_BEHIND
    for entry in os.scandir(directory):
        if entry.name.startswith(PREFIX):
            with contextlib.suppress(FileNotFoundError):
                if entry.stat().st_mtime < oldest:
                    os.remove(entry.path)
