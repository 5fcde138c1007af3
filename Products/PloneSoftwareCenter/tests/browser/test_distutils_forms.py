"""What old clients write to the wire: forms with bare LF line ends, and how each is answered."""

from base64 import b64encode
from Products.PloneSoftwareCenter.testing import OTHER
from Products.PloneSoftwareCenter.testing import OWNER
from Products.PloneSoftwareCenter.tests.browser.distutils_forms import DistutilsForms
from Products.PloneSoftwareCenter.tests.browser.distutils_forms import FIELDS
from Products.PloneSoftwareCenter.tests.forms import BOUNDARY
from Products.PloneSoftwareCenter.tests.forms import crlf_form
from Products.PloneSoftwareCenter.tests.forms import distutils_form
from Products.PloneSoftwareCenter.tests.forms import FORM
from Products.PloneSoftwareCenter.tests.served import ServedCenter


PKG_INFO = b"""\
Metadata-Version: 1.1
Name: foo.bar
Version: 1.0
Summary: From a file
Home-page: UNKNOWN
Classifier: Framework :: Plone :: 6.2
"""


class TestSubmit(DistutilsForms):
    def test_first_one_makes_project_and_release(self):
        self.assertAnswered(
            self.send("submit"),
            "Created Project: foo.bar",
            "Created Release 1.0 in Project foo.bar",
        )
        self.refresh()
        project = self.center["foo-bar"]
        self.assertEqual(project.title, "foo.bar")
        self.assertEqual(project.distributions, ("foo.bar",))
        self.assertEqual(project.description, "A bar")
        self.assertEqual(project.text, "One\ntwo")
        self.assertEqual(project.homepage, "https://example.org/bar")
        self.assertEqual(project.get_local_roles_for_userid(OWNER), ("Owner",))

    def test_again_updates_and_changes_nothing(self):
        self.send("submit")
        for path in ("", "/"):
            with self.subTest(path):
                answer = self.send("submit", path=path)
                self.assertAnswered(answer, "Updated Project: foo.bar", "Updated Release: 1.0")
        self.refresh()
        self.assertEqual(list(self.center.objectIds()), ["foo-bar"])
        self.assertEqual(list(self.center["foo-bar"].objectIds()), ["1.0"])

    def test_other_spelling_of_name_and_version_is_the_same(self):
        self.send("submit")
        answer = self.send("submit", name="Foo_Bar", version="1.0.0")
        self.assertAnswered(answer, "Updated Project: foo.bar", "Updated Release: 1.0")

    def test_next_version(self):
        self.send("submit")
        self.assertAnswered(
            self.send("submit", version="1.1"),
            "Updated Project: foo.bar",
            "Created Release 1.1 in Project foo.bar",
        )

    def test_download_url_becomes_a_link(self):
        url = "https://example.org/bar-1.0.zip"
        answer = self.send("submit", download_url=url)
        self.assertEqual(answer.text.splitlines()[-1], "Created Download Link")
        answer = self.send("submit", download_url=url)
        self.assertNotIn("Link", answer.text)
        answer = self.send("submit", download_url=f"{url}?2")
        self.assertEqual(answer.text.splitlines()[-1], "Updated Download Link")
        self.refresh()
        self.assertEqual(self.center["foo-bar"]["1.0"]["download"].external_url, f"{url}?2")

    def test_unknown_means_nothing(self):
        self.send("submit")
        nothing = dict.fromkeys(("summary", "description", "home_page", "author"), "UNKNOWN")
        self.send("submit", **nothing)
        self.send("submit", **dict.fromkeys(nothing, ""))
        self.refresh()
        project = self.center["foo-bar"]
        self.assertEqual(project.description, "A bar")
        self.assertEqual(project.text, "One\ntwo")
        self.assertEqual(project.homepage, "https://example.org/bar")
        self.assertNotIn("UNKNOWN", str(project["1.0"].license))

    def test_one_classifier_is_text_and_several_are_a_list(self):
        one = [("classifiers", "Framework :: Plone :: 6.2")]
        for fields in (one, [*one, ("classifiers", "Topic :: Utilities")]):
            with self.subTest(len(fields)):
                self.assertEqual(self.send("submit", fields).status, 200)
                self.refresh()
                classifiers = tuple(value for _, value in fields)
                self.assertEqual(self.center["foo-bar"].classifiers, classifiers)
                self.assertEqual(self.center["foo-bar"]["1.0"].compatibility, ("Plone 6.2",))

    def test_unknown_classifier_is_told(self):
        answer = self.send("submit", [("classifiers", "Nobody :: Knows")])
        self.assertEqual(answer.status, 200)
        self.assertIn("'Nobody :: Knows'", answer.text)

    def test_fields_of_metadata_1_1(self):
        fields = [("provides", "foo (1.0)"), ("requires", "bar (>1.0)"), ("requires", "baz")]
        answer = self.send("submit", [*fields, ("obsoletes", "old")], metadata_version="1.1")
        self.assertEqual(answer.status, 200, answer.text)

    def test_version_of_the_protocol_in_both_spellings(self):
        for action in ("submit", "verify"):
            for field in ("protocol_version", "protcol_version"):
                with self.subTest(field, action=action):
                    answer = self.send(action, [(field, "2")])
                    self.assertRefused(answer, 400, "Unknown protocol version.")
        for number, field in enumerate(("protocol_version", "protcol_version")):
            with self.subTest(field):
                answer = self.send("submit", [(field, "1")], version=f"1.{number}")
                self.assertEqual(answer.status, 200, answer.text)

    def test_charset_of_old_clients(self):
        old = f"multipart/form-data; boundary={BOUNDARY}"
        self.assertEqual(self.send("submit", content_type=old, summary="Müsli").status, 200)
        self.refresh()
        self.assertEqual(self.center["foo-bar"].description, "Müsli")

    def test_wrong_user(self):
        self.send("submit")
        for name in ("foo.bar", "Foo_Bar"):
            answer = self.send("submit", client=self.other, name=name, summary="Mine now")
            self.assertEqual(answer.status, 403)
        self.refresh()
        self.assertEqual(self.center["foo-bar"].description, "A bar")
        self.assertEqual(self.center["foo-bar"].get_local_roles_for_userid(OTHER), ())

    def test_fields_that_are_wrong(self):
        for changes, text in (
            ({"name": ""}, 'Missing required field "name"'),
            ({"version": "UNKNOWN"}, 'Missing required field "version"'),
            ({"name": "no name"}, "Name"),
            ({"version": "first"}, "Version"),
            ({"summary": "two\nlines"}, "summary"),
        ):
            with self.subTest(changes):
                for action in ("submit", "verify"):
                    self.assertRefused(self.send(action, **changes), 400, text)

    def test_all_faults_are_told_together(self):
        answer = self.send("submit", name="no name", version="first")
        self.assertRefused(answer, 400, "Name")
        self.assertIn("Version", answer.text)

    def test_get(self):
        answer = self.owner.get("?:action=submit&name=foo&version=1.0")
        self.assertEqual((answer.status, answer.headers["Allow"]), (405, "POST"))
        self.assertNothingStored()


class TestCredentials(DistutilsForms):
    def test_challenge_that_register_waits_for(self):
        # It sends its password after a 401 alone, and if the realm is the one of its .pypirc.
        answer = self.send("submit", client=self.nobody)
        self.assertRefused(answer, 401, "Log in")
        self.assertEqual(answer.headers["WWW-Authenticate"], 'Basic realm="pypi"')

    def test_challenge_tells_nothing_of_the_form(self):
        for changes in ({"name": ""}, {"version": "first"}, {"name": "foo.bar"}):
            with self.subTest(changes):
                self.assertRefused(self.send("submit", client=self.nobody, **changes), 401, "Log")

    def test_credentials_that_are_none(self):
        no_password = "Basic " + b64encode(OWNER.encode()).decode()
        no_text = "Basic " + b64encode(b"\xff:\xfe").decode()
        for value in ("Basic", "Basic ", "Basic !", "Basic \xe9", "Bearer x", no_password, no_text):
            with self.subTest(value):
                body = distutils_form([(":action", "submit"), *FIELDS.items()])
                headers = {"Content-Type": FORM, "Authorization": value}
                answer = self.nobody.request("POST", "", body, headers)
                self.assertRefused(answer, 401, "Log in")

    def test_credentials_that_are_none_do_not_keep_anybody_from_reading(self):
        for path in ("/simple/", "/links", "?:action=list_classifiers"):
            with self.subTest(path):
                self.assertEqual(self.nobody.get(path, Authorization="Basic !").status, 200)

    def test_verify_needs_none(self):
        answer = self.send("verify", client=self.nobody)
        self.assertAnswered(answer, "OK")
        self.assertNothingStored()


class TestPkgInfo(DistutilsForms):
    def send_file(self, content, field="pkg_info", newline=b"\n", client=None):
        body = crlf_form(
            [(":action", "submit_pkg_info"), (field, content, 'filename="PKG-INFO"')],
        )
        if newline == b"\n":
            body = body.replace(b"\r\n", b"\n")
        return self.send_body(body, client)

    def test_file_is_read(self):
        for newline in (b"\n", b"\r\n"):
            with self.subTest(newline):
                self.assertEqual(self.send_file(PKG_INFO, newline=newline).status, 200)
        self.refresh()
        project = self.center["foo-bar"]
        self.assertEqual((project.title, project.description), ("foo.bar", "From a file"))
        self.assertEqual(project.homepage or "", "")
        self.assertEqual(project.classifiers, ("Framework :: Plone :: 6.2",))

    def test_answer_lines(self):
        self.assertAnswered(
            self.send_file(PKG_INFO, field="content"),
            "Created Project: foo.bar",
            "Created Release 1.0 in Project foo.bar",
        )
        answer = self.send_file(PKG_INFO)
        self.assertAnswered(answer, "Updated Project: foo.bar", "Updated Release: 1.0")

    def test_what_is_no_pkg_info(self):
        for content in (b"", b"\x00\xff" * 500, b"Name: foo\n", b"Version: 1.0\n", b"PK\x03\x04"):
            with self.subTest(content[:10]):
                self.assertRefused(self.send_file(content), 400, "")

    def test_form_without_a_file(self):
        self.assertRefused(self.send("submit_pkg_info"), 400, "pkg_info")

    def test_nobody(self):
        self.assertRefused(self.send_file(PKG_INFO, client=self.nobody), 401, "Log in")


class TestListClassifiers(ServedCenter):
    def test_get_and_post(self):
        with self.changes():
            self.center.extra_classifiers = ("Our :: Own",)
        body = distutils_form([(":action", "list_classifiers")])
        for answer in (
            self.nobody.get("?:action=list_classifiers"),
            self.nobody.get("/?:action=list_classifiers"),
            self.nobody.request("POST", "", body, {"Content-Type": FORM}),
        ):
            self.assertEqual(answer.status, 200)
            lines = answer.text.splitlines()
            self.assertEqual(lines[0], "Development Status :: 1 - Planning")
            self.assertEqual(lines[-2:], ["Typing :: Typed", "Our :: Own"])
