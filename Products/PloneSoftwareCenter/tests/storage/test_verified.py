"""Local files are compared before they are sent, and remembered until they change."""

from pathlib import Path
from Products.PloneSoftwareCenter.storage import verified
from Products.PloneSoftwareCenter.storage.interfaces import FileDamaged
from Products.PloneSoftwareCenter.storage.interfaces import FileMissing
from unittest import mock

import hashlib
import os
import tempfile
import unittest


CONTENT = b"some bytes of an archive" * 1000
SIZE = len(CONTENT)
SHA256 = hashlib.sha256(CONTENT).hexdigest()


class TestVerifiedFile(unittest.TestCase):
    def setUp(self):
        folder = self.enterContext(tempfile.TemporaryDirectory())
        self.file = Path(folder, "file")
        self.file.write_bytes(CONTENT)
        verified.MEMORY.forget()
        self.addCleanup(verified.MEMORY.forget)
        #: how often a file was read
        self.read = 0
        digest = hashlib.file_digest

        def count(*args):
            self.read += 1
            return digest(*args)

        self.enterContext(mock.patch.object(hashlib, "file_digest", count))

    def path(self, key):
        return key and str(self.file)

    def find(self, key="key", size=SIZE, sha256=SHA256):
        return verified.verified_file(self, key, size, sha256)

    def later(self, seconds=60):
        """Have the last change some time ago."""
        moment = self.file.stat().st_ctime + seconds
        return mock.patch.object(verified.time, "time", return_value=moment)

    def wait_for_file_system(self):
        """Wait until a change has another time than the last one: some milliseconds."""
        probe = self.file.with_name("probe")
        probe.touch()
        while probe.stat().st_ctime_ns <= self.file.stat().st_ctime_ns:
            probe.touch()

    def test_right_bytes(self):
        found = self.find()
        self.assertEqual(found.path, str(self.file))
        with found.open() as stream:
            self.assertEqual(stream.read(), CONTENT)

    def test_read_once(self):
        with self.later():
            for _ in range(3):
                self.find()
        self.assertEqual(self.read, 1)

    def test_read_again_while_a_change_would_not_show(self):
        with self.later(verified.COARSE - 1):
            for _ in range(3):
                self.find()
        self.assertEqual(self.read, 3)

    def test_change_is_found_though_times_are_set_back(self):
        with self.later():
            self.find()
            before = self.file.stat()
            self.wait_for_file_system()
            self.file.write_bytes(CONTENT[:-1] + b"!")
            os.utime(self.file, ns=(before.st_atime_ns, before.st_mtime_ns))
            with self.assertRaisesRegex(FileDamaged, "its sha256 is"):
                self.find()

    def test_file_that_changed_since_is_not_opened(self):
        found = self.find()
        self.wait_for_file_system()
        self.file.write_bytes(CONTENT)
        with self.assertRaises(OSError):
            found.open()

    def test_damaged_bytes_are_read_once(self):
        self.file.write_bytes(CONTENT[::-1])
        with self.later():
            for _ in range(3):
                with self.assertRaises(FileDamaged):
                    self.find()
        self.assertEqual(self.read, 1)

    def test_another_size_is_found_without_reading(self):
        for content in (CONTENT[:-1], CONTENT + b"!", b""):
            with self.subTest(len(content)):
                self.file.write_bytes(content)
                with self.assertRaisesRegex(FileDamaged, "bytes and not"):
                    self.find()
        self.assertEqual(self.read, 0)

    def test_file_that_is_gone(self):
        self.file.unlink()
        with self.assertRaises(FileMissing):
            self.find()

    def test_no_local_file(self):
        self.assertIsNone(self.find(key=None))

    def test_memory_has_an_end(self):
        memory = verified.Memory()
        for number in range(verified.MOST + 5):
            memory.add(number, SHA256)
        self.assertEqual(
            [memory.digest_of(number) for number in (0, 4, 5, verified.MOST + 4)],
            [None, None, SHA256, SHA256],
        )
