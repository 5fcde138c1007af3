"""Giving and taking roles by our own functions."""

from Products.PloneSoftwareCenter.people.errors import PeopleError
from Products.PloneSoftwareCenter.people.interfaces import MAINTAINER as AS_MAINTAINER
from Products.PloneSoftwareCenter.people.interfaces import OWNER as AS_OWNER
from Products.PloneSoftwareCenter.people.roles import give_role
from Products.PloneSoftwareCenter.people.roles import take_roles
from Products.PloneSoftwareCenter.testing import MAINTAINER
from Products.PloneSoftwareCenter.testing import OTHER
from Products.PloneSoftwareCenter.testing import OWNER
from Products.PloneSoftwareCenter.tests.people.case import PeopleCase

import transaction


class TestRoles(PeopleCase):
    def test_one_of_ours_takes_the_place_of_the_other(self):
        give_role(self.project, MAINTAINER, AS_OWNER)
        give_role(self.project, OWNER, AS_MAINTAINER)
        transaction.commit()
        self.assertPeople(owen="PSCMaintainer", mary="Owner")

    def test_roles_of_plone_stay(self):
        self.project.manage_setLocalRoles(OTHER, ["Reader"])
        give_role(self.project, OTHER, AS_OWNER)
        self.assertEqual(self.project.get_local_roles_for_userid(OTHER), ("Reader", "Owner"))
        take_roles(self.project, OTHER)
        self.assertEqual(self.project.get_local_roles_for_userid(OTHER), ("Reader",))

    def test_what_is_refused_has_changed_nothing(self):
        for refused in (
            lambda: take_roles(self.project, OWNER),
            lambda: give_role(self.project, OWNER, AS_MAINTAINER),
        ):
            with self.assertRaisesRegex(PeopleError, "A project needs an owner"):
                refused()
            # not even for who commits afterwards, as a page does that shows the error
            transaction.commit()
            self.assertPeople(owen="Owner", mary="PSCMaintainer")
        self.assertEqual(self.told, [])
