"""Adding by hand: who may, what is refused, and what is stored then."""

from plone import api
from Products.PloneSoftwareCenter.content.states import CENTER_WORKFLOW
from Products.PloneSoftwareCenter.content.states import set_state
from Products.PloneSoftwareCenter.content.states import state_of
from Products.PloneSoftwareCenter.testing import create_project
from Products.PloneSoftwareCenter.testing import create_release
from Products.PloneSoftwareCenter.testing import MAINTAINER
from Products.PloneSoftwareCenter.testing import OTHER
from Products.PloneSoftwareCenter.testing import OWNER
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.archives import sdist_bytes
from Products.PloneSoftwareCenter.tests.archives import wheel_bytes
from Products.PloneSoftwareCenter.tests.archives import wheel_name
from Products.PloneSoftwareCenter.tests.pages import browser_of
from Products.PloneSoftwareCenter.tests.pages import PublishedPages
from urllib.error import HTTPError

import transaction


#: attributes of projects, whoever has made them
SAME = ("description", "language", "portal_type", "text", "classifiers", "exclude_from_nav")


class TestAddingProjects(PublishedPages):
    def open_form(self, user):
        transaction.commit()
        browser = browser_of(self.layer, user)
        browser.open(f"{self.url}/++add++PSCProject")
        return browser

    def test_policy_that_nobody_makes_projects_is_told(self):
        self.center.project_creation = "nobody"
        browser = self.open_form(OTHER)
        self.assertEqual(browser.url, self.url)
        self.assertIn("made by the managers of this center only", browser.contents)

    def test_policy_holds_when_the_form_is_sent(self):
        browser = self.open_form(OTHER)
        self.center.project_creation = "nobody"
        transaction.commit()
        browser.getControl(name="form.widgets.IBasic.title").value = "Mine"
        browser.getControl("Save").click()
        transaction.begin()
        self.assertIn("made by the managers of this center only", browser.contents)
        self.assertEqual(list(self.center.objectIds()), [])

    def test_managers_make_projects_whatever_the_policy_says(self):
        self.center.project_creation = "nobody"
        browser = self.open_form("admin")
        browser.getControl(name="form.widgets.IBasic.title").value = "Ours"
        browser.getControl("Save").click()
        transaction.begin()
        self.assertEqual(state_of(self.center["ours"]), "published")

    def test_project_made_by_hand_waits_where_members_are_reviewed(self):
        self.center.project_creation = "review"
        browser = self.open_form(OTHER)
        browser.getControl(name="form.widgets.IBasic.title").value = "Mine"
        browser.getControl(name="form.widgets.distributions").value = "mine"
        browser.getControl("Save").click()
        transaction.begin()
        self.assertIn("This project waits for review.", browser.contents)
        self.assertEqual(state_of(self.center["mine"]), "pending")

    def test_project_made_by_hand_is_as_one_made_by_an_upload(self):
        browser = self.open_form(OTHER)
        browser.getControl(name="form.widgets.IBasic.title").value = "mine"
        browser.getControl(name="form.widgets.distributions").value = "mine"
        browser.getControl("Save").click()
        self.publish(make_wheel("mine", "1.0"))
        self.publish(make_wheel("theirs", "1.0"))
        by_hand, by_upload = (
            {name: getattr(self.center[project].aq_base, name) for name in SAME}
            for project in ("mine", "theirs")
        )
        self.assertEqual(by_hand, by_upload)

    def test_closed_center_leads_members_away(self):
        set_state(self.center, CENTER_WORKFLOW, "closed")
        for user in (OTHER, None):
            browser = browser_of(self.layer, user)
            browser.raiseHttpErrors = False
            transaction.commit()
            browser.open(f"{self.url}/++add++PSCProject")
            self.assertNotIn("form.widgets.distributions", browser.contents)


class TestAddingCenters(PublishedPages):
    def test_center_is_called_like_its_title(self):
        browser = browser_of(self.layer, "admin")
        browser.open(f"{self.portal.absolute_url()}/++add++PloneSoftwareCenter")
        browser.getControl(name="form.widgets.IBasic.title").value = "Our Index"
        browser.getControl("Save").click()
        self.assertEqual(browser.url, f"{self.portal.absolute_url()}/our-index/view")


class TestAddingFiles(PublishedPages):
    def setUp(self):
        super().setUp()
        self.project = create_project(self.center, "mine")
        self.project.manage_setLocalRoles(OWNER, ["Owner"])
        self.project.manage_setLocalRoles(MAINTAINER, ["PSCMaintainer"])
        self.release = create_release(self.project, "1.0")

    def upload(self, filename=None, data=b"", user=OWNER, token=True):
        transaction.commit()
        browser = browser_of(self.layer, user)
        browser.open(f"{self.release.absolute_url()}/++add++PSCFile")
        if filename is not None:
            control = browser.getControl(name="form.widgets.archive")
            control.add_file(data, "application/octet-stream", filename)
        if not token:
            browser.getControl(name="_authenticator").value = "forged"
        browser.getControl("Save").click()
        transaction.begin()
        return browser.contents

    def test_file_added_by_hand_is_in_the_index(self):
        name = wheel_name("mine", "1.0")
        page = self.upload(name, wheel_bytes("mine", "1.0", requires_python=">=3.11"))
        self.assertIn("Item created", page)
        self.assertEqual(state_of(self.release), "final")
        self.read("/simple/mine/")
        self.assertIn(name, self.html)
        self.assertIn('data-requires-python="&gt;=3.11"', self.html)
        self.assertIn(name, self.read("/mine/1.0"))

    def test_something_must_be_chosen(self):
        self.assertIn("Required input is missing", self.upload())
        self.assertEqual(list(self.release.objectIds()), [])

    def test_other_bytes_under_a_name_that_is_there_are_refused(self):
        self.upload("mine-1.0.tar.gz", sdist_bytes("mine", "1.0"))
        page = self.upload("mine-1.0.tar.gz", sdist_bytes("mine", "1.0", filling="other"))
        self.assertIn("File already exists", page)
        self.assertEqual(len(self.release), 1)

    def test_name_of_a_deleted_file_is_refused(self):
        self.upload("mine-1.0.tar.gz", sdist_bytes("mine", "1.0"))
        api.content.delete(self.release["mine-1.0.tar.gz"])
        page = self.upload("mine-1.0.tar.gz", sdist_bytes("mine", "1.0"))
        self.assertIn("previously used by a file that has since been deleted", page)

    def test_file_above_the_limit_of_the_center_is_refused(self):
        self.center.max_file_size = 0
        page = self.upload("mine-1.0.tar.gz", sdist_bytes("mine", "1.0"))
        self.assertIn("File too large", page)
        self.assertEqual(
            len(self.center._psc_blobs if hasattr(self.center, "_psc_blobs") else ()), 0
        )

    def test_form_that_another_site_has_made_up_stores_nothing(self):
        with self.assertRaises(HTTPError):
            self.upload("mine-1.0.tar.gz", sdist_bytes("mine", "1.0"), token=False)
        transaction.begin()
        self.assertEqual(list(self.release.objectIds()), [])

    def test_file_can_be_made_by_code_without_bytes(self):
        file = api.content.create(self.release, "PSCFile", "by-code")
        self.assertEqual(file.getId(), "by-code")
        self.read("/simple/mine/")
        self.assertNotIn("by-code", self.html)


class TestYanking(PublishedPages):
    def setUp(self):
        super().setUp()
        self.wheel = self.publish(make_wheel("mine", "1.0"))
        self.project = self.center["mine"]
        self.project.manage_setLocalRoles(OWNER, ["Owner"])
        self.project.manage_setLocalRoles(MAINTAINER, ["PSCMaintainer"])

    def save(self, path, user, yanked, reason=""):
        transaction.commit()
        browser = browser_of(self.layer, user)
        browser.open(f"{self.url}/mine/{path}/edit")
        browser.getControl(name="form.widgets.yanked:list").value = ["selected"] if yanked else []
        browser.getControl(name="form.widgets.yanked_reason").value = reason
        browser.getControl("Save").click()
        transaction.begin()

    def test_owners_and_maintainers_yank_and_unyank_releases_and_files(self):
        for path in ("1.0", f"1.0/{self.wheel.name}"):
            for user in (OWNER, MAINTAINER):
                with self.subTest(path=path, user=user):
                    self.save(path, user, True, "Broken")
                    self.read("/simple/mine/")
                    self.assertIn('data-yanked="Broken"', self.html)
                    self.assertIn("Yanked Broken", self.read("/mine"))
                    self.save(path, user, False)
                    self.read("/simple/mine/")
                    self.assertNotIn("data-yanked", self.html)

    def test_others_do_not(self):
        transaction.commit()
        for user in (OTHER, None):
            browser = browser_of(self.layer, user)
            browser.raiseHttpErrors = False
            browser.open(f"{self.url}/mine/1.0/edit")
            self.assertNotIn("form.widgets.yanked", browser.contents)
