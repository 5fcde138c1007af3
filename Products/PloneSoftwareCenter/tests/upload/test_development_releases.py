"""Files of development releases may be overwritten, where the center allows it."""

from datetime import timedelta
from Products.PloneSoftwareCenter.index.consistency.parts import differences
from Products.PloneSoftwareCenter.index.update import sync_file
from Products.PloneSoftwareCenter.interfaces import IFileReplacedEvent
from Products.PloneSoftwareCenter.maintenance.stored import ALL_PARTS
from Products.PloneSoftwareCenter.tests.archives import make_sdist
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.served import ServedCenter
from zope.component import getGlobalSiteManager

import hashlib


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


class TestOverwriting(ServedCenter):
    def setUp(self):
        super().setUp()
        with self.changes():
            self.center.overwrite_dev = True
        self.events = []
        manager = getGlobalSiteManager()
        manager.registerHandler(self.note, (IFileReplacedEvent,))
        self.addCleanup(manager.unregisterHandler, self.note, (IFileReplacedEvent,))

    def note(self, event):
        new = dict(event.object.digests)
        self.events.append((event.replaced["sha256"], new["sha256"], event.release.version))

    def wheels(self, version="1.0.dev1", **words):
        first = make_wheel("demo", version, folder=self.folder)
        second = make_wheel("demo", version, folder=self.folder / "2", filling="2", **words)
        return first, second

    def test_other_bytes_take_the_place_of_the_first(self):
        first, second = self.wheels(requires_python=">=3.12")
        self.assertEqual(self.owner.upload(first).status, 200)
        answer = self.owner.upload(second)
        self.assertEqual(answer.status, 200, answer.text)
        self.assertIn(f"Replaced Release File: {first.name}", answer.text)
        (file,) = self.files("demo")
        self.assertEqual(file["hashes"]["sha256"], sha256(second))
        self.assertEqual(file["requires-python"], ">=3.12")
        page = f"/simple/demo/{first.name}"
        self.assertEqual(self.nobody.get(page).body, second.read_bytes())
        metadata = self.nobody.get(f"{page}.metadata").body
        self.assertEqual(file["core-metadata"]["sha256"], hashlib.sha256(metadata).hexdigest())
        self.assertEqual(self.events, [(sha256(first), sha256(second), "1.0.dev1")])
        self.refresh()
        # the bytes of before are gone
        self.assertEqual(len(self.center._psc_blobs), 1)
        self.assertEqual(list(differences(self.center, ALL_PARTS)), [])

    def test_same_bytes_again_do_nothing(self):
        first, _second = self.wheels()
        self.owner.upload(first)
        answer = self.owner.upload(first)
        self.assertEqual((answer.status, answer.text), (200, ""))
        self.assertEqual(self.events, [])

    def test_other_releases_never_change(self):
        for version in ("1.0", "1.0a1"):
            with self.subTest(version):
                first, second = self.wheels(version)
                self.assertEqual(self.owner.upload(first).status, 200)
                answer = self.owner.upload(second)
                self.assertEqual(answer.status, 409)
                self.assertTrue(answer.text.startswith("File already exists"))

    def test_without_the_rule_nothing_changes(self):
        with self.changes():
            self.center.overwrite_dev = False
        first, second = self.wheels()
        self.owner.upload(first)
        self.assertEqual(self.owner.upload(second).status, 409)

    def test_deleted_names_and_other_spellings_stay_used(self):
        first, second = self.wheels()
        self.owner.upload(first)
        spelled = make_wheel("demo", "1.0.0.dev1", folder=self.folder, filling="3")
        answer = self.owner.upload(spelled)
        self.assertEqual(answer.status, 409)
        self.assertTrue(answer.text.startswith("File already exists"))
        with self.changes():
            self.center["demo"].manage_delObjects(["1.0.dev1"])
        for wheel in (first, second, spelled):
            answer = self.owner.upload(wheel)
            self.assertEqual(answer.status, 409)
            self.assertIn("previously used", answer.text)

    def test_what_may_change_is_asked_for_each_time(self):
        for name in ("1.0.dev1", "1.0"):
            self.owner.upload(make_wheel("demo", name, folder=self.folder))
        development = "/simple/demo/demo-1.0.dev1-py3-none-any.whl"
        final = "/simple/demo/demo-1.0-py3-none-any.whl"
        for path, kept in ((development, "public, no-cache"), (final, "immutable")):
            for ending in ("", ".metadata"):
                answer = self.nobody.get(path + ending)
                self.assertIn(kept, answer.headers["Cache-Control"])
        with self.changes():
            self.center.overwrite_dev = False
        answer = self.nobody.get(development)
        self.assertIn("immutable", answer.headers["Cache-Control"])


class TestOpenReleases(ServedCenter):
    def setUp(self):
        super().setUp()
        with self.changes():
            self.center.days_open = 14
        self.wheel = make_wheel("demo", "1.0", folder=self.folder)
        self.sdist = make_sdist("demo", "1.0", folder=self.folder)
        self.assertEqual(self.owner.upload(self.wheel).status, 200)

    def age(self, days, version="1.0"):
        """Have the first file uploaded so many days ago."""
        with self.changes():
            file = self.center["demo"][version][self.wheel.name]
            file.upload_time -= timedelta(days=days)
            sync_file(file)

    def test_young_release_takes_more_files(self):
        self.age(13)
        self.assertEqual(self.owner.upload(self.sdist).status, 200)

    def test_old_one_takes_none(self):
        self.age(15)
        answer = self.owner.upload(self.sdist)
        self.assertEqual(answer.status, 403)
        self.assertEqual(
            answer.text.strip(),
            "Release 1.0 of demo takes no more files: its first one is older than 14 days."
            " Make a new version.",
        )
        self.assertEqual(self.filenames("demo"), [self.wheel.name])
        newer = make_wheel("demo", "1.1", folder=self.folder)
        self.assertEqual(self.owner.upload(newer).status, 200)

    def test_same_file_again_is_200_as_ever(self):
        self.age(15)
        self.assertEqual(self.owner.upload(self.wheel).status, 200)

    def test_old_file_that_may_be_overwritten_is(self):
        with self.changes():
            self.center.overwrite_dev = True
        self.wheel = make_wheel("demo", "1.0.dev1", folder=self.folder)
        self.assertEqual(self.owner.upload(self.wheel).status, 200)
        self.age(15, "1.0.dev1")
        other = make_wheel("demo", "1.0.dev1", folder=self.folder / "2", filling="2")
        self.assertEqual(self.owner.upload(other).status, 200)
