"""When a token was last used: gathered, and written by nobody's request."""

from datetime import datetime
from datetime import timedelta
from datetime import UTC
from Products.PloneSoftwareCenter import batches
from Products.PloneSoftwareCenter.tests.tokens.case import TokenCase
from Products.PloneSoftwareCenter.tokens.store import revoke_token
from Products.PloneSoftwareCenter.tokens.store import Token
from Products.PloneSoftwareCenter.tokens.text import make_token_text
from Products.PloneSoftwareCenter.tokens.uses import PRECISION
from Products.PloneSoftwareCenter.tokens.uses import USES
from Products.PloneSoftwareCenter.tokens.uses import Uses
from unittest import mock
from ZODB.POSException import ConflictError

import threading
import unittest


NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


class TestUses(TokenCase):
    def setUp(self):
        super().setUp()
        USES.write()
        self.client = self.client_with(self.make_token())

    def last_used(self):
        self.refresh()
        return self.token.last_used

    def last_transaction(self):
        return self.center._p_jar.db().lastTransaction()

    def test_reading_writes_nothing(self):
        before = self.last_transaction()
        for _ in range(3):
            self.assertEqual(self.client.get("/simple/").status, 200)
        self.assertEqual(self.last_transaction(), before)
        self.assertIsNone(self.last_used())

    def test_it_is_written_later(self):
        before = datetime.now(UTC)
        self.client.get("/simple/")
        USES.write()
        self.assertTrue(before <= self.last_used() <= datetime.now(UTC))

    def test_nothing_gathered_writes_nothing(self):
        before = self.last_transaction()
        USES.write()
        self.assertEqual(self.last_transaction(), before)

    def test_soon_after_it_is_not_written_again(self):
        self.client.get("/simple/")
        USES.write()
        before = self.last_transaction()
        self.client.get("/simple/")
        USES.write()
        self.assertEqual(self.last_transaction(), before)

    def test_it_is_written_again_when_it_is_old(self):
        with self.changes():
            self.token.last_used = datetime.now(UTC) - 2 * PRECISION
        before = self.token.last_used
        self.client.get("/simple/")
        USES.write()
        self.assertGreater(self.last_used(), before)

    def test_uploads_count(self):
        self.client.upload(self.wheel())
        USES.write()
        self.assertIsNotNone(self.last_used())

    def test_a_token_that_is_refused_was_not_used(self):
        self.client_with(str(make_token_text())).get("/simple/")
        text = self.make_token(expires=datetime.now(UTC))
        self.client_with(text).get("/simple/")
        USES.write()
        self.assertIsNone(self.last_used())

    def test_token_that_was_revoked_meanwhile(self):
        self.client.get("/simple/")
        with self.changes():
            revoke_token(self.center, self.token)
        USES.write()
        with self.assertNoLogs(batches.logger, "ERROR"):
            USES.write()

    def test_a_conflict_is_nobodys_error(self):
        self.client.get("/simple/")
        with (
            mock.patch.object(USES, "write_in", side_effect=ConflictError()),
            self.assertNoLogs(batches.logger, "WARNING"),
        ):
            USES.write()

    def test_whatever_goes_wrong_the_next_ones_are_written(self):
        self.client.get("/simple/")
        with (
            mock.patch.object(USES, "write_in", side_effect=OSError("disk")),
            self.assertLogs(batches.logger, "ERROR"),
        ):
            USES.write()
        self.client.get("/simple/")
        USES.write()
        self.assertIsNotNone(self.last_used())

    def test_serving_process_writes_by_itself(self):
        gathered = Uses()
        written = threading.Event()
        with (
            mock.patch.object(batches, "DELAY", 0.01),
            mock.patch.object(gathered, "write", written.set),
        ):
            gathered.note(self.token)
            self.assertFalse(written.wait(0.05))
            gathered.is_serving = True
            gathered.note(self.token)
            self.assertTrue(written.wait(120))


class TestConflicts(unittest.TestCase):
    def state(self, **changed):
        made = Token(
            make_token_text(),
            site_uid="site",
            user_id="owen",
            is_root_user=False,
            name="n",
            kind="read",
            projects=(),
            expires=None,
        )
        return {**made.__getstate__(), **changed}

    def test_later_use_counts(self):
        old = self.state()
        saved = {**old, "last_used": NOW}
        new = {**old, "last_used": NOW + timedelta(minutes=1)}
        resolve = Token.__new__(Token)._p_resolveConflict
        self.assertEqual(resolve(old, saved, new), new)
        self.assertEqual(resolve(old, new, saved), new)

    def test_anything_else_is_a_conflict(self):
        old = self.state()
        saved = {**old, "last_used": NOW}
        new = {**saved, "kind": "upload"}
        with self.assertRaises(ConflictError):
            Token.__new__(Token)._p_resolveConflict(old, saved, new)
