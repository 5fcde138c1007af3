"""Each page in a real browser, as everybody who may see it, on a desk and on a phone.

``PSC_WRITE_PICTURES=1`` opens those alone that have a picture in the documentation, and writes it.
"""

from pathlib import Path
from Products.PloneSoftwareCenter.tests.browser.in_browser import BrowserTest
from Products.PloneSoftwareCenter.tests.browser.page_table import ROWS
from Products.PloneSoftwareCenter.tests.browser.sample import fill

import os


#: above our tests, in a checkout
PICTURES = Path(__file__).resolve().parents[4] / "docs" / "images"
WRITES_PICTURES = os.environ.get("PSC_WRITE_PICTURES") == "1"


class TestAllPages(BrowserTest):
    """Scripts run, all is loaded, nothing is too wide, axe-core finds nothing serious."""

    maxDiff = None

    def setUp(self):
        super().setUp()
        fill(self)

    def look(self, who):
        """Open all pages as somebody."""
        page = self.open_window()
        self.log_in_as(page, who)
        for row in ROWS:
            if who in row.who and (row.picture or not WRITES_PICTURES):
                with self.subTest(row.path, who=who):
                    faults = self.faults_of(page, self.address(row))
                    self.assertEqual("\n".join(faults), "")
                    self.take_picture(page, row, who)

    def address(self, row):
        site = self.portal.absolute_url()
        return f"{site}/{row.path}" if row.path.startswith("@@") else self.url + row.path

    def take_picture(self, page, row, who):
        if not WRITES_PICTURES or not row.picture or row.pictured[0] != who:
            return
        PICTURES.mkdir(exist_ok=True)
        page.set_viewport_size({"width": row.pictured[1], "height": 900})
        page.screenshot(path=PICTURES / f"{row.picture}.png", animations="disabled")

    def test_pages_of_visitors_work(self):
        self.look("visitor")

    def test_pages_of_publishers_work(self):
        self.look("publisher")

    def test_pages_of_reviewers_work(self):
        self.look("reviewer")

    def test_pages_of_managers_work(self):
        self.look("manager")
