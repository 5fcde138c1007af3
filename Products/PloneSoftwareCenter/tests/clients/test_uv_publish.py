"""``uv publish``, with and without a look at the index before."""

from Products.PloneSoftwareCenter.testing import OTHER
from Products.PloneSoftwareCenter.testing import OWNER
from Products.PloneSoftwareCenter.testing import PASSWORD
from Products.PloneSoftwareCenter.tests.archives import make_sdist
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.clients.driving import BIN
from Products.PloneSoftwareCenter.tests.clients.driving import ClientTest


class TestPublish(ClientTest):
    def command(self, user=OWNER, password=PASSWORD, url=None):
        login = ("--username", user, "--password", password, "--trusted-publishing", "never")
        return (BIN / "uv", "publish", *login, "--publish-url", url or self.url)

    def archives(self):
        return [
            make_wheel("demo-app", "1.0", folder=self.folder),
            make_sdist("demo_app", "1.0", folder=self.folder),
        ]

    def test_wheel_and_sdist(self):
        archives = self.archives()
        self.succeed(*self.command(), *archives)
        self.assertArrived(*archives)
        self.refresh()
        self.assertEqual(self.center["demo-app"].description, "A distribution of the tests")

    def test_url_with_a_slash(self):
        wheel, sdist = self.archives()
        self.succeed(*self.command(url=f"{self.url}/"), wheel, sdist)
        self.assertArrived(wheel, sdist)

    def test_same_files_again(self):
        archives = self.archives()
        self.succeed(*self.command(), *archives)
        before = self.files("demo-app")
        self.succeed(*self.command(), *archives)
        self.assertEqual(self.files("demo-app"), before)

    def test_check_url_skips_what_is_there(self):
        wheel, sdist = self.archives()
        check = ("--check-url", self.simple)
        self.succeed(*self.command(), *check, wheel)
        ran = self.succeed(*self.command(), *check, wheel, sdist)
        self.assertIn(f"File {wheel.name} already exists, skipping", ran.text)
        self.assertIn(f"Uploading {sdist.name}", ran.text)
        self.assertArrived(wheel, sdist)

    def test_other_bytes_of_the_same_name(self):
        wheel = make_wheel("demo", "1.0", folder=self.folder)
        other = make_wheel("demo", "1.0", folder=self.folder / "other", filling="x")
        self.succeed(*self.command(), wheel)
        self.fail_with(("409 Conflict", "File already exists"), *self.command(), other)
        self.fail_with(
            "Local file and index file do not match",
            *self.command(),
            "--check-url",
            self.simple,
            other,
        )
        self.assertArrived(wheel)

    def test_sdist_in_its_old_spelling_is_passed_over_by_uv_itself(self):
        sdist = make_sdist("Products.Foo_Bar", "1.0", folder=self.folder)
        wheel = make_wheel("Products.Foo_Bar", "1.0", folder=self.folder)
        ran = self.succeed(*self.command(), wheel, sdist)
        self.assertIn(f"`{sdist.name}` has a non-normalized filename", ran.text)
        self.assertArrived(wheel)

    def test_wrong_password(self):
        wheel, _ = self.archives()
        self.fail_with(
            ("401 Unauthorized", "Log in to do this: send a user name and a password."),
            *self.command(password="wrong"),
            wheel,
        )
        self.assertNothingStored()

    def test_name_of_somebody_else(self):
        wheel, sdist = self.archives()
        self.succeed(*self.command(), wheel)
        self.fail_with(
            ("403 Forbidden", "is not available to you on this index"),
            *self.command(user=OTHER),
            sdist,
        )
        self.assertArrived(wheel)

    def test_private_center(self):
        self.make_private()
        wheel, _ = self.archives()
        check = ("--check-url", self.with_credentials(self.simple))
        self.succeed(*self.command(), *check, wheel)
        ran = self.succeed(*self.command(), *check, wheel)
        self.assertIn(f"File {wheel.name} already exists, skipping", ran.text)
