"""The pages of releases, files and links."""

from datetime import date
from plone import api
from plone.app.testing import SITE_OWNER_NAME
from Products.PloneSoftwareCenter.content.states import PROJECT_WORKFLOW
from Products.PloneSoftwareCenter.content.states import RELEASE_WORKFLOW
from Products.PloneSoftwareCenter.content.states import set_state
from Products.PloneSoftwareCenter.testing import create_project
from Products.PloneSoftwareCenter.testing import create_release
from Products.PloneSoftwareCenter.testing import MAINTAINER
from Products.PloneSoftwareCenter.testing import OTHER
from Products.PloneSoftwareCenter.testing import OWNER
from Products.PloneSoftwareCenter.tests.archives import make_sdist
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.pages import browser_of
from Products.PloneSoftwareCenter.tests.pages import PublishedPages

import hashlib
import re
import transaction


class TestReleasePage(PublishedPages):
    def test_files_and_links_can_be_downloaded(self):
        wheel = self.publish(make_wheel("demo", "1.0"))
        sdist = self.publish(make_sdist("demo", "1.0"))
        release = self.center["demo"]["1.0"]
        api.content.create(
            release,
            "PSCFileLink",
            title="Installer",
            external_url="https://example.org/demo.exe",
            external_file_size="10 MB",
            platform="Windows",
        )
        text = self.read("/demo/1.0")
        self.assertIn("A release of demo", text)
        self.assertIn("Installer Windows 10 MB", text)
        for path in (wheel, sdist):
            self.assertIn(f"{self.url}/simple/demo/{path.name}", self.links)
            self.assertIn(hashlib.sha256(path.read_bytes()).hexdigest(), text)
        self.assertIn("https://example.org/demo.exe", self.links)

    def test_notes_tell_what_is_known(self):
        self.center.available_licenses = ("ours|Our license|https://example.org/license",)
        project = create_project(self.center, "demo")
        release = create_release(
            project,
            "1.0",
            changelog="- *New*: all",
            text="Hello ``there``",
            codename="Tulip",
            release_manager="Ann",
            release_manager_contact="ann@example.org",
            compatibility=("Plone 6.2",),
            license=("ours", "MIT"),
            repository="https://example.org/repo",
            expected_release_date=date(2031, 5, 6),
            feature_freeze_date=date(2031, 4, 5),
        )
        release.requires_python = ">=3.11"
        text = self.read("/demo/1.0")
        for part in (
            "State Unreleased",
            "Expected on May 06, 2031",
            "No more features after Apr 05, 2031",
            "Python >=3.11",
            "Tested with Plone 6.2",
            "Code name Tulip",
            "License Our license MIT",
            "Release manager Ann",
            "Hello there",
            "Changes New : all",
            "There is no file yet.",
        ):
            self.assertIn(part, text)
        for link in ("https://example.org/license", "mailto:ann@example.org"):
            self.assertIn(link, self.links)

    def test_warnings(self):
        project = create_project(self.center, "demo")
        project.manage_setLocalRoles(OWNER, ["Owner"])
        release = create_release(project, "1.0")
        api.content.create(release, "PSCFile", "by-code")
        not_yet = "This release is not in the index yet."
        self.assertIn(not_yet, self.read("/demo/1.0", OWNER))
        set_state(release, RELEASE_WORKFLOW, "final")
        self.assertNotIn(not_yet, self.read("/demo/1.0", OWNER))
        project.unsupported_versions = ("1.0",)
        self.assertIn("This release is no longer supported.", self.read("/demo/1.0"))
        self.edit(release, yanked=True, yanked_reason="Broken")
        self.assertRegex(self.read("/demo/1.0"), "This release is yanked.* Broken")
        self.assertIn("by-code", self.read("/demo/1.0"))
        self.assertNotIn("not a final release", self.read("/demo/1.0"))
        create_release(project, "1.1b1")
        self.assertIn("This is not a final release.", self.read("/demo/1.1b1"))

    def test_hidden_release_looks_as_its_version_says(self):
        self.publish(make_wheel("demo", "1.0"))
        set_state(self.center["demo"]["1.0"], RELEASE_WORKFLOW, "hidden")
        self.assertNotIn("idden", self.read("/demo/1.0"))
        self.assertIn("This release is hidden", self.read("/demo/1.0", "admin"))

    def test_release_of_a_waiting_project(self):
        self.publish(make_wheel("demo", "1.0"))
        self.center["demo"].manage_setLocalRoles(OWNER, ["Owner"])
        set_state(self.center["demo"], PROJECT_WORKFLOW, "pending")
        self.assertIn("The project is not public", self.read("/demo/1.0", OWNER))

    def test_browsers_show_the_title_of_the_content(self):
        self.publish(make_wheel("demo", "1.0"))
        self.read("/demo/1.0")
        self.assertRegex(self.html, r"<title>\s*demo 1.0 ")
        self.assertNotIn("Add Release", self.html)

    def test_who_may_add_files_is_offered_it(self):
        project = create_project(self.center, "demo")
        project.manage_setLocalRoles(OWNER, ["Owner"])
        create_release(project, "1.0")
        add = f"{self.url}/demo/1.0/upload-files"
        for user, is_offered in ((OWNER, True), (OTHER, False), (None, False)):
            self.read("/demo/1.0", user)
            self.assertEqual(add in self.links, is_offered, user)


class TestFilePage(PublishedPages):
    def test_tells_all_of_the_file(self):
        wheel = self.publish(make_wheel("demo", "1.0", requires_python=">=3.11"))
        path = f"/demo/1.0/{wheel.name}"
        text = self.read(path)
        digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
        for part in (
            f"{wheel.name} A file of demo 1.0",
            "Kind of file Wheel",
            "Built for py3",
            "Python >=3.11",
            f"SHA-256 {digest}",
            f"demo==1.0 \\ --hash=sha256:{digest}",
            f"--index-url {self.url}/simple/",
        ):
            self.assertIn(part, text)
        self.assertIn(f"{self.url}/simple/demo/{wheel.name}", self.links)

    def test_uploader_is_told_to_who_may_edit_only(self):
        wheel = self.publish(make_wheel("demo", "1.0"))
        path = f"/demo/1.0/{wheel.name}"
        self.assertNotIn("Uploaded by", self.read(path))
        self.assertIn("Uploaded by test_user_1_", self.read(path, "admin"))

    def test_yanked_file_says_why(self):
        wheel = self.publish(make_wheel("demo", "1.0"))
        self.edit(self.center["demo"]["1.0"][wheel.name], yanked=True, yanked_reason="Broken")
        self.assertRegex(self.read(f"/demo/1.0/{wheel.name}"), "This file is yanked.* Broken")

    def test_file_that_is_not_in_the_index_is_not_linked(self):
        wheel = self.publish(make_wheel("demo", "1.0"))
        release = self.center["demo"]["1.0"]
        set_state(release, RELEASE_WORKFLOW, "pre-release")
        text = self.read(f"/demo/1.0/{wheel.name}", SITE_OWNER_NAME)
        self.assertIn("This file is not in the index.", text)
        self.assertNotIn(f"{self.url}/simple/demo/{wheel.name}", self.links)

    def test_file_made_by_code_has_a_page(self):
        release = create_release(create_project(self.center, "demo"), "1.0")
        api.content.create(release, "PSCFile", "by-code")
        self.assertIn("by-code", self.read("/demo/1.0/by-code", SITE_OWNER_NAME))

    def test_link_has_a_page(self):
        release = create_release(create_project(self.center, "demo"), "1.0")
        link = api.content.create(
            release, "PSCFileLink", "far", title="Far", external_url="https://example.org/far"
        )
        self.assertIn("Far A download of demo 1.0", self.read("/demo/1.0/far"))
        self.assertIn("https://example.org/far", self.links)
        link.external_url = "javascript:alert(1)"
        self.read("/demo/1.0/far")
        self.assertNotIn("javascript:alert", self.html)


class TestDeleting(PublishedPages):
    def test_owners_and_no_maintainers_are_offered_to_delete(self):
        wheel = self.publish(make_wheel("demo", "1.0"))
        self.center["demo"].manage_setLocalRoles(OWNER, ["Owner"])
        self.center["demo"].manage_setLocalRoles(MAINTAINER, ["PSCMaintainer"])
        for path in ("/demo", "/demo/1.0", f"/demo/1.0/{wheel.name}"):
            for user, times in ((OWNER, 1), (SITE_OWNER_NAME, 1), (MAINTAINER, 0)):
                with self.subTest(path, user=user):
                    self.read(path, user)
                    offered = re.findall(f'"{self.url}{path}/delete_confirmation', self.html)
                    self.assertEqual(len(offered), times)

    def test_owner_deletes_a_project_and_its_files_leave_the_index(self):
        self.publish(make_wheel("demo", "1.0"))
        self.center["demo"].manage_setLocalRoles(OWNER, ["Owner"])
        transaction.commit()
        browser = browser_of(self.layer, OWNER)
        browser.open(f"{self.url}/demo/delete_confirmation")
        browser.getControl("Delete").click()
        transaction.begin()
        self.assertEqual(list(self.center.objectIds()), [])
        self.read("/simple/")
        self.assertNotIn("demo", self.html)
