"""Reading all bytes, and finding those that are not right or nobody's."""

from Products.PloneSoftwareCenter.index.names import center_index
from Products.PloneSoftwareCenter.maintenance import fsck as module
from Products.PloneSoftwareCenter.maintenance import migrate as migrate_module
from Products.PloneSoftwareCenter.maintenance.files import batches_of
from Products.PloneSoftwareCenter.maintenance.fsck import fsck
from Products.PloneSoftwareCenter.maintenance.migrate import migrate
from Products.PloneSoftwareCenter.program import main
from Products.PloneSoftwareCenter.program.report import Report
from Products.PloneSoftwareCenter.storage.blob import BlobStorage
from Products.PloneSoftwareCenter.storage.interfaces import FileMissing
from Products.PloneSoftwareCenter.storage.interfaces import IPSCFileStorage
from Products.PloneSoftwareCenter.storage.interfaces import StorageUnavailable
from Products.PloneSoftwareCenter.storage.lookup import storage_named
from Products.PloneSoftwareCenter.tests.maintenance.case import MaintenanceCase
from unittest import mock
from zope.component import getGlobalSiteManager
from zope.component.hooks import getSite
from zope.component.hooks import setSite

import hashlib
import io
import json
import os
import transaction


WHEEL = "demo-1.0-py3-none-any.whl"


class OtherStorage(BlobStorage):
    """Blobs in another table."""

    attribute = "_psc_other_blobs"


class TestFsck(MaintenanceCase):
    def fsck(self, **options):
        """Return (kind, place) of all that is found."""
        return [(one.kind, one.place) for one in self.findings(**options)]

    def findings(self, **options):
        return [one for looked in fsck(self.center, **options) for one in looked.found]

    def state(self, filename=WHEEL):
        return center_index(self.center).names["demo"].releases["1"].files[filename]

    @property
    def storage(self):
        return storage_named(self.center, "blob")

    def path(self):
        path = self.storage.path(self.state()["key"])
        os.chmod(path, 0o600)
        return path

    def add_orphan(self, content=b"nobody's"):
        digest = hashlib.sha256(content).hexdigest()
        key = self.storage.store(io.BytesIO(content), size=len(content), sha256=digest)
        transaction.commit()
        return key

    def psc(self, *arguments):
        options = main.make_parser(main.find_commands()).parse_args(["fsck", *arguments])
        out = io.StringIO()
        self.addCleanup(setSite, getSite())
        report = Report(out, io.StringIO(), as_json=options.json)
        status = main.run(self.layer["app"], main.OWN["fsck"], options, report)
        report.close()
        setSite(self.portal)
        return status, out.getvalue()

    def test_what_is_right_is_counted(self):
        looked = list(fsck(self.center))
        self.assertEqual([one.found for one in looked if one.found], [])
        self.assertEqual(sum(one.files for one in looked), 3)
        records = center_index(self.center).names.values()
        sizes = [s["size"] for r in records for v in r.releases.values() for s in v.files.values()]
        self.assertEqual(sum(one.size for one in looked), sum(sizes))

    def test_other_bytes_of_the_same_size(self):
        with open(self.path(), "r+b") as stream:
            stream.write(b"XX")
        self.assertEqual(self.fsck(), [("bytes-damaged", WHEEL)])

    def test_bytes_that_are_cut_off(self):
        with open(self.path(), "r+b") as stream:
            stream.truncate(10)
        [found] = self.findings()
        self.assertEqual(found.kind, "bytes-damaged")
        self.assertIn(f"there are 10 and not {self.state()['size']}.", found.sentence)

    def test_bytes_that_are_gone(self):
        os.remove(self.path())
        self.assertEqual(self.fsck(), [("bytes-missing", WHEEL)])

    def test_key_that_is_gone(self):
        del self.center._psc_blobs[self.state()["key"]]
        transaction.commit()
        self.assertEqual(self.fsck(), [("bytes-missing", WHEEL)])

    def test_strategy_that_is_not_installed_is_told_once(self):
        manager = getGlobalSiteManager()
        manager.unregisterAdapter(BlobStorage, name="blob")
        self.addCleanup(manager.registerAdapter, BlobStorage, name="blob")
        [found] = self.findings()
        self.assertEqual(found.kind, "storage-unavailable")
        self.assertIn("Files in blob that were not looked at: 3.", found.sentence)

    def test_storage_that_does_not_answer_is_told_once(self):
        away = StorageUnavailable("It is away.")
        with (
            mock.patch.object(BlobStorage, "size", side_effect=away),
            mock.patch.object(BlobStorage, "check", side_effect=away),
        ):
            [found] = self.findings()
        self.assertEqual((found.kind, found.place), ("storage-unavailable", "blob"))
        self.assertIn("It is away. Files in blob", found.sentence)

    def test_one_file_that_can_not_be_read_stops_nothing(self):
        verify = BlobStorage.verify
        key = self.state()["key"]

        def fail(storage, asked, sha256):
            if asked == key:
                raise OSError("Input/output error")
            verify(storage, asked, sha256)

        with mock.patch.object(BlobStorage, "verify", fail):
            self.assertEqual(self.fsck(), [("bytes-unreadable", WHEEL)])

    def test_storage_that_can_not_tell_its_keys(self):
        with mock.patch.object(BlobStorage, "keys", side_effect=StorageUnavailable("Not now.")):
            self.assertEqual(self.fsck(), [("storage-unlisted", "blob")])

    def test_strategy_without_a_list_of_keys_is_looked_through(self):
        class Old:
            def __init__(self, center):
                self.strategy = BlobStorage(center)

            def __getattr__(self, name):
                if name == "keys":
                    raise AttributeError(name)
                return getattr(self.strategy, name)

        with mock.patch.object(
            module, "getAdapters", return_value=[("blob", Old(self.center))]
        ) as adapters:
            self.assertEqual(self.fsck(), [])
        adapters.assert_called_once_with((self.center,), IPSCFileStorage)

    def test_bytes_of_no_file(self):
        key = self.add_orphan()
        self.assertEqual(self.fsck(), [("orphan", key)])

    def test_file_that_the_index_has_lost_is_no_orphan(self):
        del center_index(self.center).names["demo"].releases["1"].files[WHEEL]
        transaction.commit()
        self.assertEqual(self.fsck(), [])

    def test_what_a_migration_counts_on_is_no_orphan(self):
        self.other()
        with (
            mock.patch.object(migrate_module, "_point", side_effect=KeyboardInterrupt),
            self.assertRaises(KeyboardInterrupt),
        ):
            list(migrate(self.center, "other"))
        self.assertEqual(self.fsck(), [])
        list(migrate(self.center, "other"))
        self.assertEqual(self.fsck(), [])

    def other(self):
        manager = getGlobalSiteManager()
        manager.registerAdapter(OtherStorage, name="other")
        self.addCleanup(manager.unregisterAdapter, OtherStorage, name="other")

    def in_steps(self, do):
        """Look through the center file by file; after the first, do something else."""
        with mock.patch.object(module, "batches_of", lambda files: batches_of(files, 1)):
            walk = fsck(self.center)
            found = list(next(walk).found)
            do()
            return [*found, *(one for looked in walk for one in looked.found)]

    def test_files_that_come_meanwhile(self):
        def come():
            self.publish("demo", "2.0")
            self.publish("aaa", "1.0")

        self.assertEqual(self.in_steps(come), [])

    def test_files_that_go_meanwhile(self):
        def go():
            self.center["demo"].manage_delObjects(["1.0", "1.1"])
            transaction.commit()

        self.assertEqual(self.in_steps(go), [])

    def test_files_that_move_meanwhile(self):
        self.other()
        self.assertEqual(self.in_steps(lambda: list(migrate(self.center, "other"))), [])

    def test_file_that_goes_while_it_is_read(self):
        def go(storage, key, sha256):
            if "side" in self.center:
                self.center.manage_delObjects(["demo", "side"])
                transaction.commit()
            raise FileMissing(key)

        with mock.patch.object(BlobStorage, "verify", go):
            self.assertEqual(self.fsck(), [])

    def test_program_says_what_it_read(self):
        status, text = self.psc()
        self.assertEqual(status, 0)
        self.assertRegex(text, r"^/plone/software: 3 files, \d+ bytes: all are right.\n$")

    def test_program_repairs_what_it_is_told_to(self):
        key = self.add_orphan()
        os.remove(self.path())
        last = self.center._p_jar.db().lastTransaction()
        status, text = self.psc()
        self.assertEqual(status, 1)
        self.assertIn(f"under the key {key} are no file's.\n", text)
        self.assertIn("2 found.", text)
        self.assertEqual(self.center._p_jar.db().lastTransaction(), last)
        status, text = self.psc("--repair", "orphans", "--json")
        self.assertEqual(status, 1)
        [document] = json.loads(text)["centers"]
        repaired = {one["kind"]: one["repaired"] for one in document["findings"]}
        self.assertEqual(repaired, {"orphan": True, "bytes-missing": False})
        self.assertEqual(document["dropped"], 1)
        self.assertNotIn(key, list(self.storage.keys()))
        self.assertEqual(self.fsck(), [("bytes-missing", WHEEL)])

    def test_program_refuses_hours_that_are_none(self):
        for hours in ("-1", "nan", "soon"):
            with self.subTest(hours), mock.patch("sys.stderr"), self.assertRaises(SystemExit):
                self.psc("--hours", hours)

    def test_center_without_a_file(self):
        self.center.manage_delObjects(["demo", "side", "empty"])
        transaction.commit()
        self.assertEqual(self.psc(), (0, "/plone/software: 0 files, 0 bytes: all are right.\n"))
