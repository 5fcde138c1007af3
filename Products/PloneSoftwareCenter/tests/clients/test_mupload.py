"""collective.dist: one build to two centers, a devpi and a pypiserver, with one command."""

from pathlib import Path
from plone import api
from Products.PloneSoftwareCenter.testing import create_center
from Products.PloneSoftwareCenter.testing import OWNER
from Products.PloneSoftwareCenter.testing import PASSWORD
from Products.PloneSoftwareCenter.tests.archives import make_sdist
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.clients.driving import BIN
from Products.PloneSoftwareCenter.tests.clients.driving import ClientTest
from Products.PloneSoftwareCenter.tests.clients.driving_devpi import start_devpi
from Products.PloneSoftwareCenter.tests.clients.driving_pypiserver import PypiServer

import json
import sys
import transaction
import unittest


TOP = Path(__file__).resolve().parents[4]
PACKAGE = TOP / "packages" / "collective.dist"
NOBODY_THERE = "http://127.0.0.1:9/"


class MuploadTest(ClientTest):
    """``self.mupload`` returns the rows of the table."""

    def environment(self):
        return {**super().environment(), "PYTHONPATH": str(PACKAGE)}

    def dist(self, program, *words, status=0):
        """Run one of the programs and return its results, a dictionary each."""
        command = (sys.executable, "-m", "collective.dist", program, "--json", "--no-input")
        ran = self.run_program(*command, *words)
        self.assertEqual(ran.status, status, ran.output)
        return json.loads(ran.output[ran.output.index("{") :])["results"]

    def write_servers(self, **servers):
        """Write a .pypirc: an address, or address, user and password, by name."""
        lines = ["[distutils]", "index-servers =", *(f"    {name}" for name in servers)]
        for name, said in servers.items():
            url, user, password = said if isinstance(said, tuple) else (said, OWNER, PASSWORD)
            lines += ["", f"[{name}]", f"repository: {url}"]
            lines += [f"username: {user}", f"password: {password}"]
        (self.home / ".pypirc").write_text("\n".join(lines) + "\n", encoding="utf-8")

    def assertOutcomes(self, rows, expected):
        """Compare the outcomes of each server, a file after the other."""
        found = {}
        for row in rows:
            found.setdefault(row["server"], []).append(row["outcome"])
        self.assertEqual(found, expected, rows)


@unittest.skipUnless(PACKAGE.is_dir(), "not a checkout")
class TestFourServers(MuploadTest):
    def setUp(self):
        super().setUp()
        with self.changes():
            create_center(self.portal, "customer")
        transaction.begin()
        self.customer = self.url.replace("/software", "/customer")
        address, user = start_devpi().new_index(OWNER, PASSWORD)
        self.devpi = (address, user, PASSWORD)
        self.pypiserver = PypiServer(self.folder / "pypiserver", OWNER, PASSWORD)
        self.addCleanup(self.pypiserver.stop)
        self.servers = {
            "software": self.url,
            "customer": self.customer,
            "devpi": self.devpi,
            "pypiserver": self.pypiserver.url,
        }
        self.archives = [
            make_sdist("demo", "1.0", folder=self.folder),
            make_wheel("demo", "1.0", folder=self.folder),
        ]

    def test_one_command_puts_all_on_all_and_a_second_sends_nothing(self):
        self.write_servers(**self.servers)
        rows = self.dist("mupload", "--verify", *self.archives)
        self.assertOutcomes(rows, dict.fromkeys(self.servers, ["done"] * 2))
        self.assertEqual({row["verified"] for row in rows}, {True})
        self.assertArrived(*self.archives)
        self.assertSameBytes(self.pypiserver.packages, *self.archives)
        rows = self.dist("mupload", "--verify", *self.archives)
        self.assertOutcomes(rows, dict.fromkeys(self.servers, ["already there"] * 2))

    def test_faults_of_some_are_told_and_the_rest_is_done(self):
        self.nobody_may_add(self.customer)
        self.write_servers(
            software=self.url,
            wrong=(self.pypiserver.url, OWNER, "wrong"),
            down=NOBODY_THERE,
            customer=self.customer,
            devpi=self.devpi,
        )
        rows = self.dist("mupload", "--retry", "0", *self.archives, status=1)
        self.assertOutcomes(
            rows,
            {
                "software": ["done"] * 2,
                "wrong": ["refused"] * 2,
                "down": ["failed"] * 2,
                "customer": ["refused"] * 2,
                "devpi": ["done"] * 2,
            },
        )
        self.assertNotIn(PASSWORD, json.dumps(rows))
        self.assertEqual(list(self.pypiserver.packages.iterdir()), [])

    def nobody_may_add(self, url):
        """Close a center: members make no projects in it."""
        with self.changes():
            api.content.transition(self.portal[url.rpartition("/")[2]], "retract")


@unittest.skipUnless(PACKAGE.is_dir(), "not a checkout")
class TestRegister(MuploadTest):
    def test_makes_the_page_of_a_project(self):
        self.write_servers(software=self.url)
        rows = self.dist("mregister", make_wheel("demo", "1.0", folder=self.folder))
        self.assertOutcomes(rows, {"software": ["done"]})
        self.assertIn("Created Project: demo", rows[0]["sentence"])
        self.refresh()
        self.assertIn("demo", self.center)

    def test_dry_run_verifies_and_stores_nothing(self):
        self.write_servers(software=self.url)
        archive = make_wheel("demo", "1.0", folder=self.folder)
        for program in ("mregister", "mupload"):
            rows = self.dist(program, "--dry-run", archive)
            self.assertOutcomes(rows, {"software": ["done"]})
        self.assertNothingStored()


@unittest.skipUnless(PACKAGE.is_dir(), "not a checkout")
class TestSettingsForReaders(MuploadTest):
    """What mindex writes, read by whom it is for."""

    def setUp(self):
        super().setUp()
        with self.changes():
            create_center(self.portal, "customer")
        transaction.begin()
        self.customer = self.url.replace("/software", "/customer")
        self.write_servers(software=self.url, customer=self.customer)
        # only the second has it
        self.archive = make_wheel("demo", "1.0", folder=self.folder)
        self.dist("mupload", "-r", "customer", self.archive)
        self.target = self.folder / "target"

    def write_settings(self, kind, name):
        path = self.folder / name
        self.succeed(
            *(sys.executable, "-m", "collective.dist", "mindex", "--kind", kind), "--output", path
        )
        return path

    def test_pip(self):
        settings = self.write_settings("pip", "pip.conf")
        command = (sys.executable, "-m", "pip", "download", "--no-deps", "-d", self.target, "demo")
        self.succeed(*command, PIP_CONFIG_FILE=str(settings))
        self.assertSameBytes(self.target, self.archive)

    def test_uv(self):
        settings = self.write_settings("uv", "uv.toml")
        command = (BIN / "uv", "--config-file", settings, "pip", "install", "demo")
        self.succeed(
            *command, "--python", sys.executable, "--target", self.target, UV_NO_CONFIG="false"
        )
        self.assertEqual(len(list(self.target.glob("demo-1.0.dist-info"))), 1)

    def test_buildout(self):
        self.write_settings("buildout", "indexes.cfg")
        lines = ["[buildout]", "extends = indexes.cfg", "parts = eggs", "eggs-directory = eggs"]
        lines += ["[eggs]", "recipe = zc.recipe.egg", "interpreter = py", "eggs = demo"]
        (self.folder / "buildout.cfg").write_text("\n".join(lines) + "\n", encoding="utf-8")
        self.succeed(BIN / "buildout", "-U", PIP_NO_BUILD_ISOLATION="0", PIP_NO_INDEX="1")
        told = "import psc_demo; print(psc_demo.VERSION)"
        self.assertIn("1.0", self.succeed(self.folder / "bin" / "py", "-c", told).output)
