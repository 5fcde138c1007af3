"""The upgrade to version 5: people find the projects that they work on."""

from plone import api
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from plone.portlets.interfaces import IPortletType
from Products.PloneSoftwareCenter.people.indexer import INDEX
from Products.PloneSoftwareCenter.testing import create_center
from Products.PloneSoftwareCenter.testing import create_project
from Products.PloneSoftwareCenter.testing import OWNER
from Products.PloneSoftwareCenter.testing import PSC_INTEGRATION
from zope.component import getUtility

import unittest


PROFILE = "Products.PloneSoftwareCenter:default"
PORTLET = "portlets.PSCMyProjects"


class TestVersion5(unittest.TestCase):
    layer = PSC_INTEGRATION

    def setUp(self):
        self.portal = self.layer["portal"]
        setRoles(self.portal, TEST_USER_ID, ["Manager"])
        self.setup = api.portal.get_tool("portal_setup")
        self.catalog = api.portal.get_tool("portal_catalog")
        self.actions = api.portal.get_tool("portal_actions").user
        center = create_center(self.portal)
        with api.env.adopt_user(username=OWNER):
            create_project(center, "demo")
        self.fresh = self.actions["psc_my_projects"].url_expr
        self.order = list(self.actions.objectIds())
        self.go_back()

    def go_back(self):
        """Have the settings of version 4."""
        self.catalog.delIndex(INDEX)
        self.actions.manage_delObjects(["psc_my_projects"])
        self.portal.getSiteManager().unregisterUtility(provided=IPortletType, name=PORTLET)
        self.setup.setLastVersionForProfile(PROFILE, "4")

    def upgrade(self):
        self.setup.upgradeProfile(PROFILE, dest="5")

    def assertFresh(self):
        found = self.catalog.unrestrictedSearchResults(psc_people=f"Owner:{OWNER}")
        self.assertEqual([brain.getId for brain in found], ["demo"])
        self.assertEqual(self.actions["psc_my_projects"].url_expr, self.fresh)
        self.assertEqual(list(self.actions.objectIds()), self.order)
        self.assertEqual(getUtility(IPortletType, name=PORTLET).addview, PORTLET)

    def test_all_is_as_on_a_fresh_site(self):
        self.upgrade()
        self.assertFresh()

    def test_a_second_time_does_no_harm(self):
        self.upgrade()
        self.setup.setLastVersionForProfile(PROFILE, "4")
        self.upgrade()
        self.assertFresh()
