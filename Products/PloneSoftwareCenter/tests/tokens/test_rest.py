"""A site with plone.restapi, which has log-ins of its own and opens everything to them."""

from plone.app.testing import applyProfile
from plone.app.testing import FunctionalTesting
from plone.app.testing import PloneSandboxLayer
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from Products.PloneSoftwareCenter.testing import FAST_SERVER
from Products.PloneSoftwareCenter.testing import OWNER
from Products.PloneSoftwareCenter.testing import PASSWORD
from Products.PloneSoftwareCenter.testing import PSC_FIXTURE
from Products.PloneSoftwareCenter.tests.client import Client
from Products.PloneSoftwareCenter.tests.tokens.case import basic
from Products.PloneSoftwareCenter.tests.tokens.case import bearer
from Products.PloneSoftwareCenter.tests.tokens.case import TokenCase

import json
import plone.restapi


JSON = {"Accept": "application/json", "Content-Type": "application/json"}


class RestLayer(PloneSandboxLayer):
    defaultBases = (PSC_FIXTURE,)  # noqa: N815 (a layer's name for it)

    def setUpZope(self, app, configurationContext):  # noqa: N803
        self.loadZCML(package=plone.restapi)

    def setUpPloneSite(self, portal):
        applyProfile(portal, "plone.restapi:default")


PSC_REST = FunctionalTesting(bases=(RestLayer(), FAST_SERVER), name="PloneSoftwareCenter:REST")


class TestRest(TokenCase):
    layer = PSC_REST

    def setUp(self):
        super().setUp()
        self.publish("demo")
        self.make_private()
        self.site = Client(self.url.removesuffix("/software"))

    def log_in(self, user=OWNER, password=PASSWORD):
        """Log in by REST; return the answer."""
        sent = json.dumps({"login": user, "password": password})
        return self.site.request("POST", "/@login", sent, JSON)

    def test_a_token_opens_nothing_there(self):
        text = self.make_token(SITE_OWNER_NAME, is_root_user=True)
        for path in ("/software", "/software/demo", "/@users", "/@controlpanels", "/@registry"):
            manager = basic(SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
            opened = self.site.request("GET", path, headers={**JSON, **manager})
            self.assertEqual(opened.status, 200, opened.text)
            nobody = self.site.request("GET", path, headers=JSON)
            self.assertNotEqual(nobody.text, opened.text)
            for headers in (basic("__token__", text), bearer(text)):
                with self.subTest(path, **headers):
                    answer = self.site.request("GET", path, headers={**JSON, **headers})
                    self.assertEqual((answer.status, answer.text), (nobody.status, nobody.text))

    def test_nor_does_it_log_in(self):
        text = self.make_token()
        self.assertEqual(self.log_in("__token__", text).status, 401)
        self.assertEqual(self.log_in(OWNER, text).status, 401)
        for headers in (basic("__token__", text), bearer(text)):
            answer = self.site.request("POST", "/@login-renew", "{}", {**JSON, **headers})
            self.assertEqual(answer.status, 401)

    def test_its_own_log_in_is_no_api_token(self):
        headers = bearer(self.log_in().json["token"])
        self.assertEqual(self.nobody.request("GET", "/simple/", headers=headers).status, 200)
        answer = self.nobody.upload(self.wheel(version="1.1"), headers=headers)
        self.assertEqual(answer.status, 200, answer.text)
        with self.changes():
            self.center.password_uploads = False
        answer = self.nobody.upload(self.wheel(version="1.2"), headers=headers)
        self.assertEqual(answer.status, 403)

    def test_a_password_in_the_body_logs_nobody_in(self):
        sent = json.dumps({"login": OWNER, "password": PASSWORD})
        answer = self.nobody.request("POST", "/list_classifiers", sent, JSON)
        self.assertEqual(answer.status, 401)
        self.assertEqual(self.owner.request("POST", "/list_classifiers").status, 200)

    def test_a_token_and_a_password_in_the_body(self):
        sent = json.dumps({"login": OWNER, "password": PASSWORD})
        wrong = bearer("psc-0123456789abcdef-" + 43 * "x")
        answer = self.nobody.request("POST", "/list_classifiers", sent, {**JSON, **wrong})
        self.assertEqual(answer.status, 401)
