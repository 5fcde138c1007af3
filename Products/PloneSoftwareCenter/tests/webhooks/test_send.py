"""Sending: signed, bounded, and nowhere that is refused."""

from Products.PloneSoftwareCenter.pypi.hooks import is_signed
from Products.PloneSoftwareCenter.pypi.hooks import VARIABLE
from Products.PloneSoftwareCenter.tests.webhooks.receiver import Receiver
from Products.PloneSoftwareCenter.tests.webhooks.receiver import reply
from Products.PloneSoftwareCenter.webhooks import send as module
from Products.PloneSoftwareCenter.webhooks.send import MOST_READ
from Products.PloneSoftwareCenter.webhooks.send import send
from unittest import mock

import os
import socket
import time
import unittest


class TestSend(unittest.TestCase):
    def setUp(self):
        self.enterContext(mock.patch.dict(os.environ, {VARIABLE: "127.0.0.0/8, ::1"}))
        # A busy machine answers slowly.
        for name in ("TIMEOUT", "PATIENCE"):
            self.enterContext(mock.patch.object(module, name, 300))

    def send(self, url, **words):
        return send(url, "secret", "upload", "abc", b'{"a": 1}', **words)

    def test_it_is_signed_and_says_what_it_is(self):
        with Receiver() as receiver:
            outcome = self.send(receiver.url)
        self.assertEqual((outcome.status, outcome.text), (200, "fine"))
        self.assertTrue(outcome.is_delivered)
        ((headers, body),) = receiver.got
        self.assertEqual(body, b'{"a": 1}')
        self.assertEqual(headers["X-PSC-Event"], "upload")
        self.assertEqual(headers["X-PSC-Delivery"], "abc")
        self.assertEqual(headers["Content-Type"], "application/json")
        self.assertTrue(is_signed("secret", headers["X-PSC-Signature"], body, time.time()))
        self.assertNotIn("secret", str(headers))
        self.assertEqual(headers["Host"], f"localhost:{receiver.port}")

    def test_redirects_are_not_followed(self):
        with Receiver() as other:
            to_other = lambda handler: reply(handler, 307, Location=other.url)  # noqa: E731
            with Receiver(to_other) as receiver:
                outcome = self.send(receiver.url)
        self.assertEqual((outcome.status, outcome.is_delivered), (307, False))
        self.assertEqual(other.got, [])

    def test_of_an_answer_only_its_beginning_is_read(self):
        huge = lambda handler: reply(handler, 500, b"x" * 10_000_000)  # noqa: E731
        with Receiver(huge) as receiver:
            outcome = self.send(receiver.url)
        self.assertEqual((outcome.status, len(outcome.text)), (500, MOST_READ))

    def test_control_characters_are_not_kept(self):
        with Receiver(lambda handler: reply(handler, 400, b"a\x1b[31m\x00\xff")) as receiver:
            self.assertTrue(self.send(receiver.url).text.isprintable())

    def test_a_server_that_hangs_is_left(self):
        with Receiver(lambda handler: handler.server and receiver.over.wait(600)) as receiver:
            self.assertLeft(receiver.url)

    def test_a_server_that_drips_is_left(self):
        def drip(handler):
            handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
            while not receiver.over.wait(0.1):
                handler.wfile.write(b"X")
                handler.wfile.flush()

        with Receiver(drip) as receiver:
            self.assertLeft(receiver.url)

    def test_a_body_that_drips_is_left(self):
        def drip(handler):
            handler.wfile.write(b"HTTP/1.1 500 No\r\nContent-Length: 400\r\n\r\n")
            while not receiver.over.wait(0.1):
                handler.wfile.write(b"X")
                handler.wfile.flush()

        with Receiver(drip) as receiver:
            self.assertLeft(receiver.url)

    def test_a_handshake_that_drips_is_left(self):
        def drip(handler):
            # the head of a TLS record that is announced to be long
            handler.connection.sendall(b"\x16\x03\x03\x3f\xff")
            while not receiver.over.wait(0.1):
                handler.connection.sendall(b"\x00")

        with Receiver(drip, at_once=True) as receiver:
            self.assertLeft(receiver.url.replace("http:", "https:"))

    def assertLeft(self, url):
        with mock.patch.object(module, "PATIENCE", 1):
            begin = time.monotonic()
            outcome = self.send(url)
        self.assertLess(time.monotonic() - begin, 120)
        self.assertFalse(outcome.is_delivered)

    def test_what_is_no_http(self):
        with Receiver(lambda handler: handler.wfile.write(b"\x00\x01nonsense\r\n\r\n")) as receiver:
            outcome = self.send(receiver.url)
        self.assertEqual(outcome.status, 0)
        self.assertIn("There was no answer", outcome.text)

    def test_nobody_listens(self):
        # It is taken, so that nobody else is given it, by who does not listen.
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            url = f"http://127.0.0.1:{taken.getsockname()[1]}/hook"
            self.assertEqual(self.send(url).status, 0)

    def test_unknown_host(self):
        with mock.patch.object(socket, "getaddrinfo", side_effect=socket.gaierror("unknown")):
            outcome = self.send("https://nowhere.example/")
        self.assertEqual((outcome.status, outcome.text), (0, "The host is not known: unknown"))


class TestRefused(unittest.TestCase):
    def test_loopback_unless_the_server_allows_it(self):
        with Receiver() as receiver, mock.patch.dict(os.environ, {VARIABLE: ""}):
            for url in (receiver.url, receiver.url.replace("localhost", "127.0.0.1")):
                outcome = send(url, "secret", "upload", "abc", b"{}")
                self.assertIn("nothing is sent there", outcome.text)
        self.assertEqual(receiver.got, [])

    def test_a_host_with_one_good_and_one_bad_address(self):
        found = [(2, 1, 6, "", (address, 443)) for address in ("93.184.215.14", "10.0.0.1")]
        with mock.patch.object(socket, "getaddrinfo", return_value=found):
            outcome = send("https://example.org/", "secret", "upload", "abc", b"{}")
        self.assertIn("nothing is sent there", outcome.text)

    def test_the_address_that_was_looked_at_is_the_one_that_is_used(self):
        # A host whose name means something else the second time.
        good = [(2, 1, 6, "", ("93.184.215.14", 80))]
        bad = [(2, 1, 6, "", ("127.0.0.1", 80))]
        asked = []

        def connect(place, *_words):
            asked.append(place)
            raise OSError("not here")

        with (
            mock.patch.object(socket, "getaddrinfo", side_effect=[good, bad, bad]),
            mock.patch.object(socket, "create_connection", side_effect=connect),
        ):
            send("http://rebinding.example/", "secret", "upload", "abc", b"{}")
        self.assertEqual(asked, [("93.184.215.14", 80)])

    def test_a_setting_that_nobody_can_read_allows_nothing(self):
        with mock.patch.dict(os.environ, {VARIABLE: "10.0.0.0/99"}):
            outcome = send("https://93.184.215.14/", "secret", "upload", "abc", b"{}")
        self.assertEqual(outcome.status, 0)
        self.assertIn(VARIABLE, outcome.text)
