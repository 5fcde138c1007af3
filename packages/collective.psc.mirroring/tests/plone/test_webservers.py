"""Behind nginx and Apache: what the site would answer, from files; what only Plone can, by it."""

from collective.psc.mirroring.client import Client as Follower
from collective.psc.mirroring.follow import follow
from collective.psc.mirroring.tree import Tree
from collective.psc.mirroring.tree import V1_HTML
from collective.psc.mirroring.tree import V1_JSON
from collective.psc.mirroring.verify import verify
from Products.PloneSoftwareCenter.content.states import PROJECT_WORKFLOW
from Products.PloneSoftwareCenter.content.states import set_state
from Products.PloneSoftwareCenter.tests.archives import make_sdist
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.ports import free_port
from Products.PloneSoftwareCenter.tests.reading.web_servers import APACHE
from Products.PloneSoftwareCenter.tests.reading.web_servers import NGINX
from tests.plone.webservers import Behind
from tests.plone.webservers import needs
from tests.plone.webservers import serve_apache
from tests.plone.webservers import serve_nginx
from unittest import mock

import gzip


PIP = f"{V1_JSON}, {V1_HTML}; q=0.1, text/html; q=0.01"
UV = f"{V1_JSON}, {V1_HTML};q=0.2, text/html;q=0.01"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8"
#: headers of clients, and odd ones
ACCEPTED = (
    None,
    "",
    "*/*",
    "text/html",
    "TEXT/HTML",
    V1_JSON,
    V1_HTML,
    PIP,
    UV,
    BROWSER,
    "application/vnd.pypi.simple.latest+json",
    "application/vnd.pypi.simple.latest+html, text/html;q=0.5",
    f"{V1_JSON}, {V1_HTML}",
    f"{V1_HTML}, {V1_JSON}",
    f"{V1_JSON}, text/html",
    f"{V1_JSON};q=0.1, text/html;q=0.9",
    f"text/html;q=0.1, {V1_JSON}",
    f"{V1_JSON}, */*;q=0.5",
    f"{V1_JSON}, */*",
    f"application/json, {V1_JSON}",
    f"{V1_JSON};q=0, text/html",
    f"{V1_JSON}, text/html;q=1.0",
    f"{V1_JSON}, text/html;level=1;q=0.3",
    "application/json",
    "image/png",
    "application/*",
    "nonsense;;;,",
)
SAME = ("Content-Type", "Cache-Control", "Content-Disposition", "Content-Security-Policy")


class WebServer:
    def setUp(self):
        super().setUp()
        self.wheel = make_wheel("alpha", "1.0+local", folder=self.folder)
        self.sdist = make_sdist("Products.Beta", "1.0", folder=self.folder)
        for archive in (self.wheel, self.sdist):
            answer = self.owner.upload(archive)
            self.assertEqual(answer.status, 200, answer.text)
        self.keep()
        self.file = f"/simple/alpha/{self.wheel.name}"

    def assert_from_files(self, path, **headers):
        """See that an answer comes from files, and is the site's; return it."""
        answer = self.nobody.get(path, **headers)
        straight = self.straight.get(path, **headers)
        self.assertEqual((answer.status, straight.status), (200, 200), path)
        self.assertEqual(answer.body, straight.body, path)
        for name in SAME:
            self.assertEqual(answer.headers[name], straight.headers[name], (path, name))
        # the site tells the digest, or a serial
        self.assertNotEqual(answer.headers["ETag"], straight.headers["ETag"])
        return answer

    def test_pages(self):
        for path in ("/simple/", "/simple/alpha/", "/simple/products-beta/"):
            for accept in (PIP, UV, BROWSER, V1_HTML, "*/*"):
                with self.subTest(path=path, accept=accept):
                    answer = self.assert_from_files(path, Accept=accept)
                    self.assertIn("Accept", ", ".join(answer.headers.get_all("Vary")))
        self.assert_from_files("/links")
        self.assert_from_files("/pypi/alpha/json")

    def test_form_that_the_client_wants(self):
        for accept in ACCEPTED:
            for path in ("/simple/", "/simple/alpha/"):
                with self.subTest(accept=accept, path=path):
                    headers = {} if accept is None else {"Accept": accept}
                    answer = self.nobody.get(path, **headers)
                    straight = self.straight.get(path, **headers)
                    self.assertEqual(
                        answer.headers["Content-Type"], straight.headers["Content-Type"]
                    )
                    self.assertEqual(answer.body, straight.body)

    def test_form_that_the_query_wants(self):
        answer = self.nobody.get(f"/simple/alpha/?format={V1_JSON.replace('+', '%2B')}")
        self.assertEqual(answer.headers["Content-Type"], V1_JSON)

    def test_files_are_immutable(self):
        for path in (
            self.file,
            self.file.replace("+", "%2B"),
            f"{self.file}.metadata",
            f"/packages/alpha/{self.wheel.name}",
            f"/packages/py3/a/alpha/{self.wheel.name}",
            f"/simple/products-beta/{self.sdist.name}",
        ):
            with self.subTest(path):
                answer = self.assert_from_files(path)
                self.assertIn("immutable", answer.headers["Cache-Control"])
                self.assertEqual(answer.headers["X-Content-Type-Options"], "nosniff")
                self.assertNotIn("Content-Encoding", answer.headers)
                self.assertEqual(self.nobody.get(path, Accept_Encoding="gzip").body, answer.body)

    def test_part_of_a_file_and_of_a_page(self):
        whole = self.wheel.read_bytes()
        part = self.nobody.get(self.file, Range="bytes=2-4")
        self.assertEqual((part.status, part.body), (206, whole[2:5]))
        self.assertEqual(part.headers["Content-Range"], f"bytes 2-4/{len(whole)}")
        self.assertEqual(self.nobody.get(self.file, Range="bytes=-3").body, whole[-3:])
        self.assertEqual(self.nobody.get(self.file, Range="bytes=999999-").status, 416)
        head = self.nobody.head(self.file)
        self.assertEqual((head.status, head.body), (200, b""))
        self.assertEqual(head.headers["Content-Length"], str(len(whole)))

    def test_what_a_client_has_is_not_sent_again(self):
        for path, accept in ((self.file, "*/*"), ("/simple/alpha/", PIP)):
            for coding in ("identity", "gzip"):
                with self.subTest(path=path, coding=coding):
                    sent = {"Accept": accept, "Accept_Encoding": coding}
                    tag = self.nobody.get(path, **sent).headers["ETag"]
                    same = self.nobody.get(path, If_None_Match=tag, **sent)
                    self.assertEqual((same.status, same.body), (304, b""))

    def test_page_that_changed_is_sent_again(self):
        tag = self.nobody.get("/simple/alpha/", Accept=PIP).headers["ETag"]
        self.owner.upload(make_sdist("alpha", "1.1", folder=self.folder))
        answer = self.nobody.get("/simple/alpha/", Accept=PIP, If_None_Match=tag)
        self.assertEqual(answer.status, 200)
        self.assertIn("alpha-1.1.tar.gz", answer.text)

    def test_pages_are_compressed(self):
        # what is small is sent as it is
        for number in range(12):
            self.owner.upload(make_sdist("alpha", f"2.{number}", folder=self.folder))
        self.keep()
        for accept in (PIP, BROWSER, V1_HTML):
            with self.subTest(accept):
                sent = {"Accept": accept, "Accept_Encoding": "gzip"}
                small = self.nobody.get("/simple/alpha/", **sent)
                self.assertEqual(small.headers["Content-Encoding"], "gzip")
                plain = self.nobody.get("/simple/alpha/", Accept=accept)
                self.assertEqual(gzip.decompress(small.body), plain.body)
                self.assertIn("Accept-Encoding", ", ".join(small.headers.get_all("Vary")))

    def test_uploads_go_to_plone_and_are_there_at_once(self):
        sdist = make_sdist("gamma", "1.0", folder=self.folder)
        self.assertEqual(self.owner.upload(sdist).status, 200)
        answer = self.nobody.get(f"/simple/gamma/{sdist.name}")
        self.assertEqual(answer.body, sdist.read_bytes())
        self.assert_from_files("/simple/gamma/", Accept=PIP)
        self.assertEqual(self.nobody.upload(sdist).status, 401)
        self.assertEqual(self.owner.upload(sdist).status, 200)

    def test_what_is_private_is_plones(self):
        with self.changes():
            set_state(self.center["alpha"], PROJECT_WORKFLOW, "unapproved")
        for path in (self.file, "/simple/alpha/", "/pypi/alpha/json"):
            with self.subTest(path):
                self.assertEqual(self.nobody.get(path).status, 404)
                self.assertEqual(self.other.get(path).status, 404)
                self.assertEqual(self.owner.get(path).status, 200)
        self.keep()
        self.assertNotIn("alpha", self.nobody.get("/simple/").text)
        self.assertIn("alpha", self.owner.get("/simple/").text)

    def test_other_ways_to_write_a_name_lead_to_it(self):
        for path in ("/simple/Alpha/", "/simple/alpha", "/simple/Products.Beta/"):
            with self.subTest(path):
                answer, straight = self.nobody.get(path), self.straight.get(path)
                self.assertEqual(answer.status, 301)
                self.assertEqual(answer.headers["Location"], straight.headers["Location"])

    def test_what_is_not_there(self):
        for path in ("/simple/nothing/", "/simple/alpha/nothing.zip", "/simple/alpha/index.html"):
            with self.subTest(path):
                self.assertEqual(self.nobody.get(path).status, 404)

    def test_nothing_but_what_is_published_is_served(self):
        (self.tree.path / "secret").write_text("secret")
        for path in (
            "/simple/../../secret",
            "/@@mirror/../secret",
            "/@@mirror/..%2fsecret",
            "/@@mirror../secret",
            "/simple/alpha/..%2f..%2f..%2fsecret",
            "/simple/%2e%2e/%2e%2e/secret",
            "/simple/alpha/%2e%2e%2findex.html",
            "/psc-tree-file/alpha/x",
        ):
            with self.subTest(path):
                answer = self.nobody.get(path)
                self.assertNotEqual(answer.status, 200)
                self.assertNotIn(b"secret", answer.body)

    def test_pages_for_people_are_plones(self):
        answer = self.nobody.get("")
        self.assertEqual(answer.status, 200)
        self.assertIn(f"{self.url}/alpha", answer.text)

    def test_flat_view_and_manifests(self):
        listing = self.nobody.get("/@@mirror/all/").text
        self.assertIn(self.sdist.name, listing)
        answer = self.nobody.get(f"/@@mirror/all/{self.sdist.name}")
        self.assertEqual(answer.body, self.sdist.read_bytes())
        manifest = self.nobody.get("/@@mirror/index").text
        self.assertIn(f"simple/products-beta/{self.sdist.name}#", manifest)
        self.assertIn(self.sdist.name, self.nobody.get("/@@mirror/index.sha256").text)
        self.assertEqual(self.nobody.get("/@@mirror/last-modified").status, 200)

    def test_development_files_that_may_be_overwritten_are_asked_for_each_time(self):
        with self.changes():
            self.center.overwrite_dev = True
        sdist = make_sdist("gamma", "1.0.dev1", folder=self.folder)
        self.owner.upload(sdist)
        port = free_port()
        self.start_server(self.zope, port, overwrites_dev=True)
        self.point(f"http://127.0.0.1:{port}/software")
        answer = self.nobody.get(f"/simple/gamma/{sdist.name}")
        self.assertEqual(answer.headers["Cache-Control"], "public, no-cache")
        self.assertIn("immutable", self.nobody.get(self.file).headers["Cache-Control"])

    def test_another_mirror_follows_through_it(self):
        folder = self.folder / "follower"
        folder.mkdir()
        tree = Tree(folder)
        outcome = follow(tree, Follower(self.url))
        self.assertEqual((outcome.brought, outcome.refused), (["alpha", "products-beta"], []))
        self.assertEqual(verify(tree), [])


class WithoutPlone:
    def test_everything_published_is_served(self):
        self.stop_plone()
        for path in ("/simple/", "/simple/alpha/", "/links", "/pypi/alpha/json", self.file):
            with self.subTest(path):
                answer = self.nobody.get(path, Accept=PIP)
                self.assertEqual(answer.status, 200)
                self.assertEqual(answer.body, self.straight.get(path, Accept=PIP).body)

    def test_whoever_logs_in_is_answered_from_files(self):
        self.stop_plone()
        for path in ("/simple/", "/simple/alpha/", "/links", "/pypi/alpha/json", self.file):
            for accept in (PIP, BROWSER):
                with self.subTest(path=path, accept=accept):
                    answer = self.owner.get(path, Accept=accept)
                    straight = self.straight.get(path, Accept=accept)
                    self.assertEqual((answer.status, answer.body), (200, straight.body))
                    told = answer.headers["Content-Type"]
                    self.assertEqual(told, straight.headers["Content-Type"])
                    self.assertEqual(answer.headers["Cache-Control"], "no-cache")

    def test_name_as_its_author_writes_it(self):
        self.stop_plone()
        answer = self.nobody.get("/simple/Products.Beta/")
        self.assertEqual(answer.body, self.straight.get("/simple/products-beta/").body)
        path = f"/simple/Products.Beta/{self.sdist.name}"
        self.assertEqual(self.nobody.get(path).body, self.sdist.read_bytes())

    def test_odd_accept_headers_get_a_page(self):
        self.stop_plone()
        for accept in ACCEPTED:
            with self.subTest(accept):
                headers = {} if accept is None else {"Accept": accept}
                self.assertEqual(self.nobody.get("/simple/alpha/", **headers).status, 200)

    def test_what_no_file_is_for_is_bad_gateway(self):
        self.stop_plone()
        for path in ("/simple/nothing/", "/simple/alpha/nothing.zip", "/pypi/nothing/json", ""):
            with self.subTest(path):
                self.assertIn(self.nobody.get(path).status, (502, 503))

    def test_uploads_are_refused(self):
        sdist = make_sdist("gamma", "1.0", folder=self.folder)
        self.stop_plone()
        self.assertIn(self.owner.upload(sdist).status, (502, 503))

    def test_mirror_follows_from_files(self):
        self.stop_plone()
        folder = self.folder / "follower"
        folder.mkdir()
        tree = Tree(folder)
        outcome = follow(tree, Follower(self.in_front_of_nothing()))
        self.assertEqual((outcome.brought, outcome.refused), (["alpha", "products-beta"], []))
        self.assertEqual(verify(tree), [])


class TheSiteIsNotAsked:
    def test_pages_and_files_are_not_asked_of_it(self):
        asked = []
        with mock.patch(
            "Products.PloneSoftwareCenter.road.filter.FastRoad.__call__",
            lambda road, environ, start: asked.append(environ) or start("500 No", []) or [],
        ):
            for path in ("/simple/", "/simple/alpha/", self.file, "/links", "/pypi/alpha/json"):
                self.assertEqual(self.nobody.get(path, Accept=PIP).status, 200, path)
        self.assertEqual(asked, [])


@needs(NGINX)
class TestNginx(WebServer, WithoutPlone, TheSiteIsNotAsked, Behind):
    serve = serve_nginx


@needs(APACHE)
class TestApache(WebServer, WithoutPlone, TheSiteIsNotAsked, Behind):
    serve = serve_apache
