"""The closing line of `bootstrap.py test`."""

from tools.checkout import testing
from tools.checkout.counting import Count
from tools.checkout.counting import count_pytest
from tools.checkout.counting import count_testrunner
from tools.checkout.failures import find_failures
from tools.checkout.failures import find_failures_of_pytest
from tools.checkout.failures import how_it_ended
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
BROKEN = """\
Running here.Layer tests:
  Set up here.Layer in 0.1 seconds.
warnings are no failures


Error in test test_name (here.TestNames.test_name)
Traceback (most recent call last):
  File "here.py", line 1, in test_name
ValueError: no

  Ran 2 tests with 0 failures, 1 errors and 0 skipped in 0.2 seconds.
Running here.Other tests:
Fatal Python error: Segmentation fault

Current thread 0x00007f (most recent call first):
  File "there.py", line 2 in run
"""
TOLD = """\
<testsuites><testsuite tests="3" failures="1" errors="1">
<testcase classname="here.TestNames" name="test_name"><failure message="no">line 1
ValueError</failure></testcase>
<testcase classname="here.TestNames" name="test_other" />
<testcase classname="here.TestNames" name="test_third"><error message="gone" /></testcase>
</testsuite></testsuites>
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

    def test_what_failed_is_found(self):
        found = find_failures(BROKEN.splitlines(True))
        self.assertEqual(found[0], "Error in test test_name (here.TestNames.test_name)")
        self.assertIn("ValueError: no", found)
        self.assertIn('  File "there.py", line 2 in run', found)
        for line in found:
            self.assertFalse(line.startswith(("warnings", "  Ran", "Running")), line)

    def test_what_failed_is_bounded(self):
        lines = [f"Error in test {number}" for number in range(1000)]
        self.assertEqual(
            find_failures(lines)[398:], ["Error in test 398", "Error in test 399", "(and more)"]
        )
        self.assertLess(len(find_failures([lines[0], *["a line"] * 1000])), 100)

    def test_what_failed_with_pytest_is_found(self):
        self.assertEqual(
            find_failures_of_pytest(TOLD),
            [
                "Failure in test here.TestNames.test_name",
                "line 1",
                "ValueError",
                "Failure in test here.TestNames.test_third",
                "gone",
            ],
        )
        self.assertEqual(find_failures_of_pytest(""), [])

    def test_a_signal_is_named(self):
        self.assertEqual(how_it_ended("it", 1, ["a\n"]), [])
        self.assertEqual(
            how_it_ended("it", -11, ["a\n", "b\n"]),
            ["it was ended by SIGSEGV:", "a", "b"],
        )
        self.assertEqual(
            how_it_ended("it", -11, [*BROKEN.splitlines(True), "\n", "Thread 2\n"])[1:],
            BROKEN.splitlines()[-2:],
        )

    def test_what_failed_is_told_before_the_closing_line(self):
        said = self.closed(Count(3, 1, 0, ("one line",)) + Count(1, 0, 0), PSC_NO_SKIPS="")[1]
        self.assertEqual(said.splitlines(), [testing.ONCE_MORE, "one line", "4 passed, 1 failed"])

    def test_every_stage_is_known(self):
        self.assertEqual(set(testing.STAGES), {"plain", "plone", "clients", "packages"})
