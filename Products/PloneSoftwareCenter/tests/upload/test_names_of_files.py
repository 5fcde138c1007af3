"""A file name is never free again in its center, whatever became of the file."""

from plone.app.testing import login
from plone.app.testing import TEST_USER_NAME
from Products.PloneSoftwareCenter.testing import create_project
from Products.PloneSoftwareCenter.testing import OWNER
from Products.PloneSoftwareCenter.tests.archives import make_sdist
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.served import ServedCenter
from Products.PloneSoftwareCenter.upload.reserved import give_free
from Products.PloneSoftwareCenter.upload.transfer import move_name

import transaction


USED = "This filename was previously used by a file that has since been deleted."

#: what becomes of a file of demo 1.0 -> how
DELETED = {
    "file": lambda center, name: center["demo"]["1.0"].manage_delObjects([name]),
    "release": lambda center, name: center["demo"].manage_delObjects(["1.0"]),
    "project": lambda center, name: center.manage_delObjects(["demo"]),
}
#: (name, version, file name): the same sdist of demo-app 1.0 as demo_app-1.0.tar.gz
SPELLINGS = (
    ("demo-app", "1.0", "Demo_App-1.0.tar.gz"),
    ("demo.app", "1.0", "demo.app-1.0.tar.gz"),
    ("demo-app", "1.0.0", "demo_app-1.0.0.tar.gz"),
    ("demo-app", "1.0", "demo-app-v1.0.tar.gz"),
)


class TestDeletedFiles(ServedCenter):
    def setUp(self):
        super().setUp()
        self.wheel = make_wheel("demo", "1.0", folder=self.folder)
        self.other_bytes = make_wheel("demo", "1.0", folder=self.folder / "other", filling="x")
        self.assertEqual(self.owner.upload(self.wheel).status, 200)

    def assertUsed(self, answer):
        self.assertEqual((answer.status, answer.text.strip()), (409, USED))

    def test_name_is_used_for_any_bytes_whoever_asks(self):
        for what, delete in DELETED.items():
            with self.subTest(what):
                with self.changes():
                    delete(self.center, self.wheel.name)
                for client in (self.owner, self.manager):
                    self.assertUsed(client.upload(self.wheel))
                    self.assertUsed(client.upload(self.other_bytes))
                self.refresh()
                self.assertNotIn("a href", self.nobody.get("/simple/demo/").text)

    def test_other_files_of_the_release_are_taken(self):
        with self.changes():
            DELETED["release"](self.center, self.wheel.name)
        sdist = make_sdist("demo", "1.0", folder=self.folder)
        self.assertEqual(self.owner.upload(sdist).status, 200)
        self.assertUsed(self.owner.upload(self.wheel))

    def test_who_may_not_see_the_center_is_not_told(self):
        with self.changes():
            DELETED["project"](self.center, self.wheel.name)
            self.center.manage_permission("View", ["Manager"], acquire=0)
        self.assertEqual(self.other.upload(self.wheel).status, 403)

    def test_who_may_not_upload_there_is_not_told(self):
        with self.changes():
            DELETED["file"](self.center, self.wheel.name)
        answer = self.other.upload(self.wheel)
        self.assertEqual(answer.status, 403)
        self.assertIn("not available to you", answer.text)

    def test_name_stays_used_when_its_project_is_made_anew(self):
        with self.changes():
            DELETED["project"](self.center, self.wheel.name)
            create_project(self.center, "demo").manage_setLocalRoles(OWNER, ["Owner"])
        self.assertUsed(self.owner.upload(self.wheel))
        newer = make_wheel("demo", "1.1", folder=self.folder)
        self.assertEqual(self.owner.upload(newer).status, 200)

    def test_name_stays_used_when_the_projects_name_is_given_free(self):
        newer = make_wheel("demo", "1.1", folder=self.folder)
        with self.changes():
            DELETED["project"](self.center, self.wheel.name)
        self.assertEqual(self.other.upload(newer).status, 403)
        with self.changes():
            give_free(self.center, "demo")
        self.assertUsed(self.other.upload(self.wheel))
        self.assertUsed(self.other.upload(self.other_bytes))
        self.assertEqual(self.other.upload(newer).status, 200)
        self.assertUsed(self.other.upload(self.wheel))

    def test_name_stays_used_when_the_project_was_renamed_before(self):
        with self.changes():
            self.center.manage_renameObject("demo", "renamed")
        self.assertEqual(self.owner.upload(self.wheel).status, 200)
        self.assertEqual(self.owner.upload(self.other_bytes).status, 409)
        with self.changes():
            self.center.manage_delObjects(["renamed"])
        self.assertUsed(self.owner.upload(self.wheel))

    def test_name_stays_used_when_it_was_moved_before(self):
        with self.changes():
            target = create_project(self.center, "target")
            for project in (self.center["demo"], target):
                project.manage_setLocalRoles(OWNER, ["Owner"])
            login(self.portal, OWNER)
            move_name(self.center, "demo", self.center["demo"], target)
            login(self.portal, TEST_USER_NAME)
        self.assertEqual(self.owner.upload(self.wheel).status, 200)
        with self.changes():
            self.center.manage_delObjects(["target"])
        self.assertUsed(self.owner.upload(self.wheel))

    def test_file_that_is_there_is_not_touched_by_the_same_one(self):
        answer = self.owner.upload(self.wheel)
        self.assertEqual((answer.status, answer.text), (200, ""))
        answer = self.owner.upload(self.other_bytes)
        self.assertEqual(answer.status, 409)
        self.assertTrue(answer.text.startswith("File already exists"), answer.text)


class TestSpellings(ServedCenter):
    def setUp(self):
        super().setUp()
        self.sdist = make_sdist("demo-app", "1.0", folder=self.folder)
        self.assertEqual(self.owner.upload(self.sdist).status, 200)

    def spelled(self, name, version, filename, filling=""):
        return make_sdist(
            name, version, folder=self.folder / filename, filename=filename, filling=filling
        )

    def test_file_that_is_there_is_there_in_each_spelling(self):
        for one in SPELLINGS:
            for filling in ("", "x"):
                with self.subTest(one, filling=filling):
                    answer = self.owner.upload(self.spelled(*one, filling=filling))
                    self.assertEqual(answer.status, 409, answer.text)
                    self.assertTrue(answer.text.startswith("File already exists"), answer.text)
        self.assertEqual(self.filenames("demo-app"), [self.sdist.name])

    def test_deleted_file_is_used_in_each_spelling(self):
        for deleted in ("file", "project"):
            with self.changes():
                if deleted == "file":
                    self.center["demo-app"]["1.0"].manage_delObjects([self.sdist.name])
                else:
                    self.center.manage_delObjects(["demo-app"])
            for one in SPELLINGS:
                with self.subTest(one, deleted=deleted):
                    answer = self.owner.upload(self.spelled(*one))
                    self.assertEqual((answer.status, answer.text.strip()), (409, USED))

    def test_center_from_before_the_table_of_spellings_takes_uploads(self):
        with self.changes():
            self.center._psc_index.spellings = self.center._psc_index.looks = None
        newer = make_sdist("demo-app", "1.1", folder=self.folder)
        self.assertEqual(self.owner.upload(newer).status, 200)
        other = make_sdist("other", "1.0", folder=self.folder)
        self.assertEqual(self.owner.upload(other).status, 200)
        transaction.begin()
        self.assertEqual(len(self.center._psc_index.spellings), 2)
        self.assertEqual(list(self.center._psc_index.looks), ["0ther"])
