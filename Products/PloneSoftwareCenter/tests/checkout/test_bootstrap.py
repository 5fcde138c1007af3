"""bootstrap.py as people call it: what it refuses, and in which words."""

from pathlib import Path

import ast
import os
import socket
import subprocess
import sys
import unittest


TOP = Path(__file__).resolve().parents[4]
BOOTSTRAP = TOP / "bootstrap.py"
#: runs bootstrap.py as another Python would
PRETEND = """\
import runpy, sys
sys.version_info = {version}
sys.argv = ["bootstrap.py", "start"]
runpy.run_path({path!r}, run_name="__main__")
"""


def bootstrap(*words, **variables):
    """Run bootstrap.py; return its exit status and what it said."""
    done = subprocess.run(
        [sys.executable, BOOTSTRAP, *words],
        env={**os.environ, **variables},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
    )
    return done.returncode, done.stdout + done.stderr


@unittest.skipUnless(BOOTSTRAP.exists(), "installed without its checkout")
class TestRefusals(unittest.TestCase):
    def assert_refused(self, words, sentence, **variables):
        status, said = bootstrap(*words, **variables)
        self.assertEqual(status, 1)
        self.assertIn(sentence, said)
        self.assertEqual(len(said.splitlines()), 1, said)

    def test_every_python_3_can_read_it(self):
        ast.parse(BOOTSTRAP.read_text(encoding="utf-8"), feature_version=(3, 0))

    def test_another_python_is_refused(self):
        for version in ((2, 7, 18), (3, 6, 15), (3, 10, 13), (3, 14, 0)):
            done = subprocess.run(
                [sys.executable, "-c", PRETEND.format(version=version, path=str(BOOTSTRAP))],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                timeout=300,
            )
            shown = ".".join(map(str, version))
            self.assertEqual((version, done.returncode), (version, 1))
            self.assertIn(f"this is Python {shown}, and Python 3.11", done.stderr)
            self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)

    def test_nothing_to_do_is_refused(self):
        self.assert_refused([], "install, start, test")

    def test_an_unknown_word_is_refused(self):
        self.assert_refused(["serve"], "'serve' is none of install, start, test")

    def test_a_word_too_much_is_refused(self):
        self.assert_refused(["start", "quickly"], "'quickly'")

    def test_an_unknown_kind_of_tests_is_refused(self):
        self.assert_refused(["test", "all"], "'all' is none of plain, plone, clients, packages")

    def test_an_address_without_host_is_refused(self):
        self.assert_refused(["start"], "'8080', and not host:port", PSC_HTTP_ADDRESS="8080")

    def test_an_address_of_nobody_is_refused(self):
        # 192.0.2.0/24 belongs to documentation (RFC 5737), never to a machine
        self.assert_refused(
            ["start"], "Nothing can be served at 192.0.2.1:8080", PSC_HTTP_ADDRESS="192.0.2.1:8080"
        )

    def test_a_taken_port_is_refused(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            address = f"127.0.0.1:{taken.getsockname()[1]}"
            self.assert_refused(
                ["start"], f"Nothing can be served at {address}", PSC_HTTP_ADDRESS=address
            )
