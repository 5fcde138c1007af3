"""Uploading in the browser, with scripts and without: what is taken, and how it is told."""

from Products.PloneSoftwareCenter.pypi.configuration import MAX_SIZE
from Products.PloneSoftwareCenter.testing import OWNER
from Products.PloneSoftwareCenter.tests.archives import make_egg
from Products.PloneSoftwareCenter.tests.archives import make_sdist
from Products.PloneSoftwareCenter.tests.browser.upload_page import UploadPageCase
from Products.PloneSoftwareCenter.tests.pages import main_links
from Products.PloneSoftwareCenter.tests.pages import main_text


class TestTaken(UploadPageCase):
    def test_file_alone_makes_project_and_release_as_an_upload_does(self):
        wheel = self.wheel()
        status, outcome = self.send_one(wheel)
        self.assertEqual(status, 200, outcome)
        self.assertTrue(outcome["is_taken"])
        self.assertEqual(outcome["url"], f"{self.url}/demo/1.0")
        self.assertEqual(outcome["title"], "demo 1.0")
        self.assertIn("Created Project: demo", outcome["details"])
        self.assertEqual(self.filenames("demo"), [wheel.name])
        self.assertEqual(self.nobody.get(f"/simple/demo/{wheel.name}").body, wheel.read_bytes())
        self.assertEqual(self.center["demo"].Description(), "A distribution of the tests")
        self.assertEqual(self.center["demo"]["1.0"][wheel.name].uploader, OWNER)

    def test_same_file_again_changes_nothing_and_is_said(self):
        wheel = self.wheel()
        self.send_one(wheel)
        before = self.center["demo"]._p_mtime
        status, outcome = self.send_one(wheel)
        self.assertEqual((status, outcome["is_taken"]), (200, True))
        self.assertEqual(outcome["text"], "This very file was there already.")
        self.assertEqual(self.center["demo"]._p_mtime, before)

    def test_form_without_scripts_takes_several_and_tells_of_each(self):
        files = [self.wheel(), make_sdist("demo", "1.0", folder=self.folder)]
        files.append(make_egg("demo", "1.1", folder=self.folder))
        answer = self.send(*files, ("notes.pdf", b"%PDF"))
        self.assertEqual(answer.status, 200)
        self.assertEqual(sorted(self.filenames("demo")), sorted(file.name for file in files))
        text = main_text(answer.text)
        for file in files:
            self.assertIn(f"{file.name} Uploaded", text)
        self.assertIn("notes.pdf The name of the file is none of an sdist", text)
        self.assertEqual(
            {link for link in main_links(answer.text) if link.startswith(f"{self.url}/demo/")},
            {f"{self.url}/demo/1.0", f"{self.url}/demo/1.1"},
        )

    def test_folder_that_an_old_browser_tells_is_left_out(self):
        wheel = self.wheel()
        _status, outcome = self.send_one((f"C:\\dist\\{wheel.name}", wheel.read_bytes()))
        self.assertTrue(outcome["is_taken"], outcome)
        self.assertEqual(self.filenames("demo"), [wheel.name])

    def test_configuration_files_are_attached_where_the_release_is_chosen(self):
        self.send_one(self.wheel())
        file = ("versions.cfg", b"[versions]\ndemo = 1.0\n")
        status, outcome = self.send_one(file)
        self.assertEqual((status, outcome["is_taken"]), (400, False))
        self.assertIn("open the page of the release", outcome["text"])
        status, outcome = self.send_one(file, path="/demo/1.0")
        self.assertEqual(status, 200, outcome)
        self.assertEqual(outcome["url"], f"{self.url}/demo/1.0")
        answer = self.nobody.get("/configuration/demo/1.0/versions.cfg")
        self.assertEqual(answer.body, file[1])
        large = ("large.txt", b"x" * (MAX_SIZE + 1))
        status, outcome = self.send_one(large, path="/demo/1.0")
        self.assertEqual((status, outcome["is_taken"]), (413, False))

    def test_project_that_waits_for_review_says_so(self):
        with self.changes():
            self.center.project_creation = "review"
        _status, outcome = self.send_one(self.wheel())
        self.assertTrue(outcome["is_taken"])
        self.assertIn("waits for review", " ".join(outcome["details"]))
