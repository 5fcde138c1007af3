"""Known good sets and configuration files in the journal."""

from plone import api
from plone.dexterity.utils import createContentInContainer
from Products.PloneSoftwareCenter.testing import OWNER
from Products.PloneSoftwareCenter.tests.journal.case import JournalCase
from Products.PloneSoftwareCenter.upload.configuration import attach
from Products.PloneSoftwareCenter.upload.configuration import detach
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import hashlib


DATA = b"[versions]\ndemo = 1.0\n"


class TestSets(JournalCase):
    def setUp(self):
        super().setUp()
        self.publish("demo")
        self.seen = len(self.entries())

    def new(self, *names):
        return self.told("user", *names)[self.seen :]

    def test_life_of_a_set(self):
        with self.changes():
            made = createContentInContainer(
                self.center, "PSCSet", set_name="stack", version="1.0", members="demo==1.0"
            )
        with self.changes():
            notify(ObjectModifiedEvent(made))
        with self.changes():
            api.content.transition(made, "publish")
        with self.changes():
            self.center.manage_delObjects([made.getId()])
        who = api.user.get_current().getId()
        self.assertEqual(
            self.new("set", "after", "project"),
            [
                ("set-made", who, "stack 1.0", "", ""),
                ("set-edited", who, "stack 1.0", "", ""),
                ("set-state", who, "stack 1.0", "published", ""),
                ("set-deleted", who, "stack 1.0", "", ""),
            ],
        )

    def test_a_center_that_is_deleted_with_its_sets(self):
        with self.changes():
            createContentInContainer(
                self.center, "PSCSet", set_name="stack", version="1.0", members="demo==1.0"
            )
        with self.changes():
            self.portal.manage_delObjects(["software"])

    def test_configuration_files(self):
        release = self.center["demo"]["1.0"]
        digest = hashlib.sha256(DATA).hexdigest()
        with api.env.adopt_user(OWNER):
            for _time in range(2):
                attach(self.center, release, "versions.cfg", DATA)
            with self.changes():
                detach(release, "versions.cfg")
        self.assertEqual(
            self.new("project", "release", "file", "sha256"),
            [
                ("configuration-attached", OWNER, "demo", "1.0", "versions.cfg", digest),
                ("configuration-deleted", OWNER, "demo", "1.0", "versions.cfg", ""),
            ],
        )
