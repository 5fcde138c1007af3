"""A pip environment, a uv one and a buildout from one address of a set alone."""

from plone import api
from plone.dexterity.utils import createContentInContainer
from Products.PloneSoftwareCenter.tests.archives import make_sdist
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.client import Client
from Products.PloneSoftwareCenter.tests.clients.driving import BIN
from Products.PloneSoftwareCenter.tests.clients.driving_buildout import BuildoutTest
from Products.PloneSoftwareCenter.tests.clients.private import PrivateCenter
from Products.PloneSoftwareCenter.tests.clients.test_tokens import WithTokens
from Products.PloneSoftwareCenter.tokens.header import TOKEN_USER
from Products.PloneSoftwareCenter.tokens.store import READ

import sys


class StackCase(WithTokens, PrivateCenter, BuildoutTest):
    """Two members in a set, each with a newer version beside it."""

    def setUp(self):
        super().setUp()
        self.target = self.folder / "target"
        needs = "Requires-Dist: lib>=1\n"
        self.app = make_wheel("app", "1.0", folder=self.folder, metadata_extra=needs)
        self.lib = make_sdist("lib", "1.0", folder=self.folder)
        newer = [make_wheel(name, "2.0", folder=self.folder) for name in ("app", "lib")]
        self.publish(self.app, self.lib, *newer)
        with self.changes():
            made = createContentInContainer(
                self.center, "PSCSet", set_name="stack", version="1.0", members="app==1.0\nlib==1.0"
            )
            api.content.transition(made, "publish")
        self.base = f"{self.url}/sets/stack/1.0"

    def pip(self, *words, **environ):
        command = (sys.executable, "-m", "pip", "install", "-q", "--no-build-isolation")
        return self.run_program(*command, "--target", self.target, *words, **environ)

    def uv(self, *words, **environ):
        command = (BIN / "uv", "pip", "install", "--python", sys.executable)
        words = ("--no-build-isolation", "--target", self.target, *words)
        return self.run_program(*command, *words, **environ)

    def assertStack(self, ran):
        """See that the versions of the set were installed."""
        self.assertEqual(ran.status, 0, ran.output)
        for name in ("app", "lib"):
            module = (self.target / f"psc_{name}.py").read_text()
            self.assertIn("VERSION = '1.0'", module)


class TestStack(StackCase):
    def test_pip_from_one_address(self):
        words = ("--require-hashes", "-r", f"{self.base}/requirements.txt")
        self.assertStack(self.pip(*words))

    def test_uv_from_one_address(self):
        words = ("--require-hashes", "-r", f"{self.base}/requirements.txt")
        self.assertStack(self.uv(*words))

    def test_buildout_from_one_address(self):
        # as the page of the set says it, in the folder where it shall be
        self.buildout("-c", f"{self.base}/buildout.cfg")
        self.assertEqual(self.versions("app", "lib"), ["1.0", "1.0"])
        # and once more, by the one that it has made
        self.buildout("-c", f"{self.base}/buildout.cfg")

    def test_constraints_for_pip_and_uv(self):
        words = ("--index-url", self.simple, "-c", f"{self.base}/constraints.txt", "app")
        self.assertStack(self.pip(*words))
        self.assertStack(self.uv("--reinstall", *words))

    def test_constraints_of_a_release(self):
        constraints = f"{self.url}/releases/app/1.0/constraints.txt"
        ran = self.pip("--index-url", self.simple, "-c", constraints, "app")
        self.assertEqual(ran.status, 0, ran.output)
        self.assertIn("VERSION = '1.0'", (self.target / "psc_app.py").read_text())
        # the newest that the release takes
        self.assertIn("VERSION = '2.0'", (self.target / "psc_lib.py").read_text())

    def test_extends_in_a_buildout(self):
        self.write("app", extends=f"{self.base}/versions.cfg")
        self.buildout()
        self.assertEqual(self.versions("app", "lib"), ["1.0", "1.0"])

    def test_other_bytes_than_the_set_tells_are_not_installed(self):
        text = self.nobody.get("/sets/stack/1.0/requirements.txt").text
        changed = self.folder / "changed.txt"
        changed.write_text(text.replace("--hash=sha256:", f"--hash=sha256:{'0' * 8}")[:-8])
        ran = self.pip("--require-hashes", "-r", changed)
        self.assertNotEqual(ran.status, 0)
        self.assertFalse((self.target / "psc_app.py").exists())

    def test_a_member_that_is_gone_stops_the_installer(self):
        with self.changes():
            self.center["lib"].manage_delObjects(["1.0"])
        words = ("--require-hashes", "-r", f"{self.base}/requirements.txt")
        for install in (self.pip, self.uv):
            ran = install(*words)
            self.assertNotEqual(ran.status, 0, ran.output)
            self.assertIn("lib==1.0", ran.text)


class TestConfigurationFiles(StackCase):
    """The same from files that somebody has attached to a release."""

    def setUp(self):
        super().setUp()
        self.attached = f"{self.url}/configuration/app/1.0"
        pins = "app==1.0\nlib==1.0\n"
        for filename, text in (
            ("constraints.txt", pins),
            ("requirements.txt", f"--index-url {self.simple}\n-c constraints.txt\napp\n"),
            ("versions.cfg", f"[versions]\n{pins.replace('==', ' = ')}"),
            # beside it, by its name alone
            ("base.cfg", "[buildout]\nextends = versions.cfg\n"),
        ):
            fields = [("content", (filename, text.encode()))]
            answer = self.owner.post(fields, "/configuration/app/1.0/")
            self.assertEqual(answer.status, 200, answer.text)

    def test_pip_and_uv_read_requirements_and_what_lies_beside_them(self):
        words = ("-r", f"{self.attached}/requirements.txt")
        self.assertStack(self.pip(*words))
        self.assertStack(self.uv("--reinstall", *words))

    def test_pip_and_uv_read_constraints(self):
        words = ("--index-url", self.simple, "-c", f"{self.attached}/constraints.txt", "app")
        self.assertStack(self.pip(*words))
        self.assertStack(self.uv("--reinstall", *words))

    def test_buildout_extends_them(self):
        for filename in ("versions.cfg", "base.cfg"):
            self.write("app", extends=f"{self.attached}/{filename}")
            self.buildout()
            self.assertEqual(self.versions("app", "lib"), ["1.0", "1.0"])


class TestPrivateStack(StackCase):
    def setUp(self):
        super().setUp()
        self.make_private()
        self.token = self.make_token(kind=READ)

    def words(self):
        url = self.with_credentials(self.base, TOKEN_USER, self.token)
        return "--require-hashes", "-r", f"{url}/requirements.txt"

    def test_pip_with_a_token_in_the_address(self):
        self.assertStack(self.pip(*self.words()))

    def test_uv_with_a_token_in_the_address(self):
        self.assertStack(self.uv(*self.words()))

    def test_pip_and_uv_with_netrc(self):
        self.write_netrc(TOKEN_USER, self.token)
        words = ("--require-hashes", "-r", f"{self.base}/requirements.txt")
        self.assertStack(self.pip(*words))
        self.assertStack(self.uv("--reinstall", *words))

    def test_nobody_gets_nothing(self):
        ran = self.pip("--require-hashes", "-r", f"{self.base}/requirements.txt")
        self.assertNotEqual(ran.status, 0)
        self.assertIn("401", ran.text)

    def test_buildout_itself_knows_no_password_for_configuration(self):
        self.write("app", extends=f"{self.base}/versions.cfg")
        self.buildout_fails("401")

    def test_buildout_from_texts_that_were_fetched_before(self):
        # as the documentation shows it: buildout reads ~/.pypirc for the index
        reader = Client(self.url, TOKEN_USER, self.token)
        for name in ("versions.cfg", "buildout.cfg"):
            (self.folder / name).write_bytes(reader.get(f"/sets/stack/1.0/{name}").body)
        self.write_pypirc(user=TOKEN_USER, password=self.token)
        self.succeed(*self.command(), "buildout:eggs-directory=eggs", **self.building)
        self.assertEqual(self.versions("app", "lib"), ["1.0", "1.0"])
