"""Where many files can be had on the disk at one word."""

from pathlib import Path
from Products.PloneSoftwareCenter.storage import together
from Products.PloneSoftwareCenter.storage.interfaces import FileDamaged
from unittest import mock

import errno
import hashlib
import io
import os
import tempfile
import transaction
import unittest


CONTENT = b"some bytes of an archive"

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
            together.Together(None, self.folder / "none", "x-")

    @unittest.skipIf(together._syncfs is None, "needs Linux")
    def test_sync_and_what_it_says_when_it_fails(self):
        found = together.Together(None, self.folder, "x-")
        (self.folder / "file").write_bytes(b"x")
        found.sync()
        found.close()
        with self.assertRaises(OSError) as caught:
            found.sync()
        self.assertEqual(caught.exception.errno, errno.EBADF)

    def stage(self, path, stream=None, content=CONTENT, mode=0o600, **other):
        facts = {"size": len(content), "sha256": hashlib.sha256(content).hexdigest(), **other}
        found = together.Together(None, self.folder, "x-", mode)
        self.addCleanup(found.close)
        return found.stage(path, stream, **facts)

    def source(self):
        path = self.folder / "source"
        path.write_bytes(CONTENT)
        path.chmod(0o400)
        return path

    def test_file_is_given_a_second_name(self):
        source, target = self.source(), self.folder / "target"
        found = self.stage(str(source), mode=0o640)
        self.assertEqual(list(self.folder.iterdir()), [source])
        found.put(str(target))
        self.assertTrue(target.samefile(source))
        self.assertEqual(target.stat().st_mode & 0o777, 0o640)
        for _time in range(2):
            found.take_back(str(target))
            self.assertEqual(list(self.folder.iterdir()), [source])
        found.drop()
        self.assertTrue(source.exists())

    def test_file_that_was_deleted_meanwhile_is_given_no_second_name(self):
        source = self.source()
        found = self.stage(str(source))
        source.unlink()
        with self.assertRaises(FileNotFoundError):
            found.put(str(self.folder / "target"))

    def test_file_that_can_not_have_another_name_is_copied(self):
        source = self.source()
        failing = mock.Mock(side_effect=OSError(errno.EXDEV, "another file system"))
        with mock.patch.object(together.os, "link", failing):
            found = self.stage(str(source))
        staged = Path(found.path)
        self.assertFalse(staged.samefile(source))
        self.assertEqual(staged.read_bytes(), CONTENT)
        target = self.folder / "target"
        found.put(str(target))
        self.assertFalse(staged.exists())
        found.take_back(str(target))
        self.assertTrue(staged.exists())
        found.drop()
        found.drop()
        self.assertEqual(list(self.folder.iterdir()), [source])
        made = self.stage(None, io.BytesIO(CONTENT))
        self.assertEqual(Path(made.path).read_bytes(), CONTENT)

    def test_other_bytes_are_found_and_nothing_is_left(self):
        source = str(self.source())
        for other in ({"size": 7}, {"sha256": "0" * 64}):
            for path, stream in ((source, None), (None, io.BytesIO(CONTENT))):
                with self.subTest(path, **other), self.assertRaises(FileDamaged):
                    self.stage(path, stream, **other)
        self.assertEqual([path.name for path in self.folder.iterdir()], ["source"])

    def test_file_that_is_not_there(self):
        with self.assertRaises(FileNotFoundError):
            self.stage(str(self.folder / "none"))

    def test_transaction_syncs_when_all_others_have_voted(self):
        found = together.Together(None, self.folder, "x-")
        self.addCleanup(found.close)
        done = []
        with mock.patch.object(found, "sync", lambda: done.append("sync")):
            transaction.begin()
            found.join()
            transaction.abort()
            self.assertEqual(done, [])
            found.join()
            transaction.get().addBeforeCommitHook(done.append, ("commit",))
            transaction.commit()
        self.assertEqual(done, ["commit", "sync"])
