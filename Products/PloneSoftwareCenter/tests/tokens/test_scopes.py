"""What a token for some projects opens, and what it does not tell of the others."""

from plone import api
from Products.PloneSoftwareCenter.testing import create_project
from Products.PloneSoftwareCenter.testing import OWNER
from Products.PloneSoftwareCenter.tests.tokens.case import TokenCase
from Products.PloneSoftwareCenter.tokens.grants import Grant
from Products.PloneSoftwareCenter.tokens.store import READ
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import unittest


JSON = "application/vnd.pypi.simple.v1+json"


class TestUploadingToProjects(TokenCase):
    def setUp(self):
        super().setUp()
        self.uids = self.publish("foo", "bar")
        self.client = self.client_with(self.make_token(projects=[self.uids["foo"]]))

    def refused(self, name, version="1.1", client=None):
        answer = (client or self.client).upload(self.wheel(name, version))
        sentence = f"The given token isn't allowed to upload to project '{name}'.\n"
        self.assertEqual((answer.status, answer.text), (403, sentence))

    def test_its_project(self):
        answer = self.client.upload(self.wheel("foo", "1.1"))
        self.assertEqual(answer.status, 200, answer.text)

    def test_another_one_of_its_user(self):
        self.refused("bar")
        self.assertEqual(self.filenames("bar"), ["bar-1.0-py3-none-any.whl"])

    def test_one_that_is_not_there_is_refused_in_the_same_words(self):
        self.refused("baz")
        self.refresh()
        self.assertEqual(set(self.center.objectIds()), {"foo", "bar"})

    def test_register_too(self):
        fields = [("metadata_version", "1.0"), ("name", "bar"), ("version", "2.0")]
        answer = self.client.action("submit", fields)
        self.assertEqual(answer.status, 403)
        self.assertIn("isn't allowed to upload to project 'bar'", answer.text)

    def test_other_names_of_its_project(self):
        with self.changes():
            self.center["foo"].distributions = ("foo", "foo-extras")
            notify(ObjectModifiedEvent(self.center["foo"]))
        answer = self.client.upload(self.wheel("foo_extras", "1.0"))
        self.assertEqual(answer.status, 200, answer.text)

    def test_page_that_was_prepared_for_a_name(self):
        with self.changes():
            page = create_project(self.center, "", id="soon", title="Soon")
            page.manage_setLocalRoles(OWNER, ["Owner"])
        client = self.client_with(self.make_token(projects=[page.UID()]))
        answer = client.upload(self.wheel("soon"))
        self.assertEqual(answer.status, 200, answer.text)

    def test_project_of_that_name_after_a_deleted_one_is_another(self):
        with self.changes():
            api.content.delete(self.center["foo"], check_linkintegrity=False)
            project = create_project(self.center, "foo")
            project.manage_setLocalRoles(OWNER, ["Owner"])
        self.refused("foo")


class TestReadingProjects(TokenCase):
    def setUp(self):
        super().setUp()
        self.uids = self.publish("foo", "bar")
        self.make_private()
        self.client = self.client_with(self.make_token(kind=READ, projects=[self.uids["foo"]]))

    def names(self, client):
        answer = client.get("/simple/", Accept=JSON)
        self.assertEqual(answer.status, 200)
        return [project["name"] for project in answer.json["projects"]]

    def test_its_project(self):
        for path in (
            "/simple/foo/",
            "/simple/foo/foo-1.0-py3-none-any.whl",
            "/simple/foo/foo-1.0-py3-none-any.whl.metadata",
            "/pypi/foo/json",
            "/pypi/foo/1.0/json",
        ):
            with self.subTest(path):
                self.assertEqual(self.client.get(path).status, 200)

    def test_another_one_is_not_there(self):
        for path in (
            "/simple/bar/",
            "/simple/bar/bar-1.0-py3-none-any.whl",
            "/simple/bar/bar-1.0-py3-none-any.whl.metadata",
            "/pypi/bar/json",
            "/pypi/bar/1.0/json",
            "/simple/no-such/",
        ):
            with self.subTest(path):
                self.assertEqual(self.owner.get(path).status, 404 if "no-such" in path else 200)
                self.assertEqual(self.client.get(path).status, 404)

    def test_lists_show_its_projects_only(self):
        self.assertEqual(self.names(self.owner), ["bar", "foo"])
        # in both orders: pages are kept for those who see the same
        self.assertEqual(self.names(self.client), ["foo"])
        self.assertEqual(self.names(self.owner), ["bar", "foo"])
        self.assertNotIn("bar", self.client.get("/simple/").text)
        self.assertNotIn("bar", self.client.get("/links").text)

    def test_token_for_the_center_sees_what_its_user_sees(self):
        self.assertEqual(self.names(self.client_with(self.make_token(kind=READ))), ["bar", "foo"])

    def test_one_for_uploads_reads_what_it_covers(self):
        client = self.client_with(self.make_token(projects=[self.uids["bar"]]))
        self.assertEqual(client.get("/simple/bar/").status, 200)
        self.assertEqual(client.get("/simple/foo/").status, 404)

    def test_what_everybody_may_see_it_sees(self):
        with self.changes():
            api.content.transition(self.center, "publish")
        self.assertEqual(self.names(self.client), ["bar", "foo"])
        self.assertEqual(self.client.get("/simple/bar/").status, 200)


class TestGrant(unittest.TestCase):
    def test_what_is_nowhere_is_not_covered(self):
        grant = Grant("id", "name", "uid", frozenset(), True)
        self.assertFalse(grant.covers(object()))
        self.assertFalse(grant.covers(None))

    def test_project_that_is_not_there_yet(self):
        for projects, covered in ((frozenset(), True), (frozenset(("uid",)), False)):
            self.assertIs(Grant("id", "n", "c", projects, True).covers_project(None), covered)
