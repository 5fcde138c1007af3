"""The upgrade to version 5: how states and transitions are called."""

from plone import api
from Products.PloneSoftwareCenter.content.states import CENTER_WORKFLOW
from Products.PloneSoftwareCenter.content.states import RELEASE_WORKFLOW
from Products.PloneSoftwareCenter.testing import PSC_INTEGRATION
from Products.PloneSoftwareCenter.upgrades.v0005.transitions import STATES
from Products.PloneSoftwareCenter.upgrades.v0005.transitions import TRANSITIONS

import unittest


PROFILE = "Products.PloneSoftwareCenter:default"


class TestVersion5(unittest.TestCase):
    layer = PSC_INTEGRATION

    def setUp(self):
        self.setup = api.portal.get_tool("portal_setup")
        tool = api.portal.get_tool("portal_workflow")
        self.workflows = [tool[name] for name in (CENTER_WORKFLOW, RELEASE_WORKFLOW)]
        self.fresh = self.names()
        for workflow in self.workflows:
            self.go_back(workflow.states.objectValues(), STATES, "title")
            for name in ("title", "actbox_name"):
                self.go_back(workflow.transitions.objectValues(), TRANSITIONS, name)
        self.setup.setLastVersionForProfile(PROFILE, "4")

    def go_back(self, found, renamed, name):
        before = {new: old for old, new in renamed.items()}
        for one in found:
            setattr(one, name, before.get(getattr(one, name), getattr(one, name)))

    def names(self):
        return [
            [(one.id, one.title) for one in workflow.states.objectValues()]
            + [(one.id, one.title, one.actbox_name) for one in workflow.transitions.objectValues()]
            for workflow in self.workflows
        ]

    def test_they_are_called_as_on_a_fresh_site(self):
        self.assertNotEqual(self.names(), self.fresh)
        self.setup.upgradeProfile(PROFILE, dest="5")
        self.assertEqual(self.names(), self.fresh)

    def test_names_of_ones_own_stay(self):
        transitions = self.workflows[1].transitions
        transitions["release-final"].title = "Ship it"
        self.setup.upgradeProfile(PROFILE, dest="5")
        final = transitions["release-final"]
        self.assertEqual((final.title, final.actbox_name), ("Ship it", "Publish release"))
