"""One writer at a time: a lock that the kernel takes from a process that dies."""

from collections.abc import Iterator
from collective.psc.mirroring.errors import Busy
from collective.psc.mirroring.tree import Tree
from contextlib import contextmanager

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
    handle = os.open(tree.lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        _take(handle, tree, patience)
        for left in tree.tmp.iterdir():
            if left.is_dir() and not left.is_symlink():
                shutil.rmtree(left)
            else:
                left.unlink()
        yield
    finally:
        os.close(handle)


def _take(handle: int, tree: Tree, patience: float) -> None:
    deadline = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                raise Busy(f"Another process writes {tree.path}.") from None
            time.sleep(PAUSE)
        else:
            return
