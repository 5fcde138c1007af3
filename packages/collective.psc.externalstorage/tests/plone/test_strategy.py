"""The strategy keeps the contract, and knows its directory."""

from collective.psc.externalstorage import shelf
from collective.psc.externalstorage.settings import VARIABLE
from pathlib import Path
from plone.app.testing import login
from plone.app.testing import TEST_USER_NAME
from Products.PloneSoftwareCenter.maintenance.fsck import fsck
from Products.PloneSoftwareCenter.maintenance.orphans import drop_orphans
from Products.PloneSoftwareCenter.storage.contract import CONTENT
from Products.PloneSoftwareCenter.storage.contract import StorageContract
from Products.PloneSoftwareCenter.storage.interfaces import FileMissing
from Products.PloneSoftwareCenter.storage.interfaces import StorageFull
from Products.PloneSoftwareCenter.storage.interfaces import StorageUnavailable
from Products.PloneSoftwareCenter.testing import create_center
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.upload.by_path import publish_archive
from tests.plone.testing import EXTERNAL
from unittest import mock
from zope.component import getUtility
from zope.schema.interfaces import IVocabularyFactory

import errno
import os
import tempfile
import time
import transaction
import unittest


class TestExternalStorage(StorageContract, unittest.TestCase):
    layer = EXTERNAL
    strategy = "external"

    def make_center(self):
        self.directory = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.enterContext(mock.patch.dict(os.environ, {VARIABLE: str(self.directory)}))
        login(self.layer["portal"], TEST_USER_NAME)
        return create_center(self.layer["portal"])

    def inventory(self):
        return {path for path in self.directory.rglob("*") if path.is_file()}

    def test_it_is_in_the_form(self):
        factory = getUtility(IVocabularyFactory, "plonesoftwarecenter.storage_strategies")
        self.assertIn("external", [term.value for term in factory(self.center)])

    def test_uploads_go_there_and_deleted_files_go(self):
        self.center.storage_strategy = "external"
        transaction.commit()
        with tempfile.TemporaryDirectory() as folder:
            wheel = make_wheel("demo", "1.0", folder=Path(folder))
            publish_archive(self.center, wheel)
            file = self.center["demo"]["1.0"][wheel.name]
            path = Path(self.storage.path(file.storage_key))
            self.assertEqual(path.read_bytes(), wheel.read_bytes())
        self.assertTrue(path.name.startswith(file.digests["sha256"]))
        self.assertTrue(path.is_relative_to(self.directory))
        self.center.manage_delObjects(["demo"])
        self.assertTrue(path.exists())
        transaction.commit()
        self.assertFalse(path.exists())

    def test_upload_without_preparing_marks_the_folder(self):
        center = create_center(self.layer["portal"], "second", storage_strategy="external")
        storage = self.strategy_of(center)
        transaction.commit()
        storage.check()
        with tempfile.TemporaryDirectory() as folder:
            publish_archive(center, make_wheel("demo", "1.0", folder=Path(folder)))
        self.assertEqual(len(list(storage.keys())), 1)
        self.assertEqual(list(self.storage.keys()), [])

    def test_another_directory_is_not_written_to(self):
        key = self.store()
        with tempfile.TemporaryDirectory() as other:
            with mock.patch.dict(os.environ, {VARIABLE: other}):
                for step in (
                    self.stage,
                    self.storage.check,
                    self.storage.prepare,
                    lambda: self.storage.open(key),
                    lambda: self.storage.delete(key),
                    lambda: list(self.storage.keys()),
                ):
                    with self.assertRaisesRegex(StorageUnavailable, "mark is missing"):
                        step()
            self.assertEqual(os.listdir(other), [])
        self.assert_holds(key, CONTENT)

    def test_directory_that_is_lost_before_the_commit_aborts_it(self):
        staged = self.stage()
        key = staged.keep()
        self.storage.shelf.mark.unlink()
        with self.assertRaises(StorageUnavailable):
            transaction.commit()
        transaction.abort()
        self.storage.shelf.mark.write_text(self.storage.shelf.identifier)
        staged.close()
        with self.assertRaises(FileMissing):
            self.storage.open(key)

    def test_directory_that_nobody_named(self):
        for given in ("", " ", "relative/path"):
            with (
                self.subTest(given),
                mock.patch.dict(os.environ, {VARIABLE: given}),
                self.assertRaises(StorageUnavailable),
            ):
                self.storage.check()

    def test_full_disk_is_told(self):
        before = self.inventory()
        full = OSError(errno.ENOSPC, "No space left on device")
        with mock.patch.object(shelf, "_copy", side_effect=full), self.assertRaises(StorageFull):
            self.stage()
        self.assertEqual(self.inventory(), before)

    def test_read_only_directory_is_told(self):
        readonly = OSError(errno.EROFS, "Read-only file system")
        with (
            mock.patch.object(shelf.tempfile, "mkstemp", side_effect=readonly),
            self.assertRaisesRegex(StorageUnavailable, "Read-only file system"),
        ):
            self.stage()

    def test_rollback_to_a_savepoint_forgets(self):
        old = self.store(b"old")
        before = self.inventory()
        savepoint = transaction.savepoint()
        self.storage.delete(old)
        first = self.storage.shelf.incoming
        staged = self.stage()
        staged.keep()
        staged.close()
        self.assertEqual(len(list(first.iterdir())), 1)
        savepoint.rollback()
        transaction.commit()
        self.assertEqual(self.inventory(), before)

    def test_whoever_reads_the_directory_reads_the_files(self):
        for mode in (0o755, 0o750, 0o700):
            with self.subTest(oct(mode)):
                self.storage.shelf.folder.chmod(mode)
                path = Path(self.storage.path(self.store(os.urandom(9))))
                self.assertEqual(path.stat().st_mode & 0o777, 0o600 | (mode & 0o044))

    def test_old_orphans_are_found_and_dropped_when_asked_for(self):
        self.center.storage_strategy = "external"
        transaction.commit()
        with tempfile.TemporaryDirectory() as folder:
            publish_archive(self.center, make_wheel("demo", "1.0", folder=Path(folder)))
        used = set(self.storage.keys())
        key = self.store(b"left by a process that was killed")
        # What is young may be an upload that is being committed.
        self.assertEqual([one for looked in fsck(self.center) for one in looked.found], [])
        [found] = [one for looked in fsck(self.center, seconds=0) for one in looked.found]
        self.assertEqual((found.kind, found.storage, found.key), ("orphan", "external", key))
        self.assertEqual(drop_orphans(self.center, [("external", key)]), 1)
        self.assertEqual(set(self.storage.keys()), used)

    def test_lost_directory_is_one_finding(self):
        self.center.storage_strategy = "external"
        transaction.commit()
        with tempfile.TemporaryDirectory() as folder:
            publish_archive(self.center, make_wheel("demo", "1.0", folder=Path(folder)))
        self.storage.shelf.folder.rename(self.directory / "elsewhere")
        [found] = [one for looked in fsck(self.center) for one in looked.found]
        self.assertEqual(found.kind, "storage-unavailable")
        self.assertIn("mounted? Files in external that were not looked at: 1.", found.sentence)

    def test_what_killed_processes_left_goes_and_what_is_young_stays(self):
        left = self.storage.shelf.incoming / "psc-upload-left"
        left.write_bytes(CONTENT)
        # what was given a second name is as young as that
        os.utime(left, (0, 0))
        self.store()
        self.assertTrue(left.exists())
        with mock.patch.object(shelf.time, "time", return_value=time.time() + 25 * 3600):
            self.store()
        self.assertFalse(left.exists())

    def test_young_keys_are_left_out(self):
        key = self.store()
        self.assertEqual(list(self.storage.keys(seconds=3600)), [])
        self.assertEqual(list(self.storage.keys()), [key])
