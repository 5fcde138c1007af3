"""Pages that are kept must not outlive the right to see what is on them."""

from plone import api
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.served import ServedCenter


class TestPagesThatAreKept(ServedCenter):
    def setUp(self):
        super().setUp()
        self.wheel = make_wheel("demo", "1.0", folder=self.folder)
        self.owner.upload(self.wheel)
        # The page of all files is rendered and kept while everybody sees the project.
        self.assertIn(self.wheel.name, self.nobody.get("/links").text)

    def test_project_that_is_taken_back_leaves_the_page_of_all_files(self):
        with self.changes():
            api.content.transition(self.center["demo"], "retract")
        self.assertNotIn("demo", self.nobody.get("/links").text)

    def test_project_that_is_shown_again_comes_back(self):
        with self.changes():
            api.content.transition(self.center["demo"], "retract")
        self.assertNotIn("demo", self.nobody.get("/links").text)
        with self.changes():
            api.content.transition(self.center["demo"], "publish")
        self.assertIn(self.wheel.name, self.nobody.get("/links").text)
