"""How numbers are kept: added up, by two at once, and by month when they are old."""

from Products.PloneSoftwareCenter.downloads.store import drop_name
from Products.PloneSoftwareCenter.downloads.store import roll_up_some
from Products.PloneSoftwareCenter.downloads.tally import Tally
from Products.PloneSoftwareCenter.index.visibility import OWN
from Products.PloneSoftwareCenter.tests.downloads.case import DAY
from Products.PloneSoftwareCenter.tests.downloads.case import download
from Products.PloneSoftwareCenter.tests.downloads.case import DownloadsCase
from Products.PloneSoftwareCenter.tests.downloads.case import OLD
from ZODB.POSException import ConflictError

import pickle
import unittest


KEY = ("demo-1.zip", "pip", "3.11")
#: half a year after ``DAY``
LATER = "2028-06-30"


class TestTally(unittest.TestCase):
    def resolve(self, old, saved, new):
        states = ({"numbers": numbers} for numbers in (old, saved, new))
        return Tally()._p_resolveConflict(*states)["numbers"]

    def test_both_are_added(self):
        for old, saved, new, merged in (
            ({}, {"a": 1}, {"a": 2}, {"a": 3}),
            ({"a": 5}, {"a": 6}, {"a": 7}, {"a": 8}),
            ({"a": 5}, {"a": 6}, {"a": 5, "b": 1}, {"a": 6, "b": 1}),
            # one has moved a day into its month
            ({"01-31": 5}, {"01-31": 6}, {"01": 5}, {"01-31": 1, "01": 5}),
            ({"01-31": 5}, {"01": 5}, {"01-31": 6}, {"01-31": 1, "01": 5}),
            # both have: the next roll-up brings it into order, and the sum is right at any time
            ({"01-31": 5}, {"01": 5}, {"01": 5}, {"01-31": -5, "01": 10}),
        ):
            with self.subTest(old=old, saved=saved, new=new):
                self.assertEqual(self.resolve(old, saved, new), merged)

    def test_what_is_closed_takes_no_more(self):
        for closed in range(3):
            states = [{"numbers": {}, "is_closed": number == closed} for number in range(3)]
            with self.assertRaises(ConflictError):
                Tally()._p_resolveConflict(*states)


class TestStore(DownloadsCase):
    def test_all_sums_are_the_same(self):
        self.add((download(), 2), (download(installer="uv"), 3), (download(day=OLD), 4))
        self.add((download(version="2"), 5))
        self.assertEqual(self.sums(), {14})
        self.assertEqual(self.kept.days.numbers, {DAY: 10, "2027-09": 4})
        self.assertEqual(self.details()["2027-09"], {KEY: 4})
        versions = self.kept.names["demo"].versions
        self.assertEqual(versions["1"].numbers, {"demo-1.zip": 9})

    def test_what_nobody_holds_is_not_kept(self):
        self.center._psc_index.names["other"].project_uid = None
        added = ((download("other"), 2), (download("never"), 3), (download(), 1))
        self.assertEqual(self.add(*added), 5)
        self.assertEqual(list(self.kept.names), ["demo"])

    def test_center_has_the_sum_of_what_all_see_who_see_it(self):
        self.center._psc_index.listing["other"] = ("other", "other", OWN)
        self.add((download("other"), 2), (download(), 1))
        self.assertEqual(self.kept.days.numbers, {DAY: 1})
        self.assertEqual(self.sums("other"), {2})

    def test_two_at_the_same_time(self):
        self.add((download(), 1))
        self.managers[0].commit()
        for number, (manager, center) in enumerate(
            zip(self.managers, self.centers, strict=True), start=1
        ):
            manager.begin()
            self.add((download(), number), (download(python="3.13"), number), center=center)
        for manager in self.managers:
            manager.commit()
        self.managers[0].begin()
        self.assertEqual(self.sums(), {1 + 2 * (1 + 2)})
        self.assertEqual(self.details()[DAY], {KEY: 4, ("demo-1.zip", "pip", "3.13"): 3})

    def test_two_that_begin_the_same_name_conflict_and_nothing_is_lost(self):
        for center in self.centers:
            self.add((download(), 1), center=center)
        self.managers[0].commit()
        with self.assertRaises(ConflictError):
            self.managers[1].commit()
        self.managers[1].abort()
        self.managers[1].begin()
        self.add((download(), 1), center=self.centers[1])
        self.managers[1].commit()
        self.managers[0].begin()
        self.assertEqual(self.sums(), {2})

    def test_old_days_become_months(self):
        self.add((download(), 1), (download(day="2027-12-30"), 2), (download(day="2027-11-01"), 4))
        self.add((download(day=LATER), 8), first="2028-04-01")
        self.assertEqual(self.sums(), {15})
        self.assertEqual(
            self.details(), {"2027-11": {KEY: 4}, "2027-12": {KEY: 3}, LATER: {KEY: 8}}
        )
        self.assertEqual(self.kept.days.numbers, {"2027-11": 4, "2027-12": 3, LATER: 8})

    def test_names_of_which_nothing_is_downloaded_become_months_too(self):
        self.add((download(), 1), (download("other"), 2))
        self.managers[0].commit()
        last = roll_up_some(self.center, "", 1, "2028-04-01")
        self.assertEqual((last, list(self.details())), ("demo", ["2027-12"]))
        self.assertEqual(list(self.details("other")), [DAY])
        last = roll_up_some(self.center, last, 1, "2028-04-01")
        self.assertEqual((last, list(self.details("other"))), ("other", ["2027-12"]))
        self.assertEqual(roll_up_some(self.center, last, 1, "2028-04-01"), "")
        self.managers[0].commit()
        roll_up_some(self.center, "", 10, "2028-04-01")
        self.assertFalse(self.center._p_jar._registered_objects, "written again")

    def test_a_day_that_becomes_a_month_while_somebody_adds_to_it(self):
        self.add((download(), 1))
        self.managers[0].commit()
        for first_to_commit in (0, 1):
            with self.subTest(first_to_commit):
                for manager in self.managers:
                    manager.begin()
                day = f"2027-12-0{first_to_commit + 1}"
                self.add((download(day=day), 1))
                self.managers[0].commit()
                self.managers[1].begin()
                before = self.sums().pop()
                roll_up_some(self.centers[0], "", 10, "2028-04-01")
                self.add((download(day=day), 1), center=self.centers[1])
                managers = self.managers[:: -1 if first_to_commit else 1]
                managers[0].commit()
                with self.assertRaises(ConflictError):
                    managers[1].commit()
                managers[1].abort()
                for manager in self.managers:
                    manager.begin()
                # what was first is there whole; the other one tries again
                self.assertEqual(self.sums(), {before + first_to_commit})

    def test_a_name_that_is_free_has_none(self):
        self.add((download(), 1), (download("other"), 2))
        drop_name(self.center, "demo")
        drop_name(self.center, "never")
        self.assertEqual(list(self.kept.names), ["other"])
        self.assertEqual(sum(sum(one.numbers.values()) for one in self.kept.totals), 2)

    def test_a_year_of_one_project_is_small(self):
        for number in range(365):
            day = f"2027-{number // 31 + 1:02}-{number % 31 + 1:02}"
            self.add((download(day=day), number + 1), first=DAY)
        sizes = [len(pickle.dumps(one.numbers)) for one in self.kept.names["demo"].periods.values()]
        self.assertEqual(len(sizes), 12)
        self.assertLess(sum(sizes), 2000)
