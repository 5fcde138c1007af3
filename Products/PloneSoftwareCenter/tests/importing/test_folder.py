"""What a folder of archives becomes."""

from datetime import datetime
from datetime import timedelta
from datetime import UTC
from Products.PloneSoftwareCenter.importing.stock import pieces
from Products.PloneSoftwareCenter.importing.stock import survey
from Products.PloneSoftwareCenter.index.consistency.parts import differences
from Products.PloneSoftwareCenter.index.names import find_record
from Products.PloneSoftwareCenter.index.queries import project_page
from Products.PloneSoftwareCenter.maintenance.stored import ALL_PARTS
from Products.PloneSoftwareCenter.people.owners import owners_of
from Products.PloneSoftwareCenter.pypi.model import FileEntry
from Products.PloneSoftwareCenter.pypi.model import ProjectPage
from Products.PloneSoftwareCenter.pypi.names import normalize_name
from Products.PloneSoftwareCenter.pypi.simple_json import write_project
from Products.PloneSoftwareCenter.tests.archives import make_egg
from Products.PloneSoftwareCenter.tests.archives import make_sdist
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.importing.case import ImportingCase
from Products.PloneSoftwareCenter.tests.importing.case import OTHER
from Products.PloneSoftwareCenter.tests.importing.case import OWNER
from unittest import mock

import hashlib
import os
import shutil
import transaction


MOMENT = datetime(2014, 5, 6, 7, 8, 9, tzinfo=UTC)
SIGNATURE = "-----BEGIN PGP SIGNATURE-----\n\niQ\n-----END PGP SIGNATURE-----\n"


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


class TestFolder(ImportingCase):
    def make(self, *parts, make=make_wheel, **words):
        """Make an archive of ``MOMENT`` in a folder below."""
        *folders, name, version = parts
        path = make(name, version, folder=self.folder.joinpath(*folders), **words)
        os.utime(path, (MOMENT.timestamp(),) * 2)
        return path

    def test_archives_of_all_kinds_in_all_folders_become_projects(self):
        self.make("demo", "1.0", make=make_sdist)
        self.make("a", "demo", "1.0")
        self.make("a", "b", "demo", "1.1", make=make_egg)
        self.make("a", "Other.Name", "2.0b1", make=make_sdist, extension=".zip")
        outcomes = self.outcomes()
        self.assertEqual(set(outcomes.values()), {"imported"})
        self.assertEqual(len(self.filenames("demo")), 3)
        self.assertEqual(self.filenames("other-name"), ["Other.Name-2.0b1.zip"])
        self.assertEqual(list(differences(self.center, ALL_PARTS)), [])

    def test_projects_that_are_made_get_all_owners_and_are_published(self):
        self.center.project_creation = "nobody"
        transaction.commit()
        self.make("demo", "1.0")
        self.import_folder((OWNER, OTHER))
        project = self.center["demo"]
        self.assertEqual(owners_of(project), sorted((OWNER, OTHER)))
        self.assertEqual(self.file("demo", "1.0").uploader, OWNER)
        self.assertEqual(self.names(), ["demo"])

    def test_projects_that_were_there_keep_their_owners(self):
        self.publish("demo", "1.0")
        before = owners_of(self.center["demo"])
        self.make("demo", "1.1")
        self.import_folder()
        self.assertEqual(owners_of(self.center["demo"]), before)
        self.assertEqual(len(self.filenames("demo")), 2)

    def test_the_time_of_the_file_is_that_of_its_upload_and_of_the_release(self):
        self.make("demo", "1.0")
        self.import_folder()
        self.assertEqual(self.file("demo", "1.0").upload_time, MOMENT)
        (shown,) = project_page(find_record(self.center, "demo")).files
        self.assertEqual(shown.upload_time, MOMENT)
        dated = self.center["demo"]["1.0"].effective_date
        self.assertEqual(dated.timeTime(), MOMENT.timestamp())

    def test_a_time_to_come_is_none(self):
        path = self.make("demo", "1.0")
        later = (datetime.now(UTC) + timedelta(days=2)).timestamp()
        os.utime(path, (later, later))
        (piece,) = pieces(survey(self.folder))
        self.assertIsNone(piece.upload_time)

    def test_a_second_run_finds_all_there_and_writes_nothing(self):
        self.make("demo", "1.0")
        self.make("demo", "1.0", make=make_sdist)
        self.import_folder()
        last = self.center._p_jar.db().lastTransaction()
        self.assertEqual(set(self.outcomes().values()), {"there"})
        self.assertEqual(self.center._p_jar.db().lastTransaction(), last)

    def test_a_run_that_was_killed_goes_on(self):
        for version in ("1.0", "1.1", "1.2"):
            self.make("demo", version)
        with (
            mock.patch(
                "Products.PloneSoftwareCenter.importing.take._finish",
                side_effect=[None, KeyboardInterrupt()],
            ),
            self.assertRaises(KeyboardInterrupt),
        ):
            self.import_folder()
        transaction.abort()
        self.assertEqual(len(self.filenames("demo")), 1)
        self.assertEqual(sorted(self.outcomes().values()), ["imported", "imported", "there"])
        self.assertEqual(list(differences(self.center, ALL_PARTS)), [])

    def test_dry_run_knows_what_it_has_let_pass(self):
        self.make("a", "foo-bar", "1.0")
        self.make("b", "foobar", "1.0")
        one = self.make("c", "demo", "1.0", make=make_sdist)
        # the same file in another folder, another one, and in another spelling
        (self.folder / "d").mkdir()
        shutil.copy2(one, self.folder / "d")
        self.make("e", "demo", "1.0", make=make_sdist, filling="# other")
        self.make("f", "side", "1.0", make=make_sdist)
        self.make("g", "Side", "1.0.0", make=make_sdist)
        would = self.import_folder(dry_run=True)
        self.assertEqual(would, self.import_folder())
        outcomes = [outcome for outcome, _reason in would[0].values()]
        self.assertEqual(
            [outcomes.count(one) for one in ("imported", "there", "refused")], [4, 1, 2], would
        )

    def test_dry_run_tells_the_same_and_writes_nothing(self):
        self.make("demo", "1.0")
        (self.folder / "demo-1.1.zip").write_bytes(b"garbage")
        last = self.center._p_jar.db().lastTransaction()
        would = self.import_folder(dry_run=True)
        self.assertEqual(self.center._p_jar.db().lastTransaction(), last)
        self.assertEqual(self.names(), [])
        self.assertEqual(self.import_folder(), would)

    def test_digests_beside_archives_are_compared(self):
        right = self.make("demo", "1.0")
        wrong = self.make("demo", "1.1")
        alone = self.make("a", "demo", "1.2")
        (self.folder / "SHA256SUMS").write_text(
            f"{sha256(right)}  {right.name}\n{'0' * 64}  {wrong.name}\n"
        )
        alone.with_name(f"{alone.name}.md5").write_text("0" * 32)
        (self.folder / "index").write_text(f"gone-1.0.zip#{'0' * 32}\nnotes.txt#{'0' * 32}\n")
        results, refused = self.import_folder()
        self.assertEqual(results[right.name], ("imported", ""))
        self.assertIn("sha256 digest", results[wrong.name][1])
        self.assertIn("md5 digest", results[f"a/{alone.name}"][1])
        missing = "A list of digests names it, but it is not there."
        self.assertEqual(refused, {"gone-1.0.zip": missing})

    def test_pages_of_a_copied_index_tell_time_digest_and_yanking(self):
        path = self.make("web", "demo", "1.0")
        other = self.make("web", "demo", "1.1")
        files = [
            FileEntry(
                filename=one.name,
                version=version,
                digests={"sha256": digest},
                size=1,
                upload_time=MOMENT - timedelta(days=3),
                packagetype="bdist_wheel",
                yanked="It hurts.",
            )
            for one, version, digest in ((path, "1.0", sha256(path)), (other, "1.1", "0" * 64))
        ]
        page = ProjectPage(name=normalize_name("demo"), versions=(), files=tuple(files))
        folder = self.folder / "simple" / "demo"
        folder.mkdir(parents=True)
        (folder / "index.v1_json").write_bytes(write_project(page))
        (folder / "index.html").write_text("<html>Something else</html>")
        results, refused = self.import_folder()
        self.assertEqual(refused, {})
        self.assertEqual(results[f"web/{path.name}"], ("imported", ""))
        self.assertEqual(results[f"web/{other.name}"][0], "refused")
        (shown,) = project_page(find_record(self.center, "demo")).files
        self.assertEqual(shown.yanked, "It hurts.")
        self.assertEqual(shown.upload_time, MOMENT - timedelta(days=3))

    def test_a_signature_beside_comes_along(self):
        path = self.make("demo", "1.0")
        path.with_name(f"{path.name}.asc").write_text(SIGNATURE)
        self.assertEqual(self.outcomes(), {path.name: "imported"})
        self.assertTrue(self.file("demo", "1.0").has_signature)

    def test_what_is_broken_foreign_or_evil_is_told_and_the_rest_comes_in(self):
        self.make("demo", "1.0")
        (self.folder / "demo-1.1-py3-none-any.whl").write_bytes(b"PK garbage")
        (self.folder / "demo-1.2.tar.gz").write_bytes(b"")
        (self.folder / "noversion.zip").write_bytes(b"PK")
        (self.folder / "demo-1.0.win32.exe").write_bytes(b"MZ")
        (self.folder / "demo-0.9.ZIP").write_bytes(b"PK")
        (self.folder / "notes.txt").write_text("notes")
        (self.folder / "demo-1.3-py3.11.egg").mkdir()
        (self.folder / "demo-1.3-py3.11.egg" / "inner-1.0.zip").write_bytes(b"")
        (self.folder / "demo-1.4.zip").symlink_to("/etc/passwd")
        (self.folder / "demo-1.5.zip").symlink_to("nowhere")
        os.mkfifo(self.folder / "demo-1.6.zip")
        (self.folder / "demo-1.7.zip").mkdir()
        self.make("renamed", "1.0", filename="other-1.0-py3-none-any.whl")
        results, refused = self.import_folder()
        self.assertEqual([key for key, (out, _) in results.items() if out == "imported"],
                         ["demo-1.0-py3-none-any.whl"])  # fmt: skip
        reasons = {**{key: reason for key, (_, reason) in results.items() if reason}, **refused}
        for place, words in {
            "demo-1.1-py3-none-any.whl": "Invalid distribution file",
            "demo-1.2.tar.gz": "Invalid distribution file",
            "noversion.zip": "Invalid file name",
            "demo-1.0.win32.exe": "sdists",
            "demo-0.9.ZIP": "small letters",
            "demo-1.3-py3.11.egg": "unpacked",
            "demo-1.4.zip": "leads out of the folder",
            "demo-1.5.zip": "leads nowhere",
            "demo-1.6.zip": "no file",
            "other-1.0-py3-none-any.whl": "Start filename",
        }.items():
            with self.subTest(place):
                self.assertIn(words, reasons.pop(place))
        self.assertEqual(reasons, {})
        self.assertEqual(self.names(), ["demo"])

    def test_a_description_that_fails_to_render_is_no_reason_any_more(self):
        broken = "Metadata-Version: 2.1\nName: demo\nVersion: 1.0\n\n`broken <x\n====\n"
        path = self.make("demo", "1.0", metadata=broken)
        with mock.patch("Products.PloneSoftwareCenter.pypi.checks.is_renderable", self.fail):
            self.assertEqual(self.outcomes(), {path.name: "imported"})

    def test_rules_of_the_center_hold(self):
        self.center.packagetypes = ("bdist_wheel",)
        self.center.max_file_size = 0
        transaction.commit()
        path = self.make("demo", "1.0")
        results, _refused = self.import_folder()
        self.assertIn("too large", results[path.name][1])
        self.center.max_file_size = 1
        transaction.commit()
        sdist = self.make("demo", "1.0", make=make_sdist)
        results, _refused = self.import_folder()
        self.assertEqual(results[path.name][0], "imported")
        self.assertIn("no files of type sdist", results[sdist.name][1])

    def test_a_release_is_open_by_the_times_of_elsewhere(self):
        self.center.days_open = 1
        transaction.commit()
        self.make("demo", "1.0")
        self.make("demo", "1.0", make=make_sdist)
        late = self.make("demo", "1.0", make=make_egg)
        later = (MOMENT + timedelta(days=2)).timestamp()
        os.utime(late, (later, later))
        results, _refused = self.import_folder()
        self.assertEqual(
            {key: out for key, (out, _) in results.items() if out == "refused"},
            {late.name: "refused"},
        )

    def test_a_file_that_was_deleted_does_not_come_back(self):
        path = self.make("demo", "1.0")
        self.import_folder()
        self.center["demo"]["1.0"].manage_delObjects([self.file("demo", "1.0").getId()])
        transaction.commit()
        self.assertEqual(self.outcomes(), {path.name: "refused"})
