"""easy_install of a setuptools from the days of Python 2.

It asks for a name as it is written, knows no ``requires-python`` and no yanked releases, and takes
the newest version, pre-release or not.
"""

from Products.PloneSoftwareCenter.tests.archives import make_egg
from Products.PloneSoftwareCenter.tests.archives import make_sdist
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.clients.driving import client_environment
from Products.PloneSoftwareCenter.tests.clients.driving import ClientTest
from Products.PloneSoftwareCenter.tests.clients.driving import python_with_distutils

import zipfile


#: nobody answers at this port
NO_INDEX = "http://127.0.0.1:9/"


class EasyInstallTest(ClientTest):
    """``self.target`` is where eggs come to lie."""

    def setUp(self):
        super().setUp()
        self.python = python_with_distutils()
        old = client_environment("easy-install", self.python)
        [self.old] = old.glob("lib/python*/site-packages")
        self.target = self.folder / "target"
        self.target.mkdir()

    def environment(self):
        return {**super().environment(), "PYTHONPATH": str(self.old), "PYTHONWARNINGS": "ignore"}

    def command(self, *words, index=None):
        # zipped eggs, many versions side by side, no scripts that lie elsewhere
        how = ("-zxmd", self.target, "-i", index or self.simple)
        return (self.python, "-S", "-m", "easy_install", *how, *words)

    def easy_install(self, *words, index=None):
        # Elsewhere than where our archives lie, for it looks into the folder it is called in.
        return self.succeed(*self.command(*words, index=index), cwd=self.home)

    def python_tag(self):
        """Return what the name of an egg for that Python ends with."""
        told = "import sys; print('py%s.%s' % sys.version_info[:2])"
        return self.succeed(self.python, "-S", "-c", told).text

    def installed(self):
        """Return the names of the eggs, without the version of Python."""
        return sorted(path.name.partition("-py")[0] for path in self.target.glob("*.egg"))

    def module(self, name):
        """Return the bytes of the module in the only egg."""
        [egg] = self.target.glob("*.egg")
        with zipfile.ZipFile(egg) as archive:
            return archive.read(name)


class TestEasyInstall(EasyInstallTest):
    def test_newest_sdist_byte_for_byte(self):
        sdists = [make_sdist("demo", version, folder=self.folder) for version in ("1.9", "1.10")]
        self.publish(*sdists)
        ran = self.easy_install("demo")
        self.assertEqual(self.installed(), ["demo-1.10"])
        # It compares what it got with the digest that is in the link.
        self.assertIn(f"{sdists[1].name}#sha256=", ran.text)
        self.assertEqual(
            self.module("psc_demo.py"), b"NAME = 'demo'\nVERSION = '1.10'\nFILLING = ''\n"
        )

    def test_every_kind_of_file(self):
        for number, archive in enumerate(
            [
                make_sdist("demo", "1.0", folder=self.folder, extension=".tar.gz"),
                make_sdist("demo", "1.1", folder=self.folder, extension=".zip"),
                make_sdist("demo", "1.2", folder=self.folder, extension=".tar.bz2"),
                make_sdist("demo", "1.3", folder=self.folder, extension=".tgz"),
                make_wheel("demo", "1.4", folder=self.folder),
                make_egg("demo", "1.5", folder=self.folder, python=self.python_tag()),
            ]
        ):
            with self.subTest(archive.name):
                self.publish(archive)
                ran = self.easy_install(f"demo==1.{number}")
                self.assertIn(f"/simple/demo/{archive.name}#sha256=", ran.text)
                self.assertIn(f"demo-1.{number}", self.installed())

    def test_egg_is_kept_byte_for_byte(self):
        egg = make_egg("demo", "1.0", folder=self.folder, python=self.python_tag())
        self.publish(egg)
        self.easy_install("demo")
        self.assertSameBytes(self.target, egg)

    def test_page_of_links(self):
        self.publish(make_sdist("demo", "1.0", folder=self.folder))
        self.easy_install("-f", f"{self.url}/links", "demo", index=NO_INDEX)
        self.assertEqual(self.installed(), ["demo-1.0"])

    def test_dotted_name_in_capitals(self):
        # Asked for as it is written: the index leads it to the normalized name.
        self.publish(make_sdist("Products.Foo_Bar", "1.0", folder=self.folder))
        ran = self.easy_install("Products.Foo_Bar")
        self.assertIn("/simple/Products.Foo_Bar/", ran.text)
        self.assertIn("/simple/products-foo-bar/Products.Foo_Bar-1.0.tar.gz#sha256=", ran.text)
        self.assertEqual(self.installed(), ["Products.Foo_Bar-1.0"])

    def test_wheel_of_a_dotted_name_is_passed_over_for_the_sdist(self):
        # It takes a wheel's file name for the name as it is written, and that has no dots.
        self.publish(
            make_sdist("Products.Foo_Bar", "1.0", folder=self.folder),
            make_wheel("Products.Foo_Bar", "1.1", folder=self.folder),
        )
        self.easy_install("Products.Foo_Bar")
        self.assertEqual(self.installed(), ["Products.Foo_Bar-1.0"])

    def test_historic_address_of_the_index(self):
        self.publish(make_sdist("Products.Foo_Bar", "1.0", folder=self.folder))
        self.easy_install("Products.Foo_Bar", index=f"{self.url}/++simple++")
        self.assertEqual(self.installed(), ["Products.Foo_Bar-1.0"])

    def test_name_that_is_not_there(self):
        self.fail_with(
            "Could not find suitable distribution for Requirement.parse('nothing-here')",
            *self.command("nothing-here"),
        )

    def test_private_center(self):
        # The password has to go along where the index leads.
        self.publish(make_sdist("Products.Foo_Bar", "1.0", folder=self.folder))
        self.make_private()
        name = "Products.Foo_Bar"
        self.fail_with("Could not find suitable distribution", *self.command(name))
        self.assertEqual(self.installed(), [])
        self.easy_install(name, index=self.with_credentials(self.simple))
        self.assertEqual(self.installed(), ["Products.Foo_Bar-1.0"])
