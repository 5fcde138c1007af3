"""A center whose page of tokens is asked and whose forms are sent."""

from Products.PloneSoftwareCenter.testing import OWNER
from Products.PloneSoftwareCenter.tests.pages import browser_of
from Products.PloneSoftwareCenter.tests.pages import main_text
from Products.PloneSoftwareCenter.tests.pages import PublishedPages
from Products.PloneSoftwareCenter.tokens.store import add_token
from Products.PloneSoftwareCenter.tokens.store import READ
from Products.PloneSoftwareCenter.tokens.store import tokens_of
from Products.PloneSoftwareCenter.tokens.text import parse_token_text

import re
import transaction


MAKE = "Make the token"


class TokensPageCase(PublishedPages):
    def setUp(self):
        super().setUp()
        self.page = f"{self.url}/tokens"
        self.all = f"{self.url}/all-tokens"

    def open(self, user=OWNER, url=None):
        transaction.commit()
        browser = browser_of(self.layer, user)
        browser.handleErrors = True
        browser.raiseHttpErrors = False
        browser.open(url or self.page)
        self.seen(browser)
        return browser

    def seen(self, browser):
        """Remember what a browser shows: ``self.html`` and ``self.text``."""
        transaction.begin()
        self.html = browser.contents
        self.text = main_text(browser.contents)
        return self.text

    def fill_in(self, browser=None, **values):
        """Fill the form in and press the button; return the browser."""
        browser = browser or self.open()
        for name, value in {"name": "Build server", **values}.items():
            control = browser.getControl(name=name)
            control.value = [value] if name == "kind" else value
        browser.getControl(MAKE).click()
        self.seen(browser)
        return browser

    def shown_token(self):
        """Return the token that the page shows, taken apart; None: none."""
        found = re.findall(r"psc-[0-9a-f]{16}-[A-Za-z0-9_-]{43}", self.html)
        self.assertLessEqual(len(set(found)), 1)
        return parse_token_text(found[0]) if found else None

    def stored(self):
        transaction.begin()
        return list(tokens_of(self.center).values())

    def add(self, user_id=OWNER, **fields):
        fields = {"is_root_user": False, "name": "n", "kind": READ, "projects": (), **fields}
        fields.setdefault("expires", None)
        token, _text = add_token(self.center, user_id=user_id, **fields)
        transaction.commit()
        return token
