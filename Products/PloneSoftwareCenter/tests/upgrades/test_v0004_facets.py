"""The upgrade to version 4: what visitors filter and sort by."""

from plone import api
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from plone.portlets.interfaces import IPortletType
from Products.PloneSoftwareCenter.content.states import RELEASE_WORKFLOW
from Products.PloneSoftwareCenter.content.states import set_state
from Products.PloneSoftwareCenter.testing import create_center
from Products.PloneSoftwareCenter.testing import create_project
from Products.PloneSoftwareCenter.testing import create_release
from Products.PloneSoftwareCenter.testing import PSC_INTEGRATION
from zope.component import getUtility

import unittest


PORTLETS = ("portlets.PSCRecent", "portlets.PSCSearch")
PROFILE = "Products.PloneSoftwareCenter:default"
INDEXES = ("psc_facets", "psc_updated")
COLUMNS = ("psc_facets", "psc_latest_version", "psc_updated")


class TestVersion4(unittest.TestCase):
    layer = PSC_INTEGRATION

    def setUp(self):
        self.portal = self.layer["portal"]
        setRoles(self.portal, TEST_USER_ID, ["Manager"])
        self.setup = api.portal.get_tool("portal_setup")
        self.catalog = api.portal.get_tool("portal_catalog")
        self.center = create_center(self.portal)
        self.project = create_project(self.center, "demo", license="MIT")
        release = create_release(self.project, "1.0b1")
        set_state(release, RELEASE_WORKFLOW, "beta")
        self.fresh = self.known()
        self.go_back()

    def known(self):
        """What the catalog knows of the project."""
        (brain,) = api.content.find(portal_type="PSCProject")
        return [getattr(brain, name, None) for name in COLUMNS]

    def go_back(self):
        """Have the settings of version 3, and content of its time."""
        for name in INDEXES:
            self.catalog.delIndex(name)
        for name in COLUMNS:
            self.catalog.delColumn(name)
        for name in ("latest_development", "file_kinds"):
            self.project.__dict__.pop(name, None)
        self.setup.setLastVersionForProfile(PROFILE, "3")

    def upgrade(self):
        self.setup.upgradeProfile(PROFILE, dest="4")

    def test_projects_can_be_filtered_and_sorted_as_on_a_fresh_site(self):
        self.assertNotEqual(self.known(), self.fresh)
        self.upgrade()
        self.assertEqual(self.known(), self.fresh)
        found = api.content.find(psc_facets="maturity:beta", sort_on="psc_updated")
        self.assertEqual([brain.getId for brain in found], ["demo"])

    def test_portlets_can_be_added_as_on_a_fresh_site(self):
        sites = self.portal.getSiteManager()
        for name in PORTLETS:
            sites.unregisterUtility(provided=IPortletType, name=name)
        self.upgrade()
        for name in PORTLETS:
            self.assertEqual(getUtility(IPortletType, name=name).addview, name)

    def test_a_second_time_does_no_harm(self):
        self.upgrade()
        self.setup.setLastVersionForProfile(PROFILE, "3")
        self.upgrade()
        self.assertEqual(self.known(), self.fresh)
