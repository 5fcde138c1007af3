"""What storage strategies have in common; a strategy may inherit it, none must."""

from Products.PloneSoftwareCenter.storage.interfaces import FileDamaged

import hashlib


class StorageStrategy:
    """The parts of ``IPSCFileStorage`` that follow from ``stage`` and ``open``."""

    def __init__(self, center):
        self.center = center

    def prepare(self):
        """Need nothing but what ``check`` looks at."""
        self.check()

    def stager(self):
        """Return what does as ``stage``, for other threads, and asks nothing of the center there.

        A database connection is of one thread. Whoever looks at the center in ``stage`` says here
        what is to be known of it before.
        """
        return self.stage

    def store(self, stream, *, size, sha256):
        staged = self.stage(stream, size=size, sha256=sha256)
        try:
            return staged.keep()
        finally:
            staged.close()

    def url(self, key, filename):
        return None

    def verify(self, key, sha256):
        with self.open(key) as stream:
            found = hashlib.file_digest(stream, "sha256").hexdigest()
        if found != sha256:
            raise FileDamaged(key, f"its sha256 is {found}, not {sha256}")

    def check(self):
        """Find no fault: a strategy that can tell says more."""
