"""security.txt: from the settings of the site, or not there."""

from datetime import date
from datetime import timedelta
from plone import api
from plone.app.testing import SITE_OWNER_NAME
from Products.PloneSoftwareCenter.controlpanel.security_txt import PREFIX
from Products.PloneSoftwareCenter.testing import PSC_FUNCTIONAL
from Products.PloneSoftwareCenter.tests.pages import browser_of

import transaction
import unittest


class TestSecurityTxt(unittest.TestCase):
    layer = PSC_FUNCTIONAL

    def setUp(self):
        self.url = self.layer["portal"].absolute_url()

    def set(self, **values):
        for name, value in values.items():
            api.portal.set_registry_record(f"{PREFIX}.{name}", value)
        transaction.commit()

    def read(self, path="/.well-known/security.txt", user=None):
        browser = browser_of(self.layer, user)
        browser.raiseHttpErrors = False
        browser.open(self.url + path)
        return browser

    def test_nothing_is_said_is_404(self):
        for path in ("/.well-known/security.txt", "/.well-known", "/.well-known/other"):
            self.assertTrue(self.read(path).headers["status"].startswith("404"), path)

    def test_what_is_said(self):
        last = date.today() + timedelta(days=30)
        self.set(contacts=("mailto:security@example.org",), last_day=last)
        found = self.read()
        self.assertEqual(found.headers["Content-Type"], "text/plain; charset=utf-8")
        self.assertIn("Contact: mailto:security@example.org\n", found.contents)
        self.assertIn(f"Expires: {last.isoformat()}T23:59:59Z\n", found.contents)
        self.assertIn(f"Canonical: {self.url}/.well-known/security.txt\n", found.contents)

    def test_out_of_date_is_404(self):
        last = date.today() - timedelta(days=2)
        self.set(contacts=("mailto:security@example.org",), last_day=last)
        self.assertTrue(self.read().headers["status"].startswith("404"))

    def test_settings_are_the_managers(self):
        form = self.read("/@@security-txt", SITE_OWNER_NAME)
        form.getControl("Contacts").value = "security@example.org"
        form.getControl("Save").click()
        self.assertIn("Write an address that begins with", form.contents)
        form.getControl("Contacts").value = "mailto:security@example.org"
        form.getControl("Save").click()
        self.assertEqual(
            api.portal.get_registry_record(f"{PREFIX}.contacts"), ("mailto:security@example.org",)
        )
        self.assertIn(
            "login", self.read("/@@security-txt").url + self.read("/@@security-txt").contents
        )
