"""A stretch of a stream as a stream."""

from Products.PloneSoftwareCenter.reading.stored import Window

import io
import unittest


class TestWindow(unittest.TestCase):
    def setUp(self):
        self.stream = io.BytesIO(b"0123456789")

    def test_reads_its_stretch_only(self):
        for start, stop in ((0, 10), (0, 0), (3, 7), (9, 10)):
            with self.subTest(start=start, stop=stop):
                window = Window(io.BytesIO(b"0123456789"), start, stop)
                self.assertEqual(window.read(), b"0123456789"[start:stop])
                self.assertEqual(window.read(5), b"")

    def test_reads_in_small_steps(self):
        window = Window(self.stream, 2, 9)
        self.assertEqual([window.read(3) for _ in range(4)], [b"234", b"567", b"8", b""])

    def test_size_is_told_by_seeking_to_the_end(self):
        window = Window(self.stream, 2, 9)
        self.assertEqual(window.seek(0, io.SEEK_END), 7)
        self.assertEqual(window.seek(-2, io.SEEK_CUR), 5)
        self.assertEqual(window.read(), b"78")
        self.assertEqual(window.tell(), 7)

    def test_closes_the_stream_below(self):
        window = Window(self.stream, 0, 1)
        window.close()
        window.close()
        self.assertTrue(self.stream.closed)
