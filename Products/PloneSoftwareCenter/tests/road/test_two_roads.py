"""Both roads give one answer: the same status, headers and bytes to the same request."""

from Products.PloneSoftwareCenter.content.states import CENTER_WORKFLOW
from Products.PloneSoftwareCenter.content.states import PROJECT_WORKFLOW
from Products.PloneSoftwareCenter.content.states import set_state
from Products.PloneSoftwareCenter.tests.archives import make_sdist
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.served import ServedCenter
from Products.SiteAccess.VirtualHostMonster import manage_addVirtualHostMonster


#: a request with any cookie is Zope's
ZOPE = {"Cookie": "i=am"}
#: what Zope and the server say of themselves
ITSELF = ("Date", "Server", "Via", "X-Powered-By")

ACCEPTED = (
    None,
    "*/*",
    "text/html",
    "application/json",
    "application/vnd.pypi.simple.v1+json",
    "application/vnd.pypi.simple.latest+json, text/html;q=0.5",
    "image/png, \u00e9;;;q=x",
)

WHEEL = "alpha-1.0-py3-none-any.whl"

#: below the center; what is there and what is not, in every spelling
PATHS = (
    "/simple",
    "/simple/",
    "/simple//",
    "/simple/?format=application/vnd.pypi.simple.v1%2Bjson",
    "/simple/?format=nonsense",
    "/simple/?format=application/vnd.pypi.simple.v1+json&format=text/html",
    "/simple/?other=1",
    "/simple/alpha",
    "/simple/alpha/",
    "/simple/alpha/?format=text/html",
    "/simple/Alpha/",
    "/simple/A_l.p-ha",
    "/simple/Alpha?format=text/html",
    "/simple/none",
    "/simple/none/",
    "/simple/hidden/",
    "/simple/hidden/hidden-1.0.tar.gz",
    f"/simple/alpha/{WHEEL}",
    f"/simple/Alpha/{WHEEL}",
    f"/simple/alpha/{WHEEL}/",
    f"/simple/alpha/{WHEEL}.metadata",
    f"/simple/alpha/{WHEEL}.asc",
    f"/simple/alpha/{WHEEL}/more",
    "/simple/alpha/alpha-1.0.tar.gz",
    "/simple/alpha/none-1.0.tar.gz",
    "/simple/a%2Fb/",
    "/simple/%C3%A4/",
    "/simple/%00/",
    "/simple/a%0Ab/",
    f"/simple/{'a' * 10_000}/",
    "/simple/./alpha/",
    "/simple/@@view/",
    "/@@simple/alpha/",
    "/simple/++resource++x/",
    "/simple/_alpha/",
    "/simple/alpha/index_html",
    "/simple/alpha/manage_main",
    "/links",
    "/links/",
    "/links/alpha",
    "/++simple++",
    "/++simple++/",
    "/++simple++/Alpha/x.zip",
    "/++simple++x/",
    "/pypi/alpha/json",
    "/pypi/alpha/json/",
    "/pypi/Alpha/json",
    "/pypi/alpha/1.0/json",
    "/pypi/alpha/9/json",
    "/pypi/none/json",
    "/releases",
    "/releases/alpha/1.0/constraints.txt",
    "/releases/Alpha/1.0/requirements.txt",
    "/releases/alpha/1.0/versions.cfg?python=3.9",
    "/releases/hidden/1.0/constraints.txt",
    "/releases/alpha/9/buildout.cfg",
    "/sets/none/1.0/constraints.txt",
    "/pypi/hidden/json",
    "/pypi/alpha",
    "/pypi/",
    f"/packages/alpha/{WHEEL}",
    f"/packages/alpha/{WHEEL}.metadata",
    f"/packages/py3/a/alpha/{WHEEL}",
    "/packages/source/a/alpha/alpha-1.0.tar.gz",
    "/packages/alpha/none-1.0.tar.gz",
    "/packages/",
)


class TwoRoads(ServedCenter):
    """Asks each thing twice."""

    def setUp(self):
        super().setUp()
        wheel = make_wheel("alpha", "1.0", folder=self.folder)
        signed = [("gpg_signature", ("alpha.asc", b"-----BEGIN PGP SIGNATURE-----\n"))]
        for archive, fields in (
            (wheel, signed),
            (make_sdist("alpha", "1.0", folder=self.folder), ()),
            (make_wheel("Other.Name", "2.0", folder=self.folder), ()),
            (make_sdist("hidden", "1.0", folder=self.folder), ()),
        ):
            self.assertEqual(self.owner.upload(archive, fields).status, 200)
        with self.changes():
            set_state(self.center["hidden"], PROJECT_WORKFLOW, "unapproved")

    def ask(self, method, path, headers, prefix=""):
        """Return (fast answer, Zope's answer)."""
        client = self.nobody
        fast = client.request(method, prefix + path, headers=headers)
        slow = client.request(method, prefix + path, headers={**headers, **ZOPE})
        self.assertIn("X-Powered-By", slow.headers, "not answered by Zope")
        return fast, slow

    def assertSame(self, fast, slow):
        self.assertEqual(fast.status, slow.status)
        self.assertEqual(_headers(fast), _headers(slow))
        self.assertEqual(fast.body, slow.body)


class TestTwoRoads(TwoRoads):
    def test_each_path_in_each_format(self):
        for path in PATHS:
            for accept in ACCEPTED:
                for method in ("GET", "HEAD"):
                    with self.subTest(path[:80], accept=accept, method=method):
                        headers = {} if accept is None else {"Accept": accept.encode("latin-1")}
                        self.assertSame(*self.ask(method, path, headers))

    def test_names_of_an_upstream(self):
        self.assertEqual(self.nobody.get("/simple/none/").status, 404)
        with self.changes():
            self.center.upstream = "https://index.example.org/simple"
        self.assertEqual(self.nobody.get("/simple/none/").status, 302)
        for path in ("none/", "none/?format=text/html", "none", "hidden/", "alpha/", "none/file"):
            for method in ("GET", "HEAD"):
                with self.subTest(path, method=method):
                    self.assertSame(*self.ask(method, f"/simple/{path}", {}))

    def test_conditions(self):
        for path in ("/simple/", "/simple/alpha/", f"/simple/alpha/{WHEEL}", "/links"):
            etag = self.nobody.get(path).headers["ETag"]
            for sent in (etag, f"W/{etag}", "*", f'"x", {etag}', '"x"', "garbage"):
                with self.subTest(path, sent=sent):
                    self.assertSame(*self.ask("GET", path, {"If-None-Match": sent}))

    def test_ranges(self):
        for path in ("/simple/alpha/", f"/simple/alpha/{WHEEL}"):
            etag = self.nobody.get(path).headers["ETag"]
            for sent in (
                "bytes=0-9",
                "bytes=-5",
                "bytes=99999999-",
                "bytes=5-2",
                "bytes=x",
                "q=1-2",
            ):
                for condition in ({}, {"If-Range": etag}, {"If-Range": '"other"'}):
                    for method in ("GET", "HEAD"):
                        with self.subTest(path, sent=sent, method=method, **condition):
                            self.assertSame(*self.ask(method, path, {"Range": sent, **condition}))

    def test_what_everybody_sees_is_answered_fast(self):
        for path in (
            "/simple/",
            "/simple/alpha/",
            "/simple/none/",
            "/simple/Alpha",
            f"/simple/alpha/{WHEEL}",
            f"/simple/alpha/{WHEEL}.metadata",
            "/links",
        ):
            for _time in ("first", "from memory"):
                with self.subTest(path):
                    self.assertNotIn("X-Powered-By", self.nobody.get(path).headers)

    def test_a_private_center_is_zopes(self):
        with self.changes():
            set_state(self.center, CENTER_WORKFLOW, "private")
        for path in PATHS:
            with self.subTest(path[:80]):
                fast, slow = self.ask("GET", path, {})
                self.assertSame(fast, slow)
                self.assertIn("X-Powered-By", fast.headers)

    def test_credentials_lead_to_zope(self):
        for client in (self.owner, self.other, self.manager):
            self.assertIn("X-Powered-By", client.get("/simple/alpha/").headers)
        wrong = self.nobody.get("/simple/alpha/", Authorization="Basic eDp5")
        self.assertIn("X-Powered-By", wrong.headers)


class TestVirtualHosting(TwoRoads):
    def setUp(self):
        super().setUp()
        with self.changes():
            manage_addVirtualHostMonster(self.layer["app"])

    def at(self, prefix):
        """Yield each path below the center, asked at another host's root."""
        self.nobody.url = self.url.rpartition("/plone/")[0] + prefix
        yield from ("/simple/", "/simple/Alpha", "/simple/alpha/", "/simple/none/", "/links")
        yield from (f"/simple/alpha/{WHEEL}", "/pypi/alpha/json", "/pypi/alpha/1.0/json")

    def test_hosts_and_prefixes(self):
        for prefix in (
            "/VirtualHostBase/http/psc.example.org:80/plone/software/VirtualHostRoot",
            "/VirtualHostBase/https/psc.example.org:443/plone/VirtualHostRoot/software",
            "/VirtualHostBase/http/psc.example.org:8080/VirtualHostRoot/plone/software",
            "/VirtualHostBase/http/psc.example.org/plone/VirtualHostRoot/_vh_a/_vh_b/software",
            "/VirtualHostBase/http/psc.example.org:80/plone/software",
            "/plone/VirtualHostRoot/_vh_x/software",
        ):
            for path in self.at(prefix):
                with self.subTest(prefix, path=path):
                    fast, slow = self.ask("GET", path, {})
                    self.assertSame(fast, slow)
                    self.assertNotIn("X-Powered-By", fast.headers)

    def test_odd_hosting_is_zopes(self):
        for prefix in (
            "/VirtualHostBase/http/x/VirtualHostBase/http/y/plone/software",
            "/VirtualHostBase/http",
            "/plone/software/VirtualHostRoot/VirtualHostRoot",
            "/plone/VirtualHostBase/http/x/software",
            "/_vh_x/plone/software",
            "/VirtualHostRoot/_vh_x/_vh_y",
        ):
            for path in self.at(prefix):
                with self.subTest(prefix, path=path):
                    self.assertSame(*self.ask("GET", path, {}))

    def test_mappings_of_hosts_are_zopes(self):
        with self.changes():
            self.layer["app"].virtual_hosting.set_map("psc.example.org/plone/software")
        self.nobody.url = self.url.rpartition("/plone/")[0]
        fast, slow = self.ask("GET", "/simple/alpha/", {"Host": "psc.example.org"})
        self.assertSame(fast, slow)
        self.assertEqual(fast.status, 200)


def _headers(answer):
    return sorted(
        (name.lower(), value) for name, value in answer.headers.items() if name not in ITSELF
    )
