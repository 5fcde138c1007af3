"""What the pages of releases and files tell of metadata and of the inside of archives."""

from plone.app.testing import SITE_OWNER_NAME
from Products.PloneSoftwareCenter.browser.pages import contents
from Products.PloneSoftwareCenter.content.states import PROJECT_WORKFLOW
from Products.PloneSoftwareCenter.content.states import RELEASE_WORKFLOW
from Products.PloneSoftwareCenter.content.states import set_state
from Products.PloneSoftwareCenter.pypi.listing import Listing
from Products.PloneSoftwareCenter.pypi.listing import Member
from Products.PloneSoftwareCenter.testing import OTHER
from Products.PloneSoftwareCenter.tests.archives import make_sdist
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.pages import browser_of
from Products.PloneSoftwareCenter.tests.pages import PublishedPages
from Products.PloneSoftwareCenter.upload.status import set_status
from threading import BoundedSemaphore
from unittest.mock import patch
from urllib.error import HTTPError

import transaction


class TestReleaseMetadata(PublishedPages):
    def put(self, version, extra="", **words):
        return self.publish(make_wheel("demo", version, metadata_extra=extra, **words))

    def changes(self, path, user=None):
        text = self.read(path, user)
        return text.partition("Changes of metadata since ")[2].partition(" Metadata ")[0]

    def test_changes_since_the_release_before_are_told(self):
        self.put("1.0", "Requires-Dist: a\nRequires-Dist: b>=1\n", requires_python=">=3.9")
        self.put("1.1", "Requires-Dist: a\nRequires-Dist: c\n", requires_python=">=3.11")
        self.assertEqual(
            self.changes("/demo/1.1"),
            "1.0 Requires-Python Before: >=3.9 Now: >=3.11 Requires-Dist Before: b>=1 Now: c",
        )
        self.assertIn(f"{self.url}/demo/1.0", self.links)
        self.assertEqual(self.changes("/demo/1.0"), "")

    def test_final_release_is_compared_with_the_final_one_before(self):
        for version in ("1.0", "1.1a1", "1.1"):
            self.put(version)
        self.assertEqual(self.changes("/demo/1.1"), "1.0 Nothing but the version has changed.")
        self.assertTrue(self.changes("/demo/1.1a1").startswith("1.0 "))

    def test_hidden_release_is_not_told_of_by_the_next(self):
        self.put("1.0", "Requires-Dist: secret\n")
        self.put("1.1")
        set_state(self.center["demo"]["1.0"], RELEASE_WORKFLOW, "hidden")
        self.assertNotIn("secret", self.read("/demo/1.1"))
        self.assertNotIn("Changes of metadata since", self.read("/demo/1.1"))

    def test_all_metadata_are_told_as_text(self):
        self.put("1.0", "Keywords: <b>x</b>\nProject-URL: Docs, https://example.org/d\n")
        text = self.read("/demo/1.0")
        self.assertIn("Keywords <b>x</b>", text)
        self.assertIn("Project-URL Docs, https://example.org/d", text)
        self.assertIn("https://example.org/d", self.links)
        self.assertNotIn("<b>x</b>", self.html)

    def test_requirements_of_this_release_are_linked(self):
        self.publish(make_wheel("base", "1.0"))
        self.put("1.0", "Requires-Dist: base>=1\n")
        self.put("1.1")
        self.assertIn("Dependencies base >=1", self.read("/demo/1.0"))
        self.assertIn(f"{self.url}/base", self.links)
        self.assertNotIn("Dependencies", self.read("/demo/1.1"))

    def test_files_of_a_release_are_batched(self):
        for number in range(32):
            self.publish(make_wheel("demo", "1.0", tag=f"cp{number:03}-none-any"))
        text = self.read("/demo/1.0")
        self.assertIn("cp029", text)
        self.assertNotIn("cp030", text)
        self.assertIn("cp031", self.read("/demo/1.0?b_start:int=30"))
        self.assertIn("and 12 more", self.read("/demo"))


class TestContents(PublishedPages):
    def test_wheel_and_sdist_tell_what_is_inside(self):
        wheel = self.publish(make_wheel("demo", "1.0"))
        sdist = self.publish(make_sdist("demo", "1.0"))
        for path, inside in ((wheel, "demo-1.0.dist-info/METADATA"), (sdist, "PKG-INFO")):
            page = f"/demo/1.0/{path.name}"
            self.read(page)
            self.assertIn(f"{self.url}{page}/contents", self.links)
            text = self.read(f"{page}/contents")
            self.assertIn(f"Inside of {path.name}", text)
            self.assertIn(inside, text)
            self.assertIn("unpacked:", text)

    def test_paths_are_text_and_what_was_not_looked_at_is_said(self):
        wheel = self.publish(make_wheel("demo", "1.0", filling="odd"))
        listing = Listing((Member("<b>\u202egpj.exe", 7),), 2_500, 9_000, False)
        with patch.object(contents, "list_members", lambda *args: listing):
            text = self.read(f"/demo/1.0/{wheel.name}/contents")
        self.assertIn("<b>[U+202E]gpj.exe 1 KB", text)
        self.assertIn("Entries: 2500; unpacked: 8.8 KB.", text)
        self.assertIn("there may be more inside", text)

    def test_list_is_read_once(self):
        wheel = self.publish(make_wheel("demo", "1.0", filling="read once"))
        page = f"/demo/1.0/{wheel.name}/contents"
        first = self.read(page)
        with patch.object(contents, "list_members", side_effect=AssertionError):
            self.assertEqual(self.read(page), first)

    def test_busy_server_says_so(self):
        wheel = self.publish(make_wheel("demo", "1.0", filling="busy"))
        places = BoundedSemaphore(1)
        transaction.commit()
        browser = browser_of(self.layer)
        browser.raiseHttpErrors = False
        waiting = patch.object(contents, "MAX_WAIT", 0.01)
        with patch.object(contents, "_places", places), waiting, places:
            browser.open(f"{self.url}/demo/1.0/{wheel.name}/contents")
        self.assertEqual(browser.headers["Status"][:3], "503")
        self.assertIn("Ask again in some seconds.", browser.contents)
        self.assertIn("Inside of", self.read(f"/demo/1.0/{wheel.name}/contents"))

    def test_private_and_quarantined_files_are_not_looked_into(self):
        wheel = self.publish(make_wheel("demo", "1.0"))
        page = f"/demo/1.0/{wheel.name}"
        set_state(self.center["demo"], PROJECT_WORKFLOW, "unapproved")
        for user in (None, OTHER):
            with self.subTest(user), self.assertRaises(HTTPError) as caught:
                self.read(f"{page}/contents", user)
            self.assertEqual(caught.exception.code, 404)
        set_state(self.center["demo"], PROJECT_WORKFLOW, "published")
        set_status(self.center["demo"], "quarantined", "evil")
        self.assertIn("can't be listed", self.read(f"{page}/contents", SITE_OWNER_NAME))
        self.assertNotIn("METADATA", self.html)
        self.read(page, SITE_OWNER_NAME)
        self.assertNotIn(f"{self.url}{page}/contents", self.links)
