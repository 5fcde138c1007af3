"""pypi-simple: a library that reads the index, each key of it, in both formats."""

from Products.PloneSoftwareCenter.testing import OWNER
from Products.PloneSoftwareCenter.testing import PASSWORD
from Products.PloneSoftwareCenter.tests.clients.driving import client_environment
from Products.PloneSoftwareCenter.tests.clients.driving import ClientTest
from Products.PloneSoftwareCenter.tests.clients.driving import sha256
from Products.PloneSoftwareCenter.tests.clients.fixtures import BEST
from Products.PloneSoftwareCenter.tests.clients.fixtures import Choice
from Products.PloneSoftwareCenter.tests.clients.fixtures import NAME
from Products.PloneSoftwareCenter.tests.clients.fixtures import REASON
from Products.PloneSoftwareCenter.tests.clients.fixtures import VERSIONS
from Products.PloneSoftwareCenter.tests.clients.fixtures import YANKED
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import hashlib
import json
import zipfile


#: prints all that it reads, and has its own checks of a file's and of metadata's digests
READ = """\
import dataclasses, json, pathlib, pypi_simple, sys

endpoint, accept, name, folder, *auth = sys.argv[1:]
with pypi_simple.PyPISimple(
    endpoint, auth=tuple(auth) or None, accept=getattr(pypi_simple, accept)
) as client:
    projects = client.get_index_page().projects
    page = client.get_project_page(name)
    best = [file for file in page.packages if file.filename.endswith("1.10-py3-none-any.whl")][0]
    client.download_package(best, pathlib.Path(folder, best.filename))
    metadata = client.get_package_metadata(best)
    missing = ""
    try:
        client.get_project_page("absent")
    except pypi_simple.NoSuchProjectError as error:
        missing = str(error)
print(json.dumps({
    "projects": projects,
    "page": dataclasses.asdict(page),
    "metadata": metadata,
    "missing": missing,
}, default=str))
"""


class PypiSimpleTest(Choice, ClientTest):
    def setUp(self):
        super().setUp()
        self.python = client_environment("pypi-simple") / "bin" / "python"
        self.target = self.folder / "target"
        self.target.mkdir()
        self.offer()

    def read(self, accept, *login):
        command = (self.python, "-c", READ, self.simple, accept, NAME, self.target, *login)
        return json.loads(self.succeed(*command).output)

    def assertRead(self, found):
        """See that each key that both formats have is right."""
        self.assertEqual(found["projects"], [NAME])
        self.assertIn("absent", found["missing"])
        self.assertSameBytes(self.target, self.wheels[BEST])
        self.assertIn(f"Name: {NAME}\n", found["metadata"])
        page = found["page"]
        self.assertEqual(page["repository_version"], "1.4")
        self.assertEqual(page["status"], "active")
        files = {file["filename"]: file for file in page["packages"]}
        archives = [*self.wheels.values(), *self.sdists.values()]
        self.assertEqual(set(files), {archive.name for archive in archives})
        for version, fields in VERSIONS.items():
            for kind, archive in (("wheel", self.wheels[version]), ("sdist", self.sdists[version])):
                with self.subTest(archive.name):
                    file = files[archive.name]
                    self.assertEqual((file["version"], file["package_type"]), (version, kind))
                    self.assertEqual(file["url"], f"{self.simple}{NAME}/{archive.name}")
                    self.assertEqual(file["digests"], {"sha256": sha256(archive)})
                    self.assertEqual(file["requires_python"], fields.get("requires_python"))
                    self.assertEqual(file["is_yanked"], version == YANKED)
                    self.assertEqual(
                        file["yanked_reason"] or "", REASON if version == YANKED else ""
                    )
        self.assertEqual(files[self.wheels[BEST].name]["metadata_digests"], self.metadata_digests())
        return files

    def metadata_digests(self):
        with zipfile.ZipFile(self.wheels[BEST]) as opened:
            content = opened.read(f"{NAME}-{BEST}.dist-info/METADATA")
        return {"sha256": hashlib.sha256(content).hexdigest()}


class TestFormats(PypiSimpleTest):
    def test_html(self):
        self.assertRead(self.read("ACCEPT_HTML_ONLY"))

    def test_json(self):
        found = self.read("ACCEPT_JSON_ONLY")
        files = self.assertRead(found)
        self.assertEqual(found["page"]["versions"], list(VERSIONS))
        for archive in self.wheels.values():
            file = files[archive.name]
            self.assertEqual(file["size"], archive.stat().st_size)
            [shown] = [each for each in self.files(NAME) if each["filename"] == archive.name]
            self.assertEqual(
                file["upload_time"].replace(" ", "T"), shown["upload-time"].replace("Z", "+00:00")
            )

    def test_status(self):
        with self.changes():
            project = self.center[NAME]
            project.status, project.status_reason = "deprecated", "Use better instead."
            notify(ObjectModifiedEvent(project))
        for accept in ("ACCEPT_HTML_ONLY", "ACCEPT_JSON_ONLY"):
            page = self.read(accept)["page"]
            self.assertEqual(
                (page["status"], page["status_reason"]), ("deprecated", "Use better instead.")
            )


class TestPrivateCenter(PypiSimpleTest):
    def test_password(self):
        self.make_private()
        self.assertRead(self.read("ACCEPT_ANY", OWNER, PASSWORD))
