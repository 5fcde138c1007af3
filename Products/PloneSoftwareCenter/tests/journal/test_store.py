"""How entries are kept: order, projects, and two who write at once."""

from datetime import datetime
from datetime import timedelta
from datetime import UTC
from Products.PloneSoftwareCenter.journal import store
from Products.PloneSoftwareCenter.journal.store import add_entry
from Products.PloneSoftwareCenter.journal.store import Forgotten
from Products.PloneSoftwareCenter.journal.store import key_of
from Products.PloneSoftwareCenter.journal.store import moment_of
from Products.PloneSoftwareCenter.journal.store import walk
from Products.PloneSoftwareCenter.journal.store import writable_journal
from Products.PloneSoftwareCenter.pypi.journal import Entry
from transaction import TransactionManager
from unittest import mock
from ZODB.DB import DB
from ZODB.DemoStorage import DemoStorage

import persistent
import unittest


NOW = datetime(2026, 11, 28, 12, 30, 15, 250, tzinfo=UTC)
SECOND = timedelta(seconds=1)


class Center(persistent.Persistent):
    journal_address_days = 90


def entry(seconds=0, **fields):
    return Entry(**{"moment": NOW + seconds * SECOND, "kind": "file-uploaded", **fields})


class TestStore(unittest.TestCase):
    def setUp(self):
        self.center = Center()

    def add(self, *entries):
        for one in entries:
            add_entry(self.center, one)

    def walked(self, **wanted):
        return [found for _key, found in walk(self.center, now=NOW, **wanted)]

    def test_moments_come_back_to_the_microsecond(self):
        for moment in (NOW, NOW.replace(microsecond=0), NOW.replace(microsecond=999_999)):
            for key in (key_of(moment), key_of(moment) + 1023):
                self.assertEqual(moment_of(key), moment)

    def test_an_entry_comes_back_whole(self):
        whole = entry(
            user="owen",
            address="192.0.2.1",
            client="twine",
            token="abc",
            project_uid="1",
            project="demo",
            release="1.0",
            file="demo-1.0.tar.gz",
            details={"sha256": "0"},
        )
        self.add(whole)
        self.assertEqual(self.walked(), [whole])

    def test_no_journal_has_no_entries(self):
        self.assertEqual(self.walked(), [])

    def test_the_newest_comes_first_whatever_project_it_is_of(self):
        entries = [entry(number, project_uid=str(number % 7)) for number in range(100)]
        self.add(*entries)
        self.assertEqual(self.walked(), entries[::-1])

    def test_one_project(self):
        entries = [entry(number, project_uid=str(number % 70)) for number in range(700)]
        self.add(*entries)
        self.assertEqual(len(self.walked(project_uid="3")), 10)
        self.assertEqual({one.project_uid for one in self.walked(project_uid="3")}, {"3"})
        self.assertEqual(self.walked(project_uid="none"), [])

    def test_dates_are_kept_to_the_microsecond(self):
        self.add(*(entry(number) for number in range(10)))
        found = self.walked(since=NOW + 3 * SECOND, until=NOW + 5 * SECOND)
        self.assertEqual([one.moment for one in found], [NOW + 4 * SECOND, NOW + 3 * SECOND])

    def test_it_goes_on_after_a_key(self):
        self.add(*(entry(number, project_uid=str(number)) for number in range(10)))
        keys = [key for key, _entry in walk(self.center)]
        self.assertEqual([key for key, _entry in walk(self.center, after=keys[3])], keys[4:])

    def test_entries_of_one_moment_are_all_kept(self):
        with mock.patch.object(store.random, "getrandbits", return_value=7):
            self.add(*(entry() for _number in range(20)))
        self.assertEqual(len(self.walked()), 20)

    def test_addresses_that_are_too_old_are_not_shown(self):
        old = entry(-91 * 86400, address="192.0.2.1")
        self.add(old, entry(-89 * 86400, address="192.0.2.2"))
        self.assertEqual([one.address for one in self.walked()], ["192.0.2.2", ""])
        self.center.journal_address_days = 1
        self.assertEqual([one.address for one in self.walked()], ["", ""])


class TestTogether(unittest.TestCase):
    """Two connections that write at the same moment."""

    def setUp(self):
        self.db = DB(DemoStorage())
        self.addCleanup(self.db.close)
        self.managers = [TransactionManager() for _number in range(2)]
        self.roots = [self.db.open(manager).root() for manager in self.managers]
        self.roots[0]["center"] = Center()
        writable_journal(self.roots[0]["center"])
        self.commit(0)
        self.managers[1].begin()

    def commit(self, number):
        self.managers[number].commit()

    def add(self, number, *entries):
        for one in entries:
            add_entry(self.roots[number]["center"], one)

    def test_entries_of_one_project_meet_in_no_conflict(self):
        self.add(0, *(entry(number, project_uid="a") for number in range(20)))
        self.commit(0)
        self.managers[1].begin()
        self.add(0, entry(200, project_uid="a"), entry(201, project_uid="b"))
        self.add(1, entry(200, project_uid="a"), entry(203, project_uid="c"))
        self.commit(0)
        self.commit(1)
        self.managers[0].begin()
        self.assertEqual(len(list(walk(self.roots[0]["center"]))), 24)

    def test_the_first_entries_of_different_projects(self):
        for number in range(2):
            self.add(number, *(entry(one, project_uid=f"{number}{one}") for one in range(5)))
        self.commit(0)
        self.commit(1)
        self.managers[0].begin()
        self.assertEqual(len(list(walk(self.roots[0]["center"]))), 10)

    def test_who_has_forgotten_more_counts(self):
        resolve = Forgotten()._p_resolveConflict
        for states in (({"key": -5}, {"key": -9}), ({"key": -9}, {}), ({}, {"key": -9})):
            self.assertEqual(resolve({}, *states), {"key": -9})
