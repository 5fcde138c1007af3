from Products.PloneSoftwareCenter.content.states import CENTER_WORKFLOW
from Products.PloneSoftwareCenter.content.states import PROJECT_WORKFLOW
from Products.PloneSoftwareCenter.content.states import set_state
from Products.PloneSoftwareCenter.index.names import center_index
from Products.PloneSoftwareCenter.road.answers import SMALL
from Products.PloneSoftwareCenter.road.filter import FastRoad
from Products.PloneSoftwareCenter.road.filter import make_filter
from Products.PloneSoftwareCenter.tests.archives import make_sdist
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.served import ServedCenter
from ZPublisher.BeforeTraverse import NameCaller

import os
import random
import unittest


def is_fast(answer):
    return "X-Powered-By" not in answer.headers


def noise(size):
    """Return text that no compression makes smaller than this many bytes."""
    return random.Random(size).randbytes(size).hex()


class TestWithoutZope(unittest.TestCase):
    """What the filter does by itself."""

    def setUp(self):
        self.started = []
        self.road = make_filter(lambda environ, start_response: [b"zope"])
        self.road.database = lambda: None

    def ask(self, **environ):
        environ = {"PATH_INFO": "/", "REQUEST_METHOD": "GET", **environ}
        body = self.road(environ, lambda status, headers: self.started.append(status))
        return b"".join(body)

    def test_before_there_is_a_database_zope_is_asked(self):
        self.assertEqual(self.ask(PATH_INFO="/Plone/psc/simple/"), b"zope")

    def test_it_has_no_options(self):
        with self.assertRaises(ValueError):
            make_filter(None, {}, size="1")

    def test_a_path_that_is_no_utf8_is_refused_everywhere(self):
        self.assertIn(b"not UTF-8", self.ask(PATH_INFO="/\xff"))
        self.assertEqual(self.ask(PATH_INFO="/\xff", REQUEST_METHOD="HEAD"), b"")
        self.assertEqual(self.started, ["400 Bad Request"] * 2)
        self.assertEqual(self.ask(PATH_INFO="/\xc3\xa4"), b"zope")

    def test_thousands_of_cookies_are_refused(self):
        self.assertIn(b"cookies", self.ask(HTTP_COOKIE="a=b; " * 2000))
        self.assertEqual(self.started, ["431 Request Header Fields Too Large"])
        self.assertEqual(self.ask(HTTP_COOKIE="a=b; " * 100), b"zope")


class TestFastRoad(ServedCenter):
    def setUp(self):
        super().setUp()
        self.wheel = make_wheel("demo", "1.0", folder=self.folder)
        self.assertEqual(self.owner.upload(self.wheel).status, 200)

    def test_an_upload_is_on_the_page_at_once(self):
        for version in ("1.1", "1.2", "1.3"):
            self.nobody.get("/simple/demo/")
            archive = make_sdist("demo", version, folder=self.folder)
            self.assertEqual(self.owner.upload(archive).status, 200)
            page = self.nobody.get("/simple/demo/")
            self.assertTrue(is_fast(page))
            self.assertIn(archive.name, page.text)

    def test_rights_taken_without_an_event_count_at_once(self):
        path = f"/simple/demo/{self.wheel.name}"
        self.assertEqual(self.nobody.get(path).status, 200)
        with self.changes():
            self.center["demo"].manage_permission("View", ["Manager"], acquire=0)
        self.assertEqual(self.nobody.get(path).status, 404)
        self.assertEqual(self.nobody.get("/simple/demo/").status, 404)

    def test_a_state_taken_back_counts_at_once(self):
        self.assertEqual(self.nobody.get("/simple/demo/").status, 200)
        with self.changes():
            set_state(self.center["demo"], PROJECT_WORKFLOW, "unapproved")
        self.assertEqual(self.nobody.get("/simple/demo/").status, 404)
        with self.changes():
            set_state(self.center, CENTER_WORKFLOW, "private")
        answer = self.nobody.get("/simple/demo/")
        self.assertEqual(answer.status, 401)
        self.assertFalse(is_fast(answer))

    def test_a_site_with_another_way_to_log_in_is_zopes(self):
        with self.changes():
            plugins = self.portal.acl_users
            plugins.credentials_basic_auth.meta_type = "Somebody's own"
        self.assertFalse(is_fast(self.nobody.get("/simple/demo/")))

    def test_the_hook_for_sessions_changes_nothing(self):
        with self.changes():
            app = self.layer["app"]
            app.__before_traverse__ = {
                **app.__before_traverse__,
                (50, "SessionDataManager"): NameCaller("nothing"),
            }
        self.assertTrue(is_fast(self.nobody.get("/simple/demo/")))

    def test_a_site_with_a_hook_is_zopes(self):
        with self.changes():
            self.portal.__before_traverse__ = {
                **self.portal.__before_traverse__,
                (1, "AccessRule"): NameCaller("nothing"),
            }
        self.assertFalse(is_fast(self.nobody.get("/simple/demo/")))

    def test_a_site_without_the_product_is_zopes(self):
        with self.changes():
            tool = self.portal.portal_setup
            tool.runAllImportStepsFromProfile("profile-Products.PloneSoftwareCenter:uninstall")
        answer = self.nobody.get("/simple/demo/")
        self.assertFalse(is_fast(answer))
        self.assertEqual(answer.status, 404)

    def test_bytes_that_are_gone_are_a_404_and_come_back(self):
        large = make_sdist("demo", "2.0", folder=self.folder, filling=noise(SMALL))
        self.assertEqual(self.owner.upload(large).status, 200)
        path = f"/simple/demo/{large.name}"
        self.assertEqual(self.nobody.get(path).body, large.read_bytes())
        self.refresh()
        [state] = center_index(self.center).names["demo"].releases["2"].files.values()
        with self.center._psc_blobs[state["key"]].open() as stream:
            blob = stream.name
        os.rename(blob, f"{blob}.away")
        self.assertEqual(self.nobody.get(path).status, 404)
        os.rename(f"{blob}.away", blob)
        self.assertEqual(self.nobody.get(path).body, large.read_bytes())

    def test_small_and_large_files_are_whole_each_time(self):
        for size in (10, SMALL - 1, SMALL, 3 * SMALL):
            archive = make_sdist("demo", f"3.{size}", folder=self.folder, filling=noise(size))
            self.assertEqual(self.owner.upload(archive).status, 200)
            for _time in ("first", "from memory"):
                with self.subTest(size):
                    answer = self.nobody.get(f"/simple/demo/{archive.name}")
                    self.assertTrue(is_fast(answer))
                    self.assertEqual(answer.body, archive.read_bytes())
                    self.assertEqual(int(answer.headers["Content-Length"]), len(answer.body))

    def test_another_database_shares_nothing(self):
        first = FastRoad(None)
        self.assertIsNot(first.memory, FastRoad(None).memory)
