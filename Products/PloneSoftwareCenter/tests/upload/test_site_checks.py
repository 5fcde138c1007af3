"""Checks that a site adds, as ``docs/extend`` shows them; and what an upload is told."""

from pathlib import Path
from Products.PloneSoftwareCenter.content.center import IPloneSoftwareCenter
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.served import ServedCenter
from Products.PloneSoftwareCenter.upload.interfaces import IUploadCheck
from zope.component import getGlobalSiteManager
from zope.interface import implementer
from zope.interface.verify import verifyObject

import runpy
import unittest


EXAMPLE = Path(__file__).parents[4] / "docs/extend/house_rule.py"


@implementer(IUploadCheck)
class Watch:
    """Sees what a check is given, and reads all of it."""

    seen = []

    def __init__(self, center):
        self.center = center

    def __call__(self, upload, policy):
        self.seen.append((upload.content.tell(), upload.digests.sha256, policy.max_file_size))
        upload.content.read()


class TestSiteChecks(ServedCenter):
    def register(self, factory, name):
        manager = getGlobalSiteManager()
        arguments = (factory, (IPloneSoftwareCenter,), IUploadCheck, name)
        manager.registerAdapter(*arguments)
        self.addCleanup(manager.unregisterAdapter, *arguments)

    def wheel(self, metadata=""):
        return make_wheel("demo", "1.0", folder=self.folder, metadata_extra=metadata)

    @unittest.skipUnless(EXAMPLE.exists(), "an installed distribution has no docs")
    def test_documented_rule(self):
        rule = runpy.run_path(str(EXAMPLE))["TeamIsNamed"]
        self.assertTrue(verifyObject(IUploadCheck, rule(self.center)))
        self.register(rule, "acme.team")
        answer = self.owner.upload(self.wheel())
        self.assertEqual((answer.status, answer.text[:14]), (400, "Set maintainer"))
        self.assertNothingStored()
        answer = self.owner.upload(self.wheel("Maintainer: Team Web\n"))
        self.assertEqual(answer.status, 200, answer.text)

    def test_each_is_given_the_file_at_its_start(self):
        Watch.seen.clear()
        self.register(Watch, "a")
        self.register(Watch, "b")
        wheel = self.wheel()
        self.assertEqual(self.owner.upload(wheel).status, 200)
        self.assertEqual(len(Watch.seen), 2)
        self.assertEqual({start for start, _digest, _size in Watch.seen}, {0})
        self.assertEqual(self.nobody.get(f"/simple/demo/{wheel.name}").body, wheel.read_bytes())


class TestRemarks(ServedCenter):
    def test_what_is_odd_is_told_and_kept(self):
        wheel = make_wheel("demo", "1.0", folder=self.folder)
        answer = self.owner.upload(wheel, [("summary", "Another")])
        self.assertEqual(answer.status, 200)
        remark = "summary differs: the form says 'Another', the file 'A distribution of the tests'."
        self.assertIn(remark, answer.text)
        self.refresh()
        file = self.center["demo"]["1.0"][wheel.name]
        self.assertEqual(len(file.remarks), 1)
        self.assertIn("summary differs", self.nobody.get(f"/demo/1.0/{wheel.name}").text)

    def test_file_without_any_has_no_such_part_on_its_page(self):
        wheel = make_wheel("demo", "1.0", folder=self.folder)
        self.assertNotIn("differs", self.owner.upload(wheel).text)
        self.refresh()
        self.assertEqual(self.center["demo"]["1.0"][wheel.name].remarks, ())
        self.assertNotIn("psc-remarks", self.nobody.get(f"/demo/1.0/{wheel.name}").text)


class TestPicture(ServedCenter):
    def test_picture_is_refused(self):
        wheel = make_wheel("demo", "1.0", folder=self.folder)
        content = (wheel.name, wheel.read_bytes(), "image/png")
        answer = self.owner.upload(wheel, [("content", content)])
        self.assertEqual(answer.status, 400)
        self.assertIn("It was sent as an image.", answer.text)
