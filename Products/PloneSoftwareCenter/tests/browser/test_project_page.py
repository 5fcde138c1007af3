"""The page of a project."""

from DateTime import DateTime
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import TEST_USER_ID
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
from Products.PloneSoftwareCenter.tests.pages import PublishedPages

import hashlib


class TestProjectPage(PublishedPages):
    def test_upload_makes_a_whole_page(self):
        wheel = self.publish(
            make_wheel(
                "demo.app",
                "1.0",
                requires_python=">=3.11",
                metadata_extra=(
                    "Home-page: https://example.org/\n"
                    "Project-URL: Bug Tracker, https://example.org/bugs\n"
                    "Author: Ann\nAuthor-email: Ann Author <ann@example.org>\n"
                    "License-Expression: MIT\n"
                    "Classifier: Framework :: Plone :: 6.2\n"
                    "Description-Content-Type: text/markdown\n\n"
                    "Some **bold** <script>alert(1)</script> words\n"
                ),
            )
        )
        text = self.read("/demo-app")
        for part in (
            "A distribution of the tests",
            "Latest stable release demo.app 1.0 released on",
            f"{wheel.name} sha256",
            hashlib.sha256(wheel.read_bytes()).hexdigest(),
            f"pip install --index-url {self.url}/simple/ demo.app==1.0",
            f"uv pip install --default-index {self.url}/simple/ demo.app",
            f"easy_install --index-url {self.url}/simple/ demo.app",
            f"[buildout] index = {self.url}/simple/ parts = app"
            " [app] recipe = zc.recipe.egg eggs = demo.app",
            "Some bold",
            "Author Ann",
            "License MIT",
            "Framework :: Plone :: 6.2",
            "1.0 ",
            "Final release",
        ):
            self.assertIn(part, text)
        self.assertNotIn("<script>alert", self.html)
        self.assertIn("<strong>bold</strong>", self.html)
        for link in (
            f"{self.url}/simple/demo-app/{wheel.name}",
            f"{self.url}/demo-app/1.0",
            "https://example.org/",
            "https://example.org/bugs",
            "mailto:ann@example.org",
        ):
            self.assertIn(link, self.links)

    def test_releases_stand_in_version_order(self):
        for version in ("1.9", "1.10", "1.10rc1", "0.5"):
            self.publish(make_wheel("demo", version))
        text = self.read("/demo").partition("All releases")[2].partition("About")[0]
        found = [text.index(f" {version} ") for version in ("1.10", "1.10rc1", "1.9", "0.5")]
        self.assertEqual(found, sorted(found))
        self.assertIn("Latest stable release demo 1.10 ", self.read("/demo"))

    def test_unreleased_and_hidden_are_listed_for_who_may_edit(self):
        self.publish(make_wheel("demo", "1.0"))
        self.publish(make_wheel("demo", "9.9"))
        project = self.center["demo"]
        set_state(project["9.9"], RELEASE_WORKFLOW, "hidden")
        create_release(project, "8.8")
        project.manage_setLocalRoles(MAINTAINER, ["PSCMaintainer"])
        for user in (None, OTHER):
            text = self.read("/demo", user)
            self.assertIn("1.0", text)
            self.assertNotIn("9.9", text)
            self.assertNotIn("8.8", text)
        for user in (SITE_OWNER_NAME, MAINTAINER):
            text = self.read("/demo", user)
            self.assertIn("8.8 Unreleased", text)
            self.assertRegex(text, "9.9 .* Hidden")

    def test_yanked_release_says_why_and_is_not_offered(self):
        self.publish(make_wheel("demo", "1.0"))
        self.publish(make_wheel("demo", "1.1"))
        release = self.center["demo"]["1.1"]
        self.edit(release, yanked=True, yanked_reason="It eats files")
        text = self.read("/demo")
        self.assertIn("Yanked It eats files", text)
        self.assertIn("demo==1.0", text)
        self.assertIn("Latest stable release demo 1.0", text)

    def test_project_without_a_stable_release(self):
        self.publish(make_sdist("demo", "1.0a1"))
        text = self.read("/demo")
        self.assertIn("No stable release available yet.", text)
        self.assertIn("demo==1.0a1", text)

    def test_project_without_a_name_lists_its_releases_from_the_folder(self):
        project = create_project(self.center, "", title="Old one")
        release = create_release(project, "0.1")
        set_state(release, RELEASE_WORKFLOW, "final")
        create_release(project, "0.2")
        text = self.read("/old-one")
        self.assertIn("0.1", text)
        self.assertNotIn("0.2", text)
        self.assertNotIn("How to install", text)

    def test_several_names_have_their_own_commands(self):
        project = create_project(self.center, "demo", distributions=("demo", "demo-extra"))
        self.publish(make_wheel("demo", "1.0"))
        self.publish(make_wheel("demo-extra", "2.0"))
        self.assertEqual(len(project), 2)
        text = self.read("/demo")
        self.assertIn("demo_extra==2.0", text.replace("demo-extra==", "demo_extra=="))
        self.assertIn("demo==1.0", text)

    def test_long_lists_are_batched(self):
        project = create_project(self.center, "demo")
        for minor in range(35):
            set_state(create_release(project, f"1.{minor}"), RELEASE_WORKFLOW, "final")
        text = self.read("/demo")
        self.assertIn(" 1.34 ", text)
        self.assertNotIn(" 1.2 ", text)
        further = next(link for link in self.links if "b_start" in link)
        self.assertTrue(further.endswith("#psc-releases"), further)
        self.assertIn(" 1.2 ", self.read(further.removeprefix(self.url)))

    def test_waiting_project_says_so_to_those_who_see_it(self):
        project = create_project(self.center, "demo")
        project.manage_setLocalRoles(OWNER, ["Owner"])
        for state, words in (("pending", "waits for review"), ("unapproved", "is not public")):
            set_state(project, PROJECT_WORKFLOW, state)
            self.assertIn(words, self.read("/demo", OWNER))
        for state in ("published", "featured"):
            set_state(project, PROJECT_WORKFLOW, state)
            text = self.read("/demo", OWNER)
            self.assertNotIn("waits for review", text)
            self.assertNotIn("is not public", text)

    def test_old_projects_may_be_unmaintained(self):
        self.publish(make_wheel("demo", "1.0"))
        words = "may no longer be maintained"
        self.assertNotIn(words, self.read("/demo"))
        for days, is_told in ((359, False), (361, True)):
            self.center["demo"]["1.0"].effective_date = DateTime() - days
            self.assertEqual(words in self.read("/demo"), is_told, days)

    def test_criteria_are_shown_when_one_is_met(self):
        project = create_project(self.center, "demo")
        self.assertNotIn("Self-certification", self.read("/demo"))
        project.self_certified_criteria = ("Unit tests",)
        text = self.read("/demo")
        self.assertIn("[X] Met: Unit tests", text)
        self.assertIn("[ ] Not said: Internationalized", text)

    def test_review_is_shown_when_there_is_a_comment(self):
        project = create_project(self.center, "demo")
        project.is_approved = True
        self.assertNotIn("Independent review", self.read("/demo"))
        project.review_comment = "Nice work"
        self.assertIn(
            "Independent review This project was reviewed and approved. Nice work",
            self.read("/demo"),
        )

    def test_categories_link_to_their_pages(self):
        create_project(self.center, "demo", categories=("infrastructure", "add-on"))
        self.assertIn("Categories Add-ons Infrastructure", self.read("/demo"))
        self.assertIn(f"{self.url}/by-category/add-on", self.links)

    def test_links_that_a_page_must_not_have_are_left_out(self):
        project = create_project(self.center, "demo")
        project.homepage = "javascript:alert(1)"
        project.contact_address = "javascript:alert(2)"
        self.read("/demo")
        self.assertNotIn("javascript:alert", self.html)

    def test_other_projects_of_the_author(self):
        create_project(self.center, "demo")
        self.read("/demo")
        link = next(link for link in self.links if "@@search" in link)
        self.assertIn(f"Creator={TEST_USER_ID}", link)
        self.assertIn("demo", self.read(link.removeprefix(self.url), absolute=link))

    def test_instructions_are_text_and_no_format(self):
        self.publish(make_wheel("demo", "1.0"))
        self.center.installation_instructions = "<b>get</b> {name} {name.__class__} {x}"
        self.assertIn("<b>get</b> demo {name.__class__} {x}", self.read("/demo"))

    def test_who_may_work_on_it_is_offered_that(self):
        project = create_project(self.center, "demo")
        project.manage_setLocalRoles(OWNER, ["Owner"])
        project.manage_setLocalRoles(MAINTAINER, ["PSCMaintainer"])
        add, move = "/demo/++add++PSCRelease", "/demo/@@move-name"
        for user, offered in ((OWNER, {add, move}), (MAINTAINER, {add}), (OTHER, set())):
            self.read("/demo", user)
            found = {link.removeprefix(self.url) for link in self.links}
            self.assertEqual(found & {add, move}, offered, user)
