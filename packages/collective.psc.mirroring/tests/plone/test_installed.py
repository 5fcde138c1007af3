"""``psc-mirror`` as administrators call it: the console script, on a database that lies on disk."""

from collective.psc.mirroring.tree import Tree
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.program.database import Database
from tests.installed import installed

import os
import shutil
import sys
import unittest


#: mirrors the center, and says which threads there are
MIRROR = """\
import pathlib, sys, threading, transaction
from collective.psc.mirroring.site.settings import set_path
from Products.PloneSoftwareCenter.program.start import open_database
root = open_database(pathlib.Path(sys.argv[1]))
set_path(root.Plone.software, sys.argv[2])
transaction.commit()
print(*[thread.name for thread in threading.enumerate()])
"""


class InstalledDatabase(Database):
    """Programs there find the installed distribution before its sources."""

    def _environ(self, **environ):
        found = super()._environ(**environ)
        path = [str(installed(sys.executable)), found["PYTHONPATH"]]
        return found | {"PYTHONPATH": os.pathsep.join(path)}


class TestInstalled(unittest.TestCase):
    def setUp(self):
        self.database = InstalledDatabase()
        self.addCleanup(self.database.close)
        archives = self.database.folder / "archives"
        archives.mkdir()
        archive = make_wheel("alpha", "1.0", folder=archives)
        self.filename, self.data = archive.name, archive.read_bytes()
        self.database.make_site(archives)
        path = self.database.folder / "mirror"
        path.mkdir()
        self.tree = Tree(path)

    def psc_mirror(self, *words):
        script = installed(sys.executable) / "bin" / "psc-mirror"
        done = self.database.python(str(script), *map(str, words))
        return done.returncode, done.stdout + done.stderr

    def test_sync_and_verify(self):
        done = self.database.python(
            "-c", MIRROR, str(self.database.conf), str(self.tree.path), check=True
        )
        # no thread of a server begins in a program
        self.assertEqual(done.stdout.split(), ["MainThread"])
        sync = ("sync", "--conf", self.database.conf)
        status, told = self.psc_mirror(*sync)
        self.assertEqual(status, 0, told)
        self.assertIn("/Plone/software: written: alpha\n", told)
        self.assertEqual(self.tree.file("alpha", self.filename).read_bytes(), self.data)
        shutil.rmtree(self.tree.project("alpha"))
        self.assertEqual(self.psc_mirror("verify", self.tree.path)[0], 1)
        self.assertIn("written: alpha", self.psc_mirror(*sync)[1])
        self.assertEqual(self.psc_mirror("verify", self.tree.path), (0, ""))
