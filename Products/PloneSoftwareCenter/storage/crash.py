"""Killing a process in the middle of a commit, for tests of storage strategies.

A child process stores a file and deletes another in one transaction of a database on disk, and ends
itself, without any clean-up, just before or just after the database has committed.
"""

from Products.PloneSoftwareCenter.content.center import PloneSoftwareCenter
from ZODB.blob import BlobStorage
from ZODB.DB import DB
from ZODB.FileStorage import FileStorage

import contextlib
import hashlib
import io
import os
import pathlib
import signal
import transaction


OLD, NEW = b"bytes of before", b"bytes that are new"
BEFORE, AFTER = "before the database has committed", "after the database has committed"
MOMENTS = (BEFORE, AFTER)
#: what must be there: by what the database knows, the bytes under their keys
EXPECTED = {BEFORE: {"old": OLD}, AFTER: {"new": NEW}}
KILLED = 9
SECONDS = 60


class VoteFailed(Exception):
    """What a failing vote raises."""


class FailingVote:
    """A data manager that votes last, and against."""

    def __init__(self, manager):
        self.transaction_manager = manager

    def sortKey(self):
        return "~"

    def tpc_begin(self, _transaction):
        """Have nothing to begin."""

    commit = tpc_finish = tpc_abort = abort = tpc_begin

    def tpc_vote(self, _transaction):
        raise VoteFailed()


def crash(folder, moment, strategy_of):
    """Return what is readable after a crash: by its name in the database, the bytes of each file.

    :param folder: an empty directory
    :param moment: one of ``MOMENTS``
    :param strategy_of: returns the strategy of a center
    :raises FileMissing: when bytes are gone that the database knows
    """
    transaction.abort()
    with _database(folder) as root:
        center = root["center"] = PloneSoftwareCenter("center")
        transaction.savepoint()
        strategy_of(center).prepare()
        root["keys"] = {"old": _store(strategy_of(center), OLD)}
        transaction.commit()
    _in_a_child(lambda: _commit_and_die(folder, moment, strategy_of))
    with _database(folder) as root:
        storage = strategy_of(root["center"])
        return {name: _read(storage, key) for name, key in root["keys"].items()}


@contextlib.contextmanager
def _database(folder):
    folder = pathlib.Path(folder)
    storage = BlobStorage(str(folder / "blobs"), FileStorage(str(folder / "Data.fs")))
    database = DB(storage)
    connection = database.open()
    try:
        yield connection.root()
    finally:
        transaction.abort()
        connection.close()
        database.close()


def _store(storage, content):
    sha256 = hashlib.sha256(content).hexdigest()
    return storage.store(io.BytesIO(content), size=len(content), sha256=sha256)


def _read(storage, key):
    with storage.open(key) as stream:
        content = stream.read()
    storage.verify(key, hashlib.sha256(content).hexdigest())
    return content


def _in_a_child(do):
    pid = os.fork()
    if pid == 0:
        signal.alarm(SECONDS)
        try:
            do()
        finally:
            os._exit(1)
    _pid, status = os.waitpid(pid, 0)
    if os.waitstatus_to_exitcode(status) != KILLED:
        raise AssertionError("the process was to die in the commit, and did not")


def _commit_and_die(folder, moment, strategy_of):
    with _database(folder) as root:
        storage = strategy_of(root["center"])
        old = root["keys"]["old"]
        root["keys"] = {"new": _store(storage, NEW)}
        storage.delete(old)
        connection = root._p_jar
        finish = connection.tpc_finish

        def die(current):
            if moment == AFTER:
                finish(current)
            os._exit(KILLED)

        connection.tpc_finish = die
        transaction.commit()
