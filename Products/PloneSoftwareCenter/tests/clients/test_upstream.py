"""One index for a team's own distributions and for everybody's: zc.buildout, pip and uv."""

from plone import api
from Products.PloneSoftwareCenter.tests.archives import make_sdist
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.clients.driving_buildout import BuildoutTest
from Products.PloneSoftwareCenter.tests.clients.driving_pip import PipTest
from Products.PloneSoftwareCenter.tests.clients.driving_uv import UvTest
from Products.PloneSoftwareCenter.tests.elsewhere import Elsewhere


#: names of ours that somebody has put on the upstream, with a higher version
ATTACKED = ("hidden", "deleted", "acme-new")


class UpstreamTest:
    """For a ``ClientTest``: a center with an upstream, both with distributions.

    ``self.app`` is the team's, and needs ``self.base``, which is everybody's.
    """

    def offer(self):
        """Have all of them in their places."""
        self.elsewhere = self.enterContext(Elsewhere())
        # Each index has files of a folder of its own.
        theirs, ours = self.folder / "theirs", self.folder / "ours"
        requires = "Requires-Dist: Every_Body>=1\n"
        self.app = make_wheel("team.app", "1.0", folder=ours, metadata_extra=requires)
        self.base = make_wheel("every.body", "1.1", folder=theirs)
        self.elsewhere.offer(make_wheel("every.body", "1.0", folder=theirs), self.base)
        self.elsewhere.offer(make_wheel("team.app", "99.0", folder=theirs))
        self.elsewhere.offer(*(make_wheel(name, "99.0", folder=theirs) for name in ATTACKED))
        self.publish(self.app, *(make_wheel(n, "1.0", folder=ours) for n in ("hidden", "deleted")))
        with self.changes():
            self.center.upstream = self.elsewhere.url
            self.center.reserved_names = ("acme-*",)
            api.content.transition(self.center["hidden"], "reject")
            api.content.delete(self.center["deleted"])

    def assertOthersAskedFor(self, *paths):
        """See that nothing else was asked of the upstream."""
        self.assertEqual(set(self.elsewhere.asked_for), set(paths))

    def assertNothingOfOursAskedFor(self):
        self.assertEqual(self.elsewhere.received, [])


BASE_PAGE = "/every-body/"


class TestBuildout(UpstreamTest, BuildoutTest):
    def setUp(self):
        super().setUp()
        self.offer()

    def test_own_and_everybodys(self):
        self.write("team.app")
        self.buildout()
        self.assertSameBytes(self.cache, self.app, self.base)
        self.assertEqual(self.versions("team_app", "every_body"), ["1.0", "1.1"])
        self.assertOthersAskedFor(BASE_PAGE, f"{BASE_PAGE}{self.base.name}")

    def test_sdist_in_its_old_spelling(self):
        sdist = make_sdist("Products.Old_One", "1.0", folder=self.folder)
        self.elsewhere.offer(sdist)
        self.write("Products.Old_One")
        self.buildout()
        self.assertSameBytes(self.cache, sdist)

    def test_our_names_are_never_taken_from_there(self):
        for name in ATTACKED:
            with self.subTest(name):
                self.write(name)
                self.buildout_fails(f"Couldn't find a distribution for '{name}'")
        self.assertNothingOfOursAskedFor()

    def test_name_that_nobody_has(self):
        self.write("nothing.here")
        self.buildout_fails("Couldn't find a distribution for 'nothing.here'")

    def test_other_hosts_have_to_be_allowed(self):
        self.write("every.body", allow_hosts=f"{self.layer['host']}:{self.layer['port']}")
        self.buildout_fails("Couldn't find a distribution for 'every.body'")

    def test_password_is_not_handed_on(self):
        self.make_private()
        self.write("team.app", index=self.with_credentials(self.simple))
        self.buildout_fails("Couldn't find a distribution for 'Every_Body")
        self.assertNothingOfOursAskedFor()

    def test_password_of_pypirc_is_not_handed_on(self):
        self.write_pypirc()
        self.write("every.body")
        self.buildout_fails("Couldn't find a distribution for 'every.body'")
        self.assertNothingOfOursAskedFor()

    def test_private_center_by_find_links(self):
        # what the documentation offers to those whose center needs a password
        self.make_private()
        links = self.with_credentials(f"{self.url}/links")
        self.write("team.app ==1.0", find_links=links, index=self.elsewhere.url)
        self.buildout()
        self.assertSameBytes(self.cache, self.app, self.base)
        self.assertEqual(self.elsewhere.passwords, [])


class TestPip(UpstreamTest, PipTest):
    def setUp(self):
        super().setUp()
        self.offer()

    def test_own_and_everybodys(self):
        installed = self.install("team.app")
        found = {name: record["metadata"]["version"] for name, record in installed.items()}
        self.assertEqual(found, {"team.app": "1.0", "every.body": "1.1"})
        self.assertOthersAskedFor(BASE_PAGE, f"{BASE_PAGE}{self.base.name}")

    def test_our_names_are_never_taken_from_there(self):
        for name in ATTACKED:
            with self.subTest(name):
                self.fail_with(
                    f"No matching distribution found for {name}",
                    *self.pip("download", "-d", self.target, name),
                )
        self.assertNothingOfOursAskedFor()

    def test_password_is_not_handed_on(self):
        self.make_private()
        installed = self.install("team.app", index=self.with_credentials(self.simple))
        self.assertEqual(set(installed), {"team.app", "every.body"})
        self.assertEqual(self.elsewhere.passwords, [])

    def test_nobody_is_sent_on_by_a_private_center(self):
        self.make_private()
        self.fail_with(
            "No matching distribution found", *self.pip("download", "-d", self.target, "every.body")
        )
        self.assertNothingOfOursAskedFor()


class TestUv(UpstreamTest, UvTest):
    def setUp(self):
        super().setUp()
        self.offer()

    def test_own_and_everybodys(self):
        self.install("team.app")
        self.assertInstalledBoth()

    def assertInstalledBoth(self):
        found = {path.name for path in self.target.glob("*.dist-info")}
        self.assertEqual(found, {"team_app-1.0.dist-info", "every_body-1.1.dist-info"})
        self.assertOthersAskedFor(BASE_PAGE, f"{BASE_PAGE}{self.base.name}")

    def test_our_names_are_never_taken_from_there(self):
        for name in ATTACKED:
            with self.subTest(name):
                self.fail_with(
                    f"{name} was not found in the package registry", *self.install_command(name)
                )
        self.assertNothingOfOursAskedFor()

    def test_password_is_not_handed_on(self):
        self.make_private()
        self.install("team.app", index=self.with_credentials(self.simple))
        self.assertInstalledBoth()
        self.assertEqual(self.elsewhere.passwords, [])
