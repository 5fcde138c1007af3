"""The doors of plone.restapi to the people of a project."""

from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from Products.PloneSoftwareCenter.testing import OTHER
from Products.PloneSoftwareCenter.testing import OWNER
from Products.PloneSoftwareCenter.testing import PASSWORD
from Products.PloneSoftwareCenter.tests.client import Client
from Products.PloneSoftwareCenter.tests.people.case import PeopleCase
from Products.PloneSoftwareCenter.tests.tokens.test_rest import JSON
from Products.PloneSoftwareCenter.tests.tokens.test_rest import PSC_REST

import json


class TestRest(PeopleCase):
    layer = PSC_REST

    def share(self, **roles):
        """Post to ``@sharing`` as the owner."""
        none = {"Owner": False, "PSCMaintainer": False}
        entries = [
            {"id": user, "type": "user", "roles": {**none, **given}}
            for user, given in roles.items()
        ]
        body = json.dumps({"entries": entries}).encode()
        return Client(self.url, OWNER, PASSWORD).request("POST", "/demo/@sharing", body, JSON)

    def test_last_owner_stays(self):
        answer = self.share(owen={}, otto={"PSCMaintainer": True})
        self.assertEqual(answer.status, 400)
        self.assertIn("A project needs an owner.", json.loads(answer.text)["message"])
        self.assertPeople(owen="Owner", mary="PSCMaintainer")
        self.assertEqual(self.told, [])

    def test_owner_is_replaced(self):
        self.assertEqual(self.share(owen={}, otto={"Owner": True}).status, 204)
        self.assertPeople(otto="Owner", mary="PSCMaintainer")
        self.assertEqual(
            self.told, [("taken", "demo", OWNER, "Owner"), ("given", "demo", OTHER, "Owner")]
        )

    def test_user_is_deleted(self):
        for query in ("?delete_localroles=0", ""):
            site = Client(self.portal.absolute_url(), SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
            user = OWNER if query else "mary"
            answer = site.request("DELETE", f"/@users/{user}{query}", headers=JSON)
            self.assertEqual(answer.status, 204, answer.text)
        self.assertPeople()
        self.assertEqual(
            self.told,
            [("taken", "demo", OWNER, "Owner"), ("taken", "demo", "mary", "PSCMaintainer")],
        )
