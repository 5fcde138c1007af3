"""The pages of owners, maintainers and invitations."""

from plone import api
from plone.app.testing import SITE_OWNER_NAME
from Products.PloneSoftwareCenter.people.invitations import invitation_to
from Products.PloneSoftwareCenter.people.invitations import invite
from Products.PloneSoftwareCenter.people.owners import owners_of
from Products.PloneSoftwareCenter.testing import MAINTAINER
from Products.PloneSoftwareCenter.testing import OTHER
from Products.PloneSoftwareCenter.testing import OWNER
from Products.PloneSoftwareCenter.tests.pages import browser_of
from Products.PloneSoftwareCenter.tests.pages import main_links
from Products.PloneSoftwareCenter.tests.pages import main_text
from Products.PloneSoftwareCenter.tests.people.case import PeopleCase
from Products.PloneSoftwareCenter.upload.status import set_status
from urllib.parse import urlencode

import transaction


INVITED = [("invited", "demo", OTHER, "PSCMaintainer", OWNER)]


class PeoplePageCase(PeopleCase):
    def setUp(self):
        super().setUp()
        self.page = f"{self.project.absolute_url()}/@@people"
        self.site = self.portal.absolute_url()
        self.mine = f"{self.site}/@@project-invitations"

    def open(self, user=OWNER, url=None):
        transaction.commit()
        browser = browser_of(self.layer, user)
        browser.handleErrors = True
        browser.raiseHttpErrors = False
        browser.open(url or self.page)
        return self.seen(browser)

    def seen(self, browser):
        """Remember what a browser shows; return it."""
        transaction.begin()
        self.html = browser.contents
        self.text = main_text(browser.contents)
        self.links = main_links(browser.contents)
        return browser

    def press(self, name, value, user=OWNER, url=None):
        """Send what a button sends, whether the page shows it or not."""
        # a form that everybody has
        browser = self.open(user, f"{self.url}/tokens")
        token = browser.getControl(name="_authenticator", index=0).value
        browser.post(url or self.page, urlencode({"_authenticator": token, name: value}))
        return self.seen(browser)

    def send(self, **fields):
        """Fill the form in and press the button, as the owner."""
        browser = self.open()
        for name, value in fields.items():
            control = browser.getControl(name=name)
            control.value = [value] if name in ("role", "at_once") else value
        browser.getControl("Invite").click()
        return self.seen(browser)


class TestPeople(PeoplePageCase):
    def test_who_works_on_it(self):
        self.open()
        self.assertIn("owen you Owner Leave the project", self.text)
        self.assertIn("mary Maintainer Make an owner mary Remove mary", self.text)

    def test_inviting(self):
        self.send(user=OTHER)
        self.assertIn("otto is invited, and finds", self.html)
        self.assertIn("otto Maintainer owen", self.text)
        self.assertEqual(self.told, INVITED)
        self.assertPeople(owen="Owner", mary="PSCMaintainer")

    def test_handing_over(self):
        self.send(user=MAINTAINER, role="transfer")
        self.assertIn("mary Owner in place of owen owen", self.text)
        self.press("accept", self.project.UID(), MAINTAINER, self.mine)
        self.assertPeople(mary="Owner")

    def test_what_can_t_be(self):
        for fields, sentence in (
            ({"user": "nobody"}, "There is no user nobody on this site."),
            ({"user": "<b>"}, "There is no user <b> on this site."),
            ({"user": OWNER}, "This user has that role already."),
            ({"user": "Reviewers"}, "There is no user Reviewers on this site."),
        ):
            with self.subTest(**fields):
                browser = self.send(**fields)
                self.assertIn(sentence, self.text)
                self.assertNotIn("<b>", browser.contents)
                self.assertEqual(browser.getControl(name="user").value, fields["user"])
        self.assertEqual(self.told, [])

    def test_withdrawing(self):
        invite(self.project, OTHER, "Owner", OWNER)
        self.open().getControl("Withdraw otto").click()
        self.assertIsNone(invitation_to(self.project, OTHER))

    def test_changing_and_removing(self):
        self.open().getControl("Make an owner mary").click()
        self.assertPeople(owen="Owner", mary="Owner")
        self.open().getControl("Make a maintainer mary").click()
        self.assertPeople(owen="Owner", mary="PSCMaintainer")
        self.open().getControl("Remove mary").click()
        self.assertPeople(owen="Owner")

    def test_last_owner_may_not_leave(self):
        self.open().getControl("Leave the project").click()
        self.assertPeople(owen="Owner", mary="PSCMaintainer")
        for name in ("leave", "remove", "make_maintainer"):
            self.press(name, OWNER)
            self.assertIn("A project needs an owner.", self.text)
            self.assertPeople(owen="Owner", mary="PSCMaintainer")

    def test_maintainer_sees_all_and_may_leave(self):
        invite(self.project, OTHER, "Owner", OWNER)
        browser = self.open(MAINTAINER)
        for shown in ("owen Owner", "mary you Maintainer Leave the project", "otto Owner owen"):
            self.assertIn(shown, self.text)
        self.assertNotIn("Invite somebody", self.text)
        browser.getControl("Leave the project").click()
        self.assertEqual(browser.url, self.url)
        self.assertIn("You have left the project.", browser.contents)
        self.assertPeople(owen="Owner")

    def test_maintainer_changes_nothing(self):
        invite(self.project, OTHER, "Owner", OWNER)
        transaction.commit()
        self.told.clear()
        for name, value in (
            ("make_owner", MAINTAINER),
            ("remove", OWNER),
            ("withdraw", OTHER),
            ("invite", "1"),
        ):
            with self.subTest(name):
                browser = self.press(name, value, MAINTAINER)
                self.assertIn("/insufficient-privileges", browser.url)
                self.assertPeople(owen="Owner", mary="PSCMaintainer")
                self.assertIsNotNone(invitation_to(self.project, OTHER))
        self.assertEqual(self.told, [])

    def test_others_don_t_see_it(self):
        self.assertIn("/insufficient-privileges", self.open(OTHER).url)
        self.assertIn("/login", self.open(None).url)

    def test_nothing_without_the_forms_own_token(self):
        browser = self.open()
        browser.post(self.page, urlencode({"remove": MAINTAINER}))
        self.assertTrue(browser.headers["status"].startswith("403"))
        self.open(url=f"{self.page}?remove={MAINTAINER}")
        self.assertPeople(owen="Owner", mary="PSCMaintainer")

    def test_nobody_becomes_an_owner_unasked(self):
        self.press("make_owner", OTHER)
        self.assertPeople(owen="Owner", mary="PSCMaintainer")

    def test_in_quarantine_owners_only_look(self):
        set_status(self.project, "quarantined", "Evidence")
        self.open()
        self.assertIn("mary Maintainer", self.text)
        self.assertNotIn("Invite somebody", self.text)
        self.press("leave", "1", MAINTAINER)
        self.assertIn("Only managers of this index change who works", self.text)
        self.assertPeople(owen="Owner", mary="PSCMaintainer")

    def test_links_lead_there(self):
        self.open(OWNER, self.project.absolute_url())
        self.assertIn(self.page, self.links)
        self.open(OTHER, self.project.absolute_url())
        self.assertNotIn(self.page, self.links)


class TestInvitations(PeoplePageCase):
    def setUp(self):
        super().setUp()
        invite(self.project, OTHER, "PSCMaintainer", OWNER)
        transaction.commit()

    def test_accepting(self):
        browser = self.open(OTHER, self.mine)
        self.assertIn("demo Software Maintainer: uploads, edits, yanks", self.text)
        browser.getControl("Accept demo").click()
        self.assertEqual(browser.url, self.project.absolute_url())
        self.assertIn("You work on demo now.", browser.contents)
        self.assertPeople(owen="Owner", mary="PSCMaintainer", otto="PSCMaintainer")

    def test_declining(self):
        browser = self.open(OTHER, self.mine)
        browser.getControl("Decline demo").click()
        self.assertIn("There are none.", main_text(browser.contents))
        self.assertPeople(owen="Owner", mary="PSCMaintainer")

    def test_in_a_private_center(self):
        self.center.manage_setLocalRoles(OWNER, ["Reader"])
        api.content.transition(self.center, "make_private")
        transaction.commit()
        browser = self.open(OTHER, self.mine)
        browser.getControl("Accept demo").click()
        self.assertEqual(browser.url, self.mine)
        self.assertIn("Ask the managers of the site to let you in.", browser.contents)
        self.assertPeople(owen="Owner", mary="PSCMaintainer", otto="PSCMaintainer")
        self.send(user="eve")
        self.assertIn("eve is invited, but does not see this private index yet.", self.html)

    def test_somebody_elses_is_not_there(self):
        for user, uid in (
            ("eve", self.project.UID()),
            (OTHER, self.center.UID()),
            (OTHER, "no-such"),
        ):
            with self.subTest(user, uid=uid):
                self.press("accept", uid, user, self.mine)
                self.assertIn("This invitation is not there any more.", self.text)
                self.assertPeople(owen="Owner", mary="PSCMaintainer")

    def test_nothing_without_the_forms_own_token(self):
        browser = self.open(OTHER, self.mine)
        browser.post(self.mine, urlencode({"accept": self.project.UID()}))
        self.assertTrue(browser.headers["status"].startswith("403"))
        self.open(OTHER, f"{self.mine}?accept={self.project.UID()}")
        self.assertPeople(owen="Owner", mary="PSCMaintainer")

    def test_nobody_is_asked_to_log_in(self):
        self.assertIn("/login", self.open(None, self.mine).url)

    def test_links_lead_there(self):
        self.assertIn(self.mine, self.open(OTHER, self.site).contents)
        self.open(OTHER, self.project.absolute_url())
        self.assertIn(self.mine, self.links)
        self.open("eve", self.project.absolute_url())
        self.assertNotIn(self.mine, self.links)


class TestOwnerless(PeoplePageCase):
    def setUp(self):
        super().setUp()
        self.list = f"{self.url}/ownerless"
        api.user.delete(username=OWNER)
        transaction.commit()

    def test_managers_find_them_and_name_an_owner(self):
        browser = self.open(SITE_OWNER_NAME, f"{self.site}/@@software-centers")
        browser.getLink("Projects without an owner").click()
        self.assertEqual(browser.url, self.list)
        self.seen(browser)
        self.assertIn("demo mary", self.text)
        browser.getLink("demo").click()
        self.seen(browser)
        self.assertIn("Nobody owns this project any more.", self.text)
        browser.getControl(name="user").value = OTHER
        browser.getControl(name="role").value = ["Owner"]
        browser.getControl(name="at_once").value = ["1"]
        browser.getControl("Invite").click()
        self.assertPeople(otto="Owner", mary="PSCMaintainer")
        self.open(SITE_OWNER_NAME, self.list)
        self.assertIn("There are none.", self.text)

    def test_others_don_t(self):
        self.assertIn("/insufficient-privileges", self.open(OTHER, self.list).url)

    def test_at_once_is_for_managers(self):
        self.project.manage_setLocalRoles(OTHER, ["Owner"])
        browser = self.open(OTHER)
        self.assertNotIn("at_once", browser.contents)
        token = browser.getControl(name="_authenticator", index=0).value
        sent = {"invite": "1", "user": "eve", "role": "Owner", "at_once": "1"}
        browser.post(self.page, urlencode({"_authenticator": token, **sent}))
        transaction.begin()
        self.assertEqual(owners_of(self.project), [OTHER])
        self.assertIsNotNone(invitation_to(self.project, "eve"))
