from Products.PloneSoftwareCenter.road.answers import Sent
from Products.PloneSoftwareCenter.tests.road.served_road import PATIENCE
from Products.PloneSoftwareCenter.tests.road.served_road import RoadTest
from Products.PloneSoftwareCenter.tests.road.served_road import Storage
from unittest.mock import patch

import socket
import threading
import time
import unittest


#: longer than what a socket takes at once, shorter than what is left to a thread
LONG = b"long " * 50_000
TOO_LONG = b"x" * (1 << 19)
BODIES = {"/simple/": b"list", "/simple/long/": LONG, "/simple/too-long/": TOO_LONG}


class AtOnceTest(RoadTest):
    paths = tuple(BODIES)

    def sent_for(self, environ):
        path = environ["PATH_INFO"]
        if environ.get("HTTP_IF_NONE_MATCH"):
            return Sent("304 Not Modified", [("ETag", '"one"')], b"", True)
        if path not in BODIES:
            return None
        headers = [("Content-Type", "text/plain"), ("Content-Length", str(len(BODIES[path])))]
        return Sent(
            "200 OK", headers, b"" if environ["REQUEST_METHOD"] == "HEAD" else BODIES[path], True
        )


class TestAtOnce(AtOnceTest):
    def test_a_kept_answer_is_as_a_thread_sends_it(self):
        first = self.ask("GET", "/simple/", Connection="keep-alive", Accept="a/b")
        second = self.ask("GET", "/simple/", Connection="keep-alive", Accept="a/b")
        self.assertEqual(self.at_once, [b"list"])
        self.assertEqual((second.status, second.reason, second.body), (200, "OK", b"list"))
        names = [sorted((k.lower(), v) for k, v in each.getheaders()) for each in (first, second)]
        self.assertEqual([dict(each).keys() for each in names], [dict(names[0]).keys()] * 2)

    def test_many_on_one_connection(self):
        with self.connected() as server:
            for _ in range(50):
                server.request("GET", "/simple/")
                self.assertEqual(server.getresponse().read(), b"list")
        self.assertEqual(self.at_once, [b"list"] * 50)

    def test_more_than_the_socket_takes(self):
        for _ in range(3):
            self.assertEqual(self.ask("GET", "/simple/long/").body, LONG)
        self.assertEqual(self.at_once, [LONG] * 3)

    def test_a_client_that_leaves_in_the_middle(self):
        with socket.create_connection(("127.0.0.1", self.port), PATIENCE) as server:
            server.sendall(b"GET /simple/long/ HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n" % self.port)
        self.assertEqual(self.ask("GET", "/simple/").body, b"list")

    def test_what_is_too_long_is_sent_by_a_thread(self):
        self.assertEqual(self.ask("GET", "/simple/too-long/").body, TOO_LONG)
        self.assertEqual(self.at_once, [])

    def test_head_has_the_length_and_no_body(self):
        self.ask("HEAD", "/simple/")
        answer = self.ask("HEAD", "/simple/")
        self.assertEqual((answer.headers["Content-Length"], answer.body), ("4", b""))
        self.assertEqual(self.at_once, [b""])

    def test_304_leaves_the_connection_open(self):
        self.ask("GET", "/simple/", If_None_Match='"one"')
        with self.connected() as server:
            for _ in range(2):
                server.request("GET", "/simple/", headers={"If-None-Match": '"one"'})
                answer = server.getresponse()
                self.assertEqual((answer.status, answer.read()), (304, b""))
                self.assertFalse(answer.will_close)
        self.assertEqual(self.at_once, [b"", b""])

    def test_close_is_done_and_said(self):
        told = self.read_all(b"GET /simple/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        self.assertIn(b"\r\nConnection: close\r\n", told)
        self.assertTrue(told.endswith(b"\r\n\r\nlist"))

    def test_what_is_not_plain_goes_to_a_thread(self):
        for name, lines in (
            ("HTTP/1.0", b"GET /simple/ HTTP/1.0\r\nHost: x\r\n"),
            ("upgrade", b"GET /simple/ HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\n"),
            ("log-in", b"GET /simple/ HTTP/1.1\r\nHost: x\r\nAuthorization: Basic eDp4\r\n"),
            ("cookie", b"GET /simple/ HTTP/1.1\r\nHost: x\r\nCookie: a=b\r\n"),
            ("part", b"GET /simple/ HTTP/1.1\r\nHost: x\r\nRange: bytes=0-1\r\n"),
            ("POST", b"POST /simple/ HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n"),
            ("elsewhere", b"GET /other HTTP/1.1\r\nHost: x\r\n"),
            ("not HTTP", b"what?\r\n"),
        ):
            with self.subTest(name):
                self.assertIn(b"HTTP/1", self.converse(lines + b"\r\n", 8))
        self.assertEqual(self.at_once, [])

    def test_answers_keep_the_order_of_requests_that_come_together(self):
        lines = b""
        for path in (b"/simple/", b"/other", b"/simple/long/", b"/other", b"/simple/"):
            lines += b"GET " + path + b" HTTP/1.1\r\nHost: x\r\n\r\n"
        lines += b"GET /other HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
        told = self.read_all(lines)
        bodies = [part.partition(b"\r\n\r\n")[2] for part in told.split(b"HTTP/1.1 200 OK\r\n")[1:]]
        self.assertEqual(bodies, [b"list", b"zope", LONG, b"zope", b"list", b"zope"])

    def test_a_request_in_pieces(self):
        host = b"st: 127.0.0.1:%d\r\n" % self.port
        with socket.create_connection(("127.0.0.1", self.port), PATIENCE) as server:
            for piece in (b"GET /sim", b"ple/ HTTP/1.1\r\nHo", host, b"Connection: close\r\n\r\n"):
                server.sendall(piece)
                time.sleep(0.02)
            with server.makefile("rb") as stream:
                self.assertTrue(stream.read().endswith(b"list"))

    def test_after_a_commit_a_thread_makes_it_anew(self):
        self.made.clear()
        with patch.object(Storage, "lastTransaction", lambda self: b"23456789"):
            self.assertEqual(self.ask("GET", "/simple/").body, b"list")
        self.assertEqual(self.made, ["/simple/"])
        self.assertEqual(self.at_once, [])

    def test_many_clients_at_once(self):
        wrong = []

        def work(path):
            for _ in range(20):
                answer = self.ask("GET", path)
                if answer.body != BODIES.get(path, b"zope"):
                    wrong.append((path, answer.status, len(answer.body)))

        threads = [
            threading.Thread(target=work, args=(path,))
            for path in (*BODIES, "/other")
            for _ in "12"
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(PATIENCE)
        self.assertEqual(wrong, [])
        self.assertGreaterEqual(len(self.at_once), 60)


class TestConnectionsFromBefore(AtOnceTest):
    def warm(self):
        """Have the first connection be that of the test."""

    def test_the_server_is_taken_over_once(self):
        # A proxy keeps its connection for thousands of requests.
        with self.connected() as server:
            taken_over = set()
            for _ in range(3):
                server.request("GET", "/simple/")
                self.assertEqual(server.getresponse().read(), b"list")
                taken_over.add((self.server.add_task, self.server.channel_class))
        self.assertEqual(len(taken_over), 1)
        self.assertEqual(self.ask("GET", "/simple/").body, b"list")
        self.assertEqual(self.at_once, [b"list"])


class TestBehindTrustedProxy(AtOnceTest):
    options = {"trusted_proxy": "127.0.0.1", "trusted_proxy_headers": {"x-forwarded-proto"}}

    def test_what_the_proxy_says_is_looked_at_first(self):
        self.assertEqual(self.ask("GET", "/simple/", X_Forwarded_Proto="https").body, b"list")
        self.assertEqual(self.at_once, [])
        self.assertEqual(self.ask("GET", "/simple/").body, b"list")
        self.assertEqual(self.at_once, [b"list"])


class TestDatabasesThatMustBeAsked(AtOnceTest):
    def test_a_server_that_is_to_be_asked_each_time(self):
        self.enterContext(patch.object(Storage, "server_sync", True, create=True))
        self.assertEqual(self.ask("GET", "/simple/").body, b"list")
        self.assertEqual(self.at_once, [])


class TestHead(unittest.TestCase):
    """What can be said before there is a request."""

    def test_nothing_a_server_would_have_to_add_or_refuse(self):
        for headers, status, expected in (
            (
                [("A", "b"), ("Content-Length", "3")],
                "200 OK",
                b"HTTP/1.1 200 OK\r\nA: b\r\nContent-Length: 3\r\n",
            ),
            ([("ETag", '"x"')], "304 Not Modified", b'HTTP/1.1 304 Not Modified\r\nETag: "x"\r\n'),
            ([("A", "b")], "200 OK", None),
            ([("A", "b\r\nSet-Cookie: c"), ("Content-Length", "3")], "200 OK", None),
            ([("A", "b\nc"), ("Content-Length", "3")], "200 OK", None),
        ):
            with self.subTest(headers):
                self.assertEqual(Sent(status, headers, b"abc", True).head, expected)
