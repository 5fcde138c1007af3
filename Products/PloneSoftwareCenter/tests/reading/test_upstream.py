"""What a center answers to who asks for a name that it may leave to its upstream."""

from plone import api
from Products.PloneSoftwareCenter.content.states import set_state
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.served import ServedCenter


UPSTREAM = "https://index.example.org/simple"
PIP = 'pip/26.0 {"ci":null}'
SETUPTOOLS = "setuptools/80.9.0 Python-urllib/3.13"


class UpstreamCase(ServedCenter):
    def setUp(self):
        super().setUp()
        with self.changes():
            self.center.upstream = f"{UPSTREAM}/"
            self.center.reserved_names = ("acme-*",)

    def assertSentOn(self, answer, name="requests", query=""):
        self.assertEqual(answer.status, 302, answer.text)
        self.assertEqual(answer.headers["Location"], f"{UPSTREAM}/{name}/{query}")


class TestPublicCenter(UpstreamCase):
    def test_name_that_was_never_here(self):
        answer = self.nobody.get("/simple/requests/")
        self.assertSentOn(answer)
        self.assertEqual(answer.headers["Cache-Control"], "no-cache")
        self.assertNotIn("Vary", answer.headers)
        self.assertEqual(answer.headers["Content-Type"], "text/plain; charset=utf-8")
        self.assertIn("never had requests", answer.text)

    def test_head(self):
        answer = self.nobody.head("/simple/requests/")
        self.assertSentOn(answer)
        self.assertEqual(answer.body, b"")

    def test_query_goes_along(self):
        query = "?format=application/vnd.pypi.simple.v1%2Bjson"
        self.assertSentOn(self.nobody.get(f"/simple/requests/{query}"), query=query)

    def test_final_form_comes_first(self):
        for path in ("/simple/Re_Quests/", "/simple/requests", "/++simple++/requests/"):
            with self.subTest(path):
                answer = self.nobody.get(path)
                self.assertEqual(answer.status, 301)
                self.assertNotIn("index.example.org", answer.headers["Location"])

    def test_nothing_else_is_sent_on(self):
        for path in (
            "/simple/",
            "/links",
            "/simple/requests/requests-1.0.tar.gz",
            "/simple/requests/requests-1.0-py3-none-any.whl.metadata",
            "/pypi/requests/json",
            "/simple/-/",
            "/simple/a%20b/",
            "/simple/%40%40view/",
            f"/simple/{'a' * 201}/",
            "/simple/acme-web/",
        ):
            with self.subTest(path):
                self.assertNotIn(self.nobody.get(path).status, (301, 302, 500))

    def test_name_that_nobody_may_see(self):
        self.owner.upload(make_wheel("secret", "1.0", folder=self.folder))
        with self.changes():
            api.content.transition(self.center["secret"], "reject")
        for client in (self.nobody, self.other):
            self.assertEqual(client.get("/simple/secret/").status, 404)

    def test_name_that_is_here(self):
        self.owner.upload(make_wheel("demo", "1.0", folder=self.folder))
        self.assertEqual(self.nobody.get("/simple/demo/").status, 200)

    def test_deleted_name(self):
        self.owner.upload(make_wheel("demo", "1.0", folder=self.folder))
        with self.changes():
            api.content.delete(self.center["demo"])
        self.assertEqual(self.nobody.get("/simple/demo/").status, 404)

    def test_without_an_upstream(self):
        with self.changes():
            self.center.upstream = None
        self.assertEqual(self.nobody.get("/simple/requests/").status, 404)

    def test_upstream_that_is_the_center_itself(self):
        # No form takes it; but an address may have changed since.
        with self.changes():
            self.center.upstream = f"{self.url}/simple"
        self.assertEqual(self.nobody.get("/simple/requests/").status, 404)

    def test_member_can_not_upload_a_reserved_name(self):
        taken = self.owner.upload(make_wheel("acme-web", "1.0", folder=self.folder))
        self.assertEqual(taken.status, 403)
        self.assertIn("not available", taken.text)
        self.assertNothingStored()


class TestPasswords(UpstreamCase):
    def test_client_that_keeps_its_password_is_sent_on(self):
        self.assertSentOn(self.owner.get("/simple/requests/", User_Agent=PIP))

    def test_client_that_hands_it_on_is_not(self):
        for headers in ({"User_Agent": SETUPTOOLS}, {}):
            with self.subTest(headers):
                answer = self.owner.get("/simple/requests/", **headers)
                self.assertEqual(answer.status, 404)
                self.assertNotIn("Location", answer.headers)
                self.assertIn("would send your password there", answer.text)

    def test_wrong_password_is_one_too(self):
        answer = self.nobody.get(
            "/simple/requests/", Authorization="Basic bm86bm8=", User_Agent=SETUPTOOLS
        )
        self.assertEqual(answer.status, 404)

    def test_without_a_password_every_client_is_sent_on(self):
        self.assertSentOn(self.nobody.get("/simple/requests/", User_Agent=SETUPTOOLS))

    def test_index_on_the_same_server_may_have_it(self):
        other = self.url.replace("/software", "/other/simple")
        with self.changes():
            self.center.upstream = other
        answer = self.owner.get("/simple/requests/", User_Agent=SETUPTOOLS)
        self.assertEqual(answer.headers["Location"], f"{other}/requests/")

    def test_host_that_is_none_is_no_server_error(self):
        for host in ("127.0.0.1:99999", "[", "a:b"):
            with self.subTest(host):
                answer = self.owner.get("/simple/requests/", Host=host, User_Agent=SETUPTOOLS)
                self.assertLess(answer.status, 500)
                self.assertNotEqual(answer.status, 302)


class TestPrivateCenter(UpstreamCase):
    def setUp(self):
        super().setUp()
        with self.changes():
            set_state(self.center, "psc_area_workflow", "private")

    def test_nobody(self):
        self.assertEqual(self.nobody.get("/simple/requests/").status, 401)

    def test_member_without_the_right(self):
        self.assertEqual(self.other.get("/simple/requests/", User_Agent=PIP).status, 403)

    def test_reader(self):
        with self.changes():
            api.user.grant_roles(self.other.user, roles=["Reader"], obj=self.center)
        answer = self.other.get("/simple/requests/", User_Agent=PIP)
        self.assertSentOn(answer)
        self.assertEqual(answer.headers["Cache-Control"], "private, no-cache")
        self.assertEqual(answer.headers["Vary"], "Authorization")
