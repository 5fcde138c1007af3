"""Plone's sharing page on projects."""

from plone.app.workflow.interfaces import ISharingPageRole
from Products.PloneSoftwareCenter.testing import MAINTAINER
from Products.PloneSoftwareCenter.testing import OTHER
from Products.PloneSoftwareCenter.testing import OWNER
from Products.PloneSoftwareCenter.tests.pages import browser_of
from Products.PloneSoftwareCenter.tests.pages import main_text
from Products.PloneSoftwareCenter.tests.people.case import PeopleCase
from urllib.parse import urlencode
from zope.component import getUtility


REFUSAL = "A project needs an owner. Make somebody else an owner first."


class TestSharingPage(PeopleCase):
    """As an owner, who also sees the roles that only owners give."""

    def save(self, **roles):
        """Send the form; return what the page says. ``owen=""``: the box is not ticked."""
        browser = browser_of(self.layer, OWNER)
        browser.open(f"{self.project.absolute_url()}/@@sharing")
        form = [
            ("_authenticator", browser.getControl(name="_authenticator", index=0).value),
            ("form.submitted", "1"),
            ("form.button.Save", "Save"),
            ("inherit:boolean", "1"),
        ]
        for user, role in roles.items():
            form += [("entries.id:records", user), ("entries.type:records", "user")]
            form += [(f"entries.role_{role}:records", "1")] if role else []
        browser.post(f"{self.project.absolute_url()}/@@sharing", urlencode(form))
        return main_text(browser.contents) + browser.contents

    def test_last_owner_stays_and_the_page_says_why(self):
        self.assertIn(REFUSAL, self.save(owen="", otto="PSCMaintainer"))
        self.assertPeople(owen="Owner", mary="PSCMaintainer")
        self.assertEqual(self.told, [])

    def test_owners_change_places_in_one_step(self):
        self.assertNotIn(REFUSAL, self.save(owen="PSCMaintainer", otto="Owner", mary=""))
        self.assertPeople(owen="PSCMaintainer", otto="Owner")
        self.assertEqual(
            self.told,
            [
                ("taken", "demo", MAINTAINER, "PSCMaintainer"),
                ("taken", "demo", OWNER, "Owner"),
                ("given", "demo", OTHER, "Owner"),
                ("given", "demo", OWNER, "PSCMaintainer"),
            ],
        )

    def test_it_calls_the_roles_as_our_page_does(self):
        for role in ("Owner", "PSCMaintainer"):
            self.assertIn(getUtility(ISharingPageRole, role).title.default, self.save())
