"""Making, listing and revoking API tokens in the browser."""

from datetime import datetime
from datetime import timedelta
from datetime import UTC
from plone import api
from plone.app.testing import SITE_OWNER_NAME
from Products.PloneSoftwareCenter.browser.pages import tokens as page
from Products.PloneSoftwareCenter.testing import create_center
from Products.PloneSoftwareCenter.testing import create_project
from Products.PloneSoftwareCenter.testing import OTHER
from Products.PloneSoftwareCenter.testing import OWNER
from Products.PloneSoftwareCenter.tests.browser.tokens_page import MAKE
from Products.PloneSoftwareCenter.tests.browser.tokens_page import TokensPageCase
from Products.PloneSoftwareCenter.tests.clients.watching import watch_logs
from Products.PloneSoftwareCenter.tokens.store import READ
from Products.PloneSoftwareCenter.tokens.store import UPLOAD
from unittest import mock
from urllib.parse import urlencode


class TestMaking(TokensPageCase):
    def test_it_is_shown_once(self):
        browser = self.fill_in()
        text = self.shown_token()
        [token] = self.stored()
        self.assertTrue(text.fits(token.digest))
        self.assertEqual(text.token_id, token.token_id)
        self.assertIn("it is shown this once", self.text)
        self.assertIn("__token__", self.text)
        browser.open(self.page)
        self.seen(browser)
        self.assertIsNone(self.shown_token())
        self.assertIn("Build server", self.text)

    def test_what_was_chosen_is_kept(self):
        create_project(self.center, "foo")
        uid = self.center["foo"].UID()
        self.fill_in(name="  Nightly  ", kind=READ, projects="Foo\n", end="2099-12-31")
        [token] = self.stored()
        self.assertEqual((token.name, token.kind, token.projects), ("Nightly", READ, (uid,)))
        self.assertEqual((token.user_id, token.is_root_user), (OWNER, False))
        self.assertEqual(token.expires, datetime(2100, 1, 1, tzinfo=UTC))
        self.assertFalse(token.is_expired())
        self.assertIn("For: Reading only Projects: foo", self.text)
        self.assertIn("never", self.text)

    def test_a_year_and_uploads_everywhere_unless_somebody_says_else(self):
        before = datetime.now(UTC)
        self.fill_in()
        [token] = self.stored()
        self.assertEqual((token.kind, token.projects), (UPLOAD, ()))
        # the form may be opened before midnight
        days = {(moment + timedelta(days=365)).date() for moment in (before, datetime.now(UTC))}
        self.assertIn(token.last_day, days, token.expires)

    def test_without_an_end(self):
        self.fill_in(end="")
        [token] = self.stored()
        self.assertIsNone(token.expires)
        self.assertIn("no day", self.text)

    def test_what_can_t_be_taken(self):
        for values, sentence in (
            ({"name": " "}, "Give the token a name."),
            ({"projects": "no-such"}, "You see no project here that holds the name no-such."),
            ({"projects": "<b>"}, "You see no project here that holds the name <b>."),
            ({"end": "31.12.2099"}, "Write the end date as year-month-day"),
            ({"end": "9999-12-31"}, "Write the end date as year-month-day"),
            ({"end": "2020-01-01"}, "This end date is over already."),
        ):
            with self.subTest(**values):
                self.fill_in(**values)
                self.assertIn(sentence, self.text)
                self.assertNotIn("<b>", self.html)
                self.assertIsNone(self.shown_token())
                self.assertEqual(self.stored(), [])

    def test_what_was_filled_in_stays_after_a_mistake(self):
        browser = self.fill_in(name="Nightly", kind=READ, end="2020-01-01")
        self.assertEqual(browser.getControl(name="name").value, "Nightly")
        self.assertEqual(browser.getControl(name="kind").value, [READ])

    def test_project_that_its_user_does_not_see(self):
        with mock.patch.object(self.center, "project_creation", "review"):
            create_project(self.center, "hidden")
        api.content.transition(self.center["hidden"], "retract")
        self.fill_in(projects="hidden")
        self.assertIn("You see no project here that holds the name hidden.", self.text)

    def test_kind_that_is_none(self):
        browser = self.open()
        token = browser.getControl(name="_authenticator", index=0).value
        sent = {"_authenticator": token, "make": "1", "name": "n", "kind": "admin"}
        browser.post(self.page, urlencode(sent))
        self.assertIn("Say what the token is for.", self.seen(browser))
        self.assertEqual(self.stored(), [])

    def test_only_so_many(self):
        with mock.patch.object(page, "MOST", 2):
            for _ in range(3):
                self.fill_in()
        self.assertIn("You have too many tokens.", self.text)
        self.assertEqual(len(self.stored()), 2)

    def test_user_of_the_zope_root(self):
        self.fill_in(self.open(SITE_OWNER_NAME))
        [token] = self.stored()
        self.assertEqual((token.user_id, token.is_root_user), (SITE_OWNER_NAME, True))

    def test_nothing_is_made_without_the_forms_own_token(self):
        browser = self.open()
        browser.post(self.page, urlencode({"make": "1", "name": "n", "kind": READ}))
        self.assertTrue(browser.headers["status"].startswith("403"))
        self.assertEqual(self.stored(), [])

    def test_reading_the_page_makes_none(self):
        self.open(url=f"{self.page}?make=1&name=n&kind={READ}")
        self.assertEqual(self.stored(), [])

    def test_no_cache_keeps_it_and_no_log(self):
        browser = self.open()
        self.assertEqual(browser.headers["Cache-Control"], "no-store")
        with watch_logs() as lines:
            self.fill_in(browser)
        self.assertEqual(browser.headers["Cache-Control"], "no-store")
        self.assertNotIn(self.shown_token().secret, browser.url)
        self.assertNotIn(self.shown_token().secret, "\n".join(lines))
        self.assertNotIn(self.shown_token().secret, str(browser.headers))

    def test_the_secret_is_nowhere_in_the_database(self):
        self.fill_in()
        secret = self.shown_token().secret.encode()
        [token] = self.stored()
        state = self.center._p_jar.db().storage.load(token._p_oid)[0]
        self.assertIn(token.digest.encode(), state)
        self.assertNotIn(secret, state)


class TestRevoking(TokensPageCase):
    def revoke(self, token, user=OWNER, url=None):
        """Send what the button sends, whether the page shows it or not."""
        browser = self.open(user)
        authenticator = browser.getControl(name="_authenticator", index=0).value
        sent = {"_authenticator": authenticator, "revoke": token.token_id}
        browser.post(url or self.page, urlencode(sent))
        return self.seen(browser)

    def test_button(self):
        self.add(name="one")
        self.add(name="two")
        browser = self.open()
        # the newest first
        browser.getLink("Revoke").click()
        self.assertIn("Revoke the token", self.seen(browser))
        browser.getControl("Revoke").click()
        self.assertIn("The token is revoked.", self.seen(browser))
        self.assertEqual([token.name for token in self.stored()], ["one"])

    def test_who_wants_to_revoke_one_is_asked_first(self):
        token = self.add(name="Of a <b>server</b>")
        self.open(OWNER, f"{self.page}?ask={token.token_id}")
        self.assertIn("Revoke the token Of a <b>server</b> ?", self.text)
        self.assertEqual(len(self.stored()), 1)
        for asked in (self.add(OTHER).token_id, "nonsense"):
            self.open(OWNER, f"{self.page}?ask={asked}")
            self.assertNotIn("Revoke the token", self.text)

    def test_somebody_elses_is_not_there(self):
        token = self.add(OTHER, name="Of otto")
        self.assertNotIn("Of otto", self.open().contents)
        self.revoke(token)
        self.assertEqual(len(self.stored()), 1)

    def test_same_id_in_the_zope_root_is_somebody_else(self):
        token = self.add(OWNER, is_root_user=True, name="Of the root")
        self.assertNotIn("Of the root", self.open().contents)
        self.revoke(token)
        self.assertEqual(len(self.stored()), 1)

    def test_managers_list_and_revoke_all(self):
        self.add(OTHER, name="Of otto")
        token = self.add(OWNER, name="Of owen")
        self.open(SITE_OWNER_NAME, self.all)
        self.assertRegex(self.text, r"Of otto psc-[0-9a-f]{16}-\.\.\. User: otto For: Reading only")
        self.assertNotIn(token.digest, self.html)
        self.assertNotIn(MAKE, self.html)
        self.revoke(token, SITE_OWNER_NAME, self.all)
        self.assertEqual([one.name for one in self.stored()], ["Of otto"])
        self.open(SITE_OWNER_NAME)
        self.assertIn(self.all, self.html)

    def test_others_don_t(self):
        token = self.add(OTHER)
        self.assertIn("/insufficient-privileges", self.open(OWNER, self.all).url)
        self.revoke(token, OWNER, self.all)
        self.assertEqual(len(self.stored()), 1)
        self.open()
        self.assertNotIn(self.all, self.html)


class TestWhoHasThem(TokensPageCase):
    def test_nobody_is_asked_to_log_in(self):
        for url in (self.page, self.all, f"{self.portal.absolute_url()}/@@api-tokens"):
            browser = self.open(None, url)
            self.assertIn("/login", browser.url)

    def test_expired_ones_and_their_last_use_are_shown(self):
        token = self.add(expires=datetime(2020, 1, 2, tzinfo=UTC))
        token.last_used = datetime(2019, 12, 31, 12, tzinfo=UTC)
        self.open()
        self.assertIn("Jan 01, 2020 expired Last used: Dec 31, 2019", self.text)

    def test_deleted_project(self):
        create_project(self.center, "foo")
        self.add(projects=[self.center["foo"].UID()])
        self.open()
        self.assertIn("For: Reading only Projects: foo", self.text)
        api.content.delete(self.center["foo"], check_linkintegrity=False)
        self.open()
        self.assertIn("For: Reading only Projects: a deleted project", self.text)

    def test_user_that_no_plug_in_knows_has_none(self):
        with mock.patch.object(page, "current_token_user", return_value=None):
            self.open()
        self.assertIn("This account can't have tokens", self.text)
        self.assertNotIn(MAKE, self.html)

    def test_user_menu_leads_to_the_only_center(self):
        site = self.portal.absolute_url()
        self.open(OWNER, site)
        self.assertIn(f"{site}/@@api-tokens", self.html)
        browser = self.open(OWNER, f"{site}/@@api-tokens")
        self.assertEqual(browser.url, self.page)

    def test_or_to_a_list_of_centers(self):
        create_center(self.portal, "elsewhere", title="Elsewhere")
        browser = self.open(OWNER, f"{self.portal.absolute_url()}/@@api-tokens")
        self.assertIn("Which one? Elsewhere Software", self.text)
        browser.getLink(url="/elsewhere/tokens").click()
        self.assertTrue(browser.url.endswith("/elsewhere/tokens"))

    def test_front_page_leads_there(self):
        self.read()
        self.assertIn(self.page, self.links)
