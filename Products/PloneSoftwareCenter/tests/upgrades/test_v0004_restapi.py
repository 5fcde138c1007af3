"""The upgrade to version 4: plone.restapi is there, as in a new site."""

from plone import api
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from Products.PloneSoftwareCenter.testing import PSC_INTEGRATION
from Products.PloneSoftwareCenter.upgrades.v0004.restapi import install_restapi
from Products.PloneSoftwareCenter.upgrades.v0004.restapi import PROFILE

import unittest


USE = "plone.restapi: Use REST API"


class TestRestapi(unittest.TestCase):
    layer = PSC_INTEGRATION

    def setUp(self):
        self.portal = self.layer["portal"]
        setRoles(self.portal, TEST_USER_ID, ["Manager"])
        self.setup = api.portal.get_tool("portal_setup")

    def roles(self):
        return [role["name"] for role in self.portal.rolesOfPermission(USE) if role["selected"]]

    def test_new_site_has_it(self):
        self.assertNotEqual(self.setup.getLastVersionForProfile(PROFILE), "unknown")
        self.assertIn("Anonymous", self.roles())

    def test_upgraded_site_has_it_once_more_or_not(self):
        self.setup.unsetLastVersionForProfile(PROFILE)
        self.portal.manage_permission(USE, ["Manager"], acquire=0)
        install_restapi(self.setup)
        self.assertIn("Anonymous", self.roles())

    def test_what_a_site_has_chosen_stays(self):
        self.portal.manage_permission(USE, ["Manager"], acquire=0)
        install_restapi(self.setup)
        self.assertEqual(self.roles(), ["Manager"])
