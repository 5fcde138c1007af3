"""Rows on the center and its categories."""

from plone import api
from Products.PloneSoftwareCenter.content.states import PROJECT_WORKFLOW
from Products.PloneSoftwareCenter.content.states import set_state
from Products.PloneSoftwareCenter.testing import create_project
from Products.PloneSoftwareCenter.testing import create_release
from Products.PloneSoftwareCenter.tests.pages import PublishedPages

import re


class TestCenter(PublishedPages):
    def counted(self):
        """Return what the front page counts for nobody."""
        found = re.search(r"(\d+) projects? · (\d+) releases?", self.read())
        return int(found[1]), int(found[2])

    def test_project_called_like_a_category_has_its_own_page(self):
        self.center.available_categories = ("demo|Demonstrations", "other|Others")
        create_project(self.center, "demo", title="A project", categories=("other",))
        self.assertIn("A project", self.read("/demo"))
        self.assertIn("Projects in category Demonstrations", self.read("/by-category/demo"))
        self.assertIn("No project found.", self.read("/by-category/demo"))
        self.assertIn("A project", self.read("/by-category/other"))

    def test_releases_are_counted_while_they_are_released(self):
        first = create_release(create_project(self.center, "first"), "1.0a1")
        second = create_release(create_project(self.center, "second"), "1.0rc1")
        self.assertEqual(self.counted(), (2, 0))
        api.content.transition(first, "release-alpha")
        self.assertEqual(self.counted(), (2, 1))
        api.content.transition(second, "release-candidate")
        self.assertEqual(self.counted(), (2, 2))
        api.content.transition(first, "retract")
        self.assertEqual(self.counted(), (2, 1))

    def test_unpublished_projects_are_never_counted(self):
        project = create_project(self.center, "demo")
        api.content.transition(create_release(project, "1.0"), "release-final")
        for state, expected in (
            ("published", (1, 1)),
            ("pending", (0, 0)),
            ("featured", (1, 1)),
            ("unapproved", (0, 0)),
        ):
            set_state(project, PROJECT_WORKFLOW, state)
            with self.subTest(state):
                self.assertEqual(self.counted(), expected)

    def test_count_is_right_after_releases_were_renamed_and_deleted(self):
        project = create_project(self.center, "demo")
        for version in ("1.0", "1.1"):
            api.content.transition(create_release(project, version), "release-final")
        project.manage_renameObject("1.0", "one")
        self.assertEqual(self.counted(), (1, 2))
        project.manage_delObjects(["one"])
        self.assertEqual(self.counted(), (1, 1))
        self.center.manage_delObjects(["demo"])
        self.assertEqual(self.counted(), (0, 0))
