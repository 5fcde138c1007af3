"""The tree on the host of its site: each page as the site answers it, after each commit."""

from collective.psc.mirroring.lock import writing
from collective.psc.mirroring.site import changes
from collective.psc.mirroring.site import links
from collective.psc.mirroring.site.answers import body
from collective.psc.mirroring.site.answers import newest
from collective.psc.mirroring.site.bringing import bring
from collective.psc.mirroring.site.often import Often
from collective.psc.mirroring.site.often import REST
from collective.psc.mirroring.status import read_status
from plone import api
from plone.dexterity.schema import FTI_CACHE_KEY
from plone.dexterity.schema import lookup_fti
from plone.dexterity.schema import SCHEMA_CACHE
from Products.PloneSoftwareCenter.content.states import PROJECT_WORKFLOW
from Products.PloneSoftwareCenter.content.states import set_state
from Products.PloneSoftwareCenter.tests.archives import make_sdist
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from tests.plone.mirrored import MirroredCenter
from tests.sites import contents
from unittest import mock
from zope.component.hooks import getSite
from zope.component.hooks import setSite
from zope.event import notify
from zope.globalrequest import clearRequest
from zope.globalrequest import getRequest
from zope.globalrequest import setRequest
from zope.lifecycleevent import ObjectModifiedEvent
from zope.publisher.browser import TestRequest

import os
import transaction


class TestTree(MirroredCenter):
    def test_every_page_is_what_the_site_answers(self):
        self.publish(
            make_wheel("alpha", "1.0", folder=self.folder),
            make_sdist("alpha", "1.1", folder=self.folder),
            make_sdist("beta", "1.0", folder=self.folder),
        )
        self.keep()
        self.assert_same()
        paths = contents(self.tree.www)
        for path in (
            "simple/alpha/alpha-1.0-py3-none-any.whl.metadata",
            "pypi/beta/json",
            "links.html",
            "all/alpha-1.1.tar.gz",
        ):
            self.assertIn(path, paths)
        self.assertIn(b"simple/alpha/alpha-1.1.tar.gz#", paths["index"])
        self.assertIsNone(read_status(self.tree).error)

    def test_page_and_file_are_there_when_the_upload_is_answered(self):
        sdist = make_sdist("alpha", "1.0", folder=self.folder)
        self.publish(sdist)
        path = self.tree.file("alpha", sdist.name)
        self.assertEqual(path.read_bytes(), sdist.read_bytes())
        self.assertIn(sdist.name, (path.parent / "index.html").read_text())

    def test_large_name_is_written_once_for_several_uploads(self):
        clock = mock.Mock(return_value=1000.0)
        often = Often(clock)
        with mock.patch.multiple(changes, LARGE=0, OFTEN=often):
            self.publish(make_sdist("alpha", "1.0", folder=self.folder))
            page = self.tree.project("alpha") / "index.v1_json"
            # the first one after a while is there at once
            self.assertIn(b"alpha-1.0.tar.gz", page.read_bytes())
            before = page.read_bytes()
            often.wrote(page.parent, clock() - 1)
            for number in (1, 2):
                self.publish(make_sdist("alpha", f"1.{number}", folder=self.folder))
            self.assertEqual(page.read_bytes(), before)
            clock.return_value += REST + 1
            self.publish(make_sdist("alpha", "1.3", folder=self.folder))
            self.assertIn(b"alpha-1.3.tar.gz", page.read_bytes())
            often.wrote(page.parent, clock() - 1)
            self.publish(make_sdist("alpha", "1.4", folder=self.folder))
            self.assertNotIn(b"alpha-1.4.tar.gz", page.read_bytes())
            self.keep()
            self.assertIn(b"alpha-1.4.tar.gz", page.read_bytes())
            self.assert_same()
            # what is to leave leaves at once
            with self.changes():
                api.content.delete(self.center["alpha"]["1.2"])
            self.assertNotIn(b"alpha-1.2.tar.gz", page.read_bytes())
            with self.changes():
                self.center["alpha"]["1.1"].yanked = True
                notify(ObjectModifiedEvent(self.center["alpha"]["1.1"]))
            self.assertIn(b'"yanked":true', page.read_bytes().replace(b" ", b""))
            with self.changes():
                set_state(self.center["alpha"], PROJECT_WORKFLOW, "unapproved")
            self.assertFalse(page.exists())
        self.keep()
        self.assert_same()

    def test_both_pages_in_html_are_one_file_and_follow_an_upload(self):
        folder = self.tree.project("alpha")
        for number in (1, 2):
            archive = make_sdist("alpha", f"1.{number}", folder=self.folder)
            self.publish(archive)
            pages = [folder / name for name in ("index.html", "index.v1_html")]
            self.assertTrue(pages[0].samefile(pages[1]))
            self.assertIn(archive.name.encode(), pages[1].read_bytes())
        self.keep()
        self.assert_same()

    def test_second_page_that_was_damaged_is_mended_beside_the_first(self):
        self.publish(make_sdist("alpha", "1.0", folder=self.folder))
        folder = self.tree.project("alpha")
        page, second = folder / "index.html", folder / "index.v1_html"
        right = page.read_bytes()
        second.unlink()
        second.write_bytes(b"x" * len(right))
        os.utime(second, (page.stat().st_mtime,) * 2)
        bring(self.db, self.path, everything=True)
        self.assertEqual(second.read_bytes(), right)
        # a web server would tell who has the damaged one that it is as before
        self.assertNotEqual(int(second.stat().st_mtime), int(page.stat().st_mtime))

    def test_what_leaves_the_site_leaves_the_tree(self):
        sdist = make_sdist("alpha", "1.0", folder=self.folder)
        beta = make_sdist("beta", "1.0", folder=self.folder)
        self.publish(sdist, beta)
        self.keep()
        with self.changes():
            set_state(self.center["alpha"], PROJECT_WORKFLOW, "unapproved")
        self.assertFalse(self.tree.project("alpha").exists())
        self.assertFalse((self.tree.shelf / sdist.name).exists())
        with self.changes():
            api.content.delete(self.center["beta"]["1.0"])
        self.assertFalse(self.tree.file("beta", beta.name).exists())
        with self.changes():
            api.content.delete(self.center["beta"])
        self.assertFalse(self.tree.project("beta").exists())
        self.keep()
        self.assert_same()

    def test_page_of_all_files_follows_without_being_rendered_anew(self):
        for name in ("alpha", "betab", "beta", "Zeta.Z"):
            self.publish(make_wheel(name, "1.0", folder=self.folder))
        self.keep()

        def rendered(center, *route, **asked):
            self.assertNotEqual(route, ("links",))
            return body(center, *route, **asked)

        with mock.patch.object(links, "body", rendered):
            self.publish(make_sdist("beta", "1.1", folder=self.folder))
            self.publish(make_sdist("gamma", "1.0", folder=self.folder))
            with self.changes():
                release = self.center["beta"]["1.0"]
                release.yanked, release.yanked_reason = True, '"broken" & <old>'
                notify(ObjectModifiedEvent(release))
                api.content.delete(self.center["alpha"])
                set_state(self.center["zeta-z"], PROJECT_WORKFLOW, "unapproved")
            self.keep()
            self.assert_same()
            self.assertIn(b"beta-1.1", self.tree.links.read_bytes())
            with self.changes():
                set_state(self.center["zeta-z"], PROJECT_WORKFLOW, "published")
            self.keep()
            self.assert_same()
            self.assertIn(b"simple/zeta-z/", self.tree.links.read_bytes())
        # under another title it is another page
        with self.changes():
            self.center.title = "Other <center>"
            notify(ObjectModifiedEvent(self.center))
        self.publish(make_sdist("gamma", "1.1", folder=self.folder))
        self.keep()
        self.assert_same()
        self.tree.links.write_bytes(b"")
        self.publish(make_sdist("gamma", "1.2", folder=self.folder))
        self.keep()
        self.assert_same()

    def test_yanked_release(self):
        self.publish(make_sdist("alpha", "1.0", folder=self.folder))
        with self.changes():
            self.center["alpha"]["1.0"].yanked = True
            notify(ObjectModifiedEvent(self.center["alpha"]["1.0"]))
        self.keep()
        self.assertIn("data-yanked", (self.tree.project("alpha") / "index.html").read_text())
        self.assert_same()

    def test_center_is_found_where_a_request_knows_types_and_no_site_is_set(self):
        self.addCleanup(setSite, self.portal)
        fti = lookup_fti("PloneSoftwareCenter")
        setRequest(TestRequest())
        self.addCleanup(clearRequest)
        setattr(getRequest(), FTI_CACHE_KEY, {"PloneSoftwareCenter": fti})
        SCHEMA_CACHE.invalidate(fti)
        setSite(None)
        with newest(self.db, self.path) as center:
            self.assertEqual(getSite().getId(), self.portal.getId())
            self.assertEqual(center.getId(), self.center.getId())

    def test_private_center_publishes_nothing(self):
        self.publish(make_sdist("alpha", "1.0", folder=self.folder))
        self.keep()
        with self.changes():
            api.content.transition(self.center, "make_private")
        # at once
        self.assertEqual(self.served(), {})
        self.keep()
        left = set(contents(self.tree.www))
        self.assertEqual(left, {"last-modified"})

    def test_aborted_transaction_writes_nothing(self):
        self.publish(make_sdist("alpha", "1.0", folder=self.folder))
        before = contents(self.tree.www)
        transaction.begin()
        set_state(self.center["alpha"], PROJECT_WORKFLOW, "unapproved")
        transaction.abort()
        self.assertEqual(contents(self.tree.www), before)

    def test_upload_is_taken_while_somebody_else_writes(self):
        with mock.patch.object(changes, "PATIENCE", 0), writing(self.tree):
            self.publish(make_sdist("alpha", "1.0", folder=self.folder))
        self.assertFalse(self.tree.project("alpha").exists())
        self.keep()
        self.assert_same()
        self.assertTrue(self.tree.project("alpha").exists())
