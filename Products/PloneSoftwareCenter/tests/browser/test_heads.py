"""What programs find in the heads of pages."""

from html.parser import HTMLParser
from plone.app.testing import SITE_OWNER_NAME
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.pages import PublishedPages
from Products.PloneSoftwareCenter.upload.status import set_status

import json
import pathlib
import tempfile


class _Head(HTMLParser):
    def __init__(self):
        super().__init__()
        self.links, self.scripts, self.meta, self._inside = [], [], {}, False

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "link" and attrs.get("rel") in ("alternate", "meta"):
            self.links.append(attrs["href"])
        if tag == "meta" and "property" in attrs:
            self.meta[attrs["property"]] = attrs.get("content")
        self._inside = tag == "script" and attrs.get("type") == "application/ld+json"

    def handle_data(self, data):
        if self._inside:
            self.scripts.append(json.loads(data))
            self._inside = False


class TestHeads(PublishedPages):
    def setUp(self):
        super().setUp()
        folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.publish(make_wheel("demo", "1.0", folder=folder, requires_python=">=3.11"))
        self.project = self.center["demo"]

    def head(self, path=""):
        self.read(path)
        head = _Head()
        head.feed(self.html)
        return head

    def test_titles_say_what_is_done_and_where(self):
        for path, title in (
            ("/upload-files", "Upload files &ndash; Software &mdash; Plone site"),
            ("/my-projects", "My projects &ndash; Software &mdash; Plone site"),
            ("/@@review", "Waiting for review &ndash; Software &mdash; Plone site"),
            ("/demo/@@people", "Owners and maintainers &ndash; demo &mdash; Plone site"),
            ("/demo/1.0/upload-files", "Upload files &ndash; demo 1.0 &mdash; Plone site"),
            ("/demo/1.0/yank", "demo 1.0 &mdash; Plone site"),
            ("/../@@project-invitations", "Your invitations &mdash; Plone site"),
        ):
            with self.subTest(path):
                self.read(path, user=SITE_OWNER_NAME)
                told = self.html.partition("<title>")[2].partition("</title>")[0]
                dashes = (("\u2013", "&ndash;"), ("\u2014", "&mdash;"))
                for character, name in dashes:
                    told = told.replace(character, name)
                self.assertEqual(told, title)

    def test_feeds_are_found_in_pages(self):
        base = f"{self.url}/feed"
        self.assertLessEqual({f"{base}/atom.xml", f"{base}/rss.xml"}, set(self.head().links))
        found = self.head("/by-category/add-on").links
        self.assertIn(f"{base}/atom.xml?category=add-on", found)
        found = self.head("/demo").links
        self.assertLessEqual({f"{base}/demo/atom.xml", f"{self.url}/demo/doap.rdf"}, set(found))

    def test_project_and_release_as_search_engines_read_them(self):
        self.edit(
            self.project,
            description="</script><script>alert(1)</script>",
            repository="https://example.org/git",
            author="Ada",
        )
        (told,) = self.head("/demo").scripts
        self.assertEqual(told["@type"], "SoftwareSourceCode")
        self.assertEqual(told["description"], "</script><script>alert(1)</script>")
        self.assertNotIn("<script>alert", self.html)
        self.assertEqual(told["codeRepository"], "https://example.org/git")
        self.assertEqual(told["version"], "1.0")
        self.assertEqual(told["author"], {"@type": "Person", "name": "Ada"})
        (told,) = self.head("/demo/1.0").scripts
        self.assertEqual((told["version"], told["isPartOf"]), ("1.0", f"{self.url}/demo"))
        self.assertEqual(told["runtimePlatform"], "Python >=3.11")

    def test_no_other_page_and_no_quarantined_project_has_it(self):
        self.assertEqual(self.head("").scripts, [])
        set_status(self.project, "quarantined", "Evil.")
        self.assertEqual(self.head("/demo").scripts, [])

    def test_social_media_read_titles(self):
        self.assertEqual(self.head("/demo").meta["og:title"], "demo")
        self.assertEqual(self.head("/demo/1.0").meta["og:title"], "demo 1.0")
        self.assertEqual(self.head("/demo/1.0").meta["og:url"], f"{self.url}/demo/1.0")

    def test_addresses_are_those_that_visitors_see(self):
        self.edit(self.center, public_address="https://index.example.org/")
        found = self.head("/demo")
        self.assertIn("https://index.example.org/feed/demo/rss.xml", found.links)
        self.assertEqual(found.scripts[0]["url"], "https://index.example.org/demo")
