"""``docs/develop/history*.rst`` names tests that exist, or says why there is none."""

import ast
import functools
import pathlib
import re
import unittest


TESTS = pathlib.Path(__file__).parent
PAGES = TESTS.parents[2] / "docs" / "develop"
CELL = re.compile(r"^   (?:\*| ) - (.*(?:\n {7}.*)*)", re.MULTILINE)
TEST = re.compile(r"``((?:\w+\.)*test_\w+\.(?:\w+\.)?test_\w+)``")
REASON = re.compile(r"Not carried over(?: yet)?: \w")
HEADER = ["What was asserted", "What was wrong", "What pages showed", "What hurt"]


@functools.cache
def named_tests(module):
    """Return the tests of a module below ``tests``, those of classes as ``Class.test``."""
    tree = ast.parse(TESTS.joinpath(*module.split(".")).with_suffix(".py").read_text("utf-8"))
    found = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            found |= {
                f"{node.name}.{child.name}"
                for child in node.body
                if isinstance(child, ast.FunctionDef)
            }
    return found


def split_name(name):
    """Return (module, test) of a dotted name; the module is its first ``test_...``."""
    parts = name.split(".")
    last = next(index for index, part in enumerate(parts) if part.startswith("test_"))
    return ".".join(parts[: last + 1]), ".".join(parts[last + 1 :])


def rows(text):
    """Return the rows of the tables of a page as pairs of cells, without headers."""
    cells = [" ".join(cell.split()) for cell in CELL.findall(text)]
    pairs = list(zip(cells[::2], cells[1::2], strict=True))
    return [pair for pair in pairs if pair[0] not in HEADER]


@unittest.skipUnless(PAGES.is_dir(), "not a checkout")
class TestHistory(unittest.TestCase):
    def setUp(self):
        self.pages = sorted(PAGES.glob("history*.rst"))
        self.rows = [row for page in self.pages for row in rows(page.read_text("utf-8"))]

    def test_pages_have_rows(self):
        self.assertEqual([page.stem for page in self.pages], ["history-defects", "history"])
        self.assertGreater(len(self.rows), 100)

    def test_each_row_names_a_test_or_a_reason(self):
        for asserted, answer in self.rows:
            with self.subTest(asserted):
                self.assertTrue(TEST.search(answer) or REASON.match(answer), answer)

    def test_no_name_of_a_test_is_misspelled(self):
        for _asserted, answer in self.rows:
            for literal in re.findall("``(.*?)``", answer):
                if "test_" in literal:
                    with self.subTest(literal):
                        self.assertRegex(f"``{literal}``", TEST)

    def test_each_test_that_is_named_exists(self):
        for _asserted, answer in self.rows:
            for name in TEST.findall(answer):
                module, test = split_name(name)
                with self.subTest(name):
                    self.assertIn(test, named_tests(module))
