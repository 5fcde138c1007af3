"""Services that read: projects, releases, files, names."""

from plone import api
from plone.rest.negotiation import lookup_service_id
from Products.PloneSoftwareCenter.content.states import RELEASE_WORKFLOW
from Products.PloneSoftwareCenter.content.states import set_state
from Products.PloneSoftwareCenter.interfaces import IPloneSoftwareCenterLayer
from Products.PloneSoftwareCenter.testing import create_project
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.services.case import RestCase
from Products.PloneSoftwareCenter.upload.status import set_status
from zope.component import getMultiAdapter
from zope.event import notify
from zope.interface import alsoProvides
from zope.lifecycleevent import ObjectModifiedEvent


class TestProjects(RestCase):
    def titles(self, query="", client=None):
        return [item["title"] for item in self.ask(f"/@projects{query}", client)["items"]]

    def make_others(self):
        with self.changes():
            for name in ("alpha", "beta", "gamma"):
                project = create_project(self.center, name, description=f"Says {name}.")
                api.content.transition(project, to_state="published")
                project.categories = ("add-on",) if name == "beta" else ()
                notify(ObjectModifiedEvent(project))

    def test_a_project_tells_its_names_and_status(self):
        (item,) = self.ask("/@projects")["items"]
        self.assertEqual(item["names"], ["demo-app"])
        self.assertEqual((item["status"], item["review_state"]), ("active", "published"))
        self.assertEqual(item["@id"], f"{self.url}/demo-app")

    def test_search_and_filters(self):
        self.make_others()
        self.assertEqual(self.titles(), ["alpha", "beta", "demo-app", "gamma"])
        self.assertEqual(self.titles("?SearchableText=gam"), ["gamma"])
        self.assertEqual(self.titles("?SearchableText=*"), [])
        self.assertEqual(self.titles("?category=add-on"), ["beta"])
        self.assertEqual(self.titles("?name=Demo_App"), ["demo-app"])
        self.assertEqual(self.titles("?review_state=pending"), [])
        self.assertEqual(self.titles("?sort_order=descending")[0], "gamma")

    def test_parts_of_the_list(self):
        self.make_others()
        part = self.ask("/@projects?b_start=1&b_size=2")
        self.assertEqual([item["title"] for item in part["items"]], ["beta", "demo-app"])
        self.assertEqual(part["items_total"], 4)
        self.assertEqual(part["batching"]["next"], f"{self.url}/@projects?b_start=3&b_size=2")
        self.assertEqual(self.ask("/@projects?b_start=400")["items"], [])

    def test_what_is_no_number_or_too_large_is_refused(self):
        for query in ("b_size=0", "b_size=201", "b_size=x", "b_start=-1", "b_size=1&b_size=2"):
            with self.subTest(query):
                self.refused("GET", f"/@projects?{query}", client=self.nobody)

    def test_unknown_words_are_refused(self):
        for query in ("sort_on=path", "review_state=private", "category:list=a", "name:int=1"):
            with self.subTest(query):
                self.refused("GET", f"/@projects?{query}", client=self.nobody)

    def test_a_private_project_is_not_there(self):
        self.hide_project()
        self.assertEqual(self.titles(), [])
        for path in (
            "/@projects/demo-app",
            "/@names/demo-app",
            "/@releases/demo-app",
            "/@releases/demo-app/1.0",
            "/@files/demo_app-1.0-py3-none-any.whl",
            "/demo-app",
            "/demo-app/@releases",
            "/demo-app/1.0/@files",
            "/demo-app/@status",
        ):
            with self.subTest(path):
                self.refused("GET", path, client=self.nobody, status=404)
                self.refused("GET", path, client=self.other, status=404)
                self.ask(path, self.owner)
        self.assertEqual(self.ask("/@names")["items"], [])

    def test_a_private_center_asks_for_a_log_in(self):
        with self.changes():
            api.content.transition(self.center, "make_private")
        for path in ("", "/@projects", "/@names", "/@releases/demo-app", "/demo-app", "/@openapi"):
            with self.subTest(path):
                self.refused("GET", path, client=self.nobody, status=401)
                self.ask(path, self.manager)

    def test_nothing_below_a_service(self):
        for path in ("/@projects/demo-app/x", "/@names/a/b", "/@releases", "/@files", "/@status"):
            with self.subTest(path):
                self.refused("GET", path, client=self.nobody, status=404)

    def test_lists_wake_no_content(self):
        self.refresh()
        for name, path in (("@projects", ()), ("@names", ()), ("@releases", ("demo-app",))):
            self.center._p_jar.cacheMinimize()
            service = self.service(name)
            service.path = path
            self.assertEqual(len(service.answer()["items"]), 2 if path else 1)
            release = self.project._getOb("1.0")
            self.assertIsNone(release.aq_base._p_changed)
            if not path:
                self.project._p_deactivate()

    def service(self, name):
        """Return a service of the center as plone.rest finds it."""
        request = self.layer["request"].clone()
        alsoProvides(request, IPloneSoftwareCenterLayer)
        request["ACTUAL_URL"] = self.url
        request["QUERY_STRING"] = ""
        service_id = f"{lookup_service_id('GET', 'application/json')}{name}"
        return getMultiAdapter((self.center, request), name=service_id)


class TestReleasesAndFiles(RestCase):
    def test_releases_of_a_name_newest_first(self):
        found = self.ask("/@releases/Demo_App")
        self.assertEqual([one["version"] for one in found["items"]], ["1.1a1", "1.0"])
        self.assertEqual([one["files_total"] for one in found["items"]], [1, 2])
        self.assertEqual(self.ask("/demo-app/@releases")["items"], found["items"])
        self.assertEqual(self.ask("/demo-app/@releases?name=other")["items"], [])

    def test_release_with_its_files(self):
        release = self.ask("/@releases/demo-app/1.0.0")
        self.assertEqual(release["version"], "1.0")
        wheel = next(one for one in release["items"] if one["packagetype"] == "bdist_wheel")
        self.assertEqual(
            wheel["download_url"],
            f"{self.url}/simple/demo-app/demo_app-1.0-py3-none-any.whl",
        )
        self.assertEqual(wheel["digests"]["sha256"], self.files("demo-app")[0]["hashes"]["sha256"])
        self.assertEqual(self.ask(f"/@files/{wheel['filename']}"), wheel)
        self.assertIn(wheel, self.ask("/demo-app/1.0/@files")["items"])
        self.assertEqual(self.ask("/demo-app/@files")["items_total"], 3)

    def test_hidden_release_is_in_no_list_but_for_who_edits(self):
        with self.changes():
            set_state(self.project["1.0"], RELEASE_WORKFLOW, "hidden")
            notify(ObjectModifiedEvent(self.project["1.0"]))
        for path in ("/@releases/demo-app", "/demo-app/@releases", "/demo-app"):
            with self.subTest(path):
                self.assertEqual([r["version"] for r in self.ask(path)["items"]], ["1.1a1"])
                mine = self.ask(path, self.owner)["items"]
                self.assertEqual([r["review_state"] for r in mine], ["alpha", "hidden"])
        # By its version it is there, as in the index; what it is called tells nothing.
        self.assertEqual(self.ask("/@releases/demo-app/1.0")["review_state"], "final")
        self.assertEqual(self.ask("/demo-app/1.0")["review_state"], "final")

    def test_retracted_release_is_its_editors(self):
        with self.changes():
            api.content.transition(self.project["1.0"], "retract")
        for path in ("/@releases/demo-app/1.0", "/@files/demo_app-1.0-py3-none-any.whl"):
            self.refused("GET", path, client=self.nobody, status=404)
        found = self.ask("/@files/demo_app-1.0-py3-none-any.whl", self.owner)
        self.assertIsNone(found["download_url"])

    def test_quarantined_project_offers_no_download(self):
        with self.changes():
            set_status(self.project, "quarantined", "Evil.")
        files = self.ask("/demo-app/@files", self.owner)["items"]
        self.assertEqual({one["download_url"] for one in files}, {None})
        self.assertEqual(self.ask("/demo-app/@status", self.owner)["serves_files"], False)

    def test_public_address_is_that_of_downloads(self):
        with self.changes():
            self.center.public_address = "https://index.example.org/"
        wheel = self.ask("/@files/demo_app-1.0-py3-none-any.whl")
        self.assertTrue(wheel["download_url"].startswith("https://index.example.org/simple/"))


class TestNames(RestCase):
    def test_who_holds_a_name(self):
        found = self.ask("/@names/Demo.App")
        self.assertEqual(found["normalized_name"], "demo-app")
        self.assertEqual(found["project"], f"{self.url}/demo-app")
        self.assertGreater(found["serial"], 0)

    def test_prefix(self):
        for name in ("demo", "demo_b", "other"):
            self.publish(make_wheel(name, "1.0", folder=self.folder))
        names = [one["name"] for one in self.ask("/@names?prefix=demo-")["items"]]
        self.assertEqual(names, ["demo-app", "demo_b"])
        self.assertEqual(self.ask("/@names")["items_total"], 4)

    def test_nobody_and_reserved_are_alike(self):
        with self.changes():
            self.center.reserved_names = ("acme-*",)
        texts = {self.refused("GET", f"/@names/{name}", status=404) for name in ("acme-x", "no")}
        self.assertEqual(len(texts), 1)
