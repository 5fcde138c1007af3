"""What ``psc import`` says and exits with."""

from Products.PloneSoftwareCenter.program import main
from Products.PloneSoftwareCenter.program.command import CouldNotRun
from Products.PloneSoftwareCenter.program.report import Report
from Products.PloneSoftwareCenter.pypi.errors_storage import NoSpace
from Products.PloneSoftwareCenter.testing import create_center
from Products.PloneSoftwareCenter.testing import OWNER
from Products.PloneSoftwareCenter.tests.archives import make_sdist
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.archives import wheel_bytes
from Products.PloneSoftwareCenter.tests.archives import wheel_name
from Products.PloneSoftwareCenter.tests.importing.other_server import Answer
from Products.PloneSoftwareCenter.tests.importing.other_server import OtherServer
from Products.PloneSoftwareCenter.tests.index.following import FollowingCase
from unittest import mock
from zope.component.hooks import getSite
from zope.component.hooks import setSite

import hashlib
import io
import json
import os
import random
import transaction


MB = 2**20


class TestImport(FollowingCase):
    def psc(self, *arguments):
        """Return (status, what was printed)."""
        commands = main.find_commands()
        options = main.make_parser(commands).parse_args(["import", *map(str, arguments)])
        out = io.StringIO()
        report = Report(out, io.StringIO(), as_json=options.json)
        self.addCleanup(setSite, getSite())
        try:
            status = main.run(self.layer["app"], commands["import"], options, report)
        finally:
            setSite(self.portal)
        report.close()
        return status, out.getvalue()

    def import_folder(self, *arguments):
        return self.psc(self.folder, "--owner", OWNER, *arguments)

    def test_all_is_well(self):
        make_wheel("demo", "1.0", folder=self.folder)
        make_sdist("other", "1.0", folder=self.folder)
        expected = "/plone/software: 2 would be imported, 0 were there, 0 refused.\n"
        self.assertEqual(self.import_folder("--dry-run"), (0, expected))
        expected = "/plone/software: 2 imported, 0 were there, 0 refused.\n"
        self.assertEqual(self.import_folder(), (0, expected))
        expected = "/plone/software: 0 imported, 2 were there, 0 refused.\n"
        self.assertEqual(self.import_folder(), (0, expected))

    def test_an_empty_folder(self):
        expected = "/plone/software: 0 imported, 0 were there, 0 refused.\n"
        self.assertEqual(self.import_folder(), (0, expected))

    def test_what_is_refused_is_told_with_the_reason(self):
        make_wheel("demo", "1.0", folder=self.folder)
        (self.folder / "bad-1.0.zip").write_bytes(b"garbage")
        (self.folder / "old-1.0.exe").write_bytes(b"MZ")
        (self.folder / "notes.txt").write_text("notes")
        status, text = self.import_folder()
        self.assertEqual(status, 1)
        self.assertIn("/plone/software: refused: bad-1.0.zip: Invalid distribution file.", text)
        self.assertIn("/plone/software: refused: old-1.0.exe: Indexes take", text)
        self.assertIn("1 imported, 0 were there, 2 refused.", text)
        (document,) = json.loads(self.import_folder("--json")[1])["centers"]
        self.assertEqual((document["imported"], document["there"]), (0, 1))
        self.assertEqual(document["other_files"], 1)
        self.assertEqual(
            sorted(one["place"] for one in document["refused"]), ["bad-1.0.zip", "old-1.0.exe"]
        )

    def test_odd_names_of_files_can_not_write_to_the_terminal(self):
        for name in (
            b"a-1.0\x1b[31m.zip",
            b"b-1.0\xff.zip",
            "d\u00e9-1.0.exe".encode(),
            b"c\n-1.zip",
        ):
            with open(os.path.join(os.fsencode(self.folder), name), "wb") as stream:
                stream.write(b"x")
        status, text = self.import_folder()
        self.assertEqual(status, 1)
        self.assertTrue(text.isascii())
        self.assertNotIn("\x1b", text)
        self.assertEqual(len(text.splitlines()), 5)
        self.assertEqual(
            len(json.loads(self.import_folder("--json")[1])["centers"][0]["refused"]), 4
        )

    def test_some_projects_of_a_folder(self):
        make_wheel("demo", "1.0", folder=self.folder)
        make_wheel("other", "1.0", folder=self.folder)
        status, _text = self.import_folder("--project", "Other")
        self.assertEqual((status, self.names()), (0, ["other"]))

    def test_limits_of_space_hold(self):
        for name, versions in (("alpha", ("1.0", "1.1")), ("beta", ("1.0",))):
            for version in versions:
                filling = random.Random(name + version).randbytes(3 * MB // 4)
                modules = {f"{name}.py": "", f"{name}.bin": filling}
                make_wheel(name, version, folder=self.folder, modules=modules)
        for limit, whose, imported in (
            ("max_project_space", "project", ["alpha", "beta"]),
            ("max_center_space", "center", ["alpha"]),
        ):
            with self.subTest(limit):
                self.center = create_center(self.portal, whose)
                setattr(self.center, limit, 1)
                transaction.commit()
                given = ("--center", f"/plone/{whose}")
                status, text = self.import_folder(*given)
                self.assertEqual((status, sorted(self.center.objectIds())), (1, imported))
                self.assertIn(f"The files of this {whose} may take 1 MB together", text)
                refused = 3 - len(imported)
                self.assertIn(f"{len(imported)} imported, 0 were there, {refused} refused.", text)
                setattr(self.center, limit, 4)
                transaction.commit()
                expected = f"{refused} imported, {len(imported)} were there, 0 refused.\n"
                self.assertEqual(self.import_folder(*given), (0, f"/plone/{whose}: {expected}"))

    def test_new_times(self):
        path = make_wheel("demo", "1.0", folder=self.folder)
        os.utime(path, (10**9, 10**9))
        self.import_folder("--new-times")
        (file,) = self.center["demo"]["1.0"].objectValues()
        self.assertGreater(file.upload_time.timestamp(), 1.6e9)

    def test_what_can_not_run(self):
        for arguments, words in (
            ((self.folder / "nowhere", "--owner", OWNER), "no folder"),
            ((self.folder, "--owner", "nobody-knows"), "no user nobody-knows"),
            ((self.folder, "--owner", "Reviewers"), "is a group"),
            (("http://127.0.0.1:1/simple", "--owner", OWNER), "--project"),
            (("gopher://x/", "--owner", OWNER, "--project", "x"), "http"),
        ):
            with self.subTest(words), self.assertRaisesRegex(CouldNotRun, words):
                self.psc(*arguments)

    def test_a_full_disk_stops_it(self):
        make_wheel("demo", "1.0", folder=self.folder)
        with (
            mock.patch(
                "Products.PloneSoftwareCenter.importing.take.receive", side_effect=NoSpace()
            ),
            self.assertRaisesRegex(CouldNotRun, "call it again"),
        ):
            self.import_folder()

    def test_several_centers(self):
        create_center(self.portal, "second")
        transaction.commit()
        make_wheel("demo", "1.0", folder=self.folder)
        with self.assertRaisesRegex(CouldNotRun, "--center"):
            self.import_folder()
        self.assertEqual(self.import_folder("--center", "/plone/second")[0], 0)
        self.assertEqual((self.names(), self.names(self.portal["second"])), ([], ["demo"]))

    def test_projects_of_another_index(self):
        self.enterContext(mock.patch.dict(os.environ, {"NETRC": os.devnull, "no_proxy": "*"}))
        other = self.enterContext(OtherServer())
        data, name = wheel_bytes("demo", "1.0"), wheel_name("demo", "1.0")
        other.answers[f"/simple/demo/{name}"] = Answer(data)
        hashes = {"sha256": hashlib.sha256(data).hexdigest()}
        other.page("demo", {"filename": name, "url": name, "hashes": hashes}, {"filename": 7})
        arguments = (other.url, "--owner", OWNER, "--project", "demo", "--project", "gone")
        status, text = self.psc(*arguments)
        self.assertEqual(status, 1)
        self.assertIn("refused: demo: An entry of the page can't be read", text)
        self.assertIn(f"refused: gone: {other.url}gone/ is answered 404.", text)
        self.assertIn("1 imported, 0 were there, 2 refused.", text)
        self.assertEqual(self.names(), ["demo"])
