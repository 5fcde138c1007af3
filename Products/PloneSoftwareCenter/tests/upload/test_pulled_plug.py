"""A server that is killed: what it has acknowledged is there afterwards, and nothing else is."""

from http.client import HTTPException
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.client import Client
from Products.PloneSoftwareCenter.tests.ports import free_port
from Products.PloneSoftwareCenter.tests.ports import listens
from Products.PloneSoftwareCenter.tests.program.database import Database
from Products.PloneSoftwareCenter.tests.upload.instances import MAKE

import hashlib
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import unittest


#: serves until it is killed: by its test, or by itself in the middle of the upload of ``fatal``
SERVE = """\
import os, pathlib, signal, sys
from Products.PloneSoftwareCenter.program.start import open_database
from Products.PloneSoftwareCenter.road.filter import make_filter
from Products.PloneSoftwareCenter.upload import receive
from waitress import serve
from ZODB.FileStorage import FileStorage
from ZPublisher.httpexceptions import HTTPExceptionHandler
from ZPublisher.WSGIPublisher import publish_module

conf, port, point = sys.argv[1:]
fatal = []

def die(*_ignored):
    os.kill(os.getpid(), signal.SIGKILL)

def watch(function):
    def run_checks(upload, *args):
        if upload.name == "fatal":
            fatal.append(upload)
            point == "before the checks" and die()
        checked = function(upload, *args)
        if fatal:
            point == "after the checks" and die()
        return checked
    return run_checks

def around(name, before, after):
    function = getattr(FileStorage, name)
    def step(*args, **kwargs):
        fatal and point == before and die()
        result = function(*args, **kwargs)
        fatal and point == after and die()
        return result
    setattr(FileStorage, name, step)

receive.run_checks = watch(receive.run_checks)
around("tpc_begin", "before the commit", "at its beginning")
around("tpc_vote", "before the vote", "after the vote")
around("tpc_finish", "before it is final", "when it is final")
open_database(pathlib.Path(conf))
signal.alarm(1200)
serve(make_filter(HTTPExceptionHandler(publish_module)), host="127.0.0.1", port=int(port))
"""

#: where the server dies, and whether what it was sent is there afterwards
POINTS = (
    ("before the checks", False),
    ("after the checks", False),
    ("at its beginning", False),
    ("after the vote", False),
    ("when it is final", True),
)


class TestPulledPlug(unittest.TestCase):
    def setUp(self):
        self.database = Database()
        self.addCleanup(self.database.close)
        self.password = secrets.token_urlsafe()
        done = self.database.python("-c", MAKE, str(self.database.conf), PASSWORD=self.password)
        self.assertEqual(done.returncode, 0, done.stderr)
        #: file name -> sha256, of what must be there
        self.there = {}

    def serve(self, point):
        """Start a server that dies at a point; return the process."""
        port = free_port()
        server = subprocess.Popen(
            [sys.executable, "-c", SERVE, str(self.database.conf), str(port), point],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            cwd=self.database.folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.addCleanup(server.wait, 120)
        self.addCleanup(server.kill)
        self.client = Client(f"http://127.0.0.1:{port}/Plone/software", "admin", self.password)
        for _ in range(6000):
            self.assertIsNone(server.poll(), "The server ended.")
            if listens(port):
                return server
            time.sleep(0.1)
        raise AssertionError("The server did not start.")

    def wheel(self, name, version):
        path = make_wheel(name, version, folder=self.database.folder)
        return path, hashlib.sha256(path.read_bytes()).hexdigest()

    def assertAllThere(self):
        """See that exactly what must be there is, whole."""
        found = {}
        for name in ("good", "fatal"):
            kind = {"Accept": "application/vnd.pypi.simple.v1+json"}
            answer = self.client.request("GET", f"/simple/{name}/", headers=kind)
            if answer.status == 200:
                for file in answer.json["files"]:
                    data = self.client.get(f"/simple/{name}/{file['filename']}").body
                    found[file["filename"]] = hashlib.sha256(data).hexdigest()
        self.assertEqual(found, self.there)

    def test_killed_anywhere(self):
        for number, (point, is_there) in enumerate(POINTS):
            server = self.serve(point)
            self.assertAllThere()
            good, digest = self.wheel("good", f"1.{number}")
            self.assertEqual(self.client.upload(good).status, 200)
            self.there[good.name] = digest
            fatal, digest = self.wheel("fatal", f"1.{number}")
            with self.assertRaises((OSError, HTTPException), msg=point):
                self.client.upload(fatal)
            self.assertEqual(server.wait(120), -signal.SIGKILL)
            if is_there:
                self.there[fatal.name] = digest
        self.kill_in_the_body()
        server = self.serve("never")
        self.assertAllThere()
        for number in range(len(POINTS)):
            # Nobody has been told that it arrived, so its client sends it once more.
            fatal, digest = self.wheel("fatal", f"1.{number}")
            self.assertEqual(self.client.upload(fatal).status, 200)
            self.there[fatal.name] = digest
        self.assertAllThere()
        server.kill()
        server.wait(120)
        done = self.database.psc("--conf", str(self.database.conf), "consistency")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def kill_in_the_body(self):
        server = self.serve("never")
        host, port = self.client.url.split("/")[2].split(":")
        with socket.create_connection((host, int(port)), 120) as connection:
            connection.sendall(
                b"POST /Plone/software HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n"
                b"Content-Type: multipart/form-data; boundary=x\r\n\r\n--x\r\n" + b"a" * 50_000
            )
            server.kill()
            server.wait(120)
