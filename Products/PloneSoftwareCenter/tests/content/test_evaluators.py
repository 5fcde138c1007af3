from AccessControl import getSecurityManager
from AccessControl import Unauthorized
from plone import api
from plone.app.testing import login
from plone.app.testing import TEST_USER_ID
from plone.app.testing import TEST_USER_NAME
from Products.PloneSoftwareCenter.content.states import CENTER_WORKFLOW
from Products.PloneSoftwareCenter.content.states import set_state
from Products.PloneSoftwareCenter.testing import create_center
from Products.PloneSoftwareCenter.testing import create_project
from Products.PloneSoftwareCenter.testing import EVALUATOR
from Products.PloneSoftwareCenter.testing import OTHER
from Products.PloneSoftwareCenter.testing import OWNER
from Products.PloneSoftwareCenter.testing import PSC_INTEGRATION
from Products.PloneSoftwareCenter.testing import REVIEWER
from zope.annotation.interfaces import IAnnotations
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import unittest


APPROVE = "PloneSoftwareCenter: Approve Project"
COMMENT = "PloneSoftware: Add Review Comment"


class TestEvaluators(unittest.TestCase):
    layer = PSC_INTEGRATION

    def setUp(self):
        self.portal = self.layer["portal"]
        self.center = create_center(self.portal)
        login(self.portal, OWNER)
        self.project = create_project(self.center, "foo")

    def set_evaluators(self, *user_ids):
        self.center.project_evaluators = user_ids
        notify(ObjectModifiedEvent(self.center))

    def roles(self, user_id):
        return set(self.center.get_local_roles_for_userid(user_id))

    def may(self, user_name, permission):
        IAnnotations(self.layer["request"]).clear()
        login(self.portal, user_name)
        return bool(getSecurityManager().checkPermission(permission, self.project))

    def test_owner_of_a_project_may_not_approve_it(self):
        self.assertFalse(self.may(OWNER, APPROVE))
        self.assertFalse(self.may(OWNER, COMMENT))

    def test_maker_of_the_center_evaluates_and_reviews(self):
        self.assertEqual(self.roles(TEST_USER_ID), {"Owner", "PSCEvaluator", "Reviewer"})
        self.assertTrue(self.may(TEST_USER_NAME, APPROVE))

    def test_a_change_takes_effect_at_once(self):
        self.set_evaluators(EVALUATOR)
        self.assertTrue(self.may(EVALUATOR, APPROVE))
        self.assertTrue(self.may(EVALUATOR, "Modify portal content"))
        self.set_evaluators(OTHER)
        self.assertTrue(self.may(OTHER, COMMENT))
        self.assertFalse(self.may(EVALUATOR, APPROVE))
        self.assertFalse(self.may(EVALUATOR, "Modify portal content"))

    def test_other_local_roles_stay(self):
        self.center.manage_setLocalRoles(EVALUATOR, ["Reader"])
        self.set_evaluators(EVALUATOR)
        self.assertEqual(self.roles(EVALUATOR), {"Reader", "PSCEvaluator"})
        self.set_evaluators()
        self.assertEqual(self.roles(EVALUATOR), {"Reader"})

    def test_evaluator_named_on_the_sharing_page_stays(self):
        self.center.manage_setLocalRoles(REVIEWER, ["PSCEvaluator"])
        self.set_evaluators(EVALUATOR)
        self.set_evaluators()
        self.assertEqual(self.roles(REVIEWER), {"PSCEvaluator"})
        self.assertEqual(self.roles(TEST_USER_ID), {"Owner", "PSCEvaluator", "Reviewer"})

    def test_center_that_is_made_with_evaluators(self):
        login(self.portal, TEST_USER_NAME)
        center = create_center(self.portal, "other", project_evaluators=(EVALUATOR,))
        self.assertEqual(center.get_local_roles_for_userid(EVALUATOR), ("PSCEvaluator",))

    def test_roles_are_on_the_sharing_page_of_their_types_only(self):
        login(self.portal, TEST_USER_NAME)

        def offered(content):
            view = api.content.get_view("sharing", content, self.layer["request"])
            return {role["id"] for role in view.roles()} & {"PSCEvaluator", "PSCMaintainer"}

        self.assertEqual(offered(self.center), {"PSCEvaluator"})
        self.assertEqual(offered(self.project), {"PSCMaintainer"})
        self.assertEqual(offered(self.portal), set())


class TestPolicy(unittest.TestCase):
    layer = PSC_INTEGRATION

    def test_members_are_offered_projects_in_an_open_center_only(self):
        portal = self.layer["portal"]
        center = create_center(portal)
        for state, offered in (("published", ["PSCProject"]), ("closed", []), ("private", [])):
            login(portal, TEST_USER_NAME)
            set_state(center, CENTER_WORKFLOW, state)
            login(portal, OTHER)
            with self.subTest(state=state):
                found = [fti.getId() for fti in center.allowedContentTypes()]
                self.assertEqual(found, offered)

    def test_nobody_may_make_projects(self):
        portal = self.layer["portal"]
        center = create_center(portal)
        center.project_creation = "nobody"
        login(portal, OTHER)
        self.assertEqual(center.allowedContentTypes(), [])
        with self.assertRaises(Unauthorized):
            create_project(center, "foo")
        login(portal, TEST_USER_NAME)
        self.assertEqual(create_project(center, "foo").id, "foo")
