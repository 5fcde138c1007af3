"""A fault stands in the log once, whoever asks how often."""

from Products.PloneSoftwareCenter.storage import telling
from Products.PloneSoftwareCenter.storage.interfaces import FileDamaged
from Products.PloneSoftwareCenter.storage.interfaces import StorageUnavailable
from unittest import mock

import unittest


PATH = ("", "plone", "software")


class Center:
    def getPhysicalPath(self):
        return PATH


class TestTelling(unittest.TestCase):
    def setUp(self):
        telling.forget_faults()
        self.addCleanup(telling.forget_faults)
        self.now = 1000.0
        self.enterContext(mock.patch.object(telling.time, "monotonic", lambda: self.now))

    def tell(self, filename, error, path=PATH):
        with mock.patch.object(telling.logger, "error") as error_of_log:
            telling.tell(path, filename, "blob", error)
        return [call.args[0] % call.args[1:] for call in error_of_log.call_args_list]

    def test_with_the_file_and_once(self):
        [line] = self.tell("a-1.0.zip", FileDamaged("k", "it is short"))
        self.assertIn("a-1.0.zip", line)
        self.assertIn("it is short", line)
        self.assertEqual(self.tell("a-1.0.zip", FileDamaged("k", "it is short")), [])

    def test_each_damaged_file(self):
        self.tell("a-1.0.zip", FileDamaged("k", "it is short"))
        self.assertTrue(self.tell("b-1.0.zip", FileDamaged("l", "it is short")))

    def test_one_line_for_a_storage_that_is_away(self):
        self.assertTrue(self.tell("a-1.0.zip", StorageUnavailable("It is away.")))
        self.assertEqual(self.tell("b-1.0.zip", StorageUnavailable("It is away.")), [])

    def test_another_line_for_another_reason(self):
        keys = ("ab" * 32 + "." + "cd" * 8, "ef" * 32 + "." + "01" * 8)
        lines = [
            self.tell("a-1.0.zip", StorageUnavailable(reason))
            for reason in ("It is away.", "It is read-only.", *(f"{key}: odd." for key in keys))
        ]
        self.assertEqual([len(told) for told in lines], [1, 1, 1, 0])

    def test_again_after_a_while_with_how_often_it_was_met(self):
        for _ in range(4):
            self.tell("a-1.0.zip", StorageUnavailable("It is away."))
        self.now += telling.QUIET + 1
        [line] = self.tell("a-1.0.zip", StorageUnavailable("It is away."))
        self.assertIn("met 3 more times", line)

    def test_managers_are_shown_what_is_recent_and_theirs(self):
        self.tell("a-1.0.zip", StorageUnavailable("It is away."))
        self.tell("b-1.0.zip", StorageUnavailable("It is away."), path=("", "other"))
        for seconds, told in ((0, "met in the last minute"), (125, "last met 2 min ago")):
            self.now += seconds
            sentence = f"a-1.0.zip: It is away. ({told})"
            self.assertEqual(telling.recent_faults(Center()), [sentence])
        self.now += telling.QUIET + 1
        self.assertEqual(telling.recent_faults(Center()), [])

    def test_memory_has_an_end(self):
        for number in range(telling.MOST + 10):
            self.tell(f"a-{number}.zip", FileDamaged("k", "it is short"))
        self.assertEqual(len(telling.recent_faults(Center())), telling.MOST)
