"""Copies and moves by hand."""

from OFS.CopySupport import CopyError
from plone import api
from plone.protect import createToken
from Products.PloneSoftwareCenter.content.center import IPloneSoftwareCenter
from Products.PloneSoftwareCenter.testing import create_center
from Products.PloneSoftwareCenter.testing import create_project
from Products.PloneSoftwareCenter.testing import create_release
from Products.PloneSoftwareCenter.testing import PSC_INTEGRATION
from zope.component import getMultiAdapter

import json
import transaction
import unittest


class TestPlaces(unittest.TestCase):
    layer = PSC_INTEGRATION

    def setUp(self):
        self.portal = self.layer["portal"]
        self.folder = api.content.create(self.portal_as_manager(), "Folder", "folder")
        self.center = create_center(self.folder)
        self.project = create_project(self.center, "foo", distributions=("foo", "bar"))
        self.release = create_release(self.project, "1.0")
        self.file = api.content.create(self.release, "PSCFile", "foo-1.0.tar.gz")
        transaction.savepoint()

    def portal_as_manager(self):
        create_center(self.portal, "another")
        return self.portal

    def test_copied_project_has_no_names_and_no_releases(self):
        copy = api.content.copy(self.project, self.center, "twin")
        self.assertEqual((copy.distributions, list(copy.objectIds())), ((), []))
        self.assertEqual(self.project.distributions, ("foo", "bar"))
        self.assertEqual(list(self.project.objectIds()), ["1.0"])
        self.assertEqual(len(copy), 0)

    def test_copy_of_a_folder_has_a_center_of_empty_projects(self):
        copy = api.content.copy(self.folder, self.portal, "copied-folder")
        center = copy["software"]
        self.assertTrue(IPloneSoftwareCenter.providedBy(center))
        self.assertEqual(
            [(p.distributions, list(p.objectIds())) for p in center.objectValues()], [((), [])]
        )
        internal = [name for name in vars(center.aq_base) if name.startswith("_psc_")]
        self.assertNotIn("_psc_blobs", internal)
        self.assertEqual(list(self.project.objectIds()), ["1.0"])

    def test_center_is_not_copied_alone(self):
        with self.assertRaises(CopyError):
            self.folder.manage_copyObjects(["software"])

    def test_releases_and_files_are_not_copied(self):
        with self.assertRaises(CopyError):
            self.project.manage_copyObjects(["1.0"])
        with self.assertRaises(CopyError):
            self.release.manage_copyObjects(["foo-1.0.tar.gz"])

    def test_project_moves_into_no_other_center(self):
        clipboard = self.center.manage_cutObjects(["foo"])
        with self.assertRaises(CopyError):
            self.portal["another"].manage_pasteObjects(clipboard)
        self.assertIn("foo", self.center)

    def test_folder_contents_says_that_a_project_can_not_be_pasted(self):
        request = self.layer["request"].clone()
        request.form.update(folder="/another", _authenticator=createToken())
        request.set("REQUEST_METHOD", "POST")
        request.set("__cp", self.center.manage_cutObjects(["foo"]))
        paste = getMultiAdapter((self.portal["another"], request), name="fc-paste")
        answer = json.loads(paste())
        self.assertEqual(answer["status"], "warning", answer)
        self.assertIn("You are not authorized to paste", answer["msg"])
        self.assertIn("foo", self.center)

    def test_release_moves_into_no_other_project(self):
        other = create_project(self.center, "other")
        transaction.savepoint()
        clipboard = self.project.manage_cutObjects(["1.0"])
        with self.assertRaises(CopyError):
            other.manage_pasteObjects(clipboard)
        self.assertIn("1.0", self.project)

    def test_file_is_not_cut(self):
        with self.assertRaises(CopyError):
            self.release.manage_cutObjects(["foo-1.0.tar.gz"])

    def test_project_and_release_are_renamed(self):
        self.project.manage_renameObject("1.0", "one")
        self.center.manage_renameObject("foo", "renamed")
        self.assertEqual(list(self.center["renamed"]["one"].objectIds()), ["foo-1.0.tar.gz"])
        self.assertEqual(self.center["renamed"].distributions, ("foo", "bar"))

    def test_center_moves_whole(self):
        moved = api.content.move(self.center, self.portal, "moved")
        project = moved["foo"]
        self.assertEqual(project.distributions, ("foo", "bar"))
        self.assertEqual(list(project["1.0"].objectIds()), ["foo-1.0.tar.gz"])

    def test_center_stands_in_a_folder_and_offers_projects_and_sets_only(self):
        self.assertEqual(
            sorted(fti.getId() for fti in self.center.allowedContentTypes()),
            ["PSCProject", "PSCSet"],
        )
        self.assertEqual(
            [fti.getId() for fti in self.project.allowedContentTypes()], ["PSCRelease"]
        )
        self.assertEqual(
            sorted(fti.getId() for fti in self.release.allowedContentTypes()),
            ["PSCFile", "PSCFileLink"],
        )
        offered = {fti.getId() for fti in self.folder.allowedContentTypes()}
        self.assertIn("PloneSoftwareCenter", offered)
        self.assertFalse(offered & {"PSCProject", "PSCRelease", "PSCFile", "PSCFileLink"})
