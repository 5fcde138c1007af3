"""devpi, as a mirror of a center: what pip finds behind it."""

from plone import api
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.clients.driving_devpi import AT_ONCE
from Products.PloneSoftwareCenter.tests.clients.driving_devpi import start_devpi
from Products.PloneSoftwareCenter.tests.clients.driving_pip import PipTest
from Products.PloneSoftwareCenter.tests.clients.fixtures import BEST
from Products.PloneSoftwareCenter.tests.clients.fixtures import Choice
from Products.PloneSoftwareCenter.tests.clients.fixtures import NAME
from Products.PloneSoftwareCenter.tests.clients.fixtures import REASON
from Products.PloneSoftwareCenter.tests.clients.fixtures import YANKED


class TestMirror(Choice, PipTest):
    def setUp(self):
        super().setUp()
        self.mirror = start_devpi().mirror

    def test_pip_finds_behind_it_what_it_finds_here(self):
        self.offer()
        mirror = self.mirror(self.simple)
        self.install(NAME, index=mirror)
        self.assertInstalled(self.target, BEST)
        other_python = self.pip("download", "-d", self.target, f"{NAME}==1.11", index=mirror)
        self.fail_with("No matching distribution found", *other_python)

    def test_every_file_byte_for_byte(self):
        self.offer()
        mirror = self.mirror(self.simple)
        self.download(NAME, index=mirror)
        self.download("--no-binary", ":all:", NAME, index=mirror)
        self.assertSameBytes(self.target, self.wheels[BEST], self.sdists[BEST])

    def test_yanked_release_only_by_its_number(self):
        self.offer()
        ran = self.download(f"{NAME}=={YANKED}", index=self.mirror(self.simple))
        self.assertIn(f"Reason for being yanked: {REASON}", ran.text)
        self.assertSameBytes(self.target, self.wheels[YANKED])

    def test_what_changes_here_changes_there(self):
        first, second = (make_wheel("demo", each, folder=self.folder) for each in ("1.0", "2.0"))
        mirror = self.mirror(self.simple, *AT_ONCE)
        self.publish(first)
        self.download("demo", index=mirror)
        self.publish(second)
        self.download("demo", index=mirror)
        self.assertSameBytes(self.target, first, second)
        with self.changes():
            api.content.delete(self.center["demo"]["2.0"])
        gone = self.pip("download", "-d", self.target, "demo==2.0", index=mirror)
        self.fail_with("(from versions: 1.0)", *gone)

    def test_names_are_still_there_when_it_asks_for_the_list_again(self):
        archives = [make_wheel(name, "1.0", folder=self.folder) for name in ("one", "two")]
        self.publish(*archives)
        mirror = self.mirror(self.simple, *AT_ONCE)
        for archive in archives:
            self.download(archive.name.partition("-")[0], index=mirror)
        self.assertSameBytes(self.target, *archives)

    def test_private_center(self):
        self.offer()
        self.make_private()
        command = self.pip("download", "-d", self.target, NAME, index=self.mirror(self.simple))
        self.fail_with("No matching distribution found", *command)
        self.download(NAME, index=self.mirror(self.with_credentials(self.simple)))
        self.assertSameBytes(self.target, self.wheels[BEST])
