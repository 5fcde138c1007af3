"""``simple/``, ``links`` and ``++simple++`` over HTTP."""

from Products.PloneSoftwareCenter.index.names import find_record
from Products.PloneSoftwareCenter.tests.archives import make_egg
from Products.PloneSoftwareCenter.tests.archives import make_sdist
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.archives import metadata_text
from Products.PloneSoftwareCenter.tests.served import ServedCenter
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import hashlib


JSON = "application/vnd.pypi.simple.v1+json"
V1_HTML = "application/vnd.pypi.simple.v1+html"


class TestPages(ServedCenter):
    def setUp(self):
        super().setUp()
        self.wheel = make_wheel("Demo.App", "1.0", folder=self.folder, requires_python=">=3.9,<4")
        answer = self.owner.upload(self.wheel, [("name", "Demo.App")])
        self.assertEqual(answer.status, 200, answer.text)

    def test_project_page_links_files_by_their_bare_names(self):
        answer = self.nobody.get("/simple/demo-app/")
        digest = hashlib.sha256(self.wheel.read_bytes()).hexdigest()
        self.assertEqual(answer.status, 200)
        self.assertEqual(answer.headers["Content-Type"], "text/html; charset=utf-8")
        self.assertIn(f'href="{self.wheel.name}#sha256={digest}"', answer.text)
        self.assertIn('data-requires-python="&gt;=3.9,&lt;4"', answer.text)
        self.assertIn('content="1.4"', answer.text)

    def test_root_lists_the_name_as_written(self):
        self.assertIn('<a href="demo-app/">Demo.App</a>', self.nobody.get("/simple/").text)

    def test_json_says_what_html_can_not(self):
        page = self.nobody.get("/simple/demo-app/", Accept=JSON)
        self.assertEqual(page.headers["Content-Type"], JSON)
        self.assertEqual(page.json["versions"], ["1.0"])
        [file] = page.json["files"]
        self.assertEqual(file["size"], self.wheel.stat().st_size)
        self.assertRegex(file["upload-time"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$")
        self.assertEqual(file["url"], self.wheel.name)
        root = self.nobody.get("/simple/", Accept=JSON)
        self.assertEqual([listed["name"] for listed in root.json["projects"]], ["Demo.App"])

    def test_format_is_negotiated(self):
        for accept, expected in (
            (None, "text/html; charset=utf-8"),
            ("*/*", "text/html; charset=utf-8"),
            (JSON, JSON),
            (V1_HTML, V1_HTML + "; charset=utf-8"),
            (f"{JSON}, {V1_HTML};q=0.2, text/html;q=0.01", JSON),
            ("application/vnd.pypi.simple.latest+json", JSON),
            ("text/html;q=junk", "text/html; charset=utf-8"),
        ):
            for path in ("/simple/", "/simple/demo-app/"):
                with self.subTest(accept=accept, path=path):
                    answer = self.nobody.get(path, **({"Accept": accept} if accept else {}))
                    self.assertEqual(answer.headers["Content-Type"], expected)
                    self.assertIn("Accept", answer.headers["Vary"])
        answer = self.nobody.get(f"/simple/?format={JSON.replace('+', '%2B')}")
        self.assertEqual(answer.headers["Content-Type"], JSON)

    def test_what_is_not_in_final_form_is_redirected_there_whether_it_is_there_or_not(self):
        for path, location in (
            ("/simple", "simple/"),
            ("/simple/demo-app", "demo-app/"),
            ("/simple/Demo.App", "demo-app/"),
            ("/simple/Demo.App/", "../demo-app/"),
            ("/simple/No_Such", "no-such/"),
            ("/simple/No_Such/", "../no-such/"),
            ("/++simple++", "simple/"),
            ("/++simple++/", "../simple/"),
            ("/++simple++/Demo.App", "../simple/Demo.App"),
            ("/++simple++/Demo.App/", "../../simple/Demo.App/"),
        ):
            with self.subTest(path):
                answer = self.nobody.get(path)
                self.assertEqual((answer.status, answer.headers["Location"]), (301, location))

    def test_missing_is_404_in_plain_text(self):
        for path in (
            "/simple/no-such/",
            "/simple/demo-app/no-such-1.0.tar.gz",
            f"/simple/no-such/{self.wheel.name}",
            f"/simple/demo-app/{self.wheel.name}.asc",
            f"/simple/demo-app/{self.wheel.name}/further",
            f"/simple/demo-app/{self.wheel.name}/further/still",
            "/simple/demo-app/title",
            "/simple/software/",
            "/simple/front-page/",
        ):
            with self.subTest(path):
                answer = self.nobody.get(path)
                self.assertEqual(answer.status, 404, answer.text)
                self.assertTrue(answer.headers["Content-Type"].startswith("text/plain"))

    def test_etag_gives_304_until_something_changes(self):
        for path in ("/simple/", "/simple/demo-app/", "/links"):
            for accept in (JSON, "text/html"):
                with self.subTest(path=path, accept=accept):
                    first = self.nobody.get(path, Accept=accept)
                    again = self.nobody.get(
                        path, Accept=accept, If_None_Match=first.headers["ETag"]
                    )
                    self.assertEqual((again.status, again.body), (304, b""))
                    self.assertEqual(again.headers["ETag"], first.headers["ETag"])
                    self.assertEqual(first.headers["Cache-Control"], "no-cache")
        first = self.nobody.get("/simple/demo-app/")
        other = make_wheel("Demo.App", "1.1", folder=self.folder)
        self.owner.upload(other, [("name", "Demo.App")])
        again = self.nobody.get("/simple/demo-app/", If_None_Match=first.headers["ETag"])
        self.assertEqual(again.status, 200)

    def test_head_has_the_headers_of_get_and_no_body(self):
        paths = ("/simple/", "/simple/demo-app/", f"/simple/demo-app/{self.wheel.name}", "/links")
        for path in (*paths, f"/simple/demo-app/{self.wheel.name}.metadata"):
            with self.subTest(path):
                get, head = self.nobody.get(path), self.nobody.head(path)
                self.assertEqual((head.status, head.body), (200, b""))
                for name in ("Content-Type", "Content-Length", "ETag", "Cache-Control"):
                    self.assertEqual(head.headers[name], get.headers[name], name)

    def test_links_page_names_every_file(self):
        answer = self.nobody.get("/links")
        digest = hashlib.sha256(self.wheel.read_bytes()).hexdigest()
        self.assertIn(f'href="simple/demo-app/{self.wheel.name}#sha256={digest}"', answer.text)

    def test_yanked_release_says_so_with_its_reason(self):
        with self.changes():
            release = self.center["demo-app"]["1.0"]
            release.yanked = True
            release.yanked_reason = 'breaks "everything"'
            notify(ObjectModifiedEvent(release))
        self.assertEqual(self.files("demo-app")[0]["yanked"], 'breaks "everything"')
        page = self.nobody.get("/simple/demo-app/").text
        self.assertIn('data-yanked="breaks &quot;everything&quot;"', page)

    def test_core_metadata_is_served_and_its_digest_told(self):
        answer = self.nobody.get(f"/simple/demo-app/{self.wheel.name}.metadata")
        digest = hashlib.sha256(answer.body).hexdigest()
        self.assertIn(b"Name: Demo.App", answer.body)
        self.assertEqual(self.files("demo-app")[0]["core-metadata"], {"sha256": digest})

    def test_serial_is_in_json_and_in_a_header(self):
        for path in ("/simple/", "/simple/demo-app/"):
            answer = self.nobody.get(path, Accept=JSON)
            serial = answer.json["meta"]["_last-serial"]
            self.assertGreater(serial, 1_700_000_000_000_000)
            self.assertEqual(answer.headers["X-PyPI-Last-Serial"], str(serial))
        [listed] = self.nobody.get("/simple/", Accept=JSON).json["projects"]
        self.assertEqual(listed, {"name": listed["name"], "_last-serial": serial})
        self.assertNotIn("X-PyPI-Last-Serial", self.nobody.get("/simple/").headers)

    def test_core_metadata_in_json_has_one_name(self):
        # pip 22.3 to 23.0 stumble over the older one (PEP 714).
        self.assertNotIn("dist-info-metadata", self.files("demo-app")[0])
        page = self.nobody.get("/simple/demo-app/").text
        self.assertIn(" data-core-metadata=", page)
        self.assertIn(" data-dist-info-metadata=", page)


class TestCoreMetadata(ServedCenter):
    """Every archive's is kept; installers get it where they may rely on it."""

    def publish(self, archive):
        self.assertEqual(self.owner.upload(archive).status, 200)
        [shown] = self.files("demo")
        answer = self.nobody.get(f"/simple/demo/{archive.name}.metadata")
        with self.changes():
            record = find_record(self.center, "demo")
            kept = record.releases["1"].sidecars[archive.name].core_metadata
        return shown, answer, kept

    def assertServed(self, archive):
        shown, answer, kept = self.publish(archive)
        self.assertEqual((answer.status, answer.body), (200, kept))
        digest = hashlib.sha256(kept).hexdigest()
        self.assertEqual(shown["core-metadata"], {"sha256": digest})

    def assertKeptOnly(self, archive):
        shown, answer, kept = self.publish(archive)
        self.assertIn(b"Name: demo", kept)
        self.assertEqual(answer.status, 404)
        self.assertIs(shown["core-metadata"], False)
        self.assertNotIn("core-metadata", self.nobody.get("/simple/demo/").text)

    def sdist(self, metadata_version, extra=""):
        text = metadata_text("demo", "1.0", metadata_version=metadata_version, metadata_extra=extra)
        return make_sdist("demo", "1.0", folder=self.folder, metadata=text)

    def test_of_a_wheel_is_served(self):
        self.assertServed(make_wheel("demo", "1.0", folder=self.folder))

    def test_of_an_sdist_that_fixes_its_metadata_is_served(self):
        self.assertServed(self.sdist("2.2", "Requires-Dist: other\nDynamic: License-File\n"))

    def test_of_an_older_sdist_is_kept_only(self):
        self.assertKeptOnly(self.sdist("2.1"))

    def test_of_an_sdist_whose_dependencies_are_dynamic_is_kept_only(self):
        self.assertKeptOnly(self.sdist("2.4", "Dynamic: requires-dist\n"))

    def test_of_an_egg_is_kept_only(self):
        self.assertKeptOnly(make_egg("demo", "1.0", folder=self.folder))


class TestFiles(ServedCenter):
    def setUp(self):
        super().setUp()
        self.sdist = make_sdist("demo", "1.0", folder=self.folder)
        self.owner.upload(self.sdist)
        self.path = f"/simple/demo/{self.sdist.name}"
        self.content = self.sdist.read_bytes()

    def test_headers(self):
        headers = self.nobody.get(self.path).headers
        digest = hashlib.sha256(self.content).hexdigest()
        for name, value in (
            ("ETag", f'"{digest}"'),
            ("Content-Length", str(len(self.content))),
            ("Accept-Ranges", "bytes"),
            ("Cache-Control", "public, max-age=31536000, immutable"),
            ("Content-Disposition", "attachment"),
            ("X-Content-Type-Options", "nosniff"),
        ):
            self.assertEqual(headers[name], value, name)
        self.assertIn("sandbox", headers["Content-Security-Policy"])

    def test_parts(self):
        size = len(self.content)
        for sent, start, stop in (
            ("bytes=0-9", 0, 10),
            ("bytes=10-", 10, size),
            ("bytes=-7", size - 7, size),
            (f"bytes=5-{size + 100}", 5, size),
        ):
            with self.subTest(sent):
                answer = self.nobody.get(self.path, Range=sent)
                self.assertEqual(answer.status, 206)
                self.assertEqual(answer.body, self.content[start:stop])
                expected = f"bytes {start}-{stop - 1}/{size}"
                self.assertEqual(answer.headers["Content-Range"], expected)

    def test_parts_of_pages_and_of_what_lies_beside_a_file(self):
        wheel = make_wheel("demo", "1.0", folder=self.folder)
        self.owner.upload(wheel)
        for path in ("/simple/", "/simple/demo/", "/links", f"/simple/demo/{wheel.name}.metadata"):
            with self.subTest(path):
                whole = self.nobody.get(path)
                size = len(whole.body)
                answer = self.nobody.get(path, Range="bytes=5-9", If_Range=whole.headers["ETag"])
                self.assertEqual((answer.status, answer.body), (206, whole.body[5:10]))
                self.assertEqual(answer.headers["Content-Range"], f"bytes 5-9/{size}")
                self.assertEqual(answer.headers["Content-Length"], "5")
                answer = self.nobody.get(path, Range="bytes=5-9", If_Range='"another"')
                self.assertEqual((answer.status, answer.body), (200, whole.body))
                answer = self.nobody.get(path, Range=f"bytes={size}-")
                self.assertEqual(answer.status, 416)
                self.assertEqual(answer.headers["Content-Range"], f"bytes */{size}")

    def test_part_that_is_none(self):
        answer = self.nobody.get(self.path, Range=f"bytes={len(self.content)}-")
        self.assertEqual(answer.status, 416)
        self.assertEqual(answer.headers["Content-Range"], f"bytes */{len(self.content)}")
        # A refusal is not kept for a year in place of the file.
        self.assertEqual(answer.headers["Cache-Control"], "private, no-cache")

    def test_part_of_another_file_is_not_mixed_in(self):
        answer = self.nobody.get(self.path, Range="bytes=0-9", If_Range='"another"')
        self.assertEqual((answer.status, answer.body), (200, self.content))

    def test_not_modified(self):
        etag = self.nobody.head(self.path).headers["ETag"]
        answer = self.nobody.get(self.path, If_None_Match=etag)
        self.assertEqual((answer.status, answer.body), (304, b""))

    def test_signature_lies_beside_its_file(self):
        signature = b"-----BEGIN PGP SIGNATURE-----\n\nabc\n-----END PGP SIGNATURE-----\n"
        wheel = make_wheel("demo", "1.0", folder=self.folder)
        answer = self.owner.upload(wheel, [("gpg_signature", (f"{wheel.name}.asc", signature))])
        self.assertEqual(answer.status, 200, answer.text)
        answer = self.nobody.get(f"/simple/demo/{wheel.name}.asc")
        self.assertEqual(answer.body, signature)
        self.assertIn('data-gpg-sig="true"', self.nobody.get("/simple/demo/").text)

    def test_bytes_that_are_gone_are_404_and_never_a_server_error(self):
        with self.changes():
            self.center._psc_blobs.clear()
        self.assertEqual(self.nobody.get(self.path).status, 404)
