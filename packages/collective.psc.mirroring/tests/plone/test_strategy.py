"""The strategy keeps the contract; the archive in the tree is the only copy."""

from collective.psc.mirroring.site import store
from collective.psc.mirroring.site import strategy
from collective.psc.mirroring.site.settings import set_path
from collective.psc.mirroring.site.settings import tree_of
from pathlib import Path
from plone.app.testing import login
from plone.app.testing import TEST_USER_NAME
from Products.PloneSoftwareCenter.content.states import PROJECT_WORKFLOW
from Products.PloneSoftwareCenter.content.states import set_state
from Products.PloneSoftwareCenter.storage import together
from Products.PloneSoftwareCenter.storage.contract import CONTENT
from Products.PloneSoftwareCenter.storage.contract import StorageContract
from Products.PloneSoftwareCenter.storage.interfaces import FileMissing
from Products.PloneSoftwareCenter.storage.interfaces import StorageFull
from Products.PloneSoftwareCenter.storage.interfaces import StorageUnavailable
from Products.PloneSoftwareCenter.testing import create_center
from Products.PloneSoftwareCenter.tests.archives import make_sdist
from tests.plone.mirrored import FUNCTIONAL
from tests.plone.mirrored import MirroredCenter
from unittest import mock
from zope.component import getUtility
from zope.schema.interfaces import IVocabularyFactory

import errno
import hashlib
import os
import shutil
import tempfile
import time
import transaction
import unittest


class TestMirroringStorage(StorageContract, unittest.TestCase):
    layer = FUNCTIONAL
    strategy = "mirroring"

    def make_center(self):
        login(self.layer["portal"], TEST_USER_NAME)
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        return create_center(self.layer["portal"])

    def strategy_of(self, center):
        if tree_of(center) is None:
            set_path(center, tempfile.mkdtemp(dir=self.folder))
        return super().strategy_of(center)

    def inventory(self):
        folder = tree_of(self.center).store
        return {path for path in folder.rglob("*") if path.is_file()}

    def test_it_is_in_the_form(self):
        factory = getUtility(IVocabularyFactory, "plonesoftwarecenter.storage_strategies")
        self.assertIn("mirroring", [term.value for term in factory(self.center)])

    def test_center_without_a_mirror_keeps_nothing(self):
        other = create_center(self.layer["portal"], "other")
        storage = super().strategy_of(other)
        for step in (
            storage.check,
            storage.prepare,
            lambda: storage.size("0" * 64 + "." + "0" * 16),
        ):
            with self.assertRaisesRegex(StorageUnavailable, "has no mirror"):
                step()

    def test_folder_that_is_somebody_elses_keeps_nothing(self):
        other = create_center(self.layer["portal"], "other")
        (self.folder / "full").mkdir()
        (self.folder / "full" / "letter").touch()
        set_path(other, str(self.folder / "full"))
        with self.assertRaisesRegex(StorageUnavailable, "not empty"):
            super().strategy_of(other).prepare()
        self.assertEqual(os.listdir(self.folder / "full"), ["letter"])

    def test_disk_that_is_not_mounted_is_not_mistaken_for_an_empty_one(self):
        key = self.store()
        tree = tree_of(self.center)
        aside = self.folder / "aside"
        tree.path.rename(aside)
        tree.path.mkdir()
        for step in (
            self.stage,
            self.storage.check,
            lambda: self.storage.open(key),
            lambda: list(self.storage.keys()),
        ):
            with self.assertRaisesRegex(StorageUnavailable, "mark is missing"):
                step()
        self.assertEqual(os.listdir(tree.path), [])
        tree.path.rmdir()
        aside.rename(tree.path)
        self.assert_holds(key, CONTENT)

    def test_full_disk_is_told(self):
        before = self.inventory()
        full = OSError(errno.ENOSPC, "No space left on device")
        with mock.patch.object(store, "_copy", side_effect=full), self.assertRaises(StorageFull):
            self.stage()
        self.assertEqual(self.inventory(), before)

    def test_nobody_else_enters_the_store(self):
        path = Path(self.storage.path(self.store()))
        self.assertEqual(path.stat().st_mode & 0o777, 0o644)
        self.assertEqual(tree_of(self.center).store.stat().st_mode & 0o777, 0o700)

    def test_what_killed_processes_left_goes_and_what_is_young_stays(self):
        incoming = self.storage.store_.incoming
        old, young = (incoming / f"psc-upload-{name}" for name in "ab")
        for path in (old, young):
            path.write_bytes(CONTENT)
        # by the time of the name: what it names may be old
        os.utime(young, (time.time() - 25 * 3600,) * 2)
        self.store()
        self.assertEqual((old.exists(), young.exists()), (True, True))
        with mock.patch.object(store, "LEFT_BEHIND", -60):
            self.storage.store_.sweep()
        self.assertEqual((old.exists(), young.exists()), (False, False))

    @unittest.skipIf(together._syncfs is None, "needs Linux")
    def test_many_files_wait_for_the_disk_once(self):
        self.store()
        given = []
        for number in range(3):
            data = CONTENT + b"%d" % number
            path = self.folder / f"given-{number}"
            path.write_bytes(data)
            path.chmod(0o444)
            given.append((path, data, hashlib.sha256(data).hexdigest()))
        with mock.patch.object(together, "can_sync"), mock.patch.object(strategy, "can_sync"):
            files = self.storage.together()
        self.addCleanup(files.close)
        before = self.inventory()
        # one that the transaction gives up leaves nothing
        path, data, sha256 = given[0]
        staged = self.storage.staged_at(
            files.stage(str(path), None, size=len(data), sha256=sha256), sha256
        )
        staged.keep()
        staged.close()
        transaction.abort()
        self.assertEqual(self.inventory(), before)
        files.join()
        keys = []
        for path, data, sha256 in given:
            beside = files.stage(str(path), None, size=len(data), sha256=sha256)
            staged = self.storage.staged_at(beside, sha256)
            keys.append(staged.keep())
            staged.close()
        with (
            mock.patch.object(os, "fsync") as fsync,
            mock.patch.object(files, "sync", wraps=files.sync) as sync,
        ):
            transaction.commit()
        sync.assert_called_once_with()
        fsync.assert_not_called()
        for key, (path, data, _sha256) in zip(keys, given, strict=True):
            self.assert_holds(key, data)
            # a second name, which a web server may read
            self.assertTrue(path.samefile(self.storage.path(key)))
            self.assertEqual(path.stat().st_mode & 0o777, 0o444)

    @unittest.skipIf(together._syncfs is None, "needs Linux")
    def test_files_of_a_file_system_that_keeps_silent_wait_one_by_one(self):
        with mock.patch.object(strategy, "can_sync", return_value=False):
            self.assertIsNone(self.storage.together())

    def test_young_keys_are_left_out(self):
        key = self.store()
        self.assertEqual(list(self.storage.keys(seconds=3600)), [])
        self.assertEqual(list(self.storage.keys()), [key])

    def test_rollback_to_a_savepoint_forgets(self):
        before = self.inventory()
        savepoint = transaction.savepoint()
        staged = self.stage()
        key = staged.keep()
        staged.close()
        savepoint.rollback()
        transaction.commit()
        self.assertEqual(self.inventory(), before)
        with self.assertRaises(FileMissing):
            self.storage.open(key)


class TestOnlyCopy(MirroredCenter):
    def setUp(self):
        super().setUp()
        with self.changes():
            self.center.storage_strategy = "mirroring"
        self.sdist = make_sdist("alpha", "1.0", folder=self.folder)
        self.publish(self.sdist)
        self.served_path = self.tree.file("alpha", self.sdist.name)

    def copies(self):
        """Return the different files of the folder that have the archive's bytes."""
        wanted = self.sdist.read_bytes()
        return {
            path.stat().st_ino
            for path in self.tree.path.rglob("*")
            if path.is_file() and path.read_bytes() == wanted
        }

    def test_published_archive_is_a_link_to_the_only_copy(self):
        self.assertEqual(len(self.copies()), 1)
        self.assertEqual(self.served_path.stat().st_nlink, 3)
        self.assertEqual(len(getattr(self.center, "_psc_blobs", ())), 0)
        self.keep()
        self.assert_same()
        self.assertEqual(self.nobody.get(f"/simple/alpha/{self.sdist.name}").status, 200)

    def test_www_may_be_deleted_by_hand(self):
        shutil.rmtree(self.tree.www)
        answer = self.nobody.get(f"/simple/alpha/{self.sdist.name}")
        self.assertEqual(answer.body, self.sdist.read_bytes())
        self.keep()
        self.assert_same()
        self.assertEqual(len(self.copies()), 1)

    def test_private_archive_has_no_link(self):
        with self.changes():
            set_state(self.center["alpha"], PROJECT_WORKFLOW, "unapproved")
        self.assertFalse(self.served_path.exists())
        self.assertEqual(len(self.copies()), 1)
        self.assertEqual(self.owner.get(f"/simple/alpha/{self.sdist.name}").status, 200)

    def test_deleted_archive_leaves_no_byte(self):
        with self.changes():
            self.center.manage_delObjects(["alpha"])
        self.keep()
        self.assertEqual(self.copies(), set())
