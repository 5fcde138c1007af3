"""Bytes that are damaged, storages that do not answer: clear refusals, and nothing else suffers."""

from pathlib import Path
from plone import api
from Products.PloneSoftwareCenter.index.names import center_index
from Products.PloneSoftwareCenter.road.answers import SMALL
from Products.PloneSoftwareCenter.storage import telling
from Products.PloneSoftwareCenter.storage.blob import BlobStorage
from Products.PloneSoftwareCenter.storage.interfaces import StorageFull
from Products.PloneSoftwareCenter.storage.interfaces import StorageUnavailable
from Products.PloneSoftwareCenter.storage.lookup import storage_named
from Products.PloneSoftwareCenter.storage.verified import MEMORY
from Products.PloneSoftwareCenter.tests.archives import make_sdist
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.served import ServedCenter
from unittest import mock
from zope.component import getGlobalSiteManager

import errno
import http.client
import io
import os


#: a request with any cookie is Zope's
ROADS = {"fast": {}, "zope": {"Cookie": "i=am"}}
SECRET = "/srv/secret"


class Elsewhere(BlobStorage):
    """Blobs as if they lay at another server."""

    def path(self, key):
        self.open(key).close()

    def open(self, key):
        with super().open(key) as stream:
            return io.BytesIO(stream.read())


class FaultCase(ServedCenter):
    strategy = "blob"

    def setUp(self):
        super().setUp()
        manager = getGlobalSiteManager()
        manager.registerAdapter(Elsewhere, name="elsewhere")
        self.addCleanup(manager.unregisterAdapter, Elsewhere, name="elsewhere")
        for forget in (telling.forget_faults, MEMORY.forget):
            forget()
            self.addCleanup(forget)
        with self.changes():
            self.center.storage_strategy = self.strategy
        filling = os.urandom(3 * SMALL)
        self.large = make_sdist("demo", "1.0", folder=self.folder, filling=filling)
        self.small = make_wheel("demo", "1.0", folder=self.folder)
        self.other = make_wheel("other", "1.0", folder=self.folder)
        for archive in (self.large, self.small, self.other):
            self.assertEqual(self.owner.upload(archive).status, 200)

    def url_of(self, archive):
        return f"/simple/{archive.name.split('-')[0]}/{archive.name}"

    def blob_of(self, archive):
        """Return the path of its bytes."""
        self.refresh()
        for record in center_index(self.center).names.values():
            for release in record.releases.values():
                if archive.name in release.files:
                    key = release.files[archive.name]["key"]
                    return Path(storage_named(self.center, "blob").path(key))
        raise LookupError(archive.name)

    def damage(self, archive):
        path = self.blob_of(archive)
        content = path.read_bytes()
        path.chmod(0o600)
        path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))

    def ask(self, archive, road="fast", **headers):
        return self.nobody.request("GET", self.url_of(archive), headers={**ROADS[road], **headers})

    def assert_given(self, archive):
        for road in ROADS:
            answer = self.ask(archive, road)
            self.assertEqual((answer.status, answer.body), (200, archive.read_bytes()))

    def assert_refused(self, answer, status, text):
        self.assertEqual((answer.status, answer.reason and True), (status, True), answer.body)
        self.assertIn(text, answer.text)
        self.assertNotIn(SECRET, answer.text)
        self.assertEqual(answer.headers["Content-Type"], "text/plain; charset=utf-8")


class TestDamagedBytes(FaultCase):
    def test_are_never_sent_by_any_road(self):
        for archive in (self.large, self.small):
            self.damage(archive)
            for road in ROADS:
                for part in ({}, {"Range": "bytes=0-9"}):
                    with self.subTest(archive.name, road=road, part=part):
                        answer = self.ask(archive, road, **part)
                        self.assert_refused(answer, 500, "are damaged, so they are not sent")
                        self.assertEqual(answer.headers["Cache-Control"], "private, no-cache")
        self.assert_given(self.other)

    def test_are_found_after_good_ones_were_sent(self):
        self.assert_given(self.large)
        self.damage(self.large)
        for road in ROADS:
            self.assertEqual(self.ask(self.large, road).status, 500)

    def test_of_another_size(self):
        path = self.blob_of(self.large)
        path.chmod(0o600)
        for content in (self.large.read_bytes()[:-1], self.large.read_bytes() + b"!"):
            path.write_bytes(content)
            for road in ROADS:
                with self.subTest(len(content), road=road):
                    self.assertEqual(self.ask(self.large, road).status, 500)

    def test_mended_ones_are_sent_again(self):
        self.damage(self.large)
        self.assertEqual(self.ask(self.large).status, 500)
        self.blob_of(self.large).write_bytes(self.large.read_bytes())
        self.assert_given(self.large)

    def test_are_in_the_log_once_with_the_file(self):
        self.damage(self.large)
        with mock.patch.object(telling.logger, "error") as error:
            for _ in range(3):
                self.ask(self.large)
        [call] = error.call_args_list
        self.assertIn(self.large.name, call.args[0] % call.args[1:])

    def test_are_told_of_in_the_center_to_managers(self):
        self.damage(self.large)
        self.ask(self.large)
        self.assertIn(self.large.name, self.manager.get("").text.split("</aside>")[0])
        for client in (self.nobody, self.owner):
            self.assertNotIn("psc-storage-faults", client.get("").text)


class TestDamagedElsewhere(FaultCase):
    strategy = "elsewhere"

    def test_are_never_sent_by_any_road(self):
        self.assert_given(self.large)
        self.damage(self.large)
        for road in ROADS:
            for part in ({}, {"Range": "bytes=0-9"}):
                with self.subTest(road=road, part=part):
                    self.assertEqual(self.ask(self.large, road, **part).status, 500)
        self.assert_given(self.small)

    def test_large_ones_end_too_soon(self):
        self.enterContext(mock.patch("Products.PloneSoftwareCenter.storage.fetched.USUAL", SMALL))
        self.assert_given(self.large)
        self.damage(self.large)
        for road in ROADS:
            with self.subTest(road=road), self.assertRaises(http.client.IncompleteRead):
                self.ask(self.large, road)


class TestStorageThatDoesNotAnswer(FaultCase):
    def test_uploads_are_told_and_nothing_is_stored(self):
        faults = (
            (StorageUnavailable(f"{SECRET} is gone"), 503, "can't be written at the moment"),
            (OSError(errno.EROFS, f"Read-only: {SECRET}"), 503, "can't be written at the moment"),
            (OSError(errno.EIO, "Input/output error"), 503, "can't be written at the moment"),
            (StorageFull(f"There is no room in {SECRET}."), 507, "not enough free space"),
            (OSError(errno.ENOSPC, "No space left on device"), 507, "not enough free space"),
        )
        wheel = make_wheel("new", "1.0", folder=self.folder)
        for step in ("stage", "add"):
            for fault, status, text in faults:
                with (
                    self.subTest(step=step, fault=fault),
                    mock.patch.object(BlobStorage, step, side_effect=fault),
                ):
                    self.assert_refused(self.owner.upload(wheel), status, text)
                    self.assertEqual(self.nobody.get("/simple/new/").status, 404)
        self.assertEqual(self.owner.upload(wheel).status, 200)

    def test_strategy_that_is_not_installed(self):
        with self.changes():
            self.center.storage_strategy = "no-such"
            state = center_index(self.center).names["demo"].releases["1"].files
            state[self.large.name] = {**state[self.large.name], "storage": "no-such"}
        wheel = make_wheel("new", "1.0", folder=self.folder)
        self.assert_refused(self.owner.upload(wheel), 503, "can't be written at the moment")
        self.assertEqual(self.nobody.get("/simple/new/").status, 404)
        for road in ROADS:
            self.assert_refused(self.ask(self.large, road), 503, "does not give")
        self.assert_given(self.small)
        self.assertEqual(self.nobody.get("/simple/demo/").status, 200)
        for page in ("", "/demo", "/demo/1.0", f"/demo/1.0/{self.small.name}/view"):
            self.assertEqual(self.manager.get(page).status, 200, page)
        self.assertIn("'no-such' is not installed", self.manager.get("").text)
        self.assertEqual(self.manager.get("/edit").status, 200)

    def test_downloads_are_told(self):
        faults = (
            StorageUnavailable(f"{SECRET} is gone"),
            PermissionError(errno.EACCES, "Permission denied", SECRET),
            OSError(errno.EIO, "Input/output error", SECRET),
        )
        for fault in faults:
            for road in ROADS:
                with (
                    self.subTest(fault=fault, road=road),
                    mock.patch.object(BlobStorage, "path", side_effect=fault),
                ):
                    self.assert_refused(self.ask(self.large, road), 503, "does not give")
        self.assert_given(self.large)

    def test_log_has_it_once_however_many_files(self):
        fault = StorageUnavailable(f"{SECRET} is gone")
        with (
            mock.patch.object(telling.logger, "error") as error,
            mock.patch.object(BlobStorage, "path", side_effect=fault),
        ):
            for archive in (self.large, self.small, self.other):
                self.ask(archive)
        [call] = error.call_args_list
        self.assertIn(f"{self.large.name}: {SECRET} is gone", call.args[0] % call.args[1:])

    def test_page_of_the_center_tells_managers(self):
        fault = StorageUnavailable(f"{SECRET} is gone")
        with mock.patch.object(BlobStorage, "check", side_effect=fault):
            self.assertIn(f"{SECRET} is gone", self.manager.get("").text)
            for client in (self.nobody, self.owner):
                answer = client.get("")
                self.assertEqual(answer.status, 200)
                self.assertNotIn(SECRET, answer.text)
        self.assertNotIn("psc-storage-faults", self.manager.get("").text)

    def test_deleting_a_file_waits_for_its_storage(self):
        fault = StorageUnavailable(f"{SECRET} is gone")
        self.refresh()
        with (
            mock.patch.object(BlobStorage, "delete", side_effect=fault),
            self.assertRaises(StorageUnavailable),
        ):
            api.content.delete(self.center["other"])
        self.refresh()
        self.assert_given(self.other)

    def test_who_deletes_meanwhile_is_told_in_a_sentence(self):
        fault = StorageUnavailable(f"{SECRET} is gone")
        for accepted in ("application/json", "text/html"):
            headers = {"Accept": accepted}
            with (
                self.subTest(accepted),
                mock.patch.object(BlobStorage, "delete", side_effect=fault),
            ):
                answer = self.manager.request("DELETE", "/other", headers=headers)
                self.assertEqual(answer.status, 503, answer.body)
                self.assertIn("does not answer at the moment", answer.text)
                self.assertNotIn(SECRET, answer.text)
        self.assert_given(self.other)

    def test_file_of_a_strategy_that_is_not_installed_can_be_deleted(self):
        with self.changes():
            self.center["other"]["1.0"][self.other.name].storage = "no-such"
        with self.changes():
            api.content.delete(self.center["other"])
        self.assertEqual(self.nobody.get("/simple/other/").status, 404)
