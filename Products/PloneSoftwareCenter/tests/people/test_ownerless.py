"""Projects that nobody owns."""

from plone import api
from Products.PloneSoftwareCenter.people.ownerless import projects_without_owner
from Products.PloneSoftwareCenter.testing import create_project
from Products.PloneSoftwareCenter.testing import OWNER
from Products.PloneSoftwareCenter.tests.people.case import PeopleCase

import transaction


class TestOwnerless(PeopleCase):
    def found(self):
        return [project.getId() for project in projects_without_owner(self.center)]

    def test_owner_who_is_there(self):
        # made by a user of the site, and by one of Zope's root
        create_project(self.center, "other")
        self.assertEqual(self.found(), [])

    def test_owner_who_was_deleted(self):
        api.user.delete(username=OWNER)
        transaction.commit()
        self.assertEqual(self.found(), ["demo"])

    def test_owner_who_left_without_telling(self):
        # as a user of a directory does
        users = api.portal.get_tool("acl_users")
        users.source_users.removeUser(OWNER)
        self.assertEqual(self.found(), ["demo"])

    def test_group_as_owner(self):
        self.project.manage_addLocalRoles("Reviewers", ["Owner"])
        self.project.manage_delLocalRoles([OWNER])
        self.assertEqual(self.found(), [])
