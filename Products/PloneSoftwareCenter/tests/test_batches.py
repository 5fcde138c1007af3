"""What requests leave behind is written: also when there is much of it, and in bad times."""

from Products.PloneSoftwareCenter import batches
from Products.PloneSoftwareCenter.batches import Batches
from transaction.interfaces import TransientError
from unittest import mock

import threading
import unittest
import ZODB


class Noted(Batches):
    """Keeps what it is to write."""

    what = "Notes"

    def __init__(self):
        super().__init__()
        self.written = {}
        self.is_away = False
        self.has_written = threading.Event()

    def write_in(self, db, found):
        if self.is_away:
            raise TransientError("the database is away")
        self.written.update(found)
        self.has_written.set()

    def met(self, db, found, error):
        for key, value in found.items():
            self.gather(db, key, value)


@mock.patch.object(batches, "MOST", 10)
class TestBatches(unittest.TestCase):
    def setUp(self):
        self.noted = Noted()
        self.addCleanup(self.noted.write)

    def gather(self, *keys):
        for key in keys:
            self.noted.gather("db", key, key)

    def test_many_are_written_before_there_is_no_more_place(self):
        self.noted.is_serving = True
        self.gather(*range(4))
        self.assertFalse(self.noted.has_written.wait(0.05))
        self.gather(4)
        self.assertTrue(self.noted.has_written.wait(120))
        self.assertEqual(list(self.noted.written), list(range(5)))

    def test_what_has_no_place_is_counted_and_told(self):
        self.gather(*range(12))
        with self.assertLogs(batches.logger, "WARNING") as logged:
            self.noted.write()
        self.assertIn("too many at once: 2", logged.output[0])
        self.assertEqual(len(self.noted.written), 10)

    def test_database_that_is_away_for_a_moment(self):
        self.gather(1)
        self.noted.is_away = True
        with self.assertNoLogs(batches.logger, "ERROR"):
            self.noted.write()
        self.noted.is_away = False
        self.noted.write()
        self.assertEqual(self.noted.written, {1: 1})

    def test_database_that_is_closed_is_let_go_of(self):
        is_open, is_closed = ZODB.DB(None), ZODB.DB(None)
        is_closed.close()
        self.addCleanup(is_open.close)
        self.noted.gather(is_closed, "lost", 1)
        self.noted.gather(is_open, "kept", 1)
        self.noted.write()
        self.assertEqual(self.noted.written, {"kept": 1})

    def test_no_thread_is_no_error_of_the_request_and_the_next_one_tries_again(self):
        self.noted.is_serving = True
        with (
            mock.patch.object(threading.Thread, "start", side_effect=RuntimeError("no thread")),
            self.assertLogs(batches.logger, "WARNING"),
        ):
            self.gather(1)
        with mock.patch.object(batches, "DELAY", 0.01):
            self.gather(2)
            self.assertTrue(self.noted.has_written.wait(120))
        self.assertEqual(self.noted.written, {1: 1, 2: 2})
