"""What the upload form refuses, and how it is told."""

from plone import api
from plone.app.testing import SITE_OWNER_NAME
from Products.PloneSoftwareCenter.content.states import CENTER_WORKFLOW
from Products.PloneSoftwareCenter.content.states import set_state
from Products.PloneSoftwareCenter.testing import create_project
from Products.PloneSoftwareCenter.testing import create_release
from Products.PloneSoftwareCenter.testing import MAINTAINER
from Products.PloneSoftwareCenter.testing import OTHER
from Products.PloneSoftwareCenter.testing import OWNER
from Products.PloneSoftwareCenter.testing import PASSWORD
from Products.PloneSoftwareCenter.tests.browser.upload_page import PAGE
from Products.PloneSoftwareCenter.tests.browser.upload_page import SCRIPT
from Products.PloneSoftwareCenter.tests.browser.upload_page import UploadPageCase
from Products.PloneSoftwareCenter.tests.client import Client
from Products.PloneSoftwareCenter.tests.pages import main_text
from Products.PloneSoftwareCenter.upload.status import set_status

import random


#: of a wheel that has more than a megabyte, however well it is compressed
LARGE = {"demo.py": random.Random(1).randbytes(2 * 2**20).hex()}


class TestRefused(UploadPageCase):
    def test_other_bytes_are_refused_for_ever(self):
        self.send_one(self.wheel())
        wheel = self.wheel(filling="other")
        status, outcome = self.send_one(wheel)
        self.assertEqual((status, outcome["is_taken"]), (409, False))
        self.assertIn("A published file never changes", outcome["text"])
        self.assertFalse(outcome["may_be_sent_again"])

    def test_archive_of_another_project_or_release_is_refused_where_one_is_chosen(self):
        self.send_one(self.wheel())
        for path, wheel in (
            ("/demo", self.wheel("other")),
            ("/demo/1.0", self.wheel("other")),
            ("/demo/1.0", self.wheel(version="1.1")),
        ):
            with self.subTest(path, wheel=wheel.name):
                status, outcome = self.send_one(wheel, path=path)
                self.assertEqual((status, outcome["is_taken"]), (400, False))
                self.assertIn("This is an archive of", outcome["text"])
        self.assertEqual(self.filenames("demo"), ["demo-1.0-py3-none-any.whl"])
        self.assertEqual(self.send_one(self.wheel(version="1.1"), path="/demo")[0], 200)

    def test_somebody_elses_name_is_refused_without_telling_whose_it_is(self):
        self.send_one(self.wheel())
        status, outcome = self.send_one(self.wheel(version="1.1"), client=self.other)
        self.assertEqual(status, 403)
        self.assertIn("not available to you", outcome["text"])
        self.assertEqual(self.filenames("demo"), ["demo-1.0-py3-none-any.whl"])

    def test_broken_archive_stores_nothing(self):
        status, outcome = self.send_one(("demo-1.0-py3-none-any.whl", b"no zip"))
        self.assertEqual((status, outcome["is_taken"]), (400, False))
        self.assertIn("The archive is damaged", outcome["text"])
        self.assertNothingStored()

    def test_what_a_file_is_called_is_shown_and_never_run(self):
        name = "<img src=x onerror=alert(1)>\u202e-1.0.zip"
        answer = self.send((name, b"no zip"))
        self.assertNotIn("<img src=x", answer.text)
        self.assertIn("&lt;img src=x onerror=alert(1)&gt;[U+202E]", answer.text)

    def test_form_without_a_file_is_told_so(self):
        answer = self.send(("", b""))
        self.assertIn("Choose a file.", main_text(answer.text))
        self.assertNothingStored()

    def test_without_the_forms_token_nothing_is_taken(self):
        wheel = self.wheel()
        pair = ("content", (wheel.name, wheel.read_bytes()))
        for fields in ([], [("_authenticator", "forged")]):
            answer = self.owner.post([*fields, SCRIPT, pair], PAGE)
            self.assertEqual(answer.status, 403)
            self.assertIn("too old", answer.json[0]["text"])
        self.assertNothingStored()

    def test_token_of_somebody_else_takes_nothing(self):
        wheel = self.wheel()
        fields = [("_authenticator", self.token(self.other)), SCRIPT]
        answer = self.owner.post([*fields, ("content", (wheel.name, wheel.read_bytes()))], PAGE)
        self.assertEqual(answer.status, 403)
        self.assertNothingStored()

    def test_who_is_not_logged_in_any_more_is_told_so(self):
        wheel = self.wheel()
        fields = [("_authenticator", self.token(self.owner)), SCRIPT]
        answer = self.nobody.post([*fields, ("content", (wheel.name, wheel.read_bytes()))], PAGE)
        self.assertEqual(answer.status, 401)
        self.assertNotIn("WWW-Authenticate", answer.headers)
        (outcome,) = answer.json
        self.assertIn("not logged in any more", outcome["text"])
        self.assertTrue(outcome["may_be_sent_again"])
        self.assertNothingStored()

    def test_get_takes_nothing(self):
        answer = self.owner.get(f"{PAGE}?content=x&for_script=1")
        self.assertEqual(answer.status, 200)
        self.assertNothingStored()

    def test_password_with_each_request_is_refused_where_uploads_need_a_token(self):
        with self.changes():
            self.center.password_uploads = False
        status, outcome = self.send_one(self.wheel())
        self.assertEqual(status, 403)
        self.assertIn("API token only", outcome["details"][0])
        self.assertNothingStored()

    def test_file_above_the_limit_is_refused(self):
        with self.changes():
            self.center.max_file_size = 1
        wheel = self.wheel(modules=LARGE)
        status, outcome = self.send_one(wheel)
        self.assertEqual(status, 413, outcome)
        self.assertIn("at most 1 MB", outcome["text"])


class TestWhereNothingCanBeUploaded(UploadPageCase):
    def assertNoForm(self, client, path, *told):
        self.assertEqual(self.token(client, path), "", self.page)
        for text in told:
            self.assertIn(text, self.page)

    def setUp(self):
        super().setUp()
        self.owner.upload(self.wheel())

    def test_visitors_are_asked_to_log_in_and_come_back(self):
        self.assertNoForm(self.nobody, "", "Log in to upload files.")
        (link,) = [link for link in self.links if "came_from" in link]
        self.assertIn("software%2Fupload-files", link)
        self.assertNoForm(self.nobody, "/demo/1.0", "Log in to upload files.")

    def test_strangers_are_told_whom_to_ask(self):
        self.assertNoForm(self.other, "/demo", "Ask its owners to invite you.")
        self.assertNoForm(self.other, "/demo/1.0", "Ask its owners to invite you.")

    def test_archived_and_quarantined_projects_say_so(self):
        with self.changes():
            set_status(self.center["demo"], "archived", "")
        self.assertNoForm(self.owner, "/demo", "The project is archived")
        self.assertIn(f"{self.url}/demo/@@status", self.links)
        with self.changes():
            set_status(self.center["demo"], "quarantined", "")
        self.assertNoForm(self.owner, "/demo/1.0", "The project is quarantined")
        self.assertNotIn(f"{self.url}/demo/@@status", self.links)
        self.assertNoForm(Client(self.url, SITE_OWNER_NAME, self.manager.password), "/demo", "quar")

    def test_closed_center_takes_files_of_own_projects_only_and_says_so(self):
        with self.changes():
            set_state(self.center, CENTER_WORKFLOW, "closed")
            self.center.reindexObjectSecurity()
        self.assertNoForm(self.other, "", "You may not make new projects here")
        self.assertTrue(self.token(self.owner))
        self.assertIn("New projects can't be made here by you", self.page)
        self.assertEqual(self.send_one(self.wheel(version="1.1"))[0], 200)
        self.assertEqual(self.send_one(self.wheel("other"))[0], 403)

    def test_maintainers_of_a_closed_center_upload(self):
        with self.changes():
            set_state(self.center, CENTER_WORKFLOW, "closed")
            api.user.grant_roles(
                username=MAINTAINER, obj=self.center["demo"], roles=["PSCMaintainer"]
            )
        client = Client(self.url, MAINTAINER, PASSWORD)
        self.assertEqual(self.send_one(self.wheel(version="1.1"), client=client)[0], 200)

    def test_used_up_space_is_told_before_anything_is_sent(self):
        self.assertEqual(self.owner.upload(self.wheel(version="2.0", modules=LARGE)).status, 200)
        for field, told in (
            ("max_project_space", "The project has no space left"),
            ("max_center_space", "This index has no space left"),
        ):
            with self.subTest(field):
                with self.changes():
                    setattr(self.center, field, 1)
                self.assertNoForm(self.owner, "/demo", told)
                with self.changes():
                    setattr(self.center, field, None)

    def test_private_center_tells_strangers_nothing(self):
        with self.changes():
            set_state(self.center, CENTER_WORKFLOW, "private")
            self.center.reindexObjectSecurity()
        answer = self.nobody.get(PAGE, Accept="text/html")
        self.assertEqual(answer.status, 302)
        self.assertIn("login", answer.headers["Location"])

    def test_page_prepared_by_hand_takes_its_first_file(self):
        with self.changes(), api.env.adopt_user(username=OWNER):
            project = create_project(self.center, "", title="prepared")
            create_release(project, "0.1")
        path = f"/{project.getId()}"
        self.assertEqual(self.send_one(self.wheel("other"), path=path)[0], 400)
        self.assertEqual(self.send_one(self.wheel("prepared"), path=path)[0], 200)
        self.assertEqual(self.center["prepared"].distributions, ("prepared",))

    def test_wrong_password_is_nobodys(self):
        self.assertNoForm(Client(self.url, OTHER, "wrong"), "", "Log in to upload files.")
