"""The upgrade of a site from version 2 of the settings to version 3."""

from plone import api
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from Products.PloneSoftwareCenter.index.consistency.parts import differences
from Products.PloneSoftwareCenter.index.lookalikes import is_filename_noted
from Products.PloneSoftwareCenter.index.lookalikes import is_name_noted
from Products.PloneSoftwareCenter.index.names import center_index
from Products.PloneSoftwareCenter.testing import create_center
from Products.PloneSoftwareCenter.testing import create_project
from Products.PloneSoftwareCenter.testing import PSC_INTEGRATION
from Products.PloneSoftwareCenter.tokens.plugin import INTERFACES
from Products.PloneSoftwareCenter.tokens.plugin import PLUGIN_ID
from Products.PloneSoftwareCenter.tokens.plugin import remove_plugin

import unittest


PROFILE = "Products.PloneSoftwareCenter:default"
ACTION = "psc_tokens"
INVITATIONS = "psc_invitations"
#: what version 5 adds to the menu
LATER = "psc_my_projects"
PEOPLE = "object/people"


class TestVersion3(unittest.TestCase):
    layer = PSC_INTEGRATION

    def setUp(self):
        self.portal = self.layer["portal"]
        setRoles(self.portal, TEST_USER_ID, ["Manager"])
        self.setup = api.portal.get_tool("portal_setup")
        self.menu = api.portal.get_tool("portal_actions")["user"]
        self.users = self.portal.acl_users
        self.project_type = api.portal.get_tool("portal_types")["PSCProject"]
        self.fresh = dict(self.menu[ACTION].propertyItems())
        self.fresh_invitations = dict(self.menu[INVITATIONS].propertyItems())
        self.fresh_people = self.project_type.getActionObject(PEOPLE).getMapping()
        self.order = [action for action in self.menu.objectIds() if action != LATER]
        self.go_back()

    def go_back(self):
        """Have the settings of version 2."""
        for action in (ACTION, INVITATIONS, LATER):
            if action in self.menu.objectIds():
                self.menu._delObject(action)
        ids = [f"{action.category}/{action.id}" for action in self.project_type.listActions()]
        self.project_type.deleteActions([ids.index(PEOPLE)])
        remove_plugin(self.portal)
        self.setup.setLastVersionForProfile(PROFILE, "2")

    def upgrade(self):
        self.setup.upgradeProfile(PROFILE, dest="3")

    def test_site_has_the_version(self):
        self.upgrade()
        self.assertEqual(self.setup.getLastVersionForProfile(PROFILE), ("3",))

    def test_tokens_log_in(self):
        self.assertNotIn(PLUGIN_ID, self.users.objectIds())
        self.upgrade()
        for interface in INTERFACES:
            self.assertEqual(self.users.plugins.listPluginIds(interface)[0], PLUGIN_ID)

    def test_users_find_their_tokens_as_on_a_fresh_site(self):
        self.upgrade()
        self.assertEqual(dict(self.menu[ACTION].propertyItems()), self.fresh)
        self.assertEqual(self.menu.objectIds(), self.order)

    def test_people_find_invitations_and_projects_their_people(self):
        self.upgrade()
        self.assertEqual(dict(self.menu[INVITATIONS].propertyItems()), self.fresh_invitations)
        people = self.project_type.getActionObject(PEOPLE)
        self.assertEqual(people.getMapping(), self.fresh_people)

    def test_centers_remember_spellings_and_looks(self):
        center = create_center(self.portal)
        create_project(center, "demo")
        index = center_index(center)
        index.filenames["demo-1.0.tar.gz"] = ("demo", "1", "0" * 64)
        index.names["demo"].had_files = True
        index.spellings = index.looks = None
        self.upgrade()
        self.assertTrue(is_filename_noted(index, "Demo-1.0.0.tar.gz", "demo", "1.0.0"))
        self.assertTrue(is_name_noted(index, "demo"))
        self.assertEqual(list(differences(center)), [])

    def test_twice_is_once(self):
        self.upgrade()
        plugin = self.users[PLUGIN_ID].aq_base
        self.setup.setLastVersionForProfile(PROFILE, "2")
        self.upgrade()
        self.assertIs(self.users[PLUGIN_ID].aq_base, plugin)
        for interface in INTERFACES:
            self.assertEqual(self.users.plugins.listPluginIds(interface).count(PLUGIN_ID), 1)
        self.assertEqual(self.menu.objectIds().count(ACTION), 1)
        self.assertEqual(self.menu.objectIds().count(INVITATIONS), 1)
        ids = [action.id for action in self.project_type.listActions()]
        self.assertEqual(ids.count("people"), 1)
