"""uv: ``pip install`` and ``pip compile`` from a center."""

from Products.PloneSoftwareCenter.tests.archives import make_sdist
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.clients.driving import sha256
from Products.PloneSoftwareCenter.tests.clients.driving_uv import UvTest
from Products.PloneSoftwareCenter.tests.clients.fixtures import BEST
from Products.PloneSoftwareCenter.tests.clients.fixtures import Choice
from Products.PloneSoftwareCenter.tests.clients.fixtures import NAME
from Products.PloneSoftwareCenter.tests.clients.fixtures import YANKED
from Products.PloneSoftwareCenter.tests.clients.watching import watch_requests


class TestInstall(Choice, UvTest):
    def setUp(self):
        super().setUp()
        self.offer()

    def test_newest_that_fits(self):
        self.install(NAME)
        self.assertInstalled(self.target, BEST)

    def test_sdist_is_built(self):
        self.install("--no-binary", ":all:", NAME)
        self.assertInstalled(self.target, BEST)

    def test_pre_release_when_asked_for(self):
        self.install("--prerelease", "allow", NAME)
        self.assertInstalled(self.target, "2.0a1")

    def test_yanked_release_only_by_its_number(self):
        ran = self.install(f"{NAME}=={YANKED}")
        self.assertIn("is yanked", ran.text)
        self.assertInstalled(self.target, YANKED)

    def test_release_for_another_python_is_refused(self):
        self.fail_with("Python>=99", *self.install_command(f"{NAME}==1.11"))

    def test_every_byte_is_the_one_that_was_uploaded(self):
        lock = self.folder / "lock.txt"
        self.succeed(*self.compile_command("--generate-hashes", "-o", lock))
        found = set(lock.read_text().replace("\\", "").split())
        archives = (self.wheels[BEST], self.sdists[BEST])
        hashes = {f"--hash=sha256:{sha256(archive)}" for archive in archives}
        self.assertEqual(found, {f"{NAME}=={BEST}", *hashes})
        # uv hashes what it gets, and refuses what differs from its list.
        self.install("--require-hashes", "-r", lock)
        self.assertInstalled(self.target, BEST)

    def test_other_hashes(self):
        lock = self.folder / "lock.txt"
        lock.write_text(f"{NAME}=={BEST} --hash=sha256:{sha256(self.wheels['1.9'])}\n")
        self.fail_with("Hash mismatch", *self.install_command("--require-hashes", "-r", lock))

    def test_historic_address_of_the_index(self):
        self.install(NAME, index=f"{self.url}/++simple++/")
        self.assertInstalled(self.target, BEST)

    def test_second_index_is_asked_for_what_is_not_in_the_first(self):
        # 404 sends uv on to the next index; 401 or 403 would end its search.
        with self.changes():
            self.portal.invokeFactory("PloneSoftwareCenter", "second", title="Second")
        second = self.url.replace("/software", "/second/simple/")
        self.install(NAME, "--extra-index-url", second)
        self.assertInstalled(self.target, BEST)


class TestResolving(Choice, UvTest):
    def test_core_metadata_of_what_does_not_fit(self):
        passed_over = self.offer_what_does_not_fit()[1]
        with watch_requests() as heard:
            self.install("needy")
        self.assertPassedOver(passed_over, heard)
        self.assertInstalled(self.target, "1.0", "needy")

    def test_lock_fetches_no_wheel(self):
        self.offer()
        with watch_requests() as heard:
            ran = self.succeed(*self.compile_command())
        self.assertEqual(ran.text, f"{NAME}=={BEST}")
        self.assertFalse([line for line in heard if line.endswith(".whl")])

    def test_only_what_is_old_enough(self):
        moment = self.offer_in_time()
        for bound, version in ((moment, "1.0"), ("2999-01-01", "1.1")):
            command = self.compile_command("--exclude-newer", bound, wanted="timely")
            self.assertEqual(self.succeed(*command).text, f"timely=={version}")

    def test_nothing_is_old_enough(self):
        self.offer_in_time()
        command = self.compile_command("--exclude-newer", "2020-01-01", wanted="timely")
        self.fail_with("was filtered by `exclude-newer`", *command)


class TestLinks(Choice, UvTest):
    def test_newest_that_fits(self):
        # On pages of links, uv does not look for what is yanked.
        self.offer(yank=False)
        self.succeed(
            *self.uv("install", "--target", self.target, "--no-index"),
            *("--find-links", f"{self.url}/links", NAME),
        )
        self.assertInstalled(self.target, BEST)


class TestNames(UvTest):
    def test_dotted_name_in_capitals(self):
        self.publish(
            make_wheel("Products.Foo_Bar", "1.0", folder=self.folder),
            make_sdist("collective.old", "1.0", folder=self.folder, extension=".zip"),
        )
        ran = self.install("Products.Foo_Bar", "Collective.Old")
        self.assertIn("products-foo-bar==1.0", ran.text)
        self.assertIn("collective-old==1.0", ran.text)

    def test_dependencies_come_from_the_center_too(self):
        self.publish(
            make_wheel("demo.base", "1.0", folder=self.folder),
            make_wheel(
                "demo-app",
                "1.0",
                folder=self.folder,
                metadata_extra="Requires-Dist: demo.base>=0.9\n",
            ),
        )
        self.install("demo-app")
        names = {path.name for path in self.target.glob("*.dist-info")}
        self.assertEqual(names, {"demo_app-1.0.dist-info", "demo_base-1.0.dist-info"})

    def test_name_that_is_not_there(self):
        self.fail_with(
            "nothing-here was not found in the package registry",
            *self.install_command("nothing-here"),
        )
