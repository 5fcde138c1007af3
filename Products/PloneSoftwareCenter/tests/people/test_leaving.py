"""Users and groups that are deleted."""

from plone import api
from Products.PloneSoftwareCenter.testing import MAINTAINER
from Products.PloneSoftwareCenter.testing import OTHER
from Products.PloneSoftwareCenter.testing import OWNER
from Products.PloneSoftwareCenter.tests.people.case import PeopleCase
from Products.PloneSoftwareCenter.upload.status import set_status

import transaction


class TestLeaving(PeopleCase):
    def test_owner_who_is_deleted_loses_the_role_and_nobody_is_in_the_way(self):
        api.user.delete(username=OWNER)
        transaction.commit()
        self.assertPeople(mary="PSCMaintainer")
        self.assertEqual(self.told, [("taken", "demo", OWNER, "Owner")])
        api.user.create(username=OWNER, email="new@example.org", password="Another-one-2")
        self.assertNotIn("Owner", api.user.get_roles(OWNER, obj=self.project))

    def test_by_the_users_page_of_the_control_panel(self):
        api.portal.get_tool("portal_membership").deleteMembers([OWNER, MAINTAINER])
        transaction.commit()
        self.assertPeople()

    def test_group(self):
        api.group.create("team")
        self.project.manage_setLocalRoles("team", ["Owner", "Reader"])
        transaction.commit()
        self.told.clear()
        api.group.delete("team")
        transaction.commit()
        self.assertPeople(owen="Owner", mary="PSCMaintainer")
        self.assertEqual(self.project.get_local_roles_for_userid("team"), ("Reader",))
        self.assertEqual(self.told, [("taken", "demo", "team", "Owner")])

    def test_in_quarantine_too(self):
        set_status(self.project, "quarantined", "Evidence")
        transaction.commit()
        api.user.delete(username=OWNER)
        transaction.commit()
        self.assertPeople(mary="PSCMaintainer")

    def test_others_change_nothing(self):
        api.user.delete(username=OTHER)
        transaction.commit()
        self.assertPeople(owen="Owner", mary="PSCMaintainer")
        self.assertEqual(self.told, [])
