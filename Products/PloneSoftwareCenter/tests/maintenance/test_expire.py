"""Development releases that a center does not keep, deleted by ``psc expire`` alone."""

from datetime import datetime
from datetime import timedelta
from datetime import UTC
from Products.PloneSoftwareCenter.index.consistency.parts import differences
from Products.PloneSoftwareCenter.index.names import center_index
from Products.PloneSoftwareCenter.index.names import find_record
from Products.PloneSoftwareCenter.index.update import files_of
from Products.PloneSoftwareCenter.index.update import sync_file
from Products.PloneSoftwareCenter.maintenance import expire as module
from Products.PloneSoftwareCenter.maintenance.expire import expire
from Products.PloneSoftwareCenter.maintenance.expire import find_expired
from Products.PloneSoftwareCenter.maintenance.stored import ALL_PARTS
from Products.PloneSoftwareCenter.pypi.errors import FilenameUsed
from Products.PloneSoftwareCenter.testing import create_release
from Products.PloneSoftwareCenter.tests.index.following import FollowingCase
from Products.PloneSoftwareCenter.upload.status import set_status
from unittest import mock

import transaction


NOW = datetime.now(UTC)


class TestExpire(FollowingCase):
    def setUp(self):
        super().setUp()
        self.center.days_dev_kept = 30
        transaction.commit()
        for version, days in (
            ("1.0", 99),
            ("1.1a1", 99),
            ("1.1.dev1", 99),
            ("1.1.dev2", 31),
            ("1.1.dev3", 29),
            ("1.1.dev4", 0),
        ):
            self.publish("demo", version)
            self.age(self.center["demo"][version], days)
        create_release(self.center["demo"], "1.1.dev5")
        transaction.commit()

    def age(self, release, days):
        for file in files_of(release):
            file.upload_time = NOW - timedelta(days=days)
            sync_file(file)
        transaction.commit()

    def found(self):
        return [(one.name, one.version) for one in find_expired(self.center, NOW)]

    def test_old_development_releases_with_files_are_found(self):
        self.assertEqual(self.found(), [("demo", "1.1.dev1"), ("demo", "1.1.dev2")])

    def test_to_look_writes_nothing(self):
        last = self.center._p_jar.db().lastTransaction()
        self.found()
        self.assertEqual(self.center._p_jar.db().lastTransaction(), last)

    def test_without_the_rule_all_are_kept(self):
        self.center.days_dev_kept = None
        self.assertEqual(self.found(), [])
        self.assertEqual(list(expire(self.center, NOW)), [])

    def test_they_are_deleted_and_nothing_else(self):
        with mock.patch.object(module, "AT_ONCE", 1):
            deleted = [one.version for one in expire(self.center, NOW)]
        self.assertEqual(deleted, ["1.1.dev1", "1.1.dev2"])
        left = ["1.0", "1.1.dev3", "1.1.dev4", "1.1.dev5", "1.1a1"]
        self.assertEqual(sorted(self.center["demo"].objectIds()), left)
        self.assertEqual(len(self.filenames("demo")), 4)
        self.assertEqual(len(self.center._psc_blobs), 4)
        self.assertEqual(list(differences(self.center, ALL_PARTS)), [])
        self.assertEqual(self.found(), [])

    def test_names_of_their_files_stay_used(self):
        list(expire(self.center, NOW))
        with self.assertRaises(FilenameUsed):
            self.publish("demo", "1.1.dev1")

    def test_release_that_got_a_file_meanwhile_is_kept(self):
        expired = list(find_expired(self.center, NOW))
        self.age(self.center["demo"]["1.1.dev1"], 0)
        with mock.patch.object(module, "find_expired", return_value=iter(expired)):
            deleted = [one.version for one in expire(self.center, NOW)]
        self.assertEqual(deleted, ["1.1.dev2"])

    def test_release_that_somebody_deleted_meanwhile_is_no_fault(self):
        expired = list(find_expired(self.center, NOW))
        self.center["demo"].manage_delObjects(["1.1.dev1"])
        transaction.commit()
        with mock.patch.object(module, "find_expired", return_value=iter(expired)):
            deleted = [one.version for one in expire(self.center, NOW)]
        self.assertEqual(deleted, ["1.1.dev2"])

    def test_quarantined_project_keeps_all(self):
        set_status(self.center["demo"], "quarantined")
        self.assertEqual(find_record(self.center, "demo").status, "quarantined")
        self.assertEqual(self.found(), [])

    def test_names_are_walked_through_in_batches(self):
        for name in ("alpha", "beta", "gamma"):
            self.publish(name, "1.0.dev1")
            self.age(self.center[name]["1.0.dev1"], 50)
        with mock.patch.object(module, "BATCH", 2):
            self.assertEqual(len(self.found()), 5)
            self.assertEqual(len(list(expire(self.center, NOW))), 5)
        for record in center_index(self.center).names.values():
            self.assertNotIn("1.dev1", record.releases)
