from OFS.CopySupport import CopyError
from plone import api
from Products.PloneSoftwareCenter.content.ids import choose_id
from Products.PloneSoftwareCenter.content.ids import RESERVED
from Products.PloneSoftwareCenter.content.naming import release_id
from Products.PloneSoftwareCenter.testing import create_center
from Products.PloneSoftwareCenter.testing import create_project
from Products.PloneSoftwareCenter.testing import create_release
from Products.PloneSoftwareCenter.testing import PSC_INTEGRATION
from zExceptions import BadRequest
from zope.container.interfaces import INameChooser

import unittest


#: what somebody wants -> what the center gives
CHOSEN = {
    "zope-interface": "zope-interface",
    "foo-1.0+local.1-py3-none-any.whl": "foo-1.0-local.1-py3-none-any.whl",
    "1!2.0": "1-2.0",
    "foo_bar-1.0.tar.gz": "foo_bar-1.0.tar.gz",
    # what Zope refuses
    "aq_foo-1.0-py3-none-any.whl": "x-aq_foo-1.0-py3-none-any.whl",
    "_private": "x-_private",
    "dunder__": "dunder",
    "REQUEST": "REQUEST-1",
    "@@view": "x--view",
    "++add++PSCFile": "x--add-PSCFile",
    "..": "x-..",
    "": "item",
    "ünïcode": "x--n-code",
    # routes and protocol views
    "simple": "simple-1",
    "links": "links-1",
    "file_upload": "file_upload-1",
    "list_classifiers": "list_classifiers-1",
    # attributes and methods of the container, and fields
    "title": "title-1",
    "description": "description-1",
    "objectIds": "objectIds-1",
    "project_creation": "project_creation-1",
    # views that somebody else has registered
    "folder_contents": "folder_contents-1",
    "sharing": "sharing-1",
    "edit": "edit-1",
    # tools of the site
    "portal_catalog": "portal_catalog-1",
    "acl_users": "acl_users-1",
}


class TestIds(unittest.TestCase):
    layer = PSC_INTEGRATION

    def setUp(self):
        self.portal = self.layer["portal"]
        self.center = create_center(self.portal)

    def test_chosen_ids(self):
        for wanted, expected in CHOSEN.items():
            with self.subTest(wanted=wanted):
                self.assertEqual(choose_id(self.center, wanted, self.layer["request"]), expected)

    def test_chosen_ids_are_taken_by_zope(self):
        for wanted in CHOSEN:
            with self.subTest(wanted=wanted):
                self.center._checkId(choose_id(self.center, wanted))

    def test_what_is_there_is_led_around(self):
        create_project(self.center, "", title="foo")
        create_project(self.center, "", title="foo")
        self.assertEqual(sorted(self.center.objectIds()), ["foo", "foo-1"])

    def test_id_of_content_of_the_site_is_free(self):
        api.content.create(self.portal, "Folder", "news-of-mine")
        self.assertEqual(choose_id(self.center, "news-of-mine"), "news-of-mine")

    def test_ids_in_projects_and_releases(self):
        project = create_project(self.center, "foo")
        release = create_release(project, "1.0")
        for container in (project, release):
            for wanted in ("simple", "edit", "version", "title", "releases"):
                with self.subTest(type=container.portal_type, wanted=wanted):
                    found = choose_id(container, wanted)
                    if wanted == "version" and container is project:
                        self.assertEqual(found, wanted)
                    else:
                        self.assertEqual(found, f"{wanted}-1")

    def test_reserved_ids_are_refused_whoever_gives_them(self):
        for wanted in RESERVED:
            with self.subTest(wanted=wanted), self.assertRaises(BadRequest):
                self.center._checkId(wanted)

    def test_renaming_to_what_shadows_is_refused(self):
        create_project(self.center, "foo")
        for wanted in ("simple", "title", "folder_contents", "REQUEST"):
            with self.subTest(wanted=wanted), self.assertRaises(CopyError):
                self.center.manage_renameObject("foo", wanted)
        self.center.manage_renameObject("foo", "bar")
        self.assertEqual(list(self.center.objectIds()), ["bar"])


class TestNaming(unittest.TestCase):
    layer = PSC_INTEGRATION

    def setUp(self):
        self.center = create_center(self.layer["portal"])

    def test_project_is_called_by_its_main_name(self):
        project = create_project(self.center, "Zope.Interface", title="Interfaces for all")
        self.assertEqual(project.id, "zope-interface")

    def test_project_without_name_is_called_by_its_title(self):
        project = create_project(self.center, "", title="Schöne Sachen 2")
        self.assertEqual(project.id, "schone-sachen-2")

    def test_release_is_called_by_version_or_name_and_version(self):
        project = create_project(self.center, "Main", distributions=("Main", "Other.Name"))
        for distribution, expected in (
            (None, "1.0"),
            ("main", "1.0"),
            ("Other.Name", "other-name-1.0"),
        ):
            with self.subTest(distribution=distribution):
                self.assertEqual(release_id(project, distribution, "1.0"), expected)

    def test_an_unchanged_id_stays(self):
        project = create_project(self.center, "foo")
        chooser = INameChooser(self.center)
        self.assertEqual(chooser.chooseName("foo", project), "foo")

    def test_title_proposed_by_rest_is_no_wish(self):
        project = create_project(self.center, "foo", title="Foo")
        release = create_release(project, "1.0")
        self.assertEqual(INameChooser(project).chooseName(release.Title(), release), "1.0")
