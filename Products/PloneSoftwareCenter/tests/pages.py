"""Reading pages as people do, in tests."""

from html import unescape
from html.parser import HTMLParser
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from plone.testing.zope import Browser
from Products.PloneSoftwareCenter.testing import create_center
from Products.PloneSoftwareCenter.testing import PASSWORD
from Products.PloneSoftwareCenter.testing import PSC_FUNCTIONAL
from Products.PloneSoftwareCenter.upload.by_path import publish_archive
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import transaction
import unittest


def browser_of(layer, user=None):
    """Return a browser in which somebody is logged in; nobody unless a user is named."""
    browser = Browser(layer["app"])
    if user is not None:
        password = SITE_OWNER_PASSWORD if user == SITE_OWNER_NAME else PASSWORD
        browser.addHeader("Authorization", f"Basic {user}:{password}")
    return browser


class _MainText(HTMLParser):
    """Gathers the text inside of ``<main>``, or of the whole page."""

    def __init__(self):
        super().__init__()
        self.inside = 0
        self.words = []
        self.links = []

    def handle_starttag(self, tag, attrs):
        if tag == "main":
            self.inside += 1
        if self.inside and tag == "a":
            self.links.append(dict(attrs).get("href"))

    def handle_endtag(self, tag):
        if tag == "main":
            self.inside -= 1

    def handle_data(self, data):
        if self.inside:
            self.words.append(data)


def main_text(html):
    """Return the words of the main part of a page, single blanks between."""
    return " ".join(" ".join(_parsed(html).words).split())


def main_links(html):
    """Return the addresses that the main part of a page links to."""
    return [unescape(link) for link in _parsed(html).links if link]


def _parsed(html):
    parser = _MainText()
    parser.feed(html)
    return parser


class PublishedPages(unittest.TestCase):
    """Reads pages of a center into which the test user publishes."""

    layer = PSC_FUNCTIONAL

    def setUp(self):
        self.portal = self.layer["portal"]
        self.center = create_center(self.portal)
        self.url = self.center.absolute_url()
        transaction.commit()

    def publish(self, path):
        """Publish an archive; return its path."""
        # publishing drops what nobody has committed
        transaction.commit()
        publish_archive(self.center, path)
        return path

    def edit(self, content, **values):
        """Change content as a form does."""
        for name, value in values.items():
            setattr(content, name, value)
        notify(ObjectModifiedEvent(content))

    def read(self, path="", user=None, absolute=None):
        """Return the text of a page; ``self.html`` and ``self.links`` are of the same.

        :param path: of the page below the center
        """
        transaction.commit()
        browser = browser_of(self.layer, user)
        browser.open(absolute or self.url + path)
        self.html = browser.contents
        self.links = main_links(self.html)
        return main_text(self.html)
