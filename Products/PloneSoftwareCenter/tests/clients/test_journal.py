"""twine and uv, as the journal tells of them."""

from Products.PloneSoftwareCenter.journal.reads import READS
from Products.PloneSoftwareCenter.testing import OWNER
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.clients.driving import BIN
from Products.PloneSoftwareCenter.tests.clients.driving_pip import PipTest
from Products.PloneSoftwareCenter.tokens.header import TOKEN_USER
from Products.PloneSoftwareCenter.tokens.store import add_token
from Products.PloneSoftwareCenter.tokens.store import UPLOAD
from Products.PloneSoftwareCenter.tokens.text import parse_token_text

import hashlib


class TestJournal(PipTest):
    def setUp(self):
        super().setUp()
        with self.changes():
            token, text = add_token(
                self.center,
                user_id=OWNER,
                is_root_user=False,
                name="Build server",
                kind=UPLOAD,
                projects=(),
                expires=None,
            )
        self.token_id = token.token_id
        self.text = str(text)
        self.write_pypirc(user=TOKEN_USER, password=self.text)
        quiet = ("--non-interactive", "--disable-progress-bar", "--verbose")
        given = ("--token", self.text, "--trusted-publishing", "never")
        self.ways = {
            "twine": (BIN / "twine", "upload", *quiet, "-r", "center"),
            "uv": (BIN / "uv", "publish", *given, "--publish-url", self.url),
        }

    def told(self, kind):
        """Return the entries of a kind, as a manager downloads them."""
        return self.manager.get(f"/journal-export?form=json&kind={kind}").json

    def test_uploads_tell_who_what_and_with_which_client(self):
        for version, (client, way) in enumerate(self.ways.items(), 1):
            with self.subTest(client):
                path = make_wheel("demo", f"{version}.0", folder=self.folder)
                self.succeed(*way, path)
                entry = self.told("file-uploaded")[0]
                self.assertTrue(entry["client"].startswith(f"{client}/"), entry["client"])
                self.assertEqual(
                    (entry["user"], entry["token"], entry["address"], entry["file"]),
                    (OWNER, self.token_id, "127.0.0.1", path.name),
                )
                digest = hashlib.sha256(path.read_bytes()).hexdigest()
                self.assertEqual(entry["details"]["sha256"], digest)
        secret = parse_token_text(self.text).secret
        self.assertNotIn(secret, self.manager.get("/journal-export?form=csv").text)

    def test_reads_of_private_files_tell_who_has_them(self):
        path = make_wheel("demo", "1.0", folder=self.folder)
        self.publish(path)
        self.make_private()
        with self.changes():
            self.center.journal_reads = True
        READS.write()
        self.download("demo", index=self.with_credentials(f"{self.url}/simple/"))
        READS.write()
        (entry,) = self.told("file-read")
        self.assertTrue(entry["client"].startswith("pip/"), entry["client"])
        self.assertEqual((entry["user"], entry["file"]), (OWNER, path.name))
