"""Known good sets by hand: the forms, the page of a set, and the list of all."""

from Products.PloneSoftwareCenter.testing import OWNER
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.pages import browser_of
from Products.PloneSoftwareCenter.tests.pages import PublishedPages

import transaction


class TestSetForm(PublishedPages):
    def setUp(self):
        super().setUp()
        self.publish(make_wheel("demo", "1.0"))
        self.center.manage_setLocalRoles(OWNER, ["Contributor"])
        transaction.commit()

    def fill(self, browser, button, **fields):
        for name, value in fields.items():
            browser.getControl(name=f"form.widgets.{name}").value = value
        browser.getControl(button).click()
        transaction.begin()
        return browser.contents

    def test_a_set_from_draft_to_withdrawn(self):
        browser = browser_of(self.layer, OWNER)
        browser.open(f"{self.center.absolute_url()}/known-good")
        self.assertIn("There are none yet.", browser.contents)
        browser.getLink("Add a known good set").click()
        fields = {"set_name": "stack", "version": "1.0", "members": "demo==1.0\nnone==2.0"}
        page = self.fill(browser, "Save", **fields)
        self.assertIn("none 2.0: This index does not have it, or no longer.", page)
        page = self.fill(browser, "Save", members="demo>=1.0")
        self.assertIn("names no exact version", page)
        page = self.fill(browser, "Save", members="demo==1.0")
        self.assertIn("This is a draft", page)
        self.assertIn("/sets/stack/1.0/requirements.txt", page)
        self.assertNotIn("stack 1.0", self.read("/known-good"))
        browser.getLink("Edit").click()
        page = self.fill(browser, "Save", description="Known to be good for Plone.")
        self.assertIn("Known to be good for Plone.", page)
        browser.getLink("Publish").click()
        self.assertNotIn("This is a draft", browser.contents)
        self.assertIn("stack 1.0", self.read("/known-good"))
        browser.getLink("Withdraw").click()
        self.assertIn("This set was withdrawn: use another one.", browser.contents)
        self.assertIn("Withdrawn", self.read("/known-good"))

    def test_name_and_version_are_there_once(self):
        browser = browser_of(self.layer, OWNER)
        fields = {"set_name": "stack", "version": "1.0", "members": "demo==1.0"}
        for words in ("This is a draft", "There is a set stack 1.0 already."):
            browser.open(f"{self.center.absolute_url()}/++add++PSCSet")
            self.assertIn(words, self.fill(browser, "Save", **fields))
