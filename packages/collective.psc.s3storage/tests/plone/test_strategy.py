"""The strategy keeps the contract, and knows its bucket."""

from collective.psc.s3storage import client
from collective.psc.s3storage import shelf
from collective.psc.s3storage import uploading
from collective.psc.s3storage.strategy import S3Storage
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from pathlib import Path
from plone.app.testing import login
from plone.app.testing import TEST_USER_NAME
from Products.PloneSoftwareCenter.storage.contract import CONTENT
from Products.PloneSoftwareCenter.storage.contract import StorageContract
from Products.PloneSoftwareCenter.storage.interfaces import StorageUnavailable
from Products.PloneSoftwareCenter.testing import create_center
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.upload.by_path import publish_archive
from tests.plone.testing import CALM
from tests.plone.testing import S3
from tests.plone.testing import Store
from unittest import mock
from zope.component import getUtility
from zope.schema.interfaces import IVocabularyFactory

import hashlib
import io
import os
import tempfile
import transaction
import unittest


class TestS3Storage(Store, StorageContract, unittest.TestCase):
    layer = S3
    strategy = "s3"

    def make_center(self):
        self.enterContext(self.having(CALM))
        self.start_store()
        login(self.layer["portal"], TEST_USER_NAME)
        return create_center(self.layer["portal"])

    def strategy_of(self, center):
        return S3Storage(center)

    def inventory(self):
        return self.objects()

    def object_of(self, key):
        return self.storage.shelf.place(key)

    def damage(self, key):
        place = self.object_of(key)
        content = self.s3.get_object(**place)["Body"].read()
        self.s3.put_object(**place, Body=bytes([content[0] ^ 1]) + content[1:])

    def lose(self, key):
        self.s3.delete_object(**self.object_of(key))

    def test_contract_larger_than_memory(self):
        # What stands in front of the store has all that passes in the memory of this process.
        store = f"http://127.0.0.1:{self.layer['store']}"
        with mock.patch.dict(os.environ, PSC_S3_ENDPOINT=store):
            super().test_contract_larger_than_memory()

    def test_it_is_in_the_form(self):
        factory = getUtility(IVocabularyFactory, "plonesoftwarecenter.storage_strategies")
        self.assertIn("s3", [term.value for term in factory(self.center)])

    def test_uploads_go_there_and_deleted_files_go(self):
        self.center.storage_strategy = "s3"
        transaction.commit()
        with tempfile.TemporaryDirectory() as folder:
            wheel = make_wheel("demo", "1.0", folder=Path(folder))
            publish_archive(self.center, wheel)
            key = self.center["demo"]["1.0"][wheel.name].storage_key
            place = self.object_of(key)
            found = self.s3.get_object(**place)["Body"].read()
            self.assertEqual(found, wheel.read_bytes())
        self.assertTrue(place["Key"].startswith("archives/"))
        self.center.manage_delObjects(["demo"])
        self.assertIn(place["Key"], self.objects())
        transaction.commit()
        self.assertNotIn(place["Key"], self.objects())

    def test_larger_than_a_part_comes_in_parts(self):
        content = os.urandom(11 << 20)
        with mock.patch.object(uploading, "PART", 5 << 20):
            key = self.store(content)
        self.assert_holds(key, content)
        puts = [line for line in self.faulty.asked if "partNumber" in line]
        self.assertEqual(len(puts), 3)

    def test_as_large_as_parts(self):
        with mock.patch.object(uploading, "PART", 5 << 20):
            for size in ((5 << 20) - 1, 5 << 20, 10 << 20):
                with self.subTest(size):
                    content = os.urandom(size)
                    self.assert_holds(self.store(content), content)

    def test_other_bytes_than_promised_leave_nothing(self):
        before = self.inventory()
        for content in (CONTENT, os.urandom(6 << 20)):
            with (
                self.subTest(len(content)),
                mock.patch.object(uploading, "PART", 5 << 20),
                self.assertRaisesRegex(Exception, "its sha256 is"),
            ):
                self.stage(content, sha256="0" * 64)
        self.assertEqual(self.inventory(), before)

    def test_another_bucket_is_not_written_to(self):
        key = self.store()
        other = f"{self.bucket}-other"
        self.s3.create_bucket(
            Bucket=other, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
        )
        with mock.patch.dict(os.environ, PSC_S3_BUCKET=other):
            for step in (
                self.stage,
                self.storage.check,
                self.storage.prepare,
                lambda: self.storage.open(key),
                lambda: self.storage.delete(key),
                lambda: list(self.storage.keys()),
            ):
                with self.assertRaisesRegex(StorageUnavailable, "is missing"):
                    step()
        self.assertNotIn("Contents", self.s3.list_objects_v2(Bucket=other))
        self.assert_holds(key, CONTENT)

    def test_what_is_not_set_or_not_understood(self):
        for name, given in (
            ("BUCKET", ""),
            ("BUCKET", "no-such-bucket-anywhere"),
            ("ENDPOINT", "ftp://127.0.0.1/"),
            ("ENDPOINT", "http://"),
            ("PRESIGN", "perhaps"),
        ):
            with (
                self.subTest(name=name, given=given),
                mock.patch.dict(os.environ, {f"PSC_S3_{name}": given}),
                self.assertRaises(StorageUnavailable),
            ):
                self.storage.check()

    def test_two_centers_in_one_bucket_do_not_know_each_other(self):
        other = self.strategy_of(create_center(self.layer["portal"], "second"))
        other.prepare()
        transaction.commit()
        key = self.store()
        self.assertEqual(list(other.keys()), [])
        with self.assertRaises(LookupError):
            other.open(key)

    def test_what_killed_processes_left_goes_and_what_is_young_stays(self):
        place = self.object_of(f"{'0' * 64}.{'0' * 16}")
        old, young = (self.s3.create_multipart_upload(**place)["UploadId"] for _ in range(2))
        now = datetime.now(UTC)
        # The store of the tests has one date for all.
        dates = {old: now - timedelta(hours=25), young: now - timedelta(hours=1)}
        found = list(self.storage.shelf.uploads())
        self.assertEqual({upload for _name, upload, _began in found}, {old, young})
        told = [(name, upload, dates[upload]) for name, upload, _began in found]
        with mock.patch.object(shelf.Shelf, "uploads", return_value=told):
            self.storage.shelf.sweep()
        self.assertNotIn(old, self.inventory())
        self.assertIn(young, self.inventory())

    def test_looks_for_what_was_left_once_in_a_while(self):
        with mock.patch.object(shelf.Shelf, "sweep") as sweep:
            self.store()
            self.store()
        self.assertEqual(sweep.call_count, 1)

    def test_young_keys_are_left_out(self):
        key = self.store()
        self.assertEqual(list(self.storage.keys(seconds=3600)), [])
        self.assertEqual(list(self.storage.keys()), [key])

    def test_more_keys_than_one_answer_has(self):
        keys = {self.store(os.urandom(9)) for _ in range(5)}
        listing = client.client_for(self.storage.shelf.settings).list_objects_v2
        with mock.patch.object(
            shelf.Shelf, "client", new_callable=mock.PropertyMock
        ) as property_of_shelf:
            few = mock.Mock(list_objects_v2=lambda **asked: listing(**asked, MaxKeys=2))
            few.get_object = self.s3.get_object
            property_of_shelf.return_value = few
            self.assertEqual(set(self.storage.keys()), keys)

    def test_many_are_deleted_with_one_request(self):
        keys = [self.store(os.urandom(9)) for _ in range(5)]
        for key in keys:
            self.storage.delete(key)
        self.faulty.asked.clear()
        transaction.commit()
        self.assertEqual(len(self.faulty.asked), 1)
        self.assertEqual(list(self.storage.keys()), [])

    def test_rollback_to_a_savepoint_forgets(self):
        old = self.store(b"old")
        before = self.inventory()
        savepoint = transaction.savepoint()
        self.storage.delete(old)
        staged = self.stage()
        staged.keep()
        staged.close()
        savepoint.rollback()
        transaction.commit()
        self.assertEqual(self.inventory(), before)

    def test_kept_bytes_are_read_before_the_commit(self):
        key = self.storage.store(
            io.BytesIO(CONTENT), size=len(CONTENT), sha256=hashlib.sha256(CONTENT).hexdigest()
        )
        self.assert_holds(key, CONTENT)

    def test_commit_asks_the_server_nothing(self):
        staged = self.stage()
        staged.keep()
        self.faulty.asked.clear()
        transaction.commit()
        staged.close()
        self.assertEqual(self.faulty.asked, [])
