"""``register`` and ``upload`` of the distutils that came with Python up to 3.11."""

from pathlib import Path
from Products.PloneSoftwareCenter.testing import OTHER
from Products.PloneSoftwareCenter.tests.clients.driving import ClientTest
from Products.PloneSoftwareCenter.tests.clients.driving import python_with_distutils

import setuptools
import textwrap


DISTUTILS = "distutils.core"
SETUPTOOLS = "setuptools"
NORMALIZED = "products-foo-bar"


class DistutilsTest(ClientTest):
    """``self.setup`` calls a setup.py."""

    def setUp(self):
        super().setUp()
        self.python = python_with_distutils()
        self.write_pypirc(("center", self.url), ("slash", f"{self.url}/"))
        self.source = self.folder / "source"
        self.dist = self.source / "dist"
        self.source.mkdir()
        self.write_project()

    def environment(self):
        return {
            **super().environment(),
            "SETUPTOOLS_USE_DISTUTILS": "stdlib",
            "PYTHONWARNINGS": "ignore",
            "PYTHONPATH": str(self.folder / "path"),
        }

    def provide_setuptools(self):
        """Let a Python from elsewhere find our setuptools, which knows wheels."""
        path = self.folder / "path"
        path.mkdir()
        for found in Path(setuptools.__file__).parent.parent.glob("setuptools*"):
            (path / found.name).symlink_to(found)

    def write_project(self, kind=DISTUTILS, **fields):
        """Write a project to register and to upload."""
        fields = {
            "name": "Products.Foo_Bar",
            "version": "1.0",
            "description": "Müsli for foxes",
            "long_description": "Foo\n===\n\nEats *grass*.\n",
            "author": "Jo Doe",
            "author_email": "jo@example.org",
            "url": "https://example.org/foo",
            "py_modules": ["foo"],
            **fields,
        }
        code = f"""\
            from {kind} import setup

            setup(**{fields!r})
            """
        (self.source / "setup.py").write_text(textwrap.dedent(code), encoding="utf-8")
        (self.source / "foo.py").write_text("FOO = 1\n", encoding="utf-8")

    def setup(self, *words):
        return self.succeed(self.python, "setup.py", *words, cwd=self.source)

    def setup_fails(self, texts, *words):
        return self.fail_with(texts, self.python, "setup.py", *words, cwd=self.source)

    def archive(self, ending):
        [path] = (path for path in self.dist.iterdir() if path.name.endswith(ending))
        return path


class TestRegister(DistutilsTest):
    def test_makes_project_and_release(self):
        ran = self.setup("register", "-r", "center", "--show-response")
        self.assertIn("Server response (200): OK", ran.output)
        self.assertIn("Created Project: Products.Foo_Bar", ran.output)
        self.assertIn("Created Release 1.0 in Project Products.Foo_Bar", ran.output)
        self.refresh()
        project = self.center["products-foo-bar"]
        self.assertEqual(project.title, "Products.Foo_Bar")
        self.assertEqual(project.description, "Müsli for foxes")
        self.assertEqual(project.homepage, "https://example.org/foo")
        self.assertIn("Eats *grass*.", project.text)
        self.assertEqual(list(project.objectIds()), ["1.0"])

    def test_again_updates(self):
        self.setup("register", "-r", "center")
        self.write_project(description="Another one", classifiers=["Framework :: Plone :: 6.2"])
        ran = self.setup("register", "-r", "center", "--show-response")
        self.assertIn("Updated Project: Products.Foo_Bar", ran.output)
        self.assertIn("Updated Release: 1.0", ran.output)
        self.refresh()
        project = self.center["products-foo-bar"]
        self.assertEqual(project.description, "Another one")
        self.assertEqual(project.classifiers, ("Framework :: Plone :: 6.2",))

    def test_center_named_by_its_url_with_and_without_a_slash(self):
        for repository in (self.url, "slash"):
            with self.subTest(repository):
                ran = self.setup("register", "-r", repository)
                self.assertIn("Server response (200): OK", ran.output)

    def test_fields_of_the_second_metadata(self):
        self.write_project(
            provides=["foo (1.0)"],
            requires=["bar (>1.0, !=2.0)"],
            obsoletes=["baz"],
            classifiers=["Framework :: Plone", "Programming Language :: Python"],
            keywords=["one", "two"],
            platforms=["any"],
            download_url="https://example.org/foo-1.0.zip",
        )
        ran = self.setup("register", "-r", "center", "--show-response")
        self.assertIn("Server response (200): OK", ran.output)
        self.assertIn("Created Download Link", ran.output)
        self.refresh()
        project = self.center["products-foo-bar"]
        self.assertEqual(len(project.classifiers), 2)
        self.assertEqual(project["1.0"]["download"].external_url, "https://example.org/foo-1.0.zip")

    def test_wrong_password(self):
        self.write_pypirc(password="wrong")
        # The command ends with 0 whatever the server says: so it is in every Python.
        ran = self.setup("register", "-r", "center")
        self.assertIn("Server response (401): Unauthorized", ran.output)
        self.assertNothingStored()

    def test_name_of_somebody_else(self):
        self.setup("register", "-r", "center")
        self.write_pypirc(user=OTHER)
        self.write_project(description="Taken over")
        ran = self.setup("register", "-r", "center")
        self.assertIn("Server response (403): Forbidden", ran.output)
        self.refresh()
        self.assertEqual(self.center["products-foo-bar"].description, "Müsli for foxes")

    def test_version_that_nobody_can_read(self):
        self.write_project(version="first")
        ran = self.setup("register", "-r", "center")
        self.assertIn("Server response (400): Bad Request", ran.output)
        self.assertNothingStored()

    def test_dry_run_writes_nothing(self):
        ran = self.setup("--dry-run", "register", "-r", "center", "--show-response")
        self.assertIn("Server response (200): OK", ran.output)
        self.assertNothingStored()

    def test_dry_run_tells_what_is_wrong(self):
        self.write_project(version="first")
        ran = self.setup("--dry-run", "register", "-r", "center")
        self.assertIn("Server response (400): Bad Request", ran.output)

    def test_list_classifiers(self):
        ran = self.setup("register", "-r", "center", "--list-classifiers")
        lines = ran.output.splitlines()
        self.assertIn("Development Status :: 1 - Planning", lines)
        self.assertIn("Typing :: Typed", lines)


class TestUpload(DistutilsTest):
    def test_sdist_in_each_format(self):
        ran = self.setup("sdist", "--formats=gztar,zip,bztar", "upload", "-r", "center")
        self.assertEqual(ran.output.count("Server response (200): OK"), 3)
        archives = [self.archive(ending) for ending in (".tar.gz", ".zip", ".tar.bz2")]
        self.assertEqual(archives[0].name, "Products.Foo_Bar-1.0.tar.gz")
        self.assertArrived(*archives)

    def test_answer_of_the_center(self):
        ran = self.setup("sdist", "upload", "-r", "slash", "--show-response")
        for line in (
            "Created Project: Products.Foo_Bar",
            "Created Release 1.0 in Project Products.Foo_Bar",
            "Created Release File: Products.Foo_Bar-1.0.tar.gz",
        ):
            self.assertIn(line, ran.output)
        self.refresh()
        self.assertEqual(self.center["products-foo-bar"].description, "Müsli for foxes")

    def test_register_and_upload_in_one_command(self):
        ran = self.setup("register", "-r", "center", "sdist", "upload", "-r", "center")
        self.assertEqual(ran.output.count("Server response (200): OK"), 2)
        self.assertArrived(self.archive(".tar.gz"))

    def test_all_that_setuptools_builds(self):
        self.provide_setuptools()
        self.write_project(SETUPTOOLS, python_requires=">=3.9")
        ran = self.setup("sdist", "bdist_wheel", "bdist_egg", "upload", "-r", "center")
        self.assertEqual(ran.output.count("Server response (200): OK"), 3, ran.output)
        self.assertArrived(*self.dist.iterdir())
        kinds = {file["filename"]: file.get("requires-python") for file in self.files(NORMALIZED)}
        self.assertEqual(kinds[self.archive(".whl").name], ">=3.9")
        self.assertEqual(kinds[self.archive(".tar.gz").name], ">=3.9")

    def test_setuptools_registers_as_distutils_does(self):
        self.provide_setuptools()
        self.write_project(SETUPTOOLS)
        ran = self.setup("register", "-r", "center", "--show-response")
        self.assertIn("Created Project: Products.Foo_Bar", ran.output)

    def test_other_bytes_of_the_same_name(self):
        self.setup("sdist", "upload", "-r", "center")
        kept = self.archive(".tar.gz").read_bytes()
        (self.source / "foo.py").write_text("FOO = 2\n", encoding="utf-8")
        self.setup_fails("Upload failed (409): Conflict", "sdist", "upload", "-r", "center")
        name = self.archive(".tar.gz").name
        self.assertEqual(self.nobody.get(f"/simple/{NORMALIZED}/{name}").body, kept)

    def test_wrong_password(self):
        self.write_pypirc(password="wrong")
        texts = "Upload failed (401): Unauthorized"
        self.setup_fails(texts, "sdist", "upload", "-r", "center")
        self.assertNothingStored()

    def test_name_of_somebody_else(self):
        self.setup("sdist", "upload", "-r", "center")
        kept = self.filenames(NORMALIZED)
        self.write_pypirc(user=OTHER)
        self.write_project(version="1.1")
        self.setup_fails("Upload failed (403): Forbidden", "sdist", "upload", "-r", "center")
        self.assertEqual(self.filenames(NORMALIZED), kept)

    def test_format_that_is_not_taken(self):
        self.setup_fails(
            "Upload failed (400): Bad Request", "sdist", "--formats=xztar", "upload", "-r", "center"
        )
        self.assertNothingStored()


class TestPrivate(DistutilsTest):
    def setUp(self):
        super().setUp()
        self.make_private()

    def test_owner_registers_and_uploads(self):
        ran = self.setup("register", "-r", "center", "sdist", "upload", "-r", "center")
        self.assertEqual(ran.output.count("Server response (200): OK"), 2)
        self.assertEqual(self.owner.get(f"/simple/{NORMALIZED}/").status, 200)

    def test_dry_run_tells_nothing_to_nobody(self):
        ran = self.setup("--dry-run", "register", "-r", "center")
        self.assertIn("Server response (401): Unauthorized", ran.output)
