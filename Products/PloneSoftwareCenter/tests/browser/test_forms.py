"""The forms, filled in as people fill them in."""

from plone import api
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from plone.testing.zope import Browser
from Products.PloneSoftwareCenter.content.states import PROJECT_WORKFLOW
from Products.PloneSoftwareCenter.content.states import set_state
from Products.PloneSoftwareCenter.testing import create_center
from Products.PloneSoftwareCenter.testing import create_project
from Products.PloneSoftwareCenter.testing import create_release
from Products.PloneSoftwareCenter.testing import EVALUATOR
from Products.PloneSoftwareCenter.testing import OWNER
from Products.PloneSoftwareCenter.testing import PASSWORD
from Products.PloneSoftwareCenter.testing import PSC_FUNCTIONAL
from Products.PloneSoftwareCenter.tests.archives import sdist_bytes

import html
import transaction
import unittest


class FormCase(unittest.TestCase):
    layer = PSC_FUNCTIONAL

    def setUp(self):
        self.portal = self.layer["portal"]
        self.center = create_center(self.portal)
        transaction.commit()
        self.browser = self.browser_of(OWNER)

    def browser_of(self, user, password=PASSWORD):
        browser = Browser(self.layer["app"])
        browser.handleErrors = False
        browser.addHeader("Authorization", f"Basic {user}:{password}")
        return browser

    def open_form(self, content, name):
        self.browser.open(f"{content.absolute_url()}/{name}")

    def fill(self, **values):
        """Fill in fields by the last part of their names, and save."""
        for name, value in values.items():
            self.control(name).value = value
        self.browser.getControl("Save").click()
        transaction.begin()

    def control(self, name):
        prefixes = ("", "IBasic.", "IShortName.")
        for prefix in prefixes:
            found = self.browser.getForm(id="form").controls
            for control in found:
                if getattr(control, "name", None) == f"form.widgets.{prefix}{name}":
                    return control
        raise LookupError(name)


class TestCenterForm(FormCase):
    def edit_as_manager(self, **values):
        self.browser = self.browser_of(SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
        self.open_form(self.center, "edit")
        self.fill(**values)

    def test_lines_lose_what_is_blank(self):
        self.edit_as_manager(available_platforms="All\n\n  Linux \n", project_evaluators="")
        self.assertEqual(self.center.available_platforms, ("All", "Linux"))
        self.assertEqual(self.center.project_evaluators, ())

    def test_category_without_id_is_refused(self):
        self.edit_as_manager(available_categories="web|Web\n|No id")
        self.assertIn("needs an id first", self.browser.contents)
        self.assertEqual(len(self.center.available_categories), 3)

    def test_category_that_is_there_twice_is_refused(self):
        self.edit_as_manager(available_categories="web|Web\nweb|Again")
        self.assertIn("The category web is there twice.", self.browser.contents)


class TestProjectForm(FormCase):
    def test_member_adds_a_project(self):
        self.open_form(self.center, "++add++PSCProject")
        self.fill(title="My Project", distributions="My.Project\nmy-other", text="*Hello*")
        project = self.center["my-project"]
        self.assertEqual(project.distributions, ("My.Project", "my-other"))
        self.assertEqual(project.title, "My Project")
        self.assertEqual(project.get_local_roles_for_userid(OWNER), ("Owner",))

    def test_project_needs_neither_category_nor_contact(self):
        self.open_form(self.center, "++add++PSCProject")
        self.fill(title="Plain")
        project = self.center["plain"]
        self.open_form(project, "edit")
        self.fill(description="Summary")
        self.assertEqual(project.Description(), "Summary")
        self.assertEqual((project.categories, project.contact_address), ((), None))

    def test_name_of_another_project_is_refused(self):
        other = create_project(self.center, "Taken.Name", distributions=("Taken.Name", "Second"))
        set_state(other, PROJECT_WORKFLOW, "unapproved")
        transaction.commit()
        for name in ("taken_name", "SECOND"):
            self.open_form(self.center, "++add++PSCProject")
            self.fill(title="Mine", distributions=f"mine\n{name}")
            self.assertIn(f"The name '{name}' is not available to you", self.unescaped())
        self.assertNotIn("mine", self.center)

    def test_further_name_of_another_project_is_refused_when_editing(self):
        create_project(self.center, "taken")
        transaction.commit()
        self.open_form(self.center, "++add++PSCProject")
        self.fill(title="Mine", distributions="mine")
        self.open_form(self.center["mine"], "edit")
        self.fill(distributions="mine\nTaken")
        self.assertIn("The name 'Taken' is not available to you", self.unescaped())
        self.open_form(self.center["mine"], "edit")
        self.fill(distributions="mine\nfree")
        self.assertEqual(self.center["mine"].distributions, ("mine", "free"))

    def test_what_is_no_name_is_refused(self):
        self.open_form(self.center, "++add++PSCProject")
        self.fill(title="Mine", distributions="no name")
        self.assertIn("is an invalid value for Name", self.browser.contents)

    def test_address_that_a_page_must_not_link_is_refused(self):
        self.open_form(self.center, "++add++PSCProject")
        self.fill(title="Mine", homepage="javascript:alert(1)")
        self.assertIn("Write a whole address", self.browser.contents)

    def test_only_evaluators_see_the_fields_of_the_review(self):
        self.open_form(self.center, "++add++PSCProject")
        self.fill(title="Mine")
        self.open_form(self.center["mine"], "edit")
        with self.assertRaises(LookupError):
            self.control("review_comment")
        self.center.project_evaluators = (EVALUATOR,)
        self.center.manage_setLocalRoles(EVALUATOR, ["PSCEvaluator"])
        transaction.commit()
        self.browser = self.browser_of(EVALUATOR)
        self.open_form(self.center["mine"], "edit")
        self.fill(review_comment="Good.")
        self.assertEqual(self.center["mine"].review_comment, "Good.")

    def test_renaming_by_hand_is_led_around_what_is_there(self):
        self.open_form(self.center, "++add++PSCProject")
        self.fill(title="Mine")
        uid = self.center["mine"].UID()
        for wanted, found in (("simple", "simple-1"), ("yours", "yours")):
            project = api.content.get(UID=uid)
            self.open_form(project, "edit")
            self.fill(id=wanted)
            self.assertEqual(self.center[found].UID(), uid)

    def unescaped(self):
        return html.unescape(self.browser.contents)


class TestReleaseForm(FormCase):
    def setUp(self):
        super().setUp()
        self.project = create_project(self.center, "mine", distributions=("mine", "second"))
        self.project.manage_setLocalRoles(OWNER, ["Owner"])
        transaction.commit()

    def test_release_gets_the_main_name(self):
        self.open_form(self.project, "++add++PSCRelease")
        self.fill(version="1.0")
        release = self.project["1.0"]
        self.assertEqual((release.version, release.distribution), ("1.0", "mine"))

    def test_release_of_a_further_name(self):
        self.open_form(self.project, "++add++PSCRelease")
        self.fill(version="1.0", distribution="Second")
        self.assertEqual(self.project["second-1.0"].distribution, "Second")

    def test_foreign_name_is_refused(self):
        self.open_form(self.project, "++add++PSCRelease")
        self.fill(version="1.0", distribution="third")
        self.assertIn("The project does not have this name", self.browser.contents)

    def test_version_that_pep_440_can_not_read_is_refused(self):
        self.open_form(self.project, "++add++PSCRelease")
        self.fill(version="one")
        self.assertIn("is an invalid value for Version", self.browser.contents)

    def test_the_same_version_in_other_words_is_refused(self):
        self.open_form(self.project, "++add++PSCRelease")
        self.fill(version="1.0")
        self.open_form(self.project, "++add++PSCRelease")
        self.fill(version="1.0.0")
        self.assertIn("There is a release 1.0 already.", self.browser.contents)

    def test_version_is_shown_and_not_edited(self):
        create_release(self.project, "1.0")
        transaction.commit()
        self.open_form(self.project["1.0"], "edit")
        with self.assertRaises(LookupError):
            self.control("version")
        self.fill(codename="Tulip")
        self.assertEqual(self.project["1.0"].codename, "Tulip")
        self.assertEqual(self.project["1.0"].version, "1.0")


class TestFileForm(FormCase):
    def setUp(self):
        super().setUp()
        self.project = create_project(self.center, "mine")
        self.project.manage_setLocalRoles(OWNER, ["PSCMaintainer"])
        create_release(self.project, "1.0", distribution="mine")
        transaction.commit()

    def upload(self, filename, data):
        self.open_form(self.project["1.0"], "++add++PSCFile")
        self.control("archive").add_file(data, "application/octet-stream", filename)
        self.browser.getControl("Save").click()
        transaction.begin()

    def test_maintainer_adds_an_archive(self):
        data = sdist_bytes("mine", "1.0")
        self.upload("mine-1.0.tar.gz", data)
        file = self.project["1.0"]["mine-1.0.tar.gz"]
        self.assertEqual((file.size, file.packagetype, file.uploader), (len(data), "sdist", OWNER))
        self.assertEqual(self.browser.url, self.project["1.0"].absolute_url())

    def test_archive_of_another_release_is_refused(self):
        for name, version in (("mine", "2.0"), ("other", "1.0")):
            self.upload(f"{name}-{version}.tar.gz", sdist_bytes(name, version))
            self.assertIn(f"This is an archive of {name} {version}", self.browser.contents)
        self.assertEqual(list(self.project["1.0"].objectIds()), [])
        self.assertEqual(list(self.center.objectIds()), ["mine"])

    def test_what_is_no_archive_is_refused(self):
        self.upload("mine-1.0.tar.gz", b"nothing of the kind")
        self.assertIn("Invalid distribution file", self.browser.contents)
        self.assertEqual(list(self.project["1.0"].objectIds()), [])

    def test_maintainer_adds_a_link_to_a_file(self):
        self.open_form(self.project["1.0"], "++add++PSCFileLink")
        self.fill(
            title="Elsewhere", external_url="https://example.org/x.zip", external_file_size="7 MB"
        )
        link = self.project["1.0"]["elsewhere"]
        self.assertEqual(link.external_url, "https://example.org/x.zip")
        self.assertEqual(link.external_file_size, "7 MB")

    def test_link_that_is_none_is_refused(self):
        self.open_form(self.project["1.0"], "++add++PSCFileLink")
        self.fill(title="Elsewhere", external_url="javascript:alert(1)")
        self.assertIn("Write a whole address", self.browser.contents)
