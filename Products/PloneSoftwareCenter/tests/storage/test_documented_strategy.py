"""The storage strategy of ``docs/extend`` keeps the contract."""

from pathlib import Path
from plone.app.testing import login
from plone.app.testing import TEST_USER_NAME
from Products.PloneSoftwareCenter.storage.interfaces import FileDamaged
from Products.PloneSoftwareCenter.storage.interfaces import FileMissing
from Products.PloneSoftwareCenter.storage.interfaces import IPSCFileStorage
from Products.PloneSoftwareCenter.storage.interfaces import IStagedFile
from Products.PloneSoftwareCenter.storage.interfaces import StorageUnavailable
from Products.PloneSoftwareCenter.testing import create_center
from Products.PloneSoftwareCenter.testing import PSC_FUNCTIONAL
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.upload.by_path import publish_archive
from unittest import mock
from zope.component import getGlobalSiteManager
from zope.configuration import xmlconfig
from zope.interface.verify import verifyClass

import hashlib
import importlib
import io
import sys
import tempfile
import tomllib
import transaction
import unittest


SOURCE = Path(__file__).parents[4] / "docs" / "extend" / "acme_storage"
CONTENT = b"some bytes of an archive"

if SOURCE.is_dir():
    with mock.patch.object(sys, "path", [str(SOURCE), *sys.path]):
        # not by a statement: it is no distribution that the tests need
        PACKAGE, EXAMPLE, TESTS = (
            importlib.import_module(f"acme_storage{name}")
            for name in ("", ".directory_storage", ".test_directory_storage")
        )

    class TestDocumentedTests(TESTS.TestDirectoryStorage):
        """The documented tests, as a reader would run them."""


@unittest.skipUnless(SOURCE.is_dir(), "not a checkout")
class TestDistribution(unittest.TestCase):
    def test_plone_finds_it_and_it_has_all_files(self):
        found = tomllib.loads((SOURCE / "pyproject.toml").read_text("utf-8"))
        plugin = found["project"]["entry-points"]["z3c.autoinclude.plugin"]
        self.assertEqual(plugin, {"target": "plone"})
        [name] = found["tool"]["setuptools"]["packages"]
        self.assertEqual(name, found["project"]["name"])
        self.assertTrue((SOURCE / name / "configure.zcml").is_file())


@unittest.skipUnless(SOURCE.is_dir(), "not a checkout")
class TestDirectoryStorage(unittest.TestCase):
    layer = PSC_FUNCTIONAL

    def setUp(self):
        self.module = EXAMPLE
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.enterContext(mock.patch.object(self.module, "DIRECTORY", self.folder))
        login(self.layer["portal"], TEST_USER_NAME)
        self.center = create_center(self.layer["portal"])
        transaction.commit()
        self.storage = self.module.DirectoryStorage(self.center)

    def stage(self, content=CONTENT, size=None):
        sha256 = hashlib.sha256(content).hexdigest()
        size = len(content) if size is None else size
        return self.storage.stage(io.BytesIO(content), size=size, sha256=sha256)

    def test_interfaces(self):
        self.assertTrue(verifyClass(IPSCFileStorage, self.module.DirectoryStorage))
        self.assertTrue(verifyClass(IStagedFile, self.module.StagedFile))

    def test_round_trip(self):
        for content in (b"", CONTENT, b"x" * 3_000_000):
            digest = hashlib.sha256(content).hexdigest()
            key = self.storage.store(io.BytesIO(content), size=len(content), sha256=digest)
            transaction.commit()
            with self.storage.open(key) as stream:
                self.assertEqual(stream.read(), content)
            self.assertEqual(self.storage.size(key), len(content))
            self.storage.verify(key, digest)

    def test_abort_leaves_nothing_and_the_next_attempt_keeps(self):
        staged = self.stage()
        lost = staged.keep()
        transaction.abort()
        with self.assertRaises(FileMissing):
            self.storage.open(lost)
        kept = staged.keep()
        transaction.commit()
        staged.close()
        self.assertEqual([path.name for path in self.folder.iterdir()], [kept])

    def test_other_size_is_refused(self):
        with self.assertRaises(FileDamaged):
            self.stage(size=1)
        self.assertEqual(list(self.folder.iterdir()), [])

    def test_delete_waits_for_the_commit(self):
        staged = self.stage()
        key = staged.keep()
        transaction.commit()
        self.storage.delete(key)
        transaction.abort()
        self.assertEqual(self.storage.size(key), len(CONTENT))
        self.storage.delete(key)
        transaction.commit()
        with self.assertRaises(FileMissing):
            self.storage.size(key)

    def test_directory_that_is_gone_is_told(self):
        self.storage.check()
        self.folder.rmdir()
        self.addCleanup(self.folder.mkdir)
        for step in (self.storage.check, lambda: self.storage.open("a" * 32)):
            with self.assertRaises(StorageUnavailable):
                step()

    def test_uploads_go_there(self):
        manager = getGlobalSiteManager()
        context = self.layer["configurationContext"]
        xmlconfig.file("configure.zcml", PACKAGE, context=context)
        self.addCleanup(manager.unregisterAdapter, self.module.DirectoryStorage, name="directory")
        self.center.storage_strategy = "directory"
        transaction.commit()
        with tempfile.TemporaryDirectory() as folder:
            wheel = make_wheel("demo", "1.0", folder=Path(folder))
            publish_archive(self.center, wheel)
            [path] = self.folder.iterdir()
            self.assertEqual(path.read_bytes(), wheel.read_bytes())
        file = self.center["demo"]["1.0"][wheel.name]
        self.assertEqual((file.storage, file.storage_key), ("directory", path.name))
