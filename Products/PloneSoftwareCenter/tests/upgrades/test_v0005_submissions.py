"""The upgrade to version 5: who submitted what waits."""

from plone import api
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from Products.PloneSoftwareCenter.content.states import PROJECT_WORKFLOW
from Products.PloneSoftwareCenter.content.states import set_state
from Products.PloneSoftwareCenter.testing import create_center
from Products.PloneSoftwareCenter.testing import create_project
from Products.PloneSoftwareCenter.testing import PSC_INTEGRATION

import unittest


PROFILE = "Products.PloneSoftwareCenter:default"


class TestVersion5(unittest.TestCase):
    layer = PSC_INTEGRATION

    def setUp(self):
        self.portal = self.layer["portal"]
        setRoles(self.portal, TEST_USER_ID, ["Manager"])
        self.setup = api.portal.get_tool("portal_setup")
        self.catalog = api.portal.get_tool("portal_catalog")
        project = create_project(create_center(self.portal), "demo")
        set_state(project, PROJECT_WORKFLOW, "pending")
        self.fresh = self.known()
        self.catalog.delIndex("psc_submitted")
        self.catalog.delColumn("psc_submission")
        self.setup.setLastVersionForProfile(PROFILE, "4")

    def known(self):
        (brain,) = api.content.find(portal_type="PSCProject")
        return getattr(brain, "psc_submission", None)

    def test_waiting_projects_are_told_of_as_on_a_fresh_site(self):
        self.assertIsNone(self.known())
        self.setup.upgradeProfile(PROFILE, dest="5")
        self.assertEqual(self.known()["by"], TEST_USER_ID)
        self.assertEqual(self.known(), self.fresh)
        self.assertEqual(self.catalog.Indexes["psc_submitted"].indexSize(), 1)

    def test_a_second_time_does_no_harm(self):
        self.setup.upgradeProfile(PROFILE, dest="5")
        self.setup.setLastVersionForProfile(PROFILE, "4")
        self.setup.upgradeProfile(PROFILE, dest="5")
        self.assertEqual(self.known(), self.fresh)
