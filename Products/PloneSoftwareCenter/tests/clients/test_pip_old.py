"""Older pips: the last of 2019, and two of 2023.

- pip 19 reads HTML pages alone, and has the resolver of old.
- pip 23.0 reads JSON pages, and would fall over the key ``dist-info-metadata`` in them.
- pip 23.3 asks for core metadata before it takes a wheel.
"""

from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.clients.driving import python_with_distutils
from Products.PloneSoftwareCenter.tests.clients.driving import sha256
from Products.PloneSoftwareCenter.tests.clients.driving_pip import PipTest
from Products.PloneSoftwareCenter.tests.clients.fixtures import BEST
from Products.PloneSoftwareCenter.tests.clients.fixtures import Choice
from Products.PloneSoftwareCenter.tests.clients.fixtures import NAME
from Products.PloneSoftwareCenter.tests.clients.fixtures import REASON
from Products.PloneSoftwareCenter.tests.clients.fixtures import YANKED
from Products.PloneSoftwareCenter.tests.clients.watching import watch_requests


class OldPip(Choice):
    """What each of them does; ``version`` is how it calls itself."""

    version = None

    def install_old(self, *words, index=None):
        command = self.pip("install", "--no-build-isolation", index=index)
        return self.succeed(*command, "--target", self.target, *words)

    def test_version(self):
        ran = self.succeed(self.python, "-m", "pip", "--version")
        self.assertIn(f"pip {self.version}.", ran.text)

    def test_newest_that_fits_with_what_it_needs(self):
        self.offer()
        needs = f"Requires-Dist: {NAME}>=1\n"
        self.publish(make_wheel("needy", "1.0", folder=self.folder, metadata_extra=needs))
        self.install_old("needy")
        self.assertInstalled(self.target, BEST)
        self.assertInstalled(self.target, "1.0", "needy")

    def test_sdist_is_built(self):
        self.offer()
        self.install_old("--no-binary", ":all:", NAME)
        self.assertInstalled(self.target, BEST)

    def test_yanked_release_only_by_its_number(self):
        self.offer()
        ran = self.install_old(f"{NAME}=={YANKED}")
        self.assertIn(REASON, ran.text)
        self.assertInstalled(self.target, YANKED)

    def test_release_for_another_python_is_refused(self):
        self.offer()
        command = self.pip("download", "-d", self.target, f"{NAME}==1.11")
        self.fail_with("No matching distribution found", *command)

    def test_hashes(self):
        self.offer()
        requirements = self.folder / "requirements.txt"
        requirements.write_text(f"{NAME}=={BEST} --hash=sha256:{sha256(self.wheels[BEST])}\n")
        self.install_old("--require-hashes", "-r", requirements)
        self.assertInstalled(self.target, BEST)

    def test_other_hashes(self):
        self.offer()
        requirements = self.folder / "requirements.txt"
        requirements.write_text(f"{NAME}=={BEST} --hash=sha256:{sha256(self.wheels['1.9'])}\n")
        command = self.pip("download", "-d", self.target, "--require-hashes", "-r", requirements)
        self.fail_with("THESE PACKAGES DO NOT MATCH THE HASHES", *command)

    def test_page_of_links(self):
        self.offer()
        self.succeed(
            *(self.python, "-m", "pip", "download", "--no-deps", "-d", self.target),
            *("--no-index", "--find-links", f"{self.url}/links", NAME),
        )
        self.assertSameBytes(self.target, self.wheels[BEST])

    def test_private_center(self):
        self.offer()
        self.make_private()
        self.fail_with("No matching", *self.pip("download", "-d", self.target, NAME))
        self.download(f"{NAME}==1.9", index=self.with_credentials(self.simple))
        self.write_netrc()
        self.download(NAME)
        self.assertSameBytes(self.target, self.wheels["1.9"], self.wheels[BEST])


class TestPip19(OldPip, PipTest):
    version = "19.3"
    environment_name = "pip-19"

    def creator(self):
        return python_with_distutils()


class TestPip230(OldPip, PipTest):
    version = "23.0"
    environment_name = "pip-23.0"


class TestPip233(OldPip, PipTest):
    version = "23.3"
    environment_name = "pip-23"

    def test_core_metadata_of_what_does_not_fit(self):
        passed_over = self.offer_what_does_not_fit()[1]
        with watch_requests() as heard:
            self.install_old("needy")
        self.assertPassedOver(passed_over, heard)
        self.assertInstalled(self.target, "1.0", "needy")
