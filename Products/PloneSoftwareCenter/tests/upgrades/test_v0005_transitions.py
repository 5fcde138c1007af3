"""The upgrade to version 5: how the transitions of releases are called."""

from plone import api
from Products.PloneSoftwareCenter.content.states import RELEASE_WORKFLOW
from Products.PloneSoftwareCenter.testing import PSC_INTEGRATION

import unittest


PROFILE = "Products.PloneSoftwareCenter:default"


class TestVersion5(unittest.TestCase):
    layer = PSC_INTEGRATION

    def setUp(self):
        self.setup = api.portal.get_tool("portal_setup")
        workflow = api.portal.get_tool("portal_workflow")[RELEASE_WORKFLOW]
        self.transitions = workflow.transitions
        self.fresh = self.names()
        for transition in self.transitions.objectValues():
            for name in ("title", "actbox_name"):
                if getattr(transition, name) == "Publish release":
                    setattr(transition, name, "Release")
        self.setup.setLastVersionForProfile(PROFILE, "4")

    def names(self):
        return {
            transition.id: (transition.title, transition.actbox_name)
            for transition in self.transitions.objectValues()
        }

    def test_they_are_called_as_on_a_fresh_site(self):
        self.assertNotEqual(self.names(), self.fresh)
        self.setup.upgradeProfile(PROFILE, dest="5")
        self.assertEqual(self.names(), self.fresh)

    def test_names_of_ones_own_stay(self):
        self.transitions["release-final"].title = "Ship it"
        self.setup.upgradeProfile(PROFILE, dest="5")
        self.assertEqual(self.names()["release-final"], ("Ship it", "Publish release"))
