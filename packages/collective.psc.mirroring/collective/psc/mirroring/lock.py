"""One writer at a time: a lock that the kernel takes from a process that dies."""

from collections.abc import Iterator
from collective.psc.mirroring.errors import Busy
from collective.psc.mirroring.tree import Tree
from contextlib import contextmanager
from pathlib import Path

import fcntl
import os
import shutil
import time


#: seconds between two tries
PAUSE = 0.02


@contextmanager
def writing(tree: Tree, patience: float = 60) -> Iterator[None]:
    """Be the only one that writes a tree.

    What lies in ``tmp`` then is what writers have left behind that were killed.

    :param patience: seconds to wait for another writer
    :raises Busy: when that one is not done by then
    """
    with _open(tree.lock) as handle:
        _take(handle, tree, patience)
        for left in tree.tmp.iterdir():
            if left.is_dir() and not left.is_symlink():
                shutil.rmtree(left)
            else:
                left.unlink()
        yield


def somebody_waits(tree: Tree) -> bool:
    """Say whether another writer waits for the lock."""
    with _open(tree.waiting) as handle:
        return not _can_take(handle, fcntl.LOCK_EX)


def _take(handle: int, tree: Tree, patience: float) -> None:
    if _can_take(handle, fcntl.LOCK_EX):
        return
    deadline = time.monotonic() + patience
    with _open(tree.waiting) as waiting:
        # while somebody asks whether anyone waits, this can't be had; it is tried again
        is_told = False
        while True:
            is_told = is_told or _can_take(waiting, fcntl.LOCK_SH)
            if _can_take(handle, fcntl.LOCK_EX):
                return
            if time.monotonic() >= deadline:
                raise Busy(f"Another process writes {tree.path}.")
            time.sleep(PAUSE)


def _can_take(handle: int, kind: int) -> bool:
    try:
        fcntl.flock(handle, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def _open(path: Path) -> Iterator[int]:
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        yield handle
    finally:
        os.close(handle)
