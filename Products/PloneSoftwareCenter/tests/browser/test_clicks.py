"""How far from the front page everything is: three clicks at most, whoever looks for it."""

from html.parser import HTMLParser
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from Products.PloneSoftwareCenter.testing import OWNER
from Products.PloneSoftwareCenter.testing import PASSWORD
from Products.PloneSoftwareCenter.testing import REVIEWER
from Products.PloneSoftwareCenter.tests.browser.sample import fill
from Products.PloneSoftwareCenter.tests.client import Client
from Products.PloneSoftwareCenter.tests.served import ServedCenter
from urllib.parse import urljoin
from urllib.parse import urlsplit


#: clicks
FARTHEST = 3

CALENDAR = "acme-calendar"
RELEASE = f"{CALENDAR}/2.0"
WHEEL = f"{RELEASE}/acme_calendar-2.0-py3-none-any.whl"
#: what everybody looks for, below the center
READING = (
    "simple/",
    "known-good",
    "by-category/add-on",
    CALENDAR,
    RELEASE,
    f"{RELEASE}/needs",
    WHEEL,
    f"{WHEEL}/contents",
    "upload-files",
)
#: what people with an account look for
MEMBER = (*READING, "my-projects", "tokens", "../@@my-projects", "../@@project-invitations")
PUBLISHING = (
    *MEMBER,
    f"{CALENDAR}/upload-files",
    f"{CALENDAR}/@@people",
    f"{CALENDAR}/@@status",
    f"{CALENDAR}/@@journal",
    f"{CALENDAR}/webhooks",
    f"{CALENDAR}/edit",
    f"{CALENDAR}/delete_confirmation",
    f"{CALENDAR}/@@move-name",
    f"{RELEASE}/upload-files",
    f"{RELEASE}/configuration-files",
    f"{RELEASE}/yank",
    f"{RELEASE}/edit",
    f"{WHEEL}/yank",
    "acme-waiting",
    "++add++PSCProject",
)
REVIEWING = (*MEMBER, "acme-waiting", "@@review")
MANAGING = (
    *PUBLISHING,
    "@@review",
    "edit",
    "manage-center",
    "check-index",
    "reserved-names",
    "ownerless",
    "all-tokens",
    "journal",
    "webhooks",
    "health",
    "@@sharing",
    "folder_contents",
    "../@@software-centers",
)
#: the pages from which ways lead on
CROSSINGS = (CALENDAR, RELEASE, WHEEL, "my-projects", "manage-center", "../@@overview-controlpanel")


class _Links(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        if tag == "a" and dict(attrs).get("href"):
            self.found.append(dict(attrs)["href"])


class TestClicks(ServedCenter):
    """Links are followed as a browser does; menus, toolbar and footer count as the page does."""

    maxDiff = None

    def setUp(self):
        super().setUp()
        fill(self)

    def distances(self, client):
        """Return address -> clicks from the front page, at most."""
        known = {self.url: 0}
        nearest = [self.url]
        for clicks in range(1, FARTHEST + 1):
            links = [link for page in nearest for link in self.links_of(client, page)]
            nearest = [link for link in dict.fromkeys(links) if link not in known]
            known.update(dict.fromkeys(nearest, clicks))
            nearest = [link for link in nearest if self.is_looked_at(link)]
        return known

    def address(self, path):
        return self.plain(urljoin(f"{self.url}/", path))

    def plain(self, url):
        """Return an address without what makes no other page of it."""
        url = url.partition("#")[0].partition("?")[0]
        for view in ("/view", "/@@view"):
            url = url.removesuffix(view)
        url = url.replace("/@@", "/")
        return url if url.endswith("/simple/") else url.rstrip("/")

    def is_looked_at(self, url):
        """Is it a page whose links are followed? Following more could only make ways shorter."""
        return url in {self.address(path) for path in CROSSINGS}

    def links_of(self, client, page):
        answer = client.get(page.removeprefix(client.url), Accept="text/html")
        if answer.status != 200 or "html" not in answer.headers.get("Content-Type", ""):
            return []
        parser = _Links()
        parser.feed(answer.text)
        links = [urljoin(page if page.endswith("/") else f"{page}/", href) for href in parser.found]
        host = urlsplit(self.url).netloc
        return [self.plain(link) for link in links if urlsplit(link).netloc == host]

    def assertNear(self, user, password, wanted):
        client = Client(self.portal.absolute_url(), user, password)
        known = self.distances(client)
        far = [path for path in wanted if self.address(path) not in known]
        self.assertEqual(far, [])

    def test_all_is_near_for_each_kind_of_people(self):
        for user, password, wanted in (
            (None, None, READING),
            (OWNER, PASSWORD, PUBLISHING),
            (REVIEWER, PASSWORD, REVIEWING),
            (SITE_OWNER_NAME, SITE_OWNER_PASSWORD, MANAGING),
        ):
            with self.subTest(user):
                self.assertNear(user, password, wanted)
