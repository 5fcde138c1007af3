"""The upgrade to version 5: what webhooks were to be told before is told."""

from BTrees.OOBTree import OOBTree
from plone import api
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from Products.PloneSoftwareCenter.pypi.hooks import EVENTS
from Products.PloneSoftwareCenter.testing import create_center
from Products.PloneSoftwareCenter.testing import create_project
from Products.PloneSoftwareCenter.testing import PSC_INTEGRATION
from Products.PloneSoftwareCenter.webhooks.store import add_hook
from Products.PloneSoftwareCenter.webhooks.store import count_waiting
from Products.PloneSoftwareCenter.webhooks.store import drop_hook
from Products.PloneSoftwareCenter.webhooks.store import hooks_of
from Products.PloneSoftwareCenter.webhooks.store import hooks_waiting
from Products.PloneSoftwareCenter.webhooks.store import queue
from Products.PloneSoftwareCenter.webhooks.store import webhooks_of

import unittest


PROFILE = "Products.PloneSoftwareCenter:default"


class TestVersion5(unittest.TestCase):
    layer = PSC_INTEGRATION

    def setUp(self):
        self.portal = self.layer["portal"]
        setRoles(self.portal, TEST_USER_ID, ["Manager"])
        self.setup = api.portal.get_tool("portal_setup")
        self.center = create_center(self.portal)
        project = create_project(self.center, "demo")
        self.uid = project.UID()
        self.mine, self.all = (
            add_hook(self.center, f"https://{uid}.example/", EVENTS, "admin", uid)
            for uid in (self.uid, None)
        )
        self.found = webhooks_of(self.center)
        for hook in (self.mine, self.all):
            queue(self.found, hook, "upload", hook.hook_id[::-1], b"{}", 1000.0)
        self.go_back()

    def go_back(self):
        """Have what there was in version 4: a tree of deliveries by their own ids."""
        waiting = list(self.found.waiting.values())
        self.found.waiting = OOBTree({one.delivery_id: one for one in waiting})
        del self.found.of_project
        self.setup.setLastVersionForProfile(PROFILE, "4")

    def upgrade(self):
        self.setup.upgradeProfile(PROFILE, dest="5")

    def assertFound(self):
        self.assertEqual(hooks_of(self.center), [self.all])
        self.assertEqual(hooks_of(self.center, self.uid), [self.mine])

    def test_hooks_are_found_before_and_after(self):
        self.assertFound()
        self.upgrade()
        self.assertFound()
        self.assertIsNotNone(self.found.of_project)

    def test_what_waits_is_found_once(self):
        for _time in range(2):
            self.setup.setLastVersionForProfile(PROFILE, "4")
            self.upgrade()
            hook_ids = sorted((self.mine.hook_id, self.all.hook_id))
            self.assertEqual(list(hooks_waiting(self.found)), hook_ids)
            self.assertEqual([count_waiting(self.found, one) for one in hook_ids], [1, 1])

    def test_what_was_deleted_meanwhile_does_not_come_back(self):
        drop_hook(self.center, self.mine)
        self.upgrade()
        self.assertEqual(list(hooks_waiting(self.found)), [self.all.hook_id])
        self.assertEqual(hooks_of(self.center, self.uid), [])

    def test_center_without_hooks(self):
        other = create_center(self.portal, "other")
        self.upgrade()
        self.assertIsNone(webhooks_of(other))
