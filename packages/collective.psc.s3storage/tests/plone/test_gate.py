"""A store that says nothing keeps one thread at a time."""

from botocore.exceptions import ReadTimeoutError
from collective.psc.s3storage.gate import Gate
from Products.PloneSoftwareCenter.storage.interfaces import StorageUnavailable
from unittest import mock

import unittest


class TestGate(unittest.TestCase):
    silence = ReadTimeoutError(endpoint_url="http://127.0.0.1/")

    def setUp(self):
        self.gate = Gate()
        self.clock = self.enterContext(mock.patch("collective.psc.s3storage.gate.time"))
        self.at(0)

    def at(self, seconds):
        self.clock.monotonic.return_value = seconds

    def begun(self, seconds):
        """Return a request that was let through."""
        self.at(seconds)
        request = {}
        self.gate.begin(request)
        return request

    def assert_closed(self, seconds):
        with self.assertRaises(StorageUnavailable):
            self.begun(seconds)

    def test_all_are_let_through_until_nothing_is_said(self):
        requests = [self.begun(second) for second in range(3)]
        self.gate.fail(ValueError("no XML"), requests[0])
        requests.append(self.begun(4))
        self.gate.fail(self.silence, requests[1])
        self.begun(5)
        self.assert_closed(6)

    def test_an_answer_opens_it(self):
        self.gate.fail(self.silence, self.begun(1))
        self.begun(2)
        self.assert_closed(3)
        self.gate.end()
        self.begun(4)
        self.begun(4)

    def test_who_asked_in_vain_lets_another_ask(self):
        self.gate.fail(self.silence, self.begun(1))
        self.gate.fail(self.silence, self.begun(2))
        self.begun(3)
        self.assert_closed(3)

    def test_one_request_without_an_answer_among_others_closes_nothing(self):
        slow = self.begun(1)
        self.begun(2)
        self.at(3)
        self.gate.end()
        self.at(11)
        self.gate.fail(self.silence, slow)
        self.begun(12)
        self.begun(12)

    def test_who_asks_and_never_ends_does_not_close_it_for_ever(self):
        self.gate.fail(self.silence, self.begun(1))
        self.begun(2)
        self.assert_closed(200)
        self.begun(300)
