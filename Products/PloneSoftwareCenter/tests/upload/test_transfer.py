"""Moving a name with its releases to another project."""

from plone.app.testing import login
from plone.app.testing import TEST_USER_NAME
from Products.PloneSoftwareCenter.content.states import PROJECT_WORKFLOW
from Products.PloneSoftwareCenter.content.states import set_state
from Products.PloneSoftwareCenter.content.states import state_of
from Products.PloneSoftwareCenter.pypi.errors_access import NameNotAvailable
from Products.PloneSoftwareCenter.pypi.errors_access import NotAllowed
from Products.PloneSoftwareCenter.testing import create_project
from Products.PloneSoftwareCenter.testing import create_release
from Products.PloneSoftwareCenter.testing import MAINTAINER
from Products.PloneSoftwareCenter.testing import OWNER
from Products.PloneSoftwareCenter.tests.archives import make_sdist
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.pages import main_text
from Products.PloneSoftwareCenter.tests.served import ServedCenter
from Products.PloneSoftwareCenter.upload.transfer import move_name

import transaction


class TestMoveName(ServedCenter):
    def setUp(self):
        super().setUp()
        self.source = create_project(self.center, "big", distributions=("big", "side"))
        self.target = create_project(self.center, "small")
        for project in (self.source, self.target):
            project.manage_setLocalRoles(OWNER, ["Owner"])
        transaction.commit()
        self.archives = [
            make_wheel("side", "1.0", folder=self.folder),
            make_sdist("side", "1.0", folder=self.folder),
            make_wheel("side", "1.1", folder=self.folder),
        ]
        for archive in (*self.archives, make_wheel("big", "1.0", folder=self.folder)):
            self.assertEqual(self.owner.upload(archive).status, 200)
        transaction.begin()

    def move(self, name="side", source=None, target=None):
        login(self.portal, OWNER)
        move_name(self.center, name, source or self.source, target or self.target)
        login(self.portal, TEST_USER_NAME)
        transaction.commit()

    def test_installers_see_no_difference(self):
        before = self.files("side")
        self.move()
        self.assertEqual(self.files("side"), before)
        for archive in self.archives:
            answer = self.nobody.get(f"/simple/side/{archive.name}")
            self.assertEqual((answer.status, answer.body), (200, archive.read_bytes()))
        wheel = self.archives[0].name
        self.assertEqual(self.nobody.get(f"/simple/side/{wheel}.metadata").status, 200)
        self.assertEqual(len(self.files("big")), 1)

    def test_content_and_name_lists_follow(self):
        uid = self.source["side-1.0"].UID()
        times = [file.upload_time for file in self.source["side-1.0"].objectValues()]
        self.move()
        self.assertEqual(self.source.distributions, ("big",))
        self.assertEqual(self.target.distributions, ("small", "side"))
        self.assertEqual(list(self.source.objectIds()), ["1.0"])
        self.assertEqual(sorted(self.target.objectIds()), ["side-1.0", "side-1.1"])
        moved = self.target["side-1.0"]
        self.assertEqual(moved.UID(), uid)
        self.assertEqual([file.upload_time for file in moved.objectValues()], times)

    def test_new_owner_uploads_and_pages_show_it_in_the_new_place(self):
        self.move()
        newer = make_wheel("side", "2.0", folder=self.folder)
        self.assertEqual(self.owner.upload(newer).status, 200)
        self.refresh()
        self.assertIn("side-2.0", self.target)
        self.assertIn("2.0", self.nobody.get("/small").text)
        self.assertNotIn("side", main_text(self.nobody.get("/big").text))

    def test_catalog_finds_the_name_in_the_new_project(self):
        self.move()
        catalog = self.portal.portal_catalog
        found = catalog.unrestrictedSearchResults(psc_names="side")
        self.assertEqual([brain.getId for brain in found], ["small"])

    def test_main_name_may_go_and_the_next_one_takes_its_place(self):
        self.move("big")
        self.assertEqual(self.source.distributions, ("side",))
        self.assertIn("big-1.0", self.target)
        self.assertEqual(self.source.latest_release, "side-1.1")
        self.assertEqual(len(self.files("big")), 1)

    def test_name_moved_there_and_back_is_where_it_was(self):
        before = self.files("side")
        self.move()
        self.move("side", self.target, self.source)
        self.assertEqual(self.files("side"), before)
        self.assertEqual(self.source.distributions, ("big", "side"))
        self.assertEqual(sorted(self.source.objectIds()), ["1.0", "side-1.0", "side-1.1"])

    def test_hidden_project_hides_what_comes_to_it(self):
        set_state(self.target, PROJECT_WORKFLOW, "pending")
        self.move()
        self.assertEqual(self.nobody.get("/simple/side/").status, 404)
        self.assertNotIn("side", self.nobody.get("/simple/").text)
        self.assertEqual(self.owner.get("/simple/side/").status, 200)

    def test_what_waited_is_released_in_a_public_project(self):
        self.center.project_creation = "review"
        transaction.commit()
        self.assertEqual(
            self.owner.upload(make_wheel("new", "1.0", folder=self.folder)).status, 200
        )
        self.refresh()
        self.assertEqual(state_of(self.center["new"]["1.0"]), "pre-release")
        self.move("new", self.center["new"])
        self.assertEqual(state_of(self.target["new-1.0"]), "final")
        self.assertEqual(len(self.files("new")), 1)

    def test_release_made_by_hand_moves_too(self):
        release = create_release(self.source, "3.0", distribution="side")
        self.source.unsupported_versions = (release.getId(),)
        transaction.commit()
        self.move()
        self.assertIn("side-3.0", self.target)
        self.assertEqual(self.source.unsupported_versions, ())
        self.assertEqual(self.target.unsupported_versions, ("side-3.0",))

    def test_only_who_owns_both_may(self):
        self.source.manage_setLocalRoles(MAINTAINER, ["Owner"])
        self.target.manage_setLocalRoles(MAINTAINER, ["PSCMaintainer"])
        login(self.portal, MAINTAINER)
        for source, target in ((self.source, self.target), (self.target, self.source)):
            with self.assertRaises(NotAllowed):
                move_name(self.center, "side", source, target)

    def test_name_of_another_project_is_not_moved(self):
        for name in ("small", "nope"):
            with self.assertRaises(NameNotAvailable):
                self.move(name)
