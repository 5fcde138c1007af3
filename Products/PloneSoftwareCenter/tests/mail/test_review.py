"""Who hears by mail that a project waits, and what became of it."""

from plone import api
from plone.registry.interfaces import IRegistry
from Products.PloneSoftwareCenter.mail import outbox
from Products.PloneSoftwareCenter.testing import create_project
from Products.PloneSoftwareCenter.testing import MAINTAINER
from Products.PloneSoftwareCenter.testing import OWNER
from Products.PloneSoftwareCenter.testing import REVIEWER
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.mail.case import MailCase
from unittest import mock
from zope.component import getUtility

import transaction


class TestReview(MailCase):
    def setUp(self):
        super().setUp()
        with self.changes():
            self.center.project_creation = "review"
            self.center.manage_setLocalRoles(REVIEWER, ["Reviewer", "Reader"])
            self.center.reindexObjectSecurity()

    def upload(self, version="1.0"):
        path = make_wheel("demo", version, folder=self.folder)
        answer = self.owner.upload(path)
        self.assertEqual(answer.status, 200, answer.text)
        self.refresh()

    def go(self, transition, user=REVIEWER, **more):
        with self.changes(), api.env.adopt_user(user):
            api.content.transition(self.center["demo"], transition, **more)

    def test_reviewers_hear_of_an_upload_that_waits(self):
        self.upload()
        (letter,) = self.letters()
        self.assertEqual(letter["To"], "rita@example.org")
        self.assertEqual(letter["From"], "The Index <index@example.org>")
        self.assertEqual(letter["Subject"], "Software: demo waits for review")
        text = letter.get_content()
        self.assertIn("owen has submitted it", text)
        self.assertIn(f"{self.url}/demo\r\n", text)

    def test_further_uploads_are_no_further_mail(self):
        self.upload()
        self.letters()
        self.upload("2.0")
        self.assertEqual(self.letters(), [])

    def test_nobody_is_told_where_nothing_waits(self):
        with self.changes():
            self.center.project_creation = "members"
        self.upload()
        self.assertEqual(self.letters(), [])

    def test_owners_hear_of_approval(self):
        self.upload()
        self.letters()
        self.go("publish")
        (letter,) = self.letters()
        self.assertEqual(letter["To"], "owen@example.org")
        self.assertEqual(letter["Subject"], "Software: demo is published")

    def test_owners_hear_of_rejection_with_its_comment(self):
        self.upload()
        self.letters()
        self.go("reject", comment="No license.\nAdd one.")
        (letter,) = self.letters()
        self.assertEqual(letter["Subject"], "Software: demo is not published")
        self.assertIn("No license.\nAdd one.", letter.get_content().replace("\r\n", "\n"))

    def test_submitted_again_is_told_again(self):
        self.upload()
        self.go("reject")
        self.letters()
        self.go("submit", user=OWNER)
        (letter,) = self.letters()
        self.assertEqual(letter["To"], "rita@example.org")

    def test_all_owners_hear_and_who_did_it_does_not(self):
        self.upload()
        with self.changes():
            for user in (MAINTAINER, REVIEWER):
                self.center["demo"].manage_setLocalRoles(user, ["Owner"])
        self.letters()
        self.go("publish")
        self.assertEqual(
            [letter["To"] for letter in self.letters()], ["mary@example.org", "owen@example.org"]
        )

    def test_reviewers_in_groups_and_of_the_whole_site(self):
        with self.changes():
            self.center.manage_delLocalRoles([REVIEWER])
            api.group.create("checkers")
            api.group.add_user("checkers", username=MAINTAINER)
            api.group.grant_roles("checkers", roles=["Reviewer"])
        self.upload()
        self.assertEqual([letter["To"] for letter in self.letters()], ["mary@example.org"])

    def test_managers_hear_where_no_reviewer_can_be_told(self):
        with self.changes():
            self.center.manage_delLocalRoles([REVIEWER])
            api.user.grant_roles(username=MAINTAINER, roles=["Site Administrator"])
        self.upload()
        self.assertEqual([letter["To"] for letter in self.letters()], ["mary@example.org"])

    def test_each_can_be_switched_off(self):
        with self.changes():
            self.center.mail_reviewers = self.center.mail_owners = False
        self.upload()
        self.go("publish")
        self.assertEqual(self.letters(), [])

    def test_who_has_no_address_is_skipped(self):
        for address in ("", "two@example.org, three@example.org", "a@b\r\nBcc: c@d"):
            with self.subTest(address=address), self.changes():
                api.user.get(userid=REVIEWER).setMemberProperties({"email": address})
            with self.changes(), api.env.adopt_user(OWNER):
                create_project(self.center, f"demo{len(address)}")
            self.assertEqual(self.letters(), [])

    def test_links_have_the_public_address(self):
        with self.changes():
            self.center.public_address = "https://index.example.org/software/"
        self.upload()
        text = self.letters()[0].get_content()
        self.assertIn("https://index.example.org/software/demo\r\n", text)

    def test_no_header_is_smuggled_in(self):
        with self.changes(), api.env.adopt_user(OWNER):
            create_project(self.center, "demo", title="x\r\nBcc: victim@example.org\r\n\r\nhello")
        (letter,) = self.letters()
        self.assertIsNone(letter["Bcc"])
        self.assertIn("x\\r\\nBcc: victim@example.org", letter["Subject"])
        self.assertEqual(self.server.recipients, ["<rita@example.org>"])

    def test_titles_in_any_script(self):
        with self.changes(), api.env.adopt_user(OWNER):
            create_project(self.center, "demo", title="Überprüfung 検査")
        (letter,) = self.letters()
        self.assertEqual(letter["Subject"], "Software: Überprüfung 検査 waits for review")
        self.assertIn("Überprüfung 検査", letter.get_content())

    def test_it_is_written_in_the_language_of_the_site(self):
        said = []

        def translate(msgid, domain=None, lang=None):
            said.append((str(msgid), domain, lang))
            return f"{lang}: {msgid}"

        with mock.patch.object(api.portal, "translate", translate), self.changes():
            api.portal.set_registry_record("plone.default_language", "de")
            with api.env.adopt_user(OWNER):
                create_project(self.center, "demo")
        self.assertEqual(self.letters()[0]["Subject"], "de: mail_waits_subject")
        self.assertIn(("mail_waits_body", "plonesoftwarecenter", "de"), said)

    def test_what_is_not_committed_is_not_told(self):
        with api.env.adopt_user(OWNER):
            create_project(self.center, "demo")
        transaction.abort()
        self.assertEqual(self.letters(), [])

    def test_a_server_that_is_not_there_stops_no_upload(self):
        self.server.close()
        with self.assertLogs(outbox.logger, "WARNING") as logged:
            self.upload()
            self.letters()
        self.assertEqual(len(logged.output), 1)
        self.assertIn("waits for review", logged.output[0])
        self.go("publish")

    def test_a_site_without_an_address_stops_no_upload(self):
        with self.changes():
            getUtility(IRegistry)["plone.email_from_address"] = None
        self.upload()
        self.assertEqual(self.letters(), [])

    def test_a_flood_is_stopped(self):
        with mock.patch.object(outbox, "MOST_AN_HOUR", 3):
            with self.changes(), api.env.adopt_user(OWNER):
                for number in range(5):
                    create_project(self.center, f"demo{number}")
            self.assertEqual(len(self.letters()), 3)
