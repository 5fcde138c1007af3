"""The page of webhooks: who has it, what it shows, what it never shows again."""

from plone.app.testing import SITE_OWNER_NAME
from Products.PloneSoftwareCenter.pypi.hooks import VARIABLE
from Products.PloneSoftwareCenter.testing import OTHER
from Products.PloneSoftwareCenter.testing import OWNER
from Products.PloneSoftwareCenter.tests.pages import browser_of
from Products.PloneSoftwareCenter.tests.pages import main_text
from Products.PloneSoftwareCenter.tests.webhooks.case import DeliveryCase
from Products.PloneSoftwareCenter.tests.webhooks.case import URL
from Products.PloneSoftwareCenter.tests.webhooks.receiver import Receiver
from Products.PloneSoftwareCenter.webhooks.send import Outcome
from Products.PloneSoftwareCenter.webhooks.store import hooks_of
from Products.PloneSoftwareCenter.webhooks.worker import Worker
from unittest import mock
from urllib.parse import urlencode

import os
import time
import transaction


class TestPage(DeliveryCase):
    def setUp(self):
        super().setUp()
        self.upload()
        self.center["demo"].manage_setLocalRoles(OWNER, ["Owner"])
        self.center["demo"].reindexObjectSecurity()
        transaction.commit()

    def open(self, user, path="/demo"):
        browser = browser_of(self.layer, user)
        browser.raiseHttpErrors = False
        browser.followRedirects = False
        browser.open(f"{self.url}{path}/@@webhooks")
        return browser

    def make(self, browser, url=URL):
        browser.getControl("Address").value = url
        browser.getControl("Add", index=0).click()

    def test_secret_is_shown_once(self):
        browser = self.open(OWNER)
        self.make(browser)
        transaction.begin()
        (hook,) = hooks_of(self.center, self.center["demo"].UID())
        self.assertIn(hook.secret, browser.contents)
        self.assertEqual(browser.headers["Cache-Control"], "no-store")
        self.assertNotIn(hook.secret, self.open(OWNER).contents)
        self.assertIn(URL, self.open(OWNER).contents)

    def test_wrong_address_is_told(self):
        browser = self.open(OWNER)
        self.make(browser, "ftp://example.org/")
        self.assertIn("Write an address that begins with https:// or http://.", browser.contents)
        self.assertEqual(browser.getControl("Address").value, "ftp://example.org/")

    def test_an_address_of_the_server_itself_is_refused_at_once(self):
        for url in ("http://localhost:8080/", "http://127.0.0.1/", "http://10.1/"):
            browser = self.open(OWNER)
            self.make(browser, url)
            self.assertIn("nothing is sent there", browser.contents)
        self.assertEqual(hooks_of(self.center, self.center["demo"].UID()), [])

    def test_who_has_it(self):
        self.assertTrue(self.open(OWNER).headers["status"].startswith("200"))
        for user, path in ((OTHER, "/demo"), (None, "/demo"), (OWNER, ""), (None, "")):
            browser = self.open(user, path)
            self.assertNotIn("psc-hook-form", str(browser.contents))
        self.assertIn("psc-hook-form", self.open(SITE_OWNER_NAME, "").contents)

    def test_a_form_of_another_site_does_nothing(self):
        browser = self.open(OWNER)
        browser.post(f"{self.url}/demo/@@webhooks", "make=1&url=https://example.org&event_yank=1")
        self.assertEqual(hooks_of(self.center, self.center["demo"].UID()), [])

    def test_hooks_of_others_are_not_touched(self):
        hook = self.hook()
        browser = self.open(OWNER)
        self.make(browser, "https://mine.example/")
        for word in ("drop", "off"):
            token = self.open(OWNER).getControl(name="_authenticator", index=0).value
            sent = urlencode({word: hook.hook_id, "_authenticator": token})
            browser.post(f"{self.url}/demo/@@webhooks", sent)
            self.assertTrue(browser.headers["status"].startswith("200"))
        transaction.begin()
        self.assertEqual(hooks_of(self.center), [hook])
        self.assertTrue(hook.is_active)
        self.assertNotIn(URL, browser.contents)

    def test_answers_are_shown_and_sent_again(self):
        hook = self.hook(("upload",), self.center["demo"].UID())
        self.upload(version="2.0")
        self.answers = [Outcome(500, "<b>broken</b>")]
        self.deliver()
        text = main_text(self.open(OWNER).contents)
        self.assertIn("500 <b>broken</b>", text)
        self.assertIn("Attempts: 1", text)
        self.assertIn("a file was uploaded demo 2.0 demo-2.0-py3-none-any.whl", text)
        self.assertIn('"filename": "demo-2.0-py3-none-any.whl"', text)
        self.assertNotIn("<b>broken", self.open(OWNER).contents)
        browser = self.open(OWNER)
        browser.getControl("Send again").click()
        self.assertIn("It is sent once more.", browser.contents)
        (sent,) = self.deliver()
        self.assertTrue(sent.outcome.is_delivered)
        self.assertIn("Delivered", main_text(self.open(OWNER).contents))
        browser = self.open(OWNER)
        browser.getControl("Switch off").click()
        transaction.begin()
        self.assertFalse(hook.is_active)
        browser.getControl("Send again").click()
        self.assertIn("Switch the webhook on first.", browser.contents)
        browser.getControl("Switch on").click()
        browser.getControl("Delete").click()
        transaction.begin()
        self.assertEqual(hooks_of(self.center, self.center["demo"].UID()), [])


class TestWorker(DeliveryCase):
    def test_it_sends_what_was_committed(self):
        self.enterContext(mock.patch.dict(os.environ, {VARIABLE: "127.0.0.0/8 ::1"}))
        with Receiver() as receiver:
            hook = self.hook(("upload",), url=receiver.url)
            self.upload()
            worker = Worker()
            worker.start(lambda: self.db)
            worker.wake()
            end = time.monotonic() + 300
            while not receiver.got and time.monotonic() < end:
                receiver.over.wait(0.05)
            worker.end(300)
        self.assertEqual(len(receiver.got), 1)
        transaction.begin()
        self.assertEqual([one.state for one in hook.deliveries.values()], ["delivered"])
