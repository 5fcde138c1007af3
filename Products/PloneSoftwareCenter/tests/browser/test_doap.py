"""``doap.rdf`` of a project, as a parser of RDF understands it."""

from datetime import date
from plone import api
from Products.PloneSoftwareCenter.browser.pages.doap import Doap
from Products.PloneSoftwareCenter.content.states import RELEASE_WORKFLOW
from Products.PloneSoftwareCenter.content.states import set_state
from Products.PloneSoftwareCenter.testing import create_release
from Products.PloneSoftwareCenter.tests.archives import make_sdist
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.pages import browser_of
from Products.PloneSoftwareCenter.tests.pages import PublishedPages
from Products.PloneSoftwareCenter.upload.status import set_status
from rdflib import Graph
from rdflib import Namespace
from rdflib import RDF
from rdflib import URIRef

import pathlib
import tempfile
import transaction


DOAP = Namespace("http://usefulinc.com/ns/doap#")


class TestDoap(PublishedPages):
    def setUp(self):
        super().setUp()
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.publish(make_wheel("demo", "1.0", folder=self.folder))
        self.project = self.center["demo"]
        self.about = URIRef(f"{self.url}/demo")

    def graph(self):
        transaction.commit()
        browser = browser_of(self.layer)
        browser.open(f"{self.url}/demo/doap.rdf")
        self.assertTrue(browser.headers["Content-Type"].startswith("application/rdf+xml"))
        return Graph().parse(data=browser.contents, format="xml")

    def values(self, name):
        return sorted(str(one) for one in self.graph().objects(self.about, DOAP[name]))

    def test_it_is_a_project(self):
        self.edit(self.project, title="De<mo>", description="A & B", text="*Some* text & <more>.")
        graph = self.graph()
        self.assertIn((self.about, RDF.type, DOAP.Project), graph)
        self.assertEqual(self.values("name"), ["De<mo>"])
        self.assertEqual(self.values("shortdesc"), ["A & B"])
        self.assertEqual(self.values("description"), ["Some text & <more>."])
        self.assertEqual(self.values("homepage"), [f"{self.url}/demo"])

    def test_links(self):
        self.edit(
            self.project,
            homepage="https://example.org/?a=1&b=2",
            documentation_link="https://docs.example.org/",
            tracker="https://example.org/issues",
            mailing_list="mailto:list@example.org",
            repository="https://example.org/git",
            categories=("add-on", "standalone"),
        )
        for name, value in (
            ("homepage", "https://example.org/?a=1&b=2"),
            ("wiki", "https://docs.example.org/"),
            ("bug-database", "https://example.org/issues"),
            ("mailing-list", "mailto:list@example.org"),
        ):
            self.assertEqual(self.values(name), [value])
        self.assertEqual(
            self.values("category"),
            [f"{self.url}/by-category/add-on", f"{self.url}/by-category/standalone"],
        )
        graph = self.graph()
        (repository,) = graph.objects(self.about, DOAP.repository)
        browsed = [str(one) for one in graph.objects(repository, DOAP.browse)]
        self.assertEqual(browsed, ["https://example.org/git"])

    def test_licenses_are_told_once_each(self):
        self.edit(self.center, available_licenses=("ACME|ACME license|https://example.org/acme",))
        self.publish(make_wheel("demo", "1.1", folder=self.folder))
        self.edit(self.project["1.0"], license=("ACME", "MIT"))
        self.edit(self.project["1.1"], license=("MIT",))
        self.assertEqual(
            self.values("license"), ["https://example.org/acme", "https://spdx.org/licenses/MIT"]
        )

    def test_systems_are_told_unless_a_file_runs_on_all(self):
        self.assertEqual(self.values("os"), [])
        self.edit(self.project["1.0"], yanked=False)
        for tag in ("win_amd64", "manylinux_2_17_x86_64"):
            path = make_wheel("single", "1.0", folder=self.folder, tag=f"cp311-cp311-{tag}")
            self.publish(path)
        self.about, graph = URIRef(f"{self.url}/single"), Graph()
        transaction.commit()
        browser = browser_of(self.layer)
        browser.open(f"{self.url}/single/doap.rdf")
        graph.parse(data=browser.contents, format="xml")
        found = sorted(str(one) for one in graph.objects(self.about, DOAP.os))
        self.assertEqual(found, ["Linux", "Windows"])

    def test_releases_with_their_files_and_links(self):
        self.publish(make_sdist("demo", "1.0", folder=self.folder))
        release = self.project["1.0"]
        self.edit(release, codename="Ada", expected_release_date=date(2007, 1, 12))
        api.content.create(
            release, "PSCFileLink", "setup", title="Setup", external_url="https://example.org/s"
        )
        graph = self.graph()
        (version,) = graph.objects(self.about, DOAP.release)
        told = {
            str(name): sorted(map(str, graph.objects(version, name)))
            for name in (DOAP.name, DOAP.revision, DOAP.created, DOAP["file-release"])
        }
        self.assertEqual(told[str(DOAP.name)], ["Ada"])
        self.assertEqual(told[str(DOAP.revision)], ["1.0"])
        self.assertEqual(told[str(DOAP.created)], ["2007-01-12"])
        self.assertEqual(
            told[str(DOAP["file-release"])],
            sorted(
                [
                    "https://example.org/s",
                    f"{self.url}/simple/demo/demo-1.0-py3-none-any.whl",
                    f"{self.url}/simple/demo/demo-1.0.tar.gz",
                ]
            ),
        )

    def test_files_are_told_and_not_woken(self):
        transaction.commit()
        self.center._p_jar.cacheMinimize()
        (version,) = Doap(self.project, self.layer["request"]).described().versions
        self.assertEqual(len(version.files), 1)
        (file,) = self.project["1.0"].objectValues()
        self.assertIsNone(file.aq_base._p_changed)

    def test_only_what_everybody_is_told(self):
        self.publish(make_wheel("demo", "1.1", folder=self.folder))
        create_release(self.project, "9.9")
        set_state(self.project["1.1"], RELEASE_WORKFLOW, "hidden")
        self.edit(self.project["1.1"])
        graph = self.graph()
        versions = [str(one) for one in graph.objects(None, DOAP.revision)]
        self.assertEqual(versions, ["1.0"])
        set_status(self.project, "quarantined", "Evil.")
        self.assertEqual(list(self.graph().objects(None, DOAP.revision)), [])

    def test_private_project_has_none(self):
        self.project.manage_permission("View", ["Manager"], acquire=0)
        transaction.commit()
        browser = browser_of(self.layer)
        browser.raiseHttpErrors = False
        browser.open(f"{self.url}/demo/doap.rdf")
        self.assertTrue(browser.headers["status"].startswith("404"))
