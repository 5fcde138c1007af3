from Products.PloneSoftwareCenter.road.memory import Memory

import unittest


class TestMemory(unittest.TestCase):
    def setUp(self):
        self.storage = object()
        self.memory = Memory(answers=3, size=100)
        self.memory.put(self.storage, b"2", "key", "answer", 10)

    def test_the_same_state_finds_it(self):
        self.assertEqual(self.memory.get(self.storage, b"2", "key"), "answer")
        self.assertIsNone(self.memory.get(self.storage, b"2", "other"))

    def test_a_commit_forgets_everything(self):
        self.assertIsNone(self.memory.get(self.storage, b"3", "key"))
        self.memory.put(self.storage, b"3", "other", "newer", 10)
        self.assertIsNone(self.memory.get(self.storage, b"3", "key"))

    def test_an_answer_that_came_too_late_is_not_kept(self):
        self.memory.put(self.storage, b"1", "late", "old", 10)
        self.assertIsNone(self.memory.get(self.storage, b"1", "late"))
        self.assertEqual(self.memory.get(self.storage, b"2", "key"), "answer")

    def test_another_database_is_another_state(self):
        self.assertIsNone(self.memory.get(object(), b"2", "key"))

    def test_it_is_bounded_in_number_and_size(self):
        for number in range(5):
            self.memory.put(self.storage, b"2", number, number, 10)
        kept = [n for n in range(5) if self.memory.get(self.storage, b"2", n) is not None]
        self.assertLessEqual(len(kept), 3)
        self.assertIn(4, kept)
        self.memory.put(self.storage, b"2", "large", "large", 101)
        self.assertIsNone(self.memory.get(self.storage, b"2", "large"))
        self.memory.put(self.storage, b"2", "a", "a", 60)
        self.memory.put(self.storage, b"2", "b", "b", 60)
        self.assertIsNone(self.memory.get(self.storage, b"2", "a"))
        self.assertEqual(self.memory.get(self.storage, b"2", "b"), "b")
