"""Records: their serials, and how they settle conflicts."""

from persistent.TimeStamp import TimeStamp
from Products.PloneSoftwareCenter.index.records import NameRecord
from Products.PloneSoftwareCenter.index.records import ReleaseRecord
from Products.PloneSoftwareCenter.index.records import Stamp
from ZODB.DB import DB
from ZODB.DemoStorage import DemoStorage
from ZODB.POSException import ConflictError

import transaction
import unittest


class TestRecords(unittest.TestCase):
    def setUp(self):
        self.db = DB(DemoStorage())
        self.addCleanup(self.db.close)
        self.managers = [transaction.TransactionManager() for _ in range(2)]
        self.connections = [self.db.open(manager) for manager in self.managers]
        with self.managers[0]:
            root = self.connections[0].root()
            root["name"] = NameRecord("Demo", "demo")
            root["name"].releases["1"] = ReleaseRecord("1.0")
            root["stamp"] = Stamp()
        self.managers[1].begin()

    def tearDown(self):
        for manager, connection in zip(self.managers, self.connections, strict=True):
            manager.abort()
            connection.close()

    def both(self, change):
        """Change what two connections see of one state, and commit both."""
        for manager in self.managers:
            manager.begin()
        for number, connection in enumerate(self.connections):
            change(connection.root(), number)
        for manager in self.managers:
            manager.commit()
        for manager in self.managers:
            manager.begin()
        return self.connections[0].root()

    def test_two_files_of_one_release_at_the_same_time(self):
        def add(root, number):
            root["name"].releases["1"].files[f"file-{number}"] = {"size": number}
            root["name"].touch()

        record = self.both(add)["name"]
        self.assertEqual(list(record.releases["1"].files), ["file-0", "file-1"])
        self.assertEqual(record.changed, 2)

    def test_two_releases_at_the_same_time(self):
        def add(root, number):
            root["name"].releases[f"{number + 2}"] = ReleaseRecord(f"{number + 2}.0")
            root["name"].touch()

        self.assertEqual(list(self.both(add)["name"].releases), ["1", "2", "3"])

    def test_two_first_files_at_the_same_time(self):
        def add(root, number):
            root["name"].had_files = True
            root["name"].touch()

        self.assertTrue(self.both(add)["name"].had_files)

    def test_two_projects_that_take_one_name_conflict(self):
        def take(root, number):
            root["name"].project_uid = f"uid-{number}"

        with self.assertRaises(ConflictError):
            self.both(take)

    def test_stamp_is_touched_by_both(self):
        self.assertEqual(self.both(lambda root, number: root["stamp"].touch())["stamp"].changed, 2)

    def test_serial_is_the_one_of_the_state_that_is_seen(self):
        first, second = (connection.root()["stamp"] for connection in self.connections)
        self.managers[0].begin()
        before = second.serial
        first.touch()
        self.managers[0].commit()
        self.assertEqual(second.serial, before)
        self.managers[1].begin()
        self.assertGreater(second.serial, before)
        self.assertEqual(second.serial, first.serial)

    def test_serial_number_is_in_microseconds(self):
        stamp = self.connections[0].root()["stamp"]
        moment = TimeStamp(stamp.serial).timeTime()
        self.assertAlmostEqual(stamp.serial_number / 1e6, moment, places=5)

    def test_serial_number_of_what_was_never_committed(self):
        self.assertEqual(Stamp().serial_number, 0)
