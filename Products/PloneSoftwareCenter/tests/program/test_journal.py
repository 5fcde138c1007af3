"""What ``psc journal`` writes out, and what it drops."""

from datetime import datetime
from datetime import timedelta
from datetime import UTC
from Products.PloneSoftwareCenter.journal.store import add_entry
from Products.PloneSoftwareCenter.program import main
from Products.PloneSoftwareCenter.program.command import CouldNotRun
from Products.PloneSoftwareCenter.program.report import Report
from Products.PloneSoftwareCenter.pypi.journal import Entry
from Products.PloneSoftwareCenter.testing import create_center
from Products.PloneSoftwareCenter.tests.maintenance.case import MaintenanceCase
from unittest import mock
from zope.component.hooks import getSite
from zope.component.hooks import setSite

import contextlib
import csv
import io
import json
import transaction


OLD = datetime.now(UTC) - timedelta(days=100)


class TestJournal(MaintenanceCase):
    def setUp(self):
        super().setUp()
        add_entry(self.center, Entry(OLD, "yanked", address="192.0.2.1", project="=demo"))
        transaction.commit()

    def psc(self, *arguments):
        """Return (status, what was printed)."""
        commands = main.find_commands()
        options = main.make_parser(commands).parse_args(["journal", *arguments])
        out = io.StringIO()
        report = Report(out, io.StringIO(), as_json=options.json)
        # the program leaves no site behind; these tests have one
        self.addCleanup(setSite, getSite())
        status = main.run(self.layer["app"], commands["journal"], options, report)
        report.close()
        setSite(self.portal)
        return status, out.getvalue()

    def rows(self, *arguments):
        status, text = self.psc(*arguments)
        self.assertEqual(status, 0)
        return list(csv.DictReader(io.StringIO(text, newline="")))

    def test_csv_is_the_newest_first_and_has_no_formulas(self):
        rows = self.rows()
        self.assertEqual([row["time"] for row in rows], sorted(row["time"] for row in rows)[::-1])
        self.assertEqual((rows[-1]["project"], rows[-1]["address"]), ("'=demo", ""))

    def test_it_is_narrowed(self):
        self.assertEqual({row["file"] for row in self.rows("--kind", "release-made")}, {""})
        self.assertEqual({row["project"] for row in self.rows("--project", "Demo")}, {"demo"})
        self.assertEqual(self.rows("--user", "nobody"), [])
        day = OLD.date().isoformat()
        self.assertEqual(len(self.rows("--since", day, "--until", day)), 1)

    def test_json_has_all_centers(self):
        create_center(self.portal, "second")
        transaction.commit()
        status, text = self.psc("--json")
        self.assertEqual(status, 0)
        centers = json.loads(text)["centers"]
        self.assertEqual([one["center"] for one in centers], ["/plone/second", "/plone/software"])
        self.assertEqual([one["kind"] for one in centers[0]["entries"]], ["center-made"])

    def test_csv_is_of_one_center(self):
        create_center(self.portal, "second")
        transaction.commit()
        with self.assertRaises(CouldNotRun):
            self.psc()
        self.assertEqual(len(self.rows("--center", "/plone/second")), 1)

    def test_addresses_are_dropped(self):
        said = (0, "/plone/software: 1 addresses dropped.\n")
        self.assertEqual(self.psc("--forget"), said)
        self.assertEqual(self.psc("--forget", "--json")[1].count('"dropped": 0'), 1)

    def test_a_wrong_day_or_kind_is_told(self):
        for arguments in (("--since", "yesterday"), ("--kind", "nonsense")):
            err = io.StringIO()
            with (
                mock.patch("sys.stderr", err),
                contextlib.suppress(SystemExit),
            ):
                self.psc(*arguments)
            self.assertIn("error: argument", err.getvalue())
