"""Zope instances as processes of their own, on one database on disk or on one ZEO server."""

from Products.PloneSoftwareCenter.tests.client import Client
from Products.PloneSoftwareCenter.tests.ports import free_port
from Products.PloneSoftwareCenter.tests.ports import listens
from Products.PloneSoftwareCenter.tests.program.database import Database

import os
import secrets
import subprocess
import sys
import time


#: makes a site with the center ``software``, whose manager has the password PASSWORD
MAKE = """\
import os, pathlib, sys
from Products.PloneSoftwareCenter.program.start import open_database
from Products.PloneSoftwareCenter.setuphandlers.first_start import set_up
set_up(open_database(pathlib.Path(sys.argv[1])), os.environ["PASSWORD"], None)
"""

#: serves with the fast road, as ``zope.ini`` does, for twenty minutes at most
SERVE = """\
import pathlib, signal, sys
from Products.PloneSoftwareCenter.program.start import open_database
from Products.PloneSoftwareCenter.road.filter import make_filter
from waitress import serve
from ZPublisher.httpexceptions import HTTPExceptionHandler
from ZPublisher.WSGIPublisher import publish_module

signal.alarm(1200)
open_database(pathlib.Path(sys.argv[1]))
app = make_filter(HTTPExceptionHandler(publish_module))
serve(app, host="127.0.0.1", port=int(sys.argv[2]), threads=4)
"""

#: serves a database, for twenty minutes at most
ZEO_SERVER = """\
import signal, sys
from ZEO.runzeo import main

signal.alarm(1200)
main(sys.argv[1:])
"""

ZEO_CLIENT = """\
  %import ZEO
  <zeoclient>
    server 127.0.0.1:{port}
    blob-dir {{folder}}/blobs
    shared-blob-dir on
  </zeoclient>
"""


class Instances:
    """``conf`` says what to open, ``clients`` are of the center's manager, one for each instance.

    :param count: of instances; more than one share a ZEO server
    :param first: Python code that each instance runs first
    """

    def __init__(self, count, first=""):
        self.serve = first + SERVE
        self.database = Database()
        self.folder = self.database.folder
        self.conf = self.database.conf
        self.password = secrets.token_urlsafe()
        self.processes = []
        try:
            done = self.database.python("-c", MAKE, str(self.conf), PASSWORD=self.password)
            assert done.returncode == 0, done.stderr
            if count > 1:
                self.conf = self._start_zeo()
            self.clients = [self._start_instance() for _ in range(count)]
        except BaseException:
            self.close()
            raise

    def _start_zeo(self):
        port = free_port()
        storage = f"{self.folder}/Data.fs"
        zeo_conf = self.folder / "etc" / "zeo.conf"
        zeo_conf.write_text(
            # as zeo.cfg has it
            f"<zeo>\n  address 127.0.0.1:{port}\n  client-conflict-resolution true\n</zeo>\n"
            f"<filestorage 1>\n  path {storage}\n  blob-dir {self.folder}/blobs\n</filestorage>\n"
        )
        self._start(port, ZEO_SERVER, "-C", str(zeo_conf))
        return self.database.write_conf("client.conf", ZEO_CLIENT.format(port=port))

    def _start_instance(self):
        port = free_port()
        self._start(port, self.serve, str(self.conf), str(port))
        return Client(f"http://127.0.0.1:{port}/Plone/software", "admin", self.password)

    def _start(self, port, program, *arguments):
        log = self.folder / f"{port}.log"
        process = subprocess.Popen(
            [sys.executable, "-c", program, *arguments],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            stderr=log.open("wb"),
        )
        self.processes.append(process)
        for _ in range(6000):
            if process.poll() is not None:
                raise AssertionError(f"A process ended: {log.read_text()}")
            if listens(port):
                return
            time.sleep(0.1)
        raise AssertionError("A process did not start.")

    def stop_serving(self):
        """End the instances, so that what they wrote can be looked at; a ZEO server stays."""
        for _ in self.clients:
            _end(self.processes.pop())

    def close(self):
        for process in reversed(self.processes):
            _end(process)
        self.database.close()


def _end(process):
    process.terminate()
    try:
        process.wait(120)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(120)
