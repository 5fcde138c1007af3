"""uv, where it needs a password, and where something is not for it."""

from Products.PloneSoftwareCenter.testing import OWNER
from Products.PloneSoftwareCenter.testing import PASSWORD
from Products.PloneSoftwareCenter.tests.clients.driving import BIN
from Products.PloneSoftwareCenter.tests.clients.driving_uv import UvTest
from Products.PloneSoftwareCenter.tests.clients.fixtures import BEST
from Products.PloneSoftwareCenter.tests.clients.fixtures import Choice
from Products.PloneSoftwareCenter.tests.clients.fixtures import NAME
from Products.PloneSoftwareCenter.tests.clients.private import PrivateCenter

import sys


class TestPrivateCenter(Choice, PrivateCenter, UvTest):
    def setUp(self):
        super().setUp()
        self.offer()
        self.make_private()

    def test_nobody_gets_nothing(self):
        ran = self.fail_with("401 Unauthorized", *self.install_command(NAME))
        self.assertIn("not found in the package registry", ran.text)
        self.assertFalse(list(self.target.glob("*.dist-info")))

    def test_wrong_password(self):
        index = self.with_credentials(self.simple, password="wrong-one")
        with self.no_secret_in_the_log(password="wrong-one"):
            ran = self.fail_with("401 Unauthorized", *self.install_command(NAME, index=index))
        self.assertNotIn("wrong-one", ran.text)

    def test_member_who_may_not_read(self):
        index = self.with_credentials(self.simple, user="eve")
        self.fail_with("403 Forbidden", *self.install_command(NAME, index=index))

    def test_password_in_the_url(self):
        with self.no_secret_in_the_log():
            ran = self.install(NAME, index=self.with_credentials(self.simple))
        self.assertNotIn(PASSWORD, ran.text)
        self.assertInstalled(self.target, BEST)

    def test_every_character_of_a_password(self):
        user, password = self.let_odd_password_in()
        self.install(NAME, index=self.with_credentials(self.simple, user, password))
        self.assertInstalled(self.target, BEST)

    def test_password_in_netrc(self):
        self.write_netrc()
        self.install(NAME)
        self.assertInstalled(self.target, BEST)

    def test_password_in_a_netrc_elsewhere(self):
        self.install(NAME, NETRC=str(self.write_netrc(name="netrc-of-ci")))
        self.assertInstalled(self.target, BEST)

    def test_password_in_the_variables_of_a_named_index(self):
        self.succeed(
            *self.uv("install", "--target", self.target, NAME),
            UV_DEFAULT_INDEX=f"center={self.simple}",
            UV_INDEX_CENTER_USERNAME=OWNER,
            UV_INDEX_CENTER_PASSWORD=PASSWORD,
        )
        self.assertInstalled(self.target, BEST)

    def test_password_in_a_keyring(self):
        # The program is asked for the password of a user, so the URL has to name one.
        index = self.with_credentials(self.simple, password=None)
        self.install(NAME, "--keyring-provider", "subprocess", index=index, **self.fill_keyring())
        self.assertInstalled(self.target, BEST)

    def test_project_that_names_the_center(self):
        # What the documentation shows: uv's own way of a project with an index and a lock file.
        (self.folder / "pyproject.toml").write_text(
            '[project]\nname = "user"\nversion = "1"\nrequires-python = ">=3.11"\n'
            f'dependencies = ["{NAME}"]\n'
            f'[[tool.uv.index]]\nname = "center"\nurl = "{self.simple}"\nexplicit = true\n'
            f'[tool.uv.sources]\n{NAME} = {{ index = "center" }}\n'
        )
        self.succeed(
            *(BIN / "uv", "sync", "--python", sys.executable),
            UV_NO_CONFIG="0",
            UV_INDEX_CENTER_USERNAME=OWNER,
            UV_INDEX_CENTER_PASSWORD=PASSWORD,
        )
        [installed] = self.folder.glob(".venv/lib/python*/site-packages")
        self.assertInstalled(installed, BEST)
        self.assertNotIn(PASSWORD, (self.folder / "uv.lock").read_text())


class TestHiddenProject(Choice, PrivateCenter, UvTest):
    """A project that waits for review, in a center that everybody reads."""

    def setUp(self):
        super().setUp()
        self.hide("hidden")

    def test_it_is_not_there(self):
        for name in ("hidden", "absent"):
            text = f"{name} was not found in the package registry"
            self.fail_with(text, *self.install_command(name))

    def test_others_are(self):
        self.offer()
        self.install(NAME)
        self.assertInstalled(self.target, BEST)

    def test_another_index_that_has_it_is_asked(self):
        # uv would stop here, had the center said 401 or 403.
        _, elsewhere = self.show_elsewhere("hidden")
        command = self.uv("install", "--target", self.target, "--default-index", elsewhere)
        self.succeed(*command, "--index", self.simple, "hidden")
        self.assertInstalled(self.target, "1.0", "hidden")
