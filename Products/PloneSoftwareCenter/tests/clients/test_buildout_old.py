"""zc.buildout 2 and 3, with which the sites of Plone 4 to 6.0 were made.

Buildout installs what ``extensions`` names before anything else: here in place of a recipe.
"""

from Products.PloneSoftwareCenter.tests.archives import make_sdist
from Products.PloneSoftwareCenter.tests.clients.driving import client_environment
from Products.PloneSoftwareCenter.tests.clients.driving import python_with_distutils
from Products.PloneSoftwareCenter.tests.clients.driving_buildout import BuildoutTest
from Products.PloneSoftwareCenter.tests.clients.fixtures import BEST
from Products.PloneSoftwareCenter.tests.clients.fixtures import Choice
from Products.PloneSoftwareCenter.tests.clients.fixtures import NAME


class OldBuildout(Choice):
    """What each of them does."""

    environment_name = None
    #: what it takes for the newest version
    newest = BEST

    def setUp(self):
        super().setUp()
        python = python_with_distutils()
        self.program = client_environment(self.environment_name, python) / "bin" / "buildout"
        self.building["PYTHONWARNINGS"] = "ignore"

    def command(self, *words):
        return (self.program, "-U", *words)

    def write(self, *eggs, **options):
        options = {"index": self.simple, **options}
        lines = ["[buildout]", "parts =", "eggs-directory = eggs", "download-cache = cache"]
        lines += [f"{name.replace('_', '-')} = {value}" for name, value in options.items()]
        lines += [f"extensions = {' '.join(eggs)}"]
        (self.folder / "buildout.cfg").write_text("\n".join(lines) + "\n", encoding="utf-8")

    def assertEggs(self, *names):
        found = {path.name.partition("-py")[0] for path in self.folder.glob("eggs/**/*.egg")}
        self.assertEqual(found, set(names))

    def test_wheel(self):
        self.offer(yank=False)
        self.write(NAME)
        self.buildout()
        self.assertSameBytes(self.cache, self.wheels[self.newest])
        self.assertEggs(f"{NAME}-{self.newest}")

    def test_sdist_of_a_dotted_name(self):
        # Asked for as it is written: the index leads it to the normalized name.
        sdist = make_sdist("Products.Foo_Bar", "1.0", folder=self.folder)
        self.publish(sdist)
        self.write("Products.Foo_Bar")
        self.buildout()
        self.assertSameBytes(self.cache, sdist)
        self.assertEggs("Products.Foo_Bar-1.0")

    def test_find_links_of_a_private_center(self):
        self.offer(yank=False)
        self.make_private()
        self.write(NAME)
        self.buildout_fails(f"Couldn't find a distribution for '{NAME}'")
        self.write_pypirc()
        links = self.with_credentials(f"{self.url}/links")
        self.write(NAME, find_links=links, index="http://127.0.0.1:9/")
        self.buildout()
        self.assertSameBytes(self.cache, self.wheels[self.newest])


class TestBuildout2(OldBuildout, BuildoutTest):
    environment_name = "buildout-2"
    # it does not look for which Python a release is
    newest = "1.11"


class TestBuildout3(OldBuildout, BuildoutTest):
    environment_name = "buildout-3"
