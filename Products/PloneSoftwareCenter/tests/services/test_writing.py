"""Services that write: names that move, yanking, statuses, copies, fields."""

from Products.PloneSoftwareCenter.journal.store import walk
from Products.PloneSoftwareCenter.storage.moved import move
from Products.PloneSoftwareCenter.testing import create_project
from Products.PloneSoftwareCenter.testing import OWNER
from Products.PloneSoftwareCenter.tests.client import Client
from Products.PloneSoftwareCenter.tests.services.case import JSON
from Products.PloneSoftwareCenter.tests.services.case import RestCase

import json


class TestYank(RestCase):
    def test_a_release_and_back(self):
        said = self.send("POST", "/demo-app/1.0/@yank", {"reason": "Loses data."})
        self.assertEqual((said["yanked"], said["yanked_reason"]), (True, "Loses data."))
        self.assertEqual(self.files("demo-app")[0]["yanked"], "Loses data.")
        said = self.send("DELETE", "/demo-app/1.0/@yank", None)
        self.assertEqual((said["yanked"], said["yanked_reason"]), (False, ""))
        self.assertEqual(self.files("demo-app")[0]["yanked"], False)

    def test_a_file_alone(self):
        path = "/demo-app/1.0/demo_app-1.0.tar.gz/@yank"
        self.send("POST", path, {})
        yanked = {file["filename"]: file["yanked"] for file in self.files("demo-app")}
        self.assertEqual(yanked["demo_app-1.0.tar.gz"], True)
        self.assertEqual(yanked["demo_app-1.0-py3-none-any.whl"], False)
        self.assertEqual(self.ask(path)["yanked"], True)

    def test_not_anybodys(self):
        path = "/demo-app/1.0/@yank"
        for method in ("POST", "DELETE"):
            self.refused(method, path, {}, client=self.nobody, status=401)
            self.refused(method, path, {}, client=self.other, status=403)

    def test_what_is_no_reason(self):
        for body in ({"reason": "a\nb"}, {"reason": 1}, {"reason": "x" * 513}, {"why": ""}, []):
            with self.subTest(body=body):
                self.refused("POST", "/demo-app/1.0/@yank", body)
        self.assertEqual(self.ask("/demo-app/1.0/@yank")["yanked"], False)


class TestStatus(RestCase):
    def test_set_by_an_owner(self):
        said = self.send(
            "PATCH", "/demo-app/@status", {"status": "archived", "reason": "Use other."}
        )
        self.assertEqual((said["status"], said["takes_uploads"]), ("archived", False))
        self.assertEqual(self.ask("/@names/demo-app")["status_reason"], "Use other.")

    def test_who_may(self):
        path, archived = "/demo-app/@status", {"status": "archived"}
        self.refused("PATCH", path, archived, client=self.nobody, status=401)
        self.refused("PATCH", path, archived, client=self.other, status=403)
        self.refused("PATCH", path, {"status": "quarantined"}, status=403)
        self.send("PATCH", path, {"status": "quarantined"}, client=self.manager)

    def test_no_status(self):
        self.refused("PATCH", "/demo-app/@status", {"status": "gone"})


class TestMovingNames(RestCase):
    def setUp(self):
        super().setUp()
        with self.changes():
            for name in ("target", "foreign"):
                create_project(self.center, name)
            self.center["target"].manage_setLocalRoles("owen", ["Owner"])

    def test_with_its_releases(self):
        said = self.send("PATCH", "/@names/demo-app", {"project": "target"})
        self.assertEqual(said["project"], f"{self.url}/target")
        self.assertEqual(self.ask("/@releases/demo-app")["items_total"], 2)
        self.assertEqual(len(self.files("demo-app")), 3)

    def test_to_where_it_is_changes_nothing(self):
        said = self.send("PATCH", "/@names/demo-app", {"project": "Demo_App"})
        self.assertEqual(said["project"], f"{self.url}/demo-app")

    def test_only_owners_of_both(self):
        path = "/@names/demo-app"
        self.refused("PATCH", path, {"project": "target"}, client=self.nobody, status=401)
        self.refused("PATCH", path, {"project": "target"}, client=self.other, status=403)
        texts = {
            self.refused("PATCH", path, {"project": name}, status=403)
            for name in ("foreign", "not-there", "simple")
        }
        self.assertEqual(len(texts), 1)

    def test_what_is_no_project(self):
        for body in ({}, {"project": ""}, {"project": 3}, {"project": None}):
            self.refused("PATCH", "/@names/demo-app", body)


class TestCopies(RestCase):
    def test_releases_and_files_are_not_copied(self):
        for path in ("/demo-app/1.0", "/demo-app/1.0/demo_app-1.0.tar.gz"):
            body = {"source": f"{self.url}{path}"}
            self.refused("POST", "/@copy", body, client=self.manager)

    def test_nor_moved(self):
        site = Client(self.url.removesuffix("/software"), self.manager.user, self.manager.password)
        for path in ("/demo-app/1.0", "/demo-app/1.0/demo_app-1.0.tar.gz", "/demo-app"):
            with self.subTest(path):
                body = json.dumps({"source": f"{self.url}{path}"})
                answer = site.request("POST", "/@move", body, JSON)
                self.assertIn(answer.status, (400, 403), answer.text)
                self.assertIn("message", answer.json)
        self.assertEqual(len(self.files("demo-app")), 3)

    def test_what_is_no_source(self):
        for source in (3, [None], {"a": 1}):
            self.refused("POST", "/@copy", {"source": source}, client=self.manager)


class TestContent(RestCase):
    def test_private_fields_are_their_editors(self):
        with self.changes():
            self.center.reserved_names = ("acme-*",)
            self.center.project_evaluators = ("eve",)
            self.center.upstream = "https://index.example.org/simple"
        public, own = self.ask(), self.ask("", self.manager)
        for name in ("reserved_names", "project_evaluators", "storage_strategy", "upstream"):
            self.assertNotIn(name, public)
            self.assertIn(name, own)
        self.assertEqual(public["items_total"], 1)
        self.assertEqual(public["index_url"], f"{self.url}/simple/")
        file = "/demo-app/1.0/demo_app-1.0.tar.gz"
        self.assertLessEqual({"uploader"}, set(self.ask(file, self.owner)))
        for name in ("uploader", "storage", "storage_key"):
            self.assertNotIn(name, self.ask(file))

    def test_managers_are_told_where_the_bytes_are_now(self):
        path = "/demo-app/1.0/demo_app-1.0.tar.gz"
        told = self.ask(path, self.manager)
        self.assertEqual(told["storage"], "blob")
        with self.changes():
            move(self.center, [(("blob", told["storage_key"]), ("elsewhere", "a-key"))])
        told = self.ask(path, self.manager)
        self.assertEqual((told["storage"], told["storage_key"]), ("elsewhere", "a-key"))

    def test_every_type_is_written(self):
        self.assertEqual(
            [one["version"] for one in self.ask("/demo-app")["items"]], ["1.1a1", "1.0"]
        )
        release = self.ask("/demo-app/1.0")
        self.assertEqual(release["title"], "demo-app 1.0")
        self.assertEqual(release["items_total"], 2)
        file = self.ask("/demo-app/1.0/demo_app-1.0.tar.gz")
        self.assertEqual(file["packagetype"], "sdist")
        self.assertTrue(file["download_url"].endswith("/simple/demo-app/demo_app-1.0.tar.gz"))

    def test_a_link_is_added_changed_and_listed(self):
        body = {"@type": "PSCFileLink", "title": "Setup", "external_url": "https://example.org/s"}
        link = self.send("POST", "/demo-app/1.0", body, status=201)
        path = link["@id"].removeprefix(self.url)
        self.send("PATCH", path, {"external_file_size": "10 MB"}, status=204)
        self.assertEqual(self.ask(path)["external_file_size"], "10 MB")
        self.assertEqual(self.ask("/demo-app/1.0")["items"][-1]["title"], "Setup")

    def test_a_file_without_bytes_is_none(self):
        body = {"@type": "PSCFile", "title": "demo_app-1.0.zip"}
        self.refused("POST", "/demo-app/1.0", body)
        self.assertEqual(self.ask("/demo-app/1.0")["items_total"], 2)

    def test_what_is_deleted_here_is_in_the_journal(self):
        self.send("DELETE", "/demo-app/1.0/demo_app-1.0.tar.gz", {}, status=204)
        self.refresh()
        entries = [entry for _key, entry in walk(self.center)]
        self.assertEqual(
            [(one.user, one.file) for one in entries if one.kind == "file-deleted"],
            [(OWNER, "demo_app-1.0.tar.gz")],
        )

    def test_projects_and_releases_are_added(self):
        body = {"@type": "PSCProject", "title": "New", "distributions": ["new-one"]}
        self.send("POST", "", body, status=201)
        self.assertEqual(self.ask("/@names/new-one")["name"], "new-one")
        self.send("POST", "/new-one", {"@type": "PSCRelease", "version": "1.0"}, status=201)
        self.refused("POST", "/new-one", {"@type": "PSCRelease", "version": "nonsense"})

    def test_fields_are_changed_as_forms_do(self):
        self.send("PATCH", "/demo-app", {"description": "Other."}, status=204)
        self.assertEqual(self.ask("/@projects")["items"][0]["description"], "Other.")
        self.send("PATCH", "/demo-app/1.0", {"yanked": True, "yanked_reason": "x"}, status=204)
        self.assertEqual(self.files("demo-app")[0]["yanked"], "x")

    def test_what_readers_may_not(self):
        for path in ("", "/demo-app", "/demo-app/1.0", "/demo-app/1.0/demo_app-1.0.tar.gz"):
            self.refused("PATCH", path, {"title": "x"}, client=self.nobody, status=401)
            self.refused("PATCH", path, {"title": "x"}, client=self.other, status=401)

    def test_odd_values_are_refused(self):
        for path, body in (
            ("/demo-app", {"distributions": ["not a name"]}),
            ("/demo-app", {"distributions": ["taken"], "title": 7}),
            ("/demo-app", {"categories": [{"a": 1}]}),
            ("/demo-app", {"categories": [["a"]]}),
            ("/demo-app", {"text_content_type": {"a": []}}),
            ("/demo-app", {"logo": "x"}),
            ("/demo-app", {"layout": "nonsense"}),
            ("/demo-app", {"layout": []}),
            ("/demo-app", {"ordering": {"obj_id": "1.0", "delta": "top"}}),
            ("/demo-app", {"sort": 3}),
            ("/demo-app/1.0", {"version": "2.0"}),
            ("/demo-app/1.0", {"expected_release_date": {}}),
            ("/demo-app/1.0", {"compatibility": [None]}),
        ):
            with self.subTest(path, body=body):
                self.refused("PATCH", path, body)

    def test_odd_new_content_is_refused(self):
        for body in ({"@type": []}, {"@type": "PSCProject", "title": {}}, [], {"title": "x"}):
            with self.subTest(body=body):
                answer = self.owner.request("POST", "", json.dumps(body), JSON)
                self.assertEqual(answer.status, 400, answer.text)
