"""devpi, as a mirror of a center: what pip finds behind it."""

from plone import api
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.clients.driving import client_environment
from Products.PloneSoftwareCenter.tests.clients.driving_pip import PipTest
from Products.PloneSoftwareCenter.tests.clients.fixtures import BEST
from Products.PloneSoftwareCenter.tests.clients.fixtures import Choice
from Products.PloneSoftwareCenter.tests.clients.fixtures import NAME
from Products.PloneSoftwareCenter.tests.clients.fixtures import REASON
from Products.PloneSoftwareCenter.tests.clients.fixtures import YANKED
from urllib.error import URLError
from urllib.request import build_opener
from urllib.request import ProxyHandler

import itertools
import os
import pathlib
import socket
import subprocess
import tempfile
import time


#: Ask each time.  Without its list of names, since devpi 6 forgets those that it did not hand out
#: itself when it asks for the list again and hears that nothing changed (304).
AT_ONCE = ("mirror_cache_expiry=0", "mirror_no_project_list=true")

#: seconds until devpi answers, at most
PATIENCE = 60


class DevpiTest(Choice, PipTest):
    """One devpi serves all tests; each has a mirror of its own in it."""

    numbers = itertools.count(1)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.programs = client_environment("devpi") / "bin"
        folder = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        cls.devpi_environ = {"HOME": str(folder), "PATH": os.defpath, "LANG": "C.UTF-8"}
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        cls.devpi_url = f"http://127.0.0.1:{port}/"
        where = ("--serverdir", folder / "server")
        cls.run_devpi("devpi-init", *where, "--no-root-pypi")
        log = cls.enterClassContext((folder / "log").open("wb"))
        command = [cls.programs / "devpi-server", *where, "--host", "127.0.0.1", "--port", port]
        # a log-in that costs milliseconds, not seconds, of computing
        command += ["--argon2-memory-cost=8", "--argon2-parallelism=1", "--argon2-time-cost=1"]
        server = subprocess.Popen(
            [str(word) for word in command],
            env=cls.devpi_environ,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        cls.addClassCleanup(server.wait, PATIENCE)
        cls.addClassCleanup(server.terminate)
        cls.wait_for_answer(server, folder / "log")
        cls.run_devpi("devpi", "use", cls.devpi_url)
        cls.run_devpi("devpi", "login", "root", "--password=")

    @classmethod
    def run_devpi(cls, program, *words):
        done = subprocess.run(
            [str(cls.programs / program), *(str(word) for word in words)],
            env=cls.devpi_environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            timeout=PATIENCE,
            check=False,
        )
        if done.returncode:
            raise AssertionError(done.stdout)

    @classmethod
    def wait_for_answer(cls, server, log):
        opener = build_opener(ProxyHandler({}))
        deadline = time.monotonic() + PATIENCE
        while server.poll() is None and time.monotonic() < deadline:
            try:
                with opener.open(f"{cls.devpi_url}+api", timeout=5):
                    return
            except URLError:
                time.sleep(0.1)
        raise AssertionError(log.read_text())

    def mirror(self, url, *options):
        """Have devpi mirror an index, and return the address of its own."""
        name = f"psc{next(self.numbers)}"
        self.run_devpi("devpi", "index", "-c", name, "type=mirror", f"mirror_url={url}", *options)
        return f"{self.devpi_url}root/{name}/+simple/"


class TestMirror(DevpiTest):
    def test_pip_finds_behind_it_what_it_finds_here(self):
        self.offer()
        mirror = self.mirror(self.simple)
        self.install(NAME, index=mirror)
        self.assertInstalled(self.target, BEST)
        other_python = self.pip("download", "-d", self.target, f"{NAME}==1.11", index=mirror)
        self.fail_with("No matching distribution found", *other_python)

    def test_every_file_byte_for_byte(self):
        self.offer()
        mirror = self.mirror(self.simple)
        self.download(NAME, index=mirror)
        self.download("--no-binary", ":all:", NAME, index=mirror)
        self.assertSameBytes(self.target, self.wheels[BEST], self.sdists[BEST])

    def test_yanked_release_only_by_its_number(self):
        self.offer()
        ran = self.download(f"{NAME}=={YANKED}", index=self.mirror(self.simple))
        self.assertIn(f"Reason for being yanked: {REASON}", ran.text)
        self.assertSameBytes(self.target, self.wheels[YANKED])

    def test_what_changes_here_changes_there(self):
        first, second = (make_wheel("demo", each, folder=self.folder) for each in ("1.0", "2.0"))
        mirror = self.mirror(self.simple, *AT_ONCE)
        self.publish(first)
        self.download("demo", index=mirror)
        self.publish(second)
        self.download("demo", index=mirror)
        self.assertSameBytes(self.target, first, second)
        with self.changes():
            api.content.delete(self.center["demo"]["2.0"])
        gone = self.pip("download", "-d", self.target, "demo==2.0", index=mirror)
        self.fail_with("(from versions: 1.0)", *gone)

    def test_private_center(self):
        self.offer()
        self.make_private()
        command = self.pip("download", "-d", self.target, NAME, index=self.mirror(self.simple))
        self.fail_with("No matching distribution found", *command)
        self.download(NAME, index=self.mirror(self.with_credentials(self.simple)))
        self.assertSameBytes(self.target, self.wheels[BEST])
