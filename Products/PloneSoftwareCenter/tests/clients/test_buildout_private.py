"""zc.buildout, where it needs a password, and where something is not for it.

It reads the URL and ``~/.pypirc``; it knows neither netrc nor keyrings.
"""

from Products.PloneSoftwareCenter.testing import create_center
from Products.PloneSoftwareCenter.tests.archives import make_sdist
from Products.PloneSoftwareCenter.tests.clients.driving_buildout import BuildoutTest
from Products.PloneSoftwareCenter.tests.clients.fixtures import BEST
from Products.PloneSoftwareCenter.tests.clients.fixtures import Choice
from Products.PloneSoftwareCenter.tests.clients.fixtures import NAME
from Products.PloneSoftwareCenter.tests.clients.private import PrivateCenter


class TestPrivateCenter(Choice, PrivateCenter, BuildoutTest):
    def setUp(self):
        super().setUp()
        self.offer(yank=False)
        self.make_private()

    def test_nobody_gets_nothing(self):
        self.write(NAME)
        self.buildout_fails(f"Couldn't find a distribution for '{NAME}'")
        self.assertFalse(self.cache.exists() and list(self.cache.iterdir()))

    def test_wrong_password(self):
        self.write(NAME, index=self.with_credentials(self.simple, password="wrong-one"))
        with self.no_secret_in_the_log(password="wrong-one"):
            self.buildout_fails(f"Couldn't find a distribution for '{NAME}'")

    def test_password_in_the_url(self):
        self.write(NAME, index=self.with_credentials(self.simple))
        with self.no_secret_in_the_log():
            self.buildout()
        self.assertSameBytes(self.cache, self.wheels[BEST])

    def test_every_character_of_a_password(self):
        user, password = self.let_odd_password_in()
        self.write(NAME, index=self.with_credentials(self.simple, user, password))
        self.buildout()
        self.assertSameBytes(self.cache, self.wheels[BEST])

    def test_password_in_the_defaults_of_a_user(self):
        # What the documentation shows: nobody else reads this file.
        defaults = self.home / ".buildout" / "default.cfg"
        defaults.parent.mkdir()
        index = self.with_credentials(self.simple, *self.let_odd_password_in())
        defaults.write_text(f"[buildout]\nindex = {index}\n")
        self.write(NAME)
        configuration = self.folder / "buildout.cfg"
        configuration.write_text(configuration.read_text().replace(f"index = {self.simple}\n", ""))
        command = [word for word in self.command() if word != "-U"]
        self.succeed(*command, **self.building)
        self.assertSameBytes(self.cache, self.wheels[BEST])

    def test_password_in_pypirc(self):
        self.write_pypirc()
        self.write(NAME)
        self.buildout()
        self.assertSameBytes(self.cache, self.wheels[BEST])

    def test_find_links_with_the_password_in_pypirc(self):
        self.write_pypirc()
        with self.changes():
            create_center(self.portal, "elsewhere")
        index = self.url.replace("/software", "/elsewhere/simple/")
        self.write(NAME, find_links=f"{self.url}/links", index=index)
        self.buildout()
        self.assertSameBytes(self.cache, self.wheels[BEST])

    def test_dotted_name_in_capitals(self):
        sdist = make_sdist("Products.Foo_Bar", "1.0", folder=self.folder)
        self.publish(sdist)
        self.write("Products.Foo_Bar", index=self.with_credentials(self.simple))
        self.buildout()
        self.assertSameBytes(self.cache, sdist)


class TestHiddenProject(Choice, PrivateCenter, BuildoutTest):
    """A project that waits for review, in a center that everybody reads."""

    def setUp(self):
        super().setUp()
        self.hide("hidden")

    def test_it_is_not_there(self):
        for name in ("hidden", "absent"):
            self.write(name)
            self.buildout_fails(f"Couldn't find a distribution for '{name}'")

    def test_others_are(self):
        self.offer(yank=False)
        self.write(NAME)
        self.buildout()
        self.assertSameBytes(self.cache, self.wheels[BEST])

    def test_another_index_that_has_it_is_asked(self):
        wheel, elsewhere = self.show_elsewhere("hidden")
        self.write("hidden", find_links=f"{self.url}/links", index=elsewhere)
        self.buildout()
        self.assertSameBytes(self.cache, wheel)
