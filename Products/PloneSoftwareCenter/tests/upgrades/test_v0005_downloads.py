"""The upgrade to version 5: centers have a place for the numbers of downloads."""

from plone import api
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from Products.PloneSoftwareCenter.downloads.store import ATTRIBUTE
from Products.PloneSoftwareCenter.downloads.store import downloads_of_center
from Products.PloneSoftwareCenter.downloads.store import REQUESTS
from Products.PloneSoftwareCenter.downloads.store import what_is_counted
from Products.PloneSoftwareCenter.testing import create_center
from Products.PloneSoftwareCenter.testing import PSC_INTEGRATION

import unittest


PROFILE = "Products.PloneSoftwareCenter:default"


class TestDownloads(unittest.TestCase):
    layer = PSC_INTEGRATION

    def setUp(self):
        setRoles(self.layer["portal"], TEST_USER_ID, ["Manager"])
        self.setup = api.portal.get_tool("portal_setup")
        self.center = create_center(self.layer["portal"])

    def upgrade(self):
        self.setup.setLastVersionForProfile(PROFILE, "4")
        self.setup.upgradeProfile(PROFILE, dest="5")

    def test_upgraded_center_is_as_a_fresh_one(self):
        fresh = downloads_of_center(self.center)
        delattr(self.center, ATTRIBUTE)
        self.upgrade()
        self.assertIs(type(downloads_of_center(self.center)), type(fresh))
        self.assertEqual(what_is_counted(self.center), REQUESTS)

    def test_twice_is_once(self):
        found = downloads_of_center(self.center)
        self.upgrade()
        self.assertIs(downloads_of_center(self.center), found)
