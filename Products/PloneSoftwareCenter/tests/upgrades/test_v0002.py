"""The upgrade of a site from version 1 of the settings to version 2."""

from plone import api
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from Products.PloneSoftwareCenter.testing import PSC_INTEGRATION

import unittest


PROFILE = "Products.PloneSoftwareCenter:default"
STATUS = "object/status"
CONFIGLET = "software-centers"


class TestVersion2(unittest.TestCase):
    layer = PSC_INTEGRATION

    def setUp(self):
        setRoles(self.layer["portal"], TEST_USER_ID, ["Manager"])
        self.setup = api.portal.get_tool("portal_setup")
        self.project_type = api.portal.get_tool("portal_types")["PSCProject"]
        self.panel = api.portal.get_tool("portal_controlpanel")
        self.fresh = self.action().getMapping()
        self.go_back()

    def action(self):
        return self.project_type.getActionObject(STATUS)

    def go_back(self):
        """Have the settings of version 1."""
        ids = [f"{action.category}/{action.id}" for action in self.project_type.listActions()]
        self.project_type.deleteActions([ids.index(STATUS)])
        self.panel.unregisterConfiglet(CONFIGLET)
        self.setup.setLastVersionForProfile(PROFILE, "1")

    def configlets(self):
        return [one.id for one in self.panel.listActions()].count(CONFIGLET)

    def upgrade(self):
        self.setup.upgradeProfile(PROFILE, dest="2")

    def test_site_has_the_version(self):
        self.upgrade()
        self.assertEqual(self.setup.getLastVersionForProfile(PROFILE), ("2",))

    def test_owners_are_offered_the_status_as_on_a_fresh_site(self):
        self.assertIsNone(self.action())
        self.upgrade()
        self.assertEqual(self.action().getMapping(), self.fresh)

    def test_managers_find_the_centers_in_the_control_panel(self):
        self.assertEqual(self.configlets(), 0)
        self.upgrade()
        self.assertEqual(self.configlets(), 1)

    def test_what_a_site_has_changed_stays(self):
        self.project_type.title = "Add-on"
        self.project_type.behaviors = (*self.project_type.behaviors, "plone.relateditems")
        self.upgrade()
        self.assertEqual(self.project_type.title, "Add-on")
        self.assertIn("plone.relateditems", self.project_type.behaviors)

    def test_twice_is_once(self):
        self.upgrade()
        self.setup.setLastVersionForProfile(PROFILE, "1")
        self.upgrade()
        ids = [action.id for action in self.project_type.listActions()]
        self.assertEqual(ids.count("status"), 1)
        self.assertEqual(self.configlets(), 1)
