"""A first start makes an account, a site, an open center and its first content."""

from pathlib import Path
from Products.PloneSoftwareCenter.setuphandlers import first_start
from Products.PloneSoftwareCenter.setuphandlers.first_start import is_password
from Products.PloneSoftwareCenter.setuphandlers.first_start import set_up
from Products.PloneSoftwareCenter.testing import PSC_FUNCTIONAL
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from unittest import mock
from zope.component.hooks import setSite
from zope.globalrequest import clearRequest

import re
import tempfile
import unittest


class TestFirstStart(unittest.TestCase):
    layer = PSC_FUNCTIONAL

    def setUp(self):
        self.app = self.layer["app"]
        # the layer's own administrator has the same name
        self.app.acl_users.users.removeUser(first_start.ADMIN)
        self.said = []
        patcher = mock.patch.object(first_start, "tell", self.said.append)
        patcher.start()
        self.addCleanup(patcher.stop)
        self.addCleanup(clearRequest)
        self.addCleanup(setSite, None)

    def set_up(self, password="", waiting=None):
        set_up(self.app, password, waiting)
        return self.app.Plone.software

    def test_a_random_password_is_told_once(self):
        self.set_up()
        (sentence,) = self.said
        password = re.search(r"password (\S+) ", sentence)[1]
        self.assertTrue(is_password(self.app.acl_users, password))
        self.set_up()
        self.assertEqual(len(self.said), 1)
        self.assertTrue(is_password(self.app.acl_users, password))

    def test_a_password_that_is_given_is_not_told(self):
        self.set_up("Given-1")
        self.assertEqual(self.said, [])
        self.assertTrue(is_password(self.app.acl_users, "Given-1"))

    def test_another_password_counts_at_each_start(self):
        self.set_up("Given-1")
        self.set_up("Given-2")
        self.assertTrue(is_password(self.app.acl_users, "Given-2"))
        self.assertFalse(is_password(self.app.acl_users, "Given-1"))
        self.assertFalse(is_password(self.app.acl_users, ""))

    def test_the_center_is_open_in_a_classic_site(self):
        center = self.set_up()
        self.assertEqual(center.portal_type, "PloneSoftwareCenter")
        self.assertEqual(
            self.app.Plone.portal_workflow.getInfoFor(center, "review_state"), "published"
        )
        theme = self.app.Plone.portal_registry["plone.app.theming.interfaces.IThemeSettings.rules"]
        self.assertIn("barceloneta", theme)

    def test_a_second_start_keeps_what_people_did(self):
        self.set_up().title = "Ours"
        self.assertEqual(self.set_up().title, "Ours")

    def test_a_center_that_was_removed_does_not_come_back(self):
        self.set_up()
        self.app.Plone.manage_delObjects(["software"])
        set_up(self.app, "", None)
        self.assertNotIn("software", self.app.Plone)

    def test_archives_that_wait_are_published(self):
        with tempfile.TemporaryDirectory() as scratch:
            waiting = Path(scratch) / "waiting"
            waiting.mkdir()
            make_wheel("first.app", "1.0", folder=waiting)
            (waiting / "nonsense-1.0.tar.gz").write_bytes(b"no archive")
            with self.assertLogs("Products.PloneSoftwareCenter", "WARNING") as logged:
                center = self.set_up(waiting=waiting)
            self.assertFalse(waiting.exists())
        self.assertIn("first-app", center.objectIds())
        self.assertIn("nonsense-1.0.tar.gz is not published", logged.output[0])

    def test_archives_that_are_in_already_count_as_done(self):
        for _ in range(2):
            with tempfile.TemporaryDirectory() as scratch:
                waiting = Path(scratch) / "waiting"
                waiting.mkdir()
                make_wheel("first.app", "1.0", folder=waiting)
                center = self.set_up(waiting=waiting)
                self.assertFalse(waiting.exists())
        self.assertEqual(list(center["first-app"].objectIds()), ["1.0"])

    def test_nobody_is_set_up_unasked(self):
        with mock.patch.dict("os.environ", PSC_AUTOSETUP=""):
            first_start.set_up_at_start(None)
        self.assertNotIn("Plone", self.app.objectIds())
        self.assertIsNone(self.app.acl_users.getUser(first_start.ADMIN))
