"""The page where the tree is named, in Chromium, on a desk and on a phone."""

from collective.psc.mirroring.status import note_error
from Products.PloneSoftwareCenter.tests.archives import make_sdist
from Products.PloneSoftwareCenter.tests.browser.in_browser import BrowserTest
from tests.plone.mirrored import MirroredCenter


class TestInBrowser(MirroredCenter, BrowserTest):
    def test_pages_of_managers(self):
        self.publish(make_sdist("alpha", "1.0", folder=self.folder))
        self.keep()
        window = self.open_window()
        self.log_in_as(window, "manager")
        config = f"{self.url}/@@mirroring-config"
        panel = f"{self.portal.absolute_url()}/@@software-centers"
        self.assertEqual(self.faults_of(window, config), [])
        self.assertEqual(self.faults_of(window, panel), [])
        note_error(self.tree, f"No space left on device: {self.tree.path}/{'tmp/' * 9}")
        self.assertEqual(self.faults_of(window, config), [])
        self.assertEqual(self.faults_of(window, panel), [])
        window.goto(config)
        window.fill("[name=path]", "relative")
        window.click("[name=save]")
        window.wait_for_selector("#content :text('name an absolute path')")
        self.assertEqual(self.barriers(window), [])
