"""The examples of ``docs/protocol`` are what a center answers.

``PSC_WRITE_EXAMPLES=1`` writes them anew; read the difference before it is committed.
"""

from dataclasses import replace
from plone import api
from Products.PloneSoftwareCenter.content.states import set_state
from Products.PloneSoftwareCenter.tests.archives import make_sdist
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.archives import metadata_text
from Products.PloneSoftwareCenter.tests.client import BOUNDARY
from Products.PloneSoftwareCenter.tests.client import encode_form
from Products.PloneSoftwareCenter.tests.client import upload_fields
from Products.PloneSoftwareCenter.tests.exchanges import EXAMPLES
from Products.PloneSoftwareCenter.tests.exchanges import Request
from Products.PloneSoftwareCenter.tests.exchanges import Writer
from Products.PloneSoftwareCenter.tests.served import ServedCenter
from Products.PloneSoftwareCenter.upload.status import set_status
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import hashlib
import os
import unittest


JSON = "application/vnd.pypi.simple.v1+json"
FORM = ("Content-Type", f"multipart/form-data; boundary={BOUNDARY}")
NAME = ("name", "demo-app")


@unittest.skipUnless(EXAMPLES.is_dir(), "not a checkout")
class DocumentedExamples(ServedCenter):
    maxDiff = None

    def setUp(self):
        super().setUp()
        self.wheel = make_wheel("demo-app", "1.1", folder=self.folder, requires_python=">=3.11")
        self.archives = [
            make_wheel("demo-app", "1.0", folder=self.folder),
            self.wheel,
            make_sdist("demo_app", "1.1", folder=self.folder, requires_python=">=3.11"),
        ]
        for archive in self.archives:
            answer = self.owner.upload(archive, [NAME])
            self.assertEqual(answer.status, 200, answer.text)
        with self.changes():
            release = self.center["demo-app"]["1.0"]
            release.yanked, release.yanked_reason = True, "Loses data."
            notify(ObjectModifiedEvent(release))

    def check(self, name, request, *, client=None, learn=()):
        """See that a request and its answer are what the documentation shows.

        :param client: who asks; nobody unless given
        :param learn: further archives whose digests come along
        """
        client = client or self.nobody
        writer = Writer(self.url, [*self.archives, *learn])
        metadata = metadata_text("demo-app", "1.1", requires_python=">=3.11")
        writer.learn_digest(metadata.encode(), f"{self.wheel.name}.metadata")
        metadata = metadata_text("demo-app", "1.0")
        writer.learn_digest(metadata.encode(), f"{self.archives[0].name}.metadata")
        answer = client.request(request.method, request.path, request.body, request.headers)
        if client.user is not None:
            login = (("Authorization", "Basic"),)
            request = replace(request, headers=login + request.headers)
        self.compare(EXAMPLES / f"{name}.txt", writer.write(request, answer))

    def compare(self, path, text):
        if os.environ.get("PSC_WRITE_EXAMPLES") == "1":
            path.write_text(text, encoding="utf-8")
        self.assertEqual(text, path.read_text(encoding="utf-8"))

    def form(self, action, fields):
        return Request("POST", headers=(FORM,), body=encode_form([(":action", action), *fields]))

    def upload(self, archive, *fields):
        digest = hashlib.sha256(archive.read_bytes()).hexdigest()
        sent = upload_fields(archive, [NAME, ("sha256_digest", digest), *fields])
        # the file comes last, as clients send it
        sent.sort(key=lambda field: field[0] == "content")
        return self.form("file_upload", sent)

    def same_form(self, archive, *fields):
        """Return an upload of which only the file is shown; the form is in another example."""
        shown = f"<a form like that of file_upload, with {archive.name}>"
        return replace(self.upload(archive, *fields), shown_body=shown)


class TestDistutilsFace(DocumentedExamples):
    def test_submit(self):
        fields = [
            ("metadata_version", "1.1"),
            ("name", "other"),
            ("version", "0.9b1"),
            ("summary", "Another demonstration"),
            ("license", "UNKNOWN"),
            ("classifiers", "Framework :: Plone"),
            ("classifiers", "Framework :: Nobody Knows"),
        ]
        self.check("submit", self.form("submit", fields), client=self.owner)

    def test_submit_pkg_info(self):
        file = ("PKG-INFO", metadata_text("other", "0.9b1").encode())
        request = self.form("submit_pkg_info", [("pkg_info", file)])
        self.check("submit_pkg_info", request, client=self.owner)

    def test_verify(self):
        self.check("verify", self.form("verify", [("name", "other"), ("version", "0.9b1")]))

    def test_verify_tells_all_faults(self):
        fields = [("name", "other!"), ("version", "one"), ("requires_python", "3")]
        self.check("verify_faults", self.form("verify", fields))

    def test_upload(self):
        archive = make_wheel("demo-app", "2.0", folder=self.folder)
        request = self.upload(archive, ("summary", "A distribution of the tests"))
        self.check("file_upload", request, client=self.owner, learn=[archive])

    def test_upload_again(self):
        self.check("file_upload_again", self.same_form(self.wheel), client=self.owner)

    def test_upload_of_other_bytes(self):
        other = make_wheel("demo-app", "1.1", folder=self.folder / "other", filling="other")
        self.check("file_exists", self.same_form(other), client=self.owner, learn=[other])

    def test_upload_to_somebody_elses_project(self):
        archive = make_wheel("demo-app", "2.0", folder=self.folder)
        self.check("not_yours", self.same_form(archive), client=self.other, learn=[archive])

    def test_upload_to_an_archived_project(self):
        with self.changes():
            set_status(self.center["demo-app"], "archived", "Use other-app.")
        archive = make_wheel("demo-app", "2.0", folder=self.folder)
        self.check("archived", self.same_form(archive), client=self.owner, learn=[archive])

    def test_upload_without_credentials(self):
        archive = make_wheel("demo-app", "2.0", folder=self.folder)
        self.check("no_credentials", self.same_form(archive), learn=[archive])

    def test_upload_that_waits_for_review(self):
        with self.changes():
            self.center.project_creation = "review"
        archive = make_wheel("new-app", "1.0", folder=self.folder)
        request = self.same_form(archive, ("name", "new-app"))
        self.check("waits_for_review", request, client=self.owner, learn=[archive])

    def test_list_classifiers(self):
        self.check("list_classifiers", Request("GET", "?:action=list_classifiers"))

    def test_action_that_is_gone(self):
        self.check("doc_upload", self.form("doc_upload", [("name", "demo-app")]))

    def test_get_for_an_upload(self):
        self.check("upload_by_get", Request("GET", "?:action=file_upload"))


class TestIndex(DocumentedExamples):
    def get(self, path, **headers):
        shown = tuple((name.replace("_", "-"), value) for name, value in headers.items())
        return Request("GET", path, shown)

    def test_list(self):
        self.check("list_html", self.get("/simple/"))
        self.check("list_json", self.get("/simple/", Accept=JSON))

    def test_project(self):
        self.check("project_html", self.get("/simple/demo-app/"))
        self.check("project_json", self.get("/simple/demo-app/", Accept=JSON))

    def test_quarantined_project(self):
        with self.changes():
            set_status(self.center["demo-app"], "quarantined", "Steals passwords.")
        self.check("quarantined_html", self.get("/simple/demo-app/"))
        self.check("quarantined_json", self.get("/simple/demo-app/", Accept=JSON))

    def test_not_modified(self):
        etag = self.nobody.get("/simple/demo-app/").headers["ETag"]
        self.check("not_modified", self.get("/simple/demo-app/", If_None_Match=etag))

    def test_redirects(self):
        self.check("redirect_name", self.get("/simple/Demo_App"))
        self.check("redirect_historic", self.get("/++simple++/demo-app/"))

    def test_no_such_name(self):
        self.check("not_found", self.get("/simple/nobody-has-this/"))

    def test_upstream(self):
        with self.changes():
            self.center.upstream = "https://pypi.org/simple"
            self.center.reserved_names = ("acme-*",)
        self.check("upstream", self.get("/simple/requests/"))
        self.check("upstream_reserved", self.get("/simple/acme-new/"))
        request = self.get("/simple/requests/", User_Agent="setuptools/80.9.0 Python-urllib/3.13")
        self.check("upstream_password", request, client=self.owner)

    def test_file(self):
        path = f"/simple/demo-app/{self.wheel.name}"
        self.check("file", self.get(path))
        self.check("file_head", Request("HEAD", path))
        self.check("file_range", self.get(path, Range="bytes=0-99"))
        self.check("file_range_outside", self.get(path, Range="bytes=99999-"))

    def test_metadata(self):
        self.check("metadata", self.get(f"/simple/demo-app/{self.wheel.name}.metadata"))

    def test_json_api(self):
        self.check("json_name", self.get("/pypi/demo-app/json"))
        self.check("json_release", self.get("/pypi/demo-app/1.0/json"))
        self.check("json_redirect", self.get("/pypi/Demo_App/1.0/json"))

    def test_historic_address_of_a_file(self):
        path = f"/packages/py3/d/demo-app/{self.wheel.name}"
        self.check("file_historic", Request("HEAD", path))

    def test_links(self):
        self.check("links", self.get("/links"))

    def test_upload_to_the_wrong_url(self):
        request = replace(self.same_form(self.wheel), path="/simple/")
        self.check("simple_by_post", request, client=self.owner)

    def test_private_center(self):
        with self.changes():
            set_state(self.center, "psc_area_workflow", "private")
        self.check("private_nobody", self.get("/simple/"))
        self.check("private_not_allowed", self.get("/simple/"), client=self.other)
        with self.changes():
            api.user.grant_roles(self.other.user, roles=["Reader"], obj=self.center)
        self.check("private_reader", self.get("/simple/"), client=self.other)
