"""Versions of a project's page: what is kept, what is shown, and what comes back."""

from plone import api
from Products.PloneSoftwareCenter.content.versions import CONDITION
from Products.PloneSoftwareCenter.content.versions import forget_versions
from Products.PloneSoftwareCenter.content.versions import keep_version
from Products.PloneSoftwareCenter.content.versions import let_maintainers_look
from Products.PloneSoftwareCenter.content.versions import MODIFIER
from Products.PloneSoftwareCenter.people.interfaces import MAINTAINER as MAINTAINER_ROLE
from Products.PloneSoftwareCenter.testing import MAINTAINER
from Products.PloneSoftwareCenter.testing import OTHER
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.pages import browser_of
from Products.PloneSoftwareCenter.tests.pages import main_text
from Products.PloneSoftwareCenter.tests.pages import PublishedPages

import transaction


class VersionsCase(PublishedPages):
    def setUp(self):
        super().setUp()
        self.publish(make_wheel("demo", "1.0"))
        self.project = self.center["demo"]
        api.user.grant_roles(username=MAINTAINER, obj=self.project, roles=[MAINTAINER_ROLE])
        self.project.reindexObjectSecurity()
        self.tool = api.portal.get_tool("portal_repository")
        transaction.commit()

    def write(self, text, user=MAINTAINER):
        """Change the text of the project in its form."""
        browser = browser_of(self.layer, user)
        browser.open(f"{self.project.absolute_url()}/edit")
        browser.getControl(name="form.widgets.text").value = text
        browser.getControl(name="form.buttons.save").click()
        transaction.begin()

    def texts(self):
        """The texts of all versions, the oldest first."""
        return [one.object.text for one in reversed(list(self.tool.getHistory(self.project)))]

    def open(self, path, user="admin"):
        browser = browser_of(self.layer, user)
        browser.handleErrors = True
        browser.raiseHttpErrors = False
        browser.open(f"{self.project.absolute_url()}/{path}")
        return browser


class TestHistory(VersionsCase):
    def test_what_is_edited_has_a_history_from_before_the_first_time(self):
        before = self.project.text
        self.write("First words")
        self.write("Second words")
        self.assertEqual(self.texts(), [before, "First words", "Second words"])

    def test_uploads_keep_no_version_but_are_in_the_next_one(self):
        self.write("First words")
        self.edit(self.project, text="Words of an upload")
        transaction.commit()
        self.assertEqual(len(self.texts()), 2)
        self.write("Second words")
        self.assertEqual(self.texts()[-2:], ["Words of an upload", "Second words"])

    def test_form_that_is_refused_keeps_nothing(self):
        browser = self.open("edit")
        browser.getControl(name="form.widgets.distributions").value = "not a name"
        browser.getControl(name="form.buttons.save").click()
        transaction.begin()
        self.assertIn("error", browser.contents)
        self.assertFalse(hasattr(self.project, "version_id"))

    def test_releases_and_files_are_in_no_version(self):
        self.write("First words")
        histories = api.portal.get_tool("portal_historiesstorage")
        kept = histories.retrieve(self.project.cmf_uid(), 0).object.object
        self.assertEqual(list(kept.objectIds()), [])
        # one that is looked at shows what there is today
        (version, *_rest) = self.tool.getHistory(self.project)
        self.assertEqual(list(version.object.objectIds()), ["1.0"])

    def test_history_and_difference_are_shown(self):
        self.write("First words")
        self.write("Second words")
        for user in ("admin", MAINTAINER):
            history = main_text(self.open("@@historyview", user).contents)
            self.assertIn("Edited", history, user)
            shown = self.open("@@history?one=1&two=2", user)
            self.assertIn("First", shown.contents, user)
            self.assertIn("Second", shown.contents, user)
        page = self.open("versions_history_form?version_id=1")
        self.assertIn("First words", page.contents)

    def test_others_see_no_version(self):
        self.write("First words")
        self.write("Second words")
        for user in (OTHER, None):
            shown = self.open("versions_history_form?version_id=1", user)
            self.assertNotIn("First words", main_text(shown.contents))

    def test_old_version_brings_the_page_back_and_nothing_else(self):
        self.write("First words")
        self.edit(self.project, distributions=("demo", "demo-more"), is_approved=True)
        self.publish(make_wheel("demo", "2.0"))
        self.write("Second words")
        self.tool.revert(self.project, 1)
        transaction.commit()
        self.assertEqual(self.project.text, "First words")
        self.assertEqual(self.project.distributions, ("demo", "demo-more"))
        self.assertTrue(self.project.is_approved)
        self.assertEqual(sorted(self.project.objectIds()), ["1.0", "2.0"])
        self.assertEqual(self.project.latest_release, "2.0")
        self.assertIn("2.0", self.read("/demo"))
        self.read("/simple/demo/")
        self.assertIn("demo-2.0", self.html)
        self.publish(make_wheel("demo", "3.0"))

    def test_where_versions_are_switched_off_none_is_kept(self):
        self.tool.setVersionableContentTypes([])
        transaction.commit()
        self.write("First words")
        self.assertFalse(hasattr(self.project, "version_id"))

    def test_histories_that_were_emptied_begin_anew(self):
        self.project.version_id = 7
        keep_version(self.project)
        self.assertEqual(len(self.texts()), 1)


class TestSettings(VersionsCase):
    def test_modifier_is_for_projects_alone_and_goes_with_the_add_on(self):
        tool = api.portal.get_tool("portal_modifier")
        self.assertEqual(tool[MODIFIER].getTalesCondition(), CONDITION)
        forget_versions(self.portal)
        forget_versions(self.portal)
        self.assertNotIn(MODIFIER, tool.objectIds())

    def test_who_was_let_look_at_versions_still_is(self):
        name = "CMFEditions: Access previous versions"
        self.portal.manage_permission(name, ["Reviewer"], acquire=False)
        let_maintainers_look(self.portal)
        let_maintainers_look(self.portal)
        roles = [one["name"] for one in self.portal.rolesOfPermission(name) if one["selected"]]
        self.assertEqual(roles, ["PSCMaintainer", "Reviewer"])
        self.assertFalse(self.portal.acquiredRolesAreUsedBy(name))
