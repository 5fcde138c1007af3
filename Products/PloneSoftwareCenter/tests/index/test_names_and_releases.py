"""Names, releases made by hand, counts and serials of the index."""

from plone import api
from plone.app.testing import login
from Products.PloneSoftwareCenter.index.counts import count_releases
from Products.PloneSoftwareCenter.index.names import center_index
from Products.PloneSoftwareCenter.index.names import check_claim
from Products.PloneSoftwareCenter.index.names import find_record
from Products.PloneSoftwareCenter.pypi.errors import InvalidName
from Products.PloneSoftwareCenter.pypi.errors_access import NameNotAvailable
from Products.PloneSoftwareCenter.testing import create_project
from Products.PloneSoftwareCenter.testing import create_release
from Products.PloneSoftwareCenter.tests.index.following import FollowingCase
from zExceptions import BadRequest
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import transaction


class TestNames(FollowingCase):
    def test_main_and_further_names_are_unique_together(self):
        create_project(self.center, "Demo.App", distributions=("Demo.App", "demo-extra"))
        for name in ("demo-app", "DEMO_APP", "Demo.Extra"):
            with self.subTest(name), self.assertRaises(NameNotAvailable):
                check_claim(self.center, [name])
        with self.assertRaises(InvalidName):
            check_claim(self.center, ["-no-"])

    def test_name_of_a_project_that_nobody_may_see_is_not_free(self):
        login(self.portal, "owen")
        project = create_project(self.center, "secret")
        project.manage_permission("View", ["Manager"], 0)
        login(self.portal, "otto")
        with self.assertRaises(NameNotAvailable):
            check_claim(self.center, ["Secret"])

    def test_second_project_can_not_take_a_name_even_by_code(self):
        create_project(self.center, "demo")
        with self.assertRaisesRegex(BadRequest, "not available"):
            create_project(self.center, "Demo", id="second")

    def test_main_name_can_be_exchanged(self):
        self.publish("one", "1.0")
        project = self.center["one"]
        project.distributions = ("two", "one")
        notify(ObjectModifiedEvent(project))
        transaction.commit()
        self.publish("two", "2.0")
        self.assertEqual(self.filenames("one"), ["one-1.0-py3-none-any.whl"])
        self.assertEqual(sorted(project.objectIds()), ["1.0", "2.0"])
        self.assertEqual(sorted(self.names()), ["one", "two"])

    def test_name_given_up_is_free_again(self):
        project = create_project(self.center, "one", distributions=("one", "two"))
        project.distributions = ("one",)
        notify(ObjectModifiedEvent(project))
        check_claim(self.center, ["two"])
        self.assertEqual(self.names(), ["one"])

    def test_release_made_by_hand_is_in_the_record(self):
        project = create_project(self.center, "demo")
        release = create_release(project, "1.0")
        transaction.commit()
        record = find_record(self.center, "demo")
        self.assertEqual(record.releases["1"].release_id, release.getId())
        self.publish("demo", "1.0.0")
        self.assertEqual(list(project.objectIds()), ["1.0"])
        self.assertEqual(self.filenames("demo"), ["demo-1.0.0-py3-none-any.whl"])

    def test_project_without_a_name_is_not_listed_until_it_has_one(self):
        project = create_project(self.center, "", title="Nameless")
        create_release(project, "1.0")
        self.assertEqual(self.names(), [])
        project.distributions = ("demo",)
        notify(ObjectModifiedEvent(project))
        self.assertEqual(self.names(), ["demo"])
        self.assertIn("1", find_record(self.center, "demo").releases)


class TestReleasesByHand(FollowingCase):
    def change(self, release, **values):
        for name, value in values.items():
            setattr(release, name, value)
        notify(ObjectModifiedEvent(release))

    def test_version_without_files_can_be_corrected(self):
        release = create_release(create_project(self.center, "demo"), "1.0")
        self.change(release, version="1.1")
        record = find_record(self.center, "demo")
        self.assertEqual([r.version for r in record.releases.values()], ["1.1"])

    def test_version_with_files_can_not(self):
        self.publish("demo", "1.0")
        with self.assertRaisesRegex(BadRequest, "has files"):
            self.change(self.center["demo"]["1.0"], version="1.1")

    def test_same_version_twice_is_refused(self):
        project = create_project(self.center, "demo")
        create_release(project, "1.0")
        with self.assertRaisesRegex(BadRequest, "already"):
            create_release(project, "1.0.0")

    def test_one_version_of_two_names_is_two_releases(self):
        project = create_project(self.center, "demo", distributions=("demo", "extra"))
        create_release(project, "1.0")
        create_release(project, "1.0", distribution="extra")
        self.assertEqual(len(find_record(self.center, "extra").releases), 1)


class TestCounts(FollowingCase):
    def test_releases_are_counted_as_they_come_and_go(self):
        self.assertEqual(count_releases(self.center), 0)
        for version in ("1.0", "1.1", "2.0a1"):
            self.publish("demo", version)
        self.publish("other", "1.0")
        self.assertEqual(count_releases(self.center), 4)
        project = self.center["demo"]
        api.content.transition(project["1.0"], "hide")
        self.assertEqual(count_releases(self.center), 3)
        api.content.transition(project["1.1"], "retract")
        self.assertEqual(count_releases(self.center), 2)
        project.manage_delObjects(["2.0a1"])
        self.assertEqual(count_releases(self.center), 1)
        api.content.delete(self.center["other"])
        self.assertEqual(count_releases(self.center), 0)

    def test_those_of_a_project_that_is_not_visible_are_not_counted(self):
        self.publish("demo", "1.0")
        project = self.center["demo"]
        api.content.transition(project, "reject")
        login(self.portal, "otto")
        self.assertEqual(count_releases(self.center), 0)


class TestNothingIsWrittenWithoutNeed(FollowingCase):
    def test_reindexing_what_is_right(self):
        self.publish("demo", "1.0")
        record = find_record(self.center, "demo")
        serials = record.serial, center_index(self.center).listing_stamp.serial
        transaction.begin()
        project = self.center["demo"]
        for content in (project, project["1.0"], *project["1.0"].objectValues()):
            notify(ObjectModifiedEvent(content))
        transaction.commit()
        self.assertEqual((record.serial, center_index(self.center).listing_stamp.serial), serials)

    def test_root_list_changes_with_its_names_only(self):
        self.publish("demo", "1.0")
        stamp = center_index(self.center).listing_stamp
        before = stamp.serial
        self.publish("demo", "1.1")
        self.assertEqual(stamp.serial, before)
        self.publish("other", "1.0")
        self.assertGreater(stamp.serial, before)

    def test_serial_rises_with_each_change_of_the_name(self):
        self.publish("demo", "1.0")
        record = find_record(self.center, "demo")
        before = record.serial_number
        self.publish("demo", "1.1")
        self.assertGreater(record.serial_number, before)
