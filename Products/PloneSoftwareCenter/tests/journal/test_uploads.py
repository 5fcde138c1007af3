"""What uploads and registers do, as the journal tells it."""

from Products.PloneSoftwareCenter.testing import OWNER
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.journal.case import JournalCase
from Products.PloneSoftwareCenter.tokens.text import parse_token_text

import hashlib


class TestUploads(JournalCase):
    def test_a_new_project_tells_all_that_was_made(self):
        path = self.wheel()
        answer = self.owner.upload(path)
        self.assertEqual(answer.status, 200)
        self.assertEqual(
            self.told("user", "project", "release", "file")[1:],
            [
                ("project-made", OWNER, "demo", "", ""),
                ("project-state", OWNER, "demo", "", ""),
                ("release-made", OWNER, "demo", "1.0", ""),
                ("file-uploaded", OWNER, "demo", "1.0", path.name),
                ("release-state", OWNER, "demo", "1.0", ""),
            ],
        )
        entry = self.last("file-uploaded")
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        self.assertEqual(entry.details["sha256"], digest)
        self.assertEqual(entry.address, "127.0.0.1")
        self.assertEqual(entry.project_uid, self.center["demo"].UID())

    def test_the_same_file_again_tells_nothing(self):
        path = self.wheel()
        self.owner.upload(path)
        before = self.told()
        self.owner.upload(path)
        self.assertEqual(self.told(), before)

    def test_a_refused_upload_tells_nothing(self):
        self.owner.upload(self.wheel())
        before = self.told()
        self.assertEqual(self.other.upload(self.wheel(version="2.0")).status, 403)
        self.assertEqual(self.told(), before)

    def test_the_token_of_an_upload_is_told_and_no_secret(self):
        text = self.make_token()
        self.client_with(text).upload(self.wheel())
        entry = self.last("file-uploaded")
        self.assertEqual((entry.user, entry.token), (OWNER, self.token.token_id))
        secret = parse_token_text(text).secret
        self.assertNotIn(secret, repr(self.entries()))

    def test_what_a_client_calls_itself_is_kept_safely(self):
        agent = "evil\t\x80[2J" + "x" * 1000
        self.owner.upload(self.wheel(), headers=[("User-Agent", agent)])
        entry = self.last("file-uploaded")
        self.assertTrue(entry.client.startswith("evil\\t\\x80[2Jxxx"))
        self.assertLess(len(entry.client), 300)

    def test_nobody_tells_another_address(self):
        self.owner.upload(self.wheel(), headers=[("X-Forwarded-For", "192.0.2.7")])
        self.assertEqual(self.last("file-uploaded").address, "127.0.0.1")

    def test_an_overwritten_file_has_both_digests_in_one_entry(self):
        with self.changes():
            self.center.overwrite_dev = True
        first = make_wheel("demo", "1.0.dev1", folder=self.folder, filling="one")
        before = hashlib.sha256(first.read_bytes()).hexdigest()
        self.owner.upload(first)
        first.unlink()
        second = make_wheel("demo", "1.0.dev1", folder=self.folder, filling="two")
        after = hashlib.sha256(second.read_bytes()).hexdigest()
        answer = self.owner.upload(second)
        self.assertEqual(answer.status, 200, answer.text)
        self.assertEqual(self.told("sha256", kind="file-uploaded"), [("file-uploaded", before)])
        self.assertEqual(
            self.told("sha256", "sha256_before", kind="file-replaced"),
            [("file-replaced", after, before)],
        )

    def test_links_to_downloads_elsewhere_tell_their_address(self):
        here, there = "https://one.example.org/a.zip", "https://other.example.org/a.zip"
        fields = [("metadata_version", "1.0"), ("name", "demo"), ("version", "1.0")]
        for url in (here, here, there):
            answer = self.owner.action("submit", [*fields, ("download_url", url)])
            self.assertEqual(answer.status, 200, answer.text)
        told = self.told("release", "file", "url", "before", "after")
        self.assertEqual(
            [one for one in told if one[0].startswith("link")],
            [
                ("link-made", "1.0", "download", here, "", ""),
                ("link-edited", "1.0", "download", "", here, there),
            ],
        )
