"""Rows on projects and the folder of their releases."""

from DateTime import DateTime
from plone.app.testing import login
from plone.app.testing import TEST_USER_NAME
from plone.namedfile.file import NamedBlobImage
from Products.PloneSoftwareCenter.content.states import PROJECT_WORKFLOW
from Products.PloneSoftwareCenter.content.states import RELEASE_WORKFLOW
from Products.PloneSoftwareCenter.content.states import set_state
from Products.PloneSoftwareCenter.testing import create_project
from Products.PloneSoftwareCenter.testing import create_release
from Products.PloneSoftwareCenter.testing import OWNER
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.pages import browser_of
from Products.PloneSoftwareCenter.tests.pages import PublishedPages
from urllib.error import HTTPError

import io
import PIL.Image
import transaction


def image_of(width, height):
    """Return a picture of a size."""
    data = io.BytesIO()
    PIL.Image.new("RGB", (width, height)).save(data, "PNG")
    return NamedBlobImage(data.getvalue(), filename="picture.png")


class TestProject(PublishedPages):
    def test_images_stay_as_they_are_and_the_page_bounds_them(self):
        project = create_project(self.center, "demo")
        for logo, screenshot in ((16, 16), (1000, 1000)):
            project.logo = image_of(logo, logo)
            project.screenshot = image_of(screenshot, screenshot)
            self.read("/demo")
            self.assertIn("max-width: 150px; max-height: 75px", self.html)
            self.assertIn("max-width: min(100%, 800px); max-height: 600px", self.html)
            browser = browser_of(self.layer)
            for name, size in (("logo", logo), ("screenshot", screenshot)):
                with self.subTest(name, size=size):
                    browser.open(f"{self.url}/demo/@@images/{name}")
                    sent = browser._response.body
                    self.assertEqual(PIL.Image.open(io.BytesIO(sent)).size, (size, size))

    def test_date_of_the_latest_release_is_told(self):
        self.publish(make_wheel("demo", "1.0"))
        self.center["demo"]["1.0"].effective_date = DateTime("2008/05/06 12:00:00 UTC")
        self.assertIn("released on May 06, 2008", self.read("/demo"))

    def test_documentation_is_linked(self):
        project = create_project(self.center, "demo")
        self.assertNotIn("Documentation", self.read("/demo"))
        project.documentation_link = "https://docs.example.org/demo"
        self.assertIn("Documentation", self.read("/demo"))
        self.assertIn("https://docs.example.org/demo", self.links)

    def test_criteria_stand_in_the_order_of_the_center(self):
        self.center.available_self_certification_criteria = ("Zeal", "Art", "Love")
        project = create_project(self.center, "demo")
        project.self_certified_criteria = ("Love", "Zeal")
        self.assertIn("[X] Met: Zeal [ ] Not said: Art [X] Met: Love", self.read("/demo"))

    def test_titles_of_topics_are_shown_where_they_group(self):
        self.center.use_classifiers = True
        create_project(self.center, "demo", classifiers=("Topic :: Utilities",))
        self.assertIn("Utilities", self.read("/demo"))

    def test_address_of_the_historic_folder_leads_on(self):
        create_release(create_project(self.center, "demo"), "1.0")
        transaction.commit()
        browser = browser_of(self.layer)
        for path, found in (
            ("/demo/releases", "/demo"),
            ("/demo/releases/", "/demo"),
            ("/demo/releases/1.0", "/demo/1.0"),
        ):
            with self.subTest(path):
                browser.followRedirects = False
                browser.open(self.url + path)
                self.assertTrue(browser.headers["status"].startswith("301"))
                self.assertEqual(browser.headers["Location"], self.url + found)
                browser.followRedirects = True
                browser.open(self.url + path)
                self.assertEqual(browser.url, self.url + found)

    def test_address_of_the_historic_folder_tells_nothing_of_a_private_project(self):
        set_state(create_project(self.center, "demo"), PROJECT_WORKFLOW, "unapproved")
        transaction.commit()
        browser = browser_of(self.layer)
        with self.assertRaises(HTTPError) as refused:
            browser.open(f"{self.url}/demo/releases/1.0")
        self.assertEqual(refused.exception.code, 404)

    def test_owner_deletes_a_release_and_makes_it_again(self):
        login(self.portal, OWNER)
        project = create_project(self.center, "demo")
        for _time in ("first", "again"):
            set_state(create_release(project, "1.0"), RELEASE_WORKFLOW, "final")
            self.assertIn(" 1.0 ", self.read("/demo"))
            project.manage_delObjects(["1.0"])
            self.assertNotIn(" 1.0 ", self.read("/demo"))
        login(self.portal, TEST_USER_NAME)

    def test_member_makes_a_project_and_its_releases_before_the_review(self):
        self.center.project_creation = "review"
        login(self.portal, OWNER)
        project = create_project(self.center, "demo")
        create_release(project, "1.0")
        login(self.portal, TEST_USER_NAME)
        self.assertIn("waits for review", self.read("/demo", OWNER))
        self.assertIn("demo 1.0", self.read("/demo/1.0", OWNER))
