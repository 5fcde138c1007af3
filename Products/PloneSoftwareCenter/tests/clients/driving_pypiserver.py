"""pypiserver, one for each test that asks, stopped with the test."""

from base64 import b64encode
from Products.PloneSoftwareCenter.tests.clients.driving import client_environment
from Products.PloneSoftwareCenter.tests.ports import free_port
from urllib.request import build_opener
from urllib.request import ProxyHandler

import hashlib
import os
import subprocess
import time


#: seconds until it answers, and until it stops by itself, at most
PATIENCE, LIFETIME = 300, 1800


class PypiServer:
    """A server that takes uploads from one user.

    :param folder: for all that it writes
    """

    def __init__(self, folder, user, password):
        programs = client_environment("pypiserver") / "bin"
        self.packages = folder / "packages"
        self.packages.mkdir(parents=True)
        digest = b64encode(hashlib.sha1(password.encode(), usedforsecurity=False).digest())
        users = folder / "users"
        # one of the forms of htpasswd
        users.write_text(f"{user}:{{SHA}}{digest.decode()}\n")
        port = free_port()
        self.url = f"http://127.0.0.1:{port}/"
        command = ["timeout", str(LIFETIME), str(programs / "pypi-server"), "run"]
        command += ["-i", "127.0.0.1", "-p", str(port), "-P", str(users), "-a", "update"]
        self.log = folder / "log"
        with self.log.open("wb") as written:
            self.process = subprocess.Popen(
                [*command, str(self.packages)],
                env={"HOME": str(folder), "PATH": os.defpath, "LANG": "C.UTF-8"},
                stdin=subprocess.DEVNULL,
                stdout=written,
                stderr=subprocess.STDOUT,
            )
        self.wait()

    def wait(self):
        """Wait until it answers."""
        opener = build_opener(ProxyHandler({}))
        deadline = time.monotonic() + PATIENCE
        while self.process.poll() is None and time.monotonic() < deadline:
            try:
                with opener.open(self.url, timeout=60):
                    return
            except OSError:
                # nobody there yet, or nobody who answers
                time.sleep(0.1)
        raise AssertionError(self.log.read_text())

    def stop(self):
        self.process.terminate()
        self.process.wait(PATIENCE)
