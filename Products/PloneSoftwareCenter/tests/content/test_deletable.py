"""What is not deleted, in whichever way it is asked for."""

from plone import api
from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import TEST_USER_NAME
from plone.restapi.services.content.delete import ContentDelete
from Products.PloneSoftwareCenter.content.deletable import may_be_deleted
from Products.PloneSoftwareCenter.testing import create_center
from Products.PloneSoftwareCenter.testing import create_project
from Products.PloneSoftwareCenter.testing import create_release
from Products.PloneSoftwareCenter.testing import OWNER
from Products.PloneSoftwareCenter.testing import PSC_INTEGRATION
from Products.PloneSoftwareCenter.tests.served import ServedCenter
from Products.PloneSoftwareCenter.upload.status import set_status
from zExceptions import Unauthorized

import unittest


CLOSED_TO_OWNERS = {"active": False, "deprecated": False, "archived": False, "quarantined": True}


class TestQuarantined(unittest.TestCase):
    layer = PSC_INTEGRATION

    def setUp(self):
        self.portal = self.layer["portal"]
        self.center = create_center(self.portal)
        self.project = create_project(self.center, "demo")
        self.project.manage_setLocalRoles(OWNER, ["Owner"])
        self.release = create_release(self.project, "1.0")

    def test_owners_delete_nothing_of_it(self):
        for status, is_kept in CLOSED_TO_OWNERS.items():
            login(self.portal, TEST_USER_NAME)
            set_status(self.project, status)
            login(self.portal, OWNER)
            for content in (self.project, self.release):
                self.assertEqual(may_be_deleted(content), not is_kept)

    def test_every_way_is_closed(self):
        set_status(self.project, "quarantined")
        login(self.portal, OWNER)
        ways = (
            lambda: self.project.manage_delObjects(["1.0"]),
            lambda: self.project._delObject("1.0"),
            lambda: self.center.manage_delObjects(["demo"]),
            lambda: self.center._delObject("demo"),
            lambda: api.content.delete(self.project),
            lambda: self.portal._delObject("software"),
            self.delete_by_rest,
        )
        for way in ways:
            with self.assertRaises(Unauthorized):
                way()
            self.assertIn("1.0", self.project)

    def delete_by_rest(self):
        service = ContentDelete()
        service.context, service.request = self.project, self.layer["request"]
        service.reply()

    def test_managers_delete_it(self):
        set_status(self.project, "quarantined")
        login(self.layer["app"], SITE_OWNER_NAME)
        self.center.manage_delObjects(["demo"])
        self.assertNotIn("demo", self.center)


class TestByWebDAV(ServedCenter):
    def test_webdav_does_not_delete_it(self):
        with self.changes():
            project = create_project(self.center, "demo")
            project.manage_setLocalRoles(OWNER, ["Owner"])
            set_status(project, "quarantined")
        self.assertNotIn(self.owner.request("DELETE", "/demo").status, (200, 204))
        self.refresh()
        self.assertIn("demo", self.center)
