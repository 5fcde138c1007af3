"""What the tests of a storage strategy stand on: a center, and a few words for its files."""

from pathlib import Path
from Products.PloneSoftwareCenter.storage.interfaces import FileMissing
from Products.PloneSoftwareCenter.storage.lookup import storage_named

import hashlib
import io
import os
import transaction


CONTENT = b"some bytes of an archive"


class StorageCase:
    """A center whose files a strategy has, and what tests of it ask."""

    #: the name under which the strategy is registered
    strategy = ""

    def make_center(self):
        """Return a center whose database connection is open."""
        raise NotImplementedError

    def strategy_of(self, center):
        """Return the strategy of any center, also of one in another database."""
        return storage_named(center, self.strategy)

    def inventory(self):
        """Return what there is in the place of the bytes, temporary files and all."""
        return set(self.storage.keys())

    def damage(self, key):
        """Change bytes past the strategy, and not how many there are."""
        path = Path(self.storage.path(key))
        content = path.read_bytes()
        path.chmod(0o600)
        path.write_bytes(bytes([content[0] ^ 1]) + content[1:])

    def lose(self, key):
        """Remove bytes past the strategy."""
        os.remove(self.storage.path(key))

    def setUp(self):
        super().setUp()
        self.addCleanup(transaction.abort)
        self.center = self.make_center()
        self.storage = self.strategy_of(self.center)
        self.storage.prepare()
        transaction.commit()

    def stage(self, content=CONTENT, **other):
        facts = {"size": len(content), "sha256": hashlib.sha256(content).hexdigest(), **other}
        return self.storage.stage(io.BytesIO(content), **facts)

    def store(self, content=CONTENT):
        """Store and commit; return the key."""
        sha256 = hashlib.sha256(content).hexdigest()
        key = self.storage.store(io.BytesIO(content), size=len(content), sha256=sha256)
        transaction.commit()
        return key

    def assert_holds(self, key, content):
        sha256 = hashlib.sha256(content).hexdigest()
        with self.storage.open(key) as stream:
            self.assertEqual(stream.read(), content)
        self.assertEqual(self.storage.size(key), len(content))
        self.storage.verify(key, sha256)
        path = self.storage.path(key)
        if path is not None:
            self.assertEqual(Path(path).read_bytes(), content)

    def assert_missing(self, key):
        for method in ("open", "size", "delete"):
            with self.subTest(method), self.assertRaises(FileMissing):
                getattr(self.storage, method)(key)
        with self.assertRaises(FileMissing):
            self.storage.verify(key, hashlib.sha256(b"").hexdigest())
