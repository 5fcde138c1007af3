"""What happens before a server starts: scripts, address, database, first content."""

from http.server import BaseHTTPRequestHandler
from http.server import HTTPServer
from pathlib import Path
from tools.checkout import install
from tools.checkout import serve
from tools.checkout import watch
from tools.checkout.programs import Refused
from tools.checkout.settings import Address
from tools.checkout.settings import child_environment
from tools.checkout.settings import http_address
from unittest import mock

import fcntl
import os
import shutil
import tempfile
import threading
import unittest


WSGI_INI = """\
[server:main]
use = egg:plone.recipe.zope2instance#main
fast-listen = 127.0.0.1:8080
threads = 4
"""


class Scratch(unittest.TestCase):
    """A directory that is gone afterwards."""

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)

    def patch(self, module, **values):
        patcher = mock.patch.multiple(module, **values)
        patcher.start()
        self.addCleanup(patcher.stop)


class TestScripts(Scratch):
    def setUp(self):
        super().setUp()
        top = self.folder
        self.made = [top / "bin" / "instance", top / "parts" / "instance" / "etc" / "wsgi.ini"]
        for name in install.CONFIGURATION:
            (top / name).write_text("")
        self.patch(
            install,
            TOP=top,
            VENV=top / ".venv",
            VAR=top / "var",
            INSTANCE=self.made[0],
            WSGI_INI=self.made[1],
            DEVELOP=top / "develop-eggs",
            STAMP=top / "parts" / ".buildout",
            MADE_BY_BUILDOUT=self.made,
            run=self.buildout,
            say=lambda text: None,
        )

    def buildout(self, command, cwd, environ):
        metadata = self.folder / "develop-eggs" / "product.dist-info" / "entry_points.txt"
        for path in (*self.made, metadata):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("")

    def test_they_are_written_once(self):
        self.assertFalse(install.has_scripts())
        install.write_scripts()
        self.assertTrue(install.has_scripts())

    def test_a_lost_one_is_noticed(self):
        for lost in ("bin/instance", "parts", "develop-eggs"):
            with self.subTest(lost=lost):
                install.write_scripts()
                install.remove(self.folder / lost)
                self.assertFalse(install.has_scripts())

    def test_another_configuration_is_noticed(self):
        install.write_scripts()
        (self.folder / "buildout.cfg").write_text("[buildout]\n")
        self.assertFalse(install.has_scripts())

    def test_a_run_that_was_killed_does_not_count(self):
        install.write_scripts()
        with (
            mock.patch.object(install, "run", side_effect=SystemExit),
            self.assertRaises(SystemExit),
        ):
            install.write_scripts()
        self.buildout((), None, None)
        self.assertFalse(install.has_scripts())


class TestAddress(Scratch):
    def test_what_people_write(self):
        for text, address, url in (
            ("", "127.0.0.1:8080", "http://localhost:8080"),
            ("127.0.0.1:9090", "127.0.0.1:9090", "http://localhost:9090"),
            ("0.0.0.0:80", "0.0.0.0:80", "http://localhost:80"),
            ("[::1]:8080", "[::1]:8080", "http://localhost:8080"),
            ("plone.example.org:8080", "plone.example.org:8080", "http://plone.example.org:8080"),
        ):
            with mock.patch.dict(os.environ, PSC_HTTP_ADDRESS=text):
                self.assertEqual((str(http_address()), http_address().url), (address, url))

    def test_what_is_no_address(self):
        for text in ("8080", ":8080", "localhost", "localhost:", "localhost:x", "localhost:65536"):
            with mock.patch.dict(os.environ, PSC_HTTP_ADDRESS=text), self.assertRaises(Refused):
                http_address()

    def test_another_one_needs_no_buildout(self):
        path = self.folder / "wsgi.ini"
        path.write_text(WSGI_INI)
        self.patch(serve, WSGI_INI=path)
        serve.make_listen(Address("0.0.0.0", 9090))  # noqa: S104
        self.assertEqual(path.read_text(), WSGI_INI.replace("127.0.0.1:8080", "0.0.0.0:9090"))

    def test_children_are_not_led_astray(self):
        misled = {"PYTHONPATH": "/x", "PIP_TARGET": "/x", "PYTHONDONTWRITEBYTECODE": "1"}
        with mock.patch.dict(os.environ, misled):
            self.assertEqual(set(misled) & set(child_environment()), set())


class TestDatabase(Scratch):
    def setUp(self):
        super().setUp()
        self.database = self.folder / "Data.fs"
        self.waiting = self.folder / "first-content"
        self.patch(
            serve,
            DATABASE=self.database,
            FIRST_CONTENT=self.waiting,
            build_own_archives=lambda target: target.mkdir(),
            say=lambda text: None,
        )

    def test_one_in_use_is_refused(self):
        with (self.folder / "Data.fs.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            with self.assertRaises(Refused):
                serve.check_database()
        serve.check_database()

    def test_one_that_never_began_is_removed(self):
        self.database.write_bytes(b"FS")
        serve.check_database()
        self.assertFalse(self.database.exists())

    def test_one_with_data_is_kept(self):
        self.database.write_bytes(b"FS30 and more")
        serve.check_database()
        self.assertEqual(self.database.read_bytes(), b"FS30 and more")

    def test_a_new_one_gets_first_content(self):
        self.assertTrue(serve.provide_first_content())

    def test_an_old_one_gets_none(self):
        self.database.write_bytes(b"FS30 and more")
        self.assertFalse(serve.provide_first_content())

    def test_what_waits_since_an_interrupted_start_is_used(self):
        self.database.write_bytes(b"FS30 and more")
        self.waiting.mkdir()
        self.assertTrue(serve.provide_first_content())

    def test_nobody_need_have_it(self):
        with mock.patch.dict(os.environ, PSC_DEMO="0"):
            self.assertFalse(serve.provide_first_content())
        self.assertFalse(self.waiting.exists())


class Answer(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *words):
        pass


class TestWatch(unittest.TestCase):
    def setUp(self):
        self.server = HTTPServer(("127.0.0.1", 0), Answer)
        thread = threading.Thread(target=self.server.serve_forever, args=(0.01,))
        thread.start()
        self.addCleanup(thread.join)
        self.addCleanup(self.server.server_close)
        self.addCleanup(self.server.shutdown)
        self.address = Address("127.0.0.1", self.server.server_port)
        self.said = []
        patcher = mock.patch.object(watch, "say", self.said.append)
        patcher.start()
        self.addCleanup(patcher.stop)

    def test_the_address_is_told(self):
        self.server.status = 200
        watch.announce(self.address, os.getpid())
        self.assertEqual(
            self.said, [f"the software center is at {self.address.url}/Plone/software"]
        )

    def test_another_answer_is_told_too(self):
        self.server.status = 404
        watch.announce(self.address, os.getpid())
        self.assertIn("answers 404", self.said[0])

    def test_a_server_that_ended_is_not_waited_for(self):
        ended = os.fork()
        if not ended:
            os._exit(0)
        os.waitpid(ended, 0)
        watch.announce(self.address, ended)
        self.assertEqual(self.said, [])
