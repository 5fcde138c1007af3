"""The page of one's own projects: which are listed, what is told of them, what can be done."""

from plone import api
from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import TEST_USER_NAME
from plone.portlets.interfaces import IPortletAssignmentMapping
from plone.portlets.interfaces import IPortletManager
from Products.PloneSoftwareCenter.browser.portlets import mine
from Products.PloneSoftwareCenter.content.project import PSCProject
from Products.PloneSoftwareCenter.content.states import CENTER_WORKFLOW
from Products.PloneSoftwareCenter.content.states import RELEASE_WORKFLOW
from Products.PloneSoftwareCenter.content.states import set_state
from Products.PloneSoftwareCenter.finding.own import OwnProjects
from Products.PloneSoftwareCenter.finding.own import works_in
from Products.PloneSoftwareCenter.finding.question import Question
from Products.PloneSoftwareCenter.people.interfaces import MAINTAINER as MAINTAINER_ROLE
from Products.PloneSoftwareCenter.people.interfaces import OWNER as OWNER_ROLE
from Products.PloneSoftwareCenter.people.invitations import invite
from Products.PloneSoftwareCenter.people.roles import give_role
from Products.PloneSoftwareCenter.people.roles import take_roles
from Products.PloneSoftwareCenter.testing import create_center
from Products.PloneSoftwareCenter.testing import create_project
from Products.PloneSoftwareCenter.testing import create_release
from Products.PloneSoftwareCenter.testing import MAINTAINER
from Products.PloneSoftwareCenter.testing import OTHER
from Products.PloneSoftwareCenter.testing import OWNER
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.pages import browser_of
from Products.PloneSoftwareCenter.tests.pages import PublishedPages
from Products.PloneSoftwareCenter.upload.by_path import publish_archive
from Products.PloneSoftwareCenter.upload.status import set_status
from unittest import mock
from zope.component import getMultiAdapter
from zope.component import getUtility

import transaction


PAGE = "/my-projects"


class TestMyProjects(PublishedPages):
    def publish_as(self, user, name, version="1.0", center=None):
        transaction.commit()
        login(self.portal, user)
        try:
            publish_archive(center or self.center, make_wheel(name, version))
        finally:
            login(self.portal, TEST_USER_NAME)
        return (center or self.center)[name]

    def rows(self, user, path=PAGE, **more):
        """Return the titles of the projects that somebody finds on the page."""
        self.text = self.read(path, user, **more)
        part = self.html.partition('id="psc-my-projects"')[2]
        return [name for name in NAMES if f">{name}</a>" in part]

    def test_who_uploads_finds_the_project_and_nobody_else_does(self):
        self.publish_as(OWNER, "demo")
        self.assertEqual(self.rows(OWNER), ["demo"])
        for told in ("demo 1.0 Owner", "Upload", "Yank a release", "Invite somebody", "Archive"):
            self.assertIn(told, self.text)
        self.assertEqual(self.rows(OTHER), [])

    def test_actions_lead_to_pages_that_are_there(self):
        self.publish_as(OWNER, "demo")
        self.rows(OWNER)
        links = self.links
        for path in ("/demo/upload-files", "/demo/@@people", "/demo/@@status", "/demo"):
            self.assertTrue([link for link in links if link.startswith(self.url + path)], path)
            self.read(path, OWNER)
        self.assertIn(f"{self.url}/demo/1.0/yank", self.links)

    def test_roles_that_are_given_and_taken_are_followed(self):
        project = self.publish_as(OWNER, "demo")
        give_role(project, MAINTAINER, MAINTAINER_ROLE)
        self.assertEqual(self.rows(MAINTAINER), ["demo"])
        self.assertIn("demo 1.0 Maintainer", self.text)
        self.assertNotIn(f"{self.url}/demo/@@status", self.links, "only owners archive")
        give_role(project, MAINTAINER, OWNER_ROLE)
        take_roles(project, OWNER)
        self.assertEqual(self.rows(MAINTAINER), ["demo"])
        self.assertIn("demo 1.0 Owner", self.text)
        self.assertEqual(self.rows(OWNER), [])

    def test_roles_given_on_the_sharing_page_are_followed(self):
        project = self.publish_as(OWNER, "demo")
        project.manage_setLocalRoles(OTHER, ["PSCMaintainer"])
        project.reindexObjectSecurity()
        self.assertEqual(self.rows(OTHER), ["demo"])

    def test_members_of_a_group_find_its_projects(self):
        project = self.publish_as(OWNER, "demo")
        group = api.group.create(groupname="crew")
        group.addMember(OTHER)
        give_role(project, "crew", MAINTAINER_ROLE)
        self.assertEqual(self.rows(OTHER), ["demo"])

    def test_what_should_be_known_is_told(self):
        project = self.publish_as(OWNER, "demo")
        for name, told in (
            ("archived", "Archived: it takes no uploads."),
            ("deprecated", "Deprecated: people are told to use another one."),
            ("quarantined", "Quarantined: nobody gets its files."),
        ):
            with self.subTest(name):
                set_status(project, name, "")
                self.assertEqual(self.rows(OWNER), ["demo"])
                self.assertIn(told, self.text)
                is_open = f"{self.url}/demo/upload-files" in self.links
                self.assertEqual(is_open, name == "deprecated")

    def test_project_without_a_release_says_so(self):
        with api.env.adopt_user(username=OWNER):
            create_project(self.center, "demo")
        self.assertEqual(self.rows(OWNER), ["demo"])
        self.assertIn("There is no release yet.", self.text)

    def test_project_whose_releases_visitors_do_not_see_is_not_without_one(self):
        with api.env.adopt_user(username=OWNER):
            create_release(create_project(self.center, "demo"), "1.0")
        self.assertEqual(self.rows(OWNER), ["demo"])
        self.assertIn("releases that visitors don't see: 1", self.text)
        self.assertNotIn("There is no release yet.", self.text)

    def test_releases_that_visitors_do_not_see_are_counted(self):
        project = self.publish_as(OWNER, "demo")
        self.publish_as(OWNER, "demo", "2.0")
        set_state(project["2.0"], RELEASE_WORKFLOW, "hidden")
        self.rows(OWNER)
        self.assertIn("releases that visitors don't see: 1", self.text)

    def test_what_waits_for_review_is_told_and_listed_apart(self):
        self.center.project_creation = "review"
        self.publish_as(OWNER, "demo")
        self.center.project_creation = "members"
        self.publish_as(OWNER, "other")
        self.assertEqual(self.rows(OWNER), ["demo", "other"])
        self.assertIn("Waits for a reviewer", self.text)
        self.assertIn("Not public yet: 1", self.text)
        self.assertEqual(self.rows(OWNER, f"{PAGE}?show=waiting"), ["demo"])

    def test_invitations_are_shown_first_and_lead_to_the_answer(self):
        invite(self.publish_as(OWNER, "demo"), OTHER, MAINTAINER_ROLE, OWNER)
        self.assertEqual(self.rows(OTHER), [])
        self.assertIn("Invitations wait for your answer demo Maintainer", self.text)
        self.assertIn(f"{self.portal.absolute_url()}/@@project-invitations", self.links)

    def test_who_has_none_is_told_what_to_do_next(self):
        self.assertEqual(self.rows(OTHER), [])
        self.assertIn("You work on no project yet.", self.text)
        self.assertIn(f"{self.url}/upload-files", self.links)

    def test_all_centers_of_the_site_are_together_on_one_page(self):
        elsewhere = create_center(self.portal, "elsewhere", title="Elsewhere")
        self.publish_as(OWNER, "demo")
        self.publish_as(OWNER, "other", center=elsewhere)
        site = f"{self.portal.absolute_url()}/@@my-projects"
        self.assertEqual(self.rows(OWNER, absolute=site), ["demo", "other"])
        self.assertIn("Elsewhere", self.text)
        self.assertIn(f"{elsewhere.absolute_url()}/upload-files", self.links)
        self.assertEqual(self.rows(OWNER), ["demo"])

    def test_own_project_in_a_private_center_is_found_and_its_center_not_named(self):
        elsewhere = create_center(self.portal, "elsewhere", title="Elsewhere")
        self.publish_as(OWNER, "demo")
        self.publish_as(OWNER, "other", center=elsewhere)
        set_state(elsewhere, CENTER_WORKFLOW, "private")
        elsewhere.reindexObjectSecurity()
        site = f"{self.portal.absolute_url()}/@@my-projects"
        self.assertEqual(self.rows(OWNER, absolute=site), ["demo", "other"])
        self.assertNotIn("Elsewhere", self.text)

    def test_search_narrows_the_list(self):
        for name in ("demo", "other"):
            self.publish_as(OWNER, name)
        self.assertEqual(self.rows(OWNER, f"{PAGE}?SearchableText=oth"), ["other"])
        self.assertEqual(self.rows(OWNER, f"{PAGE}?SearchableText=%22%28+or"), [])

    def test_visitors_are_led_to_the_log_in_form(self):
        for url in (self.url + PAGE, f"{self.portal.absolute_url()}/@@my-projects"):
            transaction.commit()
            browser = browser_of(self.layer)
            browser.open(url)
            self.assertIn("/login?came_from=", browser.url)

    def test_page_wakes_no_project(self):
        for name in ("demo", "other"):
            self.publish_as(OWNER, name)
        transaction.commit()
        self.center._p_jar.cacheMinimize()
        login(self.portal, OWNER)
        with mock.patch.object(PSCProject, "__setstate__", side_effect=AssertionError):
            view = getMultiAdapter((self.center, self.layer["request"]), name="my-projects")
            rows = view.rows
        self.assertEqual([row.project.title for row in rows], ["other", "demo"])

    def test_users_of_the_root_folder_and_nobody_own_nothing(self):
        self.publish_as(OWNER, "demo")
        with api.env.adopt_user(username=OTHER):
            self.assertFalse(works_in(self.center))
        with api.env.adopt_user(username=OWNER):
            self.assertTrue(works_in(self.center))
        login(self.layer["app"], SITE_OWNER_NAME)
        self.assertEqual(OwnProjects(Question(), self.center).total, 0)

    def test_portlet_lists_own_projects_and_shows_others_none(self):
        self.publish_as(OWNER, "demo")
        manager = getUtility(IPortletManager, name="plone.rightcolumn")
        mapping = getMultiAdapter((self.portal, manager), IPortletAssignmentMapping)
        mapping["mine"] = mine.Assignment(center=self.center.UID())
        site = self.portal.absolute_url()
        self.read(user=OWNER, absolute=site)
        self.assertIn("psc-portlet-mine", self.html)
        self.assertIn(f"{self.url}/upload-files", self.html)
        for user in (OTHER, None):
            self.read(user=user, absolute=site)
            self.assertNotIn("psc-portlet-mine", self.html)


#: of the projects that these tests make
NAMES = ("demo", "other")
