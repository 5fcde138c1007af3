"""Who a token logs in, where, and what it is told otherwise."""

from datetime import datetime
from datetime import timedelta
from datetime import UTC
from plone import api
from plone.app.testing import SITE_OWNER_NAME
from Products.PloneSoftwareCenter.testing import OTHER
from Products.PloneSoftwareCenter.testing import OWNER
from Products.PloneSoftwareCenter.testing import PASSWORD
from Products.PloneSoftwareCenter.tests.client import Client
from Products.PloneSoftwareCenter.tests.tokens.case import basic
from Products.PloneSoftwareCenter.tests.tokens.case import bearer
from Products.PloneSoftwareCenter.tests.tokens.case import TokenCase
from Products.PloneSoftwareCenter.tokens.header import UNKNOWN
from Products.PloneSoftwareCenter.tokens.header import WRONG_USER
from Products.PloneSoftwareCenter.tokens.limits import LIMITS
from Products.PloneSoftwareCenter.tokens.store import READ
from Products.PloneSoftwareCenter.tokens.store import revoke_token
from Products.PloneSoftwareCenter.tokens.text import make_token_text
from Products.PloneSoftwareCenter.tokens.text import parse_token_text
from Products.PluggableAuthService.plugins.ZODBUserManager import ZODBUserManager
from unittest import mock


class TestUploading(TokenCase):
    def test_as_a_password_and_as_a_bearer_token(self):
        text = self.make_token()
        self.assertEqual(self.client_with(text).upload(self.wheel()).status, 200)
        answer = self.nobody.upload(self.wheel(version="1.1"), headers=bearer(text))
        self.assertEqual(answer.status, 200, answer.text)
        self.assertEqual(
            self.filenames("demo"), ["demo-1.0-py3-none-any.whl", "demo-1.1-py3-none-any.whl"]
        )

    def test_blanks_around_it_are_no_part_of_it(self):
        text = self.make_token()
        self.assertEqual(self.client_with(f" {text}\n").upload(self.wheel()).status, 200)

    def test_what_it_makes_is_its_users(self):
        self.client_with(self.make_token()).upload(self.wheel())
        self.refresh()
        project = self.center["demo"]
        self.assertEqual(project.get_local_roles_for_userid(OWNER), ("Owner",))
        self.assertEqual(project.Creator(), OWNER)
        self.assertEqual(project.getOwner().getId(), OWNER)
        self.assertEqual(project["1.0"].Creator(), OWNER)

    def test_a_password_and_a_token_make_the_same(self):
        self.client_with(self.make_token()).upload(self.wheel("one"))
        self.owner.upload(self.wheel("two"))
        self.refresh()
        one, two = self.center["one"], self.center["two"]
        for key in ("creators", "__ac_local_roles__", "_owner", "status"):
            self.assertEqual(getattr(one.aq_base, key, None), getattr(two.aq_base, key, None), key)
        self.assertEqual(api.content.get_state(one), api.content.get_state(two))

    def test_register_too(self):
        fields = [("metadata_version", "1.0"), ("name", "demo"), ("version", "1.0")]
        answer = self.client_with(self.make_token()).action("submit", fields)
        self.assertEqual(answer.status, 200, answer.text)

    def test_one_for_reading_does_not_upload(self):
        answer = self.client_with(self.make_token(kind=READ)).upload(self.wheel())
        self.assertEqual(answer.status, 403)
        self.assertEqual(
            answer.text, "The given token is for reading only. Make one for uploads.\n"
        )
        self.assertNothingStored()

    def test_never_more_than_its_user_has(self):
        self.publish("demo")
        answer = self.client_with(self.make_token(OTHER)).upload(self.wheel(version="1.1"))
        self.assertEqual(answer.status, 403)
        self.assertIn("is not available to you", answer.text)

    def test_rights_that_its_user_has_lost_are_lost(self):
        client = self.client_with(self.make_token())
        self.publish("demo")
        with self.changes():
            # a project needs an owner
            self.center["demo"].manage_setLocalRoles(OTHER, ["Owner"])
            self.center["demo"].manage_delLocalRoles([OWNER])
        self.assertEqual(client.upload(self.wheel(version="1.1")).status, 403)

    def test_user_of_the_zope_root(self):
        client = self.client_with(self.make_token(SITE_OWNER_NAME, is_root_user=True))
        self.assertEqual(client.upload(self.wheel()).status, 200)
        with self.changes():
            self.center.project_creation = "nobody"
        # what managers alone may do
        self.assertEqual(client.upload(self.wheel("more")).status, 200)

    def test_user_of_the_site_is_not_the_one_of_the_root(self):
        client = self.client_with(self.make_token(SITE_OWNER_NAME))
        self.assertEqual(client.upload(self.wheel()).status, 401)

    def test_other_sites_page_sends_none(self):
        text = self.make_token()
        answer = self.client_with(text).upload(
            self.wheel(), headers={"Origin": "https://evil.test"}
        )
        self.assertEqual(answer.status, 403)
        self.assertNothingStored()


class TestRefused(TokenCase):
    def refused(self, text, sentence=UNKNOWN):
        for headers in (basic("__token__", text), bearer(text)):
            answer = self.nobody.upload(self.wheel(), headers=headers)
            self.assertEqual((answer.status, answer.text), (401, f"{sentence}\n"))
            self.assertEqual(answer.headers["WWW-Authenticate"], 'Basic realm="pypi"')
        self.assertNothingStored()

    def test_never_made(self):
        self.refused(str(make_token_text()))

    def test_other_secret(self):
        text = self.make_token()
        last = "A" if text[-1] != "A" else "B"
        self.refused(text[:-1] + last)

    def test_revoked_at_once(self):
        client = self.client_with(self.make_token())
        self.assertEqual(client.upload(self.wheel()).status, 200)
        with self.changes():
            revoke_token(self.center, self.token)
        self.assertEqual(client.upload(self.wheel(version="1.1")).status, 401)

    def test_expired(self):
        day = datetime.now(UTC) - timedelta(days=1)
        text = self.make_token(expires=day)
        self.refused(text, f"This API token ended after {day.date()}: make a new one.")

    def test_not_yet_expired(self):
        text = self.make_token(expires=datetime.now(UTC) + timedelta(minutes=5))
        self.assertEqual(self.client_with(text).upload(self.wheel()).status, 200)

    def test_user_was_deleted(self):
        text = self.make_token(OTHER)
        with self.changes():
            api.user.delete(username=OTHER)
        self.refused(text)

    def test_user_who_has_come_after_a_deleted_one(self):
        text = self.make_token(OTHER)
        with self.changes():
            api.user.delete(username=OTHER)
        with self.changes():
            api.user.create(username=OTHER, email="o@example.org", password=PASSWORD)
        self.refused(text)

    def test_token_of_another_center(self):
        text = self.make_token()
        with self.changes():
            api.content.create(self.portal, "PloneSoftwareCenter", "elsewhere", title="Elsewhere")
        elsewhere = Client(self.url.replace("/software", "/elsewhere"))
        answer = elsewhere.upload(self.wheel(), headers=basic("__token__", text))
        self.assertEqual(answer.status, 401)

    def test_center_that_comes_from_another_site(self):
        text = self.make_token()
        with self.changes():
            # somebody else may have that id there
            self.token.site_uid = "0" * 32
        self.refused(text)

    def test_with_its_users_name(self):
        answer = Client(self.url, OWNER, self.make_token()).upload(self.wheel())
        self.assertEqual((answer.status, answer.text), (401, f"{WRONG_USER}\n"))

    def test_password_in_place_of_a_token(self):
        answer = self.client_with(PASSWORD).upload(self.wheel())
        self.assertEqual((answer.status, answer.text), (401, f"{UNKNOWN}\n"))

    def test_private_page_tells_why(self):
        self.make_private()
        client = self.client_with(str(make_token_text()))
        for path in ("/simple/", "/simple/demo/", "/links", "/pypi/demo/json", "/list_classifiers"):
            with self.subTest(path):
                LIMITS.forget()
                answer = client.get(path)
                self.assertEqual((answer.status, answer.text), (401, f"{UNKNOWN}\n"))
                self.assertEqual(answer.headers["WWW-Authenticate"], 'Basic realm="pypi"')
                self.assertEqual(client.head(path).status, 401)
                self.assertEqual(client.head(path).body, b"")

    def test_public_page_takes_it_as_none(self):
        self.publish("demo")
        answer = self.client_with(str(make_token_text())).get("/simple/demo/")
        self.assertEqual(answer.status, 200)

    def test_field_of_a_form_is_no_token(self):
        self.make_private()
        for name in ("_psc_token", "_psc_attempt", "psc_grant", "_auth"):
            with self.subTest(name):
                self.assertEqual(self.nobody.get(f"/simple/?{name}=x").status, 401)
                self.assertEqual(self.owner.get(f"/simple/?{name}=x").status, 200)


class TestOpensNothingElse(TokenCase):
    """Whoever holds a token of a manager finds the doors of the site shut."""

    def setUp(self):
        super().setUp()
        text = self.make_token(SITE_OWNER_NAME, is_root_user=True)
        self.clients = (self.client_with(text), text)
        self.publish("demo")
        self.make_private()

    def asked(self, path, **headers):
        """Return the answers to a token as password and as Bearer token, and to nobody."""
        with_password, text = self.clients
        site = self.url.removesuffix("/plone/software")
        for client in (with_password, self.nobody, self.nobody):
            client.url = site
        yield with_password.get(path, **headers)
        yield self.nobody.get(path, **headers, **bearer(text))
        yield self.nobody.get(path, **headers)

    def test_index_is_open(self):
        with_password, text = self.clients
        self.assertEqual(with_password.get("/simple/demo/").status, 200)
        self.assertEqual(self.nobody.get("/simple/demo/", **bearer(text)).status, 200)

    def test_pages_for_people_rest_and_zmi_answer_as_to_nobody(self):
        for path, headers in (
            ("/plone/software", {}),
            ("/plone/software/view", {}),
            ("/plone/software/tokens", {}),
            ("/plone/software/all-tokens", {}),
            ("/plone/software/check-index", {}),
            ("/plone/software/edit", {}),
            ("/plone/software/demo", {}),
            ("/plone/software/demo/edit", {}),
            ("/plone/software/demo/1.0/view", {}),
            ("/plone/software", {"Accept": "application/json"}),
            ("/plone/software/demo", {"Accept": "application/json"}),
            ("/plone/@users", {"Accept": "application/json"}),
            ("/plone/++api++/software", {"Accept": "application/json"}),
            ("/plone/@@overview-controlpanel", {}),
            ("/plone/manage_main", {}),
            ("/manage_main", {}),
            ("/acl_users/manage_main", {}),
            ("/plone/acl_users/psc_tokens/manage_main", {}),
            ("/plone/software/simple/../edit", {}),
            ("/plone/software/@@sharing", {}),
        ):
            with self.subTest(path, **headers):
                *with_token, without = self.asked(path, **headers)
                self.assertNotEqual(without.status, 200)
                for answer in with_token:
                    self.assertEqual(answer.status, without.status)
                    for name in ("Location", "WWW-Authenticate"):
                        self.assertEqual(answer.headers.get(name), without.headers.get(name))

    def test_other_plug_ins_never_see_it(self):
        with_password, text = self.clients
        seen = []

        def listen(self, credentials):
            seen.append(dict(credentials))

        with mock.patch.object(ZODBUserManager, "authenticateCredentials", listen):
            with_password.get("/simple/demo/")
            self.nobody.get("/simple/demo/", **bearer(text))
            with_password.get("/view")
            self.owner.get("/view")
        self.assertIn(OWNER, repr(seen))
        self.assertNotIn("__token__", repr(seen))
        self.assertNotIn(parse_token_text(text).secret, repr(seen))
