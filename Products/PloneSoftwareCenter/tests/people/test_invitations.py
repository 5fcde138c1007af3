"""Inviting users to projects, and what becomes of it."""

from datetime import timedelta
from plone import api
from Products.PloneSoftwareCenter.people import invitations
from Products.PloneSoftwareCenter.people.errors import PeopleError
from Products.PloneSoftwareCenter.people.invitations import answer
from Products.PloneSoftwareCenter.people.invitations import invitation_to
from Products.PloneSoftwareCenter.people.invitations import invitations_in
from Products.PloneSoftwareCenter.people.invitations import invitations_to
from Products.PloneSoftwareCenter.people.invitations import invite
from Products.PloneSoftwareCenter.people.invitations import withdraw
from Products.PloneSoftwareCenter.testing import create_project
from Products.PloneSoftwareCenter.testing import MAINTAINER
from Products.PloneSoftwareCenter.testing import OTHER
from Products.PloneSoftwareCenter.testing import OWNER
from Products.PloneSoftwareCenter.tests.people.case import PeopleCase
from Products.PloneSoftwareCenter.upload.status import set_status
from unittest import mock

import transaction


INVITED = [("invited", "demo", OTHER, "Owner", OWNER)]


class TestInvitations(PeopleCase):
    def invite(self, user=OTHER, role="Owner", by=OWNER, **how):
        invite(self.project, user, role, by, **how)
        transaction.commit()

    def test_nothing_changes_before_it_is_accepted(self):
        self.invite()
        self.assertPeople(owen="Owner", mary="PSCMaintainer")
        self.assertEqual(self.told, INVITED)
        self.assertEqual([one.role for one in invitations_in(self.center, OTHER)], ["Owner"])

    def test_accepting_gives_the_role(self):
        self.invite()
        answer(self.project, OTHER, True)
        transaction.commit()
        self.assertPeople(owen="Owner", otto="Owner", mary="PSCMaintainer")
        self.assertEqual(
            self.told[1:],
            [("given", "demo", OTHER, "Owner"), ("answered", "demo", OTHER, "Owner", True)],
        )
        self.assertEqual(invitations_to(self.project), [])

    def test_declining_gives_nothing(self):
        self.invite()
        answer(self.project, OTHER, False)
        transaction.commit()
        self.assertPeople(owen="Owner", mary="PSCMaintainer")
        self.assertEqual(self.told[1:], [("answered", "demo", OTHER, "Owner", False)])
        self.assertIsNone(invitation_to(self.project, OTHER))

    def test_handing_over(self):
        self.invite(MAINTAINER, instead_of=OWNER)
        answer(self.project, MAINTAINER, True)
        transaction.commit()
        self.assertPeople(mary="Owner")

    def test_what_there_is_nothing_to_invite_to(self):
        self.invite()
        for case, user, role in (
            ("nobody", "nobody", "Owner"),
            ("a group", "Reviewers", "Owner"),
            ("owner", OWNER, "Owner"),
            ("owner, as less", OWNER, "PSCMaintainer"),
            ("maintainer", MAINTAINER, "PSCMaintainer"),
            ("invited", OTHER, "Owner"),
        ):
            with self.subTest(case), self.assertRaises(PeopleError):
                self.invite(user, role)
        self.assertEqual(self.told, INVITED)

    def test_only_so_many(self):
        with mock.patch.object(invitations, "MOST", 1):
            self.invite()
            with self.assertRaisesRegex(PeopleError, "Too many"):
                self.invite("eve")

    def test_another_role_takes_the_place_of_the_first(self):
        self.invite()
        self.invite(role="PSCMaintainer")
        self.assertEqual([one.role for one in invitations_to(self.project)], ["PSCMaintainer"])

    def test_it_ends(self):
        with mock.patch.object(invitations, "VALID", timedelta()):
            self.invite()
            self.assertEqual(invitations_in(self.center, OTHER), [])
            self.assertEqual(len(invitations_to(self.project)), 1)
            with self.assertRaisesRegex(PeopleError, "not there any more"):
                answer(self.project, OTHER, True)
            self.invite()

    def test_what_makes_it_void(self):
        membership = api.portal.get_tool("portal_membership")
        for case, happens in (
            ("withdrawn", lambda: withdraw(self.project, OTHER)),
            ("inviter owns it no more", lambda: self.project.manage_delLocalRoles([OWNER])),
            ("role came otherwise", lambda: self.project.manage_addLocalRoles(OTHER, ["Owner"])),
            ("inviter is deleted", lambda: membership.deleteMembers([OWNER])),
            ("invited one is deleted", lambda: membership.deleteMembers([OTHER])),
        ):
            with self.subTest(case):
                self.project.manage_addLocalRoles("Reviewers", ["Owner"])
                self.invite()
                happens()
                transaction.commit()
                with self.assertRaisesRegex(PeopleError, "not there any more"):
                    answer(self.project, OTHER, True)
                self.undo()

    def undo(self):
        for user in (OWNER, OTHER):
            if api.user.get(userid=user) is None:
                api.user.create(username=user, email="a@example.org", password="Secret-again-1")
        self.project.manage_setLocalRoles(OWNER, ["Owner"])
        self.project.manage_delLocalRoles([OTHER, "Reviewers"])
        withdraw(self.project, OTHER)
        transaction.commit()

    def test_of_a_deleted_project(self):
        self.invite()
        api.content.delete(self.project, check_linkintegrity=False)
        transaction.commit()
        self.assertEqual(invitations_in(self.center, OTHER), [])

    def test_copies_have_none(self):
        self.invite()
        copied = api.content.copy(self.project, self.center, "copied")
        self.assertEqual(invitations_to(copied), [])

    def test_each_project_has_its_own(self):
        other = create_project(self.center, "other")
        invite(other, OTHER, "Owner", OWNER)
        self.invite(role="PSCMaintainer")
        self.assertEqual([one.role for one in invitations_to(self.project)], ["PSCMaintainer"])
        self.assertEqual([one.role for one in invitations_to(other)], ["Owner"])

    def test_renamed_project(self):
        self.invite()
        renamed = api.content.rename(self.project, "renamed")
        answer(renamed, OTHER, True)
        transaction.commit()
        self.assertPeople(owen="Owner", otto="Owner", mary="PSCMaintainer")

    def test_quarantined_project(self):
        self.invite()
        set_status(self.project, "quarantined", "Evidence")
        transaction.commit()
        with api.env.adopt_user(OWNER), self.assertRaisesRegex(PeopleError, "quarantined"):
            invite(self.project, MAINTAINER, "Owner", OWNER)
        with api.env.adopt_user(OTHER):
            with self.assertRaisesRegex(PeopleError, "quarantined"):
                answer(self.project, OTHER, True)
            answer(self.project, OTHER, False)
