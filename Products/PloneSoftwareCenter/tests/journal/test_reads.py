"""Reads of private files: in the journal where the center wants it, and written by no read."""

from Products.PloneSoftwareCenter.journal.reads import READS
from Products.PloneSoftwareCenter.testing import OWNER
from Products.PloneSoftwareCenter.tests.journal.case import JournalCase
from unittest import mock
from ZODB.POSException import ConflictError


class TestReads(JournalCase):
    def setUp(self):
        super().setUp()
        READS.write()
        self.path = self.wheel()
        self.publish("demo")
        self.file = f"/simple/demo/{self.path.name}"
        self.make_private()
        with self.changes():
            self.center.journal_reads = True

    def read(self, times=1, path=None, **headers):
        for _ in range(times):
            answer = self.owner.get(path or self.file, **headers)
            self.assertLess(answer.status, 400)

    def reads(self):
        READS.write()
        return self.told("user", "file", "times", kind="file-read")

    def test_a_read_is_told(self):
        self.read()
        self.assertEqual(self.reads(), [("file-read", OWNER, self.path.name, "")])
        entry = self.last("file-read")
        self.assertEqual((entry.project, entry.release, entry.address), ("demo", "1", "127.0.0.1"))
        self.assertEqual(entry.project_uid, self.center["demo"].UID())

    def test_a_read_writes_nothing_itself(self):
        before = self.center._p_jar.db().lastTransaction()
        self.read()
        self.assertEqual(self.center._p_jar.db().lastTransaction(), before)

    def test_reads_of_one_client_are_counted(self):
        self.read(3)
        self.assertEqual(self.reads(), [("file-read", OWNER, self.path.name, "3")])

    def test_the_token_is_told(self):
        self.client_with(self.make_token()).get(self.file)
        self.assertEqual(len(self.reads()), 1)
        self.assertEqual(self.last("file-read").token, self.token.token_id)

    def test_by_every_address_of_the_file(self):
        self.read(path=f"/packages/demo/{self.path.name}")
        self.assertEqual(len(self.reads()), 1)

    def test_pages_and_refused_reads_are_not_told(self):
        self.read(path="/simple/demo/")
        self.read(path=f"{self.file}.metadata")
        self.owner.head(self.file)
        self.assertEqual(self.nobody.get(self.file).status, 401)
        self.assertEqual(self.other.get(self.file).status, 403)
        self.assertEqual(self.reads(), [])

    def test_off_by_default(self):
        with self.changes():
            del self.center.journal_reads
        self.read()
        self.assertEqual(self.reads(), [])

    def test_public_files_are_not_told(self):
        with self.changes():
            self.portal.portal_workflow.doActionFor(self.center, "publish")
        self.read()
        self.assertEqual(self.reads(), [])

    def test_a_conflict_loses_none(self):
        self.read()
        with mock.patch.object(READS, "write_in", side_effect=ConflictError()):
            READS.write()
        self.read()
        self.assertEqual(self.reads(), [("file-read", OWNER, self.path.name, "2")])
