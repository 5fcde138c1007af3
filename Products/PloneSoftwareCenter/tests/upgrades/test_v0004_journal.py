"""The upgrade to version 4: centers have journals, and pages lead to them."""

from plone import api
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from Products.PloneSoftwareCenter.journal.store import ATTRIBUTE
from Products.PloneSoftwareCenter.journal.store import journal_of
from Products.PloneSoftwareCenter.testing import create_center
from Products.PloneSoftwareCenter.testing import PSC_INTEGRATION

import unittest


PROFILE = "Products.PloneSoftwareCenter:default"
#: those of this version, which stand behind all others
ACTIONS = ("object/journal", "object/webhooks")
TYPES = ("PloneSoftwareCenter", "PSCProject")


class TestJournal(unittest.TestCase):
    layer = PSC_INTEGRATION

    def setUp(self):
        self.portal = self.layer["portal"]
        setRoles(self.portal, TEST_USER_ID, ["Manager"])
        self.setup = api.portal.get_tool("portal_setup")
        tool = api.portal.get_tool("portal_types")
        self.types = [tool[name] for name in TYPES]
        self.fresh = self.actions()
        self.center = create_center(self.portal)

    def actions(self):
        """Return what the menus of both types offer, in order."""
        return [
            [(action.category, action.id, action.getMapping()) for action in one.listActions()]
            for one in self.types
        ]

    def upgrade(self):
        self.setup.setLastVersionForProfile(PROFILE, "3")
        self.setup.upgradeProfile(PROFILE, dest="4")

    def go_back(self):
        delattr(self.center, ATTRIBUTE)
        for one in self.types:
            ids = [f"{action.category}/{action.id}" for action in one.listActions()]
            one.deleteActions([ids.index(action) for action in ACTIONS])

    def test_upgraded_site_is_as_a_fresh_one(self):
        self.go_back()
        self.upgrade()
        self.assertEqual(self.actions(), self.fresh)
        self.assertIsNotNone(journal_of(self.center))

    def test_twice_is_once(self):
        journal = journal_of(self.center)
        self.upgrade()
        self.assertIs(journal_of(self.center), journal)
        self.assertEqual(self.actions(), self.fresh)
