"""What the upgrade to version 4 of the settings does for known good sets."""

from plone import api
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from Products.PloneSoftwareCenter.testing import PSC_INTEGRATION

import unittest


PROFILE = "Products.PloneSoftwareCenter:default"
TYPE = "PSCSet"
WORKFLOW = "psc_set_workflow"


class TestSets(unittest.TestCase):
    layer = PSC_INTEGRATION

    def setUp(self):
        self.portal = self.layer["portal"]
        setRoles(self.portal, TEST_USER_ID, ["Manager"])
        self.setup = api.portal.get_tool("portal_setup")
        self.types = api.portal.get_tool("portal_types")
        self.workflows = api.portal.get_tool("portal_workflow")
        self.fresh = self.settings()
        self.go_back()

    def settings(self):
        """Return all that there is of sets."""
        workflow = self.workflows[WORKFLOW]
        return (
            dict(self.types[TYPE].propertyItems()),
            self.types["PloneSoftwareCenter"].allowed_content_types,
            self.workflows.getChainForPortalType(TYPE),
            {
                state.id: (sorted(state.transitions), dict(state.permission_roles))
                for state in workflow.states.objectValues()
            },
            {
                transition.id: (transition.new_state_id, transition.guard.getPermissionsText())
                for transition in workflow.transitions.objectValues()
            },
        )

    def go_back(self):
        """Have the settings of version 3."""
        self.types._delObject(TYPE)
        center = self.types["PloneSoftwareCenter"]
        center.allowed_content_types = ("PSCProject", "Mine")
        self.workflows.setChainForPortalTypes((TYPE,), ())
        self.workflows._delObject(WORKFLOW)
        self.setup.setLastVersionForProfile(PROFILE, "3")

    def test_sets_are_there_as_on_a_fresh_site_and_what_others_have_added_stays(self):
        for _time in ("first", "second"):
            self.setup.setLastVersionForProfile(PROFILE, "3")
            self.setup.upgradeProfile(PROFILE, dest="4")
            found = list(self.settings())
            self.assertEqual(found[1], ("PSCProject", "Mine", TYPE))
            found[1] = self.fresh[1]
            self.assertEqual(tuple(found), self.fresh)
