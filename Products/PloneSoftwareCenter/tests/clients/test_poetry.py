"""poetry: a project that names the center as a source, with its lock file."""

from Products.PloneSoftwareCenter.testing import OWNER
from Products.PloneSoftwareCenter.testing import PASSWORD
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.clients.driving import client_environment
from Products.PloneSoftwareCenter.tests.clients.driving import ClientTest
from Products.PloneSoftwareCenter.tests.clients.driving import sha256
from Products.PloneSoftwareCenter.tests.clients.fixtures import BEST
from Products.PloneSoftwareCenter.tests.clients.fixtures import Choice
from Products.PloneSoftwareCenter.tests.clients.fixtures import NAME
from Products.PloneSoftwareCenter.tests.clients.fixtures import REASON
from Products.PloneSoftwareCenter.tests.clients.fixtures import YANKED

import shutil
import tomllib


#: what is added: of a bare name, poetry insists on the newest, be it for another Python
WANTED = f"{NAME}>=1"

PROJECT = """\
[project]
name = "user"
version = "1"
requires-python = ">=3.11,<3.14"
dependencies = []

[tool.poetry]
package-mode = false

[[tool.poetry.source]]
name = "center"
url = "{url}"
priority = "{priority}"
"""

LOGIN = {"POETRY_HTTP_BASIC_CENTER_USERNAME": OWNER, "POETRY_HTTP_BASIC_CENTER_PASSWORD": PASSWORD}


class PoetryTest(Choice, ClientTest):
    def setUp(self):
        super().setUp()
        self.poetry = client_environment("poetry") / "bin" / "poetry"
        self.offer()
        self.project = self.folder / "project"
        self.project.mkdir()

    def environment(self):
        return {
            **super().environment(),
            "POETRY_CACHE_DIR": str(self.home / "poetry-cache"),
            "POETRY_CONFIG_DIR": str(self.home / "poetry"),
            "POETRY_NO_INTERACTION": "1",
            "POETRY_VIRTUALENVS_IN_PROJECT": "true",
        }

    def write(self, priority):
        (self.project / "pyproject.toml").write_text(
            PROJECT.format(url=self.simple, priority=priority)
        )

    def command(self, *words):
        return (self.poetry, *words, "-C", self.project)

    def locked(self):
        """Return what the lock file says, by name."""
        lock = tomllib.loads((self.project / "poetry.lock").read_text())
        return {record["name"]: record for record in lock["package"]}

    def assertInProject(self, version, name=NAME):
        [installed] = self.project.glob(".venv/lib/python*/site-packages")
        self.assertInstalled(installed, version, name)


class TestPoetry(PoetryTest):
    def test_add_from_a_source_for_some_names(self):
        self.write("explicit")
        self.succeed(*self.command("add", "--source", "center", WANTED))
        self.assertInProject(BEST)
        record = self.locked()[NAME]
        self.assertEqual(record["version"], BEST)
        self.assertEqual(record["source"]["reference"], "center")
        hashes = {file["file"]: file["hash"] for file in record["files"]}
        archives = (self.wheels[BEST], self.sdists[BEST])
        self.assertEqual(hashes, {file.name: f"sha256:{sha256(file)}" for file in archives})

    def test_everything_from_the_center_with_what_it_needs(self):
        needs = f"Requires-Dist: {NAME}>=1\n"
        self.publish(make_wheel("needy", "1.0", folder=self.folder, metadata_extra=needs))
        self.write("primary")
        self.succeed(*self.command("add", "--lock", "needy"))
        self.assertEqual(
            {name: found["version"] for name, found in self.locked().items()},
            {NAME: BEST, "needy": "1.0"},
        )
        self.succeed(*self.command("install"))
        self.assertInProject(BEST)
        self.assertInProject("1.0", "needy")

    def test_yanked_release_only_by_its_number(self):
        self.write("explicit")
        ran = self.succeed(
            *self.command("add", "--lock", "--source", "center", f"{NAME}=={YANKED}")
        )
        self.assertIn(f"Reason for being yanked: {REASON}", ran.text)
        self.assertEqual(self.locked()[NAME]["version"], YANKED)


class TestPrivateCenter(PoetryTest):
    def setUp(self):
        super().setUp()
        self.make_private()
        self.write("explicit")
        self.add = self.command("add", "--source", "center", WANTED)

    def test_nobody_gets_nothing(self):
        self.fail_with("Authorization error accessing", *self.add)
        self.assertFalse((self.project / "poetry.lock").exists())

    def test_password_in_the_environment(self):
        self.succeed(*self.add, **LOGIN)
        self.assertInProject(BEST)
        self.assertNotIn(PASSWORD, (self.project / "poetry.lock").read_text())

    def test_password_in_the_configuration_of_poetry(self):
        # Kept in a keyring where there is one, else in a file of its own.
        self.succeed(self.poetry, "config", "http-basic.center", OWNER, PASSWORD)
        self.succeed(*self.add)
        shutil.rmtree(self.project / ".venv")
        self.succeed(*self.command("install", "--no-cache"))
        self.assertInProject(BEST)
