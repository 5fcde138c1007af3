"""Behind nginx, as the documentation has it: compressed pages keep their tags, files are kept."""

from pathlib import Path
from Products.PloneSoftwareCenter.content.states import PROJECT_WORKFLOW
from Products.PloneSoftwareCenter.content.states import set_state
from Products.PloneSoftwareCenter.tests.archives import make_sdist
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.caching.nginx import PROGRAM
from Products.PloneSoftwareCenter.tests.caching.nginx import serve
from Products.PloneSoftwareCenter.tests.caching.nginx import SHOWN
from Products.PloneSoftwareCenter.tests.client import Client
from Products.PloneSoftwareCenter.tests.served import ServedCenter
from Products.SiteAccess.VirtualHostMonster import manage_addVirtualHostMonster

import gzip
import unittest


FILE = "/simple/alpha/alpha-1.0+local-py3-none-any.whl"
FORMATS = (
    "text/html",
    "application/vnd.pypi.simple.v1+html",
    "application/vnd.pypi.simple.v1+json",
)


@unittest.skipUnless(SHOWN.is_file(), "not a checkout")
@unittest.skipUnless(Path(PROGRAM).exists(), "needs nginx")
class BehindNginx(ServedCenter):
    def setUp(self):
        super().setUp()
        with self.changes():
            app = self.layer["app"]
            if "virtual_hosting" not in app.objectIds():
                manage_addVirtualHostMonster(app, "virtual_hosting")
        folder = self.folder / "nginx"
        folder.mkdir()
        zope = f"{self.layer['host']}:{self.layer['port']}"
        port = serve(self, folder, zope, self.portal.getId())
        for client in (self.nobody, self.owner, self.other):
            client.url = f"http://127.0.0.1:{port}/software"
        self.straight = Client(f"http://{zope}/plone/software")
        self.wheel = make_wheel("alpha", "1.0+local", folder=self.folder)
        self.assertEqual(self.owner.upload(self.wheel).status, 200)


class TestCompressedPages(BehindNginx):
    def test_tag_is_weakened_and_known(self):
        for path in ("/simple/", "/simple/alpha/", "/pypi/alpha/json", "/links"):
            for accept in FORMATS:
                with self.subTest(path=path, accept=accept):
                    sent = {"Accept": accept, "Accept_Encoding": "gzip"}
                    plain = self.nobody.get(path, Accept=accept)
                    small = self.nobody.get(path, **sent)
                    self.assertEqual(small.headers["Content-Encoding"], "gzip")
                    self.assertEqual(gzip.decompress(small.body), plain.body)
                    strong, weak = plain.headers["ETag"], small.headers["ETag"]
                    self.assertEqual(weak, f"W/{strong}")
                    self.assertIn("Accept-Encoding", small.headers.get_all("Vary"))
                    for tag in (strong, weak):
                        same = self.nobody.get(path, If_None_Match=tag, **sent)
                        self.assertEqual((same.status, same.body), (304, b""))
                        self.assertEqual(same.headers["ETag"], strong)

    def test_pages_are_new_at_once(self):
        before = self.nobody.get("/simple/alpha/", Accept_Encoding="gzip")
        self.owner.upload(make_sdist("alpha", "1.1", folder=self.folder))
        tag = before.headers["ETag"]
        after = self.nobody.get("/simple/alpha/", If_None_Match=tag)
        self.assertEqual(after.status, 200)
        self.assertIn("alpha-1.1.tar.gz", after.text)
        self.assertEqual(after.headers["Cache-Control"], "no-cache")
        self.assertNotIn("X-Cache-Status", after.headers)

    def test_archives_are_sent_as_they_are(self):
        answer = self.nobody.get(FILE, Accept_Encoding="gzip")
        self.assertNotIn("Content-Encoding", answer.headers)
        self.assertEqual(answer.body, self.wheel.read_bytes())


class TestKeptFiles(BehindNginx):
    def test_second_time_from_the_cache(self):
        for path in (
            FILE,
            FILE.replace("+", "%2B"),
            f"{FILE}.metadata",
            FILE.replace("simple", "packages"),
            FILE.replace("simple/alpha", "packages/py3/a/alpha"),
        ):
            with self.subTest(path=path):
                told = ("ETag", "Cache-Control", "Content-Type", "Content-Length")
                straight = self.straight.get(path)
                self.assertEqual(straight.status, 200)
                first = self.nobody.get(path)
                again = self.nobody.get(path)
                self.assertEqual(again.headers["X-Cache-Status"], "HIT")
                for answer in (first, again):
                    self.assertEqual((answer.status, answer.body), (200, straight.body))
                    for name in told:
                        self.assertEqual(answer.headers[name], straight.headers[name])
                tag = again.headers["ETag"]
                self.assertEqual(self.nobody.get(path, If_None_Match=tag).status, 304)

    def test_parts_of_what_is_kept(self):
        for _again in range(2):
            part = self.nobody.get(FILE, Range="bytes=2-4")
            self.assertEqual((part.status, part.body), (206, self.wheel.read_bytes()[2:5]))
        self.assertEqual(part.headers["X-Cache-Status"], "HIT")

    def test_what_is_not_there_is_not_kept(self):
        sdist = make_sdist("alpha", "1.1", folder=self.folder)
        path = f"/simple/alpha/{sdist.name}"
        self.assertEqual(self.nobody.get(path).status, 404)
        self.owner.upload(sdist)
        self.assertEqual(self.nobody.get(path).status, 200)

    def test_what_is_private_is_not_kept(self):
        with self.changes():
            set_state(self.center["alpha"], PROJECT_WORKFLOW, "unapproved")
        for _again in range(2):
            answer = self.owner.get(FILE)
            self.assertEqual(answer.status, 200)
            self.assertEqual(answer.headers["X-Cache-Status"], "BYPASS")
            for path in (FILE, "/simple/alpha/", "/pypi/alpha/json"):
                for client in (self.nobody, self.other):
                    self.assertEqual(client.get(path).status, 404)

    def test_who_logs_in_never_meets_what_is_kept(self):
        self.nobody.get(FILE)
        self.assertEqual(self.nobody.get(FILE).headers["X-Cache-Status"], "HIT")
        with self.changes():
            set_state(self.center["alpha"], PROJECT_WORKFLOW, "unapproved")
        self.assertEqual(self.other.get(FILE).status, 404)
        self.assertEqual(self.owner.get(FILE).headers["X-Cache-Status"], "BYPASS")

    def test_redirects_lead_through_nginx(self):
        answer = self.nobody.get("/simple/Alpha/")
        self.assertEqual((answer.status, answer.headers["Location"]), (301, "../alpha/"))
