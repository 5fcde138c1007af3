"""The default strategy."""

from pathlib import Path
from plone.app.testing import login
from plone.app.testing import TEST_USER_NAME
from Products.PloneSoftwareCenter.storage import blob
from Products.PloneSoftwareCenter.storage.blob import BlobStorage
from Products.PloneSoftwareCenter.storage.blob import StagedBlob
from Products.PloneSoftwareCenter.storage.interfaces import FileDamaged
from Products.PloneSoftwareCenter.storage.interfaces import FileMissing
from Products.PloneSoftwareCenter.storage.interfaces import IPSCFileStorage
from Products.PloneSoftwareCenter.storage.interfaces import IStagedFile
from Products.PloneSoftwareCenter.storage.interfaces import StorageUnavailable
from Products.PloneSoftwareCenter.storage.lookup import storage_for
from Products.PloneSoftwareCenter.storage.lookup import storage_named
from Products.PloneSoftwareCenter.storage.lookup import UnknownStrategy
from Products.PloneSoftwareCenter.testing import create_center
from Products.PloneSoftwareCenter.testing import PSC_FUNCTIONAL
from unittest import mock
from zope.interface.verify import verifyClass

import hashlib
import io
import os
import time
import transaction
import unittest
import weakref


CONTENT = b"some bytes of an archive"
DIGEST = hashlib.sha256(CONTENT).hexdigest()


class TestBlobStorage(unittest.TestCase):
    layer = PSC_FUNCTIONAL

    def setUp(self):
        login(self.layer["portal"], TEST_USER_NAME)
        self.center = create_center(self.layer["portal"])
        transaction.commit()
        self.storage = storage_for(self.center)

    def store(self, content=CONTENT):
        return self.storage.store(
            io.BytesIO(content), size=len(content), sha256=hashlib.sha256(content).hexdigest()
        )

    def temporary_files(self):
        return sorted(os.listdir(self.center._p_jar.db().storage.temporaryDirectory()))

    def test_interfaces(self):
        self.assertTrue(verifyClass(IPSCFileStorage, BlobStorage))
        self.assertTrue(verifyClass(IStagedFile, StagedBlob))
        self.assertIsInstance(self.storage, BlobStorage)

    def test_what_killed_processes_left_behind_goes_and_what_is_young_stays(self):
        left = Path(self.center._p_jar.db().storage.temporaryDirectory()) / "psc-upload-left.tmp"
        left.write_bytes(CONTENT)
        self.addCleanup(left.unlink, missing_ok=True)
        # what was given a second name is as young as that
        os.utime(left, (0, 0))
        self.store()
        self.assertTrue(left.exists())
        with mock.patch.object(blob.time, "time", return_value=time.time() + 25 * 3600):
            self.store()
        self.assertFalse(left.exists())

    def test_round_trip(self):
        for content in (CONTENT, b"", b"x" * 3_000_000):
            key = self.store(content)
            for _ in range(2):
                with self.storage.open(key) as stream:
                    self.assertEqual(stream.read(), content)
                    stream.seek(-3, os.SEEK_END) if content else None
                    self.assertEqual(stream.read(), content[-3:])
                self.assertEqual(self.storage.size(key), len(content))
                with open(self.storage.path(key), "rb") as stream:
                    self.assertEqual(stream.read(), content)
                self.storage.verify(key, hashlib.sha256(content).hexdigest())
                transaction.commit()

    def test_unknown_key(self):
        for method in ("open", "size", "path", "delete"):
            with self.subTest(method), self.assertRaises(FileMissing):
                getattr(self.storage, method)("no such key")

    def test_damaged_bytes_are_found(self):
        with self.assertRaises(FileDamaged):
            self.storage.verify(self.store(), "0" * 64)

    def test_stream_of_another_size_is_refused(self):
        with self.assertRaises(FileDamaged):
            self.storage.store(io.BytesIO(CONTENT), size=len(CONTENT) + 1, sha256=DIGEST)
        self.assertEqual(len(self.storage._blobs), 0)

    def test_abort_leaves_nothing(self):
        before = self.temporary_files()
        key = self.store()
        transaction.abort()
        with self.assertRaises(FileMissing):
            self.storage.open(key)
        self.assertEqual(self.temporary_files(), before)

    def test_abort_to_a_savepoint_leaves_nothing_in_the_end(self):
        before = self.temporary_files()
        savepoint = transaction.savepoint()
        key = self.store()
        savepoint.rollback()
        kept = self.store()
        transaction.commit()
        self.assertEqual(self.temporary_files(), before)
        self.assertNotIn(key, self.storage._blobs)
        self.storage.verify(kept, DIGEST)

    def test_failed_commit_leaves_nothing(self):
        before = self.temporary_files()
        self.store()
        current = transaction.get()
        current.addBeforeCommitHook(mock.Mock(side_effect=ZeroDivisionError))
        with self.assertRaises(ZeroDivisionError):
            transaction.commit()
        transaction.abort()
        self.assertEqual(self.temporary_files(), before)

    def test_nothing_is_called_when_a_blob_leaves_the_memory(self):
        # In the call another thread may get the blob out of the connection that is in the pool
        # again: it would hold what is freed next, and the process crash.
        key = self.store()
        transaction.commit()
        self.assertEqual(weakref.getweakrefcount(self.storage._blobs[key]), 0)

    def test_what_is_staged_can_be_kept_again_after_an_abort(self):
        staged = self.storage.stage(io.BytesIO(CONTENT), size=len(CONTENT), sha256=DIGEST)
        staged.keep()
        transaction.abort()
        key = staged.keep()
        transaction.commit()
        staged.close()
        with self.storage.open(key) as stream:
            self.assertEqual(stream.read(), CONTENT)

    def test_closing_leaves_no_temporary_file(self):
        before = self.temporary_files()
        staged = self.storage.stage(io.BytesIO(CONTENT), size=len(CONTENT), sha256=DIGEST)
        staged.close()
        staged.close()
        self.assertEqual(self.temporary_files(), before)

    def test_delete_deletes_at_commit_only(self):
        key = self.store()
        transaction.commit()
        self.storage.delete(key)
        transaction.abort()
        self.assertEqual(self.storage.size(key), len(CONTENT))
        self.storage.delete(key)
        transaction.commit()
        with self.assertRaises(FileMissing):
            self.storage.size(key)

    def test_keys_are_never_the_same(self):
        self.assertNotEqual(self.store(), self.store())

    def test_strategy_that_is_not_installed(self):
        with self.assertRaises(UnknownStrategy):
            storage_named(self.center, "no-such-strategy")

    def test_blob_whose_file_is_gone_is_missing(self):
        key = self.store()
        transaction.commit()
        os.remove(self.storage.path(key))
        for ask in (self.storage.open, self.storage.size, self.storage.path):
            with self.subTest(ask), self.assertRaises(FileMissing):
                ask(key)

    def test_directory_that_is_gone_or_read_only_is_told(self):
        self.storage.check()
        for fault in ("isdir", "access"):
            name = "os.path.isdir" if fault == "isdir" else "os.access"
            with (
                self.subTest(fault),
                mock.patch(name, return_value=False),
                self.assertRaises(StorageUnavailable),
            ):
                self.storage.check()
