"""What ``:action=file_upload`` refuses: nothing is stored, and one sentence says why."""

from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.served import ServedCenter


class TestRefused(ServedCenter):
    def refuse(self, status, text, fields=(), client=None, archive=None, **options):
        archive = archive or make_wheel("demo", "1.0", folder=self.folder)
        answer = (client or self.owner).upload(archive, fields, **options)
        self.assertEqual(answer.status, status, answer.text)
        self.assertIn(text, answer.text)
        self.assertEqual(answer.headers["Content-Type"], "text/plain; charset=utf-8")
        self.assertNothingStored()
        return answer

    def test_nobody(self):
        answer = self.refuse(401, "Log in", client=self.nobody)
        self.assertEqual(answer.headers["WWW-Authenticate"], 'Basic realm="pypi"')

    def test_wrong_password(self):
        self.owner.password = "wrong"
        answer = self.refuse(401, "Log in")
        self.assertEqual(answer.headers["WWW-Authenticate"], 'Basic realm="pypi"')

    def test_fields(self):
        for name, value, text in (
            ("name", None, 'Missing required field "name"'),
            ("name", "", 'Missing required field "name"'),
            ("name", "UNKNOWN", 'Missing required field "name"'),
            ("name", "-bad-", "invalid value for Name"),
            ("name", "bad name", "invalid value for Name"),
            ("name", "other", "Start filename for"),
            ("version", None, 'Missing required field "version"'),
            ("version", "no version", "invalid value for Version"),
            ("version", "2.0", "Version in filename"),
            ("filetype", None, "Use a known file type."),
            ("filetype", "bdist_rpm", "Use a known file type."),
            ("filetype", "sdist", "Extension .whl is invalid for filetype sdist"),
            ("protocol_version", "2", "Unknown protocol version."),
            ("content", None, "Upload payload does not have a file."),
            ("content", "text", "Upload payload does not have a file."),
            ("md5_digest", "0" * 32, "does not match a digest calculated"),
            ("sha256_digest", "0" * 64, "does not match a digest calculated"),
            ("blake2_256_digest", "0" * 64, "does not match a digest calculated"),
            ("blake2_256_digest", "0" * 128, "does not match a digest calculated"),
            ("sha256_digest", "zz", "SHA256 message digest"),
            ("summary", ("file.txt", b"a file"), "Should not be a tuple."),
            ("summary", b"\xff\xfe", "not valid UTF-8"),
        ):
            with self.subTest(name=name, value=value):
                self.refuse(400, text, [(name, value)])

    def test_file_names(self):
        content = make_wheel("demo", "1.0", folder=self.folder).read_bytes()
        for filename in (
            "../demo-1.0-py3-none-any.whl",
            "a/demo-1.0-py3-none-any.whl",
            "a\\\\demo-1.0-py3-none-any.whl",
            "demo-1.0-py3-none-any.whl\x7f",
            "demo-1.0.exe",
            "demo-1.0.tar.xz",
            "demo-1.0",
            "demo-2.0-py3-none-any.whl",
            "other-1.0-py3-none-any.whl",
            "demo-1.0.whl",
        ):
            with self.subTest(filename):
                self.refuse(400, "", [("content", (filename, content))])

    def test_contents(self):
        wheel = make_wheel("demo", "1.0", folder=self.folder)
        for content in (b"", b"no archive", wheel.read_bytes()[:100], b"PK\x03\x04" + b"\0" * 50):
            with self.subTest(content[:20]):
                self.refuse(400, "", [("content", (wheel.name, content))], archive=wheel)

    def test_another_members_project(self):
        self.other.upload(make_wheel("demo", "0.9", folder=self.folder))
        answer = self.owner.upload(make_wheel("demo", "1.0", folder=self.folder))
        self.assertEqual(answer.status, 403)
        self.assertIn("not available", answer.text)
        self.assertEqual(len(self.files("demo")), 1)

    def test_get(self):
        answer = self.owner.get("/file_upload")
        self.assertEqual((answer.status, answer.headers["Allow"]), (405, "POST"))
        answer = self.owner.get("?:action=file_upload")
        self.assertEqual(answer.status, 405)

    def test_page_of_another_site(self):
        for headers in (
            {"Origin": "https://evil.example"},
            {"Origin": "null"},
            {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site"},
        ):
            with self.subTest(headers):
                self.refuse(403, "another site", headers=headers)

    def test_cookie_beside_the_credentials(self):
        self.refuse(403, "cookie", headers={"Cookie": "__ac=anything"})

    def test_too_large(self):
        with self.changes():
            self.center.max_file_size = 1
        content = b"x" * (2**20 + 1)
        self.refuse(413, "too large", [("content", ("demo-1.0-py3-none-any.whl", content))])

    def test_other_actions_say_what_to_do(self):
        for action in ("user", "password_reset", "doc_upload", "remove_pkg", "no_such_action"):
            with self.subTest(action):
                answer = self.nobody.action(action, [])
                self.assertEqual(answer.status, 400, answer.text)
                self.assertIn(action, answer.text)

    def test_upload_to_the_simple_page_fails_loudly(self):
        answer = self.owner.request("POST", "/simple/", b"x")
        self.assertEqual(answer.status, 405)
        self.assertIn("center's own URL", answer.text)
        self.assertNothingStored()
