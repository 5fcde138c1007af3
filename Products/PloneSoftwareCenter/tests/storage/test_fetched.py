"""Bytes from elsewhere are compared before, or end too soon."""

from Products.PloneSoftwareCenter.storage import fetched
from Products.PloneSoftwareCenter.storage.interfaces import FileDamaged
from Products.PloneSoftwareCenter.storage.interfaces import StorageUnavailable
from Products.PloneSoftwareCenter.storage.verified import MEMORY
from unittest import mock

import hashlib
import io
import os
import unittest


CONTENT = os.urandom(100_000)
OTHER = CONTENT[:-1] + bytes([CONTENT[-1] ^ 1])
SIZE = len(CONTENT)
SHA256 = hashlib.sha256(CONTENT).hexdigest()


class Remote(io.BytesIO):
    """A stream that counts, and fails where it is told to."""

    def __init__(self, content, identity, fails_at=None):
        super().__init__(content)
        self.identity = identity
        self.fails_at = fails_at
        self.given = 0

    def read(self, size=-1):
        if self.fails_at is not None and self.tell() >= self.fails_at:
            raise StorageUnavailable("It does not answer.")
        block = super().read(size)
        self.given += len(block)
        return block


class TestFetch(unittest.TestCase):
    def setUp(self):
        MEMORY.forget()
        self.addCleanup(MEMORY.forget)
        self.content, self.identity, self.fails_at = CONTENT, "one", None
        self.told = []

    def open(self, key):
        self.stream = Remote(self.content, self.identity, self.fails_at)
        return self.stream

    def fetch(self, start=0, stop=SIZE, size=SIZE):
        stream, skipped = fetched.fetch(
            self, "key", (size, SHA256), (start, stop), self.told.append
        )
        with stream:
            if stream.seekable():
                stream.seek(skipped)
                return stream.read(stop - start)
            return b"".join(iter(lambda: stream.read(1000), b""))

    def large(self):
        return mock.patch.object(fetched, "USUAL", 1000)

    def test_usual_and_large_files(self):
        for usual in (1 << 20, 1000):
            for start, stop in ((0, len(CONTENT)), (5, 50), (50_000, len(CONTENT)), (7, 7)):
                with self.subTest(usual=usual, start=start, stop=stop):
                    MEMORY.forget()
                    with mock.patch.object(fetched, "USUAL", usual):
                        self.assertEqual(self.fetch(start, stop), CONTENT[start:stop])
                        self.assertEqual(self.fetch(start, stop), CONTENT[start:stop])
                    self.assertTrue(self.stream.closed)

    def test_nothing_of_a_usual_file_with_other_bytes(self):
        self.content = OTHER
        for start, stop in ((0, len(CONTENT)), (5, 50)):
            with self.subTest(start=start), self.assertRaises(FileDamaged):
                self.fetch(start, stop)

    def test_last_block_of_a_large_file_with_other_bytes_is_held_back(self):
        self.content = OTHER
        with self.large():
            self.assertEqual(self.fetch(), OTHER[:-1000])
        self.assertIsInstance(self.told[0], FileDamaged)

    def test_large_file_is_never_sent_again_once_it_was_found_damaged(self):
        self.content = OTHER
        with self.large():
            self.fetch()
            with self.assertRaises(FileDamaged):
                self.fetch()

    def test_part_of_a_large_file_is_compared_before(self):
        self.content = OTHER
        with self.large(), self.assertRaises(FileDamaged):
            self.fetch(5, 50)

    def test_part_of_a_file_that_was_compared_costs_the_part(self):
        for usual in (1 << 20, 1000):
            with self.subTest(usual), mock.patch.object(fetched, "USUAL", usual):
                MEMORY.forget()
                self.fetch()
                self.fetch(5, 505)
                self.assertEqual(self.stream.given, 500)

    def test_bytes_that_others_may_have_changed_are_compared_again(self):
        self.fetch()
        self.content, self.identity = OTHER, "two"
        with self.assertRaises(FileDamaged):
            self.fetch(5, 50)

    def test_stream_without_identity_is_compared_each_time(self):
        self.identity = None
        self.fetch()
        self.content = OTHER
        with self.assertRaises(FileDamaged):
            self.fetch(5, 50)

    def test_another_size_is_found_without_reading(self):
        with self.assertRaisesRegex(FileDamaged, "bytes and not"):
            self.fetch(size=len(CONTENT) - 1, stop=5)
        self.assertEqual(self.stream.given, 0)

    def test_storage_that_stops_before_anything_is_sent(self):
        self.fails_at = 0
        with self.assertRaises(StorageUnavailable):
            self.fetch()
        self.assertTrue(self.stream.closed)

    def test_storage_that_stops_in_the_middle_of_a_large_file(self):
        self.fails_at = 50_000
        with self.large():
            self.assertEqual(self.fetch(), CONTENT[:50_000])
        self.assertIsInstance(self.told[0], StorageUnavailable)
