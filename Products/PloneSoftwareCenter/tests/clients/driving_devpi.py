"""devpi, one server for all tests; each test has a mirror of its own in it."""

from Products.PloneSoftwareCenter.tests.clients.driving import client_environment
from Products.PloneSoftwareCenter.tests.ports import free_port
from urllib.request import build_opener
from urllib.request import ProxyHandler

import atexit
import functools
import itertools
import os
import pathlib
import subprocess
import tempfile
import time


#: ask each time
AT_ONCE = ("mirror_cache_expiry=0",)

#: seconds until devpi answers, and until it stops by itself, at most
PATIENCE, LIFETIME = 600, 3600


@functools.cache
def start_devpi():
    """Return a devpi that stops with this process.

    :raises unittest.SkipTest: when it can't be installed
    """
    folder = tempfile.TemporaryDirectory()
    atexit.register(folder.cleanup)
    return Devpi(client_environment("devpi") / "bin", pathlib.Path(folder.name))


class Devpi:
    """A server, and the client that administers it.

    :param programs: the folder where they lie
    :param folder: for all that they write
    """

    def __init__(self, programs, folder):
        self.programs = programs
        self.environ = {"HOME": str(folder), "PATH": os.defpath, "LANG": "C.UTF-8"}
        self.numbers = itertools.count(1)
        where = ("--serverdir", str(folder / "server"))
        self.run("devpi-init", *where, "--no-root-pypi")
        self.serve(where, folder / "log")
        self.run("devpi", "use", self.url)
        self.run("devpi", "login", "root", "--password=")

    def run(self, program, *words):
        """Run a program to its end, which has to be a good one."""
        done = subprocess.run(
            [str(self.programs / program), *words],
            env=self.environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            timeout=PATIENCE,
            check=False,
        )
        if done.returncode:
            raise AssertionError(done.stdout)

    def serve(self, where, log):
        """Start the server at ``self.url``, and wait until it answers."""
        port = free_port()
        self.url = f"http://127.0.0.1:{port}/"
        # bounded, also when nobody is left to stop it
        command = ["timeout", str(LIFETIME), str(self.programs / "devpi-server"), *where]
        command += ["--host", "127.0.0.1", "--port", str(port)]
        # a log-in that costs milliseconds, not seconds, of computing
        command += ["--argon2-memory-cost=8", "--argon2-parallelism=1", "--argon2-time-cost=1"]
        # seconds for the center to answer; of itself it takes five for too long
        command += ["--request-timeout", "300"]
        with log.open("wb") as written:
            server = subprocess.Popen(
                command,
                env=self.environ,
                stdin=subprocess.DEVNULL,
                stdout=written,
                stderr=subprocess.STDOUT,
            )
        # in the other order: terminate, then wait
        atexit.register(server.wait, PATIENCE)
        atexit.register(server.terminate)
        opener = build_opener(ProxyHandler({}))
        deadline = time.monotonic() + PATIENCE
        while server.poll() is None and time.monotonic() < deadline:
            try:
                with opener.open(f"{self.url}+api", timeout=60):
                    return
            except OSError:
                # nobody there yet, or nobody who answers
                time.sleep(0.1)
        raise AssertionError(log.read_text())

    def mirror(self, url, *options):
        """Have devpi mirror an index, and return the address of its own."""
        name = f"psc{next(self.numbers)}"
        self.run("devpi", "index", "-c", name, "type=mirror", f"mirror_url={url}", *options)
        return f"{self.url}root/{name}/+simple/"

    def new_index(self, user, password):
        """Have devpi take uploads of a user, and return the address for them."""
        name = f"{user}{next(self.numbers)}".replace("_", "")
        self.run("devpi", "user", "-c", name, f"password={password}")
        self.run("devpi", "index", "-c", f"{name}/uploads", "volatile=False")
        return f"{self.url}{name}/uploads/", name
