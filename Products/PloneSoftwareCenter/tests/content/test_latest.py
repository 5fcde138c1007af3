"""The latest release, and what the catalog knows of a project."""

from plone import api
from plone.namedfile.file import NamedBlobImage
from Products.PloneSoftwareCenter.content.latest import latest_release_of
from Products.PloneSoftwareCenter.content.states import RELEASE_WORKFLOW
from Products.PloneSoftwareCenter.content.states import set_state
from Products.PloneSoftwareCenter.testing import create_center
from Products.PloneSoftwareCenter.testing import create_project
from Products.PloneSoftwareCenter.testing import create_release
from Products.PloneSoftwareCenter.testing import PSC_INTEGRATION
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import unittest


#: an image of one pixel
SMALLEST_GIF = bytes.fromhex(
    "47494638396101000100800000000000ffffff21f90401000000002c00000000010001000002024401003b"
)


class LatestCase(unittest.TestCase):
    layer = PSC_INTEGRATION

    def setUp(self):
        self.center = create_center(self.layer["portal"])
        self.project = create_project(self.center, "foo", distributions=("foo", "Bar.Baz"))

    def release(self, version, state="final", **fields):
        release = create_release(self.project, version, **fields)
        set_state(release, RELEASE_WORKFLOW, state)
        return release

    def latest(self):
        found = latest_release_of(self.project)
        return found.version if found is not None else None


class TestLatestRelease(LatestCase):
    def test_newest_by_version_and_not_by_date(self):
        self.assertIsNone(self.latest())
        for version, expected in (("1.9", "1.9"), ("1.10", "1.10"), ("1.2", "1.10")):
            self.release(version)
            self.assertEqual(self.latest(), expected)

    def test_unstable_yanked_unreleased_and_further_names_do_not_count(self):
        self.release("1.0")
        self.release("2.0a1", "alpha")
        self.release("3.0", "pre-release")
        self.release("4.0", yanked=True)
        self.release("5.0", distribution="Bar.Baz")
        self.assertEqual(self.latest(), "1.0")

    def test_the_next_one_follows_when_the_latest_goes(self):
        self.release("1.0")
        newest = self.release("2.0")
        for state in ("hidden", "pre-release"):
            set_state(newest, RELEASE_WORKFLOW, state)
            self.assertEqual(self.latest(), "1.0")
            set_state(newest, RELEASE_WORKFLOW, "final")
            self.assertEqual(self.latest(), "2.0")
        newest.yanked = True
        notify(ObjectModifiedEvent(newest))
        self.assertEqual(self.latest(), "1.0")
        newest.yanked = False
        notify(ObjectModifiedEvent(newest))
        self.project.manage_delObjects(["2.0"])
        self.assertEqual(self.latest(), "1.0")
        self.project.manage_delObjects(["1.0"])
        self.assertIsNone(self.latest())

    def test_it_is_found_under_its_new_id(self):
        self.release("1.0")
        self.project.manage_renameObject("1.0", "one")
        self.assertEqual(self.latest(), "1.0")


class TestCatalog(LatestCase):
    def find(self, **query):
        return [brain.getId for brain in api.content.find(context=self.center, **query)]

    def test_projects_are_found_by_what_they_are(self):
        self.project.categories = ("add-on",)
        self.project.classifiers = ("Framework :: Plone :: 6.2", "Topic :: Utilities")
        self.project.reindexObject()
        for query in (
            {"psc_names": "bar-baz"},
            {"psc_categories": "add-on"},
            {"psc_classifiers": "Topic :: Utilities"},
            {"psc_compatibility": "Plone 6.2"},
            {"SearchableText": "Baz"},
        ):
            with self.subTest(query=query):
                self.assertEqual(self.find(**query), ["foo"])

    def test_compatibility_is_what_the_latest_release_was_tested_with(self):
        self.release("1.0", compatibility=("Plone 5.2",))
        self.assertEqual(self.find(psc_compatibility="Plone 5.2"), ["foo"])
        newest = self.release("2.0", compatibility=("Plone 6.0",))
        self.assertEqual(self.find(psc_compatibility="Plone 5.2"), [])
        newest.compatibility = ("Plone 6.1",)
        notify(ObjectModifiedEvent(newest))
        self.assertEqual(self.find(psc_compatibility="Plone 6.1"), ["foo"])

    def test_date_of_the_latest_release(self):
        release = self.release("1.0")
        brain = api.content.find(psc_names="foo")[0]
        self.assertEqual(brain.psc_latest_release_date, release.effective_date)

    def test_images_have_their_scales_where_there_are_images(self):
        [brain] = api.content.find(portal_type="PSCProject", id="foo")
        self.assertFalse(brain.image_scales)
        self.project.logo = NamedBlobImage(data=SMALLEST_GIF, filename="logo.gif")
        self.project.reindexObject()
        [brain] = api.content.find(portal_type="PSCProject", id="foo")
        self.assertEqual(list(brain.image_scales), ["logo"])
        self.assertEqual(brain.getObjSize, "0 KB")

    def test_releases_files_and_links_are_not_found(self):
        release = self.release("1.0")
        api.content.create(release, "PSCFile", "foo-1.0.tar.gz")
        api.content.create(release, "PSCFileLink", "link", title="L", external_url="https://x.org/")
        for rebuilt in (False, True):
            if rebuilt:
                api.portal.get_tool("portal_catalog").clearFindAndRebuild()
            found = {brain.portal_type for brain in api.content.find(context=self.center)}
            self.assertEqual(found, {"PloneSoftwareCenter", "PSCProject"})

    def test_indexers_tolerate_what_is_odd(self):
        self.project.classifiers = None
        self.project.categories = None
        self.project.distributions = None
        self.project.latest_release = "gone"
        self.project.text = None
        self.project.reindexObject()
        self.assertEqual(self.find(portal_type="PSCProject"), ["foo"])
