"""Where many files can be had on the disk at one word."""

from pathlib import Path
from Products.PloneSoftwareCenter.storage import together
from unittest import mock

import errno
import os
import tempfile
import unittest


MOUNTS = "1 0 {major}:{minor} / / rw shared:1 - {kind} /dev/x rw\n"


class TestTogether(unittest.TestCase):
    def setUp(self):
        made = tempfile.TemporaryDirectory()
        self.addCleanup(made.cleanup)
        self.folder = Path(made.name)

    def can_sync(self, kind="ext4", release="6.1.0-9", syncfs=max):
        device = os.stat(self.folder).st_dev
        text = MOUNTS.format(major=os.major(device), minor=os.minor(device), kind=kind)
        with (
            mock.patch.object(Path, "read_text", return_value=text),
            mock.patch.object(together.platform, "release", return_value=release),
            mock.patch.object(together, "_syncfs", syncfs),
        ):
            return together.can_sync(self.folder)

    def test_only_where_it_is_known_to_be_safe(self):
        for given, expected in (
            ({}, True),
            ({"kind": "xfs"}, True),
            ({"kind": "fuse.sshfs"}, False),
            ({"kind": "overlay"}, False),
            ({"release": "5.8.0"}, True),
            ({"release": "5.4.0-42-generic"}, False),
            ({"release": "23.1.0", "kind": "apfs"}, False),
            ({"release": ""}, False),
            ({"syncfs": None}, False),
        ):
            with self.subTest(**given):
                self.assertIs(self.can_sync(**given), expected)

    def test_folder_that_is_not_there(self):
        self.assertFalse(together.can_sync(self.folder / "none"))
        with self.assertRaises(FileNotFoundError):
            together.Together(None, self.folder / "none")

    @unittest.skipIf(together._syncfs is None, "needs Linux")
    def test_sync_and_what_it_says_when_it_fails(self):
        found = together.Together(None, self.folder)
        (self.folder / "file").write_bytes(b"x")
        found.sync()
        found.close()
        with self.assertRaises(OSError) as caught:
            found.sync()
        self.assertEqual(caught.exception.errno, errno.EBADF)
