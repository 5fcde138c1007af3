"""A release can't slip out of its place in the index by taking a name that its project lacks."""

from Products.PloneSoftwareCenter.content.release import PSCRelease
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.served import ServedCenter
from zExceptions import BadRequest
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import transaction


class TestNameOfARelease(ServedCenter):
    def setUp(self):
        super().setUp()
        self.wheel = make_wheel("demo", "1.0", folder=self.folder)
        self.owner.upload(self.wheel)
        self.refresh()
        self.release = self.center["demo"]["1.0"]

    def test_release_with_files_does_not_take_a_name_that_its_project_lacks(self):
        self.release.distribution = "other"
        with self.assertRaises(BadRequest):
            notify(ObjectModifiedEvent(self.release))
        transaction.abort()

    def test_release_without_files_leaves_the_index_with_its_name(self):
        self.owner.action("submit", [("name", "demo"), ("version", "2.0")])
        record = self.center._psc_index.names["demo"]
        with self.changes():
            release = self.center["demo"]["2.0"]
            self.assertIsInstance(release, PSCRelease)
            release.distribution = "other"
            notify(ObjectModifiedEvent(release))
            self.assertEqual(list(record.releases), ["1"])
        with self.changes():
            release.distribution = "demo"
            notify(ObjectModifiedEvent(release))
        self.assertEqual(list(record.releases), ["1", "2"])
