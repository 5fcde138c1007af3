"""Another storage is chosen in the center's form, which tells what that means."""

from Products.PloneSoftwareCenter.maintenance import places
from Products.PloneSoftwareCenter.storage.blob import BlobStorage
from Products.PloneSoftwareCenter.storage.interfaces import StorageUnavailable
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.pages import browser_of
from Products.PloneSoftwareCenter.tests.pages import PublishedPages
from unittest import mock
from zExceptions import BadRequest
from zope.component import getGlobalSiteManager
from zope.event import notify
from zope.lifecycleevent import Attributes
from zope.lifecycleevent import ObjectModifiedEvent

import pathlib
import tempfile
import transaction


FIELD = "form.widgets.storage_strategy:list"


class OtherStorage(BlobStorage):
    """Blobs in another table, which remembers that it got ready."""

    title = "Elsewhere"
    description = ""
    attribute = "_psc_other_blobs"

    def prepare(self):
        super().prepare()
        self.center.got_ready = getattr(self.center, "got_ready", 0) + 1


class TestChoosing(PublishedPages):
    def setUp(self):
        super().setUp()
        manager = getGlobalSiteManager()
        manager.registerAdapter(OtherStorage, name="other")
        self.addCleanup(manager.unregisterAdapter, OtherStorage, name="other")
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))

    def form(self):
        transaction.commit()
        browser = browser_of(self.layer, "admin")
        browser.open(f"{self.url}/edit")
        return browser

    def choose(self, browser, name="other"):
        browser.getControl(name=FIELD).value = [name]
        browser.getControl("Save").click()
        transaction.begin()
        return browser.contents

    def add_files(self, *versions):
        for version in versions:
            self.publish(make_wheel("demo", version, folder=self.folder))

    def test_form_tells_where_files_lie_before_anything_is_chosen(self):
        self.add_files("1.0", "1.1")
        text = self.form().contents
        self.assertRegex(text, r"There are now: Database: [^(]+ \(files: 2\)")
        self.assertIn("stay until the command “psc migrate” moves them", text)

    def test_form_of_a_center_without_files(self):
        self.assertIn("There are no files yet.", self.form().contents)

    def test_choice_is_kept_and_what_stays_is_told(self):
        self.add_files("1.0", "1.1")
        text = self.choose(self.form())
        self.assertEqual(self.center.storage_strategy, "other")
        self.assertEqual(self.center.got_ready, 1)
        self.assertRegex(text, r"Elsewhere lie [^(]+ \(files: 2\)")
        self.assertIn("psc migrate other", text)
        self.add_files("1.2")
        self.assertRegex(self.form().contents, r"Database: [^(]+ \(files: 2\)")
        self.assertRegex(self.form().contents, r"Elsewhere: [^(]+ \(files: 1\)")

    def test_nothing_is_told_where_nothing_stays(self):
        self.assertNotIn("psc migrate other", self.choose(self.form()))
        self.assertEqual(self.center.storage_strategy, "other")

    def test_other_changes_ask_no_storage(self):
        browser = self.form()
        browser.getControl(name="form.widgets.product_title").value = "Tool"
        with mock.patch.object(BlobStorage, "check", side_effect=StorageUnavailable("Away.")):
            browser.getControl("Save").click()
        transaction.begin()
        self.assertEqual(self.center.product_title, "Tool")

    def test_storage_that_can_not_be_used_is_refused_with_its_reason(self):
        browser = self.form()
        with mock.patch.object(OtherStorage, "check", side_effect=StorageUnavailable("Away.")):
            text = self.choose(browser)
        self.assertIn("Away.", text)
        self.assertEqual(self.center.storage_strategy, "blob")

    def test_program_that_chooses_one_that_can_not_be_used(self):
        self.center.storage_strategy = "other"
        event = ObjectModifiedEvent(self.center, Attributes(None, "storage_strategy"))
        with (
            mock.patch.object(OtherStorage, "prepare", side_effect=StorageUnavailable("Away.")),
            self.assertRaisesRegex(BadRequest, "Away."),
        ):
            notify(event)

    def test_large_center_is_not_counted_to_its_end(self):
        self.add_files("1.0", "1.1")
        with mock.patch.object(places.places_of, "__defaults__", (-1,)):
            browser = self.form()
            self.assertRegex(browser.contents, r"were counted: Database: [^(]+ \(files: 1\)")
            self.assertIn("Elsewhere lie more than", self.choose(browser))
