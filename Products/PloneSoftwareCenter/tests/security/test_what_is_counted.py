"""What nobody may see is counted nowhere, and moves no number."""

from plone import api
from Products.PloneSoftwareCenter.content.states import PROJECT_WORKFLOW
from Products.PloneSoftwareCenter.content.states import set_state
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.security.watched_site import LISTS
from Products.PloneSoftwareCenter.tests.security.watched_site import publish
from Products.PloneSoftwareCenter.tests.security.watched_site import told
from Products.PloneSoftwareCenter.tests.security.watched_site import WatchedSite
from Products.PloneSoftwareCenter.upload.status import set_status
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import tempfile
import transaction


#: below the site
DOORS = (
    "/",
    "/sitemap",
    "/sitemap.xml.gz",
    "/@@search?SearchableText=hush",
    "/@@ajax-search?SearchableText=hush",
    "/search_rss?SearchableText=hush",
    "/RSS",
    "/place/RSS",
    "/place/sitemap",
    "/place/@@listing_view",
    "/place/software",
    "/place/software/view",
    "/place/software/RSS",
    "/place/software/atom.xml",
    "/place/software/search_rss",
    "/place/software/@@listing_view",
    "/place/software/@@summary_view",
    "/place/software/recently_modified",
    "/author/test_user_1_",
    "/author/test-user",
    "/@@getVocabulary?name=plone.app.vocabularies.Catalog",
    "/place/software/@@getVocabulary?name=plone.app.vocabularies.Catalog",
    "/place/software/@@getVocabulary?name=plonesoftwarecenter.releases",
    "/@@getSource?name=x",
    "/place/software/@@plone_redirector_view",
)
#: the same for plone.restapi
REST_DOORS = (
    "/place/software",
    "/place/software/@search?SearchableText=hush",
    "/place/software/@search?metadata_fields=_all&fullobjects=1",
    "/@search?portal_type=PSCProject&metadata_fields=_all",
    "/place/software/@navigation?expand.navigation.depth=4",
    "/@navigation?expand.navigation.depth=5",
    "/place/software/@contextnavigation",
    "/place/software/@breadcrumbs",
    "/@sitemap",
    "/@vocabularies/plone.app.vocabularies.Catalog",
    "/@vocabularies/plone.app.vocabularies.Keywords",
    "/place/software/@vocabularies/plone.app.vocabularies.Catalog",
    "/place/software/@actions",
    "/place/software/@types",
    "/place/software?fullobjects=1&metadata_fields=_all",
)


class TestPrivateProject(WatchedSite):
    def setUp(self):
        super().setUp()
        with self.changes():
            set_state(self.project, PROJECT_WORKFLOW, "unapproved")

    def numbers(self):
        """Return all that the lists, and the page of another project, say to each watcher."""
        paths = (*LISTS, "/simple/loud/", "/pypi/loud/json")
        return {
            (who, path): told(client.get(path))
            for who, client in self.watchers.items()
            for path in paths
        }

    def test_nothing_that_happens_to_it_moves_a_number(self):
        before = self.numbers()
        for change in (self.upload, self.yank, self.edit, self.grant, self.rename, self.delete):
            transaction.begin()
            change()
            transaction.commit()
            self.assertEqual(self.numbers(), before, change.__name__)

    def upload(self):
        with tempfile.TemporaryDirectory() as folder:
            publish(self.center, make_wheel("hush", "2.0", folder=folder))

    def yank(self):
        release = self.project["1.0"]
        release.yanked = True
        notify(ObjectModifiedEvent(release))
        set_status(self.project, "deprecated", "Old")

    def edit(self):
        self.project.title = "Hush!"
        self.project.distributions = ("hush", "hush-too")
        notify(ObjectModifiedEvent(self.project))

    def grant(self):
        self.project.manage_setLocalRoles("mary", ["Reader"])
        self.project.manage_permission("View", ["Owner"])

    def rename(self):
        api.content.rename(self.project, "other")

    def delete(self):
        api.content.delete(self.center["other"])

    def test_no_door_tells_of_it(self):
        site = self.nobody.url.removesuffix("/place/software")
        rest = [("Accept", "application/json")]
        for client in (self.nobody, self.member):
            client.url = site
            for door in DOORS:
                self.assertTellsNothing(client, door, ())
            for door in REST_DOORS:
                self.assertTellsNothing(client, door, rest)

    def assertTellsNothing(self, client, door, headers):
        answer = client.request("GET", door, headers=headers)
        body = answer.body
        for echo in (b"SearchableText=hush", b'value="hush"', b'class="text-muted">hush<'):
            body = body.replace(echo, b"")
        at = body.find(b"hush")
        told = body[max(0, at - 200) : at + 100]
        self.assertEqual(at, -1, f"{door}: {answer.status} {told}")

    def test_search_does_not_know_a_center_that_was_hidden_by_hand(self):
        path = "/@@search?SearchableText=loud&portal_type=PSCProject"
        self.nobody.url = self.nobody.url.removesuffix("/place/software")
        self.assertIn("/software/loud", self.nobody.get(path).text)
        with self.changes():
            self.center.manage_permission("View", ["Manager"])
        self.assertFalse("/software/loud" in self.nobody.get(path).text)

    def test_center_counts_what_is_shown(self):
        page = self.nobody.get("").text
        self.assertIn("loud", page)
        with self.changes():
            set_state(self.project, PROJECT_WORKFLOW, "published")
        shown = self.nobody.get("").text
        self.assertIn("hush", shown)
        with self.changes():
            self.project.manage_permission("View", ["Manager"])
        hidden = self.nobody.get("").text
        self.assertFalse("hush" in hidden)
        self.assertEqual(_count(hidden), _count(page))


def _count(page):
    return page.partition('id="psc-count"')[2].partition("</p>")[0].split()
