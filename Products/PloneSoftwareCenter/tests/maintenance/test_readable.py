"""Who on the machine may read a file."""

from Products.PloneSoftwareCenter.maintenance.readable import readers_of

import grp
import os
import pathlib
import tempfile
import unittest


class TestReaders(unittest.TestCase):
    def setUp(self):
        self.top = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.folder = self.top / "blobs"
        self.folder.mkdir()
        self.file = self.folder / "file"
        self.file.write_bytes(b"x")
        self.modes(0o755, 0o755, 0o644)

    def modes(self, *modes):
        for path, mode in zip((self.top, self.folder, self.file), modes, strict=True):
            path.chmod(mode)

    def readers(self):
        found = readers_of(str(self.file))
        return found.who, found.closed

    def test_everybody(self):
        self.assertEqual(self.readers(), ("everybody", ""))
        self.modes(0o711, 0o711, 0o444)
        self.assertEqual(self.readers(), ("everybody", ""))

    def test_group(self):
        self.modes(0o755, 0o750, 0o640)
        found = readers_of(str(self.file))
        self.assertEqual((found.who, found.closed), ("group", str(self.folder)))
        self.assertEqual(found.group, grp.getgrgid(os.getgid()).gr_name)

    def test_owner_of_the_directory_of_a_fresh_site(self):
        self.modes(0o755, 0o700, 0o444)
        self.assertEqual(self.readers(), ("owner", str(self.folder)))

    def test_owner_of_a_file(self):
        self.modes(0o755, 0o755, 0o400)
        self.assertEqual(self.readers(), ("owner", str(self.file)))

    def test_directory_above_counts(self):
        self.modes(0o700, 0o755, 0o644)
        self.assertEqual(self.readers(), ("owner", str(self.top)))

    def test_directory_that_is_listed_and_not_entered(self):
        self.modes(0o755, 0o744, 0o644)
        self.assertEqual(self.readers(), ("owner", str(self.folder)))

    def test_file_that_is_gone(self):
        self.file.unlink()
        with self.assertRaises(OSError):
            self.readers()
