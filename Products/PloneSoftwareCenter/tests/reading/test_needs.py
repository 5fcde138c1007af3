"""Known good sets that are made for a release: itself and what it needs."""

from Products.PloneSoftwareCenter.content.states import PROJECT_WORKFLOW
from Products.PloneSoftwareCenter.content.states import set_state
from Products.PloneSoftwareCenter.index.names import find_record
from Products.PloneSoftwareCenter.reading import needs
from Products.PloneSoftwareCenter.tests.reading.sets_case import SetsCase
from Products.PloneSoftwareCenter.upload.yank import yank
from unittest import mock


class TestNeedsOfReleases(SetsCase):
    def test_a_release_and_what_it_needs(self):
        self.publish("app", "1.0", "lib<2", "requests>=2", "old; python_version < '3'")
        self.publish("app", "2.0")
        self.publish("lib", "1.0")
        self.publish("lib", "1.5")
        self.publish("lib", "2.0")
        said, told = self.lines("/releases/app/1.0/constraints.txt")
        self.assertEqual(said, ["app==1.0", "lib==1.5"])
        self.assertIn("# Not in this index: requests>=2, wanted by app 1.0", told)
        self.assertNotIn("old", "".join(told))
        page = self.nobody.get("/app/1.0/needs").text
        self.assertIn("requests", page)
        self.assertIn("/releases/app/1.0/constraints.txt", page)
        self.assertIn("data-psc-copy", page)
        self.assertIn("Not in this index: requests&gt;=2, wanted by app 1.0", page)
        with self.changes():
            yank(self.center["lib"]["1.5"])
        said, _told = self.lines("/releases/app/1.0/constraints.txt")
        self.assertEqual(said, ["app==1.0", "lib==1.0"])

    def test_another_python(self):
        self.publish("app", "1.0", "lib; python_version < '3.10' and sys_platform == 'win32'")
        self.publish("lib", "1.0")
        self.assertEqual(self.lines("/releases/app/1.0/constraints.txt")[0], ["app==1.0"])
        path = "/releases/app/1.0/constraints.txt?python=3.9&platform=win32"
        said, told = self.lines(path)
        self.assertEqual(said, ["app==1.0", "lib==1.0"])
        self.assertIn("for Python 3.9 on win32", told[0])
        buildout = self.lines(path.replace("constraints.txt", "buildout.cfg"))[0]
        self.assertIn("extends = versions.cfg?python=3.9&platform=win32", buildout)
        buildout = self.lines("/releases/app/1.0/buildout.cfg")[0]
        self.assertIn("extends = versions.cfg", buildout)
        for query in ("python=2.7", "python=", "platform=plan9", "python=3.9&python=x"):
            with self.subTest(query):
                answer = self.nobody.get(f"/releases/app/1.0/constraints.txt?{query}")
                self.assertEqual(answer.status, 400 if query != "python=" else 200)
        page = self.nobody.get("/app/1.0/needs?python=x")
        self.assertEqual(page.status, 200)
        self.assertIn("is no version of Python", page.text)

    def test_what_does_not_fit_is_told(self):
        self.publish("app", "1.0", "a", "b")
        self.publish("a", "1.0", "c>=2")
        self.publish("b", "1.0", "c<2")
        self.publish("c", "1.0")
        self.publish("c", "2.0")
        answer = self.nobody.get("/releases/app/1.0/constraints.txt")
        self.assertEqual(answer.status, 409)
        self.assertIn("a 1.0 wants c>=2.\nb 1.0 wants c<2.\n", answer.text)
        self.assertIn("a 1.0 wants c&gt;=2.", self.nobody.get("/app/1.0/needs").text)

    def test_addresses(self):
        self.publish("Demo.App", "1.0")
        moved = self.nobody.get("/releases/Demo.App/1.0/versions.cfg")
        self.assertEqual(moved.status, 301)
        self.assertEqual(moved.headers["Location"], "../../demo-app/1.0/versions.cfg")
        for path in (
            "/releases",
            "/releases/demo-app/9/versions.cfg",
            "/releases/x/1/versions.cfg",
        ):
            self.assertEqual(self.nobody.get(path).status, 404)

    def test_what_does_not_fit_is_looked_for_once(self):
        self.publish("app", "1.0", "lib>=2")
        self.publish("lib", "1.0")
        with mock.patch.object(needs, "resolve", wraps=needs.resolve) as resolve:
            for filename in ("constraints.txt", "versions.cfg", "constraints.txt"):
                self.assertEqual(self.nobody.get(f"/releases/app/1.0/{filename}").status, 409)
        self.assertEqual(resolve.call_count, 1)

    def test_one_search_at_a_time_and_who_can_not_wait_is_told(self):
        self.publish("app", "1.0")
        with mock.patch.object(needs, "PATIENCE", 0), needs._turn:
            answer = self.nobody.get("/releases/app/1.0/constraints.txt")
            page = self.nobody.get("/app/1.0/@@needs")
        self.assertEqual((answer.status, answer.headers["Retry-After"]), (503, "1"))
        self.assertIn("Ask again", answer.text)
        self.assertEqual(page.status, 200)
        self.assertIn("Ask again", page.text)
        self.assertEqual(self.nobody.get("/releases/app/1.0/constraints.txt").status, 200)

    def test_private_projects_are_not_there_for_strangers(self):
        self.publish("app", "1.0", "secret")
        self.publish("secret", "1.0")
        with self.changes():
            set_state(self.center["secret"], PROJECT_WORKFLOW, "unapproved")
        said, told = self.lines("/releases/app/1.0/constraints.txt")
        self.assertEqual(said, ["app==1.0"])
        self.assertIn("# Not in this index: secret, wanted by app 1.0", told)
        self.assertEqual(self.nobody.get("/releases/secret/1.0/constraints.txt").status, 404)
        said, _told = self.lines("/releases/app/1.0/constraints.txt", self.manager)
        self.assertEqual(said, ["app==1.0", "secret==1.0"])

    def test_quarantined_and_empty_releases_are_none(self):
        self.publish("app", "1.0", "lib")
        self.publish("lib", "1.0")
        with self.changes():
            record = find_record(self.center, "lib")
            record.status = "quarantined"
        self.assertEqual(self.lines("/releases/app/1.0/constraints.txt")[0], ["app==1.0"])
        self.assertEqual(self.nobody.get("/releases/lib/1.0/constraints.txt").status, 404)
