"""What a cache in front is told: all that has changed, nothing else, and only once it has."""

from plone import api
from plone.registry.interfaces import IRegistry
from Products.PloneSoftwareCenter.caching.purging import is_purging
from Products.PloneSoftwareCenter.content.states import CENTER_WORKFLOW
from Products.PloneSoftwareCenter.content.states import PROJECT_WORKFLOW
from Products.PloneSoftwareCenter.content.states import RELEASE_WORKFLOW
from Products.PloneSoftwareCenter.content.states import set_state
from Products.PloneSoftwareCenter.testing import create_project
from Products.PloneSoftwareCenter.testing import create_release
from Products.PloneSoftwareCenter.tests.archives import make_sdist
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.caching.watched_caches import CACHE
from Products.PloneSoftwareCenter.tests.caching.watched_caches import WatchedCaches
from Products.PloneSoftwareCenter.tests.counted import calls_of
from Products.PloneSoftwareCenter.upload.status import set_status
from Products.PloneSoftwareCenter.upload.transfer import move_name
from Products.SiteAccess.VirtualHostMonster import manage_addVirtualHostMonster
from unittest import mock
from zope.component import getUtility
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import re
import transaction


#: what each change may purge though it has not changed: lists, whichever format has
LISTS = r"/simple/|/links/?"
#: pages of the project's names, or those and a file
PAGES = r"/simple/alpha/|/pypi/alpha/.+"
ITSELF = rf"{PAGES}|.+/alpha-1\.0-py3-none-any\.whl(\.metadata)?"


class TestWhatIsPurged(WatchedCaches):
    def check(self, *changes, also=LISTS):
        """See that each change purges what it changes of all that a cache could keep.

        :param also: expression for what may be purged though it does not change
        """
        for change in changes:
            with self.subTest(change=change.__name__):
                before = self.see()
                self.take_purged()
                change()
                self.refresh()
                after = self.see()
                stale = {path for path, seen in before.items() if after.get(path) != seen}
                self.assertTrue(stale, "the change changes nothing")
                purged = self.take_purged()
                self.assertEqual(stale - purged, set(), "not purged")
                kept = {path for path in before if path not in stale}
                more = [one for one in purged & kept if not re.fullmatch(f"{also}|{LISTS}", one)]
                self.assertEqual(more, [], "purged for nothing")

    def edit(self, content, **fields):
        with self.request():
            for name, value in fields.items():
                setattr(content, name, value)
            notify(ObjectModifiedEvent(content))

    def set(self, content, workflow, state):
        with self.request():
            set_state(content, workflow, state)

    def test_uploads(self):
        def new_file():
            wheel = make_wheel("alpha", "1.1+local", folder=self.folder)
            self.assertEqual(self.owner.upload(wheel).status, 200)

        def new_release():
            self.owner.upload(make_sdist("alpha", "2.0", folder=self.folder))

        def new_project():
            self.owner.upload(make_sdist("gamma", "1.0", folder=self.folder))

        self.check(new_file, new_release, new_project)

    def test_yanks(self):
        project = self.center["alpha"]
        release = project["1.0"]
        file = next(iter(release.objectValues()))

        def yank_release():
            self.edit(release, yanked=True, yanked_reason="Wrong.")

        def give_it_back():
            self.edit(release, yanked=False, yanked_reason="")

        def yank_file():
            self.edit(file, yanked=True, yanked_reason="Wrong.")

        self.check(yank_release, give_it_back)
        self.check(yank_file, also=ITSELF)

    def test_deletions(self):
        def delete_file():
            with self.request():
                api.content.delete(next(iter(self.center["alpha"]["1.0"].objectValues())))

        def delete_release():
            with self.request():
                api.content.delete(self.center["alpha"]["1.0"])

        def delete_project():
            with self.request():
                api.content.delete(self.center["alpha"])

        self.check(delete_file, delete_release, delete_project)

    def test_states(self):
        release, project = self.center["alpha"]["1.0"], self.center["alpha"]

        def retract():
            self.set(release, RELEASE_WORKFLOW, "pre-release")

        def release_again():
            self.set(release, RELEASE_WORKFLOW, "final")

        def close_project():
            self.set(project, PROJECT_WORKFLOW, "unapproved")

        def open_project():
            self.set(project, PROJECT_WORKFLOW, "published")

        def close_by_hand():
            with self.request():
                project.manage_permission("View", ["Manager"], acquire=0)

        def open_by_hand():
            with self.request():
                project.manage_permission("View", [], acquire=1)

        def close_by_transition():
            with self.request():
                api.content.transition(project, "retract")

        def close_center():
            self.set(self.center, CENTER_WORKFLOW, "private")

        self.check(retract, release_again, close_project, open_project)
        self.check(close_by_hand, open_by_hand, close_by_transition, open_project, close_center)

    def test_status(self):
        def archive():
            with self.request():
                set_status(self.center["alpha"], "archived", "Done.")

        def quarantine():
            with self.request():
                set_status(self.center["alpha"], "quarantined", "Look at it.")

        def release():
            with self.request():
                set_status(self.center["alpha"], "active")

        self.check(archive, quarantine, release)

    def test_names(self):
        with self.changes():
            project = self.center["alpha"]
            empty = create_release(project, "3.0", distribution="alpha")
            set_state(empty, RELEASE_WORKFLOW, "final")
            other = create_project(self.center, "other")
            set_state(other, PROJECT_WORKFLOW, "published")

        def further_name():
            self.edit(project, distributions=("alpha", "alpha-more"))

        def leave_it():
            self.edit(project, distributions=("alpha",))

        def another_spelling():
            self.edit(project, distributions=("Alpha",))

        def another_version():
            self.edit(empty, version="3.1")

        def another_id():
            with self.request():
                transaction.savepoint(optimistic=True)
                api.content.rename(project, "renamed")

        def move_to_another_project():
            with self.request():
                move_name(self.center, "alpha", project, other)

        self.check(further_name, leave_it, also=PAGES)
        self.check(another_spelling, another_version, also=PAGES)
        # All that lies in what is moved hears of it, and may get another address.
        self.check(another_id, move_to_another_project, also=".+/(alpha|other)[/-].*")

    def test_title_of_the_center(self):
        def edit():
            self.edit(self.center, title="Others")

        self.check(edit)

    def test_center_that_is_renamed_or_deleted(self):
        before = set(self.see())
        with self.request():
            transaction.savepoint(optimistic=True)
            api.content.rename(self.center, "elsewhere")
        self.assertEqual(before - self.take_purged(), set())
        with self.request():
            api.content.delete(self.portal["elsewhere"])
        gone = {path.partition("/elsewhere")[2] for path in self.take_purged()}
        self.assertEqual(before - gone, set())


class TestWhenItIsPurged(WatchedCaches):
    def test_nothing_on_abort(self):
        with self.request(commit=False):
            notify(ObjectModifiedEvent(self.center["alpha"]))
        self.assertEqual(self.take_purged(), set())

    def test_nothing_for_a_refused_upload(self):
        archive = make_sdist("alpha", "1.2", folder=self.folder)
        for client, status in ((self.other, 403), (self.nobody, 401)):
            self.assertEqual(client.upload(archive).status, status)
        wrong = [("sha256_digest", "0" * 64)]
        self.assertEqual(self.owner.upload(archive, wrong).status, 400)
        self.assertEqual(self.take_purged(), set())

    def test_nothing_while_it_is_off(self):
        self.turn(on=False)
        asked = "Products.PloneSoftwareCenter.caching.purging.getPathsToPurge"
        with mock.patch(asked) as paths:
            self.owner.upload(make_sdist("alpha", "1.2", folder=self.folder))
        self.assertEqual(paths.call_count, 0)
        self.assertEqual(self.take_purged(), set())

    def test_nothing_where_plones_caching_is_not_installed(self):
        with self.changes():
            records = getUtility(IRegistry).records
            for name in list(records.keys("plone.cache", "plone.cachf")):
                del records[name]
        archive = make_sdist("alpha", "1.2", folder=self.folder)
        self.assertEqual(self.owner.upload(archive).status, 200)
        self.assertEqual(self.take_purged(), set())

    def test_asking_whether_it_is_on_costs_next_to_nothing(self):
        self.turn(on=False)
        is_purging()
        is_on, calls = calls_of(is_purging)
        self.assertIs(is_on, False)
        self.assertLess(calls, 200)

    def test_nothing_for_whoever_reads(self):
        self.see()
        self.assertEqual(self.take_purged(), set())


class TestVirtualHosts(WatchedCaches):
    ADDRESS = "/VirtualHostBase/https/psc.example.org:443/plone/VirtualHostRoot/_vh_dist/software"

    def setUp(self):
        super().setUp()
        with self.changes():
            app = self.layer["app"]
            if "virtual_hosting" not in app.objectIds():
                manage_addVirtualHostMonster(app, "virtual_hosting")
        self.owner.url = f"http://{self.layer['host']}:{self.layer['port']}{self.ADDRESS}"

    def upload(self, version):
        archive = make_sdist("alpha", version, folder=self.folder)
        self.assertEqual(self.owner.upload(archive).status, 200)
        return self.recorder.urls

    def test_cache_before_the_rewrite(self):
        urls = self.upload("2.0")
        self.assertIn(f"{CACHE}/software/simple/alpha/", urls)
        self.assertEqual([url for url in urls if "Virtual" in url or "/plone" in url], [])

    def test_cache_behind_the_rewrite(self):
        with self.changes():
            self.settings.virtualHosting = True
            self.settings.domains = ("https://psc.example.org:443", "http://old.example.org:80")
        urls = self.upload("2.0")
        for host in ("https/psc.example.org:443", "http/old.example.org:80"):
            root = f"{CACHE}/VirtualHostBase/{host}/plone/VirtualHostRoot/_vh_dist"
            self.assertIn(f"{root}/software/simple/alpha/", urls)
