from Products.PloneSoftwareCenter.road import sendfile
from Products.PloneSoftwareCenter.road.answers import Sent
from Products.PloneSoftwareCenter.road.at_once import Channel
from Products.PloneSoftwareCenter.storage.verified import verified_file
from Products.PloneSoftwareCenter.tests.road.served_road import PATIENCE
from Products.PloneSoftwareCenter.tests.road.served_road import RoadTest
from unittest.mock import patch

import errno
import hashlib
import http.client
import os
import pathlib
import random
import socket
import tempfile


CONTENT = random.Random(7).randbytes(5_000_000)
PATH = "/simple/demo/demo-1.0.zip"


class TestSendfile(RoadTest):
    paths = ("/simple/warm/",)

    def setUp(self):
        folder = self.enterContext(tempfile.TemporaryDirectory())
        self.file = pathlib.Path(folder, "file")
        self.file.write_bytes(CONTENT)
        self.asked = 0
        super().setUp()
        original = os.sendfile

        def count(*args):
            self.asked += 1
            return original(*args)

        self.enterContext(patch.object(sendfile.os, "sendfile", count))

    def sent_for(self, environ):
        headers = [("Content-Type", "a/b"), ("Content-Length", str(len(CONTENT)))]
        sha256 = hashlib.sha256(self.file.read_bytes()).hexdigest()
        file = verified_file(self, str(self.file), self.file.stat().st_size, sha256)
        return Sent("200 OK", headers, file, True)

    def path(self, key):
        return key

    def test_the_file_as_it_is(self):
        for _ in range(3):
            self.assertEqual(self.ask("GET", PATH).body, CONTENT)
        self.assertGreaterEqual(self.asked, 3)

    def test_several_on_one_connection(self):
        with self.connected() as server:
            for _ in range(3):
                server.request("GET", PATH)
                self.assertEqual(server.getresponse().read(), CONTENT)

    def test_requests_that_come_together(self):
        line = b"GET /simple/demo/demo-1.0.zip HTTP/1.1\r\nHost: x\r\n"
        told = self.read_all(line + b"\r\n" + line + b"Connection: close\r\n\r\n")
        self.assertEqual(told.count(CONTENT), 2)
        self.assertTrue(told.endswith(CONTENT))

    def test_a_client_that_reads_slowly_holds_up_nobody(self):
        with socket.create_connection(("127.0.0.1", self.port), PATIENCE) as slow:
            slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 18)
            slow.sendall(b"GET /simple/demo/demo-1.0.zip HTTP/1.1\r\nHost: x\r\n\r\n")
            # nobody has read anything of the first answer until this one is there
            self.assertEqual(self.ask("GET", PATH).body, CONTENT)
            with slow.makefile("rb") as stream:
                while stream.readline() != b"\r\n":
                    pass
                self.assertEqual(stream.read(len(CONTENT)), CONTENT)

    def test_a_client_that_leaves(self):
        for _ in range(3):
            with socket.create_connection(("127.0.0.1", self.port), PATIENCE) as server:
                server.sendall(b"GET /simple/demo/demo-1.0.zip HTTP/1.1\r\nHost: x\r\n\r\n")
                server.recv(1000)
        self.assertEqual(self.ask("GET", PATH).body, CONTENT)

    def test_a_file_that_gets_shorter_on_the_way_ends_too_soon(self):
        def shorten(*args):
            self.file.write_bytes(b"short")
            return 0

        with (
            patch.object(sendfile.os, "sendfile", shorten),
            self.assertRaises(http.client.IncompleteRead),
        ):
            self.ask("GET", PATH)
        self.file.write_bytes(CONTENT)
        self.assertEqual(self.ask("GET", PATH).body, CONTENT)

    def test_a_file_system_that_can_not_is_read(self):
        def refuse(*args):
            raise OSError(errno.EINVAL, "not from here")

        with patch.object(sendfile.os, "sendfile", refuse):
            self.assertEqual(self.ask("GET", PATH).body, CONTENT)

    def test_a_system_that_can_not_reads(self):
        self.enterContext(patch.object(Channel, "can_send_files", False))
        self.assertEqual(self.ask("GET", PATH).body, CONTENT)
        self.assertEqual(self.asked, 0)
