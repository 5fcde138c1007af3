"""Whatever is sent to the addresses of an index: a clean answer of ours, on both roads."""

from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.security.raw import converse
from Products.PloneSoftwareCenter.tests.served import ServedCenter

import random


#: with any cookie, Zope answers
ROADS = ("", "Cookie: i=am\r\n")

#: below the center, as sent; and what is answered
PATHS = (
    ("/simple/%00/", (301, 400, 404)),
    ("/simple/alpha%00/", (301, 400, 404)),
    ("/simple/../", (400,)),
    ("/simple/%2e%2e/", (400,)),
    ("/simple/..%2f..%2f/", (400,)),
    ("/simple/../../", (400,)),
    ("/simple/alpha/../../../acl_users", (400,)),
    ("/simple/@@plone/", (301, 400, 404)),
    ("/simple/alpha/@@view", (400, 404)),
    ("/simple/@@site-root", (301, 400, 404)),
    ("/simple/++theme++barceloneta/", (301, 400, 404)),
    ("/simple/++resource++plone/x", (301, 400, 404)),
    ("/simple/++/", (301, 400, 404)),
    ("/++skin++x/simple/", (404,)),
    ("/++x++y/simple/", (404,)),
    ("/++x++y/packages/a/b", (404,)),
    ("/simple/a+b/", (301, 404)),
    ("/simple/" + "a" * 10_000 + "/", (404,)),
    ("/simple/" + "a/" * 3000, (400, 404, 414)),
    ("/simple/" + "a" * 30_000 + "/", (400, 404, 414, 431)),
    ("/simple/%ff%fe/", (400,)),
    ("/simple/%C3%A4/", (301, 404)),
    ("/simple/%/", (301, 400, 404)),
    ("/simple/%zz/", (301, 400, 404)),
    ("/simple/alpha/folder_contents", (404,)),
    ("/simple/alpha/manage_main", (404,)),
    ("/simple/acl_users", (301, 404)),
    ("/simple/simple/", (404,)),
    ("/simple/index_html/", (301, 404)),
    ("/simple/__init__/", (301, 404)),
    ("/simple/alpha/alpha-1.0-py3-none-any.whl/x", (404,)),
    ("/simple/alpha/alpha-1.0-py3-none-any.whl.metadata.metadata", (404,)),
    ("/pypi/acl_users", (404,)),
    ("/pypi/acl_users/json", (301, 404)),
    ("/pypi/alpha/1.0/json/x", (404,)),
    ("/pypi/alpha/%00/json", (400, 404)),
    ("/packages/../acl_users", (400,)),
    ("/packages/alpha/../../x", (400,)),
    ("/packages/x/y/z/w/v/u", (404,)),
    ("/links/manage_main", (404,)),
    ("/++simple++/../acl_users", (400,)),
    ("/simple/?format=%00", (200,)),
    ("/simple/?format=" + "x" * 5000, (200,)),
    ("/simple/?" + "a=b&" * 1500, (200, 400, 413)),
    ("/simple/?:action=../../acl_users", (200, 400)),
    ("/simple/?../acl_users:method=1", (400,)),
    ("/simple/alpha/;x=y", (301, 404)),
    ("/simple/alpha/?-C", (200,)),
)

#: header lines, without their ends
HEADERS = (
    "Accept: " + "a/b;q=0." * 500,
    "Accept: " + ",".join(f"a/b{number}" for number in range(4000)),
    "Accept: \x80\xff\x01",
    "Accept: */*;q=9",
    "Accept: */*;q=NaN",
    "Accept: text/html;q=-1, application/vnd.pypi.simple.v1+json;q=1e9",
    "Accept: ;;;,,,===",
    "Accept: ",
    "Range: bytes=" + ",".join(f"{number}-{number}" for number in range(5000)),
    "Range: bytes=-",
    "Range: bytes=" + "9" * 5000 + "-",
    "Range: bytes=5-2",
    "Range: lines=1-2",
    "Range: \xff",
    'If-None-Match: "\xff", W/"x", ***',
    "If-None-Match: " + '"x",' * 5000,
    "If-None-Match: ",
    "If-Range: ???\r\nRange: bytes=0-1",
    "If-Modified-Since: yesterday",
    "If-Modified-Since: Sun, 99 Foo 99999 99:99:99 XYZ",
    "If-Match: x",
    "If-Unmodified-Since: 0",
    "Authorization: Basic ====",
    "Authorization: Bearer \xff",
    "Authorization: " + "x" * 9000,
    "Cookie: " + "a=b;" * 2000,
    "Cookie: __ac=\xff%00",
    "Content-Length: 0",
    "Content-Type: multipart/form-data; boundary=",
    "Expect: the unexpected",
    "X-Forwarded-For: \xff, ,,",
    "X-HTTP-Method-Override: DELETE",
    "Accept-Language: \xff",
    "Accept-Encoding: \xff;q=9",
)

HOSTS = (
    "",
    "Host: \r\n",
    "Host: x y\r\n",
    "Host: <script>\r\n",
    "Host: [::1\r\n",
    "Host: x:99999999\r\n",
    "Host: x:port\r\n",
    "Host: x@y\r\n",
    "Host: " + "x" * 5000 + "\r\n",
    "Host: \xff\r\n",
)

METHODS = (
    "FOO",
    "PROPFIND",
    "TRACE",
    "OPTIONS",
    "CONNECT",
    "PUT",
    "DELETE",
    "PATCH",
    "LOCK",
    "get",
    "G\xcbT",
    "X" * 300,
)


class BadInput(ServedCenter):
    def setUp(self):
        super().setUp()
        self.owner.upload(make_wheel("alpha", "1.0", folder=self.folder))
        self.port = self.layer["port"]
        self.below = "/plone/software"

    def ask(self, method, path, lines="", host=None, version="HTTP/1.1"):
        """Return the answer to a request, having seen that the connection is still good."""
        host = f"Host: 127.0.0.1:{self.port}\r\n" if host is None else host
        request = f"{method} {path} {version}\r\n{host}{lines}\r\n".encode("latin-1")
        plain = f"GET {self.below}/simple/ HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n\r\n".encode()
        first, *rest = converse(self.port, request, plain)
        self.assertIsNotNone(first, "no answer")
        for each in rest:
            self.assertEqual(each.status, 200)
            self.assertIn(b"alpha", each.body)
        return first

    def assertOurs(self, answer):
        """See that it is no failure, no page of the site and no log-in form."""
        self.assertLess(answer.status, 500, answer.body[:300])
        kind = answer.headers.get("Content-Type", "text/plain")
        if kind.startswith("text/html"):
            self.assertIn(b"pypi:repository-version", answer.body[:400])
        for sign in (b"Traceback", b"plone-toolbar", b"__ac_name", b"zope.interface"):
            self.assertNotIn(sign, answer.body)
        if answer.status >= 400:
            self.assertTrue(kind.startswith("text/plain"), (answer.status, kind, answer.body[:200]))


class TestPaths(BadInput):
    def test_each_on_both_roads(self):
        for path, expected in PATHS:
            for road in ROADS:
                with self.subTest(path=path[:60], road=road):
                    answer = self.ask("GET", self.below + path, road)
                    self.assertOurs(answer)
                    self.assertIn(answer.status, expected)

    def test_head_has_no_body(self):
        for path, _expected in PATHS:
            for road in ROADS:
                with self.subTest(path=path[:60], road=road):
                    answer = self.ask("HEAD", self.below + path, road)
                    self.assertLess(answer.status, 500)
                    self.assertEqual(answer.body, b"")

    def test_targets_that_are_no_paths(self):
        for target in (
            "*",
            "simple",
            "//",
            "http://127.0.0.1/plone/software/simple/",
            "http://evil.example/plone/software/simple/",
            "127.0.0.1:1",
            "/plone/software/simple/\x7f",
            "\xff",
            "/VirtualHostBase/http/x",
            "/VirtualHostBase/http/x:y:z/plone/VirtualHostRoot/software/simple/",
            "/VirtualHostBase/javascript/x:80/plone/VirtualHostRoot/software/simple/",
            "/plone/VirtualHostRoot/_vh_../software/simple/",
            "/plone/software/VirtualHostRoot/*/simple/",
        ):
            for road in ROADS:
                with self.subTest(target, road=road):
                    self.assertLess(self.ask("GET", target, road).status, 500)


class TestHeaders(BadInput):
    def test_each_on_both_roads(self):
        for line in HEADERS:
            for path in ("/simple/", "/simple/alpha/", "/pypi/alpha/json"):
                for road in ROADS:
                    if road and line.startswith("Cookie"):
                        continue
                    with self.subTest(line[:60], path=path, road=road):
                        answer = self.ask("GET", self.below + path, f"{line}\r\n{road}")
                        self.assertOurs(answer)

    def test_hosts(self):
        for host in HOSTS:
            for version in ("HTTP/1.1", "HTTP/1.0"):
                for road in ROADS:
                    with self.subTest(host[:40], version=version, road=road):
                        path = f"{self.below}/pypi/alpha/json"
                        answer = self.ask("GET", path, road, host, version)
                        self.assertOurs(answer)
                        self.assertNotIn(b"<script>", answer.body)

    def test_http_1_0(self):
        for path in ("/simple/", "/simple/alpha/", "/simple/none/", "/pypi/alpha/json"):
            for road in ROADS:
                with self.subTest(path, road=road):
                    old = self.ask("GET", self.below + path, road, version="HTTP/1.0")
                    new = self.ask("GET", self.below + path, road)
                    self.assertEqual((old.status, old.body), (new.status, new.body))


class TestMethods(BadInput):
    def test_methods_nobody_knows(self):
        for method in METHODS:
            for path in (
                "/simple/",
                "/simple/alpha/",
                "/simple/none/",
                "/pypi/alpha/json",
                "/links",
            ):
                for road in ROADS:
                    with self.subTest(method[:20], path=path, road=road):
                        answer = self.ask(method, self.below + path, road)
                        self.assertOurs(answer)
                        self.assertIn(answer.status, (200, 400, 404, 405, 501))
                        if answer.status == 200:
                            self.assertEqual(method, "get")


class TestNoise(BadInput):
    """Requests put together at random, from what has been trouble somewhere."""

    PARTS = (
        "simple",
        "alpha",
        "..",
        ".",
        "%2e%2e",
        "@@x",
        "++y++",
        "+",
        "%00",
        "%ff",
        "pypi",
        "json",
        "packages",
        "links",
        "",
        "~",
        "index_html",
        "VirtualHostRoot",
        "_vh_a",
        ":method",
        "*",
        "1.0",
    )

    def test_five_hundred_of_them(self):
        chosen = random.Random(20261124)
        for number in range(500):
            path = "/".join(chosen.choices(self.PARTS, k=chosen.randint(1, 6)))
            query = chosen.choice(
                ("", "", "?format=json", "?:action=x", "?a:list=b", "?%ff", "?x:method=y")
            )
            method = chosen.choice(("GET", "GET", "GET", "HEAD", "FOO"))
            lines = chosen.choice(HEADERS) + "\r\n" if chosen.random() < 0.4 else ""
            target = f"{self.below}/{chosen.choice(('simple', 'pypi', 'packages'))}/{path}{query}"
            statuses = []
            for road in ROADS:
                if road and "Cookie" in lines:
                    continue
                with self.subTest(
                    number=number, target=target, method=method, lines=lines[:60], road=road
                ):
                    answer = self.ask(method, target, lines + road)
                    self.assertLess(answer.status, 500, answer.body[:300])
                    statuses.append(answer.status)
            with self.subTest(number=number, target=target, lines=lines[:60], what="both roads"):
                self.assertEqual(len(set(statuses)), 1, statuses)
