"""pip, where it needs a password, and where something is not for it."""

from Products.PloneSoftwareCenter.tests.clients.driving_pip import PipTest
from Products.PloneSoftwareCenter.tests.clients.fixtures import BEST
from Products.PloneSoftwareCenter.tests.clients.fixtures import Choice
from Products.PloneSoftwareCenter.tests.clients.fixtures import NAME
from Products.PloneSoftwareCenter.tests.clients.private import PrivateCenter

import shutil
import sys


class TestPrivateCenter(Choice, PrivateCenter, PipTest):
    def setUp(self):
        super().setUp()
        self.offer()
        self.make_private()

    def assertCame(self):
        self.assertSameBytes(self.target, self.wheels[BEST])

    def test_nobody_gets_nothing(self):
        command = self.pip("download", "-vv", "-d", self.target, NAME)
        self.fail_with(("No matching distribution found", "401"), *command)
        self.assertSameBytes(self.target)

    def test_wrong_password(self):
        index = self.with_credentials(self.simple, password="wrong-one")
        command = self.pip("download", "-d", self.target, NAME, index=index)
        with self.no_secret_in_the_log(password="wrong-one"):
            ran = self.fail_with(("401", "No matching distribution found"), *command)
        self.assertNotIn("wrong-one", ran.text)

    def test_member_who_may_not_read(self):
        index = self.with_credentials(self.simple, user="eve")
        self.fail_with("403", *self.pip("download", "-vv", "-d", self.target, NAME, index=index))

    def test_password_in_the_url(self):
        with self.no_secret_in_the_log():
            ran = self.download(NAME, index=self.with_credentials(self.simple))
        self.assertNotIn("Secret", ran.text)
        self.assertCame()

    def test_every_character_of_a_password(self):
        user, password = self.let_odd_password_in()
        self.download(NAME, index=self.with_credentials(self.simple, user, password))
        self.assertCame()

    def test_password_in_netrc(self):
        self.write_netrc()
        self.download(NAME)
        self.assertCame()

    def test_password_in_a_netrc_elsewhere(self):
        self.download(NAME, NETRC=str(self.write_netrc(name="netrc-of-ci")))
        self.assertCame()

    def test_password_in_the_environment(self):
        command = (sys.executable, "-m", "pip", "download", "--no-deps", "-d", self.target)
        self.succeed(*command, NAME, PIP_INDEX_URL=self.with_credentials(self.simple))
        self.assertCame()

    def test_password_in_a_keyring_that_pip_imports(self):
        self.download(NAME, "--keyring-provider", "import", **self.fill_keyring())
        self.assertCame()

    def test_password_in_a_keyring_whose_program_pip_calls(self):
        # An older pip, and uv, need the URL to name the user.
        environ = self.fill_keyring()
        for index in (self.with_credentials(self.simple, password=None), self.simple):
            with self.subTest(index):
                how = ("--keyring-provider", "subprocess")
                self.download(NAME, *how, index=index, **environ)
                self.assertCame()
                shutil.rmtree(self.target)

    def test_wrong_password_in_a_keyring(self):
        environ = self.fill_keyring(password="wrong-one")
        command = self.pip("download", "-d", self.target, "--keyring-provider", "import", NAME)
        with self.no_secret_in_the_log(password="wrong-one"):
            self.fail_with("401", *command, **environ)

    def test_page_of_links(self):
        links = self.with_credentials(f"{self.url}/links")
        self.succeed(
            *(sys.executable, "-m", "pip", "download", "--no-deps", "-d", self.target),
            *("--no-index", "--find-links", links, NAME),
        )
        self.assertCame()

    def test_password_in_the_configuration(self):
        # What the documentation shows for one's own pip.conf.
        configuration = self.home / "pip.conf"
        index = self.with_credentials(self.simple, *self.let_odd_password_in())
        configuration.write_text(f"[global]\nindex-url = {index}\n")
        command = (sys.executable, "-m", "pip", "download", "--no-deps", "-d", self.target)
        self.succeed(*command, NAME, PIP_CONFIG_FILE=str(configuration))
        self.assertCame()


class TestHiddenProject(Choice, PrivateCenter, PipTest):
    """A project that waits for review, in a center that everybody reads."""

    def setUp(self):
        super().setUp()
        self.hide("hidden")

    def test_it_is_not_there(self):
        command = self.pip("download", "-d", self.target, "hidden")
        absent = self.pip("download", "-d", self.target, "absent")
        for name, asked in (("hidden", command), ("absent", absent)):
            self.fail_with(f"No matching distribution found for {name}", *asked)

    def test_others_are(self):
        self.offer()
        self.download(NAME)
        self.assertSameBytes(self.target, self.wheels[BEST])

    def test_another_index_that_has_it_is_asked(self):
        wheel, elsewhere = self.show_elsewhere("hidden")
        self.download("hidden", "--extra-index-url", elsewhere)
        self.assertSameBytes(self.target, wheel)
