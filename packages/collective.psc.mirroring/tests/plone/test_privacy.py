"""What everybody may see no more leaves the tree, whoever changed what and how."""

from collective.psc.mirroring.site import rights
from collective.psc.mirroring.site.bringing import bring
from collective.psc.mirroring.site.settings import KEY
from collective.psc.mirroring.site.settings import tree_of
from plone import api
from Products.PloneSoftwareCenter.content.states import PROJECT_WORKFLOW
from Products.PloneSoftwareCenter.content.states import RELEASE_WORKFLOW
from Products.PloneSoftwareCenter.content.states import set_state
from Products.PloneSoftwareCenter.testing import create_center
from Products.PloneSoftwareCenter.tests.archives import make_sdist
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.upload.status import set_status
from tests.plone.mirrored import MirroredCenter
from tests.sites import contents
from unittest import mock
from ZODB import POSException
from zope.annotation.interfaces import IAnnotations
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import json


class TestPrivacy(MirroredCenter):
    def setUp(self):
        super().setUp()
        self.archive = make_wheel("alpha", "1.0", folder=self.folder)
        self.other = make_sdist("beta", "1.0", folder=self.folder)
        self.publish(self.archive, self.other)
        self.keep()

    def assert_gone(self, name, archive):
        self.assertFalse(self.tree.project(name).exists())
        self.assertFalse(self.tree.json_page(name).exists())
        self.assertFalse((self.tree.shelf / archive.name).exists())

    def assert_nowhere(self, name, archive):
        """See that nothing of it is left, lists and all."""
        self.assert_gone(name, archive)
        for path, data in contents(self.tree.www).items():
            self.assertNotIn(archive.name.encode(), data, path)
            self.assertNotIn(f'"{name}"'.encode(), data, path)

    def test_private_project_leaves_at_once_and_its_lists_follow(self):
        with self.changes():
            set_state(self.center["alpha"], PROJECT_WORKFLOW, "unapproved")
        self.assert_gone("alpha", self.archive)
        self.keep()
        self.assert_nowhere("alpha", self.archive)
        self.assert_same()

    def test_it_comes_back(self):
        with self.changes():
            set_state(self.center["alpha"], PROJECT_WORKFLOW, "unapproved")
        self.keep()
        with self.changes():
            set_state(self.center["alpha"], PROJECT_WORKFLOW, "published")
        self.assertTrue(self.tree.file("alpha", self.archive.name).is_file())
        self.keep()
        self.assert_same()

    def test_rights_that_an_attribute_alone_tells_are_found_by_sync(self):
        with self.changes():
            # as a program may do: nobody is told
            self.center["alpha"]._View_Permission = ("Manager",)
        self.assertEqual(self.nobody.get("/simple/alpha/").status, 404)
        self.assertTrue(self.tree.project("alpha").exists())
        self.assertEqual(bring(self.db, self.path, everything=True).changed, ["alpha"])
        # in the lists, too, and in the site's own
        self.assert_nowhere("alpha", self.archive)
        self.assert_same()
        with self.changes():
            del self.center["alpha"]._View_Permission
        self.assertEqual(bring(self.db, self.path, everything=True).changed, ["alpha"])
        self.assert_same()

    def test_rights_that_an_attribute_alone_tells_are_found_by_looking_round(self):
        with self.changes():
            self.center["beta"]._View_Permission = ("Manager",)
        with mock.patch.object(rights, "AT_A_TIME", 1):
            # alpha, then beta
            self.keep()
            self.keep()
        self.assert_nowhere("beta", self.other)
        self.assert_same()

    def test_rights_that_can_not_be_told_now_are_told_later(self):
        with self.changes():
            self.center["alpha"]._View_Permission = ("Manager",)
        error = POSException.ReadOnlyError("read-only")
        with mock.patch.object(rights, "sync_visibility", side_effect=error):
            self.keep()
        self.assertTrue(self.tree.project("alpha").exists())
        self.keep()
        self.assert_nowhere("alpha", self.archive)

    def test_retracted_release(self):
        with self.changes():
            set_state(self.center["alpha"]["1.0"], RELEASE_WORKFLOW, "pre-release")
        path = self.tree.file("alpha", self.archive.name)
        self.assertFalse(path.exists())
        self.assertFalse(path.with_name(f"{path.name}.metadata").exists())
        self.assertFalse((self.tree.shelf / self.archive.name).exists())
        self.keep()
        # no line of it is left in the manifests
        self.assertNotIn(self.archive.name, self.tree.md5_manifest.read_text())
        self.assertNotIn(self.archive.name, self.tree.sha256_manifest.read_text())
        self.assert_same()

    def test_hidden_release_stays(self):
        with self.changes():
            set_state(self.center["alpha"]["1.0"], RELEASE_WORKFLOW, "hidden")
        self.assertTrue(self.tree.file("alpha", self.archive.name).exists())
        self.keep()
        self.assert_same()

    def test_deleted_file(self):
        with self.changes():
            api.content.delete(self.center["alpha"]["1.0"][self.archive.name])
        self.assertFalse(self.tree.file("alpha", self.archive.name).exists())
        self.keep()
        self.assert_same()

    def test_deleted_project(self):
        with self.changes():
            api.content.delete(self.center["beta"])
        self.assert_gone("beta", self.other)
        self.keep()
        self.assert_nowhere("beta", self.other)
        self.assert_same()

    def test_quarantined_project_has_a_page_and_no_files(self):
        with self.changes():
            set_status(self.center["alpha"], "quarantined", "It is not what it says.")
        self.assertFalse(self.tree.file("alpha", self.archive.name).exists())
        self.keep()
        page = json.loads((self.tree.project("alpha") / "index.v1_json").read_bytes())
        self.assertEqual((page["files"], page["project-status"]["status"]), ([], "quarantined"))
        self.assertNotIn(b"alpha", (self.tree.simple / "index.v1_json").read_bytes())
        self.assert_same()

    def test_rights_that_nobody_was_told_of(self):
        with self.changes():
            self.center["alpha"]._View_Permission = ("Manager",)
            # what changes without an event is seen when anything is written
            self.center["alpha"].manage_permission("View", ["Manager"], acquire=0)
        self.keep()
        self.assert_nowhere("alpha", self.archive)
        self.assert_same()

    def test_center_that_is_private_and_public_again(self):
        with self.changes():
            api.content.transition(self.center, "make_private")
        self.assertEqual(self.served(), {})
        self.keep()
        self.assertEqual(self.served(), {})
        with self.changes():
            api.content.transition(self.center, "publish")
        self.keep()
        self.assertTrue(self.tree.file("alpha", self.archive.name).exists())
        self.assert_same()

    def test_upload_to_a_private_center_stays_out(self):
        with self.changes():
            self.center.manage_setLocalRoles("owen", ["Reader", "Contributor"])
            api.content.transition(self.center, "make_private")
        self.publish(make_sdist("gamma", "1.0", folder=self.folder))
        self.assertEqual(self.served(), {})

    def test_deleted_center(self):
        with self.changes():
            api.content.delete(self.center, check_linkintegrity=False)
        self.assertEqual(self.served(), {})

    def test_renamed_center_keeps_its_tree(self):
        with self.changes():
            api.content.rename(self.center, "renamed")
        self.keeper.look(self.db)
        self.assertTrue(self.tree.file("alpha", self.archive.name).exists())

    def test_copied_center_has_no_tree(self):
        with self.changes():
            other = create_center(self.portal, "other")
            # as a copy would have it
            IAnnotations(other)[KEY] = IAnnotations(self.center)[KEY]
        self.assertIsNone(tree_of(other))
        self.assertIsNotNone(tree_of(self.center))
        self.keep()
        self.assert_same()

    def test_other_address_is_on_every_page(self):
        with self.changes():
            self.center.public_address = "https://psc.example.org/software"
            notify(ObjectModifiedEvent(self.center))
        self.keep()
        page = self.tree.json_page("alpha").read_text()
        self.assertIn("https://psc.example.org/software/packages/alpha/", page)
        self.assertNotIn(self.url, page)

    def test_without_an_address_there_is_no_json_api(self):
        with self.changes():
            self.center.public_address = None
            notify(ObjectModifiedEvent(self.center))
        self.keep()
        self.assertFalse(self.tree.json_page("alpha").exists())
        self.assertTrue(self.tree.file("alpha", self.archive.name).exists())

    def test_name_that_is_written_in_another_way(self):
        self.publish(make_sdist("Products.Demo", "1.0", folder=self.folder))
        self.keep()
        page = (self.tree.simple / "Products.Demo" / "index.html").read_bytes()
        self.assertEqual(page, self.nobody.get("/simple/products-demo/").body)
        with self.changes():
            set_state(self.center["products-demo"], PROJECT_WORKFLOW, "unapproved")
        self.keep()
        self.assertFalse((self.tree.simple / "Products.Demo").is_symlink())

    def test_overwritten_development_file(self):
        with self.changes():
            self.center.overwrite_dev = True
        first = make_sdist("gamma", "1.0.dev1", folder=self.folder)
        self.publish(first)
        self.keep()
        other = make_sdist("gamma", "1.0.dev1", folder=self.folder, filling="other")
        self.publish(other)
        self.assertEqual(self.tree.file("gamma", first.name).read_bytes(), other.read_bytes())
        self.keep()
        self.assert_same()
