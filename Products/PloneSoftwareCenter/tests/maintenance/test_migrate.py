"""Moving files between storage strategies."""

from BTrees.OOBTree import OOBTree
from Products.PloneSoftwareCenter.index.names import center_index
from Products.PloneSoftwareCenter.maintenance import migrate as module
from Products.PloneSoftwareCenter.maintenance.copying import Copying
from Products.PloneSoftwareCenter.maintenance.migrate import find_moving
from Products.PloneSoftwareCenter.maintenance.migrate import migrate
from Products.PloneSoftwareCenter.maintenance.migrate import MigrationStopped
from Products.PloneSoftwareCenter.maintenance.orphans import leaving
from Products.PloneSoftwareCenter.maintenance.orphans import not_leaving
from Products.PloneSoftwareCenter.program import main
from Products.PloneSoftwareCenter.program.command import CouldNotRun
from Products.PloneSoftwareCenter.program.report import Report
from Products.PloneSoftwareCenter.storage import blob
from Products.PloneSoftwareCenter.storage.blob import BlobStorage
from Products.PloneSoftwareCenter.storage.interfaces import FileDamaged
from Products.PloneSoftwareCenter.storage.lookup import storage_named
from Products.PloneSoftwareCenter.storage.lookup import UnknownStrategy
from Products.PloneSoftwareCenter.storage.moved import place_of
from Products.PloneSoftwareCenter.storage.together import Together
from Products.PloneSoftwareCenter.tests.maintenance.case import MaintenanceCase
from Products.PloneSoftwareCenter.tests.serials import loaded_serial
from Products.PloneSoftwareCenter.upload import receive as receiving
from transaction import TransactionManager
from unittest import mock
from zope.component import getGlobalSiteManager
from zope.component.hooks import getSite
from zope.component.hooks import setSite

import errno
import io
import os
import transaction


def states_of(center):
    """Return what the index keeps of each file of a center, with the place where it is now."""
    records = center_index(center).names.values()
    releases = [release for record in records for release in record.releases.values()]
    found = []
    for state in [state for release in releases for state in release.files.values()]:
        storage, key = place_of(center, state["storage"], state["key"])
        found.append({**state, "storage": storage, "key": key})
    return found


class OtherStorage(BlobStorage):
    """Blobs under another name: keys of both lie in one table, and are never the same."""


class TestMigrate(MaintenanceCase):
    def setUp(self):
        super().setUp()
        manager = getGlobalSiteManager()
        manager.registerAdapter(OtherStorage, name="other")
        self.addCleanup(manager.unregisterAdapter, OtherStorage, name="other")

    def states(self):
        """Return what the index keeps of each file and where it is now, by file name."""
        return {state["filename"]: state for state in states_of(self.center)}

    def keys(self):
        return set(storage_named(self.center, "blob").keys())

    def assert_all_in(self, name):
        states = self.states()
        self.assertEqual({state["storage"] for state in states.values()}, {name})
        for state in states.values():
            storage_named(self.center, name).verify(state["key"], state["digests"]["sha256"])
        self.assertEqual(self.keys(), {state["key"] for state in states.values()})
        self.assertEqual(self.differences(), [])

    def psc(self, *arguments):
        commands = main.find_commands()
        options = main.make_parser(commands).parse_args(arguments)
        out = io.StringIO()
        self.addCleanup(setSite, getSite())
        report = Report(out, io.StringIO())
        status = main.run(self.layer["app"], commands["migrate"], options, report)
        setSite(self.portal)
        return status, out.getvalue()

    def test_all_files_move_and_the_old_are_dropped(self):
        before, serials, keys = self.states(), self.serials(), self.keys()
        moved = list(migrate(self.center, "other"))
        self.assertEqual({one.filename for one in moved}, set(before))
        self.assertEqual(self.center.storage_strategy, "other")
        self.assert_all_in("other")
        self.assertFalse(keys & self.keys())
        self.assertEqual(self.serials(), serials)
        times = {name: state["upload_time"] for name, state in self.states().items()}
        self.assertEqual(times, {name: state["upload_time"] for name, state in before.items()})
        self.assertEqual(list(migrate(self.center, "other")), [])
        list(migrate(self.center, "blob"))
        self.assert_all_in("blob")

    def test_damaged_file_stops_it_and_nothing_is_lost(self):
        state = self.states()[max(self.states())]
        keys = self.keys()
        path = storage_named(self.center, "blob").path(state["key"])
        with open(path, "rb") as stream:
            content = stream.read()
        os.chmod(path, 0o600)
        with open(path, "wb") as stream:
            stream.write(bytes([content[0] ^ 1]) + content[1:])
        with mock.patch.object(module, "FILES", 1), self.assertRaises(MigrationStopped) as caught:
            list(migrate(self.center, "other"))
        self.assertEqual(caught.exception.filename, state["filename"])
        self.assertIsInstance(caught.exception.reason, FileDamaged)
        transaction.begin()
        self.assertLessEqual(keys, self.keys())
        self.assertEqual(self.states()[state["filename"]]["storage"], "blob")
        with open(path, "wb") as stream:
            stream.write(content)
        list(migrate(self.center, "other"))
        self.assert_all_in("other")

    def elsewhere(self):
        """Return what the index keeps of each file, as another process sees it."""
        connection = self.center._p_jar.db().open(TransactionManager())
        try:
            root = connection.root()["Application"]
            return states_of(root.unrestrictedTraverse(self.center.getPhysicalPath()))
        finally:
            connection.close()

    def test_files_are_on_the_disk_before_anything_points_to_them(self):
        seen = []

        def sync(together):
            seen.extend(state["storage"] for state in self.elsewhere())

        with (
            mock.patch.object(blob, "can_sync", return_value=True),
            mock.patch.object(Together, "sync", sync),
        ):
            list(migrate(self.center, "other"))
        self.assertEqual(seen, ["blob"] * len(self.states()))
        self.assert_all_in("other")

    def test_lost_file_does_not_keep_those_before_it(self):
        found = find_moving(self.center, "other")
        first, second, *_rest = sorted(found, key=lambda one: one.origin)
        os.remove(storage_named(self.center, "blob").path(second.key))
        with mock.patch.object(module, "FILES", 1), self.assertRaises(MigrationStopped) as caught:
            list(migrate(self.center, "other"))
        self.assertEqual(caught.exception.filename, second.filename)
        transaction.begin()
        states = self.states()
        self.assertEqual(states[first.filename]["storage"], "other")
        self.assertEqual(states[second.filename]["storage"], "blob")

    def test_file_is_deleted_while_it_is_copied(self):
        for is_copied in (False, True):
            target = "other" if self.center.storage_strategy == "blob" else "blob"
            name, release = ("side", "1.0") if is_copied else ("demo", "1.1")
            sources, wait = Copying._sources, Copying.wait

            def delete(name=name, release=release):
                self.center[name].manage_delObjects([release])
                transaction.commit()

            def gone(copying, batch, sources=sources, delete=delete):
                delete()
                return sources(copying, batch)

            def late(copying, wait=wait, delete=delete):
                found = wait(copying)
                delete()
                return found

            changed = {"wait": late} if is_copied else {"_sources": gone}
            with self.subTest(is_copied=is_copied), mock.patch.multiple(Copying, **changed):
                list(migrate(self.center, target))
            self.assert_all_in(target)
        self.assertEqual([name[:8] for name in self.states()], ["demo-1.0"])

    def test_copies_that_are_begun_with_are_forgotten_when_it_stops(self):
        with (
            mock.patch.object(module, "FILES", 1),
            mock.patch.object(module, "_move", side_effect=KeyboardInterrupt),
            self.assertRaises(KeyboardInterrupt),
        ):
            list(migrate(self.center, "other"))
        directory = self.center._p_jar.db().storage.temporaryDirectory()
        self.assertEqual([name for name in os.listdir(directory) if name.startswith("psc-")], [])

    def test_migration_that_an_earlier_version_began_goes_on(self):
        key = storage_named(self.center, "blob").store(io.BytesIO(b"x"), size=1, sha256="0" * 64)
        self.center._psc_leaving = OOBTree({("blob", key): None})
        transaction.commit()
        self.assertEqual(list(leaving(self.center)), [("blob", key)])
        self.assertEqual(not_leaving(self.center, [("blob", key), ("blob", "x")]), [("blob", "x")])
        list(migrate(self.center, "other"))
        self.assertEqual(list(leaving(self.center)), [])
        self.assert_all_in("other")

    def test_disk_that_can_not_write_stops_it_and_nothing_is_lost(self):
        failing = mock.Mock(side_effect=OSError(errno.EIO, "Input/output error"))
        keys = self.keys()
        with (
            mock.patch.object(blob, "can_sync", return_value=True),
            mock.patch.object(Together, "sync", failing),
            self.assertRaises(MigrationStopped),
        ):
            list(migrate(self.center, "other"))
        transaction.begin()
        self.assertLessEqual(keys, self.keys())
        self.assertEqual({state["storage"] for state in self.states().values()}, {"blob"})
        list(migrate(self.center, "other"))
        self.assert_all_in("other")

    def test_file_systems_that_are_not_known_get_each_file_for_itself(self):
        with (
            mock.patch.object(blob, "can_sync", return_value=False),
            mock.patch.object(Together, "__init__", side_effect=AssertionError),
            # Threads must not look at the center, as this may.
            mock.patch.object(OtherStorage, "stage", side_effect=AssertionError),
        ):
            list(migrate(self.center, "other"))
        self.assert_all_in("other")

    def test_interrupted_anywhere_it_goes_on(self):
        for name in ("_move", "_point", "_drop_some"):
            for is_done in (False, True):
                target = "other" if self.center.storage_strategy == "blob" else "blob"
                do = getattr(module, name)

                def die(*arguments, do=do, is_done=is_done):
                    if is_done:
                        do(*arguments)
                        transaction.commit()
                    raise KeyboardInterrupt()

                with (
                    self.subTest(name, is_done=is_done),
                    mock.patch.object(module, name, die),
                    self.assertRaises(KeyboardInterrupt),
                ):
                    list(migrate(self.center, target))
                for state in self.states().values():
                    storage = storage_named(self.center, state["storage"])
                    storage.verify(state["key"], state["digests"]["sha256"])
                list(migrate(self.center, target))
                self.assert_all_in(target)

    def test_uploads_and_deletions_go_on(self):
        with mock.patch.object(module, "FILES", 1):
            walk = migrate(self.center, "other")
            next(walk)
            self.publish("side", "2.0")
            self.center["demo"].manage_delObjects(["1.1"])
            transaction.commit()
            list(walk)
        self.assert_all_in("other")

    def test_upload_that_was_staged_before_it_comes_to_the_new_place(self):
        stage, begun = receiving._stage, []

        def stage_and_migrate(storage, upload):
            staged = stage(storage, upload)
            if not begun:
                begun.append(staged)
                list(migrate(self.center, "other"))
            return staged

        with mock.patch.object(receiving, "_stage", stage_and_migrate):
            self.publish("side", "2.0")
        self.assertEqual(len(begun), 1)
        self.assert_all_in("other")

    def test_upload_that_is_written_while_another_place_is_chosen_looks_again(self):
        fill, chosen = receiving.fill_file, []

        def choose_and_fill(*arguments):
            if not chosen:
                chosen.append(True)
                self.choose_elsewhere()
            fill(*arguments)

        with mock.patch.object(receiving, "fill_file", choose_and_fill):
            self.publish("side", "2.0")
        self.assertEqual(self.states()["side-2.0-py3-none-any.whl"]["storage"], "other")

    def choose_elsewhere(self):
        """Choose another strategy in another connection, as another process does."""
        manager = TransactionManager()
        connection = self.center._p_jar.db().open(manager)
        center = connection.get(self.center._p_oid)
        center.storage_strategy = "other"
        manager.commit()
        connection.close()

    def test_who_is_killed_while_bytes_go_finds_them_again(self):
        bytes_of_old = self.keys()
        with (
            mock.patch.object(BlobStorage, "delete"),
            mock.patch.object(module, "_forget_some", side_effect=KeyboardInterrupt),
            self.assertRaises(KeyboardInterrupt),
        ):
            list(migrate(self.center, "other"))
        self.assertEqual({key for _name, key in leaving(self.center)}, bytes_of_old)
        list(migrate(self.center, "other"))
        self.assertEqual(list(leaving(self.center)), [])
        self.assert_all_in("other")

    def test_pages_and_index_are_not_written(self):
        file = next(iter(self.center["demo"]["1.0"].objectValues()))
        record = center_index(self.center).names["demo"]
        written = (file, record, record.releases["1"].files)
        before = [loaded_serial(one) for one in written]
        list(migrate(self.center, "other"))
        self.assertEqual([loaded_serial(one) for one in written], before)
        self.assertEqual(self.states()[file.filename]["storage"], "other")

    def test_moved_files_are_replaced_deleted_and_rebuilt(self):
        list(migrate(self.center, "other"))
        self.rebuild()
        self.assert_all_in("other")
        self.center["demo"].manage_delObjects(["1.1"])
        transaction.commit()
        self.assert_all_in("other")
        list(migrate(self.center, "blob"))
        self.assert_all_in("blob")

    def test_another_choice_meanwhile_stops_it(self):
        with mock.patch.object(module, "FILES", 1):
            walk = migrate(self.center, "other")
            next(walk)
            self.center.storage_strategy = "blob"
            transaction.commit()
            with self.assertRaises(MigrationStopped) as caught:
                list(walk)
        self.assertIn("kept in blob by now", str(caught.exception))
        transaction.begin()
        list(migrate(self.center, "blob"))
        self.assert_all_in("blob")

    def test_file_that_vanishes_before_it_is_linked_is_looked_for_again(self):
        keep = blob.StagedBlob.keep
        failed = []

        def vanish(staged):
            if not failed:
                failed.append(staged)
                raise FileNotFoundError(errno.ENOENT, "No such file or directory")
            return keep(staged)

        with mock.patch.object(blob.StagedBlob, "keep", vanish):
            list(migrate(self.center, "other"))
        self.assert_all_in("other")

    def test_unknown_strategy_changes_nothing(self):
        with self.assertRaises(UnknownStrategy):
            list(migrate(self.center, "no-such"))
        self.assertEqual(self.center.storage_strategy, "blob")

    def test_program(self):
        sizes = [state["size"] for state in self.states().values()]
        count = f"{len(sizes)} files, {sum(sizes)} bytes"
        told = f"/plone/software: would move to other: {count}.\n"
        self.assertEqual(self.psc("migrate", "other", "--dry-run"), (0, told))
        self.assertEqual(len(list(find_moving(self.center, "other"))), len(sizes))
        self.assertEqual(self.center.storage_strategy, "blob")
        status, text = self.psc("migrate", "other")
        self.assertEqual(status, 0)
        self.assertIn(f"{len(sizes)} files have moved.", text)
        self.assert_all_in("other")
        with self.assertRaisesRegex(CouldNotRun, "There are: blob, .*other"):
            self.psc("migrate", "no-such")
