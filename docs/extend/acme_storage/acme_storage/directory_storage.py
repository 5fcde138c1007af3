"""Archives as files in one directory: a storage strategy to learn from."""

from Products.PloneSoftwareCenter.content.center import IPloneSoftwareCenter
from Products.PloneSoftwareCenter.storage.interfaces import FileDamaged
from Products.PloneSoftwareCenter.storage.interfaces import FileMissing
from Products.PloneSoftwareCenter.storage.interfaces import IPSCFileStorage
from Products.PloneSoftwareCenter.storage.interfaces import IStagedFile
from Products.PloneSoftwareCenter.storage.interfaces import StorageUnavailable
from Products.PloneSoftwareCenter.storage.strategy import StorageStrategy
from zope.component import adapter
from zope.interface import implementer

import os
import pathlib
import shutil
import tempfile
import time
import transaction
import uuid


DIRECTORY = pathlib.Path(os.environ.get("ARCHIVES", "archives"))
PREFIX = "staged-"


@implementer(IStagedFile)
class StagedFile:
    """A temporary file in the directory itself, so that keeping it is a link."""

    def __init__(self, path):
        self.path = path

    def keep(self):
        key = uuid.uuid4().hex
        kept = DIRECTORY / key
        # Nobody knows the key before the transaction is committed.
        os.link(self.path, kept)
        current = transaction.get()
        current.addAfterAbortHook(kept.unlink, (True,))
        current.addAfterCommitHook(lambda committed: committed or kept.unlink(True))
        return key

    def close(self):
        self.path.unlink(missing_ok=True)


@implementer(IPSCFileStorage)
@adapter(IPloneSoftwareCenter)
class DirectoryStorage(StorageStrategy):
    """Named adapter ``directory`` of a center."""

    title = "Directory"
    description = "Archives are files on the server's disk."

    def stage(self, stream, *, size, sha256):
        handle, name = tempfile.mkstemp(prefix=PREFIX, dir=DIRECTORY)
        staged = StagedFile(pathlib.Path(name))
        try:
            with os.fdopen(handle, "wb") as target:
                shutil.copyfileobj(stream, target, 1 << 20)
                written = target.tell()
            if written != size:
                raise FileDamaged(name, f"{written} bytes instead of {size}")
        except BaseException:
            staged.close()
            raise
        return staged

    def keys(self, *, seconds=0):
        oldest = time.time() - seconds
        for entry in os.scandir(DIRECTORY):
            if not entry.name.startswith(PREFIX) and entry.stat().st_mtime <= oldest:
                yield entry.name

    def check(self):
        if not (DIRECTORY.is_dir() and os.access(DIRECTORY, os.W_OK | os.X_OK)):
            raise StorageUnavailable("The directory of archives can't be written.")

    def path(self, key):
        path = DIRECTORY / key
        # A key is a name in this directory, and never a way out of it.
        if pathlib.PurePath(key).name != key or not path.is_file():
            # Is it only this file? Else all of them may be there again tomorrow.
            self.check()
            raise FileMissing(key)
        return str(path)

    def open(self, key):
        return open(self.path(key), "rb")

    def size(self, key):
        return os.path.getsize(self.path(key))

    def delete(self, key):
        path = pathlib.Path(self.path(key))
        transaction.get().addAfterCommitHook(lambda committed: committed and path.unlink(True))
