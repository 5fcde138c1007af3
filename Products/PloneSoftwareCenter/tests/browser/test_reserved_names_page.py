"""The page on which managers give names of deleted projects free."""

from plone import api
from plone.app.testing import SITE_OWNER_NAME
from Products.PloneSoftwareCenter.browser.pages import reserved_names as page
from Products.PloneSoftwareCenter.index.claims import names_of_deleted
from Products.PloneSoftwareCenter.testing import OWNER
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.pages import browser_of
from Products.PloneSoftwareCenter.tests.pages import main_text
from Products.PloneSoftwareCenter.tests.pages import PublishedPages
from unittest import mock
from urllib.parse import urlencode

import transaction


class TestReservedNamesPage(PublishedPages):
    def setUp(self):
        super().setUp()
        for name in ("demo", "other"):
            self.publish(make_wheel(name, "1.0"))
            api.content.delete(self.center[name])
        transaction.commit()
        self.page = f"{self.center.absolute_url()}/reserved-names"

    def open(self, user=SITE_OWNER_NAME, url=None):
        browser = browser_of(self.layer, user)
        browser.handleErrors = True
        browser.raiseHttpErrors = False
        browser.open(url or self.page)
        return browser

    def names(self):
        transaction.begin()
        return list(names_of_deleted(self.center))

    def test_manager_gives_a_name_free(self):
        browser = self.open()
        browser.getControl(name="free", index=0).click()
        self.assertIn("can have the name demo now", main_text(browser.contents))
        self.assertEqual(self.names(), ["other"])

    def test_list_can_be_narrowed(self):
        browser = self.open(url=f"{self.page}?begin=Oth")
        self.assertNotIn('value="demo"', browser.contents)
        self.assertIn('value="other"', browser.contents)
        with mock.patch.object(page, "SHOWN", 1):
            self.assertIn("There are more.", main_text(self.open().contents))

    def test_without_a_token_nothing_is_done(self):
        browser = self.open()
        browser.post(self.page, urlencode({"free": "demo"}))
        self.assertEqual(self.names(), ["demo", "other"])

    def test_nothing_is_done_by_looking(self):
        self.open(url=f"{self.page}?free=demo")
        self.assertEqual(self.names(), ["demo", "other"])

    def test_name_that_is_not_reserved_is_told(self):
        browser = self.open()
        token = browser.getControl(name="_authenticator", index=0).value
        browser.post(self.page, urlencode({"free": "<b>", "_authenticator": token}))
        self.assertIn("The name '<b>' is not available", main_text(browser.contents))
        self.assertNotIn("<b>", browser.contents)

    def test_others_do_not_get_it(self):
        for user in (OWNER, None):
            self.assertNotIn("psc-reserved-names", self.open(user).contents)

    def test_control_panel_leads_there(self):
        browser = self.open(url=f"{self.portal.absolute_url()}/@@software-centers")
        browser.getLink("Names of deleted projects").click()
        self.assertEqual(browser.url, self.page)
