"""Deliveries: queued with what happened, sent once and again, by a clock of the tests."""

from Products.PloneSoftwareCenter.pypi.errors import InvalidHook
from Products.PloneSoftwareCenter.pypi.hooks import EVENTS
from Products.PloneSoftwareCenter.pypi.hooks import GIVEN_UP
from Products.PloneSoftwareCenter.pypi.hooks import PAUSES
from Products.PloneSoftwareCenter.tests.webhooks.case import DeliveryCase
from Products.PloneSoftwareCenter.tests.webhooks.case import URL
from Products.PloneSoftwareCenter.upload.status import set_status
from Products.PloneSoftwareCenter.webhooks import deliver
from Products.PloneSoftwareCenter.webhooks.deliver import deliver_due
from Products.PloneSoftwareCenter.webhooks.deliver import LEASE
from Products.PloneSoftwareCenter.webhooks.deliver import next_moment
from Products.PloneSoftwareCenter.webhooks.send import Outcome
from Products.PloneSoftwareCenter.webhooks.store import add_hook
from Products.PloneSoftwareCenter.webhooks.store import CENTERS
from Products.PloneSoftwareCenter.webhooks.store import drop_hook
from Products.PloneSoftwareCenter.webhooks.store import hooks_of
from Products.PloneSoftwareCenter.webhooks.store import KEPT
from Products.PloneSoftwareCenter.webhooks.store import queue
from Products.PloneSoftwareCenter.webhooks.store import send_again
from Products.PloneSoftwareCenter.webhooks.store import switch_off
from Products.PloneSoftwareCenter.webhooks.store import switch_on
from Products.PloneSoftwareCenter.webhooks.store import webhooks_of
from unittest import mock
from ZODB.POSException import ConflictError

import transaction


DAY = 24 * 3600


class TestQueue(DeliveryCase):
    def test_what_happens_is_told(self):
        self.hook()
        self.upload()
        self.edit(self.center["demo"]["1.0"], yanked=True, yanked_reason="Bad.")
        set_status(self.center["demo"], "archived", "Old.")
        self.deliver()
        told = {event: body for event, _id, body in self.got}
        self.assertEqual(set(told), set(EVENTS))
        upload = told["upload"]
        self.assertEqual(upload["release"], {"name": "demo", "version": "1.0"})
        self.assertEqual(upload["file"]["filename"], "demo-1.0-py3-none-any.whl")
        self.assertEqual(upload["project"]["url"], f"{self.url}/demo")
        self.assertEqual((told["yank"]["yanked"], told["yank"]["reason"]), (True, "Bad."))
        self.assertEqual(
            (told["status"]["status"], told["status"]["before"]), ("archived", "active")
        )
        self.assertEqual(len({delivery_id for _event, delivery_id, _body in self.got}), 4)

    def test_only_what_a_hook_is_for(self):
        self.upload("other")
        self.hook(("yank",))
        self.hook(("upload",), self.center["other"].UID())
        self.upload()
        self.assertEqual(self.deliver(), [])
        self.upload("other", "1.1")
        self.deliver()
        self.assertEqual([body["project"]["names"] for *_, body in self.got], [["other"]])

    def test_what_is_not_committed_is_not_told(self):
        self.hook()
        self.upload()
        self.deliver()
        self.got.clear()
        set_status(self.center["demo"], "archived", "Old.")
        transaction.abort()
        self.assertEqual(self.deliver(), [])

    def test_without_hooks_nothing_is_kept(self):
        self.upload()
        self.assertIsNone(webhooks_of(self.center))

    def test_wrong_hooks_are_refused(self):
        for url, kinds in (
            ("ftp://example.org", EVENTS),
            ("http://127.0.0.1:8080/hook", EVENTS),
            (URL, ()),
            (URL, ("nonsense",)),
        ):
            with self.assertRaises(InvalidHook):
                add_hook(self.center, url, kinds, "admin")

    def test_two_uploads_at_once_both_tell(self):
        hook = self.hook()
        self.upload()
        self.deliver()
        before = len(hook.deliveries)
        mine, theirs = (transaction.TransactionManager() for _ in range(2))
        for manager in (mine, theirs):
            connection = self.db.open(manager)
            self.addCleanup(connection.close)
            found = connection.get(self.center._p_oid)._psc_webhooks
            one = found.hooks[hook.hook_id]
            deliver_id = f"{id(manager):x}"
            queue(found, one, "upload", deliver_id, b"{}", self.clock)
        mine.commit()
        theirs.commit()
        transaction.begin()
        self.assertEqual(len(hook.deliveries), before + 2)


class TestAgain(DeliveryCase):
    def setUp(self):
        super().setUp()
        self.one = self.hook(("upload",))
        self.upload()

    @property
    def delivery(self):
        (found,) = self.one.deliveries.values()
        return found

    def test_failed_ones_are_sent_again_after_growing_pauses(self):
        self.answers = [Outcome(500, "broken"), Outcome(0, "no answer")]
        self.assertEqual(len(self.deliver()), 1)
        self.assertEqual(self.deliver(), [])
        self.assertAlmostEqual(next_moment(self.db), self.clock + PAUSES[0])
        self.clock += PAUSES[0]
        self.assertEqual(len(self.deliver()), 1)
        self.clock += PAUSES[1] - 1
        self.assertEqual(self.deliver(), [])
        self.clock += 1
        (sent,) = self.deliver()
        self.assertTrue(sent.outcome.is_delivered)
        self.assertEqual(
            [a[1:] for a in self.delivery.attempts],
            [(500, "broken"), (0, "no answer"), (200, "fine")],
        )
        self.assertEqual(len({delivery_id for _event, delivery_id, _body in self.got}), 1)
        self.assertEqual(self.waiting, [])
        self.assertIsNone(next_moment(self.db))

    def fail_for(self, seconds, step=600):
        self.answers = [Outcome(500, "broken")] * 1000
        for _step in range(seconds // step + 1):
            self.deliver()
            self.clock += step
        self.answers = []

    def test_after_a_day_of_500_all_of_it_is_sent(self):
        self.upload(version="2.0")
        self.fail_for(DAY)
        self.assertTrue(self.one.is_active)
        # the pauses have grown to half a day
        self.clock += PAUSES[-1]
        self.assertEqual([one.outcome.is_delivered for one in self.deliver()], [True, True])
        self.assertEqual(self.waiting, [])

    def test_longer_switches_it_off_and_what_waits_is_sent_later(self):
        # by a clock that looks every ten minutes
        self.fail_for(GIVEN_UP + DAY // 4)
        self.assertFalse(self.one.is_active)
        self.assertIn("500 broken", self.one.switched_off)
        self.assertEqual(len(self.delivery.attempts), len(PAUSES) + 1)
        # What happens now is not told; what has waited goes on waiting.
        self.upload(version="2.0")
        self.assertEqual(self.waiting, [self.delivery])
        self.assertEqual(self.deliver(), [])
        self.assertIsNone(next_moment(self.db))
        switch_on(self.one, self.clock)
        self.clock += 1
        (sent,) = self.deliver()
        self.assertTrue(sent.outcome.is_delivered)
        self.assertEqual((self.delivery.state, self.waiting), ("delivered", []))

    def test_switched_on_and_failing_again_has_all_its_attempts(self):
        # by a clock that looks every ten minutes
        self.fail_for(GIVEN_UP + DAY // 4)
        switch_on(self.one, self.clock)
        self.clock += 1
        self.fail_for(0)
        self.assertTrue(self.one.is_active)
        self.assertEqual((self.delivery.state, self.delivery.failures), ("waiting", 1))

    def test_one_that_nobody_takes_keeps_no_others_and_is_given_up(self):
        self.assertEqual(len(self.waiting), 1)
        poison = self.delivery

        def taken_unless_poison(_url, _secret, _event, delivery_id, _body, _now):
            is_poison = delivery_id == poison.delivery_id
            return Outcome(500, "broken") if is_poison else Outcome(200, "fine")

        self.sender = taken_unless_poison
        for pause in PAUSES:
            self.deliver()
            self.upload(version=f"9.{len(self.one.deliveries)}")
            self.clock += pause
        self.deliver()
        self.assertEqual((poison.state, self.waiting), ("failed", []))
        self.assertTrue(self.one.is_active)
        self.sender = super().sender
        send_again(self.center, poison, self.clock)
        (sent,) = self.deliver()
        self.assertTrue(sent.outcome.is_delivered)

    def test_a_dead_hook_is_tried_once_in_a_while_whatever_waits(self):
        for number in range(5):
            self.upload(version=f"4.{number}")
        self.fail_for(3600, step=60)
        tries = sum(len(one.attempts) for one in self.one.deliveries.values())
        # after 10 s, 1, 5 and twice 30 minutes
        self.assertLessEqual(tries, 6)
        self.assertGreater(next_moment(self.db), self.clock - 60)

    def test_a_hook_that_fails_does_not_keep_others(self):
        self.hook(("upload",), url="https://other.example/")
        self.upload(version="2.0")
        self.answers = [Outcome(500, "broken")]
        sent = self.deliver()
        self.assertIn(True, [one.outcome.is_delivered for one in sent])

    def test_two_processes_send_it_once(self):
        transaction.commit()

        def slow(*words):
            # While we send, another process looks.
            self.got.append(words)
            self.assertEqual(deliver_due(self.db, now=lambda: self.clock, sender=self.sender), [])
            return Outcome(200, "fine")

        deliver_due(self.db, now=lambda: self.clock, sender=slow)
        self.assertEqual(len(self.got), 1)

    def test_who_dies_while_sending_leaves_it_to_others(self):
        transaction.commit()
        dying = mock.patch.object(deliver, "_keep", side_effect=SystemError)
        with dying, self.assertRaises(SystemError):
            deliver_due(self.db, now=lambda: self.clock, sender=self.sender)
        self.assertEqual(self.deliver(), [])
        self.clock += LEASE
        self.assertEqual(len(self.deliver()), 1)
        self.assertEqual(len({delivery_id for _event, delivery_id, _body in self.got}), 1)

    def test_conflict_while_taking_it_leaves_it_to_the_other(self):
        transaction.commit()
        with mock.patch.object(deliver, "_write", side_effect=ConflictError):
            self.assertEqual(deliver_due(self.db, now=lambda: self.clock, sender=self.sender), [])
        self.assertEqual(self.got, [])

    def test_switched_off_in_between_is_not_sent(self):
        switch_off(self.one)
        self.assertEqual(self.deliver(), [])
        self.assertEqual(self.delivery.state, "waiting")

    def test_old_ones_are_dropped(self):
        with mock.patch.object(deliver, "KEPT", 3):
            for number in range(5):
                self.upload(version=f"3.{number}")
                self.deliver()
        self.assertEqual(len(self.one.deliveries), 3)
        self.assertLess(3, KEPT)

    def test_a_deleted_hook_tells_nothing(self):
        drop_hook(self.center, self.one)
        self.assertEqual(self.deliver(), [])

    def test_a_deleted_project_takes_its_hooks_along(self):
        mine = self.hook(("upload",), self.center["demo"].UID())
        self.center.manage_delObjects(["demo"])
        hooks = list(webhooks_of(self.center).hooks)
        self.assertEqual(hooks, [self.one.hook_id])
        self.assertNotIn(mine.hook_id, hooks)
        self.assertEqual(hooks_of(self.center), [self.one])

    def test_a_deleted_center_is_forgotten(self):
        root = self.center._p_jar.root()
        self.assertIn(self.center._p_oid, root[CENTERS])
        oid = self.center._p_oid
        self.portal.manage_delObjects(["software"])
        self.assertNotIn(oid, root[CENTERS])
