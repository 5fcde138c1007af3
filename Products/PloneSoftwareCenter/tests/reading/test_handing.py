"""When a web server is asked to send a file, and when it is not."""

from App.config import getConfiguration
from Products.PloneSoftwareCenter.reading import handing as module
from Products.PloneSoftwareCenter.reading.handing import find_handing
from Products.PloneSoftwareCenter.reading.handing import handed_headers
from Products.PloneSoftwareCenter.reading.handing import HEADER
from Products.PloneSoftwareCenter.reading.handing import note_web_server
from Products.PloneSoftwareCenter.reading.handing import NOTED
from Products.PloneSoftwareCenter.reading.handing import PRODUCT
from Products.PloneSoftwareCenter.storage.verified import LocalFile
from Zope2.Startup.options import ZopeWSGIOptions

import os
import pathlib
import re
import tempfile
import unittest


SECRET = "of-the-tests-and-nobody-else"
SHOWN = pathlib.Path(__file__).parents[4] / "docs" / "administer" / "sendfile.rst"
#: without one zope.conf is none
DATABASE = """\
<zodb_db main>
  <mappingstorage>
  </mappingstorage>
  mount-point /
</zodb_db>
"""
HEADERS = (("ETag", '"a"'), ("Content-Length", "9"), ("Accept-Ranges", "bytes"))
#: by which a file is known
WORDS = ("dev", "ino", "size", "mtime_ns", "ctime_ns")


class TestHanding(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.path = self.folder / "a file"
        self.path.write_bytes(b"123456789")
        self.plain = self.folder / "file"
        self.plain.write_bytes(b"123456789")
        configuration = getConfiguration()
        before = getattr(configuration, "product_config", None)
        self.addCleanup(setattr, configuration, "product_config", before)
        self.configure()

    def configure(self, kind="nginx", secret=SECRET, directories=None):
        directories = str(self.folder) if directories is None else directories
        names = ("sendfile", "sendfile-secret", "sendfile-directories")
        given = dict(zip(names, (kind, secret, directories), strict=True))
        getConfiguration().product_config = {PRODUCT: given}

    def handed(self, path=None, is_whole=True, **environ):
        environ = {HEADER: SECRET, **environ}
        note_web_server(environ)
        path = str(path or self.path)
        try:
            found = os.stat(path)
            identity = tuple(getattr(found, f"st_{word}") for word in WORDS)
        except OSError:
            identity = None
        return handed_headers(environ, HEADERS, LocalFile(path, identity), is_whole)

    @unittest.skipUnless(SHOWN.is_file(), "not a checkout")
    def test_the_documented_lines_of_zope_conf(self):
        shown = re.search(
            r"<product-config.*</product-config>", SHOWN.read_text("utf-8"), re.DOTALL
        )
        conf = self.folder / "zope.conf"
        conf.write_text(f"instancehome {self.folder}\n{DATABASE}{shown[0]}\n", "utf-8")
        read = ZopeWSGIOptions(str(conf))().configroot
        getConfiguration().product_config = read.product_config
        found = find_handing()
        self.assertEqual(found.kind, "nginx")
        self.assertEqual(found.directories, ("/srv/site/var/blobstorage",))

    def test_nginx_is_told_a_quoted_path(self):
        location = f"/_psc_files{self.folder}/a%20file"
        wanted = (("ETag", '"a"'), ("X-Accel-Redirect", location), ("Content-Length", "0"))
        self.assertEqual(self.handed(), wanted)

    def test_apache_is_told_plain_paths_only(self):
        self.configure("apache")
        self.assertIn(("X-Sendfile", str(self.plain)), self.handed(self.plain))
        self.assertIsNone(self.handed())

    def test_nothing_is_handed_over(self):
        outside = self.folder.parent / "outside"
        for case, environ, options in (
            ("no secret", {HEADER: ""}, {}),
            ("another secret", {HEADER: SECRET + "x"}, {}),
            ("what is no text", {HEADER: "\udce4\xff"}, {}),
            ("condition", {"HTTP_IF_RANGE": '"a"'}, {}),
            ("range that Zope takes for none", {"HTTP_RANGE": "bytes=x"}, {}),
            ("not there", {}, {"path": self.folder / "gone"}),
            ("directory", {}, {"path": self.folder}),
            ("outside", {}, {"path": outside}),
            ("outside by its name", {}, {"path": f"{self.folder}/../outside"}),
            ("beginning alike", {}, {"path": f"{self.folder}x/file"}),
        ):
            with self.subTest(case):
                self.assertIsNone(self.handed(**environ, **options))

    def test_file_that_was_changed_since_it_was_compared(self):
        environ = {HEADER: SECRET}
        note_web_server(environ)
        file = LocalFile(str(self.path), ("another",))
        self.assertIsNone(handed_headers(environ, HEADERS, file, True))

    def test_part_follows_the_range(self):
        self.assertIsNotNone(self.handed(is_whole=False, HTTP_RANGE="bytes=1-2"))
        self.assertIsNone(self.handed(is_whole=False))

    def test_secret_does_not_stay_in_the_request(self):
        for sent in (SECRET, "guessed"):
            environ = {HEADER: sent}
            note_web_server(environ)
            self.assertEqual(environ, {NOTED: sent == SECRET})
            note_web_server(environ)
            self.assertEqual(environ, {NOTED: sent == SECRET})

    def test_configuration_that_is_none(self):
        for case, given in (
            ("nothing", {"kind": ""}),
            ("another server", {"kind": "lighttpd"}),
            ("no secret", {"secret": ""}),
            ("short secret", {"secret": "short"}),
            ("no directory", {"directories": ""}),
            ("relative directory", {"directories": "var/blobstorage"}),
            ("all of the machine", {"directories": "/"}),
            ("all of the machine in other words", {"directories": "/srv/.."}),
        ):
            module._parse.cache_clear()
            self.configure(**given)
            with self.subTest(case):
                if given == {"kind": ""}:
                    self.assertIsNone(find_handing())
                    continue
                with self.assertLogs(module.logger, "ERROR") as logged:
                    self.assertIsNone(find_handing())
                    self.assertIsNone(self.handed())
                self.assertEqual(len(logged.output), 1)
                if given.get("secret"):
                    self.assertNotIn(given["secret"], logged.output[0])

    def test_no_configuration(self):
        getConfiguration().product_config = None
        self.assertIsNone(self.handed())

    def test_several_directories(self):
        self.configure(directories=f"/srv/none: {self.folder}/")
        self.assertIsNotNone(self.handed())
