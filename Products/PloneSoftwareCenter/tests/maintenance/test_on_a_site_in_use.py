"""Rebuilding while others upload and rebuild: nothing is lost, nothing is undone."""

from concurrent.futures import ThreadPoolExecutor
from Products.PloneSoftwareCenter.index.consistency.parts import batches
from Products.PloneSoftwareCenter.index.consistency.parts import differences
from Products.PloneSoftwareCenter.index.consistency.survey import Survey
from Products.PloneSoftwareCenter.index.names import center_index
from Products.PloneSoftwareCenter.maintenance import rebuild as module
from Products.PloneSoftwareCenter.maintenance.rebuild import rebuild
from Products.PloneSoftwareCenter.maintenance.stored import ALL_PARTS
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.served import ServedCenter
from Products.PloneSoftwareCenter.upload import write
from unittest import mock
from zope.component.hooks import setSite

import contextlib
import transaction


NAMES = [f"demo{number}" for number in range(4)]
WORKERS = 4


class TestInUse(ServedCenter):
    def setUp(self):
        super().setUp()
        # As in several processes: none of them waits for another one's step.
        self.enterContext(mock.patch.object(write, "_brake", contextlib.nullcontext()))
        # They meet more often where each step takes longer, and all have to get through.
        self.enterContext(mock.patch.object(write, "ATTEMPTS", 500))
        for name in NAMES:
            self.assertEqual(self.upload(name, "1.0"), 200)
        self.refresh()

    def upload(self, name, version):
        return self.owner.upload(make_wheel(name, version, folder=self.folder)).status

    def lose_records(self):
        """Lose what the records keep of everything there is."""
        index = center_index(self.center)
        for name in NAMES:
            index.names[name].releases.clear()
            index.names[name].listed = 0
            del index.listing[name]
        index.listed.set(0)
        index.filenames.clear()
        transaction.commit()

    def rebuild_elsewhere(self, _number=0):
        """Rebuild in another thread, through a connection of its own."""
        connection = self.layer["zodbDB"].open()
        try:
            portal = connection.root()["Application"]["plone"]
            setSite(portal)
            survey = Survey(portal["software"])
            return [one for step in rebuild(survey, batches(survey)) for one in step.mended]
        finally:
            setSite(None)
            transaction.abort()
            connection.close()

    def assertAllThere(self, versions):
        self.refresh()
        self.assertEqual(list(differences(self.center, ALL_PARTS)), [])
        for name in NAMES:
            wanted = sorted(f"{name}-{version}-py3-none-any.whl" for version in versions)
            self.assertEqual(sorted(self.filenames(name)), wanted)

    def test_uploads_at_the_same_time(self):
        self.lose_records()
        versions = [f"1.{number}" for number in range(1, 5)]
        with ThreadPoolExecutor(WORKERS + 1) as pool:
            done = pool.submit(self.rebuild_elsewhere)
            wanted = [(name, version) for version in versions for name in NAMES]
            statuses = set(pool.map(lambda one: self.upload(*one), wanted))
            self.assertTrue(done.result())
        self.assertEqual(statuses, {200})
        self.assertAllThere(["1.0", *versions])

    def test_two_rebuilds_at_the_same_time(self):
        self.lose_records()
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(self.rebuild_elsewhere, range(2)))
        self.assertAllThere(["1.0"])

    def test_change_that_only_was_read_is_found_by_the_next_look(self):
        """A record says yanked and the release not; while that is mended, somebody yanks it.

        The record is right for them, so they write the release alone, and we the record alone:
        there is no conflict.
        """
        center_index(self.center).names["demo0"].releases["1"].yanked = True
        transaction.commit()
        mend = module._mend
        calls = []

        def mend_while_somebody_yanks(*args):
            mended = mend(*args)
            if not calls:
                calls.append(1)
                self.yank_elsewhere()
            return mended

        with mock.patch.object(module, "_mend", mend_while_somebody_yanks):
            survey = Survey(self.center)
            list(rebuild(survey, batches(survey)))
        self.assertIs(center_index(self.center).names["demo0"].releases["1"].yanked, True)
        self.assertAllThere(["1.0"])

    def yank_elsewhere(self):
        manager = transaction.TransactionManager()
        connection = self.layer["zodbDB"].open(manager)
        center = connection.root()["Application"]["plone"]["software"]
        center["demo0"]["1.0"].yanked = True
        manager.commit()
        connection.close()
