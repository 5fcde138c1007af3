"""Rows on releases, files and links."""

from DateTime import DateTime
from datetime import date
from plone import api
from Products.PloneSoftwareCenter.content.constraints import is_version
from Products.PloneSoftwareCenter.content.states import RELEASE_WORKFLOW
from Products.PloneSoftwareCenter.content.states import set_state
from Products.PloneSoftwareCenter.testing import create_project
from Products.PloneSoftwareCenter.testing import create_release
from Products.PloneSoftwareCenter.tests.archives import make_sdist
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.pages import PublishedPages
from zope.interface import Invalid

import unittest


class TestVersion(unittest.TestCase):
    def test_what_the_earlier_product_refused_is_refused(self):
        for version in ("", "a b", "1 2", "!"):
            with self.subTest(version), self.assertRaises(Invalid):
                is_version(version)

    def test_what_it_took_is_refused_where_pep_440_can_not_read_it(self):
        for version in ("abc1.2-3.4", "1_2abc"):
            with self.subTest(version), self.assertRaises(Invalid):
                is_version(version)


class TestReleasePage(PublishedPages):
    def test_date_is_the_expected_one_until_it_is_released(self):
        release = create_release(
            create_project(self.center, "demo"), "1.0", expected_release_date=date(2031, 5, 6)
        )
        text = self.read("/demo/1.0")
        self.assertIn("Expected on May 06, 2031", text)
        self.assertNotIn("Released", text.partition("State Unreleased")[2])
        set_state(release, RELEASE_WORKFLOW, "final")
        release.effective_date = DateTime("2030/04/05 12:00:00 UTC")
        text = self.read("/demo/1.0")
        self.assertIn("Released Apr 05, 2030", text)
        self.assertNotIn("2031", text)

    def test_unsupported_release_says_so_whether_another_is_supported_or_not(self):
        project = create_project(self.center, "demo")
        for version in ("1.0", "2.0"):
            set_state(create_release(project, version), RELEASE_WORKFLOW, "final")
        words = "This release is no longer supported."
        for unsupported, first, second in (
            ((), False, False),
            (("1.0",), True, False),
            (("1.0", "2.0"), True, True),
        ):
            project.unsupported_versions = unsupported
            with self.subTest(unsupported):
                self.assertEqual(words in self.read("/demo/1.0"), first)
                self.assertEqual(words in self.read("/demo/2.0"), second)


class TestFiles(PublishedPages):
    def test_file_is_called_as_it_was_sent_with_its_size(self):
        sdist = self.publish(make_sdist("Demo.App", "1.0", filename="Demo.App-1.0.tar.gz"))
        file = self.center["demo-app"]["1.0"]["Demo.App-1.0.tar.gz"]
        self.assertEqual(file.Title(), sdist.name)
        self.assertEqual(file.filename, sdist.name)
        self.assertEqual(file.size, sdist.stat().st_size)
        self.assertEqual(file.portal_type, "PSCFile")

    def test_size_is_told_for_people(self):
        self.publish(make_wheel("demo", "1.0"))
        file = self.center["demo"]["1.0"]["demo-1.0-py3-none-any.whl"]
        file.size = 7680
        self.assertIn("Size 7.5 KB", self.read(f"/demo/1.0/{file.getId()}"))

    def test_platform_is_told_where_a_file_has_one(self):
        wheel = self.publish(make_wheel("demo", "1.0", tag="cp311-cp311-win_amd64"))
        pure = self.publish(make_wheel("demo", "1.0"))
        release = self.center["demo"]["1.0"]
        self.assertEqual(release[wheel.name].platform, "Windows")
        self.assertIsNone(release[pure.name].platform)
        self.assertIn("Platform Windows", self.read(f"/demo/1.0/{wheel.name}"))
        self.assertNotIn("Platform", self.read(f"/demo/1.0/{pure.name}"))

    def test_link_is_shown_with_what_was_typed(self):
        release = create_release(create_project(self.center, "demo"), "1.0")
        api.content.create(
            release,
            "PSCFileLink",
            "far",
            title="Installer",
            external_url="https://example.org/demo.exe",
            external_file_size="about 10 MB",
            platform="Windows",
        )
        for path in ("/demo/1.0", "/demo/1.0/far"):
            with self.subTest(path):
                text = self.read(path)
                for part in ("Installer", "Windows", "about 10 MB"):
                    self.assertIn(part, text)
                self.assertIn("https://example.org/demo.exe", self.links)
