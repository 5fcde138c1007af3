"""A fast road on a waitress of its own, whose answers the tests make."""

from Products.PloneSoftwareCenter.road import filter as road_filter
from Products.PloneSoftwareCenter.road.at_once import Channel
from Products.PloneSoftwareCenter.road.filter import FastRoad
from unittest.mock import patch
from waitress.server import create_server

import contextlib
import http.client
import socket
import threading
import unittest


#: seconds that an answer may take on a machine that is busy with something else
PATIENCE = 300


class Storage:
    def lastTransaction(self):
        return b"12345678"


class Database:
    storage = Storage()


def zope(environ, start_response):
    start_response("200 OK", [("Content-Length", "4")])
    return [b"zope"]


class RoadTest(unittest.TestCase):
    """A road on a waitress of its own; ``self.made``: paths that a thread answered."""

    #: of waitress
    options = {}
    #: of which answers are kept
    paths = ()

    def setUp(self):
        self.made = []
        self.at_once = []
        self.enterContext(patch.object(road_filter, "answer_from", self.make))
        self.enterContext(patch.object(Channel, "_send", lambda *args: self.send(*args)))
        self.road = FastRoad(zope, Database)
        # without those that webtest and others put in between
        channels = {}
        self.server = create_server(
            self.road, map=channels, host="127.0.0.1", port=0, threads=2, **self.options
        )
        self.port = int(self.server.effective_port)
        thread = threading.Thread(target=self.server.run, daemon=True)
        thread.start()
        self.addCleanup(thread.join, PATIENCE)
        self.addCleanup(self.stop, channels)
        self.warm()

    def stop(self, channels):
        self.server.task_dispatcher.shutdown()
        # The loop ends when it has nothing left to watch.
        self.server.trigger.pull_trigger(
            lambda: [channel.close() for channel in list(channels.values())]
        )

    def sent_for(self, environ):
        """Return what the road makes of a request."""
        raise NotImplementedError

    def make(self, db, environ):
        self.made.append(environ["PATH_INFO"])
        return self.sent_for(environ)

    def send(self, channel, data, original=Channel._send):
        self.at_once.append(data.partition(b"\r\n\r\n")[2])
        original(channel, data)

    def warm(self):
        """Have all answers kept: the first connection is one of waitress' own."""
        for path in self.paths:
            self.ask("GET", path)

    def connected(self):
        """Return a connection, for ``with``."""
        return contextlib.closing(http.client.HTTPConnection("127.0.0.1", self.port, PATIENCE))

    def ask(self, method, path, **headers):
        with self.connected() as server:
            names = {name.replace("_", "-"): value for name, value in headers.items()}
            server.request(method, path, headers=names)
            answer = server.getresponse()
            answer.body = answer.read()
            return answer

    def converse(self, data, length):
        """Send bytes and return as many of the answer."""
        data = data.replace(b"Host: x", b"Host: 127.0.0.1:%d" % self.port)
        with socket.create_connection(("127.0.0.1", self.port), PATIENCE) as server:
            server.sendall(data)
            with server.makefile("rb") as stream:
                return stream.read(length)

    def read_all(self, data):
        return self.converse(data, -1)
