"""What programs are told of the status of a project, and what they get."""

from html.parser import HTMLParser
from Products.PloneSoftwareCenter.content.states import PROJECT_WORKFLOW
from Products.PloneSoftwareCenter.content.states import set_state
from Products.PloneSoftwareCenter.testing import MAINTAINER
from Products.PloneSoftwareCenter.testing import PASSWORD
from Products.PloneSoftwareCenter.tests.archives import make_sdist
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.client import Client
from Products.PloneSoftwareCenter.tests.served import ServedCenter
from Products.PloneSoftwareCenter.upload.status import set_status


JSON = "application/vnd.pypi.simple.v1+json"
CLOSED = ("archived", "quarantined")


class Metas(HTMLParser):
    """Reads a page as installers do: its metas by name, and its links."""

    def __init__(self, text):
        super().__init__()
        self.metas, self.links = {}, []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        if tag == "meta":
            self.metas[dict(attrs)["name"]] = dict(attrs)["content"]
        if tag == "a":
            self.links.append(dict(attrs)["href"])

    @property
    def status(self):
        """The status and the reason; None where the page has none."""
        prefix = "pypi:project-status"
        return self.metas.get(prefix), self.metas.get(f"{prefix}-reason")


class StatusCase(ServedCenter):
    def setUp(self):
        super().setUp()
        self.wheel = make_wheel("demo", "1.0", folder=self.folder)
        self.sdist = make_sdist("demo", "1.0", folder=self.folder)
        signature = b"-----BEGIN PGP SIGNATURE-----"
        signed = [("gpg_signature", (f"{self.wheel.name}.asc", signature))]
        other = make_wheel("other", "1.0", folder=self.folder)
        for archive, fields in ((self.wheel, signed), (self.sdist, ()), (other, ())):
            answer = self.owner.upload(archive, fields)
            self.assertEqual(answer.status, 200, answer.text)
        with self.changes():
            project = self.center["demo"]
            project.manage_setLocalRoles(MAINTAINER, ["PSCMaintainer"])
        self.maintainer = Client(self.url, MAINTAINER, PASSWORD)
        self.file = f"/simple/demo/{self.wheel.name}"
        self.beside = [self.file, f"{self.file}.metadata", f"{self.file}.asc"]

    def set_status(self, *status):
        with self.changes():
            set_status(self.center["demo"], *status)

    def page(self):
        return Metas(self.nobody.get("/simple/demo/").text)

    def page_json(self):
        return self.nobody.get("/simple/demo/", Accept=JSON).json


class TestReading(StatusCase):
    def test_both_formats_tell_the_status_and_why(self):
        for status, reason in (
            ("active", None),
            ("deprecated", 'use "bar" <&> \N{PILE OF POO}'),
            ("archived", None),
            ("quarantined", "malware"),
        ):
            self.set_status(status, reason or "")
            with self.subTest(status):
                self.assertEqual(self.page().status, (status, reason))
                expected = {"status": status} | ({"reason": reason} if reason else {})
                self.assertEqual(self.page_json()["project-status"], expected)

    def test_files_of_deprecated_and_archived_projects_are_there(self):
        before = self.page_json()
        for status in ("deprecated", "archived"):
            self.set_status(status)
            now = self.page_json()
            self.assertEqual(now["files"], before["files"])
            self.assertEqual(now["versions"], before["versions"])
            self.assertEqual(
                [self.nobody.get(path).status for path in self.beside], [200, 200, 200]
            )
            self.assertIn("demo", self.nobody.get("/simple/").text)

    def test_page_that_was_kept_is_out_of_date_with_the_status(self):
        etag = self.nobody.get("/simple/demo/").headers["ETag"]
        self.assertEqual(self.nobody.get("/simple/demo/", If_None_Match=etag).status, 304)
        self.set_status("quarantined")
        self.assertEqual(self.nobody.get("/simple/demo/", If_None_Match=etag).status, 200)

    def test_of_a_quarantined_project_only_the_word_is_left(self):
        root, etag = self.nobody.get("/simple/"), self.nobody.get(self.file).headers["ETag"]
        self.set_status("quarantined", "malware")
        self.assertEqual(self.page().links, [])
        found = self.page_json()
        self.assertEqual((found["files"], found["versions"]), ([], []))
        for client in (self.nobody, self.owner, self.manager):
            self.assertEqual(
                [client.get(path).status for path in self.beside], [404, 404, 404], client.user
            )
            self.assertEqual(client.get(self.file, If_None_Match=etag).status, 404)
            self.assertEqual(client.get(self.file, Range="bytes=0-9").status, 404)
            self.assertEqual(client.head(self.file).status, 404)
            for path in ("/simple/", "/links"):
                self.assertNotIn("demo", client.get(path).text)
            names = [one["name"] for one in client.get("/simple/", Accept=JSON).json["projects"]]
            self.assertEqual(names, ["other"])
        again = self.nobody.get("/simple/", If_None_Match=root.headers["ETag"])
        self.assertEqual(again.status, 200)

    def test_all_comes_back(self):
        def answers():
            paths = ("/simple/", "/simple/demo/", "/links", *self.beside)
            return [self.nobody.get(path).body for path in paths]

        before = answers()
        self.set_status("quarantined", "malware")
        self.assertNotEqual(answers(), before)
        self.set_status("active")
        self.assertEqual(answers(), before)

    def test_private_project_stays_unknown_whatever_its_status(self):
        with self.changes():
            set_state(self.center["demo"], PROJECT_WORKFLOW, "unapproved")
        for status in ("active", *CLOSED):
            self.set_status(status)
            for path in ("/simple/demo/", *self.beside):
                self.assertEqual(self.nobody.get(path).status, 404)
        self.assertIn("quarantined", self.owner.get("/simple/demo/").text)


class TestWriting(StatusCase):
    def register(self, client, version="2.0"):
        return client.action("submit", [("name", "demo"), ("version", version)])

    def assertClosed(self, answer, status):
        self.assertEqual(answer.status, 403, answer.text)
        self.assertIn(f"The project 'demo' is {status}: it takes nothing new until", answer.text)
        self.assertEqual(answer.text.count("\n"), 1)

    def test_nothing_comes_to_a_closed_project_and_its_people_are_told(self):
        newer = make_wheel("demo", "2.0", folder=self.folder)
        for status in CLOSED:
            self.set_status(status)
            for client in (self.owner, self.maintainer, self.manager):
                with self.subTest(status, user=client.user):
                    self.assertClosed(client.upload(newer), status)
                    self.assertClosed(client.upload(self.wheel), status)
                    self.assertClosed(self.register(client), status)
                    self.assertClosed(self.register(client, "1.0"), status)
        self.refresh()
        self.assertEqual(list(self.center["demo"].objectIds()), ["1.0"])
        self.assertEqual(len(self.center["demo"]["1.0"].objectIds()), 2)

    def test_others_learn_nothing(self):
        newer = make_wheel("demo", "2.0", folder=self.folder)
        before = [client.upload(newer).text for client in (self.other, self.nobody)]
        self.assertIn("is not available to you", before[0])
        for status in CLOSED:
            self.set_status(status)
            found = [client.upload(newer).text for client in (self.other, self.nobody)]
            self.assertEqual(found, before)
            self.assertIn("is not available to you", self.register(self.other).text)

    def test_deprecated_project_takes_uploads(self):
        self.set_status("deprecated", "use bar")
        newer = make_wheel("demo", "2.0", folder=self.folder)
        self.assertEqual(self.owner.upload(newer).status, 200)
        self.assertEqual(self.owner.upload(self.wheel).status, 200)
        self.assertEqual(self.register(self.owner, "3.0").status, 200)

    def test_project_that_is_active_again_takes_uploads(self):
        self.set_status("archived")
        self.set_status("active")
        newer = make_wheel("demo", "2.0", folder=self.folder)
        self.assertEqual(self.owner.upload(newer).status, 200)
