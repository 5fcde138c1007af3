"""What the commands say and exit with, on the database of the test layer."""

from datetime import datetime
from datetime import UTC
from Products.PloneSoftwareCenter.index.names import center_index
from Products.PloneSoftwareCenter.index.update import files_of
from Products.PloneSoftwareCenter.index.update import sync_file
from Products.PloneSoftwareCenter.program import main
from Products.PloneSoftwareCenter.program.command import Command
from Products.PloneSoftwareCenter.program.command import CouldNotRun
from Products.PloneSoftwareCenter.program.command import path_of
from Products.PloneSoftwareCenter.program.report import Report
from Products.PloneSoftwareCenter.pypi.errors import Busy
from Products.PloneSoftwareCenter.testing import create_center
from Products.PloneSoftwareCenter.tests.maintenance.case import MaintenanceCase
from Products.PloneSoftwareCenter.tests.maintenance.damages import Broken
from Products.PloneSoftwareCenter.tests.maintenance.damages import bytes_lost
from Products.PloneSoftwareCenter.tests.maintenance.damages import name_not_in_the_list
from unittest import mock
from zope.component.hooks import getSite
from zope.component.hooks import setSite

import ast
import io
import json
import pathlib
import subprocess
import sys
import tempfile
import transaction
import unittest


INTERPRETER = """\
import getopt, sys
options, _arguments = getopt.getopt(sys.argv[1:], "Iic:m:")
compile(options[0][1], "psc", "exec")
print(options[0][1])
sys.exit(2)
"""


class Terminal(io.StringIO):
    def isatty(self):
        return True


class TestCommands(MaintenanceCase):
    def psc(self, *arguments, err=None):
        """Return (status, what was printed); ``self.err`` is what went to the other stream."""
        commands = main.find_commands()
        options = main.make_parser(commands).parse_args(arguments)
        out, self.err = io.StringIO(), err or io.StringIO()
        report = Report(out, self.err, as_json=options.json)
        # the program leaves no site behind; these tests have one
        self.addCleanup(setSite, getSite())
        status = main.run(self.layer["app"], commands[options.command], options, report)
        report.close()
        setSite(self.portal)
        return status, out.getvalue()

    def damage(self, *damages):
        for do in damages:
            do(Broken(self.center))
        transaction.commit()

    def test_nothing_is_wrong(self):
        self.assertEqual(
            self.psc("consistency"), (0, "/plone/software: records and content agree.\n")
        )
        self.assertEqual(self.err.getvalue(), "")
        self.assertEqual(self.psc("rebuild"), (0, "/plone/software: everything was right.\n"))

    def test_findings(self):
        self.damage(name_not_in_the_list, bytes_lost)
        status, text = self.psc("consistency")
        self.assertEqual(status, 1)
        self.assertIn("/plone/software: The name demo is missing in the list of names.\n", text)
        self.assertIn("2 found; psc rebuild mends 1 of them.", text)
        self.assertEqual(self.psc("consistency", "--records-only")[1].count("\n"), 2)

    def test_old_development_releases_are_deleted(self):
        kept = "/plone/software: development releases are kept for ever.\n"
        self.assertEqual(self.psc("expire"), (0, kept))
        self.publish("demo", "2.0.dev1")
        self.center.days_dev_kept = 1
        for file in files_of(self.center["demo"]["2.0.dev1"]):
            file.upload_time = datetime(2026, 1, 2, tzinfo=UTC)
            sync_file(file)
        transaction.commit()
        status, text = self.psc("expire", "--dry-run")
        self.assertEqual(status, 0)
        would = "/plone/software: would be deleted: demo 2.0.dev1, last file of 2026-01-02.\n"
        self.assertEqual(text, f"{would}/plone/software: 1 would be deleted.\n")
        document = json.loads(self.psc("expire", "--json")[1])
        (expired,) = document["centers"][0]["expired"]
        self.assertEqual((expired["name"], expired["version"]), ("demo", "2.0.dev1"))
        self.assertEqual(self.psc("expire"), (0, "/plone/software: 0 deleted.\n"))
        self.assertNotIn("2.0.dev1", self.center["demo"])

    def test_dry_run_writes_nothing(self):
        self.damage(name_not_in_the_list)
        last = self.center._p_jar.db().lastTransaction()
        status, text = self.psc("rebuild", "--dry-run")
        self.assertEqual(status, 1)
        self.assertIn("would be mended: The name demo", text)
        self.assertEqual(self.center._p_jar.db().lastTransaction(), last)

    def test_rebuild_of_names(self):
        self.damage(name_not_in_the_list)
        self.assertEqual(self.psc("rebuild", "side")[1], "/plone/software: everything was right.\n")
        self.assertNotIn("demo", center_index(self.center).listing)
        status, text = self.psc("rebuild", "Side", "Demo", "--json")
        self.assertEqual(status, 0)
        [done] = json.loads(text)["centers"]
        self.assertEqual([one["place"] for one in done["mended"]], ["demo"])
        self.assertIn("demo", center_index(self.center).listing)
        with self.assertRaisesRegex(CouldNotRun, "Nobody knows the name nope"):
            self.psc("rebuild", "nope")

    def test_what_a_person_must_decide_is_a_finding_of_a_rebuild_too(self):
        self.damage(lambda broken: setattr(broken.center["side"], "distributions", ("Demo",)))
        status, text = self.psc("rebuild")
        self.assertEqual(status, 1)
        self.assertIn("not mended: The projects demo and side both list the name demo", text)

    def test_others_who_write_without_pause(self):
        self.damage(name_not_in_the_list)
        busy = mock.patch(
            "Products.PloneSoftwareCenter.maintenance.rebuild.write", side_effect=Busy()
        )
        with busy, self.assertRaisesRegex(CouldNotRun, "call it again"):
            self.psc("rebuild")

    def test_progress_on_a_terminal_only(self):
        self.psc("consistency", err=Terminal())
        self.assertIn("100%", self.err.getvalue())
        self.assertTrue(self.err.getvalue().endswith("\r"))

    def test_all_centers_or_the_one_that_is_named(self):
        folder = self.portal[self.portal.invokeFactory("Folder", "folder")]
        create_center(folder, "second")
        transaction.commit()
        self.assertEqual(self.checked(), ["/plone/folder/second", "/plone/software"])
        second = "/plone/folder/second"
        self.assertEqual(self.checked("--center", second), [second])
        self.assertEqual(self.checked("--center", "plone/folder/second"), [second])
        self.assertEqual(len(self.checked("--site", "/plone")), 2)
        for wrong in (("--center", "/plone/folder"), ("--site", "/plone/folder"), ("--site", "/x")):
            with self.subTest(wrong), self.assertRaisesRegex(CouldNotRun, "There is no"):
                self.psc("consistency", *wrong)

    def checked(self, *arguments):
        document = json.loads(self.psc("consistency", "--json", *arguments)[1])
        return [one["center"] for one in document["centers"]]

    def test_commands_of_others(self):
        seen = []

        def run(task):
            seen.extend((path_of(center), getSite().getId()) for center in task.centers())
            return 0

        entry = mock.Mock(**{"load.return_value": Command("say where centers are", run)})
        entry.name = "where"
        with mock.patch.object(main, "entry_points", return_value=[entry]):
            self.assertEqual(self.psc("where"), (0, ""))
        self.assertEqual(seen, [("/plone/software", "plone")])


class TestInInstance(unittest.TestCase):
    def test_calls_the_program_with_the_configuration_of_the_instance(self):
        folder = self.enterContext(tempfile.TemporaryDirectory())
        interpreter = pathlib.Path(folder) / "interpreter"
        # Reads its options as the one that buildout makes.
        interpreter.write_text(INTERPRETER)
        control = mock.Mock(**{"environment.return_value": {}})
        control.options.python = sys.executable
        control.options.interpreter = str(interpreter)
        control.options.configfile = "etc/zope.conf"
        control.options.args = ["psc", "rebuild", "a name", "--json"]
        run = subprocess.run
        done = []

        def capture(*args, **options):
            done.append(run(*args, **options, capture_output=True, text=True))
            return done[0]

        with mock.patch.object(subprocess, "run", capture), self.assertRaises(SystemExit) as end:
            main.in_instance(control, "")
        self.assertEqual(end.exception.code, 2)
        arguments = ast.literal_eval(done[0].stdout.partition("main(")[2].strip()[:-1])
        self.assertEqual(arguments, ["--conf", "etc/zope.conf", "rebuild", "a name", "--json"])
