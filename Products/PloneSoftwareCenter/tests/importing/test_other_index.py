"""What comes in from another index, and what one that lies can't do."""

from base64 import b64encode
from datetime import datetime
from datetime import UTC
from pathlib import Path
from Products.PloneSoftwareCenter.importing import fetch
from Products.PloneSoftwareCenter.importing.fetch import Client
from Products.PloneSoftwareCenter.importing.fetch import NoAnswer
from Products.PloneSoftwareCenter.importing.fetch import Unreachable
from Products.PloneSoftwareCenter.importing.other_index import OtherIndex
from Products.PloneSoftwareCenter.importing.results import take_all
from Products.PloneSoftwareCenter.index.names import find_record
from Products.PloneSoftwareCenter.index.queries import project_page
from Products.PloneSoftwareCenter.tests.archives import wheel_bytes
from Products.PloneSoftwareCenter.tests.archives import wheel_name
from Products.PloneSoftwareCenter.tests.importing.case import ImportingCase
from Products.PloneSoftwareCenter.tests.importing.case import OWNER
from Products.PloneSoftwareCenter.tests.importing.other_server import Answer
from Products.PloneSoftwareCenter.tests.importing.other_server import OtherServer
from unittest import mock

import gzip
import hashlib
import os
import time


WHEEL = wheel_bytes("demo", "1.0")
NAME = wheel_name("demo", "1.0")


def entry(url, data=WHEEL, filename=NAME, **words):
    digest = hashlib.sha256(data).hexdigest()
    return {"filename": filename, "url": url, "hashes": {"sha256": digest}, **words}


class TestOtherIndex(ImportingCase):
    def setUp(self):
        super().setUp()
        # whoever runs the tests may have a ~/.netrc and proxies
        self.enterContext(mock.patch.dict(os.environ, {"NETRC": os.devnull, "no_proxy": "*"}))
        self.other = self.enterContext(OtherServer())
        self.other.answers[f"/files/{NAME}"] = Answer(WHEEL)

    def import_name(self, name="demo", url=None, hosts=(), limit=1 << 20):
        """Return (outcome, reason) by file name."""
        index = OtherIndex(Client(url or self.other.url, hosts), limit)
        found = index.pieces(name, index.page(name))
        results = take_all(self.center, found, index.opened, (OWNER,))
        return {one.piece.filename: (one.outcome, one.reason) for one in results}

    def refusal(self, **words):
        ((outcome, reason),) = self.import_name(**words).values()
        self.assertEqual(outcome, "refused")
        self.assertEqual(self.names(), [])
        return reason

    def test_archives_come_in_with_their_times_and_yanking(self):
        told = {"upload-time": "2015-01-02T03:04:05.000000Z", "yanked": "It hurts."}
        self.other.page("demo", entry(f"/files/{NAME}", **told))
        self.assertEqual(self.import_name("Demo"), {NAME: ("imported", "")})
        (shown,) = project_page(find_record(self.center, "demo")).files
        self.assertEqual(shown.upload_time, datetime(2015, 1, 2, 3, 4, 5, tzinfo=UTC))
        self.assertEqual(shown.yanked, "It hurts.")
        self.assertEqual(shown.digests["sha256"], hashlib.sha256(WHEEL).hexdigest())
        self.assertEqual(self.import_name("demo"), {NAME: ("there", "")})

    def test_a_page_in_html(self):
        md5 = hashlib.md5(WHEEL).hexdigest()  # noqa: S324 - indexes of old have nothing better
        page = f'<a href="../../files/{NAME}#md5={md5}" data-yanked="">demo</a><a href="x">x</a>'
        self.other.answers["/simple/demo/"] = Answer(page, content_type="text/html")
        self.assertEqual(self.import_name(), {NAME: ("imported", "")})
        (shown,) = project_page(find_record(self.center, "demo")).files
        self.assertIs(shown.yanked, True)

    def test_other_bytes_than_the_page_tells(self):
        self.other.page("demo", entry(f"/files/{NAME}", b"others"))
        self.assertIn("sha256 digest", self.refusal())

    def test_a_file_without_a_digest(self):
        self.other.page("demo", {"filename": NAME, "url": f"/files/{NAME}"})
        self.assertIn("tells no digest", self.refusal())
        self.assertEqual(len(self.other.asked), 1)

    def test_a_file_of_another_project(self):
        data, name = wheel_bytes("setuptools", "99"), wheel_name("setuptools", "99")
        self.other.answers[f"/files/{name}"] = Answer(data)
        self.other.page("demo", entry(f"/files/{name}", data, name))
        self.assertIn("It is of 'setuptools'", self.refusal())

    def test_hosts_that_nobody_has_named_are_not_asked(self):
        with OtherServer() as second:
            second.answers[f"/{NAME}"] = Answer(WHEEL)
            self.other.page("demo", entry(f"http://{second.host}/{NAME}"))
            self.assertIn("nobody has named", self.refusal())
            self.other.answers[f"/files/{NAME}"] = Answer(
                status=302, headers={"Location": f"http://{second.host}/{NAME}"}
            )
            self.other.page("demo", entry(f"/files/{NAME}"))
            self.assertIn("nobody has named", self.refusal())
            self.assertEqual(second.asked, [])
            self.assertEqual(self.import_name(hosts=(second.host,)), {NAME: ("imported", "")})

    def test_other_schemes_are_not_followed(self):
        for url in ("file:///etc/passwd", "ftp://127.0.0.1/x", "//[", "gopher:x"):
            with self.subTest(url):
                self.other.page("demo", entry(url))
                try:
                    found = self.import_name()
                except Unreachable:
                    continue
                self.assertNotIn("imported", [outcome for outcome, _ in found.values()])
        self.assertEqual(self.names(), [])

    def test_https_is_not_given_up(self):
        client = Client("https://127.0.0.1:1/simple/", (self.other.host,))
        fetched = client.file(f"http://{self.other.host}/files/{NAME}", 1 << 20)
        with self.assertRaisesRegex(Unreachable, "no address that is followed"), fetched:
            self.fail("it was opened")

    def test_credentials_are_for_the_index_alone_and_never_told(self):
        with OtherServer() as second:
            second.answers[f"/{NAME}"] = Answer(WHEEL)
            self.other.page("demo", entry(f"http://{second.host}/{NAME}"))
            url = self.other.url.replace("http://", "http://u%40x:pass%2Fword@")
            self.import_name(url=url, hosts=(second.host,))
            expected = f"Basic {b64encode(b'u@x:pass/word').decode()}"
            self.assertEqual(self.other.asked, [("/simple/demo/", expected)])
            self.assertEqual(second.asked, [(f"/{NAME}", None)])
        self.other.answers["/simple/demo/"] = Answer(status=403)
        with self.assertRaises(Unreachable) as refused:
            self.import_name(url=url)
        self.assertIn("is answered 403", str(refused.exception))
        self.assertNotIn("word", str(refused.exception))

    def test_credentials_of_netrc(self):
        netrc = self.folder / "netrc"
        netrc.write_text("machine 127.0.0.1 login me password mine\n")
        netrc.chmod(0o600)
        self.other.page("demo")
        with mock.patch.dict(os.environ, {"NETRC": str(netrc)}):
            self.assertEqual(self.import_name(), {})
        expected = f"Basic {b64encode(b'me:mine').decode()}"
        self.assertEqual(self.other.asked, [("/simple/demo/", expected)])

    def test_a_file_that_is_too_large(self):
        self.other.page("demo", entry(f"/files/{NAME}"))
        self.assertIn("too large", self.refusal(limit=100))

    def test_a_file_that_does_not_end(self):
        def endless(handler):
            handler.send_response(200)
            handler.end_headers()
            while True:
                handler.wfile.write(b"x" * 65536)

        self.other.answers[f"/files/{NAME}"] = endless
        self.other.page("demo", entry(f"/files/{NAME}"))
        self.assertIn("too large", self.refusal())

    def test_a_file_that_is_packed_until_it_is_small(self):
        bomb = gzip.compress(b"\0" * (8 << 20))
        self.other.answers[f"/files/{NAME}"] = Answer(bomb, headers={"Content-Encoding": "gzip"})
        self.other.page("demo", entry(f"/files/{NAME}"))
        self.assertIn("too large", self.refusal())

    def test_a_file_that_breaks_off(self):
        def short(handler):
            handler.send_response(200)
            handler.send_header("Content-Length", str(len(WHEEL)))
            handler.end_headers()
            handler.wfile.write(WHEEL[:100])

        self.other.answers[f"/files/{NAME}"] = short
        self.other.page("demo", entry(f"/files/{NAME}"))
        self.assertRegex(self.refusal(), "broke off|digest")

    def test_redirects_without_end(self):
        self.other.answers["/simple/demo/"] = Answer(
            status=301, headers={"Location": "/simple/demo/"}
        )
        with self.assertRaisesRegex(Unreachable, "on and on"):
            self.import_name()
        self.assertEqual(len(self.other.asked), fetch.REDIRECTS + 1)

    def test_a_page_that_is_too_large(self):
        self.other.answers["/simple/demo/"] = Answer(b" " * 2000)
        self.enterContext(mock.patch.object(fetch, "MAX_PAGE", 1000))
        with self.assertRaisesRegex(Unreachable, "larger than"):
            self.import_name()

    def test_a_page_that_trickles(self):
        def slow(handler):
            handler.send_response(200)
            handler.end_headers()
            for _ in range(50):
                handler.wfile.write(b" " * fetch.BLOCK)
                time.sleep(0.01)

        self.other.answers["/simple/demo/"] = slow
        self.enterContext(mock.patch.object(fetch, "LONGEST_PAGE", 0.05))
        with self.assertRaisesRegex(Unreachable, "takes longer"):
            self.import_name()

    def test_an_index_that_went_away_is_given_up(self):
        files = [entry(f"http://127.0.0.1:1/{number}-{NAME}") for number in range(9)]
        for number, one in enumerate(files):
            one["filename"] = f"demo-1.{number}-py3-none-any.whl"
        self.other.page("demo", *files)
        with self.assertRaisesRegex(NoAnswer, "can't be reached"):
            self.import_name(hosts=("127.0.0.1:1",))

    def test_addresses_that_are_none(self):
        for url in ("ftp://x/", "http://", "http://[x/", "http://x:port/", "file:///etc"):
            with self.subTest(url), self.assertRaises(Unreachable):
                Client(url)
        for host in ("", "a/b", "u@b", "a:b"):
            with self.subTest(host), self.assertRaises(Unreachable):
                Client("http://x/", (host,))

    def test_nothing_is_left_in_the_folder_for_temporary_files(self):
        self.other.page("demo", entry(f"/files/{NAME}"))
        with mock.patch.object(fetch, "IN_MEMORY", 10), mock.patch("tempfile.tempdir", self.folder):
            self.assertEqual(self.import_name(), {NAME: ("imported", "")})
        self.assertEqual(list(Path(self.folder).glob("psc-import-*")), [])
