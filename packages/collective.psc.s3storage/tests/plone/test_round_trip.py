"""A center in use goes from blobs to a directory, to an object store, and back; psc is killed once.

``PSC_ROUND_TRIP_FILES=1000`` has it do so with more files than CI has time for.
"""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.program import database
from Products.PloneSoftwareCenter.tests.upload import instances
from tests.plone.testing import MotoLayer
from tests.plone.testing import Store
from unittest import mock

import hashlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unittest


FILES = int(os.environ.get("PSC_ROUND_TRIP_FILES", "24"))
PAGE = {"Accept": "application/vnd.pypi.simple.v1+json"}
#: seconds that a client or a command may take
PATIENCE = 600 + FILES
PACKAGES = """\
  <include package="collective.psc.externalstorage" />
  <include package="collective.psc.s3storage" />
"""
#: psc, with batches so small that there are several
PSC = """\
import sys
from Products.PloneSoftwareCenter.maintenance import migrate
migrate.FILES = max(5, int(sys.argv.pop(1)) // 20)
from Products.PloneSoftwareCenter.program.main import main
main(sys.argv[1:])
"""


class Traffic:
    """twine uploads to one instance while pip downloads from the other; ``failed`` must stay empty.

    :param case: the test
    """

    def __init__(self, case):
        self.case = case
        self.ended = threading.Event()
        self.failed = []
        self.uploaded = []
        self.downloaded = 0

    def __enter__(self):
        self.pool = ThreadPoolExecutor(2)
        self.running = [self.pool.submit(self.upload), self.pool.submit(self.download)]
        return self

    def __exit__(self, *_error):
        self.ended.set()
        self.pool.shutdown()
        for running in self.running:
            running.result()

    def upload(self):
        client = self.case.instances.clients[0]
        number = 0
        while not self.ended.wait(0.5):
            number += 1
            wheel = make_wheel("traffic", f"1.{number}", folder=self.case.folder)
            done = self.run(
                "twine", "upload", "--non-interactive", "--repository-url", client.url, wheel,
                TWINE_USERNAME=client.user, TWINE_PASSWORD=client.password,
            )  # fmt: skip
            if done:
                self.uploaded.append(wheel)

    def download(self):
        index = f"{self.case.instances.clients[1].url}/simple/"
        chosen = random.Random(7)
        while not self.ended.wait(0.5):
            wheel = chosen.choice(self.case.wheels)
            name, version = wheel.name.split("-")[:2]
            target = self.case.folder / "downloads" / str(self.downloaded)
            done = self.run(
                "pip", "download", "-q", "--no-deps", "--index-url", index, "--dest", target,
                f"{name}=={version}",
            )  # fmt: skip
            if done and (target / wheel.name).read_bytes() != wheel.read_bytes():
                self.failed.append(f"{wheel.name} came with other bytes")
            self.downloaded += 1

    def run(self, *command, **environ):
        done = subprocess.run(
            list(map(str, command)),
            env={
                "HOME": str(self.case.folder),
                "PATH": os.pathsep.join((str(Path(sys.executable).parent), os.defpath)),
                "NO_PROXY": "*",
                "PIP_CONFIG_FILE": os.devnull,
                "PIP_DEFAULT_TIMEOUT": "300",
                "PIP_DISABLE_PIP_VERSION_CHECK": "1",
                "PIP_NO_CACHE_DIR": "1",
                "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
                **environ,
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        if done.returncode:
            self.failed.append(done.stdout)
        return not done.returncode


class TestRoundTrip(Store, unittest.TestCase):
    layer = MotoLayer(name="s3storage:MotoAlone")

    def setUp(self):
        self.start_store()
        self.archives = Path(self.enterContext(tempfile.TemporaryDirectory()))
        environ = {"PSC_EXTERNALSTORAGE_DIRECTORY": str(self.archives)}
        self.enterContext(mock.patch.dict(os.environ, environ))
        zcml = database.SITE_ZCML.replace("  <securityPolicy", f"{PACKAGES}  <securityPolicy")
        self.assertIn(PACKAGES, zcml)
        self.enterContext(mock.patch.object(database, "SITE_ZCML", zcml))
        for program in ("SERVE", "ZEO_SERVER"):
            longer = getattr(instances, program).replace("alarm(1200)", f"alarm({5 * PATIENCE})")
            self.enterContext(mock.patch.object(instances, program, longer))
        self.instances = instances.Instances(2)
        self.addCleanup(self.instances.close)
        self.folder = self.instances.folder
        self.wheels = [
            make_wheel(f"demo{number % 9}", f"1.{number}", folder=self.folder)
            for number in range(FILES)
        ]
        for wheel in self.wheels:
            answer = self.instances.clients[0].upload(wheel)
            self.assertEqual(answer.status, 200, answer.text)

    def start(self, *words):
        return subprocess.Popen(
            [sys.executable, "-c", PSC, str(FILES), "--conf", str(self.instances.conf), *words],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            cwd=self.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def psc(self, *words, status=0):
        running = self.start(*words)
        try:
            said, _ = running.communicate(timeout=PATIENCE)
        except BaseException:
            running.kill()
            running.wait()
            raise
        self.assertEqual(running.returncode, status, said)
        return said

    def kill_in_the_middle(self, target):
        """Start moving to the object store, and kill it when some files are there."""
        self.faulty.asked.clear()
        running = self.start("migrate", target)
        deadline = time.monotonic() + PATIENCE
        while sum(line.startswith("PUT ") for line in list(self.faulty.asked)) < FILES // 2:
            self.assertIsNone(running.poll(), "it was through before it was killed")
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.01)
        running.send_signal(signal.SIGKILL)
        running.communicate()

    def assert_all_there(self, wheels):
        for client in self.instances.clients:
            digests = {}
            for name in {wheel.name.split("-")[0] for wheel in wheels}:
                page = client.request("GET", f"/simple/{name}/", headers=PAGE)
                for file in page.json["files"]:
                    digests[file["filename"]] = file["hashes"]["sha256"]
            for wheel in wheels:
                name = wheel.name.split("-")[0]
                answer = client.get(f"/simple/{name}/{wheel.name}")
                self.assertEqual((answer.status, answer.body), (200, wheel.read_bytes()))
                found = hashlib.sha256(answer.body).hexdigest()
                self.assertEqual(digests[wheel.name], found)

    def places(self):
        """Return how many files lie in which storage."""
        return {
            "external": sum(path.is_file() for path in self.archives.glob("*/files/*/*")),
            "s3": sum("/files/" in name for name in self.objects()),
        }

    def test_there_and_back_while_it_is_used(self):
        with Traffic(self) as traffic:
            self.psc("migrate", "external")
            self.kill_in_the_middle("s3")
            self.psc("migrate", "s3")
            self.psc("fsck")
            self.psc("migrate", "blob")
        self.assertEqual(traffic.failed, [])
        self.assertTrue(traffic.uploaded)
        self.assertTrue(traffic.downloaded)
        self.assert_all_there([*self.wheels, *traffic.uploaded])
        # What the killed process had not committed is nobody's, and goes when it is told to.
        self.psc("fsck", "--hours", "0", "--repair", "orphans")
        self.psc("fsck", "--hours", "0")
        self.assertEqual(self.places(), {"external": 0, "s3": 0})
        self.assert_all_there([*self.wheels, *traffic.uploaded])
