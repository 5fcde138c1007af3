"""Fill a site for ``measure.py lists``: ``bin/instance run benchmarks/fill_lists.py``.

Makes the center ``bench-list`` with 10,000 published projects of many licenses, topics and
versions, ``bench-mine`` with as many that ``admin`` owns, ``bench-queue`` with as many that wait
for review, and the plain folder ``bench-folder`` with as many published pages. Lists come from the
catalog and the records alone, so only these are filled: there is no content to be loaded, and a
page that tried to would fail. What is there already is kept.
"""

from AccessControl.SecurityManagement import newSecurityManager
from DateTime import DateTime
from plone import api
from Products.PloneSoftwareCenter.content.submission import PENDING
from Products.PloneSoftwareCenter.downloads.store import total_slot
from Products.PloneSoftwareCenter.downloads.store import writable_downloads
from Products.PloneSoftwareCenter.finding.popularity import downloads_of
from Products.PloneSoftwareCenter.index.names import writable_index
from Products.PloneSoftwareCenter.index.records import NameRecord
from Products.PloneSoftwareCenter.index.records import ReleaseRecord
from Products.PloneSoftwareCenter.index.visibility import AS_CENTER
from Products.PloneSoftwareCenter.people.indexer import token_of
from Products.PloneSoftwareCenter.people.interfaces import OWNER
from Products.PloneSoftwareCenter.pypi.facets import facet_tokens
from zope.component.hooks import setSite

import random
import transaction
import uuid


SIZE = 10_000
BATCH = 1000
LICENSES = ("MIT", "ZPL-2.1", "BSD-3-Clause", "GPL-2.0-only", "Apache-2.0", "LGPL-3.0-or-later")
TOPICS = ("Internet", "Utilities", "Text Processing", "Database", "Multimedia", "Security")
WORDS = ("calendar", "search", "forms", "mail", "index", "theme", "image", "export", "event")
PLONES = ("5.2", "6.0", "6.1", "6.2")
BEGIN = DateTime("2026/01/01")


class Line:
    """What the catalog keeps of one page or project."""

    allowedRolesAndUsers = ("Anonymous",)  # noqa: N815 (the catalog's name)
    review_state = "published"
    mime_type = "text/html"
    getIcon = False  # noqa: N815
    is_folderish = False
    exclude_from_nav = False
    expires = DateTime("2499/12/31")

    def __init__(self, path, portal_type, number):
        self.path = path
        self.portal_type = self.Type = portal_type
        self.getId = self.id = path[-1]
        self.Title = self.sortable_title = path[-1]
        self.Description = f"What {path[-1]} is for, in one sentence of some words."
        self.SearchableText = f"{self.Title} {self.Description}"
        self.UID = uuid.uuid4().hex
        self.created = self.modified = self.effective = self.Date = BEGIN + number / 100
        self.psc_updated = self.created + 1

    def getPhysicalPath(self):
        return self.path


def fill(app):
    site = app["Plone"]
    setSite(site)
    users = app.acl_users
    newSecurityManager(None, users.getUser("admin").__of__(users))
    choose = random.Random(8)
    if "bench-folder" not in site:
        folder = api.content.create(site, "Folder", "bench-folder", title="bench-folder")
        api.content.transition(folder, "publish")
        add_lines(folder, "Document", lambda line: None, choose)
    for name, complete in CENTERS.items():
        if name not in site:
            center = api.content.create(site, "PloneSoftwareCenter", name, title=name)
            center.available_categories = ("add-on|Add-ons", "infrastructure|Infrastructure")
            add_lines(center, "PSCProject", lambda line, do=complete: do(line, choose), choose)
    if not downloads_of(site["bench-list"]):
        add_numbers(site["bench-list"], choose)
    if not writable_index(site["bench-mine"]).projects:
        add_records(site["bench-mine"])


def lines_of(center):
    catalog = api.portal.get_tool("portal_catalog")
    path = "/".join(center.getPhysicalPath())
    return catalog.unrestrictedSearchResults(path=path, portal_type="PSCProject")


def add_numbers(center, choose):
    """Have half of the projects downloaded, as far as lists know of it."""
    index, downloads = writable_index(center), writable_downloads(center)
    for brain in lines_of(center):
        name = brain.getId
        index.listing[name] = (name, name, AS_CENTER)
        if choose.random() < 0.5:
            total_slot(downloads, name).add(name, choose.randint(1, 10**6))
    transaction.commit()


def add_records(center):
    """Have the index know a name of each project, with a release that visitors don't see."""
    index = writable_index(center)
    for number, brain in enumerate(lines_of(center)):
        name = brain.getId
        record = index.names[name] = NameRecord(name, name)
        record.project_id, record.project_uid = name, brain.UID
        record.releases["1"] = ReleaseRecord("1.0")
        index.projects[brain.UID] = (name,)
        if number % BATCH == BATCH - 1:
            transaction.commit()
    transaction.commit()


def add_lines(folder, portal_type, complete, choose):
    catalog = api.portal.get_tool("portal_catalog")._catalog
    for number in range(SIZE):
        name = f"{choose.choice(WORDS)}-{choose.choice(WORDS)}-{number:05}"
        line = Line((*folder.getPhysicalPath(), name), portal_type, number)
        complete(line)
        catalog.catalogObject(line, "/".join(line.path))
        if number % BATCH == BATCH - 1:
            transaction.commit()
            print(folder.getId(), number + 1, flush=True)


def describe(line, choose):
    line.psc_names = (line.id,)
    line.psc_latest_version = f"{choose.randint(0, 9)}.{choose.randint(0, 9)}"
    python = "Programming Language :: Python :: 3.{}"
    line.psc_facets = facet_tokens(
        categories=(choose.choice(("add-on", "infrastructure")),),
        classifiers=(
            f"Topic :: {choose.choice(TOPICS)}",
            python.format(choose.randint(9, 11)),
            python.format(choose.randint(12, 14)),
            f"Framework :: Plone :: {choose.choice(PLONES)}",
        ),
        license_text=choose.choice(LICENSES),
        maturity=choose.choice(("final", "beta", "alpha")),
        kinds=choose.choice((("sdist",), ("bdist_wheel", "sdist"))),
        status="active",
    )


def describe_own(line, choose):
    describe(line, choose)
    line.psc_people = (token_of(OWNER, "admin"),)


def describe_waiting(line, choose):
    describe(line, choose)
    line.review_state = PENDING
    line.psc_submitted = line.created
    line.psc_submission = {
        "by": f"member-{choose.randint(1, 500)}",
        "at": line.created,
        "comment": "It does what it says.",
        "times": choose.randint(1, 2),
        "sent_back": None,
        "criteria": choose.randint(0, 3),
        "is_approved": False,
    }


#: the centers, and what completes a line of each
CENTERS = {
    "bench-list": describe,
    "bench-mine": describe_own,
    "bench-queue": describe_waiting,
}

fill(app)  # noqa: F821 - the name that ``bin/instance run`` gives
