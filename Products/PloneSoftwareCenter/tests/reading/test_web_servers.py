"""nginx and Apache send the files, as the documentation has it; all else is as Zope says."""

from App.config import getConfiguration
from pathlib import Path
from Products.PloneSoftwareCenter.content.states import PROJECT_WORKFLOW
from Products.PloneSoftwareCenter.content.states import set_state
from Products.PloneSoftwareCenter.index.names import center_index
from Products.PloneSoftwareCenter.reading.handing import PRODUCT
from Products.PloneSoftwareCenter.reading.handing import SMALL
from Products.PloneSoftwareCenter.storage.lookup import storage_named
from Products.PloneSoftwareCenter.tests.archives import make_sdist
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.client import Client
from Products.PloneSoftwareCenter.tests.reading import web_servers
from Products.PloneSoftwareCenter.tests.served import ServedCenter
from Products.SiteAccess.VirtualHostMonster import manage_addVirtualHostMonster

import os
import random
import secrets
import shutil
import unittest


#: what a client is told of a file, by whatever road
TOLD = (
    "Accept-Ranges",
    "Cache-Control",
    "Content-Disposition",
    "Content-Length",
    "Content-Range",
    "Content-Security-Policy",
    "Content-Type",
    "ETag",
    "Last-Modified",
    "Vary",
    "X-Content-Type-Options",
)
#: a request with any cookie is none of the fast road's
ROADS = {"fast": {}, "zope": {"Cookie": "i=am"}}


class WebServerTests:
    """What holds for each web server; subclasses say ``kind`` and ``serve``."""

    def setUp(self):
        super().setUp()
        with self.changes():
            app = self.layer["app"]
            if "virtual_hosting" not in app.objectIds():
                manage_addVirtualHostMonster(app, "virtual_hosting")
        filling = random.Random(1).randbytes(3 * SMALL)
        self.sdist = make_sdist("alpha", "1.0", folder=self.folder, filling=filling)
        self.assertEqual(self.owner.upload(self.sdist).status, 200)
        self.refresh()
        self.file = f"/simple/alpha/{self.sdist.name}"
        self.directory = self.let_in()
        self.secret = secrets.token_urlsafe(24)
        self.configure(self.secret)
        folder = self.folder / "server"
        folder.mkdir()
        self.folder.chmod(0o711)
        zope = f"{self.layer['host']}:{self.layer['port']}"
        port = self.serve(folder, zope, self.portal.getId(), self.secret, self.directory)
        self.straight = Client(f"http://{zope}/plone/software")
        self.root = Client(f"http://127.0.0.1:{port}")
        for client in (self.nobody, self.owner, self.other):
            client.url = f"http://127.0.0.1:{port}/software"
        self.bytes = self.sdist.read_bytes()

    def top(self):
        """Return the directory of all files, which is closed to others."""
        return Path(self.center._p_jar.db().storage.temporaryDirectory()).parent

    def let_in(self):
        """Let the group of the web server into the directory of files; return its path."""
        state = center_index(self.center).names["alpha"].releases["1"].files[self.sdist.name]
        self.path = Path(storage_named(self.center, state["storage"]).path(state["key"]))
        top = self.top()
        self.assertTrue(self.path.is_relative_to(top))
        if os.geteuid() == 0:
            mode = top.stat().st_mode & 0o777
            self.addCleanup(os.chmod, top, mode)
            self.addCleanup(os.chown, top, -1, top.stat().st_gid)
            shutil.chown(top, group=web_servers.WORKER)
            top.chmod(0o750)
        return top

    def configure(self, secret, kind=None):
        given = {
            "sendfile": kind or self.kind,
            "sendfile-secret": secret,
            "sendfile-directories": str(self.directory),
        }
        configuration = getConfiguration()
        before = getattr(configuration, "product_config", None)
        configuration.product_config = {**(before or {}), PRODUCT: given}
        self.addCleanup(setattr, configuration, "product_config", before)

    def told(self, answer):
        told = {name: answer.headers.get_all(name) for name in TOLD}
        if answer.status == 206:
            # It goes without saying, and nginx leaves it out.
            del told["Accept-Ranges"]
        if self.kind == "apache":
            # It tells the time of the file, and does not let anybody forbid it.
            del told["Last-Modified"]
        return told

    def test_the_whole_file(self):
        for road, headers in ROADS.items():
            for again in (False, True):
                with self.subTest(road, again=again):
                    straight = self.straight.get(self.file, **headers)
                    answer = self.nobody.get(self.file, **headers)
                    self.assertEqual((answer.status, answer.body), (200, self.bytes))
                    self.assertEqual(self.told(answer), self.told(straight))
                    for name in ("X-Accel-Redirect", "X-Sendfile"):
                        self.assertNotIn(name, answer.headers)

    def test_zope_sends_no_byte(self):
        zope = Client(self.straight.url)
        for road, headers in (*ROADS.items(), ("part", {"Range": "bytes=7-"})):
            with self.subTest(road):
                answer = zope.get(self.file, X_PSC_Sendfile=self.secret, **headers)
                self.assertEqual((answer.status, answer.body), (200, b""))
                [named] = [answer.headers[n] for n in self.names if n in answer.headers]
                self.assertTrue(named.endswith(str(self.path)), named)

    def test_parts(self):
        size = len(self.bytes)
        for asked in ("0-0", "5-99", f"{size - 3}-", "-7", "0-", f"10-{2 * size}"):
            for road, headers in ROADS.items():
                with self.subTest(road, asked=asked):
                    sent = {"Range": f"bytes={asked}", **headers}
                    straight = self.straight.get(self.file, **sent)
                    answer = self.nobody.get(self.file, **sent)
                    self.assertEqual(answer.status, 206)
                    self.assertEqual(answer.body, straight.body)
                    self.assertEqual(self.told(answer), self.told(straight))

    def test_odd_ranges_are_answered_as_by_zope(self):
        for asked in ("bytes=0-1,3-4", f"bytes={len(self.bytes)}-", "lines=1-2", "bytes=5-2", "x"):
            for road, headers in ROADS.items():
                with self.subTest(road, asked=asked):
                    sent = {"Range": asked, **headers}
                    straight = self.straight.get(self.file, **sent)
                    answer = self.nobody.get(self.file, **sent)
                    self.assertEqual((answer.status, answer.body), (straight.status, straight.body))

    def test_conditions(self):
        etag = self.straight.head(self.file).headers["ETag"]
        later = "Fri, 01 Jan 2100 00:00:00 GMT"
        for sent in (
            {"If_None_Match": etag},
            {"If_None_Match": '"other"'},
            {"If_None_Match": "*"},
            {"If_Match": '"other"'},
            {"If_Modified_Since": later},
            {"If_Unmodified_Since": "Thu, 01 Jan 1970 00:00:00 GMT"},
            {"Range": "bytes=1-5", "If_Range": etag},
            {"Range": "bytes=1-5", "If_Range": '"other"'},
            {"Range": "bytes=1-5", "If_Range": later},
            {"Range": "bytes=1-5", "If_Modified_Since": later},
        ):
            for road, headers in ROADS.items():
                with self.subTest(road, **sent):
                    straight = self.straight.get(self.file, **sent, **headers)
                    answer = self.nobody.get(self.file, **sent, **headers)
                    self.assertEqual((answer.status, answer.body), (straight.status, straight.body))
                    self.assertEqual(answer.headers["ETag"], etag)

    def test_head(self):
        for road, headers in ROADS.items():
            with self.subTest(road):
                straight = self.straight.head(self.file, **headers)
                answer = self.nobody.head(self.file, **headers)
                self.assertEqual((answer.status, answer.body), (200, b""))
                self.assertEqual(self.told(answer), self.told(straight))

    def test_private_files_are_sent_to_whom_zope_lets(self):
        with self.changes():
            set_state(self.center["alpha"], PROJECT_WORKFLOW, "unapproved")
        answer = self.owner.get(self.file)
        self.assertEqual((answer.status, answer.body), (200, self.bytes))
        self.assertEqual(answer.headers["Vary"], "Authorization")
        self.assertIn("private", answer.headers["Cache-Control"])
        for client in (self.nobody, self.other):
            self.assertEqual(client.get(self.file).status, 404)

    def test_who_asks_zope_gets_the_bytes(self):
        for sent in ({}, {"X_PSC_Sendfile": ""}, {"X_PSC_Sendfile": "guessed-guessed-guessed"}):
            for road, headers in ROADS.items():
                with self.subTest(road, **sent):
                    answer = self.straight.get(self.file, **sent, **headers)
                    self.assertEqual((answer.status, answer.body), (200, self.bytes))

    def test_clients_can_not_choose(self):
        for secret in ("", "guessed", self.secret):
            answer = self.nobody.get(self.file, X_PSC_Sendfile=secret)
            self.assertEqual((answer.status, answer.body), (200, self.bytes))

    def test_files_are_not_reachable_from_outside(self):
        inside = f"/_psc_files{self.path}"
        for path in (
            inside,
            f"/_psc_files{self.directory}/",
            f"//_psc_files{self.path}",
            f"/software/..{inside}",
            f"/software/%2e%2e{inside}",
            f"/simple/..{inside}",
            str(self.path),
        ):
            with self.subTest(path):
                answer = self.root.get(path)
                self.assertIn(answer.status, (400, 404))
                self.assertNotIn(self.bytes[:100], answer.body)

    def test_small_files_and_metadata(self):
        wheel = make_wheel("alpha", "1.1", folder=self.folder)
        self.owner.upload(wheel)
        for path in (f"/simple/alpha/{wheel.name}", f"/simple/alpha/{wheel.name}.metadata"):
            straight = self.straight.get(path)
            answer = self.nobody.get(path)
            self.assertEqual((answer.status, answer.body), (200, straight.body))
            self.assertEqual(self.told(answer), self.told(straight))

    def test_other_directories_are_sent_by_zope(self):
        self.directory = self.folder
        self.configure(self.secret)
        answer = self.nobody.get(self.file)
        self.assertEqual((answer.status, answer.body), (200, self.bytes))

    def test_bytes_that_are_gone(self):
        self.path.unlink()
        for road, headers in ROADS.items():
            with self.subTest(road):
                self.assertEqual(self.nobody.get(self.file, **headers).status, 404)

    def test_bytes_that_are_damaged(self):
        self.assertEqual(self.nobody.get(self.file).status, 200)
        self.path.chmod(0o644)
        with self.path.open("r+b") as stream:
            stream.write(b"XX")
        for road, headers in ROADS.items():
            with self.subTest(road):
                self.assertEqual(self.nobody.get(self.file, **headers).status, 500)

    def test_uploads_and_pages_pass(self):
        wheel = make_wheel("alpha", "1.2", folder=self.folder)
        self.assertEqual(self.owner.upload(wheel).status, 200)
        self.assertIn(wheel.name, self.nobody.get("/simple/alpha/").text)
        self.assertEqual(self.nobody.get("/simple/Alpha/").headers["Location"], "../alpha/")


@unittest.skipUnless(web_servers.can_run_nginx(), "needs nginx")
class TestNginx(WebServerTests, ServedCenter):
    kind = "nginx"
    names = ("X-Accel-Redirect",)

    def serve(self, *arguments):
        return web_servers.serve_nginx(self, *arguments)


@unittest.skipUnless(web_servers.can_run_apache(), "needs Apache with mod_xsendfile")
class TestApache(WebServerTests, ServedCenter):
    kind = "apache"
    names = ("X-Sendfile",)

    def serve(self, *arguments):
        return web_servers.serve_apache(self, *arguments)
