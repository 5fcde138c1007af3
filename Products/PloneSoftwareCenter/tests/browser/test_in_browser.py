"""Forms in a real browser: filled in, sent, and what comes of it."""

from plone import api
from Products.PloneSoftwareCenter.testing import OTHER
from Products.PloneSoftwareCenter.testing import OWNER
from Products.PloneSoftwareCenter.testing import PASSWORD
from Products.PloneSoftwareCenter.testing import REVIEWER
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.browser.in_browser import BrowserTest
from Products.PloneSoftwareCenter.tests.browser.in_browser import PHONE
from Products.PloneSoftwareCenter.tests.client import Client


class TestInBrowser(BrowserTest):
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
        page.goto(f"{self.url}/by-hand/1.0/++add++PSCFile")
        page.set_input_files("[name='form.widgets.archive']", wheel)
        page.click("[name='form.buttons.save']")
        page.wait_for_url(f"{self.url}/by-hand/1.0")
        self.assertIn(wheel.name, page.inner_text("#content"))
        self.assertEqual(self.faults, [])
        self.assertEqual(self.filenames("by-hand"), [wheel.name])
        answer = self.nobody.get(f"/simple/by-hand/{wheel.name}")
        self.assertEqual(answer.body, wheel.read_bytes())

    def test_search_answers_while_somebody_types(self):
        for name in ("acme-calendar", "acme-forms"):
            path = make_wheel(name, "1.0", folder=self.folder)
            self.assertEqual(self.owner.upload(path, [("license", "MIT")]).status, 200)
        page = self.open_window()
        page.goto(self.url, wait_until="networkidle")
        self.assertTrue(page.is_visible("#psc-new"))
        page.click("#psc-search")
        page.keyboard.type("cal")
        page.wait_for_selector("#psc-found:has-text('1 project')")
        self.assertIn("acme_calendar", page.inner_text("#psc-results"))
        self.assertFalse(page.is_visible("#psc-new"), "what is asked for comes first")
        page.wait_for_url(f"{self.url}?SearchableText=cal")
        self.assertEqual(page.evaluate("document.activeElement.id"), "psc-search")
        page.go_back(wait_until="networkidle")
        page.wait_for_selector("#psc-new")
        self.assertEqual((page.url, page.input_value("#psc-search")), (self.url, ""))
        page.fill("#psc-search", "nothing of this kind")
        page.wait_for_selector("#psc-found:has-text('No project found.')")
        self.assertEqual(page.inner_text("#psc-told"), "No project found.", "it is read out")
        page.fill("#psc-search", "")
        page.wait_for_selector("#psc-new")
        self.assertTrue(page.is_visible("[data-psc-copy] >> nth=0"), "there is something to copy")
        page.fill("#psc-search", "acme")
        page.wait_for_selector("#psc-new", state="detached")
        self.assertIn("2 projects", page.inner_text("#psc-found"))
        page.click("#psc-filters >> text=MIT")
        page.wait_for_url(f"{self.url}?SearchableText=acme&license=MIT")
        page.focus("#psc-sort")
        page.keyboard.press("ArrowDown")
        page.wait_for_url(f"{self.url}?SearchableText=acme&sort=name&license=MIT")
        self.assertEqual(page.evaluate("document.activeElement.id"), "psc-sort")
        page.select_option("#psc-sort", label="Newest")
        page.wait_for_url(f"{self.url}?SearchableText=acme&sort=newest&license=MIT")
        self.assertIn("acme_forms", page.inner_text("#psc-results li.list-group-item"))
        page.reload(wait_until="networkidle")
        self.assertIn("2 projects", page.inner_text("#psc-found"))
        self.assertEqual(self.faults, [])

    def test_search_works_without_scripts(self):
        for name in ("acme-calendar", "acme-forms"):
            path = make_wheel(name, "1.0", folder=self.folder)
            self.assertEqual(self.owner.upload(path).status, 200)
        page = self.open_window(PHONE, scripts=False)
        page.goto(self.url)
        page.fill("#psc-search", "calendar")
        page.click("form.psc-search button")
        page.wait_for_url(lambda address: "SearchableText=calendar" in address)
        self.assertIn("1 project", page.inner_text("#psc-found"))
        page.click("a[href='#psc-filters']")
        page.click("#psc-filters >> text=Wheel")
        page.wait_for_url(lambda address: "kind=bdist_wheel" in address)
        self.assertIn("1 project", page.inner_text("#psc-found"))
        page.click("text=Show all")
        page.wait_for_url(self.url)
        self.assertEqual(self.faults, [])

    def test_command_is_copied(self):
        page = self.open_window()
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.goto(self.url, wait_until="networkidle")
        self.copy(page, "[data-psc-copy]")
        self.assertEqual(
            page.evaluate("navigator.clipboard.readText()"),
            f"pip install --index-url {self.url}/simple/ NAME",
        )
        self.assertEqual(self.faults, [])

    def test_token_is_made_used_and_revoked(self):
        page = self.open_window(PHONE)
        self.log_in(page)
        page.goto(f"{self.portal.absolute_url()}/@@api-tokens", wait_until="networkidle")
        self.assertEqual(page.url, f"{self.url}/tokens")
        page.fill("#psc-token-name", "Build server")
        page.click("[name='make']")
        page.wait_for_selector("[data-psc-copy='psc-token']")
        self.copy(page, "[data-psc-copy='psc-token']")
        text = page.inner_text("#psc-token")
        self.assertFits(page, PHONE)
        client = Client(self.url, "__token__", text)
        self.assertEqual(client.upload(make_wheel("demo", "1.0", folder=self.folder)).status, 200)
        page.click("#psc-tokens a:has-text('Revoke')")
        page.click("[name='revoke']")
        page.wait_for_selector("text=It opens nothing any more.")
        answer = client.upload(make_wheel("demo", "1.1", folder=self.folder))
        self.assertEqual(answer.status, 401)
        self.assertEqual(self.faults, [])

    def test_reviewer_sends_back_and_publishes_on_a_phone(self):
        with self.changes():
            api.user.grant_roles(username=REVIEWER, obj=self.center, roles=["Reviewer"])
            self.center.project_creation = "review"
            self.center.reindexObjectSecurity()
        for name in ("demo", "other"):
            wheel = make_wheel(name, "1.0", folder=self.folder)
            self.assertEqual(self.owner.upload(wheel).status, 200)
        page = self.open_window(PHONE)
        self.log_in(page, REVIEWER, PASSWORD)
        page.goto(self.url, wait_until="networkidle")
        page.click("#psc-review-link")
        page.click("label:has-text('other')")
        page.fill("#psc-review-comment", "No license")
        page.click("[name='decide'][value='reject']")
        page.wait_for_selector("text=other was sent back to its owners.")
        page.check("#psc-review-all")
        self.assertTrue(page.is_checked("[name='projects']"))
        page.click("[name='decide'][value='publish']")
        page.wait_for_selector("text=demo is published.")
        page.wait_for_selector("text=Nothing waits for review.")
        self.assertFits(page, PHONE)
        self.assertEqual(self.filenames("demo"), ["demo-1.0-py3-none-any.whl"])
        self.assertEqual(self.faults, [])

    def test_somebody_is_invited_and_accepts_on_a_phone(self):
        wheel = make_wheel("demo", "1.0", folder=self.folder)
        self.assertEqual(self.owner.upload(wheel).status, 200)
        page = self.open_window(PHONE)
        self.log_in(page, OWNER, PASSWORD)
        page.goto(f"{self.url}/demo", wait_until="networkidle")
        page.click("#psc-people-link")
        page.fill("#psc-invite-user", OTHER)
        page.click("[name='invite']")
        page.wait_for_selector("#psc-invited")
        self.assertFits(page, PHONE)
        invited = self.open_window(PHONE)
        self.log_in(invited, OTHER, PASSWORD)
        invited.goto(f"{self.url}/demo", wait_until="networkidle")
        invited.click("text=see the invitation")
        invited.wait_for_selector("#psc-invitations")
        self.assertFits(invited, PHONE)
        invited.click("[name='accept']")
        invited.wait_for_selector("text=You work on demo now.")
        answer = self.other.upload(make_wheel("demo", "1.1", folder=self.folder))
        self.assertEqual(answer.status, 200, answer.text)
        self.assertEqual(self.faults, [])

    def ask_to_delete(self, page, path):
        """Choose *Delete* in the menu of a page; return the window that asks."""
        page.goto(self.url + path, wait_until="networkidle")
        self.wait_for_patterns(page)
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
