"""A disk that is full when an upload is committed: a clear answer, and nothing is lost."""

from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.upload.instances import Instances

import hashlib
import unittest


#: while there is a file ``full``, the step of a commit that it names finds no space
FULL = """\
import errno, pathlib
from ZODB.blob import BlobStorageMixin
from ZODB.FileStorage import FileStorage

def fill(owner, name):
    function = getattr(owner, name)
    def step(self, *args, **kwargs):
        full = pathlib.Path("full")
        if full.exists() and full.read_text() == name:
            raise OSError(errno.ENOSPC, "No space left on device")
        return function(self, *args, **kwargs)
    setattr(owner, name, step)

fill(FileStorage, "tpc_begin")
fill(FileStorage, "store")
fill(BlobStorageMixin, "storeBlob")
fill(FileStorage, "tpc_vote")
"""

STEPS = ("tpc_begin", "store", "storeBlob", "tpc_vote")

JSON = {"Accept": "application/vnd.pypi.simple.v1+json"}


class TestFullDisk(unittest.TestCase):
    def setUp(self):
        self.instances = Instances(1, FULL)
        self.addCleanup(self.instances.close)
        self.client = self.instances.clients[0]
        self.full = self.instances.folder / "full"
        #: file name -> sha256, of what must be there
        self.there = {}

    def upload(self, name, version):
        path = make_wheel(name, version, folder=self.instances.folder)
        answer = self.client.upload(path)
        if answer.status == 200:
            self.there[path.name] = hashlib.sha256(path.read_bytes()).hexdigest()
        return answer

    def assertAllThere(self):
        """See that exactly what must be there is, whole."""
        found = {}
        for project in self.client.request("GET", "/simple/", headers=JSON).json["projects"]:
            page = f"/simple/{project['name']}/"
            for file in self.client.request("GET", page, headers=JSON).json["files"]:
                body = self.client.get(page + file["filename"]).body
                found[file["filename"]] = hashlib.sha256(body).hexdigest()
        self.assertEqual(found, self.there)

    def test_at_each_step_of_the_commit(self):
        self.assertEqual(self.upload("demo", "1.0").status, 200)
        for number, step in enumerate(STEPS, 1):
            for name in ("demo", "another"):
                with self.subTest(step, name=name):
                    self.full.write_text(step)
                    answer = self.upload(name, f"1.{number}")
                    self.assertEqual(answer.status, 507, answer.text)
                    self.assertIn("space", answer.text)
                    self.full.unlink()
                    self.assertAllThere()
            self.assertEqual(self.upload("demo", f"1.{number}").status, 200)
        self.assertAllThere()
        self.instances.stop_serving()
        done = self.instances.database.psc("--conf", str(self.instances.conf), "consistency")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
