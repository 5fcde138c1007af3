"""Managers check the index, and make it right, in the browser."""

from plone.app.testing import SITE_OWNER_NAME
from Products.PloneSoftwareCenter.browser.pages import check_index
from Products.PloneSoftwareCenter.browser.pages import web_server
from Products.PloneSoftwareCenter.content.center import IPloneSoftwareCenter
from Products.PloneSoftwareCenter.index.consistency import parts
from Products.PloneSoftwareCenter.index.names import center_index
from Products.PloneSoftwareCenter.interfaces import ICenterTask
from Products.PloneSoftwareCenter.pypi.errors import Busy
from Products.PloneSoftwareCenter.reading.handing import Handing
from Products.PloneSoftwareCenter.testing import create_project
from Products.PloneSoftwareCenter.testing import EVALUATOR
from Products.PloneSoftwareCenter.testing import OWNER
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.pages import browser_of
from Products.PloneSoftwareCenter.tests.pages import main_text
from Products.PloneSoftwareCenter.tests.pages import PublishedPages
from types import SimpleNamespace
from unittest import mock
from urllib.parse import urlencode
from zope.component import getGlobalSiteManager

import pathlib
import tempfile
import transaction


CHECK = "Check"
MEND = "Make the records right"
MISSING = "The name demo is missing in the list of names."


class TestCheckIndex(PublishedPages):
    def setUp(self):
        super().setUp()
        folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.publish(make_wheel("demo", "1.0", folder=folder))
        self.page = f"{self.url}/check-index"

    def lose(self):
        del center_index(self.center).listing["demo"]
        transaction.commit()

    def press(self, button, browser=None):
        """Press a button; return the browser. ``self.text`` is the page's."""
        if browser is None:
            browser = browser_of(self.layer, SITE_OWNER_NAME)
            browser.open(self.page)
        browser.getControl(button, index=0).click()
        self.text = main_text(browser.contents)
        transaction.begin()
        return browser

    def test_all_is_right(self):
        self.press(CHECK)
        self.assertIn("Records and content agree.", self.text)

    def test_what_is_wrong_is_shown_and_made_right(self):
        self.lose()
        self.press(CHECK)
        self.assertIn(MISSING, self.text)
        self.assertIn("Differences: 1.", self.text)
        self.assertNotIn("demo", center_index(self.center).listing)
        self.press(MEND)
        self.assertIn(MISSING, self.text)
        self.assertIn("Records made right: 1.", self.text)
        self.assertIn("demo", center_index(self.center).listing)
        self.press(CHECK)
        self.assertIn("Records and content agree.", self.text)

    def test_file_without_bytes_is_told(self):
        self.center._psc_blobs.clear()
        transaction.commit()
        self.press(CHECK)
        self.assertIn("The bytes of demo-1.0-py3-none-any.whl", self.text)

    def test_large_center_in_several_steps(self):
        for number in range(6):
            create_project(self.center, f"more{number}")
        transaction.commit()
        self.lose()
        for tool, patched in ((check_index, {"LONGEST": -1}), (parts, {"BATCH": 4})):
            for name, value in patched.items():
                self.enterContext(mock.patch.object(tool, name, value))
        browser = self.press(MEND)
        self.assertRegex(self.text, r"4 of \d+ entries have been looked at")
        self.assertIn("Records made right: 1.", self.text)
        steps = 1
        while "Go on" in self.text:
            self.press("Go on", browser)
            steps += 1
            self.assertLess(steps, 20)
        self.assertIn("Records and content agree. Records made right: 1.", self.text)
        self.assertGreater(steps, 4)

    def test_only_so_many_are_shown(self):
        self.lose()
        del center_index(self.center).names["demo"]
        transaction.commit()
        with mock.patch.object(check_index, "SHOWN", 1):
            self.press(CHECK)
        self.assertRegex(self.text, r"\.\.\. and \d+ more\.")

    def test_others_who_write_without_pause(self):
        self.lose()
        with mock.patch(
            "Products.PloneSoftwareCenter.maintenance.rebuild.write", side_effect=Busy()
        ):
            self.press(MEND)
        self.assertIn(str(Busy()), self.text)

    def test_nothing_is_done_without_a_token(self):
        self.lose()
        browser = browser_of(self.layer, SITE_OWNER_NAME)
        browser.raiseHttpErrors = False
        browser.post(self.page, urlencode({"task": "mend"}))
        self.assertTrue(browser.headers["status"].startswith("403"))
        transaction.begin()
        self.assertNotIn("demo", center_index(self.center).listing)

    def test_reading_the_page_does_nothing(self):
        self.lose()
        self.read(f"/check-index?task=mend&part=names&key={'x' * 9}", SITE_OWNER_NAME)
        self.assertNotIn("demo", center_index(self.center).listing)

    def test_nonsense_in_the_form_begins_at_the_beginning(self):
        self.lose()
        browser = browser_of(self.layer, SITE_OWNER_NAME)
        browser.open(self.page)
        token = browser.getControl(name="_authenticator", index=0).value
        sent = {"part": "no-such", "key": "x", "done": "-3", "wrong": "many", "mended": ""}
        browser.post(self.page, urlencode({**sent, "_authenticator": token, "task": "check"}))
        self.assertIn("Differences: 1.", main_text(browser.contents))

    def test_for_managers_only(self):
        for user in (None, OWNER, EVALUATOR):
            with self.subTest(user):
                browser = browser_of(self.layer, user)
                browser.followRedirects = False
                browser.raiseHttpErrors = False
                for path in (self.page, f"{self.portal.absolute_url()}/@@software-centers"):
                    browser.open(path)
                    self.assertNotEqual(browser.headers["status"][:3], "200")

    def test_control_panel_leads_to_it(self):
        site = self.portal.absolute_url()
        self.read(absolute=f"{site}/@@overview-controlpanel", user=SITE_OWNER_NAME)
        self.assertIn(f"{site}/@@software-centers", self.links)
        text = self.read(absolute=f"{site}/@@software-centers", user=SITE_OWNER_NAME)
        self.assertIn("Software software Check the index", text)
        self.assertIn(self.page, self.links)

    def test_control_panel_tells_who_may_read_the_files(self):
        site = self.portal.absolute_url()
        text = self.read(absolute=f"{site}/@@software-centers", user=SITE_OWNER_NAME)
        self.assertIn("For example /", text)
        self.assertIn("may read it", text)
        self.assertIn("Plone sends the files itself.", text)
        handing = Handing("nginx", "of-the-tests-only", ("/tmp",))
        with mock.patch.object(web_server, "find_handing", return_value=handing):
            text = self.read(absolute=f"{site}/@@software-centers", user=SITE_OWNER_NAME)
        self.assertIn("nginx sends the files, where it asks with its secret.", text)
        self.assertNotIn("of-the-tests-only", text)

    def test_control_panel_without_a_file(self):
        self.center.manage_delObjects(["demo"])
        transaction.commit()
        site = self.portal.absolute_url()
        text = self.read(absolute=f"{site}/@@software-centers", user=SITE_OWNER_NAME)
        self.assertNotIn("For example", text)

    def test_control_panel_has_what_other_distributions_add(self):
        self.add_task("Manage portal")
        site = self.portal.absolute_url()
        text = self.read(absolute=f"{site}/@@software-centers", user=SITE_OWNER_NAME)
        self.assertIn("Owners (2 wait)", text)
        self.assertIn("https://psc.example.org/owners", self.links)

    def test_what_they_add_is_for_who_may_use_it(self):
        self.add_task("Manage portal")
        self.center.manage_permission("Manage portal", [], acquire=0)
        transaction.commit()
        site = self.portal.absolute_url()
        text = self.read(absolute=f"{site}/@@software-centers", user=SITE_OWNER_NAME)
        self.assertNotIn("2 wait", text)

    def add_task(self, permission):
        task = SimpleNamespace(
            title="Owners",
            url="https://psc.example.org/owners",
            told="2 wait",
            permission=permission,
        )
        manager = getGlobalSiteManager()
        wanted = (lambda _center: task, (IPloneSoftwareCenter,), ICenterTask, "owners")
        manager.registerAdapter(*wanted)
        self.addCleanup(manager.unregisterAdapter, *wanted)
