"""The form that yanks a release or a file, and takes it back."""

from Products.PloneSoftwareCenter.testing import create_project
from Products.PloneSoftwareCenter.testing import MAINTAINER
from Products.PloneSoftwareCenter.testing import OTHER
from Products.PloneSoftwareCenter.testing import OWNER
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.pages import browser_of
from Products.PloneSoftwareCenter.tests.pages import main_text
from Products.PloneSoftwareCenter.tests.pages import PublishedPages

import transaction


class TestYankForm(PublishedPages):
    def setUp(self):
        super().setUp()
        self.project = create_project(self.center, "demo")
        self.project.manage_setLocalRoles(OWNER, ["Owner"])
        self.project.manage_setLocalRoles(MAINTAINER, ["PSCMaintainer"])
        self.publish(make_wheel("demo", "1.0"))
        self.release = self.project["1.0"]
        transaction.commit()

    def open(self, path="/demo/1.0/yank", user=OWNER):
        browser = browser_of(self.layer, user)
        browser.raiseHttpErrors = False
        browser.handleErrors = True
        browser.open(self.url + path)
        return browser

    def press(self, browser, button, reason=None):
        if reason is not None:
            browser.getControl(name="form.widgets.reason").value = reason
        browser.getControl(name=f"form.buttons.{button}").click()
        transaction.begin()
        return main_text(browser.contents)

    def yanked(self, content=None):
        content = content or self.release
        return content.yanked, content.yanked_reason

    def test_release_is_yanked_for_a_reason_and_shown(self):
        browser = self.open()
        self.assertIn("only where exactly its version is asked for", main_text(browser.contents))
        text = self.press(browser, "yank", "broken on Windows")
        self.assertEqual(browser.url, f"{self.url}/demo/1.0")
        self.assertIn("It is yanked.", browser.contents)
        self.assertIn("broken on Windows", text)
        self.assertEqual(self.yanked(), (True, "broken on Windows"))

    def test_reason_is_changed_and_yanking_taken_back(self):
        self.press(self.open(), "yank", "broken")
        browser = self.open()
        self.assertIn("demo 1.0 is yanked", main_text(browser.contents))
        self.assertEqual(browser.getControl(name="form.widgets.reason").value, "broken")
        self.press(browser, "change", "")
        self.assertEqual(self.yanked(), (True, None))
        self.press(self.open(), "unyank")
        self.assertEqual(self.yanked(), (False, None))

    def test_maintainer_yanks_a_file_alone(self):
        name = "demo-1.0-py3-none-any.whl"
        self.press(self.open(f"/demo/1.0/{name}/yank", MAINTAINER), "yank", "broken")
        self.assertEqual(self.yanked(self.release[name]), (True, "broken"))
        self.assertEqual(self.yanked(), (False, None))

    def test_cancel_changes_nothing(self):
        browser = self.open()
        self.press(browser, "cancel", "broken")
        self.assertEqual(browser.url, f"{self.url}/demo/1.0")
        self.assertEqual(self.yanked(), (False, None))

    def test_reason_of_several_lines_is_refused_with_words(self):
        text = self.press(self.open(), "yank", "one\u2028two")
        self.assertIn("Use a single line of plain text as reason.", text)
        self.assertEqual(self.yanked(), (False, None))

    def test_strangers_and_visitors_may_not(self):
        for user in (OTHER, None):
            with self.subTest(user):
                browser = self.open(user=user)
                self.assertNotIn("form.widgets.reason", browser.contents)

    def test_form_of_another_site_yanks_nothing(self):
        browser = self.open()
        browser.post(f"{self.url}/demo/1.0/yank", "form.widgets.reason=x&form.buttons.yank=Yank")
        transaction.begin()
        self.assertEqual(self.yanked(), (False, None))

    def test_pages_lead_to_it_for_who_may(self):
        for path in ("/demo", "/demo/1.0"):
            self.read(path, OWNER)
            self.assertIn(f"{self.url}/demo/1.0/yank", self.links)
            self.read(path, OTHER)
            self.assertNotIn(f"{self.url}/demo/1.0/yank", self.links)
