"""The pages in a real browser: nothing fails to load, no script breaks, forms work."""

from pathlib import Path
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from Products.PloneSoftwareCenter.testing import OTHER
from Products.PloneSoftwareCenter.testing import OWNER
from Products.PloneSoftwareCenter.testing import PASSWORD
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.client import Client
from Products.PloneSoftwareCenter.tests.served import ServedCenter

import importlib.util
import os
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
)
#: widths of a phone and of a desk
WIDTHS = (390, 1280)


@unittest.skipUnless(Path(CHROMIUM).exists(), "needs chromium")
@unittest.skipUnless(importlib.util.find_spec("playwright"), "needs playwright")
class TestInBrowser(ServedCenter):
    def setUp(self):
        from playwright.sync_api import sync_playwright

        super().setUp()
        playwright = self.enterContext(sync_playwright())
        self.chromium = playwright.chromium.launch(
            executable_path=CHROMIUM, args=list(ARGUMENTS), env={**os.environ, "TZ": "UTC"}
        )
        self.addCleanup(self.chromium.close)
        self.faults = []

    def open_window(self, width=WIDTHS[-1]):
        page = self.chromium.new_page(viewport={"width": width, "height": 900})
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("requestfailed", lambda request: self.faults.append(request.url))
        page.on("response", self.note_answer)
        return page

    def note_answer(self, response):
        if response.status >= 400:
            self.faults.append(f"{response.status} {response.url}")

    def log_in(self, page, name=SITE_OWNER_NAME, password=SITE_OWNER_PASSWORD):
        page.goto(f"{self.portal.absolute_url()}/login")
        page.fill("#__ac_name", name)
        page.fill("#__ac_password", password)
        page.click("[name='buttons.login']")
        page.wait_for_url(lambda url: "login" not in url)

    def test_pages_load_whole_on_a_desk_and_on_a_phone(self):
        wheel = make_wheel("demo", "1.0", folder=self.folder)
        self.assertEqual(self.owner.upload(wheel).status, 200)
        for width in WIDTHS:
            page = self.open_window(width)
            for path in ("", "/demo", "/demo/1.0", f"/demo/1.0/{wheel.name}", "/simple/"):
                with self.subTest(path, width=width):
                    page.goto(self.url + path, wait_until="networkidle")
                    self.assertEqual(self.faults, [])
                    wide = page.evaluate("document.documentElement.scrollWidth")
                    self.assertLessEqual(wide, width)

    def test_project_release_and_file_are_added_by_hand(self):
        page = self.open_window()
        self.log_in(page)
        page.goto(self.url)
        page.click("#psc-add-project")
        page.fill("[name='form.widgets.IBasic.title']", "By hand")
        page.fill("[name='form.widgets.distributions']", "by-hand")
        page.click("[name='form.buttons.save']")
        page.wait_for_url(f"{self.url}/by-hand/view")
        page.click("#psc-add-release")
        page.fill("[name='form.widgets.version']", "1.0")
        page.click("[name='form.buttons.save']")
        page.wait_for_url(f"{self.url}/by-hand/1.0/view")
        wheel = make_wheel("by-hand", "1.0", folder=self.folder)
        page.click("#psc-add-file")
        page.set_input_files("[name='form.widgets.archive']", wheel)
        page.click("[name='form.buttons.save']")
        page.wait_for_url(f"{self.url}/by-hand/1.0")
        self.assertIn(wheel.name, page.inner_text("#content"))
        self.assertEqual(self.faults, [])
        self.assertEqual(self.filenames("by-hand"), [wheel.name])
        answer = self.nobody.get(f"/simple/by-hand/{wheel.name}")
        self.assertEqual(answer.body, wheel.read_bytes())

    def test_token_is_made_used_and_revoked(self):
        page = self.open_window(WIDTHS[0])
        self.log_in(page)
        page.goto(f"{self.portal.absolute_url()}/@@api-tokens", wait_until="networkidle")
        self.assertEqual(page.url, f"{self.url}/tokens")
        page.fill("#psc-token-name", "Build server")
        page.click("[name='make']")
        text = page.inner_text("#psc-token")
        self.assertLessEqual(
            page.evaluate("document.documentElement.scrollWidth"), WIDTHS[0], "on a phone"
        )
        client = Client(self.url, "__token__", text)
        self.assertEqual(client.upload(make_wheel("demo", "1.0", folder=self.folder)).status, 200)
        page.click("[name='revoke']")
        page.wait_for_selector("text=It opens nothing any more.")
        answer = client.upload(make_wheel("demo", "1.1", folder=self.folder))
        self.assertEqual(answer.status, 401)
        self.assertEqual(self.faults, [])

    def assertFits(self, page, width):
        """Nothing is wider than the window."""
        self.assertLessEqual(page.evaluate("document.documentElement.scrollWidth"), width)

    def test_somebody_is_invited_and_accepts_on_a_phone(self):
        wheel = make_wheel("demo", "1.0", folder=self.folder)
        self.assertEqual(self.owner.upload(wheel).status, 200)
        page = self.open_window(WIDTHS[0])
        self.log_in(page, OWNER, PASSWORD)
        page.goto(f"{self.url}/demo", wait_until="networkidle")
        page.click("#psc-people-link")
        page.fill("#psc-invite-user", OTHER)
        page.click("[name='invite']")
        page.wait_for_selector("#psc-invited")
        self.assertFits(page, WIDTHS[0])
        invited = self.chromium.new_context().new_page()
        invited.set_viewport_size({"width": WIDTHS[0], "height": 900})
        self.log_in(invited, OTHER, PASSWORD)
        invited.goto(f"{self.url}/demo", wait_until="networkidle")
        invited.click("text=see the invitation")
        invited.wait_for_selector("#psc-invitations")
        self.assertFits(invited, WIDTHS[0])
        invited.click("[name='accept']")
        invited.wait_for_selector("text=You work on demo now.")
        answer = self.other.upload(make_wheel("demo", "1.1", folder=self.folder))
        self.assertEqual(answer.status, 200, answer.text)
        self.assertEqual(self.faults, [])

    def ask_to_delete(self, page, path):
        """Choose *Delete* in the menu of a page; return the window that asks."""
        page.goto(self.url + path, wait_until="networkidle")
        page.eval_on_selector("#plone-contentmenu-actions-delete", "link => link.click()")
        return page.wait_for_selector(".modal-dialog #psc-delete-warning")

    def test_window_that_asks_before_deleting_warns_and_yanks_instead(self):
        wheel = make_wheel("demo", "1.0", folder=self.folder)
        self.assertEqual(self.owner.upload(wheel).status, 200)
        page = self.open_window()
        self.log_in(page)
        warning = self.ask_to_delete(page, "/demo/1.0")
        self.assertIn("The names of the files are never free again", warning.inner_text())
        page.fill(".modal-dialog [name='form.widgets.reason']", "broken")
        page.click(".modal-dialog .modal-footer [name='form.buttons.yank']")
        page.wait_for_selector("text=It was yanked, and not deleted.")
        self.assertEqual(self.files("demo")[0]["yanked"], "broken")
        self.ask_to_delete(page, "/demo/1.0")
        page.click(".modal-dialog .modal-footer [name='form.buttons.Delete']")
        page.wait_for_url(f"{self.url}/demo")
        self.assertEqual(self.files("demo"), [])
        self.assertEqual(self.faults, [])
