"""An object store that refuses, breaks off or says nothing: told soon, and nothing is half."""

from collective.psc.s3storage import pace
from collective.psc.s3storage import ranged
from collective.psc.s3storage import shelf
from collective.psc.s3storage import uploading
from collective.psc.s3storage.client import gate_of
from plone.app.testing import login
from plone.app.testing import TEST_USER_NAME
from Products.PloneSoftwareCenter.storage.interfaces import FileDamaged
from Products.PloneSoftwareCenter.storage.interfaces import FileMissing
from Products.PloneSoftwareCenter.storage.interfaces import StorageFull
from Products.PloneSoftwareCenter.storage.interfaces import StorageUnavailable
from Products.PloneSoftwareCenter.storage.lookup import storage_named
from Products.PloneSoftwareCenter.testing import create_center
from tests.plone.faulty import Changed
from tests.plone.faulty import Drip
from tests.plone.faulty import Endless
from tests.plone.faulty import Half
from tests.plone.faulty import Other
from tests.plone.faulty import Refuse
from tests.plone.faulty import Silent
from tests.plone.faulty import Whole
from tests.plone.faulty import WithoutChecksum
from tests.plone.testing import BRISK
from tests.plone.testing import CALM
from tests.plone.testing import QUICK
from tests.plone.testing import S3
from tests.plone.testing import Store
from unittest import mock

import hashlib
import io
import logging
import os
import time
import transaction
import unittest


SMALL = b"some bytes of an archive"
LARGE = os.urandom(7 << 20)
#: seconds in which all must be told; who waits without a bound waits ten minutes
SOON = 120


class FaultCase(Store, unittest.TestCase):
    layer = S3

    def setUp(self):
        self.enterContext(self.having(CALM))
        self.enterContext(mock.patch.object(uploading, "PART", 5 << 20))
        self.enterContext(mock.patch.object(ranged, "PAUSE", 0.01))
        self.addCleanup(transaction.abort)
        self.start_store()
        login(self.layer["portal"], TEST_USER_NAME)
        self.center = create_center(self.layer["portal"])
        self.storage = storage_named(self.center, "s3")
        self.storage.prepare()
        transaction.commit()

    def stage(self, content=SMALL):
        return self.storage.stage(
            io.BytesIO(content), size=len(content), sha256=hashlib.sha256(content).hexdigest()
        )

    def store(self, content):
        staged = self.stage(content)
        key = staged.keep()
        transaction.commit()
        staged.close()
        return key

    def read(self, key):
        with self.storage.open(key) as stream:
            return stream.read()


class TestWriting(FaultCase):
    def assert_refused(self, content, expected, patience=CALM):
        before = self.objects()
        start = time.monotonic()
        with self.having(patience), self.assertRaises(expected) as caught:
            self.stage(content)
        self.assertLess(time.monotonic() - start, SOON)
        self.assertNotIn("a-secret-of-tests", str(caught.exception))
        self.faulty.heal()
        transaction.commit()
        self.assertEqual(self.objects(), before)
        self.store(content)

    def test_what_the_server_refuses(self):
        for fault, expected in (
            (Refuse(403, "AccessDenied"), StorageUnavailable),
            (Refuse(404, "NoSuchBucket"), StorageUnavailable),
            (Refuse(500, "InternalError"), StorageUnavailable),
            (Refuse(503, "SlowDown"), StorageUnavailable),
            (Refuse(507, "InsufficientStorage"), StorageFull),
            (Refuse(400, "XMinioStorageFull"), StorageFull),
            (Refuse(400, "BadDigest"), FileDamaged),
        ):
            for pattern, content in (
                ("^PUT .*files/", SMALL),
                ("^POST .*files/.*uploads", LARGE),
                ("^PUT .*partNumber=2", LARGE),
                ("^POST .*uploadId", LARGE),
            ):
                with self.subTest(code=fault.code, pattern=pattern):
                    self.faulty.fail(pattern, fault)
                    self.assert_refused(content, expected)

    def test_what_is_no_store(self):
        for pattern, content in (
            ("^GET .*mark", SMALL),
            ("^POST .*files/.*uploads", LARGE),
            ("^PUT .*partNumber=2", LARGE),
        ):
            with self.subTest(pattern):
                self.faulty.fail(pattern, Other())
                self.assert_refused(content, StorageUnavailable)

    def test_server_that_says_nothing(self):
        for pattern, content in (("^PUT .*files/", SMALL), ("^PUT .*partNumber=2", LARGE)):
            with self.subTest(pattern):
                self.faulty.fail(pattern, Silent())
                self.assert_refused(content, StorageUnavailable, BRISK)

    def test_answer_that_breaks_off(self):
        self.faulty.fail("^POST .*uploadId", Half())
        self.assert_refused(LARGE, StorageUnavailable)

    def test_server_that_is_away(self):
        with mock.patch.dict(os.environ, PSC_S3_ENDPOINT="http://127.0.0.1:1"):
            with self.assertRaises(StorageUnavailable):
                self.stage()
            with self.assertRaises(StorageUnavailable):
                self.storage.check()

    def test_completed_though_the_answer_was_lost(self):
        # The second attempt hears that there is no such upload (any more).
        complete = uploading.Uploading._complete

        def twice(uploading_, upload, parts, size):
            complete(uploading_, upload, parts, size)
            complete(uploading_, upload, parts, size)

        with mock.patch.object(uploading.Uploading, "_complete", twice):
            key = self.store(LARGE)
        self.assertEqual(self.read(key), LARGE)

    def test_server_that_compares_nothing_is_read_back(self):
        self.faulty.fail("^PUT .*files/", WithoutChecksum())
        self.assertEqual(self.read(self.store(SMALL)), SMALL)
        self.faulty.fail("^GET .*files/", Changed())
        before = self.objects()
        with self.assertRaisesRegex(FileDamaged, "has made it"):
            self.stage()
        self.assertEqual(self.objects(), before)

    def test_no_credentials(self):
        with (
            mock.patch.dict(os.environ, PSC_S3_REGION="us-east-2"),
            mock.patch.dict(os.environ),
        ):
            del os.environ["AWS_ACCESS_KEY_ID"], os.environ["AWS_SECRET_ACCESS_KEY"]
            with self.assertRaisesRegex(StorageUnavailable, "NoCredentials"):
                self.stage()

    def test_failing_deletion_leaves_a_file_too_many_and_no_error(self):
        key = self.store(SMALL)
        self.faulty.fail("^POST .*delete", Refuse(503, "SlowDown"))
        self.storage.delete(key)
        with self.assertLogs("Products.PloneSoftwareCenter", logging.ERROR):
            transaction.commit()
        self.assertIn(key, set(self.storage.keys()))


class TestReading(FaultCase):
    def setUp(self):
        super().setUp()
        self.key, self.other = self.store(LARGE), self.store(SMALL)

    def assert_refused(self, expected, patience=CALM):
        start = time.monotonic()
        with self.having(patience), self.assertRaises(expected):
            self.read(self.key)
        self.assertLess(time.monotonic() - start, SOON)
        self.assertEqual(self.read(self.other), SMALL)

    def fail(self, method, fault, times=1000):
        self.faulty.fail(f"^{method} .*{self.key}", fault, times)

    def test_what_the_server_refuses(self):
        for method in ("HEAD", "GET"):
            for fault, expected in (
                (Refuse(403, "AccessDenied"), StorageUnavailable),
                (Refuse(404, "NoSuchKey"), FileMissing),
                (Refuse(412, "PreconditionFailed"), FileDamaged),
                (Refuse(500, "InternalError"), StorageUnavailable),
                (Refuse(503, "SlowDown"), StorageUnavailable),
            ):
                with self.subTest(method=method, code=fault.code):
                    self.faulty.heal()
                    self.fail(method, fault)
                    self.assert_refused(expected)

    def test_half_a_body_is_gone_on_with(self):
        self.fail("GET", Half(), times=3)
        self.assertEqual(self.read(self.key), LARGE)

    def test_what_is_no_store(self):
        for method in ("HEAD", "GET"):
            with self.subTest(method):
                self.faulty.heal()
                self.fail(method, Other())
                self.assert_refused(StorageUnavailable)

    def test_mark_that_drips_or_breaks_off_is_told_soon(self):
        self.enterContext(mock.patch.object(shelf, "SOON", 0.1))
        for fault in (Drip(), Half()):
            with self.subTest(type(fault).__name__):
                self.faulty.heal()
                self.faulty.fail("^GET .*mark", fault)
                with self.assertRaisesRegex(StorageUnavailable, "does not answer as it should"):
                    self.storage.check()

    def test_halves_for_ever(self):
        self.enterContext(mock.patch.object(ranged, "IN_ALL", 4))
        self.fail("GET", Half())
        self.assert_refused(StorageUnavailable)

    def test_nothing(self):
        for method in ("HEAD", "GET"):
            with self.subTest(method):
                self.faulty.heal()
                self.fail(method, Silent())
                self.assert_refused(StorageUnavailable, QUICK)

    def test_bytes_that_drip_are_given_up(self):
        self.enterContext(mock.patch.object(pace, "SECONDS", 0.1))
        self.fail("GET", Drip())
        self.faulty.asked.clear()
        self.assert_refused(StorageUnavailable)
        asked = [line for line in self.faulty.asked if line.startswith("GET") and self.key in line]
        self.assertEqual(len(asked), ranged.IN_A_ROW)

    def test_one_connection_that_drips_is_left_for_another(self):
        # a busy machine lets a good one wait for less
        self.enterContext(mock.patch.object(pace, "SECONDS", 1))
        self.fail("GET", Drip(), times=1)
        self.assertEqual(self.read(self.key), LARGE)

    def test_store_that_says_nothing_is_asked_by_one_at_a_time(self):
        gate = gate_of(self.storage.shelf.settings)
        self.fail("HEAD", Silent())
        with self.having(QUICK), self.assertRaisesRegex(StorageUnavailable, "Timeout"):
            self.storage.open(self.key)
        # Somebody asks, and waits for the answer.
        asking = {}
        gate.begin(asking)
        self.faulty.asked.clear()
        for step in (self.stage, self.storage.check, lambda: self.storage.open(self.other)):
            with self.assertRaisesRegex(StorageUnavailable, "one request at a time"):
                step()
        self.assertEqual(self.faulty.asked, [])
        gate.fail(OSError("refused"), asking)
        # ... and the next one hears something.
        self.assertEqual(self.read(self.other), SMALL)
        self.storage.check()

    def test_bytes_without_an_end(self):
        self.fail("GET", Endless())
        self.assert_refused(StorageUnavailable)

    def test_server_that_knows_no_ranges(self):
        self.fail("GET", Whole())
        self.assert_refused(StorageUnavailable)

    def test_changed_bytes_are_found(self):
        self.fail("GET", Changed())
        with self.assertRaises(FileDamaged):
            self.storage.verify(self.key, hashlib.sha256(LARGE).hexdigest())

    def test_object_that_is_replaced_while_it_is_read(self):
        with self.storage.open(self.key) as stream:
            stream.read(10)
            self.s3.put_object(**self.storage.shelf.place(self.key), Body=LARGE[::-1])
            stream.seek(6 << 20)
            with self.assertRaises(FileDamaged):
                stream.read(10)

    def test_stretches_cost_about_as_much_as_they_are(self):
        sizes = []
        with self.storage.open(self.key) as stream:
            for start in (0, 3 << 20, 5):
                stream.seek(start)
                self.assertEqual(stream.read(100), LARGE[start : start + 100])
                sizes.append(stream._stop - start)
        self.assertLessEqual(max(sizes), ranged.LEAST)

    def test_opening_reads_nothing(self):
        self.faulty.asked.clear()
        self.storage.open(self.key).close()
        self.assertEqual([line.split()[0] for line in self.faulty.asked], ["HEAD"])
