"""Parsing in several threads at once."""

from concurrent.futures import ThreadPoolExecutor
from Products.PloneSoftwareCenter.patches.parsing import is_affected
from Products.PloneSoftwareCenter.patches.parsing import serialize_parsing

import ast
import gc
import sys
import unittest


SOURCE = "\n".join(
    f"x{n} = [f(a, b + {n}, [c for c in d if c]) for e in range({n})]" for n in range(300)
)


class TestParsing(unittest.TestCase):
    def test_versions(self):
        for version, affected in (
            ((3, 11, 2), True),
            ((3, 11, 7), True),
            ((3, 11, 8), False),
            ((3, 12, 1), True),
            ((3, 12, 2), False),
            ((3, 13, 0), False),
        ):
            with self.subTest(version):
                self.assertEqual(is_affected(version), affected)

    def test_threads_do_not_meet(self):
        # Without the lock, some of these end in a SystemError on a Python with the fault.
        serialize_parsing()
        serialize_parsing()
        self.addCleanup(gc.set_threshold, *gc.get_threshold())
        self.addCleanup(sys.setswitchinterval, sys.getswitchinterval())
        gc.set_threshold(20)
        sys.setswitchinterval(1e-6)
        with ThreadPoolExecutor(4) as pool:
            self.assertEqual(set(pool.map(parse_among_garbage, range(100))), {300})


class Garbage:
    """What the collector finds in the middle of a tree, and lets other threads run for."""

    def __init__(self):
        self.itself = self

    def __del__(self):
        for _ in range(50):
            pass


def parse_among_garbage(number):
    for _ in range(200):
        Garbage()
    return len(ast.parse(SOURCE).body)
