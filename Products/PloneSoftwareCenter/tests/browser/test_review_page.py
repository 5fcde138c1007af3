"""The reviewers' page: what waits, and what comes of a decision."""

from DateTime import DateTime
from plone import api
from Products.PloneSoftwareCenter.browser.pages import review as page
from Products.PloneSoftwareCenter.content.states import PROJECT_WORKFLOW
from Products.PloneSoftwareCenter.content.states import state_of
from Products.PloneSoftwareCenter.journal.store import walk
from Products.PloneSoftwareCenter.pypi.errors import Busy
from Products.PloneSoftwareCenter.testing import create_project
from Products.PloneSoftwareCenter.testing import OTHER
from Products.PloneSoftwareCenter.testing import OWNER
from Products.PloneSoftwareCenter.testing import REVIEWER
from Products.PloneSoftwareCenter.tests.pages import browser_of
from Products.PloneSoftwareCenter.tests.pages import main_text
from Products.PloneSoftwareCenter.tests.pages import PublishedPages
from Products.PloneSoftwareCenter.upload import review
from unittest import mock
from urllib.parse import urlencode

import transaction


class ReviewCase(PublishedPages):
    def setUp(self):
        super().setUp()
        self.center.project_creation = "review"
        api.user.grant_roles(username=REVIEWER, obj=self.center, roles=["Reviewer"])
        self.tool = api.portal.get_tool("portal_workflow")
        self.page = f"{self.url}/@@review"
        transaction.commit()

    def submit(self, name, days=0, **fields):
        """Have the owner make a project, some days ago."""
        with api.env.adopt_user(username=OWNER):
            project = create_project(self.center, name, **fields)
        if days:
            history = project.workflow_history[PROJECT_WORKFLOW]
            last = {**history[-1], "time": DateTime() - days}
            project.workflow_history[PROJECT_WORKFLOW] = (*history[:-1], last)
            project.reindexObject()
        transaction.commit()
        return project

    def open(self, user=REVIEWER, url=None):
        transaction.commit()
        browser = browser_of(self.layer, user)
        browser.handleErrors = True
        browser.raiseHttpErrors = False
        browser.open(url or self.page)
        self.text = main_text(browser.contents)
        return browser

    def press(self, browser, button, *names, comment=""):
        """Tick projects by their titles and press a button."""
        boxes = browser.getControl(name="projects")
        boxes.value = [one for one in boxes.options if one.partition("@")[0] in names]
        browser.getControl(name="comment").value = comment
        browser.getControl(button).click()
        transaction.begin()
        self.text = main_text(browser.contents)
        self.told = browser.contents
        return browser

    def history(self, project):
        return project.workflow_history[PROJECT_WORKFLOW][-1]


class TestQueue(ReviewCase):
    def test_empty_queue_says_so(self):
        self.open()
        self.assertIn("Nothing waits for review.", self.text)
        self.assertNotIn("Publish", self.text)

    def test_longest_waiting_comes_first_with_who_and_when(self):
        self.submit("young", 1, description="Is <b>new</b>")
        old = self.submit("old", 30)
        self.submit("middle", 9, self_certified_criteria=("Documented",))
        self.open()
        self.assertIn("Projects that wait: 3", self.text)
        places = [self.text.index(name) for name in ("old", "middle", "young")]
        self.assertEqual(places, sorted(places))
        self.assertIn("Submitted by owen", self.text)
        when = api.portal.get_localized_time(self.history(old)["time"])
        self.assertIn(when, self.text)
        self.assertIn("Is <b>new</b>", self.text)
        self.assertIn("Criteria that it meets, say its owners: 1", self.text)

    def test_what_does_not_wait_is_not_shown(self):
        api.content.transition(self.submit("taken-back"), "retract")
        api.content.transition(self.submit("public"), "publish")
        self.open()
        self.assertIn("Nothing waits for review.", self.text)

    def test_what_comes_again_tells_why_it_was_sent_back(self):
        project = self.submit("demo")
        with api.env.adopt_user(username=REVIEWER):
            api.content.transition(project, "reject", comment="No <i>license</i>")
        with api.env.adopt_user(username=OWNER):
            api.content.transition(project, "submit", comment="There it is")
        self.open()
        self.assertIn("Submitted again by owen", self.text)
        self.assertIn("(times in all: 2) There it is Sent back by rita", self.text)
        self.assertIn("No <i>license</i>", self.text)

    def test_queue_comes_in_pages(self):
        for number in range(3):
            self.submit(f"demo-{number}", 9 - number)
        with mock.patch.object(page, "SHOWN", 2):
            self.open()
            self.assertNotIn("demo-2", self.text)
            self.open(url=f"{self.page}?b_start=2")
            self.assertIn("demo-2", self.text)
            self.assertNotIn("demo-0", self.text)
            self.open(url=f"{self.page}?b_start=nowhere")
            self.assertIn("demo-0", self.text)

    def test_no_project_is_loaded_for_the_list(self):
        self.submit("demo")
        transaction.commit()
        self.portal._p_jar.cacheMinimize()
        self.layer["request"].form.clear()
        view = api.content.get_view("review", self.center, self.layer["request"])
        with api.env.adopt_user(username=REVIEWER):
            self.assertEqual([row.title for row in view.rows], ["demo"])
        self.assertIsNone(self.center["demo"].__dict__.get("title"))

    def test_others_do_not_get_it(self):
        self.submit("demo")
        for user in (OWNER, OTHER, None):
            browser = self.open(user)
            self.assertNotIn("psc-review", browser.contents)
            self.assertNotIn("Publish", self.text)

    def test_front_page_leads_reviewers_there(self):
        self.submit("demo")
        browser = self.open(url=self.url)
        browser.getLink(id="psc-review-link").click()
        self.assertEqual(browser.url, self.page)
        self.assertIn("Review 1 waiting for review", self.text)
        for user in (OWNER, OTHER, None):
            self.assertNotIn("psc-review-link", self.open(user, self.url).contents)


class TestDecisions(ReviewCase):
    def test_several_are_published_at_once(self):
        projects = [self.submit(name) for name in ("one", "two", "three")]
        self.press(self.open(), "Publish", "one", "three", comment="Welcome")
        self.assertEqual([state_of(one) for one in projects], ["published", "pending", "published"])
        self.assertIn("one is published.", self.told)
        self.assertIn("three is published.", self.told)
        self.assertIn("Projects that wait: 1", self.text)
        self.assertEqual(self.history(projects[0])["comments"], "Welcome")
        self.assertEqual(self.history(projects[0])["actor"], REVIEWER)

    def test_comment_is_in_the_journal(self):
        project = self.submit("demo")
        self.press(self.open(), "Send back", "demo", comment="No license")
        _key, entry = next(walk(self.center, project_uid=project.UID()))
        self.assertEqual((entry.kind, entry.user), ("project-state", REVIEWER))
        self.assertEqual(entry.details["comment"], "No license")

    def test_owner_hears_of_it_by_mail(self):
        self.submit("demo")
        with mock.patch("Products.PloneSoftwareCenter.mail.events._tell") as tell:
            self.press(self.open(), "Send back", "demo", comment="No license")
        self.assertEqual(tell.call_args.args[2], "No license")

    def test_nothing_is_sent_back_without_a_word(self):
        project = self.submit("demo")
        browser = self.press(self.open(), "Send back", "demo")
        self.assertIn("Say why", self.text)
        self.assertEqual(state_of(project), "pending")
        self.assertEqual(len(browser.getControl(name="projects").value), 1)

    def test_too_long_a_comment_is_refused_and_kept(self):
        project = self.submit("demo")
        text = "x" * (review.LONGEST_COMMENT + 1)
        browser = self.press(self.open(), "Send back", "demo", comment=text)
        self.assertIn("at most 2000 characters", self.text)
        self.assertEqual(browser.getControl(name="comment").value, text)
        self.assertEqual(state_of(project), "pending")

    def test_nothing_ticked_is_told(self):
        self.submit("demo")
        self.press(self.open(), "Publish")
        self.assertIn("Choose at least one project.", self.text)

    def test_second_reviewer_is_told_who_was_quicker(self):
        self.submit("demo")
        second = self.open("admin")
        self.press(self.open(), "Publish", "demo")
        self.press(second, "Send back", "demo", comment="No")
        self.assertIn("demo is published already, by rita.", self.told)

    def test_what_was_taken_back_is_told(self):
        project = self.submit("demo")
        browser = self.open()
        with api.env.adopt_user(username=OWNER):
            api.content.transition(project, "retract")
        transaction.commit()
        self.press(browser, "Publish", "demo")
        self.assertIn("demo does not wait any more: owen has sent or taken it back.", self.told)
        self.assertEqual(state_of(project), "unapproved")

    def test_what_was_submitted_anew_is_not_decided(self):
        project = self.submit("demo", 1)
        browser = self.open()
        with api.env.adopt_user(username=OWNER):
            api.content.transition(project, "retract")
            api.content.transition(project, "submit")
        transaction.commit()
        self.press(browser, "Publish", "demo")
        self.assertIn("demo was submitted again since you opened this page", self.told)
        self.assertEqual(state_of(project), "pending")

    def test_what_was_deleted_is_told(self):
        self.submit("demo")
        browser = self.open()
        api.content.delete(self.center["demo"])
        transaction.commit()
        self.press(browser, "Publish", "demo")
        self.assertIn("demo is not there any more.", self.told)

    def test_others_who_write_all_the_time_are_told(self):
        project = self.submit("demo")
        browser = self.open()
        with mock.patch.object(review, "write", side_effect=Busy()):
            self.press(browser, "Publish", "demo")
        self.assertIn("demo: others write at the same time.", self.told)
        self.assertEqual(state_of(project), "pending")

    def test_without_a_token_nothing_is_decided(self):
        project = self.submit("demo")
        browser = self.open()
        value = browser.getControl(name="projects").options[0]
        browser.post(self.page, urlencode({"projects": value, "decide": "publish"}))
        transaction.begin()
        self.assertEqual(state_of(project), "pending")

    def test_looking_decides_nothing(self):
        project = self.submit("demo")
        value = self.open().getControl(name="projects").options[0]
        self.open(url=f"{self.page}?{urlencode({'projects': value, 'decide': 'publish'})}")
        self.assertEqual(state_of(project), "pending")

    def test_odd_forms_are_answered(self):
        self.submit("demo")
        browser = self.open()
        token = browser.getControl(name="_authenticator", index=0).value
        for fields in (
            {"projects": "demo", "decide": "publish"},
            {"projects": "@@@", "decide": "publish"},
            {"projects": "simple@1", "decide": "reject", "comment": "x"},
            {"projects": "demo@99", "decide": "delete"},
            {"projects:int": "1", "decide": "publish"},
            {"projects": "demo@²", "decide": "publish"},
        ):
            browser.post(self.page, urlencode({**fields, "_authenticator": token}))
            self.assertTrue(browser.headers["status"].startswith("200"), fields)
        transaction.begin()
        self.assertEqual(state_of(self.center["demo"]), "pending")

    def test_members_can_not_send_the_form(self):
        project = self.submit("demo")
        value = self.open().getControl(name="projects").options[0]
        browser = self.open(OWNER, f"{self.url}/tokens")
        token = browser.getControl(name="_authenticator", index=0).value
        fields = {"projects": value, "decide": "publish", "_authenticator": token}
        browser.post(self.page, urlencode(fields))
        transaction.begin()
        self.assertEqual(state_of(project), "pending")
