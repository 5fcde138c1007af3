"""Sixteen uploaders at once, at one Zope instance and at two on one ZEO server."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.upload.instances import Instances

import hashlib
import itertools
import unittest


UPLOADERS = 16

#: of each uploader, in each kind
FILES = 2

JSON = {"Accept": "application/vnd.pypi.simple.v1+json"}


class TestSixteenUploaders(unittest.TestCase):
    def wheels(self, instances):
        """Return the wheels, all kinds in turn: name -> {file name: sha256}, and the paths."""
        paths = []
        for number in range(UPLOADERS * FILES):
            tag = f"cp3{number}-cp3{number}-linux_x86_64"
            for name, version, tags in (
                ("files", "1.0", tag),
                ("releases", f"1.{number}", "py3-none-any"),
                (f"project{number}", "1.0", "py3-none-any"),
            ):
                paths.append(make_wheel(name, version, folder=instances.folder, tag=tags))
        expected = {}
        for path in paths:
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            expected.setdefault(path.name.split("-")[0], {})[path.name] = digest
        return expected, paths

    def try_with(self, count):
        instances = Instances(count)
        self.addCleanup(instances.close)
        expected, paths = self.wheels(instances)
        clients = itertools.cycle(instances.clients)
        with ThreadPoolExecutor(UPLOADERS) as pool:
            jobs = [pool.submit(next(clients).upload, path) for path in paths]
            answers = [job.result() for job in jobs]
        refused = [(answer.status, answer.text) for answer in answers if answer.status != 200]
        self.assertEqual(refused, [])
        for client in instances.clients:
            self.assertIndex(client, expected)
        self.assertJournal(instances.clients[0], expected)
        instances.stop_serving()
        done = instances.database.psc("--conf", str(instances.conf), "consistency")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def assertIndex(self, client, expected):
        """See that an instance shows each file with its digest, sends it, and lists each name."""
        listed = {
            project["name"]
            for project in client.request("GET", "/simple/", headers=JSON).json["projects"]
        }
        self.assertEqual(listed, set(expected))
        for name, digests in expected.items():
            page = client.request("GET", f"/simple/{name}/", headers=JSON).json
            shown = {file["filename"]: file["hashes"]["sha256"] for file in page["files"]}
            self.assertEqual(shown, digests)
            for filename, digest in digests.items():
                body = client.get(f"/simple/{name}/{filename}").body
                self.assertEqual(hashlib.sha256(body).hexdigest(), digest, filename)

    def assertJournal(self, client, expected):
        """See that the journal tells of each file once, and of all that was made for them."""
        entries = client.get("/journal-export?form=json").json
        told = {}
        for entry in entries:
            if entry["kind"] == "file-uploaded":
                digests = told.setdefault(entry["project"], {})
                self.assertNotIn(entry["file"], digests)
                digests[entry["file"]] = entry["details"]["sha256"]
        self.assertEqual(told, expected)
        kinds = Counter(entry["kind"] for entry in entries)
        self.assertEqual(kinds["project-made"], len(expected))
        self.assertEqual(kinds["release-made"], 1 + 2 * UPLOADERS * FILES)

    def test_at_one_instance(self):
        self.try_with(1)

    def test_at_two_instances_on_zeo(self):
        self.try_with(2)
