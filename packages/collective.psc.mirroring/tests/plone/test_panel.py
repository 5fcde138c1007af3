"""The page where the tree is named, and the line in the control panel."""

from collective.psc.mirroring.site.settings import tree_of
from collective.psc.mirroring.status import note_error
from collective.psc.mirroring.tree import Tree
from plone import api
from plone.app.testing import SITE_OWNER_NAME
from Products.PloneSoftwareCenter.testing import create_center
from Products.PloneSoftwareCenter.testing import OWNER
from Products.PloneSoftwareCenter.tests.archives import make_sdist
from Products.PloneSoftwareCenter.tests.pages import browser_of
from Products.PloneSoftwareCenter.tests.pages import main_text
from tests.plone.mirrored import MirroredCenter
from unittest import mock

import os


class TestPanel(MirroredCenter):
    def setUp(self):
        super().setUp()
        self.page = f"{self.url}/@@mirroring-config"
        self.browser = browser_of(self.layer, SITE_OWNER_NAME)
        self.browser.handleErrors = False

    @property
    def text(self):
        return main_text(self.browser.contents)

    def set_path(self, path):
        self.browser.open(self.page)
        self.browser.getControl(name="path").value = str(path)
        self.browser.getControl(name="save").click()
        self.refresh()

    def assert_refused(self, path, reason):
        before = self.everything()
        self.set_path(path)
        self.assertIn(reason, self.text)
        self.assertEqual(tree_of(self.center).path, self.tree.path)
        self.assertEqual(self.everything(), before)

    def everything(self):
        return {
            path: (
                path.lstat().st_mode,
                path.lstat().st_mtime_ns,
                path.is_file() and path.read_bytes(),
            )
            for path in self.folder.rglob("*")
        }

    def test_page(self):
        self.browser.open(self.page)
        self.assertIn("Settings for FS mirroring", self.text)
        self.assertIn("Up to date.", self.text)
        self.assertEqual(self.browser.getControl(name="path").value, str(self.tree.path))

    def test_path_is_set_and_the_tree_written(self):
        other = self.folder / "other"
        other.mkdir()
        self.set_path(f" {other} ")
        self.assertEqual(tree_of(self.center).path, other)
        self.assertIn("Nothing is written to", self.text)
        self.keep()
        self.assertTrue((other / "www" / "simple" / "index.html").exists())

    def test_nothing_was_written_yet(self):
        other = self.folder / "other"
        other.mkdir()
        self.publish(make_sdist("alpha", "1.0", folder=self.folder))
        self.set_path(other)
        self.assertIn("wait to be written", self.text)
        # not so many hours since 1970
        self.assertRegex(self.text, r"\(hours:minutes:seconds\)\s+Last error")

    def test_nothing_configured(self):
        self.set_path("")
        self.assertIsNone(tree_of(self.center))
        self.assertIn("This center is not mirrored: nothing is configured", self.text)
        self.browser.open(f"{self.portal.absolute_url()}/@@software-centers")
        self.assertIn("Mirror (none)", self.text)

    def test_relative(self):
        self.assert_refused("mirror", "name an absolute path")
        self.assert_refused(f"{self.folder}/../{self.folder.name}", "name an absolute path")

    def test_missing(self):
        self.assert_refused(self.folder / "missing", "is not there")

    def test_file(self):
        (self.folder / "file").touch()
        self.assert_refused(self.folder / "file", "is not a folder")
        self.assert_refused(self.folder / "file" / "below", "can't be read")

    def test_not_empty_and_not_ours(self):
        full = self.folder / "full"
        full.mkdir()
        (full / "letter").write_text("Dear")
        self.assert_refused(full, "is not empty")

    def test_somebody_elses(self):
        theirs = self.folder / "theirs"
        theirs.mkdir()
        with mock.patch.object(os, "geteuid", lambda: theirs.stat().st_uid + 1):
            self.assert_refused(theirs, "belongs to another user")

    def test_another_mirrors(self):
        with self.changes():
            create_center(self.portal, "other")
        self.page = f"{self.portal.absolute_url()}/other/@@mirroring-config"
        self.set_path(self.tree.path)
        self.assertIn("is the folder of another mirror", self.text)
        self.assertIsNone(tree_of(self.portal["other"]))

    def test_odd_characters(self):
        self.assert_refused(f"{self.folder}/a\x00b", "null byte")
        self.assert_refused(f"{self.folder}/{'x' * 300}", "can't be read")

    def test_private_center(self):
        with self.changes():
            api.content.transition(self.center, "make_private")
        self.browser.open(self.page)
        self.assertIn("Not everybody may see this center: its mirror publishes nothing.", self.text)

    def test_how_far_behind_and_the_last_error(self):
        self.publish(make_sdist("alpha", "1.0", folder=self.folder))
        note_error(self.tree, "No space left on device")
        self.browser.open(self.page)
        self.assertIn("The lists of the whole center wait to be written.", self.text)
        self.assertIn("No space left on device", self.text)
        self.assertIn("Not all could be written: see the last error.", self.text)
        self.browser.open(f"{self.portal.absolute_url()}/@@software-centers")
        self.assertIn("No space left on device", self.text)

    def test_whole_tree_is_written_anew(self):
        self.publish(make_sdist("alpha", "1.0", folder=self.folder))
        self.keep()
        page = self.tree.project("alpha") / "index.html"
        page.write_text("damage that no serial tells of")
        self.browser.open(self.page)
        self.browser.getControl(name="write").click()
        self.assertTrue(self.tree.pending.exists())
        self.browser.open(self.page)
        self.assertIn("The whole tree waits to be written.", self.text)
        self.keep()
        self.assert_same()
        self.browser.open(self.page)
        self.assertIn("Up to date.", self.text)

    def test_only_copies_are_not_left_behind(self):
        with self.changes():
            self.center.storage_strategy = "mirroring"
        self.publish(make_sdist("alpha", "1.0", folder=self.folder))
        other = self.folder / "other"
        other.mkdir()
        self.assert_refused(other, "and nowhere else")
        self.assert_refused("", "and nowhere else")
        # moved by hand, with all that is in it
        other.rmdir()
        self.tree.path.rename(other)
        self.set_path(other)
        self.assertEqual(tree_of(self.center).path, other)
        self.keep()
        self.assertEqual(self.nobody.get("/simple/alpha/alpha-1.0.tar.gz").status, 200)
        self.tree = Tree(other)
        self.assert_same()

    def test_configurations_of_web_servers(self):
        for server in ("nginx", "Apache"):
            with self.subTest(server):
                self.browser.open(self.page)
                self.browser.getLink(server).click()
                self.assertIn(str(self.tree.www), self.browser.contents)
                self.assertIn("VirtualHostRoot", self.browser.contents)

    def test_for_managers_only(self):
        for user in (None, OWNER):
            with self.subTest(user):
                browser = browser_of(self.layer, user)
                browser.followRedirects = False
                browser.raiseHttpErrors = False
                for query in ("", "?server=nginx"):
                    browser.open(self.page + query)
                    self.assertNotEqual(browser.headers["status"][:3], "200")

    def test_post_from_another_site_changes_nothing(self):
        other = self.folder / "other"
        other.mkdir()
        with self.assertRaises(Exception):  # noqa: B017 (whatever plone.protect raises)
            self.browser.post(self.page, f"path={other}&save=1")
        self.refresh()
        self.assertEqual(tree_of(self.center).path, self.tree.path)
