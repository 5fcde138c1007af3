"""The closing line of `bootstrap.py test`."""

from tools.checkout import testing
from tools.checkout.counting import Count
from tools.checkout.counting import count_pytest
from tools.checkout.counting import count_testrunner
from tools.checkout.testing import close
from tools.checkout.testing import read_words
from unittest import mock

import contextlib
import io
import os
import unittest


ONE_LAYER = "  Ran 5 tests with 1 failures, 1 errors and 1 skipped in 0.2 seconds.\n"
TWO_LAYERS = [
    ONE_LAYER,
    "  Ran 3 tests with 0 failures, 0 errors and 0 skipped in 0.2 seconds.\n",
    "\x1b[1mTotal: \x1b[0m8 tests, 1 failures, 1 errors and 1 skipped in 1.2 seconds.\n",
]
REPORT = """\
<testsuites><testsuite name="pytest" errors="1" failures="2" skipped="3" tests="10" />
</testsuites>
"""


class TestCounting(unittest.TestCase):
    def test_testrunner(self):
        for lines, status, count in (
            ([ONE_LAYER], 1, Count(2, 2, 1)),
            (TWO_LAYERS, 1, Count(5, 2, 1)),
            ([TWO_LAYERS[1]], 0, Count(3, 0, 0)),
            # a module that can't be imported, a layer that can't be set up
            ([TWO_LAYERS[1]], 1, Count(3, 1, 0)),
            ([], 1, Count(0, 1, 0)),
            ([], 0, Count()),
        ):
            self.assertEqual(count_testrunner(lines, status), count)

    def test_pytest(self):
        for report, status, count in (
            (REPORT, 1, Count(4, 3, 3)),
            ("", 4, Count(0, 1, 0)),
            ('<testsuites><testsuite tests="2" /></testsuites>', 0, Count(2, 0, 0)),
            # interrupted after two
            ('<testsuites><testsuite tests="2" /></testsuites>', 2, Count(2, 1, 0)),
        ):
            self.assertEqual(count_pytest(report, status), count)

    def closed(self, count, **variables):
        said = io.StringIO()
        with mock.patch.dict(os.environ, variables), contextlib.redirect_stdout(said):
            status = close(count)
        return status, said.getvalue()

    def test_the_closing_line(self):
        for count, status, line in (
            (Count(3), 0, "3 passed, 0 failed\n"),
            (Count(3, 1), 1, "3 passed, 1 failed\n"),
            (Count(3, 0, 2), 0, "3 passed, 0 failed, 2 skipped\n"),
            (Count(), 5, "0 passed, 0 failed\n"),
        ):
            self.assertEqual(self.closed(count, PSC_NO_SKIPS=""), (status, line))

    def test_a_skip_fails_where_nothing_is_missing(self):
        self.assertEqual(self.closed(Count(3, 0, 2), PSC_NO_SKIPS="1"), (1, "3 passed, 2 failed\n"))

    def test_words_narrow_it(self):
        for words, read in (
            ([], (["plain", "plone", "packages"], [])),
            (["plain"], (["plain"], [])),
            (["plain", "-k", "name"], (["plain"], ["-k", "name"])),
            (["-t", "name"], (["plone"], ["-t", "name"])),
        ):
            self.assertEqual(read_words(words), read)

    def test_every_stage_is_known(self):
        self.assertEqual(set(testing.STAGES), {"plain", "plone", "clients", "packages"})
