"""The page that leads a center's managers to all that they can do."""

from plone.app.testing import SITE_OWNER_NAME
from Products.PloneSoftwareCenter.browser.pages import manage
from Products.PloneSoftwareCenter.content.states import PROJECT_WORKFLOW
from Products.PloneSoftwareCenter.content.states import set_state
from Products.PloneSoftwareCenter.testing import create_project
from Products.PloneSoftwareCenter.testing import OTHER
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.pages import browser_of
from Products.PloneSoftwareCenter.tests.pages import PublishedPages
from unittest import mock

import transaction


PAGE = "/manage-center"


class TestManagePage(PublishedPages):
    def test_center_is_seen_at_a_glance(self):
        path = self.publish(make_wheel("demo", "1.0"))
        set_state(create_project(self.center, "waits"), PROJECT_WORKFLOW, "pending")
        text = self.read(PAGE, user=SITE_OWNER_NAME)
        for told in (
            "Health Database and storage answer.",
            "Access Open for submissions",
            "Projects 1 (releases: 1)",
            "Waiting for review Projects: 1",
            "Not public yet Projects: 1",
            "Where files are kept",
            "API tokens 0",
        ):
            self.assertIn(told, text)
        self.assertGreater(path.stat().st_size, 0)
        self.assertNotIn("Look here", text)

    def test_every_task_is_there_and_answers(self):
        self.read(PAGE, user=SITE_OWNER_NAME)
        tasks = [
            "edit",
            "@@sharing",
            "ownerless",
            "reserved-names",
            "all-tokens",
            "check-index",
            "journal",
            "folder_contents",
        ]
        for task in tasks:
            with self.subTest(task):
                self.assertIn(f"{self.url}/{task}", self.links)
        for link in [link for link in self.links if link.startswith(f"{self.url}/")]:
            with self.subTest(link):
                self.read(absolute=link, user=SITE_OWNER_NAME)

    def test_what_is_wrong_comes_first(self):
        with mock.patch.object(manage, "find_fault", return_value="The database does not answer."):
            text = self.read(PAGE, user=SITE_OWNER_NAME)
        self.assertIn("At a glance Health Look here The database does not answer.", text)

    def test_front_page_leads_managers_there_and_nobody_else(self):
        self.read(user=SITE_OWNER_NAME)
        self.assertIn(self.url + PAGE, self.links)
        for user in (None, OTHER):
            self.read(user=user)
            self.assertNotIn(self.url + PAGE, self.links)

    def test_others_are_refused(self):
        transaction.commit()
        for user in (None, OTHER):
            browser = browser_of(self.layer, user)
            browser.raiseHttpErrors = False
            browser.open(self.url + PAGE)
            self.assertNotIn("At a glance", browser.contents)

    def test_control_panel_leads_there(self):
        self.read(absolute=f"{self.portal.absolute_url()}/@@software-centers", user=SITE_OWNER_NAME)
        self.assertIn(self.url + PAGE, self.links)
