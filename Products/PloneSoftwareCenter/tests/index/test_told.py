"""What is told of yanking, statuses and moved names, so that others may listen."""

from Products.PloneSoftwareCenter.interfaces import INameMovedEvent
from Products.PloneSoftwareCenter.interfaces import IStatusSetEvent
from Products.PloneSoftwareCenter.interfaces import IYankedEvent
from Products.PloneSoftwareCenter.testing import create_project
from Products.PloneSoftwareCenter.tests.index.following import FollowingCase
from Products.PloneSoftwareCenter.upload.status import set_status
from Products.PloneSoftwareCenter.upload.transfer import move_name
from Products.PloneSoftwareCenter.upload.yank import yank
from zope.component import getGlobalSiteManager
from zope.component import provideHandler
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent


class TestTold(FollowingCase):
    def setUp(self):
        super().setUp()
        self.publish("demo", "1.0")
        self.project = self.center["demo"]
        self.release = self.project["1.0"]
        self.file = self.release["demo-1.0-py3-none-any.whl"]
        self.told = []

    def listen(self, interface, *names):
        def handler(event):
            self.told.append(tuple(getattr(event, name) for name in names))

        provideHandler(handler, (interface,))
        self.addCleanup(getGlobalSiteManager().unregisterHandler, handler, (interface,))

    def test_yanking_is_told_once_for_each_change(self):
        self.listen(IYankedEvent, "yanked", "before")
        for content in (self.release, self.file):
            with self.subTest(content.portal_type):
                yank(content, "broken")
                yank(content, "broken")
                yank(content, "")
                content.yanked = False
                notify(ObjectModifiedEvent(content))
                notify(ObjectModifiedEvent(content))
                self.assertEqual(self.told, [("broken", False), (True, "broken"), (False, True)])
                self.told.clear()

    def test_uploads_yank_nothing(self):
        self.listen(IYankedEvent, "object")
        yank(self.release, "broken")
        self.told.clear()
        self.publish("demo", "1.1")
        self.assertEqual(self.told, [])

    def test_status_is_told_with_its_reason(self):
        self.listen(IStatusSetEvent, "old_status", "new_status", "reason")
        set_status(self.project, "archived", "done")
        set_status(self.project, "archived", "done")
        set_status(self.project, "archived", "really done")
        self.assertEqual(
            self.told, [("active", "archived", "done"), ("archived", "archived", "really done")]
        )

    def test_moved_name_is_told(self):
        self.listen(INameMovedEvent, "object", "name", "source", "target")
        target = create_project(self.center, "other")
        move_name(self.center, "demo", self.project, target)
        self.assertEqual(self.told, [(self.center, "demo", self.project, target)])
