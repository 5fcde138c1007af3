"""The page that asks before something is deleted, and offers what is better."""

from plone import api
from plone.app.testing import SITE_OWNER_NAME
from Products.PloneSoftwareCenter.pypi.errors import FilenameUsed
from Products.PloneSoftwareCenter.testing import MAINTAINER
from Products.PloneSoftwareCenter.testing import OWNER
from Products.PloneSoftwareCenter.tests.archives import make_sdist
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.pages import browser_of
from Products.PloneSoftwareCenter.tests.pages import main_text
from Products.PloneSoftwareCenter.tests.pages import PublishedPages
from Products.PloneSoftwareCenter.upload.status import set_status
from urllib.parse import urlencode

import json
import transaction


WHEEL = "demo-1.0-py3-none-any.whl"
NEVER_FREE = "The names of the files are never free again"
#: what is deleted -> (path, the question, sentences that the page has besides)
ASKED = {
    "file": (f"demo/1.0/{WHEEL}", "Delete this file?", (NEVER_FREE, "Yank it instead")),
    "release": (
        "demo/1.0",
        "Delete this release?",
        (NEVER_FREE, "Yank it instead", "Files that go with it: 2."),
    ),
    "project": (
        "demo",
        "Delete this project?",
        (
            NEVER_FREE,
            "Releases that go with it: 2.",
            "Files that go with it: 3.",
            "These names stay reserved, and only managers of this site give them away: demo.",
            "Archive it instead",
        ),
    ),
}


class DeleteCase(PublishedPages):
    def setUp(self):
        super().setUp()
        self.publish(make_wheel("demo", "1.0"))
        self.publish(make_sdist("demo", "1.0"))
        self.publish(make_wheel("demo", "1.1"))
        self.project = self.center["demo"]
        self.project.manage_setLocalRoles(OWNER, ["Owner"])
        self.project.manage_setLocalRoles(MAINTAINER, ["PSCMaintainer"])
        transaction.commit()

    def open(self, path, user=OWNER, view="delete_confirmation"):
        browser = browser_of(self.layer, user)
        browser.handleErrors = True
        browser.raiseHttpErrors = False
        browser.open(f"{self.center.absolute_url()}/{path}/{view}")
        return browser

    def there(self, path):
        transaction.begin()
        return self.center.unrestrictedTraverse(path, None) is not None


class TestAsking(DeleteCase):
    def test_page_says_in_plain_words_what_follows(self):
        for what, (path, question, sentences) in ASKED.items():
            with self.subTest(what):
                text = main_text(self.open(path).contents)
                self.assertIn(question, text)
                self.assertIn("Builds that ask for these files will break", text)
                for sentence in sentences:
                    self.assertIn(sentence, text)
                self.assertTrue(self.there(path))

    def test_center_says_that_all_it_knows_goes_with_it(self):
        text = main_text(self.open("", SITE_OWNER_NAME).contents)
        self.assertIn("Delete the whole center with all its projects?", text)
        self.assertIn("Projects that go with it: 1.", text)
        self.assertIn("builds that trust the address would trust it", text)

    def test_delete_deletes(self):
        for path, _question, _sentences in ASKED.values():
            with self.subTest(path):
                user = SITE_OWNER_NAME if path == "demo" else OWNER
                self.open(path, user).getControl("Delete").click()
                self.assertFalse(self.there(path))
        with self.assertRaises(FilenameUsed):
            self.publish(make_wheel("demo", "1.0"))

    def test_owner_deletes_the_project(self):
        self.open("demo").getControl("Delete").click()
        self.assertFalse(self.there("demo"))

    def test_cancel_deletes_nothing(self):
        browser = self.open("demo/1.0")
        browser.getControl("Cancel").click()
        self.assertEqual(browser.url, f"{self.project.absolute_url()}/1.0")
        self.assertTrue(self.there("demo/1.0"))

    def test_yank_yanks_and_deletes_nothing(self):
        for path in ("demo/1.0", f"demo/1.0/{WHEEL}"):
            with self.subTest(path):
                browser = self.open(path)
                browser.getControl(name="form.widgets.reason").value = "broken <on> Windows"
                browser.getControl("Yank instead").click()
                self.assertIn("It was yanked, and not deleted.", browser.contents)
                transaction.begin()
                content = self.center.unrestrictedTraverse(path)
                self.assertTrue(content.yanked)
                self.assertEqual(content.yanked_reason, "broken <on> Windows")
                self.assertNotIn("Yank instead", self.open(path).contents)
        self.read("/simple/demo/")
        self.assertIn('data-yanked="broken &lt;on&gt; Windows"', self.html)

    def test_nothing_is_done_without_a_token_or_by_looking(self):
        browser = self.open("demo/1.0")
        for button in ("Delete", "yank"):
            browser.open(f"{browser.url}?{urlencode({f'form.buttons.{button}': '1'})}")
            self.assertTrue(self.there("demo/1.0"))
            browser.post(browser.url, urlencode({f"form.buttons.{button}": "1"}))
            self.assertTrue(self.there("demo/1.0"))
        self.assertFalse(self.project["1.0"].yanked)

    def test_object_delete_asks_too(self):
        for path, question, _sentences in ASKED.values():
            browser = self.open(path, view="object_delete")
            self.assertIn(question, main_text(browser.contents))
            self.assertTrue(self.there(path))

    def test_others_do_not_get_the_page(self):
        for user in (MAINTAINER, None):
            for path, question, _sentences in ASKED.values():
                self.assertNotIn(question, self.open(path, user).contents)


class TestManyAtOnce(DeleteCase):
    def ask(self, contents):
        """Return what the popup of *Contents* shows."""
        browser = browser_of(self.layer, SITE_OWNER_NAME)
        fields = {"render": "yes", "selection": json.dumps([one.UID() for one in contents])}
        browser.open(f"{self.center.absolute_url()}/@@fc-delete?{urlencode(fields)}")
        return json.loads(browser.contents)["html"]

    def test_contents_warns_of_projects(self):
        html = self.ask([self.project])
        self.assertIn("neither the names of the files nor those of the", html)

    def test_other_content_has_plones_own_warning_only(self):
        page = api.content.create(self.portal, "Document", "page")
        transaction.commit()
        self.assertNotIn("names of the files", self.ask([page]) or "")


class TestQuarantine(DeleteCase):
    def setUp(self):
        super().setUp()
        set_status(self.project, "quarantined", "it may do harm")
        transaction.commit()

    def test_owner_is_told_that_nothing_of_it_is_deleted(self):
        for path, question, _sentences in ASKED.values():
            browser = self.open(path)
            self.assertNotIn(question, browser.contents)
            self.assertIn("Nothing of it is deleted but by managers", browser.contents)

    def test_managers_delete_it(self):
        for path, _question, _sentences in ASKED.values():
            self.open(path, SITE_OWNER_NAME).getControl("Delete").click()
            self.assertFalse(self.there(path))
