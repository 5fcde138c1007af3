"""``psc mirror`` and ``psc-mirror sync``: the whole tree, as often as one likes."""

from argparse import ArgumentParser
from collective.psc.mirroring.site import command
from collective.psc.mirroring.site.command import COMMAND
from collective.psc.mirroring.site.settings import set_path
from Products.PloneSoftwareCenter.program.command import CLEAN
from Products.PloneSoftwareCenter.program.command import CouldNotRun
from Products.PloneSoftwareCenter.program.command import FINDINGS
from Products.PloneSoftwareCenter.program.command import Task
from Products.PloneSoftwareCenter.program.report import Report
from Products.PloneSoftwareCenter.tests.archives import make_sdist
from tests.plone.mirrored import MirroredCenter
from tests.sites import contents
from unittest import mock

import io
import json
import shutil


class Terminal(io.StringIO):
    def isatty(self):
        return True


class TestSync(MirroredCenter):
    def setUp(self):
        super().setUp()
        self.publish(make_sdist("alpha", "1.0", folder=self.folder))
        self.keep()

    def sync(self, *words, err=None):
        """Run the command; return (exit status, what it printed)."""
        parser = ArgumentParser()
        parser.add_argument("--json", action="store_true")
        COMMAND.add_arguments(parser)
        options = parser.parse_args(words)
        out = io.StringIO()
        report = Report(out, err or io.StringIO(), as_json=options.json)
        status = COMMAND.run(Task(((self.portal, self.center),), options, report))
        report.close()
        return status, out.getvalue()

    def test_second_time_there_is_nothing_to_do(self):
        shutil.rmtree(self.tree.www)
        status, told = self.sync()
        self.assertEqual(status, CLEAN)
        self.assertIn("/plone/software: written: alpha\n", told)
        self.assert_same()
        self.assertIn(f"0 written, in {self.tree.www}", self.sync()[1])

    def test_dry_run_says_it_and_writes_nothing(self):
        page = self.tree.project("alpha") / "index.html"
        page.write_text("damaged")
        before = contents(self.tree.path)
        status, told = self.sync("--dry-run")
        self.assertEqual(status, CLEAN)
        self.assertIn("would be written: alpha", told)
        self.assertEqual(contents(self.tree.path), before)
        self.sync()
        self.assertIn("0 would be written", self.sync("--dry-run")[1])

    def test_dry_run_of_each_damage(self):
        damages = (
            lambda: self.tree.file("alpha", "alpha-1.0.tar.gz").unlink(),
            lambda: (self.tree.project("alpha") / "stranger").touch(),
            lambda: self.tree.json_page("alpha").unlink(),
            lambda: shutil.rmtree(self.tree.project("alpha")),
        )
        for number, damage in enumerate(damages):
            with self.subTest(number):
                damage()
                self.assertIn("would be written: alpha", self.sync("--dry-run")[1])
                self.assertIn("written: alpha", self.sync()[1])
                self.assert_same()

    def test_json(self):
        [tree] = json.loads(self.sync("--json")[1])["trees"]
        self.assertEqual((tree["path"], tree["changed"]), (str(self.tree.path), []))

    def test_progress_on_a_terminal(self):
        terminal = Terminal()
        self.sync(err=terminal)
        self.assertIn("100%", terminal.getvalue())

    def test_nothing_configured(self):
        with self.changes():
            set_path(self.center, None)
        status, told = self.sync()
        self.assertEqual((status, told), (CLEAN, "/plone/software: is not mirrored.\n"))

    def test_what_could_not_be_written_is_a_finding(self):
        blobs = self.center._psc_blobs
        with self.changes():
            blobs.pop(self.center["alpha"]["1.0"]["alpha-1.0.tar.gz"].storage_key)
        shutil.rmtree(self.tree.www)
        status, told = self.sync()
        self.assertEqual(status, FINDINGS)
        self.assertIn("not written: alpha: ", told)

    def test_folder_that_can_not_be_written(self):
        shutil.rmtree(self.tree.path)
        with self.assertRaisesRegex(CouldNotRun, "make the folder first"):
            self.sync()

    def test_sync_is_psc_mirror(self):
        with mock.patch.object(command, "main") as main:
            command.sync_command(["--dry-run"])
            command.sync_command(["--dry-run", "--conf", "zope.conf"])
        self.assertEqual(
            [call.args[0] for call in main.mock_calls],
            [["mirror", "--dry-run"], ["--conf", "zope.conf", "mirror", "--dry-run"]],
        )
