"""zc.buildout 6: with ``index =`` and with ``find-links =``."""

from Products.PloneSoftwareCenter.testing import create_center
from Products.PloneSoftwareCenter.tests.archives import make_egg
from Products.PloneSoftwareCenter.tests.archives import make_sdist
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.clients.driving_buildout import BuildoutTest
from Products.PloneSoftwareCenter.tests.clients.fixtures import BEST
from Products.PloneSoftwareCenter.tests.clients.fixtures import Choice
from Products.PloneSoftwareCenter.tests.clients.fixtures import NAME

import sys


class TestBuildout(Choice, BuildoutTest):
    def setUp(self):
        super().setUp()
        self.offer(yank=False)

    def test_index(self):
        self.write(NAME)
        self.buildout()
        self.assertSameBytes(self.cache, self.wheels[BEST])
        self.assertEqual(self.versions(NAME), [BEST])

    def test_index_again_finds_what_is_newer(self):
        self.write(NAME)
        self.buildout()
        wheel = make_wheel(NAME, "1.20", folder=self.folder)
        self.publish(wheel)
        self.buildout("-N")
        self.assertEqual(self.versions(NAME), [BEST])
        self.buildout("-n")
        self.assertEqual(self.versions(NAME), ["1.20"])
        self.assertEqual((self.cache / wheel.name).read_bytes(), wheel.read_bytes())

    def test_pinned_version(self):
        self.write(f"{NAME} ==1.9")
        self.buildout()
        self.assertSameBytes(self.cache, self.wheels["1.9"])

    def test_pre_release_when_asked_for(self):
        self.write(NAME, prefer_final="false")
        self.buildout()
        self.assertSameBytes(self.cache, self.wheels["2.0a1"])

    def test_find_links_beside_another_index(self):
        # Another center stands for the index that everybody else uses.
        with self.changes():
            create_center(self.portal, "elsewhere")
        index = self.url.replace("/software", "/elsewhere/simple/")
        self.write(NAME, find_links=f"{self.url}/links", index=index)
        self.buildout()
        self.assertSameBytes(self.cache, self.wheels[BEST])
        self.assertEqual(self.versions(NAME), [BEST])

    def test_files_come_from_the_host_of_the_index(self):
        # Buildout compares the port as well.
        self.write(NAME, allow_hosts=f"{self.layer['host']}:*")
        self.buildout()
        self.assertSameBytes(self.cache, self.wheels[BEST])

    def test_host_that_is_not_allowed(self):
        self.write(NAME, allow_hosts="example.org")
        self.buildout_fails(f"Couldn't find a distribution for '{NAME}'")

    def test_historic_address_of_the_index(self):
        self.write(NAME, index=f"{self.url}/++simple++")
        self.buildout()
        self.assertSameBytes(self.cache, self.wheels[BEST])


class TestNames(BuildoutTest):
    def test_dotted_name_in_capitals(self):
        wheel = make_wheel("Products.Foo_Bar", "1.0", folder=self.folder)
        self.publish(wheel)
        self.write("Products.Foo_Bar")
        self.buildout()
        self.assertSameBytes(self.cache, wheel)
        self.assertEqual(self.versions("products_foo_bar"), ["1.0"])

    def test_sdists_in_their_old_spelling(self):
        sdists = [
            make_sdist("Products.Foo_Bar", "1.0", folder=self.folder),
            make_sdist("collective.old", "1.0", folder=self.folder, extension=".zip"),
        ]
        self.publish(*sdists)
        self.write("Products.Foo_Bar", "collective.old")
        self.buildout()
        self.assertSameBytes(self.cache, *sdists)
        names = ("products_foo_bar", "collective_old")
        self.assertEqual(self.versions(*names), ["1.0", "1.0"])

    def test_old_spelling_by_find_links(self):
        sdist = make_sdist("Products.Foo_Bar", "1.0", folder=self.folder)
        self.publish(sdist)
        self.write("Products.Foo_Bar", find_links=f"{self.url}/links")
        self.buildout()
        self.assertSameBytes(self.cache, sdist)

    def test_egg(self):
        python = f"py{sys.version_info[0]}.{sys.version_info[1]}"
        egg = make_egg("demo", "1.0", folder=self.folder, python=python)
        self.publish(egg)
        self.write("demo")
        self.buildout()
        self.assertSameBytes(self.cache, egg)
        self.assertEqual(self.versions("demo"), ["1.0"])

    def test_dependencies_come_from_the_center_too(self):
        base = make_wheel("demo.base", "1.0", folder=self.folder)
        requires = "Requires-Dist: demo.base>=0.9\n"
        app = make_wheel("demo-app", "1.0", folder=self.folder, metadata_extra=requires)
        self.publish(base, app)
        self.write("demo-app")
        self.buildout()
        self.assertSameBytes(self.cache, base, app)

    def test_name_that_is_not_there(self):
        self.write("nothing.here")
        self.buildout_fails("Couldn't find a distribution for 'nothing.here'")
