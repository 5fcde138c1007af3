"""The index stays right, whatever is done to the content by hand."""

from OFS.CopySupport import CopyError
from plone import api
from plone.app.testing import login
from Products.PloneSoftwareCenter.index.names import center_index
from Products.PloneSoftwareCenter.index.names import check_claim
from Products.PloneSoftwareCenter.index.names import find_record
from Products.PloneSoftwareCenter.pypi.errors_access import NameNotAvailable
from Products.PloneSoftwareCenter.testing import create_project
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.index.following import FollowingCase
from Products.PloneSoftwareCenter.upload.by_path import publish_archive

import transaction


class TestRenaming(FollowingCase):
    def setUp(self):
        super().setUp()
        self.publish("demo", "1.0")

    def test_project(self):
        api.content.rename(self.center["demo"], "another")
        transaction.commit()
        self.assertEqual(find_record(self.center, "demo").project_id, "another")
        self.assertEqual(self.filenames("demo"), ["demo-1.0-py3-none-any.whl"])
        self.publish("demo", "1.1")
        self.assertEqual(len(self.filenames("demo")), 2)
        self.assertEqual(list(self.center.objectIds()), ["another"])

    def test_release(self):
        api.content.rename(self.center["demo"]["1.0"], "first")
        transaction.commit()
        self.assertEqual(self.filenames("demo"), ["demo-1.0-py3-none-any.whl"])
        record = find_record(self.center, "demo")
        self.assertEqual(record.releases["1"].release_id, "first")

    def test_file_keeps_its_name(self):
        release = self.center["demo"]["1.0"]
        with self.assertRaises(CopyError):
            release.manage_renameObject("demo-1.0-py3-none-any.whl", "page-of-the-wheel")

    def test_center(self):
        api.content.rename(self.center, "renamed")
        transaction.commit()
        center = self.portal["renamed"]
        self.assertEqual(self.filenames("demo", center), ["demo-1.0-py3-none-any.whl"])
        self.assertEqual(self.names(center), ["demo"])

    def test_center_moved_into_a_folder(self):
        folder = api.content.create(self.portal, "Folder", "folder")
        api.content.move(self.center, folder)
        transaction.commit()
        center = folder["software"]
        self.assertEqual(self.filenames("demo", center), ["demo-1.0-py3-none-any.whl"])
        state = find_record(center, "demo").releases["1"].files["demo-1.0-py3-none-any.whl"]
        self.assertIn(state["key"], center._psc_blobs)

    def test_someone_elses_upload_does_not_land_in_a_page_of_that_id(self):
        api.content.rename(self.center["demo"], "free-name")
        transaction.commit()
        login(self.portal, "otto")
        self.publish("free-name", "1.0")
        self.assertEqual(self.center["free-name"].distributions, ("demo",))
        self.assertEqual(self.filenames("free-name"), ["free_name-1.0-py3-none-any.whl"])


class TestDeleting(FollowingCase):
    def setUp(self):
        super().setUp()
        for version in ("1.0", "1.1"):
            self.publish("demo", version)

    def test_file(self):
        release = self.center["demo"]["1.0"]
        release.manage_delObjects(["demo-1.0-py3-none-any.whl"])
        transaction.commit()
        self.assertEqual(self.filenames("demo"), ["demo-1.1-py3-none-any.whl"])
        self.assertEqual(len(self.center._psc_blobs), 1)

    def test_release(self):
        self.center["demo"].manage_delObjects(["1.0"])
        transaction.commit()
        self.assertEqual(self.filenames("demo"), ["demo-1.1-py3-none-any.whl"])
        self.assertEqual(len(self.center._psc_blobs), 1)

    def test_project(self):
        api.content.delete(self.center["demo"])
        transaction.commit()
        self.assertIsNone(find_record(self.center, "demo"))
        self.assertEqual(self.names(), [])
        self.assertEqual(len(self.center._psc_blobs), 0)
        self.assertEqual(dict(center_index(self.center).projects), {})

    def test_center(self):
        api.content.delete(self.center)
        transaction.commit()
        self.assertNotIn("software", self.portal)

    def test_what_an_aborted_transaction_deletes_stays(self):
        api.content.delete(self.center["demo"])
        transaction.abort()
        self.assertEqual(len(self.filenames("demo")), 2)
        self.assertEqual(len(self.center._psc_blobs), 2)

    def test_name_without_a_file_is_free_again(self):
        project = create_project(self.center, "empty")
        api.content.delete(project)
        transaction.commit()
        login(self.portal, "otto")
        check_claim(self.center, ["empty"])

    def test_name_with_files_is_given_away_by_managers_only(self):
        api.content.delete(self.center["demo"])
        transaction.commit()
        check_claim(self.center, ["demo"])
        login(self.portal, "otto")
        with self.assertRaises(NameNotAvailable):
            check_claim(self.center, ["demo"])


class TestCopying(FollowingCase):
    def setUp(self):
        super().setUp()
        self.publish("demo", "1.0")

    def assertOriginalIsUntouched(self):
        self.assertEqual(self.filenames("demo"), ["demo-1.0-py3-none-any.whl"])
        self.assertEqual(self.names(), ["demo"])
        state = find_record(self.center, "demo").releases["1"].files["demo-1.0-py3-none-any.whl"]
        self.assertIn(state["key"], self.center._psc_blobs)

    def test_copied_project_has_no_names_releases_or_files(self):
        copy = api.content.copy(self.center["demo"], self.center, "twin")
        transaction.commit()
        self.assertEqual(tuple(copy.distributions or ()), ())
        self.assertEqual(list(copy.objectIds()), [])
        self.assertOriginalIsUntouched()

    def test_center_is_not_copied(self):
        with self.assertRaises(CopyError):
            self.portal.manage_copyObjects(["software"])

    def test_center_in_a_copied_folder_starts_with_an_empty_index(self):
        folder = api.content.create(self.portal, "Folder", "folder")
        api.content.move(self.center, folder)
        transaction.commit()
        self.center = folder["software"]
        copy = api.content.copy(folder, self.portal, "twin")
        transaction.commit()
        center = copy["software"]
        self.assertEqual(self.names(center), [])
        self.assertOriginalIsUntouched()
        publish_archive(center, make_wheel("demo", "3.0", folder=self.folder))
        self.assertEqual(self.filenames("demo", center), ["demo-3.0-py3-none-any.whl"])
        self.assertOriginalIsUntouched()
