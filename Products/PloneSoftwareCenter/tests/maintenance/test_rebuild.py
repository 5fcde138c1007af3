"""What is wrong is found and mended; what is right is not written."""

from plone import api
from Products.PloneSoftwareCenter.index.consistency.parts import batches_of_name
from Products.PloneSoftwareCenter.index.consistency.survey import Survey
from Products.PloneSoftwareCenter.index.names import center_index
from Products.PloneSoftwareCenter.index.names import check_claim
from Products.PloneSoftwareCenter.maintenance.rebuild import rebuild
from Products.PloneSoftwareCenter.pypi.errors_access import NameNotAvailable
from Products.PloneSoftwareCenter.testing import create_center
from Products.PloneSoftwareCenter.tests.maintenance.case import MaintenanceCase
from Products.PloneSoftwareCenter.tests.maintenance.damages import Broken
from Products.PloneSoftwareCenter.tests.maintenance.damages import core_metadata_lost
from Products.PloneSoftwareCenter.tests.maintenance.damages import DAMAGES
from Products.PloneSoftwareCenter.tests.maintenance.damages import hide
from Products.PloneSoftwareCenter.tests.maintenance.damages import name_not_in_the_list

import transaction


#: damages of content: records are right once they say the same
OF_CONTENT = {
    "name_spelled_otherwise",
    "name_that_the_project_has_given_up",
    "status_changed_without_event",
    "rights_changed_by_hand",
    "release_yanked_without_event",
    "file_yanked_without_event",
    # what no content tells stays: that the name had files
    "name_of_deleted_files_forgotten",
    "free_name_with_releases",
    "record_of_no_project",
}


class TestEachDamage(MaintenanceCase):
    """One center for the whole table: no damage is committed."""

    def test_is_found_and_told_in_a_sentence(self):
        self.assertEqual(self.differences(), [])
        for damage in DAMAGES:
            with self.subTest(damage.name):
                damage.do(Broken(self.center))
                found = self.differences()
                transaction.abort()
                self.assertEqual({one.kind for one in found}, damage.kinds)
                for one in found:
                    self.assertRegex(one.sentence, r"^[A-Z].*\.$")
                    self.assertTrue(one.place)


def _test_of(damage):
    def test(self):
        before = self.shown()
        self.break_it(damage)
        done = self.rebuild()
        self.assertTrue(any(one.mended for one in done) or not damage.can_be_mended)
        left = [one for step in done for one in step.left]
        self.assertEqual(left, self.differences())
        if not damage.can_be_mended:
            self.assertTrue(left)
            return
        self.assertEqual(left, [])
        if damage.name not in OF_CONTENT:
            self.assertEqual(self.shown(), before)
        serials = self.serials()
        self.assertEqual([one for step in self.rebuild() for one in step.mended], [])
        self.assertEqual(self.serials(), serials)

    return test


class TestEachIsMended(MaintenanceCase):
    """A method for each damage, see below."""


for _damage in DAMAGES:
    setattr(TestEachIsMended, f"test_{_damage.name}", _test_of(_damage))


class TestRebuild(MaintenanceCase):
    def test_right_center_is_not_written(self):
        last = self.center._p_jar.db().lastTransaction()
        self.assertEqual([one for step in self.rebuild() for one in step.mended], [])
        self.assertEqual(self.center._p_jar.db().lastTransaction(), last)

    def test_empty_center(self):
        center = create_center(self.portal, "second")
        transaction.commit()
        survey = Survey(center)
        self.center = center
        self.assertEqual(self.differences(), [])
        self.assertEqual([one.mended for one in rebuild(survey, ())], [])
        self.assertFalse(hasattr(center.aq_base, "_psc_index"))

    def test_other_names_keep_their_serials(self):
        core_metadata_lost(Broken(self.center))
        transaction.commit()
        before = self.serials()
        self.rebuild()
        after = self.serials()
        changed = {name for name, serial in after.items() if serial != before[name]}
        self.assertEqual(changed, {"demo", "all"})

    def test_names_of_deleted_projects_and_files_stay_taken(self):
        self.center["side"].manage_delObjects(["1.0"])
        api.content.delete(self.center["demo"])
        transaction.commit()
        self.rebuild()
        self.assertIn("demo-1.0-py3-none-any.whl", center_index(self.center).filenames)
        self.assertIn("side-1.0-py3-none-any.whl", center_index(self.center).filenames)
        api.user.grant_roles(username="otto", roles=["Member"])
        with api.env.adopt_user("otto"), self.assertRaises(NameNotAvailable):
            check_claim(self.center, ["demo"])

    def test_name_of_a_project_that_is_gone_stays_taken_if_it_had_files(self):
        uid = self.center["demo"].UID()
        self.center._delOb("demo")
        transaction.commit()
        self.assertEqual(self.kinds(), {"name-too-many", "project-too-many"})
        self.rebuild()
        index = center_index(self.center)
        self.assertIsNone(index.names["demo"].project_uid)
        self.assertTrue(index.names["demo"].had_files)
        self.assertNotIn("demo", index.listing)
        self.assertNotIn(uid, index.projects)
        self.assertEqual(self.kinds(), set())

    def test_hidden_release_is_not_counted(self):
        hide(self.center["demo"]["1.1"])
        transaction.commit()
        self.assertEqual(self.kinds(), set())
        center_index(self.center).names["demo"].listed = 9
        transaction.commit()
        self.rebuild()
        self.assertEqual(center_index(self.center).names["demo"].listed, 1)

    def test_only_the_names_that_are_asked_for(self):
        name_not_in_the_list(Broken(self.center))
        del center_index(self.center).listing["side"]
        transaction.commit()
        survey = Survey(self.center)
        list(rebuild(survey, batches_of_name(survey, "Side")))
        self.assertEqual(set(center_index(self.center).listing), {"side", "empty"})

    def test_nobody_knows_the_name(self):
        self.assertEqual(batches_of_name(Survey(self.center), "no-such"), ())

    def test_name_whose_record_is_lost_is_found_by_its_project(self):
        del center_index(self.center).names["side"]
        transaction.commit()
        survey = Survey(self.center)
        list(rebuild(survey, batches_of_name(survey, "side")))
        self.assertEqual(self.filenames("side"), ["side-1.0-py3-none-any.whl"])
