"""What ``psc counts`` takes from access logs: each line once, whatever becomes of the log."""

from datetime import datetime
from Products.PloneSoftwareCenter.downloads.numbers import rows_of_name
from Products.PloneSoftwareCenter.downloads.numbers import total_of_names
from Products.PloneSoftwareCenter.downloads.store import downloads_of_center
from Products.PloneSoftwareCenter.maintenance import logs
from Products.PloneSoftwareCenter.program import main
from Products.PloneSoftwareCenter.program.command import CouldNotRun
from Products.PloneSoftwareCenter.program.report import Report
from Products.PloneSoftwareCenter.pypi.downloads import Span
from Products.PloneSoftwareCenter.pypi.errors import Busy
from Products.PloneSoftwareCenter.testing import create_center
from Products.PloneSoftwareCenter.tests.maintenance.case import MaintenanceCase
from unittest import mock
from zope.component.hooks import getSite
from zope.component.hooks import setSite

import gzip
import io
import json
import pathlib
import tempfile
import transaction


def line(filename, *, status=200, size=10, method="GET", second=0, agent="curl/8", prefix=""):
    return (
        f"192.0.2.1 - - [27/Nov/2026:12:{second // 60:02}:{second % 60:02} +0000]"
        f' "{method} {prefix}/simple/demo/{filename} HTTP/1.1" {status} {size} "-" "{agent}"\n'
    )


class DayAfter(datetime):
    """The clock of the day after the lines of the tests."""

    @classmethod
    def now(cls, tz=None):
        return cls(2026, 11, 28, 9, tzinfo=tz)


class TestCounts(MaintenanceCase):
    def setUp(self):
        super().setUp()
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        # after some months the days of a log are kept as months
        self.enterContext(mock.patch.object(logs, "datetime", DayAfter))
        index = self.center._psc_index
        self.file, self.other = sorted(name for name in index.filenames if name.startswith("demo"))
        version = index.filenames[self.file][1]
        self.size = index.names["demo"].releases[version].files[self.file]["size"]

    def log(self, *lines, name="access.log"):
        path = self.folder / name
        data = "".join(lines).encode("utf-8", "surrogateescape")
        path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
        return str(path)

    def psc(self, *arguments):
        """Return (status, what was printed)."""
        commands = main.find_commands()
        options = main.make_parser(commands).parse_args(["counts", *arguments])
        out = io.StringIO()
        report = Report(out, io.StringIO(), as_json=options.json)
        # the program leaves no site behind; these tests have one
        self.addCleanup(setSite, getSite())
        try:
            status = main.run(self.layer["app"], commands["counts"], options, report)
        finally:
            setSite(self.portal)
        report.close()
        return status, out.getvalue()

    def total(self):
        transaction.begin()
        return total_of_names(self.center, ["demo"])

    def test_whole_files_are_counted(self):
        lines = (
            line(self.file),
            line(self.file, agent="pip/24.2 {\\x22python\\x22:\\x223.12.1\\x22}"),
            line(self.other),
            line(self.file, status=206, size=self.size),
            # and these are none
            line(self.file, status=206, size=self.size - 1),
            line(self.file, method="HEAD"),
            line(self.file, status=304),
            line(self.file, status=404),
            line(self.file, status=302),
            line(f"{self.file}.metadata"),
            line(""),
        )
        status, text = self.psc(self.log(*lines))
        self.assertEqual((status, self.total()), (0, 4), text)
        self.assertIn("4 downloads counted in 11 lines", text)
        rows = rows_of_name(self.center, "demo", Span())
        self.assertEqual(
            sorted((row.file, row.period, row.installer, row.python) for row in rows),
            sorted(
                (
                    (self.file, "2026-11-27", "curl", ""),
                    (self.file, "2026-11-27", "pip", "3.12"),
                    (self.other, "2026-11-27", "curl", ""),
                )
            ),
        )

    def test_the_same_log_is_counted_once(self):
        lines = [line(self.file, second=second) for second in range(5)]
        log = self.log(*lines)
        for arguments in ((log,), (log,), (log, log), (self.log(*lines, name="access.log.1.gz"),)):
            status, text = self.psc(*arguments)
            self.assertEqual((status, self.total()), (0, 5), text)
        self.assertIn("0 downloads counted in 0 lines", text)

    def test_a_log_that_has_grown_is_gone_on_with(self):
        lines = [line(self.file, second=second) for second in range(9)]
        self.psc(self.log(*lines[:4]))
        status, text = self.psc(self.log(*lines))
        self.assertEqual((status, self.total()), (0, 9), text)
        # rotated and packed, and the next one begins
        self.psc(self.log(*lines, name="access.log.1.gz"), self.log(line(self.file, second=99)))
        self.assertEqual(self.total(), 10)

    def test_a_line_that_is_being_written_waits(self):
        lines = [line(self.file, second=second) for second in range(2)]
        status, text = self.psc(self.log(lines[0], lines[1][:-20]))
        self.assertEqual((status, self.total()), (0, 1))
        self.assertIn("left for the next time", text)
        self.psc(self.log(*lines))
        self.assertEqual(self.total(), 2)

    def test_logs_that_overlap_are_refused(self):
        lines = [line(self.file, second=second) for second in range(6)]
        self.psc(self.log(*lines[:4]), self.log(*lines[4:], name="other.log"))
        for log in (
            self.log(*lines[:2], name="older.log"),
            self.log(lines[0], *lines[2:], name="edited.log"),
            self.log(*lines, name="both.log"),
        ):
            status, text = self.psc(log)
            self.assertEqual((status, self.total()), (1, 6), text)
            self.assertIn("refused:", text)

    def test_a_log_with_a_counted_one_in_it_is_taken_up_to_there(self):
        lines = [line(self.file, second=second) for second in range(6)]
        self.psc(self.log(*lines[4:]))
        for _time in range(2):
            status, text = self.psc(self.log(*lines, name="all.log"))
            self.assertEqual((status, self.total()), (1, 6), text)
            self.assertIn("is a part of it", text)

    def test_lines_that_are_the_same_count_each(self):
        self.psc(self.log(*[line(self.file)] * 3))
        self.assertEqual(self.total(), 3)

    def test_garbage_is_told_and_the_rest_is_counted(self):
        log = self.log(
            line(self.file), "\x00\udcff garbage\n", "\n", "x" * 300_000 + "\n", line(self.file)
        )
        status, text = self.psc(log)
        self.assertEqual((status, self.total()), (1, 2), text)
        self.assertIn("3 lines are none of an access log, the first is line 2", text)
        self.psc(log)
        self.assertEqual(self.total(), 2)

    def test_files_that_are_not_here_are_told(self):
        log = self.log(line("none-1.0.tar.gz"), line("favicon.ico"), line(self.file))
        status, text = self.psc(log)
        self.assertEqual((status, self.total()), (0, 1), text)
        self.assertIn("1 of files that are not here", text)

    def test_names_that_nobody_holds_are_told(self):
        self.center.manage_delObjects(["demo"])
        transaction.commit()
        _status, text = self.psc(self.log(line(self.file)))
        self.assertIn("0 downloads counted in 1 lines; 1 of names that nobody holds", text)

    def test_options(self):
        log = self.log(line(self.file, prefix="/a"), line(self.file, prefix="/b", status=302))
        self.assertIn("1 downloads would", self.psc(log, "--prefix", "/a/", "--dry-run")[1])
        self.assertIn("0 downloads would", self.psc(log, "--prefix", "/b/", "--dry-run")[1])
        self.assertIn("2 downloads would", self.psc(log, "--redirects", "--dry-run")[1])
        self.assertEqual((self.total(), len(downloads_of_center(self.center).logs)), (0, 0))

    def test_json(self):
        status, text = self.psc(self.log(line(self.file), "x\n"), "--json")
        (found,) = json.loads(text)["centers"][0]["logs"]
        self.assertEqual((status, found["counted"], found["unreadable"]), (1, 1, 1))
        self.assertEqual((found["first_unreadable"], found["refused"]), (2, None))

    def test_what_can_not_be_read_is_told(self):
        broken = self.folder / "broken.gz"
        broken.write_bytes(gzip.compress(line(self.file).encode() * 50)[:-12])
        for path in (str(broken), str(self.folder / "none.log"), str(self.folder)):
            status, text = self.psc(path)
            self.assertEqual(status, 1, text)
            self.assertIn("refused: It can't be read", text)

    def test_interrupted_and_called_again(self):
        lines = [line(self.file, second=second) for second in range(10)]
        log, step = self.log(*lines), logs.write
        calls = iter((step, mock.Mock(side_effect=Busy())))
        with (
            mock.patch.object(logs, "LINES", 4),
            mock.patch.object(logs, "write", lambda *given: next(calls)(*given)),
            self.assertRaises(CouldNotRun),
        ):
            self.psc(log)
        self.assertEqual(self.total(), 4)
        self.psc(log)
        self.assertEqual(self.total(), 10)

    def test_two_at_the_same_time(self):
        log = self.log(*(line(self.file, second=second) for second in range(10)))
        data = pathlib.Path(log).read_bytes()
        one, other = (logs.Feed(self.center, io.BytesIO(data)).run() for _ in range(2))
        with mock.patch.object(logs, "LINES", 4):
            next(one)
            list(other)
            with self.assertRaises(logs.LogRefused):
                list(one)
        self.assertEqual(self.total(), 10)

    def test_where_nothing_is_counted(self):
        self.center.download_counts = "off"
        transaction.commit()
        with self.assertRaises(CouldNotRun):
            self.psc(self.log(line(self.file)))
        self.center.download_counts = "logs"
        transaction.commit()
        self.psc(self.log(line(self.file)))
        self.assertEqual(self.total(), 1)

    def test_one_center_is_meant(self):
        create_center(self.portal, "second")
        transaction.commit()
        with self.assertRaises(CouldNotRun):
            self.psc(self.log(line(self.file)))
        self.psc(self.log(line(self.file)), "--center", "/plone/software")
        self.assertEqual(self.total(), 1)

    def test_few_logs_are_remembered(self):
        with mock.patch.object(logs, "MOST_LOGS", 10):
            for number in range(12):
                self.psc(self.log(line(self.file, second=number)))
        self.assertEqual(len(downloads_of_center(self.center).logs), 10)
        self.assertEqual(self.total(), 12)
