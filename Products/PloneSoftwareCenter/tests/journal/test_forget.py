"""Addresses that are too old are dropped, and nothing else is."""

from datetime import datetime
from datetime import timedelta
from datetime import UTC
from Products.PloneSoftwareCenter import batches
from Products.PloneSoftwareCenter.journal import forget as journal_forget
from Products.PloneSoftwareCenter.journal.forget import Forgetting
from Products.PloneSoftwareCenter.journal.store import add_entry
from Products.PloneSoftwareCenter.journal.store import has_address
from Products.PloneSoftwareCenter.journal.store import journal_of
from Products.PloneSoftwareCenter.journal.store import moment_of
from Products.PloneSoftwareCenter.maintenance.forget import forget
from Products.PloneSoftwareCenter.pypi.journal import Entry
from Products.PloneSoftwareCenter.tests.journal.case import JournalCase
from unittest import mock
from ZODB.POSException import ConflictError

import threading


NOW = datetime.now(UTC)
DAY = timedelta(days=1)


class TestForget(JournalCase):
    def setUp(self):
        super().setUp()
        with self.changes():
            for days in (1, 89, 91, 100, 200):
                for number in range(3):
                    moment = NOW - days * DAY
                    uid = str(number)
                    add_entry(
                        self.center,
                        Entry(moment, "yanked", address="192.0.2.1", project_uid=uid),
                    )

    def kept(self):
        """Return the ages of the entries that the database keeps with an address, in days."""
        self.refresh()
        slots = journal_of(self.center).slots
        states = [pair for slot in slots for pair in slot.items()]
        ages = [NOW - moment_of(key) for key, one in states if has_address(one)]
        return sorted(round(age / DAY) for age in ages if age > DAY / 2)

    def run_it(self, **center):
        with self.changes():
            for name, value in center.items():
                setattr(self.center, name, value)
        return sum(forget(self.center, NOW))

    def test_old_ones_are_dropped(self):
        entries = len(self.entries())
        self.assertEqual(self.run_it(), 9)
        self.assertEqual(self.kept(), [1, 1, 1, 89, 89, 89])
        self.assertEqual(len(self.entries()), entries)

    def test_a_second_time_there_is_nothing_to_do(self):
        self.run_it()
        before = self.center._p_jar.db().lastTransaction()
        self.assertEqual(self.run_it(), 0)
        self.assertEqual(self.center._p_jar.db().lastTransaction(), before)

    def test_some_at_a_time_are_all(self):
        with mock.patch.object(journal_forget, "AT_ONCE", 2):
            self.assertEqual(self.run_it(), 9)
        self.assertEqual(self.kept(), [1, 1, 1, 89, 89, 89])

    def test_fewer_days_drop_more(self):
        self.run_it()
        self.assertEqual(self.run_it(journal_address_days=30), 3)
        self.assertEqual(self.kept(), [1, 1, 1])

    def test_no_days_keep_none_from_the_beginning(self):
        self.run_it(journal_address_days=0)
        self.assertEqual(self.kept(), [])
        self.owner.upload(self.wheel())
        self.assertEqual(self.last("file-uploaded").address, "")
        self.assertEqual(self.run_it(journal_address_days=90), 0)

    def test_after_a_conflict_the_next_entry_has_it_tried_again(self):
        forgetting = Forgetting()
        with (
            mock.patch.object(forgetting, "is_serving", True),
            mock.patch.object(batches, "DELAY", 60),
        ):
            forgetting.note(self.center)
            with mock.patch.object(forgetting, "fill", side_effect=ConflictError()):
                forgetting.write()
            forgetting.note(self.center)
            forgetting.write()
        self.assertEqual(self.kept(), [1, 1, 1, 89, 89, 89])

    def test_a_conflict_while_somebody_asks_when_it_was_done(self):
        class Vanishing(dict):
            def __contains__(self, key):
                # The other thread is next, and takes it out.
                return super().__contains__(key) and self.pop(key) is not None

        forgetting = Forgetting()
        with mock.patch.object(forgetting, "is_serving", True):
            forgetting.note(self.center)
            forgetting._done = Vanishing(forgetting._done)
            forgetting.note(self.center)
            forgetting.write()
        self.assertEqual(self.kept(), [1, 1, 1, 89, 89, 89])

    def test_a_serving_process_does_it_by_itself_once_a_day(self):
        forgetting, done = Forgetting(), threading.Event()
        forgetting.note(self.center)
        self.assertEqual(dict(forgetting._gathered), {})
        forgetting.is_serving = True
        write = forgetting.write
        with (
            mock.patch.object(batches, "DELAY", 0.01),
            mock.patch.object(forgetting, "write", lambda: (write(), done.set())),
        ):
            forgetting.note(self.center)
            self.assertTrue(done.wait(120))
            self.assertEqual(self.kept(), [1, 1, 1, 89, 89, 89])
            forgetting.note(self.center)
            self.assertEqual(dict(forgetting._gathered), {})
