"""Roles that change through doors of Zope's, CMF's and Plone's, without a form of ours."""

from plone import api
from Products.PloneSoftwareCenter.testing import create_project
from Products.PloneSoftwareCenter.testing import MAINTAINER
from Products.PloneSoftwareCenter.testing import OTHER
from Products.PloneSoftwareCenter.testing import OWNER
from Products.PloneSoftwareCenter.tests.people.case import PeopleCase
from Products.PloneSoftwareCenter.upload.status import set_status
from Testing.makerequest import makerequest
from zExceptions import BadRequest
from ZODB.POSException import ConflictError

import transaction


class TestChanges(PeopleCase):
    def test_last_owner_stays_whichever_method_takes_the_role(self):
        membership = api.portal.get_tool("portal_membership")
        for case, take in (
            ("set", lambda: self.project.manage_setLocalRoles(OWNER, ["Reader"])),
            ("set to nothing", lambda: self.project.manage_setLocalRoles(OWNER)),
            ("delete", lambda: self.project.manage_delLocalRoles([OWNER])),
            ("membership tool", lambda: membership.deleteLocalRoles(self.project, [OWNER])),
            ("api", lambda: api.user.revoke_roles(OWNER, roles=["Owner"], obj=self.project)),
        ):
            with self.subTest(case):
                take()
                with self.assertRaises(BadRequest):
                    transaction.commit()
                transaction.abort()
                self.assertPeople(owen="Owner", mary="PSCMaintainer")
                self.assertEqual(self.told, [])

    def test_owner_may_be_replaced_in_any_order(self):
        self.project.manage_delLocalRoles([OWNER])
        self.project.manage_addLocalRoles(OTHER, ["Owner"])
        transaction.commit()
        self.assertPeople(otto="Owner", mary="PSCMaintainer")
        self.assertEqual(
            self.told, [("taken", "demo", OWNER, "Owner"), ("given", "demo", OTHER, "Owner")]
        )

    def test_plones_own_way_to_change_the_owner(self):
        api.portal.get_tool("plone_utils").changeOwnershipOf(self.project, OTHER)
        transaction.commit()
        self.assertPeople(otto="Owner", mary="PSCMaintainer")

    def test_what_comes_and_goes_in_one_step_is_not_told(self):
        self.project.manage_addLocalRoles(OTHER, ["Owner"])
        self.project.manage_delLocalRoles([OTHER])
        transaction.commit()
        self.assertEqual(self.told, [])

    def test_other_roles_are_not_told(self):
        self.project.manage_addLocalRoles(OTHER, ["Reader"])
        transaction.commit()
        self.assertEqual(self.told, [])

    def test_group_counts_as_an_owner(self):
        self.project.manage_addLocalRoles("Reviewers", ["Owner"])
        self.project.manage_delLocalRoles([OWNER])
        transaction.commit()
        self.assertPeople(Reviewers="Owner", mary="PSCMaintainer")

    def test_somebody_who_is_gone_counts_as_none(self):
        self.project.manage_addLocalRoles("gone", ["Owner"])
        transaction.commit()
        self.project.manage_delLocalRoles([OWNER])
        with self.assertRaises(BadRequest):
            transaction.commit()

    def test_project_whose_owners_are_all_gone_is_not_stuck(self):
        self.project.__ac_local_roles__ = {"gone": ["Owner"]}
        transaction.commit()
        self.project.manage_addLocalRoles(OTHER, ["PSCMaintainer"])
        transaction.commit()
        self.project.manage_delLocalRoles(["gone"])
        transaction.commit()
        self.assertPeople(otto="PSCMaintainer")

    def test_making_copying_and_deleting_tell_nothing(self):
        with api.env.adopt_user(OWNER):
            create_project(self.center, "other")
        transaction.commit()
        api.content.copy(self.project, self.center, "copied")
        transaction.commit()
        self.project.manage_delLocalRoles([OWNER])
        api.content.delete(self.project, check_linkintegrity=False)
        transaction.commit()
        self.assertEqual(self.told, [])

    def test_two_owners_who_leave_at_the_same_moment_are_not_both_the_last_but_one(self):
        self.project.manage_addLocalRoles(OTHER, ["Owner"])
        transaction.commit()
        projects = [self.in_a_connection_of_its_own() for _ in range(2)]
        for project, owner in zip(projects, (OWNER, OTHER), strict=True):
            project.manage_delLocalRoles([owner])
        first, second = (project._p_jar.transaction_manager for project in projects)
        first.commit()
        with self.assertRaises(ConflictError):
            second.commit()
        second.abort()
        # Zope asks the second one again.
        projects[1].manage_delLocalRoles([OTHER])
        with self.assertRaises(BadRequest):
            second.commit()
        second.abort()
        self.assertPeople(otto="Owner", mary="PSCMaintainer")

    def in_a_connection_of_its_own(self):
        """Return the project as another thread has it."""
        connection = self.project._p_jar.db().open(transaction.TransactionManager())
        self.addCleanup(connection.close)
        self.addCleanup(connection.transaction_manager.abort)
        app = makerequest(connection.root()["Application"])
        return app.unrestrictedTraverse(self.project.getPhysicalPath())

    def test_in_quarantine_only_who_may_lift_it(self):
        set_status(self.project, "quarantined", "Evidence")
        transaction.commit()
        with api.env.adopt_user(OWNER):
            self.project.manage_delLocalRoles([MAINTAINER])
            with self.assertRaisesRegex(BadRequest, "quarantined"):
                transaction.commit()
            transaction.abort()
        self.project.manage_delLocalRoles([MAINTAINER])
        transaction.commit()
        self.assertPeople(owen="Owner")
