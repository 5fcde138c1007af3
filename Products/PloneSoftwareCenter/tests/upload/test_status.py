"""Setting the status of a project, and what is refused while it is closed."""

from plone import api
from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME
from plone.dexterity.utils import createContentInContainer
from Products.PloneSoftwareCenter.pypi.errors import InvalidStatus
from Products.PloneSoftwareCenter.pypi.errors_access import NotAllowed
from Products.PloneSoftwareCenter.pypi.errors_access import ProjectClosed
from Products.PloneSoftwareCenter.testing import create_center
from Products.PloneSoftwareCenter.testing import create_project
from Products.PloneSoftwareCenter.testing import create_release
from Products.PloneSoftwareCenter.testing import EVALUATOR
from Products.PloneSoftwareCenter.testing import MAINTAINER
from Products.PloneSoftwareCenter.testing import OTHER
from Products.PloneSoftwareCenter.testing import OWNER
from Products.PloneSoftwareCenter.testing import PSC_INTEGRATION
from Products.PloneSoftwareCenter.upload.policy import policy_of
from Products.PloneSoftwareCenter.upload.projects import find_or_make_project
from Products.PloneSoftwareCenter.upload.rights import may_set_status
from Products.PloneSoftwareCenter.upload.status import set_status
from Products.PloneSoftwareCenter.upload.transfer import move_name
from zExceptions import Unauthorized

import unittest


OWNERS_CHOICE = ("active", "deprecated", "archived")
CLOSED = ("archived", "quarantined")


class StatusCase(unittest.TestCase):
    layer = PSC_INTEGRATION

    def setUp(self):
        self.portal = self.layer["portal"]
        self.center = create_center(self.portal)
        self.project = create_project(self.center, "demo")
        self.project.manage_setLocalRoles(OWNER, ["Owner"])
        self.project.manage_setLocalRoles(MAINTAINER, ["PSCMaintainer"])
        self.center.manage_setLocalRoles(EVALUATOR, ["PSCEvaluator", "Reviewer"])

    def as_user(self, user):
        if user == SITE_OWNER_NAME:
            login(self.layer["app"], user)
        else:
            login(self.portal, user)


class TestSetStatus(StatusCase):
    def test_owners_choose_among_three(self):
        self.as_user(OWNER)
        for status in OWNERS_CHOICE:
            self.assertTrue(may_set_status(self.project))
            set_status(self.project, status)
            self.assertEqual(self.project.status, status)
        with self.assertRaises(NotAllowed):
            set_status(self.project, "quarantined")

    def test_others_choose_nothing(self):
        for user in (MAINTAINER, EVALUATOR, OTHER):
            self.as_user(user)
            self.assertFalse(may_set_status(self.project))
            for status in (*OWNERS_CHOICE, "quarantined"):
                with self.subTest(user, status=status), self.assertRaises(NotAllowed):
                    set_status(self.project, status)

    def test_owner_changes_nothing_while_the_project_is_quarantined(self):
        self.as_user(SITE_OWNER_NAME)
        set_status(self.project, "quarantined", "malware")
        self.as_user(OWNER)
        self.assertFalse(may_set_status(self.project))
        for status in (*OWNERS_CHOICE, "quarantined"):
            with self.subTest(status), self.assertRaises(NotAllowed):
                set_status(self.project, status, "all is well")
        self.assertEqual(self.project.status_reason, "malware")

    def test_managers_quarantine_and_lift_that(self):
        for user, roles in ((SITE_OWNER_NAME, None), (OTHER, ["Site Administrator"])):
            if roles:
                api.user.grant_roles(username=user, roles=roles)
            self.as_user(user)
            for status in ("quarantined", "archived"):
                self.assertTrue(may_set_status(self.project))
                set_status(self.project, status)
                self.assertEqual(self.project.status, status)

    def test_who_may_quarantine_and_owns_nothing_does_nothing_else(self):
        self.project.manage_permission(
            "PloneSoftwareCenter: Quarantine Project", ["Reviewer", "Manager"], acquire=0
        )
        self.as_user(EVALUATOR)
        with self.assertRaises(NotAllowed):
            set_status(self.project, "archived")
        set_status(self.project, "quarantined")
        set_status(self.project, "active")

    def test_reason_is_kept_and_goes_with_the_status(self):
        set_status(self.project, "archived", " use bar ")
        self.assertEqual(self.project.status_reason, "use bar")
        set_status(self.project, "active", "use bar")
        self.assertEqual(self.project.status_reason, "")

    def test_what_is_none_changes_nothing(self):
        for status, reason in (("gone", ""), ("archived", "a\nb")):
            with self.subTest(status), self.assertRaises(InvalidStatus):
                set_status(self.project, status, reason)
        self.assertEqual(self.project.status, "active")

    def test_change_is_told_in_the_log(self):
        self.as_user(OWNER)
        with self.assertLogs("Products.PloneSoftwareCenter.upload.status", "INFO") as log:
            set_status(self.project, "archived", "use bar")
        self.assertIn(
            "owen set the status of /plone/software/demo from active to archived: 'use bar'",
            log.output[0],
        )

    def test_same_again_changes_nothing(self):
        self.assertTrue(set_status(self.project, "archived"))
        with self.assertNoLogs("Products.PloneSoftwareCenter.upload.status"):
            self.assertFalse(set_status(self.project, "archived"))

    def test_copy_of_a_project_is_active(self):
        set_status(self.project, "archived", "use bar")
        copy = api.content.copy(self.project, self.center, "copied", safe_id=True)
        self.assertEqual((copy.status, copy.status_reason), ("active", ""))


class TestClosedProjects(StatusCase):
    def setUp(self):
        super().setUp()
        self.release = create_release(self.project, "1.0")
        self.other = create_project(self.center, "other")

    def test_nothing_is_offered_to_be_added(self):
        self.assertNotEqual(self.project.allowedContentTypes(), [])
        for status in CLOSED:
            set_status(self.project, status)
            self.assertEqual(self.project.allowedContentTypes(), [])
            self.assertEqual(self.release.allowedContentTypes(), [])

    def test_nothing_is_added_by_other_ways(self):
        for status in CLOSED:
            set_status(self.project, status)
            for place, portal_type in ((self.project, "PSCRelease"), (self.release, "PSCFileLink")):
                with self.subTest(status, type=portal_type), self.assertRaises(Unauthorized):
                    createContentInContainer(
                        place, portal_type, checkConstraints=False, id="new", version="2.0"
                    )
        self.assertEqual(list(self.project.objectIds()), ["1.0"])

    def test_deprecated_project_takes_what_an_active_one_takes(self):
        set_status(self.project, "deprecated")
        create_release(self.project, "2.0")
        self.assertIn("2.0", self.project)

    def test_no_name_moves_to_or_from_it(self):
        self.project.distributions = ("demo", "side")
        for status in CLOSED:
            set_status(self.project, status)
            for source, target in ((self.project, self.other), (self.other, self.project)):
                here = self.subTest(status, source=source.getId())
                with here, self.assertRaises(ProjectClosed):
                    move_name(self.center, "side", source, target)

    def test_name_that_is_prepared_by_hand_is_closed_too(self):
        page = create_project(self.center, "", id="prepared", title="Prepared")
        set_status(page, "archived")
        with self.assertRaises(ProjectClosed):
            find_or_make_project(self.center, "Prepared", policy_of(self.center))
        self.assertEqual(page.distributions, ())
