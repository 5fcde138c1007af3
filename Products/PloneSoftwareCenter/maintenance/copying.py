"""The bytes of some files, copied to another storage and compared there: nothing counts on it yet.

Threads copy some files while those before them are committed.
"""

from concurrent.futures import Executor
from contextlib import closing
from contextlib import ExitStack
from functools import cache
from functools import partial
from itertools import zip_longest
from Products.PloneSoftwareCenter.maintenance.files import is_recorded
from Products.PloneSoftwareCenter.maintenance.files import newest
from Products.PloneSoftwareCenter.maintenance.files import StoredFile
from Products.PloneSoftwareCenter.storage.interfaces import FileMissing
from Products.PloneSoftwareCenter.storage.interfaces import StorageError
from Products.PloneSoftwareCenter.storage.lookup import storage_named
from typing import Any

import logging
import transaction


logger = logging.getLogger(__name__)

#: how many files are copied at the same moment: where each waits for a server or disk, and where
#: they wait for little but the processor
PARTS, QUICK_PARTS = 8, 2


class MigrationStopped(Exception):
    """Why files could not be moved; those that were moved before stay so."""

    def __init__(self, filename: str, reason: Exception | str) -> None:
        self.filename = filename
        self.reason = reason
        super().__init__(filename, reason)

    def __str__(self) -> str:
        return f"{self.filename}: {self.reason}"


class Telling:
    """A block that stops with the file and the reason where a storage or the system can't go on.

    :ivar filename: which file it is about; it may change from one to the next
    """

    def __init__(self, filename: str) -> None:
        self.filename = filename

    def __enter__(self) -> "Telling":
        return self

    def __exit__(self, _kind: object, error: BaseException | None, _traceback: object) -> None:
        if isinstance(error, StorageError | OSError):
            logger.error("moving %s stopped: %s", self.filename, error)
            raise MigrationStopped(self.filename, error) from error


class Copying:
    """Some files on their way to another storage, which threads go on with; ``close`` it.

    :param target: the storage
    :param batch: not empty
    :param pool: of threads that copy
    :raises MigrationStopped: when the storage can't be used, or a file's bytes are gone
    """

    def __init__(self, center: Any, target: Any, batch: list[StoredFile], pool: Executor) -> None:
        self.center = center
        self.target = target
        self._stack = ExitStack()
        self._together = None
        with ExitStack() as on_error:
            on_error.callback(self._stack.close)
            with Telling(batch[0].filename):
                if hasattr(target, "together"):
                    self._together = target.together()
                if self._together is None:
                    # The threads must not look at the center: its connection is of this one.
                    self._stage = getattr(target, "stager", lambda: target.stage)()
            if self._together is not None:
                self._stack.callback(self._together.close)
            found = list(self._sources(batch))
            count = PARTS if self._together is None else QUICK_PARTS
            parts = [found[first::count] for first in range(count)]
            self._copying = [pool.submit(self._copy_all, part) for part in parts]
            on_error.pop_all()

    def _sources(self, batch):
        """Yield (file, its path or its bytes as a stream) of each that is still there."""
        storage_of = cache(partial(storage_named, self.center))
        for one in batch:
            try:
                with Telling(one.filename):
                    storage = storage_of(one.storage)
                    source = storage.path(one.key) if self._together is not None else None
                    if source is None:
                        source = self._stack.enter_context(closing(storage.open(one.key)))
            except MigrationStopped as stopped:
                if not self._was_deleted(one, stopped.reason):
                    raise
            else:
                yield one, source

    def _was_deleted(self, one, reason):
        """Tell whether bytes are gone since somebody has deleted the file meanwhile."""
        if not isinstance(reason, FileMissing | FileNotFoundError):
            return False
        newest(self.center)
        return not is_recorded(self.center, one)

    def _copy_all(self, part):
        """Return (file, its staged copy or why there is none) of each; in a thread of its own."""
        copied = []
        for one, source in part:
            try:
                copied.append((one, self._copy(one, source)))
            except (StorageError, OSError) as error:
                copied.append((one, error))
        return copied

    def _copy(self, one, source):
        facts = {"size": one.size, "sha256": one.sha256}
        if self._together is None:
            return self._stage(source, **facts)
        path, stream = (source, None) if isinstance(source, str) else (None, source)
        staged = self._together.stage(path, stream, **facts)
        return self.target.staged_at(staged, one.sha256)

    def wait(self) -> list[tuple[StoredFile, Any]]:
        """Return (file, its staged copy, which fits its digest) of each; ``close`` closes them.

        What was done in the current transaction is dropped.

        :raises MigrationStopped: with the first file that could not be copied
        """
        staged = []
        for one, copy in self._copied():
            if not isinstance(copy, Exception):
                staged.append((one, copy))
            elif not self._was_deleted(one, copy):
                with Telling(one.filename):
                    raise copy
        if staged:
            with Telling(staged[0][0].filename) as told:
                self._settle(staged, told)
        return staged

    def _copied(self):
        """Return (file, staged copy or error) of each, in the order in which they were given."""
        parts = [copying.result() for copying in self._copying]
        return [one for row in zip_longest(*parts) for one in row if one is not None]

    def _settle(self, staged, told):
        if self._together is not None:
            self._together.sync_bytes()
            return
        # A strategy reads back what a transaction keeps, and leaves nothing when that aborts.
        transaction.begin()
        try:
            for one, copy in staged:
                told.filename = one.filename
                self.target.verify(copy.keep(), one.sha256)
        finally:
            transaction.abort()

    def join(self) -> None:
        """Have all on the disk before the current transaction is committed, which kept it."""
        if self._together is not None:
            self._together.join()

    def close(self) -> None:
        """Wait for the threads, and forget the staged copies."""
        for copying in self._copying:
            if copying.cancel() or copying.exception() is not None:
                continue
            for _one, copy in copying.result():
                if not isinstance(copy, Exception):
                    copy.close()
        self._stack.close()
