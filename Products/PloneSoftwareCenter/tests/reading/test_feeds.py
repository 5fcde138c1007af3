"""Feeds and the sitemap of a center: complete, nothing private, cheap to ask again."""

from plone import api
from Products.PloneSoftwareCenter.content.states import RELEASE_WORKFLOW
from Products.PloneSoftwareCenter.content.states import set_state
from Products.PloneSoftwareCenter.index.names import center_index
from Products.PloneSoftwareCenter.index.recent import newest_of_center
from Products.PloneSoftwareCenter.reading import sitemap
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.client import Client
from Products.PloneSoftwareCenter.tests.served import ServedCenter
from Products.PloneSoftwareCenter.upload.status import set_status
from unittest import mock
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import feedparser
import gzip
import re


FEEDS = ("rss.xml", "atom.xml")


class FeedCase(ServedCenter):
    def setUp(self):
        super().setUp()
        for name, version in (("demo", "1.0"), ("other", "1.0"), ("demo", "1.1a1")):
            self.publish(name, version)
        self.refresh()
        self.project = self.center["demo"]

    def publish(self, name, version):
        answer = self.owner.upload(make_wheel(name, version, folder=self.folder))
        self.assertEqual(answer.status, 200, answer.text)

    def read(self, path, client=None):
        """Return a feed as a reader of feeds understands it."""
        answer = (client or self.nobody).get(path)
        self.assertEqual(answer.status, 200, answer.text)
        headers = {name.lower(): value for name, value in answer.headers.items()}
        found = feedparser.parse(answer.body, response_headers=headers)
        self.assertFalse(found.bozo, found.get("bozo_exception"))
        return found

    def titles(self, path, client=None):
        return [entry.title for entry in self.read(path, client).entries]

    def categorize(self, project, *categories):
        project.categories = categories
        notify(ObjectModifiedEvent(project))


class TestFeeds(FeedCase):
    def test_center_tells_all_releases_the_newest_first(self):
        for name in FEEDS:
            with self.subTest(name):
                self.assertEqual(
                    self.titles(f"/feed/{name}"), ["demo 1.1a1", "other 1.0", "demo 1.0"]
                )

    def test_project_tells_its_own(self):
        for name in FEEDS:
            with self.subTest(name):
                self.assertEqual(self.titles(f"/feed/demo/{name}"), ["demo 1.1a1", "demo 1.0"])

    def test_category_tells_those_of_its_projects(self):
        with self.changes():
            self.categorize(self.project, "add-on")
        for name in FEEDS:
            found = self.titles(f"/feed/{name}?category=add-on")
            self.assertEqual(found, ["demo 1.1a1", "demo 1.0"])
            self.assertEqual(self.titles(f"/feed/{name}?category=standalone"), [])
            self.assertEqual(self.nobody.get(f"/feed/{name}?category=no").status, 404)

    def test_addresses_are_those_that_visitors_see(self):
        with self.changes():
            self.center.public_address = "https://index.example.org/"
        for path in ("/feed/atom.xml", "/feed/rss.xml", "/feed/demo/atom.xml"):
            found = self.read(path)
            self.assertIn(
                "https://index.example.org/demo/1.1a1", [entry.link for entry in found.entries]
            )
            (own,) = [link.href for link in found.feed.links if link.rel == "self"]
            self.assertEqual(own, f"https://index.example.org{path}")

    def test_ids_stay_when_addresses_do_not(self):
        before = {entry.title: entry.id for entry in self.read("/feed/atom.xml").entries}
        with self.changes():
            self.center.public_address = "https://index.example.org"
            api.content.rename(self.project, "elsewhere")
        for path in ("/feed/atom.xml", "/feed/rss.xml"):
            after = {entry.title: entry.id for entry in self.read(path).entries}
            self.assertEqual(after, before)

    def test_private_project_is_in_none(self):
        with self.changes():
            self.categorize(self.project, "add-on")
            self.project.manage_permission("View", ["Manager", "Owner"], acquire=0)
            self.project.reindexObjectSecurity()
        for path in ("/feed/atom.xml", "/feed/rss.xml?category=add-on", "/sitemap.xml"):
            with self.subTest(path):
                self.assertNotIn("demo", self.nobody.get(path).text)
                self.assertIn("demo", self.owner.get(path).text)
        self.assertEqual(self.nobody.get("/feed/demo/atom.xml").status, 404)
        self.assertEqual(self.owner.get("/feed/demo/atom.xml").status, 200)

    def test_hidden_yanked_retracted_and_quarantined_are_in_none(self):
        release = self.project["1.0"]
        with self.changes():
            set_state(release, RELEASE_WORKFLOW, "hidden")
            notify(ObjectModifiedEvent(release))
            self.project["1.1a1"].yanked = True
            notify(ObjectModifiedEvent(self.project["1.1a1"]))
        for client in (self.nobody, self.owner):
            self.assertEqual(self.titles("/feed/atom.xml", client), ["other 1.0"])
            self.assertEqual(self.titles("/feed/demo/rss.xml", client), [])
        with self.changes():
            set_status(self.center["other"], "quarantined", "Evil.")
        self.assertEqual(self.titles("/feed/atom.xml"), [])

    def test_private_center_asks_for_a_password(self):
        with self.changes():
            api.content.transition(self.center, "make_private")
        for path in ("/feed/atom.xml", "/feed/demo/rss.xml", "/feed/no/rss.xml", "/sitemap.xml"):
            with self.subTest(path):
                answer = self.nobody.get(path)
                self.assertEqual(answer.status, 401)
                self.assertEqual(answer.headers["WWW-Authenticate"], 'Basic realm="pypi"')
                self.assertIn(self.manager.get(path).status, (200, 404))
        answer = self.manager.get("/feed/atom.xml")
        self.assertIn("private", answer.headers["Cache-Control"])

    def test_who_has_it_is_told_so(self):
        for path in ("/feed/atom.xml", "/feed/demo/rss.xml", "/sitemap.xml"):
            first = self.nobody.get(path)
            again = self.nobody.get(path, If_None_Match=first.headers["ETag"])
            self.assertEqual((again.status, again.body), (304, b""))
            self.publish("demo", f"2.{len(path)}")
            again = self.nobody.get(path, If_None_Match=first.headers["ETag"])
            self.assertEqual(again.status, 200)
        self.assertTrue(self.nobody.get("/feed/rss.xml").headers["Last-Modified"].endswith("GMT"))

    def test_odd_questions_are_told(self):
        many = "&".join(f"category=c{number}" for number in range(10_000))
        for path, status in (
            (f"/feed/atom.xml?{many}", 400),
            (f"/feed/atom.xml?{many[:200]}", 400),
            ("/feed/atom.xml?category=a&category=b", 400),
            ("/feed/atom.xml?category=%00%ff", 404),
            ("/feed/atom.xml?x=1&y=2", 200),
            ("/feed/atom.xml?category:list=a", 200),
            ("/feed/", 404),
            ("/feed", 404),
            ("/feed/atom.xml/", 404),
            ("/feed/no.xml", 404),
            ("/feed/a/b/atom.xml", 404),
            ("/feed/absent/atom.xml", 404),
            ("/sitemap.xml/x", 404),
            ("/sitemap.xml?part=1", 200),
            ("/sitemap.xml?part=2", 404),
            ("/sitemap.xml?part=0", 404),
            ("/sitemap.xml?part=1&part=1", 404),
            ("/sitemap.xml?part=x", 404),
            ("/sitemap.xml?x=1", 200),
        ):
            with self.subTest(path[:60]):
                answer = self.nobody.get(path)
                self.assertEqual(answer.status, status, answer.text)

    def test_another_spelling_of_a_name_is_sent_on(self):
        answer = self.nobody.get("/feed/De_Mo/rss.xml")
        self.assertEqual((answer.status, answer.headers["Location"]), (301, "../de-mo/rss.xml"))

    def test_empty_center_has_a_feed(self):
        with self.changes():
            for name in ("demo", "other"):
                self.center.manage_delObjects([name])
        for name in FEEDS:
            self.assertEqual(self.titles(f"/feed/{name}"), [])

    def test_nothing_of_them_wakes_content(self):
        for path in ("/feed/atom.xml", "/feed/demo/rss.xml", "/sitemap.xml"):
            self.assertEqual(self.nobody.get(path).status, 200)
        self.refresh()
        self.center._p_jar.cacheMinimize()
        self.assertEqual(len(newest_of_center(self.center)), 3)
        self.assertIsNone(self.project.aq_base._p_changed)


class TestSitemap(FeedCase):
    def test_pages_of_projects_and_listed_releases(self):
        with self.changes():
            set_state(self.project["1.0"], RELEASE_WORKFLOW, "hidden")
            notify(ObjectModifiedEvent(self.project["1.0"]))
        text = self.nobody.get("/sitemap.xml").text
        for page in ("", "/demo", "/demo/1.1a1", "/other", "/other/1.0"):
            self.assertIn(f"<loc>{self.url}{page}</loc>", text)
        self.assertNotIn("/demo/1.0<", text)

    def test_more_pages_than_a_file_may_have_are_in_parts(self):
        whole = re.findall("<loc>([^<]+)</loc>", self.nobody.get("/sitemap.xml").text)
        with self.changes():
            # another state of the index: the whole is kept
            center_index(self.center).stamp.touch()
        with mock.patch.object(sitemap, "MOST", 2):
            index = self.nobody.get("/sitemap.xml").text
            self.assertIn("<sitemapindex ", index)
            parts = re.findall("<loc>([^<]+)</loc>", index)
            texts = [self.nobody.get(part.removeprefix(self.url)).text for part in parts]
            after = self.nobody.get(f"/sitemap.xml?part={len(parts) + 1}")
        found = [re.findall("<loc>([^<]+)</loc>", text) for text in texts]
        self.assertEqual([page for pages in found for page in pages], whole)
        self.assertEqual({len(pages) for pages in found[:-1]}, {2})
        self.assertEqual(after.status, 404)

    def test_sitemap_of_the_site_has_centers_and_projects(self):
        with self.changes():
            api.portal.set_registry_record("plone.enable_sitemap", True)
        site = self.url.removesuffix("/software")
        read = Client(site).get
        index = gzip.decompress(read("/sitemap.xml.gz").body).decode()
        parts = re.findall(r"<loc>([^<]+)</loc>", index)
        text = "".join(
            gzip.decompress(read(part.removeprefix(site)).body).decode() for part in parts
        )
        self.assertIn(f"<loc>{self.url}</loc>", text)
        self.assertIn(f"<loc>{self.url}/demo</loc>", text)
