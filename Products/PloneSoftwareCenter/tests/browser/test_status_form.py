"""The form that gives a project another status, and what pages say of it then."""

from plone.app.testing import SITE_OWNER_NAME
from Products.PloneSoftwareCenter.testing import create_project
from Products.PloneSoftwareCenter.testing import create_release
from Products.PloneSoftwareCenter.testing import EVALUATOR
from Products.PloneSoftwareCenter.testing import MAINTAINER
from Products.PloneSoftwareCenter.testing import OTHER
from Products.PloneSoftwareCenter.testing import OWNER
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.archives import wheel_bytes
from Products.PloneSoftwareCenter.tests.pages import browser_of
from Products.PloneSoftwareCenter.tests.pages import main_text
from Products.PloneSoftwareCenter.tests.pages import PublishedPages
from Products.PloneSoftwareCenter.upload.status import set_status
from urllib.parse import urlencode

import transaction


STATUS = "form.widgets.status"
ELSEWHERE = "https://example.org/demo.zip"


class StatusCase(PublishedPages):
    def setUp(self):
        super().setUp()
        self.project = create_project(self.center, "demo", download_link=ELSEWHERE)
        self.project.manage_setLocalRoles(OWNER, ["Owner"])
        self.project.manage_setLocalRoles(MAINTAINER, ["PSCMaintainer"])
        self.publish(make_wheel("demo", "1.0"))
        self.form = f"{self.project.absolute_url()}/@@status"

    def set_status(self, *status):
        transaction.begin()
        set_status(self.project, *status)
        transaction.commit()

    def open(self, user):
        browser = browser_of(self.layer, user)
        browser.open(self.form)
        return browser

    def choose(self, browser, status, reason):
        browser.getControl(name=STATUS).value = [status]
        browser.getControl(name="form.widgets.reason").value = reason
        browser.getControl("Set the status").click()
        transaction.begin()

    def send(self, browser, status, **fields):
        """Send the form as no browser would."""
        fields |= {STATUS: status, "form.widgets.reason": "", "form.buttons.set": "Set"}
        browser.raiseHttpErrors = False
        transaction.commit()
        browser.post(self.form, urlencode(fields))
        transaction.begin()


class TestStatusForm(StatusCase):
    def test_owner_chooses_among_three(self):
        browser = self.open(OWNER)
        options = browser.getControl(name=STATUS).options
        self.assertEqual(options, ["active", "deprecated", "archived"])
        self.assertEqual(browser.getControl(name=STATUS).value, ["active"])

    def test_owner_archives_with_a_reason_and_takes_it_back(self):
        browser = self.open(OWNER)
        self.choose(browser, "archived", "use <bar>")
        self.assertEqual(browser.url, self.project.absolute_url())
        self.assertIn("The status was set.", browser.contents)
        self.assertEqual(self.project.status, "archived")
        self.assertEqual(self.project.status_reason, "use <bar>")
        browser.open(self.form)
        self.assertEqual(browser.getControl(name=STATUS).value, ["archived"])
        self.assertEqual(browser.getControl(name="form.widgets.reason").value, "use <bar>")
        self.choose(browser, "active", "use <bar>")
        self.assertEqual((self.project.status, self.project.status_reason), ("active", ""))

    def test_manager_quarantines(self):
        browser = self.open(SITE_OWNER_NAME)
        self.choose(browser, "quarantined", "")
        self.assertEqual((self.project.status, self.project.status_reason), ("quarantined", ""))
        browser.open(self.form)
        self.choose(browser, "deprecated", "")
        self.assertEqual(self.project.status, "deprecated")

    def test_owner_of_a_quarantined_project_is_told_whom_to_ask(self):
        self.set_status("quarantined")
        browser = self.open(OWNER)
        self.assertEqual(browser.url, self.project.absolute_url())
        self.assertIn("Only managers of the site lift that", browser.contents)

    def test_owner_can_not_send_what_the_form_does_not_offer(self):
        browser = self.open(OWNER)
        token = browser.getControl(name="_authenticator", index=0).value
        self.send(browser, "quarantined", _authenticator=token)
        self.assertEqual(self.project.status, "active")
        self.send(browser, "archived", _authenticator=token)
        self.assertEqual(self.project.status, "archived")

    def test_who_may_only_quarantine_is_offered_that_alone(self):
        self.project.manage_permission(
            "PloneSoftwareCenter: Quarantine Project", ["Manager", "Reviewer"], acquire=0
        )
        self.center.manage_setLocalRoles(EVALUATOR, ["Reviewer"])
        transaction.commit()
        options = self.open(EVALUATOR).getControl(name=STATUS).options
        self.assertEqual(options, ["active", "quarantined"])

    def test_others_do_not_get_the_form(self):
        transaction.commit()
        for user in (MAINTAINER, OTHER, None):
            browser = browser_of(self.layer, user)
            browser.raiseHttpErrors = False
            browser.open(self.form)
            self.assertNotIn(STATUS, browser.contents)

    def test_reason_that_is_too_long_or_not_one_line_is_refused(self):
        for reason in ("x" * 513, "a\x07b"):
            browser = self.open(OWNER)
            self.choose(browser, "archived", reason)
            self.assertEqual(self.project.status, "active")
            self.assertEqual(browser.url, self.form)

    def test_form_of_another_site_changes_nothing(self):
        self.send(browser_of(self.layer, OWNER), "archived")
        self.assertEqual(self.project.status, "active")


class TestPages(StatusCase):
    PAGES = ("/demo", "/demo/1.0", "/demo/1.0/demo-1.0-py3-none-any.whl")

    def test_owners_are_offered_the_form(self):
        for user, is_offered in ((OWNER, True), (MAINTAINER, False), (OTHER, False), (None, False)):
            self.read("/demo", user)
            with self.subTest(user):
                self.assertEqual(self.form in self.links, is_offered)
                self.assertEqual(self.form in self.html, is_offered)

    def test_active_project_says_nothing_of_its_status(self):
        for path in self.PAGES:
            self.assertNotIn("This project is", self.read(path))

    def test_pages_say_the_status_and_why(self):
        for status, words in (
            ("deprecated", "This project is deprecated: use something else. use <bar>"),
            ("archived", "This project is archived: nothing new will come. use <bar>"),
            ("quarantined", "This project is quarantined: its files may do harm"),
        ):
            self.set_status(status, "use <bar>")
            for path in self.PAGES:
                with self.subTest(status, path=path):
                    self.assertIn(words, self.read(path))

    def test_quarantined_project_offers_no_download(self):
        create_release(self.project, "2.0")
        link = self.project["1.0"]
        link.invokeFactory("PSCFileLink", "elsewhere", title="Other", external_url=ELSEWHERE)
        pages = (*self.PAGES, "/demo/1.0/elsewhere")
        self.center.featured_project = "demo"
        offered = []
        for path in pages:
            self.read(path)
            offered += [one for one in self.links if "/simple/demo/" in one or one == ELSEWHERE]
        self.assertGreaterEqual(len(offered), 5)
        self.assertIn("Featured", self.read(""))
        self.set_status("quarantined")
        for path in pages:
            text = self.read(path, OWNER)
            with self.subTest(path):
                self.assertNotIn("pip install", text)
                found = [one for one in self.links if "/simple/demo/" in one or one == ELSEWHERE]
                self.assertEqual(found, [])
        self.assertNotIn("Featured", self.read(""))

    def test_closed_project_offers_nothing_to_add_or_move(self):
        for status in ("archived", "quarantined"):
            self.set_status(status)
            self.read("/demo", OWNER)
            self.assertFalse([link for link in self.links if "++add++" in link])
            self.assertFalse([link for link in self.links if "move-name" in link])
            self.read("/demo/1.0", OWNER)
            self.assertFalse([link for link in self.links if "++add++" in link])

    def test_forms_that_were_open_already_refuse(self):
        transaction.commit()
        forms = [browser_of(self.layer, OWNER) for _form in range(3)]
        release, file, link = forms
        release.open(f"{self.project.absolute_url()}/++add++PSCRelease")
        file.open(f"{self.project.absolute_url()}/1.0/++add++PSCFile")
        link.open(f"{self.project.absolute_url()}/1.0/++add++PSCFileLink")
        self.set_status("archived")
        release.getControl(name="form.widgets.version").value = "3.0"
        file.getControl(name="form.widgets.archive").add_file(
            wheel_bytes("demo", "1.0", tag="py2-none-any"), "x", "demo-1.0-py2-none-any.whl"
        )
        link.getControl(name="form.widgets.external_url").value = ELSEWHERE
        for browser in forms:
            browser.getControl("Save").click()
            self.assertIn("The status of this project lets nothing new in.", browser.contents)
            self.assertIn("is archived: nothing new will come", main_text(browser.contents))
        transaction.begin()
        self.assertEqual(list(self.project.objectIds()), ["1.0"])
        self.assertEqual(len(self.project["1.0"].objectIds()), 1)

    def test_link_is_added_to_an_open_project(self):
        transaction.commit()
        browser = browser_of(self.layer, MAINTAINER)
        browser.open(f"{self.project.absolute_url()}/1.0/++add++PSCFileLink")
        browser.getControl(name="form.widgets.title").value = "Other"
        browser.getControl(name="form.widgets.external_url").value = ELSEWHERE
        browser.getControl("Save").click()
        transaction.begin()
        self.assertEqual(len(self.project["1.0"].objectIds()), 2)
