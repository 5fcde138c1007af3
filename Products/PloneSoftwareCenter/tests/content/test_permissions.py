"""Who may do what in which state: the tables are the promise."""

from AccessControl.SecurityManagement import getSecurityManager
from plone import api
from plone.app.testing import login
from plone.app.testing import logout
from plone.app.testing import TEST_USER_NAME
from Products.PloneSoftwareCenter.content.states import CENTER_WORKFLOW
from Products.PloneSoftwareCenter.content.states import PROJECT_WORKFLOW
from Products.PloneSoftwareCenter.content.states import RELEASE_WORKFLOW
from Products.PloneSoftwareCenter.content.states import set_state
from Products.PloneSoftwareCenter.testing import create_center
from Products.PloneSoftwareCenter.testing import create_project
from Products.PloneSoftwareCenter.testing import create_release
from Products.PloneSoftwareCenter.testing import OTHER
from Products.PloneSoftwareCenter.testing import PSC_INTEGRATION
from zope.annotation.interfaces import IAnnotations

import unittest


ROLES = (
    "Manager",
    "Site Administrator",
    "Owner",
    "PSCMaintainer",
    "PSCEvaluator",
    "Reviewer",
    "Editor",
    "Reader",
    "Contributor",
    "Member",
    "Anonymous",
)
EVERYBODY = frozenset(ROLES)
MANAGERS = {"Manager", "Site Administrator"}
OWNERS = {*MANAGERS, "Owner"}
WORKERS = {*OWNERS, "PSCMaintainer"}
INSIDERS = {*WORKERS, "Editor", "Reader", "Contributor"}
JUDGES = {"Reviewer", "PSCEvaluator"}

VIEW = "View"
MODIFY = "Modify portal content"
DELETE = "Delete objects"
ADD_CONTENT = "Add portal content"
ADD_PROJECT = "PloneSoftwareCenter: Add Project"
ADD_RELEASE = "PloneSoftwareCenter: Add Release"
ADD_FILE = "PloneSoftwareCenter: Add File"
APPROVE = "PloneSoftwareCenter: Approve Project"
COMMENT = "PloneSoftware: Add Review Comment"
MANAGE_NAMES = "PloneSoftwareCenter: Manage Names"
QUARANTINE = "PloneSoftwareCenter: Quarantine Project"

#: state -> permission -> who has it, by a local role on the center
CENTER = {
    "published": {
        VIEW: EVERYBODY,
        ADD_PROJECT: EVERYBODY - {"Anonymous"},
        ADD_CONTENT: EVERYBODY - {"Anonymous"},
    },
    "closed": {
        VIEW: EVERYBODY,
        ADD_PROJECT: {*OWNERS, "Contributor"},
        ADD_CONTENT: {*OWNERS, "Contributor"},
    },
    "private": {
        VIEW: {*INSIDERS, *JUDGES},
        ADD_PROJECT: {*OWNERS, "Contributor"},
        ADD_CONTENT: {*OWNERS, "Contributor"},
    },
}
ALWAYS_ON_PROJECT = {
    ADD_CONTENT: WORKERS,
    ADD_RELEASE: WORKERS,
    ADD_FILE: WORKERS,
    DELETE: OWNERS,
    APPROVE: {*MANAGERS, "PSCEvaluator"},
    COMMENT: {*MANAGERS, "PSCEvaluator"},
    MANAGE_NAMES: {"Manager"},
    QUARANTINE: MANAGERS,
}
#: the same by a local role on a project of an open center
PROJECT = {
    "unapproved": {**ALWAYS_ON_PROJECT, VIEW: INSIDERS, MODIFY: {*WORKERS, "Editor"}},
    "pending": {
        **ALWAYS_ON_PROJECT,
        VIEW: {*INSIDERS, *JUDGES},
        MODIFY: {*WORKERS, "Editor", *JUDGES},
    },
    "published": {
        **ALWAYS_ON_PROJECT,
        VIEW: EVERYBODY,
        MODIFY: {*WORKERS, "Editor", *JUDGES},
    },
    "featured": {
        **ALWAYS_ON_PROJECT,
        VIEW: EVERYBODY,
        MODIFY: {*WORKERS, "Editor", "Reviewer"},
    },
}
RELEASE_STATES = ("pre-release", "alpha", "beta", "release-candidate", "final", "hidden")


class TestPermissions(unittest.TestCase):
    layer = PSC_INTEGRATION

    def setUp(self):
        self.portal = self.layer["portal"]
        self.center = create_center(self.portal)
        self.project = create_project(self.center, "Some.Project")
        self.release = create_release(self.project, "1.0")
        self.file = api.content.create(self.release, "PSCFile", "some_project-1.0.tar.gz")
        self.link = api.content.create(
            self.release, "PSCFileLink", "link", title="L", external_url="https://example.org/"
        )

    def who_may(self, permission, content, place):
        """Return the roles with which somebody may; each is given on ``place`` only."""
        found = set()
        for role in ROLES:
            if role == "Anonymous":
                logout()
            else:
                if role != "Member":
                    place.manage_setLocalRoles(OTHER, [role])
                login(self.portal, OTHER)
            # local roles are remembered for the rest of a request
            IAnnotations(self.layer["request"]).clear()
            if getSecurityManager().checkPermission(permission, content):
                found.add(role)
            place.manage_delLocalRoles([OTHER])
        login(self.portal, TEST_USER_NAME)
        return found

    def check(self, table, content, place):
        for permission, roles in table.items():
            with self.subTest(permission=permission, content=content.portal_type):
                self.assertEqual(self.who_may(permission, content, place), set(roles))

    def test_center_in_each_state(self):
        for state, table in CENTER.items():
            set_state(self.center, CENTER_WORKFLOW, state)
            with self.subTest(state=state):
                self.check(table, self.center, self.center)

    def test_project_and_what_is_in_it_in_each_state(self):
        for state, table in PROJECT.items():
            set_state(self.project, PROJECT_WORKFLOW, state)
            for content in (self.project, self.release, self.file, self.link):
                with self.subTest(state=state):
                    self.check(table, content, self.project)

    def test_release_state_changes_no_right(self):
        set_state(self.project, PROJECT_WORKFLOW, "published")
        for state in RELEASE_STATES:
            set_state(self.release, RELEASE_WORKFLOW, state)
            with self.subTest(state=state):
                self.check(PROJECT["published"], self.release, self.project)

    def test_published_project_of_a_private_center_is_private(self):
        set_state(self.center, CENTER_WORKFLOW, "private")
        for state in ("published", "featured"):
            set_state(self.project, PROJECT_WORKFLOW, state)
            for content in (self.project, self.release, self.file):
                with self.subTest(state=state):
                    self.assertEqual(
                        self.who_may(VIEW, content, self.project), {*INSIDERS, *JUDGES}
                    )

    def test_closed_center_in_a_private_folder_is_read_by_everybody(self):
        folder = api.content.create(self.portal, "Folder", "internal")
        center = create_center(folder, "inner")
        set_state(center, CENTER_WORKFLOW, "closed")
        self.assertEqual(self.who_may(VIEW, center, center), EVERYBODY)

    def test_maintainer_who_adds_a_release_and_a_file_may_not_delete_them(self):
        set_state(self.project, PROJECT_WORKFLOW, "published")
        self.project.manage_setLocalRoles(OTHER, ["PSCMaintainer"])
        login(self.portal, OTHER)
        release = create_release(self.project, "2.0")
        file = api.content.create(release, "PSCFile", "some_project-2.0.tar.gz")
        check = getSecurityManager().checkPermission
        self.assertTrue(check(MODIFY, release))
        self.assertFalse(check(DELETE, release))
        self.assertFalse(check(DELETE, file))
        self.assertFalse(check(DELETE, self.project))

    def test_member_who_makes_a_project_owns_it_and_what_is_in_it(self):
        login(self.portal, OTHER)
        project = create_project(self.center, "mine")
        release = create_release(project, "1.0")
        check = getSecurityManager().checkPermission
        for permission in (VIEW, MODIFY, DELETE, ADD_RELEASE, ADD_FILE):
            with self.subTest(permission=permission):
                self.assertTrue(check(permission, project))
                self.assertTrue(check(permission, release))
        self.assertFalse(check(APPROVE, project))
