"""twine: ``upload`` and ``register``."""

from Products.PloneSoftwareCenter.testing import OTHER
from Products.PloneSoftwareCenter.testing import OWNER
from Products.PloneSoftwareCenter.testing import PASSWORD
from Products.PloneSoftwareCenter.tests.archives import make_sdist
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.clients.driving import BIN
from Products.PloneSoftwareCenter.tests.clients.driving import ClientTest


QUIET = ("--non-interactive", "--disable-progress-bar")


class TestTwine(ClientTest):
    def command(self, action="upload", user=OWNER, password=PASSWORD, url=None):
        login = ("-u", user, "-p", password)
        return (BIN / "twine", action, *QUIET, *login, "--repository-url", url or self.url)

    def test_wheel_and_sdist(self):
        archives = [
            make_wheel("demo-app", "1.0", folder=self.folder, requires_python=">=3.9"),
            make_sdist("demo_app", "1.0", folder=self.folder),
        ]
        self.succeed(*self.command(), *archives)
        self.assertArrived(*archives)
        self.refresh()
        project = self.center["demo-app"]
        self.assertEqual(project.description, "A distribution of the tests")
        self.assertEqual(project.get_local_roles_for_userid(OWNER), ("Owner",))
        [wheel] = (file for file in self.files("demo-app") if file["filename"].endswith(".whl"))
        self.assertEqual(wheel["requires-python"], ">=3.9")

    def test_center_by_its_section_and_by_its_url_with_a_slash(self):
        self.write_pypirc()
        first = make_wheel("demo", "1.0", folder=self.folder)
        self.succeed(BIN / "twine", "upload", *QUIET, "-r", "center", first)
        second = make_wheel("demo", "1.1", folder=self.folder)
        self.succeed(*self.command(url=f"{self.url}/"), second)
        self.assertArrived(first, second)

    def test_all_metadata_reaches_the_page(self):
        wheel = make_wheel(
            "demo",
            "1.0",
            folder=self.folder,
            metadata_extra=(
                "Classifier: Framework :: Plone :: 6.2\n"
                "Classifier: Programming Language :: Python :: 3\n"
                "Keywords: one,two\n"
                "Project-URL: Documentation, https://example.org/docs\n"
                "Project-URL: Source, https://example.org/git\n"
                "Description-Content-Type: text/markdown\n"
                "\n"
                "# Demo\n\nGrüße, **all**.\n"
            ),
        )
        self.succeed(*self.command(), wheel)
        self.refresh()
        project = self.center["demo"]
        self.assertEqual(project.documentation_link, "https://example.org/docs")
        self.assertEqual(project.repository, "https://example.org/git")
        self.assertEqual(project.subject, ("one", "two"))
        self.assertEqual(project.text_content_type, "text/markdown")
        self.assertIn("Grüße, **all**.", project.text)
        self.assertEqual(project["1.0"].compatibility, ("Plone 6.2",))

    def test_same_file_again(self):
        wheel = make_wheel("demo", "1.0", folder=self.folder)
        self.succeed(*self.command(), wheel)
        before = self.files("demo")
        self.succeed(*self.command(), wheel)
        self.assertEqual(self.files("demo"), before)

    def test_other_bytes_of_the_same_name(self):
        wheel = make_wheel("demo", "1.0", folder=self.folder)
        self.succeed(*self.command(), wheel)
        other = make_wheel("demo", "1.0", folder=self.folder / "other", filling="x")
        ran = self.fail_with("409 Conflict", *self.command(), "--verbose", other)
        self.assertIn("File already exists", ran.text)
        self.assertArrived(wheel)

    def test_name_of_a_deleted_file(self):
        wheel = make_wheel("demo", "1.0", folder=self.folder)
        self.succeed(*self.command(), wheel)
        self.refresh()
        for container, deleted in ((self.center["demo"]["1.0"], wheel.name), (self.center, "demo")):
            with self.changes():
                container.manage_delObjects([deleted])
            ran = self.fail_with("409 Conflict", *self.command(), "--verbose", wheel)
            # the client breaks lines where its window ends
            sentence = "This filename was previously used by a file that has since been deleted."
            self.assertIn(sentence, " ".join(ran.text.split()))

    def test_skip_existing_is_refused_by_twine_itself(self):
        # It takes this option for the public indexes alone. Nobody needs it here: the same file
        # again is no error.
        wheel = make_wheel("demo", "1.0", folder=self.folder)
        self.fail_with(
            "does not have support for the following features: --skip-existing",
            *self.command(),
            "--skip-existing",
            wheel,
        )
        self.assertNothingStored()

    def test_wrong_password(self):
        wheel = make_wheel("demo", "1.0", folder=self.folder)
        self.fail_with("401 Unauthorized", *self.command(password="wrong"), wheel)
        self.assertNothingStored()

    def test_name_of_somebody_else(self):
        wheel = make_wheel("demo", "1.0", folder=self.folder)
        self.succeed(*self.command(), wheel)
        other = make_wheel("demo", "1.1", folder=self.folder)
        ran = self.fail_with("403 Forbidden", *self.command(user=OTHER), "--verbose", other)
        self.assertIn("The name 'demo' is not available to you", ran.text)
        self.assertArrived(wheel)

    def test_sentence_of_a_refusal_is_shown(self):
        with self.changes():
            self.center.project_creation = "nobody"
        wheel = make_wheel("demo", "1.0", folder=self.folder)
        ran = self.fail_with("403 Forbidden", *self.command(), "--verbose", wheel)
        self.assertIn("New projects are made by the managers of this index only.", ran.text)
        self.assertNothingStored()

    def test_url_of_the_index_in_place_of_the_center(self):
        wheel = make_wheel("demo", "1.0", folder=self.folder)
        ran = self.fail_with("405", *self.command(url=self.simple), "--verbose", wheel)
        self.assertIn("Upload to the center's own URL", ran.text)
        self.assertNothingStored()

    def test_register(self):
        wheel = make_wheel("demo", "1.0", folder=self.folder)
        self.succeed(*self.command("register"), wheel)
        self.refresh()
        self.assertEqual(list(self.center["demo"].objectIds()), ["1.0"])
        self.assertEqual(self.filenames("demo"), [])
        self.succeed(*self.command(), wheel)
        self.assertArrived(wheel)

    def test_register_a_name_of_somebody_else(self):
        wheel = make_wheel("demo", "1.0", folder=self.folder)
        self.succeed(*self.command("register"), wheel)
        self.fail_with("403 Forbidden", *self.command("register", user=OTHER), wheel)

    def test_private_center(self):
        self.make_private()
        wheel = make_wheel("demo", "1.0", folder=self.folder)
        self.succeed(*self.command(), wheel)
        self.assertEqual(
            self.owner.get(f"/simple/demo/{wheel.name}").body,
            wheel.read_bytes(),
        )
