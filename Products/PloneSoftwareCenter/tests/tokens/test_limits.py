"""How many failed log-ins are let through, from where and for whom."""

from Products.PloneSoftwareCenter.tokens import limits
from Products.PloneSoftwareCenter.tokens.limits import Limits
from unittest import mock

import unittest


HOME = "192.0.2.1"
AWAY = "198.51.100.{}"


class TestLimits(unittest.TestCase):
    def setUp(self):
        self.now = 1000.0
        self.limits = Limits(clock=lambda: self.now)

    def fail(self, account="owen", address=HOME, times=1):
        for _ in range(times):
            wait = self.limits.fail(account, address)
        return wait

    def wait(self, account="owen", address=HOME):
        return self.limits.wait(account, address)

    def log_in(self, account="owen", address=HOME):
        self.limits.succeed(account, address)

    def test_ten_failures_close_an_account_to_an_address(self):
        self.assertEqual(self.fail(times=9), 0)
        self.assertEqual(self.wait(), 0)
        self.assertGreater(self.fail(), 0)
        self.assertGreater(self.wait(), 0)

    def test_for_five_minutes_after_the_first(self):
        self.fail()
        self.now += 200
        self.assertEqual(self.fail(times=9), 101)
        self.now += 99
        self.assertEqual(self.wait(), 2)
        self.now += 1
        self.assertEqual(self.wait(), 0)
        self.assertEqual(self.fail(times=9), 0)

    def test_two_who_ask_at_the_same_moment_when_the_time_is_up(self):
        self.fail()
        self.now += 300

        def keys_of(account, address, original=limits._keys):
            if account == "owen":
                # The other one is quicker.
                self.assertEqual(self.wait("mary"), 0)
            return original(account, address)

        with mock.patch.object(limits, "_keys", keys_of):
            self.assertEqual(self.wait("owen"), 0)

    def test_other_accounts_and_other_addresses_stay_open(self):
        self.fail(times=10)
        self.assertEqual(self.wait("mary"), 0)
        self.assertEqual(self.wait(address=AWAY.format(1)), 0)

    def test_log_in_begins_anew(self):
        self.fail(times=9)
        self.log_in()
        self.assertEqual(self.fail(times=9), 0)

    def test_many_addresses_close_an_account(self):
        for number in range(12):
            self.fail(address=AWAY.format(number), times=9)
        self.assertGreater(self.wait(address=AWAY.format(99)), 0)
        self.assertEqual(self.wait("mary", AWAY.format(99)), 0)

    def test_they_don_t_lock_its_user_out(self):
        self.log_in()
        for number in range(12):
            self.fail(address=AWAY.format(number), times=9)
        self.assertEqual(self.wait(), 0)

    def test_many_accounts_close_an_address(self):
        for number in range(100):
            self.fail(f"user{number}")
        self.assertGreater(self.wait(), 0)
        self.assertEqual(self.wait(address=AWAY.format(1)), 0)

    def test_whoever_logs_in_from_there_is_not_locked_out(self):
        self.log_in()
        for number in range(100):
            self.fail(f"user{number}")
        self.assertEqual(self.wait(), 0)
        self.assertGreater(self.wait("mary"), 0)

    def test_known_ones_have_their_own_limit(self):
        self.log_in()
        self.assertGreater(self.fail(times=10), 0)

    def test_same_account_and_same_client(self):
        for one, other in (
            (("owen", HOME), ("OWEN", HOME)),
            (("owen", HOME), (" owen ", HOME)),
            (("owen", HOME), ("owen", f"::ffff:{HOME}")),
            # who has one address of IPv6 has 2**64 of them
            (("owen", "2001:db8::1"), ("owen", "2001:db8::ffff:1")),
        ):
            with self.subTest(other):
                self.limits.forget()
                self.fail(*one, times=10)
                self.assertGreater(self.wait(*other), 0)

    def test_other_account_or_other_client(self):
        self.fail(times=10)
        self.fail(address="2001:db8:0:1::1", times=10)
        for other in (
            ("owen", AWAY.format(1)),
            ("mary", HOME),
            ("owen", "2001:db8:0:2::1"),
            ("owen", ""),
            ("owen", "unix socket"),
            ("\ud800", HOME),
        ):
            with self.subTest(other):
                self.assertEqual(self.wait(*other), 0)

    def test_when_all_is_over_nothing_is_kept(self):
        self.fail(times=10)
        self.log_in("mary")
        self.now += 300
        self.assertEqual(self.wait(), 0)
        self.assertEqual(len(self.limits._pairs) + len(self.limits._addresses), 0)
        self.assertEqual(len(self.limits._known), 1)

    def test_nothing_that_was_typed_is_kept(self):
        self.fail("a password, typed too early")
        self.assertNotIn(b"typed", repr(vars(self.limits)).encode())

    def test_memory_is_bounded(self):
        with mock.patch.object(limits, "SIZE", 50):
            for number in range(200):
                self.fail(f"user{number}")
                self.log_in(f"user{number}", AWAY.format(number % 250))
            kept = (self.limits._pairs, self.limits._accounts, self.limits._known)
        self.assertEqual([len(table) for table in kept], [50, 50, 50])
