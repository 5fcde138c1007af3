"""``<center>/links``: every file on one page, for ``find-links``."""

from Products.PloneSoftwareCenter.browser.simple import Simple
from Products.PloneSoftwareCenter.index.pages import audience_of
from Products.PloneSoftwareCenter.index.pages import links_body


class Links(Simple):
    """One HTML page with hrefs ``simple/<name>/<filename>#sha256=...``."""

    has_subpath = False

    def answer(self):
        self.require_readable()
        audience = audience_of(self.center)
        self.set_reading_headers(audience.is_public)
        return self.answer_page(links_body(self.center, audience))
