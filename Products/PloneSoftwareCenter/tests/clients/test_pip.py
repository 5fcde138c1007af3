"""pip: what it takes from an index, and from a page of links."""

from Products.PloneSoftwareCenter.tests.archives import make_sdist
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.clients.driving import sha256
from Products.PloneSoftwareCenter.tests.clients.driving_pip import PipTest
from Products.PloneSoftwareCenter.tests.clients.fixtures import BEST
from Products.PloneSoftwareCenter.tests.clients.fixtures import Choice
from Products.PloneSoftwareCenter.tests.clients.fixtures import NAME
from Products.PloneSoftwareCenter.tests.clients.fixtures import REASON
from Products.PloneSoftwareCenter.tests.clients.fixtures import YANKED
from Products.PloneSoftwareCenter.tests.clients.watching import watch_requests

import json
import sys


class TestInstall(Choice, PipTest):
    def setUp(self):
        super().setUp()
        self.offer()

    def test_newest_that_fits(self):
        record = self.install(NAME)[NAME]
        self.assertEqual(record["metadata"]["version"], BEST)
        archive = record["download_info"]["archive_info"]
        self.assertEqual(archive["hashes"]["sha256"], sha256(self.wheels[BEST]))
        self.assertInstalled(self.target, BEST)

    def test_download(self):
        self.download(NAME)
        self.assertSameBytes(self.target, self.wheels[BEST])

    def test_sdist(self):
        self.download("--no-binary", ":all:", NAME)
        self.assertSameBytes(self.target, self.sdists[BEST])

    def test_sdist_is_built(self):
        self.install("--no-binary", ":all:", NAME)
        self.assertInstalled(self.target, BEST)

    def test_pre_release_when_asked_for(self):
        self.download("--pre", NAME)
        self.assertSameBytes(self.target, self.wheels["2.0a1"])

    def test_yanked_release_only_by_its_number(self):
        ran = self.download(f"{NAME}=={YANKED}")
        self.assertIn(f"Reason for being yanked: {REASON}", ran.text)
        self.assertSameBytes(self.target, self.wheels[YANKED])

    def test_release_for_another_python_is_refused(self):
        self.fail_with(
            "No matching distribution found",
            *self.pip("download", "-d", self.target, f"{NAME}==1.11"),
        )

    def test_hashes(self):
        requirements = self.folder / "requirements.txt"
        requirements.write_text(f"{NAME}=={BEST} --hash=sha256:{sha256(self.wheels[BEST])}\n")
        self.install("--require-hashes", "-r", requirements)
        self.assertInstalled(self.target, BEST)

    def test_other_hashes(self):
        requirements = self.folder / "requirements.txt"
        requirements.write_text(f"{NAME}=={BEST} --hash=sha256:{sha256(self.wheels['1.9'])}\n")
        self.fail_with(
            "THESE PACKAGES DO NOT MATCH THE HASHES",
            *self.pip("download", "-d", self.target, "--require-hashes", "-r", requirements),
        )

    def test_index_versions(self):
        ran = self.succeed(*self.pip("index", "versions", "--json", NAME))
        expected = {"name": NAME, "versions": [BEST, "1.9"], "latest": BEST}
        found = json.loads(ran.output[ran.output.index("{") :])
        self.assertEqual({key: found[key] for key in expected}, expected)

    def test_page_of_links(self):
        self.succeed(
            *(sys.executable, "-m", "pip", "download", "--no-deps", "-d", self.target),
            *("--no-index", "--find-links", f"{self.url}/links", NAME),
        )
        self.assertSameBytes(self.target, self.wheels[BEST])

    def test_historic_address_of_the_index(self):
        self.download(NAME, index=f"{self.url}/++simple++/")
        self.assertSameBytes(self.target, self.wheels[BEST])

    def test_index_without_its_slash(self):
        self.download(NAME, index=f"{self.url}/simple")
        self.assertSameBytes(self.target, self.wheels[BEST])

    def test_upload_is_there_at_once(self):
        wheel = make_wheel(NAME, "3.0", folder=self.folder)
        self.publish(wheel)
        self.download(NAME)
        self.assertSameBytes(self.target, wheel)


class TestResolving(Choice, PipTest):
    def test_core_metadata_of_what_does_not_fit(self):
        passed_over = self.offer_what_does_not_fit()[1]
        with watch_requests() as heard:
            self.install("needy")
        self.assertPassedOver(passed_over, heard)
        self.assertInstalled(self.target, "1.0", "needy")

    def test_dry_run_fetches_no_wheel(self):
        self.offer()
        with watch_requests() as heard:
            self.succeed(*self.pip("install", "--dry-run", "--target", self.target, NAME))
        self.assertIn(f"GET simple/{NAME}/{self.wheels[BEST].name}.metadata", heard)
        self.assertFalse([line for line in heard if line.endswith(".whl")])

    def test_only_what_is_old_enough(self):
        # The time of each upload is in JSON pages alone: so this also tells that pip reads them.
        moment = self.offer_in_time()
        self.install("--uploaded-prior-to", moment, "timely")
        self.assertInstalled(self.target, "1.0", "timely")

    def test_nothing_is_old_enough(self):
        self.offer_in_time()
        command = self.pip("download", "-d", self.target, "--uploaded-prior-to", "2020-01-01")
        self.fail_with("No matching distribution found", *command, "timely")

    def test_everything_is_old_enough(self):
        self.offer_in_time()
        self.install("--uploaded-prior-to", "2999-01-01", "timely")
        self.assertInstalled(self.target, "1.1", "timely")


class TestNames(PipTest):
    def test_dotted_name_in_capitals(self):
        wheel = make_wheel("Products.Foo_Bar", "1.0", folder=self.folder)
        self.publish(wheel)
        for name in ("Products.Foo_Bar", "products-foo-bar", "PRODUCTS_FOO.BAR"):
            with self.subTest(name):
                self.download(name)
                self.assertSameBytes(self.target, wheel)

    def test_sdist_in_its_old_spelling_in_each_format(self):
        for number, extension in enumerate((".tar.gz", ".zip", ".tar.bz2", ".tgz")):
            with self.subTest(extension):
                version = f"1.{number}"
                sdist = make_sdist(
                    "Products.Foo_Bar", version, folder=self.folder, extension=extension
                )
                self.publish(sdist)
                self.download(f"Products.Foo_Bar=={version}")
                got = self.target / sdist.name
                self.assertEqual(got.read_bytes(), sdist.read_bytes())

    def test_dependencies_come_from_the_center_too(self):
        base = make_wheel("demo.base", "1.0", folder=self.folder)
        app = make_wheel(
            "demo-app", "1.0", folder=self.folder, metadata_extra="Requires-Dist: demo.base>=0.9\n"
        )
        self.publish(base, app)
        installed = self.install("demo-app")
        self.assertEqual(set(installed), {"demo.base", "demo-app"})

    def test_name_that_is_not_there(self):
        self.fail_with(
            "No matching distribution found for nothing-here",
            *self.pip("download", "-d", self.target, "nothing-here"),
        )
