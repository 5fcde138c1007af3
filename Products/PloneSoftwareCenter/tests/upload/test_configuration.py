"""Configuration files of releases: attached by programs, by hand and by REST, and read."""

from Products.PloneSoftwareCenter.content.states import CENTER_WORKFLOW
from Products.PloneSoftwareCenter.content.states import PROJECT_WORKFLOW
from Products.PloneSoftwareCenter.content.states import set_state
from Products.PloneSoftwareCenter.index.configuration import configuration_of
from Products.PloneSoftwareCenter.testing import create_project
from Products.PloneSoftwareCenter.testing import OWNER
from Products.PloneSoftwareCenter.tests.client import Client
from Products.PloneSoftwareCenter.tests.services.case import RestCase
from Products.PloneSoftwareCenter.tokens.header import TOKEN_USER
from Products.PloneSoftwareCenter.tokens.store import add_token
from Products.PloneSoftwareCenter.tokens.store import READ
from Products.PloneSoftwareCenter.tokens.store import UPLOAD
from Products.PloneSoftwareCenter.upload.transfer import move_name

import hashlib


VERSIONS = b"[versions]\ndemo-app = 1.0\n"
BASE = "/configuration/demo-app/1.0"
PATH = f"{BASE}/versions.cfg"


class TestConfiguration(RestCase):
    def attach(self, client=None, filename="versions.cfg", data=VERSIONS, path=f"{BASE}/", **more):
        return (client or self.owner).post([("content", (filename, data))], path, **more)

    def attached(self):
        self.refresh()
        return {name: file.data for name, file in configuration_of(self.project["1.0"])}

    def test_what_is_attached_is_read_by_everybody(self):
        answer = self.attach()
        self.assertEqual(
            (answer.status, answer.text), (200, "Attached Configuration File: versions.cfg\n")
        )
        answer = self.nobody.get(PATH)
        self.assertEqual((answer.status, answer.body), (200, VERSIONS))
        headers = answer.headers
        self.assertEqual(headers["Content-Type"], "text/plain; charset=utf-8")
        self.assertEqual(headers["X-Content-Type-Options"], "nosniff")
        self.assertEqual(headers["Cache-Control"], "public, max-age=31536000, immutable")
        self.assertIn("sandbox", headers["Content-Security-Policy"])
        self.assertEqual(headers["ETag"], f'"{hashlib.sha256(VERSIONS).hexdigest()}"')
        same = {"If-None-Match": headers["ETag"]}
        self.assertEqual(self.nobody.request("GET", PATH, headers=same).status, 304)
        self.assertEqual(self.nobody.head(PATH).body, b"")
        self.assertIn("versions.cfg", self.nobody.get("/demo-app/1.0").text)

    def test_who_accepts_json_only_attaches_and_reads_all_the_same(self):
        accept = {"Accept": "application/json"}
        self.assertEqual(self.attach(headers=accept).status, 200)
        self.assertEqual(self.attached(), {"versions.cfg": VERSIONS})
        answer = self.nobody.request("GET", PATH, headers=accept)
        self.assertEqual((answer.status, answer.body), (200, VERSIONS))

    def test_a_file_never_changes(self):
        self.attach()
        again = self.attach()
        self.assertEqual((again.status, again.body), (200, b""))
        other = self.attach(data=b"[versions]\n")
        self.assertEqual(other.status, 409)
        self.assertIn("File already exists", other.text)
        self.assertEqual(self.attached(), {"versions.cfg": VERSIONS})
        self.send("DELETE", "/demo-app/1.0/@configuration/versions.cfg", None)
        self.assertEqual(self.nobody.get(PATH).status, 404)
        self.assertEqual(self.attach().status, 409)
        self.assertEqual(self.attached(), {})

    def test_who_may_not_is_refused(self):
        for client, status in ((self.nobody, 401), (self.other, 403)):
            self.assertEqual(self.attach(client).status, status)
        origin = {"Origin": "https://evil.example.org"}
        self.assertEqual(self.attach(headers=origin).status, 403)
        self.assertEqual(self.attached(), {})

    def test_a_token_for_uploads_may_and_one_for_reading_may_not(self):
        for kind, status in ((READ, 403), (UPLOAD, 200)):
            with self.changes():
                _token, text = add_token(
                    self.center,
                    user_id=OWNER,
                    is_root_user=False,
                    name="Build server",
                    kind=kind,
                    projects=(),
                    expires=None,
                )
            answer = self.attach(Client(self.url, TOKEN_USER, str(text)))
            self.assertEqual(answer.status, status, answer.text)

    def test_bad_files_and_places(self):
        for filename, data, status in (
            ("setup.py", b"x", 400),
            ("versions.cfg", b"\xff", 400),
            ("versions.cfg", b"", 400),
            ("versions.cfg", b"x" * (2**20 + 1), 413),
            ("x.toml", b"a = ", 400),
        ):
            with self.subTest(filename):
                self.assertEqual(self.attach(filename=filename, data=data).status, status)
        for path in (
            "/configuration/",
            f"{BASE}/x/",
            "/configuration/demo-app/9/",
            "/configuration",
        ):
            with self.subTest(path):
                self.assertEqual(self.attach(path=path).status, 404)
        self.assertEqual(self.owner.post([("other", "x")], f"{BASE}/").status, 400)
        self.assertEqual(self.attached(), {})

    def test_addresses_that_are_none(self):
        self.attach()
        moved = self.nobody.get("/configuration/Demo_App/1.0/versions.cfg")
        self.assertEqual(
            (moved.status, moved.headers["Location"]), (301, "../../demo-app/1.0/versions.cfg")
        )
        for path in (
            "/configuration",
            BASE,
            f"{BASE}/",
            f"{PATH}/",
            f"{BASE}/none.cfg",
            f"{PATH}/x",
        ):
            with self.subTest(path):
                self.assertEqual(self.nobody.get(path).status, 404)
        self.assertEqual(self.owner.request("PUT", PATH, b"x").status, 405)

    def test_who_may_not_see_the_project_sees_no_file_of_it(self):
        self.attach()
        with self.changes():
            set_state(self.project, PROJECT_WORKFLOW, "unapproved")
        self.assertEqual(self.nobody.get(PATH).status, 404)
        answer = self.owner.get(PATH)
        self.assertEqual(answer.status, 200)
        self.assertEqual(answer.headers["Cache-Control"], "private, max-age=31536000, immutable")
        with self.changes():
            set_state(self.center, CENTER_WORKFLOW, "private")
        self.assertEqual(self.nobody.get(PATH).status, 401)
        self.assertEqual(self.nobody.get("/configuration").status, 401)

    def test_an_archived_project_takes_nothing_new(self):
        self.send("PATCH", "/demo-app/@status", {"status": "archived"})
        answer = self.attach()
        self.assertEqual(answer.status, 403)
        self.assertIn("archived", answer.text)

    def test_by_hand(self):
        page = "/demo-app/1.0/configuration-files"
        self.assertNotIn("psc-content", self.nobody.get(page).text)
        shown = self.owner.get(page).text
        token = shown.split('name="_authenticator"')[1].split('value="')[1].split('"')[0]
        form = [("_authenticator", token), ("content", ("versions.cfg", VERSIONS))]
        answer = self.owner.post(form, page)
        self.assertIn("The file is attached.", answer.text)
        self.assertEqual(self.attached(), {"versions.cfg": VERSIONS})
        answer = self.owner.post([form[0], ("content", ("x.cfg", b"\xff"))], page)
        self.assertIn("no text in UTF-8", answer.text)
        self.assertEqual(self.owner.post(form[1:], page).status, 403)
        answer = self.owner.post([form[0], ("delete", "versions.cfg")], page)
        self.assertIn("The file is deleted.", answer.text)
        self.assertEqual(self.attached(), {})

    def test_by_rest(self):
        path = "/demo-app/1.0/@configuration"
        self.assertEqual(self.ask(path)["items"], [])
        said = self.send("POST", path, {"filename": "versions.cfg", "text": VERSIONS.decode()})
        (item,) = said["items"]
        self.assertEqual(item["url"], f"{self.url}{PATH}")
        self.assertEqual(item["sha256"], hashlib.sha256(VERSIONS).hexdigest())
        self.assertEqual(self.nobody.get(PATH).body, VERSIONS)
        body = {"filename": "versions.cfg", "text": "other"}
        self.refused("POST", path, body, status=409)
        self.refused("POST", path, {"filename": "x.py", "text": "x"})
        self.refused("POST", path, body, client=self.other, status=403)
        self.refused("POST", path, body, client=self.nobody, status=401)
        self.refused("DELETE", f"{path}/versions.cfg", client=self.other, status=403)
        self.refused("DELETE", f"{path}/none.cfg", status=404)
        self.assertEqual(self.send("DELETE", f"{path}/versions.cfg", None)["items"], [])

    def test_a_moved_release_keeps_its_files(self):
        self.attach()
        with self.changes():
            move_name(self.center, "demo-app", self.project, create_project(self.center, "second"))
        self.assertEqual(self.nobody.get(PATH).body, VERSIONS)
