"""A real browser for tests: what a page does wrong in it is gathered as sentences."""

from pathlib import Path
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from Products.PloneSoftwareCenter.testing import OWNER
from Products.PloneSoftwareCenter.testing import PASSWORD
from Products.PloneSoftwareCenter.testing import REVIEWER
from Products.PloneSoftwareCenter.tests.served import ServedCenter
from tools.checkout.npm import provide_npm

import functools
import importlib.util
import os
import shutil
import unittest


CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # whatever it wants of its makers, and whatever a text of a stranger leads to
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
)
#: milliseconds that anything may take on a machine that is busy with something else
PATIENCE = 180_000
#: widths of a phone and of a desk
PHONE, DESK = 390, 1280
WIDTHS = (PHONE, DESK)
#: who looks at pages, and as which user; nobody is logged in as a visitor
USERS = {
    "visitor": None,
    "publisher": OWNER,
    "reviewer": REVIEWER,
    "manager": SITE_OWNER_NAME,
}

#: Plone's own frame around our pages. Barceloneta's colours are too faint for axe-core in all of
#: these, and on a phone the toolbar's links have no text.
FRAME = ("#edit-zone", "#portal-footer-wrapper", "#portal-searchbox", "#portal-breadcrumbs")
#: what axe-core is asked: the faults that keep somebody from using a page
FIND_BARRIERS = """async frame => {
    const found = await axe.run(
        {exclude: frame.map(selector => [selector])},
        {resultTypes: ["violations"], iframes: false},
    );
    const told = node => `${node.target.join(" ")}: ${node.failureSummary}`;
    return found.violations
        .filter(rule => ["serious", "critical"].includes(rule.impact))
        .flatMap(rule => rule.nodes.map(node => `${rule.id}: ${told(node)}`));
}"""

#: a busy machine may load nothing for a while before its scripts have all run
ARE_PATTERNS_LOADED = """() =>
    !document.querySelector("script[src*='/++plone++static/']")
    || document.body.classList.contains("patterns-loaded")
"""
#: notes that a button has said that it has copied
NOTE_COPIED = """selector => {
    const button = document.querySelector(selector);
    const note = () => {
        window.hasCopied ||= button.textContent === button.dataset.pscCopied;
    };
    new MutationObserver(note).observe(button, {childList: true});
}"""


@functools.cache
def axe_source():
    """Return the script of axe-core as npm has it.

    :raises Refused: when it can't be had
    """
    path = provide_npm(Path(__file__).parent / "npm") / "axe-core" / "axe.min.js"
    return path.read_text(encoding="utf-8")


@unittest.skipUnless(Path(CHROMIUM).exists(), "needs chromium")
@unittest.skipUnless(importlib.util.find_spec("playwright"), "needs playwright")
@unittest.skipUnless(shutil.which("npm"), "needs npm")
class BrowserTest(ServedCenter):
    """``self.open_window`` opens a window; ``self.faults`` is what went wrong in any of them."""

    def setUp(self):
        from playwright.sync_api import sync_playwright

        super().setUp()
        playwright = self.enterContext(sync_playwright())
        self.chromium = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=list(ARGUMENTS),
            env={**os.environ, "TZ": "UTC"},
            timeout=PATIENCE,
        )
        self.addCleanup(self.chromium.close)
        self.faults = []

    def open_window(self, width=DESK, *, scripts=True):
        """Return a page of a browser in which nobody is logged in.

        :param scripts: may pages run any?
        """
        context = self.chromium.new_context(
            viewport={"width": width, "height": 900}, java_script_enabled=scripts
        )
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        page.on("requestfailed", self._note_failure)
        page.on("response", self._note_answer)
        page.on("console", self._note_message)
        return page

    def _note_failure(self, request):
        # What was still loading when the page was left is no fault.
        if request.failure != "net::ERR_ABORTED":
            self.faults.append(f"failed: {request.url} {request.failure}")

    def _note_answer(self, response):
        if response.status >= 400:
            self.faults.append(f"{response.status} {response.url}")

    def _note_message(self, message):
        # Pages for programs name no icon, and the browser of a test's site looks for one.
        is_icon = message.location.get("url", "").endswith("/favicon.ico")
        if message.type == "error" and not is_icon:
            self.faults.append(f"console: {message.text}")

    def log_in(self, page, name=SITE_OWNER_NAME, password=SITE_OWNER_PASSWORD):
        """Log in as the form of the site does, without waiting for all that its pages load."""
        form = {"__ac_name": name, "__ac_password": password, "buttons.login": "Log in"}
        answer = page.request.post(
            f"{self.portal.absolute_url()}/login", form=form, max_redirects=0
        )
        cookies = [cookie["name"] for cookie in page.context.cookies()]
        self.assertIn("__ac", cookies, answer.status)

    def log_in_as(self, page, who):
        """Log in as one of ``USERS``."""
        user = USERS[who]
        if user is not None:
            password = SITE_OWNER_PASSWORD if user == SITE_OWNER_NAME else PASSWORD
            self.log_in(page, user, password)

    def copy(self, page, selector):
        """Press a button that copies, and wait until it has said so, which it does for seconds."""
        page.evaluate(NOTE_COPIED, selector)
        page.click(selector)
        page.wait_for_function("window.hasCopied")

    def wait_for_patterns(self, page):
        """Wait until Plone's scripts, if it has any, have made of a page what they make of it."""
        page.wait_for_function(ARE_PATTERNS_LOADED)

    def barriers(self, page):
        """Return what axe-core finds serious or critical on a page, but for Plone's frame."""
        page.evaluate(axe_source())
        return page.evaluate(FIND_BARRIERS, FRAME)

    def assertFits(self, page, width):
        """Nothing is wider than the window."""
        self.assertLessEqual(page.evaluate("document.documentElement.scrollWidth"), width)

    def faults_of(self, page, address, widths=(DESK, PHONE)):
        """Open an address; return all that is wrong with it, in each width."""
        self.faults.clear()
        page.set_viewport_size({"width": widths[0], "height": 900})
        page.goto(address, wait_until="networkidle")
        self.wait_for_patterns(page)
        for width in widths:
            page.set_viewport_size({"width": width, "height": 900})
            wide = page.evaluate("document.documentElement.scrollWidth")
            if wide > width:
                self.faults.append(f"at {width}: {wide} pixels wide")
            self.faults += [f"at {width}: {fault}" for fault in self.barriers(page)]
        return list(self.faults)
