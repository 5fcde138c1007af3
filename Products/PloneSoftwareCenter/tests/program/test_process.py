"""``psc`` as administrators call it: a process on a database that lies on disk."""

from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.ports import free_port
from Products.PloneSoftwareCenter.tests.ports import listens
from Products.PloneSoftwareCenter.tests.program.database import Database
from ZODB.FileStorage import FileStorage

import atexit
import contextlib
import functools
import json
import subprocess
import sys
import time
import unittest


ZEO_SERVER = """\
<zeo>
  address {address}
  client-conflict-resolution true
</zeo>
<blobstorage 1>
  blob-dir {folder}/blobs
  <filestorage>
    path {folder}/Data.fs
  </filestorage>
</blobstorage>
"""

ZEO_CLIENT = """\
  <zeoclient>
    server ADDRESS
    blob-dir {folder}/blobs
    shared-blob-dir on
  </zeoclient>
"""


@functools.cache
def made_database():
    """Return the one database of all methods: making a site takes long.

    zope.testrunner calls no ``setUpClass``.
    """
    database = Database()
    atexit.register(database.close)
    archives = database.folder / "archives"
    archives.mkdir()
    for version in ("1.0", "1.1"):
        make_wheel("demo", version, folder=archives)
    database.make_site(archives)
    return database


class TestProcess(unittest.TestCase):
    """The methods leave the database right."""

    def setUp(self):
        self.database = made_database()

    def psc(self, *arguments, conf=None, **environ):
        conf = conf or self.database.conf
        return self.database.psc("--conf", str(conf), *arguments, **environ)

    def assertEnds(self, done, status, out="", err=""):
        self.assertEqual(done.returncode, status, f"{done.stdout}\n{done.stderr}")
        self.assertIn(out, done.stdout)
        self.assertIn(err, done.stderr)

    def test_from_findings_to_right(self):
        self.database.break_index()
        done = self.psc("consistency", "--json")
        self.assertEnds(done, 1)
        self.assertEqual(done.stderr, "")
        [found] = json.loads(done.stdout)["centers"]
        self.assertEqual(found["center"], "/Plone/software")
        self.assertEqual([one["kind"] for one in found["differences"]], ["listing-missing"])
        self.assertEnds(self.psc("rebuild"), 0, "mended: The name demo is missing in the list")
        done = self.psc("consistency")
        self.assertEnds(done, 0, "/Plone/software: records and content agree.\n")
        self.assertEqual(done.stderr, "")

    def test_import_that_is_killed_goes_on(self):
        stock = self.database.folder / "stock"
        for number in range(40):
            make_wheel("stock", f"1.{number}", folder=stock)
        arguments = ("import", str(stock), "--owner", "admin")
        process = self.database.start("--conf", str(self.database.conf), *arguments)
        while process.poll() is None and not self.has_upload():
            time.sleep(0.1)
        process.kill()
        process.wait()
        done = self.psc(*arguments, "--json")
        self.assertEnds(done, 0)
        (told,) = json.loads(done.stdout)["centers"]
        self.assertEqual(told["imported"] + told["there"], 40)
        self.assertGreater(told["there"], 0)
        self.assertEnds(self.psc("consistency"), 0, "agree")

    def has_upload(self):
        """Tell whether the transaction of an upload is on the disk as a whole."""
        path = str(self.database.folder / "Data.fs")
        with (
            contextlib.closing(FileStorage(path, read_only=True)) as storage,
            contextlib.closing(storage.iterator()) as transactions,
        ):
            return any(b"upload stock" in one.description for one in transactions)

    def test_database_in_use(self):
        storage = FileStorage(str(self.database.folder / "Data.fs"))
        self.addCleanup(storage.close)
        done = self.psc("consistency", "--json")
        self.assertEnds(done, 2, err="psc: The database is in use")
        self.assertEqual(len(done.stderr.splitlines()), 1)
        self.assertIn("in use", json.loads(done.stdout)["error"])

    def test_no_configuration(self):
        self.assertEnds(self.psc("consistency", conf="no.conf"), 2, err="--conf")
        done = self.database.psc("consistency", ZOPE_CONF="")
        self.assertEnds(done, 2, err="parts/instance/etc/zope.conf")

    def test_configuration_from_the_environment_that_is_none(self):
        broken = self.database.write_conf("broken.conf", "  <no-such-storage/>")
        done = self.database.psc("consistency", ZOPE_CONF=str(broken))
        self.assertEnds(done, 2, err="broken.conf can't be used")
        self.assertNotIn("Traceback", done.stderr)

    def test_center_that_is_not_there(self):
        done = self.psc("rebuild", "--center", "/Plone/nothing")
        self.assertEnds(done, 2, err="psc: There is no software center at /Plone/nothing.")

    def test_beside_a_site_on_zeo(self):
        port = free_port()
        address = f"127.0.0.1:{port}"
        conf = self.database.write_conf("client.conf", ZEO_CLIENT.replace("ADDRESS", address))
        server = self.serve(address, port)
        self.addCleanup(self.stop, server)
        self.assertEnds(self.psc("consistency", conf=conf), 0, "agree")
        self.stop(server)

    def serve(self, address, port):
        path = self.database.folder / "zeo.conf"
        path.write_text(ZEO_SERVER.format(address=address, folder=self.database.folder))
        server = subprocess.Popen(
            [sys.executable, "-m", "ZEO.runzeo", "-C", str(path)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for _ in range(1200):
            if listens(port):
                return server
            time.sleep(0.1)
        self.stop(server)
        raise AssertionError("The ZEO server did not start.")

    def stop(self, server):
        if server.poll() is None:
            server.terminate()
            server.wait(120)
