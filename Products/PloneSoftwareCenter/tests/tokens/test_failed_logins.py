"""What happens to whoever guesses passwords at the addresses for programs."""

from base64 import b64encode
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from Products.PloneSoftwareCenter.testing import OTHER
from Products.PloneSoftwareCenter.testing import OWNER
from Products.PloneSoftwareCenter.testing import PASSWORD
from Products.PloneSoftwareCenter.tests.client import Client
from Products.PloneSoftwareCenter.tests.clients.watching import watch_logs
from Products.PloneSoftwareCenter.tests.tokens.case import basic
from Products.PloneSoftwareCenter.tests.tokens.case import bearer
from Products.PloneSoftwareCenter.tests.tokens.case import TokenCase
from Products.PloneSoftwareCenter.tokens.limits import OF_PAIR
from Products.PloneSoftwareCenter.tokens.text import make_token_text
from Products.PluggableAuthService.plugins.ZODBUserManager import ZODBUserManager
from unittest import mock
from urllib.parse import quote
from urllib.parse import urlencode
from ZPublisher import HTTPRequest

import json


GUESS = "Guess-of-tests-1"


class FailedLogins(TokenCase):
    def setUp(self):
        super().setUp()
        self.publish("demo")
        self.make_private()
        self.guesser = Client(self.url, OWNER, GUESS)

    def guess(self, times=OF_PAIR, client=None, path="/simple/demo/", **headers):
        """Fail; return the last answer."""
        for _ in range(times):
            answer = (client or self.guesser).get(path, **headers)
        return answer


class TestPasswords(FailedLogins):
    def test_too_many(self):
        self.assertEqual(self.guess(OF_PAIR - 1).status, 401)
        answer = self.guess(1)
        self.assertEqual(answer.status, 429)
        wait = int(answer.headers["Retry-After"])
        self.assertTrue(0 < wait <= 301)
        self.assertEqual(
            answer.text, f"Too many log-ins have failed. Try again in {wait} seconds.\n"
        )
        self.assertIsNone(answer.headers["WWW-Authenticate"])
        self.assertIn("no-cache", answer.headers["Cache-Control"])

    def test_right_one_is_not_tried_then(self):
        self.guess()
        with mock.patch.object(ZODBUserManager, "authenticateCredentials") as authenticate:
            self.assertEqual(self.owner.get("/simple/demo/").status, 429)
            self.assertEqual(self.owner.upload(self.wheel(version="1.1")).status, 429)
        authenticate.assert_not_called()

    def test_other_accounts_log_in(self):
        self.guess()
        self.assertEqual(self.manager.get("/simple/demo/").status, 200)

    def test_words_before_the_credentials_are_no_other_account(self):
        for number in range(OF_PAIR):
            word = b64encode(f"account{number}:x".encode()).decode()
            guess = basic(OWNER, GUESS)["Authorization"].split()[1]
            answer = self.nobody.get("/simple/demo/", Authorization=f"Basic {word} {guess}")
        self.assertEqual(answer.status, 429)
        self.assertEqual(self.owner.get("/simple/demo/").status, 429)

    def test_a_log_in_begins_anew(self):
        for _ in range(3):
            self.guess(OF_PAIR - 1)
            self.assertEqual(self.owner.get("/simple/demo/").status, 200)

    def test_uploads_count_too(self):
        for _ in range(OF_PAIR):
            answer = self.guesser.upload(self.wheel(version="1.1"))
        self.assertEqual(answer.status, 429)

    def test_account_that_does_not_exist_is_treated_the_same(self):
        answer = self.guess(client=Client(self.url, "nobody-here", GUESS))
        self.assertEqual(answer.status, 429)

    def test_without_credentials_nothing_is_counted(self):
        self.assertEqual(self.guess(3 * OF_PAIR, self.nobody).status, 401)

    def test_without_right_nothing_is_counted(self):
        self.assertEqual(self.guess(3 * OF_PAIR, Client(self.url, OTHER, PASSWORD)).status, 403)

    def test_user_of_the_zope_root(self):
        self.guess(client=Client(self.url, SITE_OWNER_NAME, GUESS))
        self.assertEqual(self.manager.get("/simple/demo/").status, 429)

    def test_public_page_is_read_without(self):
        with self.changes():
            self.center.manage_permission("View", ["Anonymous"], acquire=1)
        self.guess(3 * OF_PAIR)
        self.assertEqual(self.guess(1).status, 200)
        self.assertEqual(self.guesser.upload(self.wheel(version="1.1")).status, 429)

    def test_nothing_of_it_is_in_the_log(self):
        with watch_logs() as lines:
            self.guess(OF_PAIR + 1)
        logged = "\n".join(lines)
        self.assertIn("Too many failed log-ins from 127.0.0.1", logged)
        self.assertNotIn(GUESS, logged)
        self.assertNotIn(b64encode(f"{OWNER}:{GUESS}".encode()).decode(), logged)


class TestOtherWays(FailedLogins):
    """A password that does not come in the header Authorization."""

    def test_fields_of_the_log_in_form_log_nobody_in(self):
        fields = urlencode({"__ac_name": OWNER, "__ac_password": PASSWORD})
        self.assertEqual(self.nobody.get(f"/simple/demo/?{fields}").status, 401)
        cookie = quote(_cookie(OWNER, PASSWORD))
        for name in ("__ac", "__ginger_snap", "any_other"):
            self.assertEqual(self.nobody.get(f"/simple/demo/?{name}={cookie}").status, 401)

    def test_json_logs_nobody_in(self):
        body = json.dumps({"login": OWNER, "password": PASSWORD})
        for path in ("/list_classifiers", "/simple/"):
            answer = self.nobody.request("POST", path, body, {"Content-Type": "application/json"})
            self.assertIn(answer.status, (401, 405))
            self.assertNotEqual(self.owner.request("POST", path, body).status, 401)

    def test_cookie_of_the_zope_root_logs_in(self):
        cookie = _cookie(SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
        answer = self.nobody.get("/simple/demo/", Cookie=f"__ac={cookie}")
        with mock.patch("Products.PloneSoftwareCenter.browser.protocol.begin_login"):
            before = self.nobody.get("/simple/demo/", Cookie=f"__ac={cookie}")
        self.assertEqual(answer.status, before.status)

    def test_cookie_with_a_password_is_counted(self):
        self.guess(client=self.nobody, Cookie=f"__ac={_cookie(OWNER, GUESS)}")
        answer = self.nobody.get("/simple/demo/", Cookie=f"__ac={_cookie(OWNER, PASSWORD)}")
        self.assertEqual(answer.status, 429)
        self.assertEqual(self.owner.get("/simple/demo/").status, 429)

    def test_guess_beside_a_cookie_is_counted(self):
        self.guess(Cookie=f"__ac={_cookie(OTHER, PASSWORD)}")
        self.assertEqual(self.owner.get("/simple/demo/").status, 429)


class TestTokens(FailedLogins):
    def test_too_many_of_one(self):
        text = str(make_token_text())
        answer = self.guess(client=self.client_with(text))
        self.assertEqual(answer.status, 429)
        self.assertEqual(self.nobody.get("/simple/demo/", **bearer(text)).status, 429)

    def test_nobody_locks_a_token_out(self):
        text = self.make_token()
        wrong = text[:-1] + ("A" if text[-1] != "A" else "B")
        self.assertEqual(self.guess(client=self.client_with(wrong)).status, 429)
        self.assertEqual(self.client_with(text).get("/simple/demo/").status, 200)

    def test_nor_its_user(self):
        self.guess(client=self.client_with(str(make_token_text())))
        self.assertEqual(self.owner.get("/simple/demo/").status, 200)

    def test_user_who_is_locked_out_has_tokens(self):
        text = self.make_token()
        self.guess()
        self.assertEqual(self.client_with(text).get("/simple/demo/").status, 200)


class TestAddresses(FailedLogins):
    """Behind a proxy, the address that counts is the one it tells; of nobody else."""

    def test_whoever_says_so_is_not_believed(self):
        for number in range(OF_PAIR):
            answer = self.guess(1, X_Forwarded_For=f"192.0.2.{number}")
        self.assertEqual(answer.status, 429)

    def test_configured_proxy_is_believed(self):
        with mock.patch.object(HTTPRequest, "trusted_proxies", ["127.0.0.1"]):
            self.guess(X_Forwarded_For="192.0.2.1")
            answer = self.owner.get("/simple/demo/", X_Forwarded_For="192.0.2.2")
            self.assertEqual(answer.status, 200)
            # what a client has put in front of what the proxy adds
            for said in ("192.0.2.1", "192.0.2.2, 192.0.2.1", "192.0.2.2, 192.0.2.1, 127.0.0.1"):
                answer = self.owner.get("/simple/demo/", X_Forwarded_For=said)
                self.assertEqual(answer.status, 429, said)


def _cookie(login, password):
    """Return what PAS' plug-in for cookies writes."""
    return b64encode(f"{login.encode().hex()}:{password.encode().hex()}".encode()).decode()
