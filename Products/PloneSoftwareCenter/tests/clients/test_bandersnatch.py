"""bandersnatch mirrors a center that stands at the root of a host."""

from contextlib import contextmanager
from plone import api
from Products.PloneSoftwareCenter.content.states import PROJECT_WORKFLOW
from Products.PloneSoftwareCenter.content.states import set_state
from Products.PloneSoftwareCenter.testing import create_project
from Products.PloneSoftwareCenter.testing import FAST_SERVER
from Products.PloneSoftwareCenter.tests.archives import make_egg
from Products.PloneSoftwareCenter.tests.archives import make_sdist
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.archives import metadata_text
from Products.PloneSoftwareCenter.tests.clients.driving import client_environment
from Products.PloneSoftwareCenter.tests.clients.driving import ClientTest
from Products.PloneSoftwareCenter.upload.status import set_status
from Products.SiteAccess.VirtualHostMonster import manage_addVirtualHostMonster
from tools.checkout.pythons import find_pythons
from unittest import mock
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import json


#: all that a mirror needs to know; ``api-method`` is for version 6, 8 has no other
CONFIGURATION = """\
[mirror]
directory = {directory}
master = {master}
allow-non-https = true
api-method = simple
json = true
stop-on-error = true
hash-index = false
workers = 3
timeout = 300
global-timeout = 600
verifiers = 3
"""


class TestBandersnatch(ClientTest):
    def setUp(self):
        super().setUp()
        # It comes in the newest version that some Python here has.
        python, creator = max(
            find_pythons().items(), key=lambda item: tuple(map(int, item[0].split(".")))
        )
        self.program = client_environment("bandersnatch", str(creator)) / "bin" / "bandersnatch"
        self.takes_metadata = tuple(map(int, python.split("."))) >= (3, 12)
        with self.changes():
            app = self.layer["app"]
            if "virtual_hosting" not in app.objectIds():
                manage_addVirtualHostMonster(app)
        self.host = f"{self.layer['host']}:{self.layer['port']}"
        self.mirror = self.folder / "mirror"
        self.mirror.mkdir()
        self.configuration = self.folder / "bandersnatch.conf"
        text = CONFIGURATION.format(directory=self.mirror, master=f"http://{self.host}")
        self.configuration.write_text(text, encoding="utf-8")
        sdist = metadata_text("Other.Demo", "1.0", metadata_version="2.4")
        self.demo = [
            make_wheel("demo", "1.0", folder=self.folder),
            make_sdist("demo", "1.0", folder=self.folder),
            make_egg("demo", "1.1", folder=self.folder),
        ]
        self.other = [make_sdist("Other.Demo", "1.0", folder=self.folder, metadata=sdist)]
        self.publish(*self.demo, *self.other)

    @contextmanager
    def at_root(self):
        """Serve the center at the root of its host, as a web server in front would let it be.

        Gives a list that fills with the paths that are asked for.
        """
        server = FAST_SERVER.server
        application = server.test_app
        heard = []

        def listen(environ, start_response):
            path = environ["PATH_INFO"]
            heard.append(path)
            inside = f"/VirtualHostBase/http/{self.host}/plone/software/VirtualHostRoot{path}"
            return application({**environ, "PATH_INFO": inside}, start_response)

        with mock.patch.object(server, "test_app", listen):
            yield heard

    def run_bandersnatch(self, *words):
        """Run it to its end; return what it asked for."""
        with self.at_root() as heard:
            self.succeed(self.program, "--config", self.configuration, *words)
        return heard

    def in_mirror(self, *names):
        return self.mirror.joinpath("web", *names)

    def files(self):
        """Return the path of each file in the mirror below ``packages``, in order."""
        folder = self.in_mirror("packages")
        found = (path for path in folder.rglob("*") if path.is_file())
        return sorted(str(path.relative_to(folder)) for path in found)

    def page(self, name):
        return json.loads(self.in_mirror("simple", name, "index.v1_json").read_text("utf-8"))

    def names(self):
        page = json.loads(self.in_mirror("simple", "index.v1_json").read_text("utf-8"))
        return [project["name"] for project in page["projects"]]

    def status(self):
        return int((self.mirror / "status").read_text("ascii"))

    def serial(self):
        answer = self.nobody.get("/simple/", Accept="application/vnd.pypi.simple.v1+json")
        return answer.json["meta"]["_last-serial"]

    def test_mirror_has_every_file_byte_for_byte(self):
        self.run_bandersnatch("mirror")
        for name, archives in (("demo", self.demo), ("other-demo", self.other)):
            for archive in archives:
                copied = self.in_mirror("packages", name, archive.name)
                self.assertEqual(copied.read_bytes(), archive.read_bytes())
        self.assertEqual(self.names(), ["demo", "other-demo"])
        self.assertEqual(self.status(), self.serial())

    def test_core_metadata_comes_along(self):
        self.run_bandersnatch("mirror")
        served = [f"demo/{self.demo[0].name}", f"other-demo/{self.other[0].name}"]
        found = [path for path in self.files() if path.endswith(".metadata")]
        expected = [f"{path}.metadata" for path in served] if self.takes_metadata else []
        self.assertEqual(found, expected)
        for path in expected:
            served = self.nobody.get(f"/simple/{path}").body
            self.assertEqual(self.in_mirror("packages", path).read_bytes(), served)

    def test_json_is_kept(self):
        self.run_bandersnatch("mirror")
        kept = json.loads(self.in_mirror("json", "demo").read_text("utf-8"))
        self.assertEqual(sorted(kept["releases"]), ["1.0", "1.1"])
        self.assertEqual(kept["info"]["summary"], "A distribution of the tests")

    def test_second_run_takes_what_has_changed(self):
        self.run_bandersnatch("mirror")
        self.assertEqual(set(self.run_bandersnatch("mirror")), {"/simple", "/simple/"})
        new = make_wheel("demo", "1.2", folder=self.folder)
        self.publish(new)
        heard = self.run_bandersnatch("mirror")
        metadata = [f"/packages/demo/{new.name}.metadata"] if self.takes_metadata else []
        asked = ["/simple", "/simple/", "/pypi/demo/json", f"/packages/demo/{new.name}", *metadata]
        self.assertEqual(sorted(heard), sorted(asked))
        copied = self.in_mirror("packages", "demo", new.name)
        self.assertEqual(copied.read_bytes(), new.read_bytes())
        self.assertEqual(self.status(), self.serial())

    def test_yanked_release_is_yanked_in_the_mirror(self):
        self.run_bandersnatch("mirror")
        with self.changes():
            release = self.center["demo"]["1.1"]
            release.yanked, release.yanked_reason = True, "Loses data."
            notify(ObjectModifiedEvent(release))
        self.run_bandersnatch("mirror")
        yanked = [file["filename"] for file in self.page("demo")["files"] if file["yanked"]]
        self.assertEqual(yanked, [self.demo[2].name])
        html = self.in_mirror("simple", "demo", "index.html").read_text("utf-8")
        self.assertIn('data-yanked="Loses data."', html)

    def test_deleted_file_goes_from_the_pages(self):
        self.run_bandersnatch("mirror")
        with self.changes():
            self.center["demo"].manage_delObjects(["1.1"])
        self.run_bandersnatch("mirror")
        shown = [file["filename"] for file in self.page("demo")["files"]]
        self.assertEqual(shown, [archive.name for archive in self.demo[:2]])

    def test_deleted_project_is_not_asked_for_any_more(self):
        # What is gone from the list of names stays in a mirror until it is deleted there.
        self.run_bandersnatch("mirror")
        with self.changes():
            api.content.delete(self.center["other-demo"])
        self.assertEqual(set(self.run_bandersnatch("mirror")), {"/simple", "/simple/"})
        self.publish(make_wheel("demo", "1.2", folder=self.folder))
        self.assertIn("/pypi/demo/json", self.run_bandersnatch("mirror"))

    def test_quarantined_project_is_not_taken(self):
        with self.changes():
            set_status(self.center["demo"], "quarantined", "malware")
        self.run_bandersnatch("mirror")
        self.assertEqual(self.names(), ["other-demo"])
        self.assertFalse(self.in_mirror("packages", "demo").exists())

    def test_project_that_is_published_later_is_taken_then(self):
        with self.changes():
            set_state(self.center["demo"], PROJECT_WORKFLOW, "unapproved")
        self.publish(make_sdist("newer", "1.0", folder=self.folder))
        self.run_bandersnatch("mirror")
        self.assertEqual(self.names(), ["newer", "other-demo"])
        with self.changes():
            set_state(self.center["demo"], PROJECT_WORKFLOW, "published")
        self.run_bandersnatch("mirror")
        self.assertEqual(self.names(), ["demo", "newer", "other-demo"])

    def test_project_without_a_file_stops_nothing(self):
        with self.changes():
            create_project(self.center, "empty")
            set_state(self.center["empty"], PROJECT_WORKFLOW, "published")
        self.assertIn(">empty</a>", self.nobody.get("/simple/").text)
        self.run_bandersnatch("mirror")
        self.assertEqual(self.names(), ["demo", "other-demo"])
        self.assertEqual(set(self.run_bandersnatch("mirror")), {"/simple", "/simple/"})
