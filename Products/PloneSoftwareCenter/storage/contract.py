"""What every storage strategy keeps, as tests that the strategy's own tests inherit.

::

    class TestMyStorage(StorageContract, unittest.TestCase):
        layer = PSC_FUNCTIONAL
        strategy = "my"

        def make_center(self):
            return create_center(self.layer["portal"])

``make_center`` returns a center in a database; the other methods that a strategy may want to say
otherwise are the first ones of ``StorageCase``. Nothing here needs Plone.
"""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from Products.PloneSoftwareCenter.storage import crash
from Products.PloneSoftwareCenter.storage.contract_case import CONTENT
from Products.PloneSoftwareCenter.storage.contract_case import StorageCase
from Products.PloneSoftwareCenter.storage.interfaces import FileDamaged
from Products.PloneSoftwareCenter.storage.interfaces import FileMissing
from Products.PloneSoftwareCenter.storage.interfaces import IPSCFileStorage
from Products.PloneSoftwareCenter.storage.interfaces import IStagedFile
from Products.PloneSoftwareCenter.storage.streams import digest_of
from Products.PloneSoftwareCenter.storage.streams import growth
from Products.PloneSoftwareCenter.storage.streams import Repeated
from ZODB.POSException import ConflictError
from zope.interface.verify import verifyObject

import hashlib
import io
import os
import tempfile
import transaction


LARGE = 256 << 20
GROWTH = 128 << 20
THREADS, FILES_EACH = 4, 5
ATTEMPTS = 50


class StorageContract(StorageCase):
    """Mix it into a ``unittest.TestCase``, before it."""

    def test_contract_interfaces(self):
        self.assertTrue(verifyObject(IPSCFileStorage, self.storage))
        with closing(self.stage()) as staged:
            self.assertTrue(verifyObject(IStagedFile, staged))
        self.assertTrue(self.storage.title)
        self.storage.check()

    def test_contract_round_trip(self):
        content = os.urandom(3_000_001)
        key = self.store(content)
        self.assertIsInstance(key, str)
        self.assert_holds(key, content)
        with self.storage.open(key) as stream:
            transaction.abort()
            for start, count in ((0, 1), (2_999_000, 5000), (17, 100), (1 << 20, 1 << 20)):
                stream.seek(start)
                self.assertEqual(stream.read(count), content[start : start + count])
            self.assertEqual(stream.seek(-3, io.SEEK_END), len(content) - 3)
            self.assertEqual(stream.read(), content[-3:])

    def test_contract_threads_stage_without_the_center(self):
        sha256 = hashlib.sha256(CONTENT).hexdigest()
        stage = getattr(self.storage, "stager", lambda: self.storage.stage)()
        center, self.storage.center = self.storage.center, None
        staged = stage(io.BytesIO(CONTENT), size=len(CONTENT), sha256=sha256)
        self.storage.center = center
        with closing(staged):
            key = staged.keep()
            transaction.commit()
        self.assert_holds(key, CONTENT)

    def test_contract_empty(self):
        self.assert_holds(self.store(b""), b"")

    def test_contract_same_bytes_have_two_keys(self):
        first, second = self.store(), self.store()
        self.assertNotEqual(first, second)
        self.storage.delete(first)
        transaction.commit()
        self.assert_missing(first)
        self.assert_holds(second, CONTENT)

    def test_contract_larger_than_memory(self):
        sha256 = digest_of(Repeated(LARGE))
        with growth() as grown:
            key = self.storage.store(Repeated(LARGE), size=LARGE, sha256=sha256)
            transaction.commit()
            self.storage.verify(key, sha256)
        self.assertEqual(self.storage.size(key), LARGE)
        self.assertLess(grown.bytes, GROWTH)
        self.storage.delete(key)
        transaction.commit()

    def test_contract_many_at_once(self):
        path = self.center.getPhysicalPath()
        db = self.center._p_jar.db()
        contents = [
            [b"%d-%d" % (thread, number) * 1000 for number in range(FILES_EACH)]
            for thread in range(THREADS)
        ]
        self.store()  # what the first file makes is there
        with ThreadPoolExecutor(THREADS) as pool:
            kept = list(pool.map(lambda mine: self._store_all(db, path, mine), contents))
        transaction.begin()
        self.assertEqual(len({key for keys in kept for key in keys}), THREADS * FILES_EACH)
        for mine, keys in zip(contents, kept, strict=True):
            for content, key in zip(mine, keys, strict=True):
                self.assert_holds(key, content)

    def _store_all(self, db, path, contents):
        manager = transaction.manager
        connection = db.open(manager)
        try:
            root = connection.root()["Application"]
            storage = self.strategy_of(root.unrestrictedTraverse(path))
            return [self._store_one(storage, content) for content in contents]
        finally:
            manager.abort()
            connection.close()

    def _store_one(self, storage, content):
        sha256 = hashlib.sha256(content).hexdigest()
        staged = storage.stage(io.BytesIO(content), size=len(content), sha256=sha256)
        with closing(staged):
            for _ in range(ATTEMPTS):
                transaction.begin()
                try:
                    key = staged.keep()
                    transaction.commit()
                except ConflictError:
                    transaction.abort()
                else:
                    return key
        raise AssertionError("others were quicker each time")

    def test_contract_abort_leaves_nothing(self):
        before = self.inventory()
        with closing(self.stage()) as staged:
            key = staged.keep()
            transaction.abort()
        self.assert_missing(key)
        self.assertEqual(self.inventory(), before)

    def test_contract_kept_bytes_are_read_before_the_commit(self):
        with closing(self.stage()) as staged:
            self.assert_holds(staged.keep(), CONTENT)
            transaction.abort()

    def test_contract_savepoint_that_is_rolled_back_leaves_the_commit_right(self):
        with closing(self.stage()) as staged:
            key = staged.keep()
            transaction.savepoint(optimistic=True)
        transaction.commit()
        self.assert_holds(key, CONTENT)

    def test_contract_staged_bytes_are_kept_again_after_an_abort(self):
        with closing(self.stage()) as staged:
            staged.keep()
            transaction.abort()
            key = staged.keep()
            transaction.commit()
        self.assert_holds(key, CONTENT)

    def test_contract_closing_leaves_nothing(self):
        before = self.inventory()
        staged = self.stage()
        staged.close()
        staged.close()
        transaction.commit()
        self.assertEqual(self.inventory(), before)

    def test_contract_another_size_is_refused(self):
        before = self.inventory()
        for size in (len(CONTENT) - 1, len(CONTENT) + 1):
            with self.subTest(size), self.assertRaises(FileDamaged):
                self.stage(size=size)
        transaction.commit()
        self.assertEqual(self.inventory(), before)

    def test_contract_vote_that_fails_changes_nothing(self):
        old = self.store(b"old")
        before = self.inventory()
        with closing(self.stage()) as staged:
            staged.keep()
            self.storage.delete(old)
            transaction.get().join(crash.FailingVote(transaction.manager))
            with self.assertRaises(crash.VoteFailed):
                transaction.commit()
            transaction.abort()
        self.assert_holds(old, b"old")
        self.assertEqual(self.inventory(), before)

    def test_contract_crash_at_commit_loses_nothing(self):
        for moment in crash.MOMENTS:
            with self.subTest(moment), tempfile.TemporaryDirectory() as folder:
                found = crash.crash(folder, moment, self.strategy_of)
                self.assertEqual(found, crash.EXPECTED[moment])

    def test_contract_delete_deletes_after_commit_only(self):
        key = self.store()
        self.storage.delete(key)
        transaction.abort()
        self.assert_holds(key, CONTENT)
        self.storage.delete(key)
        transaction.commit()
        self.assert_missing(key)
        self.assertNotIn(key, set(self.storage.keys()))

    def test_contract_unknown_key(self):
        for key in ("no such key", "0" * 64, "../../etc/passwd", "/etc/passwd", ""):
            with self.subTest(key):
                self.assert_missing(key)

    def test_contract_damaged_bytes_are_found(self):
        key, other = self.store(), self.store(b"another")
        self.damage(key)
        with self.assertRaises(FileDamaged):
            self.storage.verify(key, hashlib.sha256(CONTENT).hexdigest())
        self.assert_holds(other, b"another")

    def test_contract_lost_bytes_are_missing(self):
        key, other = self.store(), self.store(b"another")
        self.lose(key)
        with self.assertRaises(FileMissing):
            self.storage.open(key)
        with self.assertRaises(FileMissing):
            self.storage.verify(key, hashlib.sha256(CONTENT).hexdigest())
        self.assert_holds(other, b"another")

    def test_contract_keys(self):
        before = set(self.storage.keys())
        keys = {self.store(), self.store(b"another")}
        self.assertEqual(set(self.storage.keys()) - before, keys)

    def test_contract_preparing_again_changes_nothing(self):
        key = self.store()
        self.storage.prepare()
        transaction.commit()
        self.assert_holds(key, CONTENT)
