"""Known good sets over HTTP: what programs read, who reads it, and what is told of members."""

from contextlib import closing
from contextlib import contextmanager
from plone import api
from Products.PloneSoftwareCenter.browser.pages import sets
from Products.PloneSoftwareCenter.content.states import CENTER_WORKFLOW
from Products.PloneSoftwareCenter.content.states import PROJECT_WORKFLOW
from Products.PloneSoftwareCenter.content.states import set_state
from Products.PloneSoftwareCenter.testing import OTHER
from Products.PloneSoftwareCenter.tests.archives import make_sdist
from Products.PloneSoftwareCenter.tests.reading.sets_case import SetsCase
from Products.PloneSoftwareCenter.upload.yank import yank
from transaction import TransactionManager
from unittest import mock
from zExceptions import BadRequest
from ZODB.POSException import ConflictError
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import hashlib
import re
import transaction


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


class TestSetsOfPeople(SetsCase):
    def test_every_text_of_a_set(self):
        wheel = self.publish("demo", "1.0")
        sdist = self.publish("demo", "1.0", make=make_sdist)
        other = self.publish("Other.Name", "2.0", make=make_sdist)
        self.publish("demo", "1.1")
        self.make_set("demo==1.0.0\nother-name==2.0  # why\n")
        self.assertEqual(
            self.lines("/sets/stack/1.0/constraints.txt")[0], ["demo==1.0", "Other.Name==2.0"]
        )
        self.assertEqual(
            self.lines("/sets/stack/1.0/versions.cfg")[0],
            ["[versions]", "demo = 1.0", "Other.Name = 2.0"],
        )
        self.assertEqual(
            self.lines("/sets/stack/1.0/requirements.txt")[0],
            [
                f"--index-url {self.url}/simple/",
                "demo==1.0 \\",
                f"    --hash=sha256:{sha256(wheel)} \\",
                f"    --hash=sha256:{sha256(sdist)}",
                "Other.Name==2.0 \\",
                f"    --hash=sha256:{sha256(other)}",
            ],
        )
        self.assertIn(f"index = {self.url}/simple/", self.lines("/sets/stack/1.0/buildout.cfg")[0])

    def test_addresses(self):
        self.publish("demo", "1.0")
        self.make_set("demo==1.0", name="Stack")
        moved = self.nobody.get("/sets/Stack/1.0/constraints.txt")
        self.assertEqual(moved.status, 301)
        self.assertEqual(moved.headers["Location"], "../../stack/1.0/constraints.txt")
        self.assertEqual(self.lines("/sets/stack/1.0.0/constraints.txt")[0], ["demo==1.0"])
        for path in (
            "/sets",
            "/sets/",
            "/sets/stack",
            "/sets/stack/1.0",
            "/sets/stack/1.0/",
            "/sets/stack/1.0/nothing.txt",
            "/sets/stack/1.0/constraints.txt/",
            "/sets/stack/9/constraints.txt",
            "/sets/stack/x/constraints.txt",
            "/sets/none/1.0/constraints.txt",
            "/sets/stack/1.0/constraints.txt/more",
        ):
            with self.subTest(path):
                answer = self.nobody.get(path)
                self.assertEqual((answer.status, answer.text), (404, "Not found.\n"))
        self.assertEqual(self.nobody.request("POST", "/sets/stack/1.0/constraints.txt").status, 405)

    def test_who_has_it_is_told_so(self):
        self.publish("demo", "1.0")
        self.make_set("demo==1.0")
        first = self.nobody.get("/sets/stack/1.0/constraints.txt")
        self.assertEqual(first.headers["Cache-Control"], "no-cache")
        same = {"If-None-Match": first.headers["ETag"]}
        again = self.nobody.request("GET", "/sets/stack/1.0/constraints.txt", headers=same)
        self.assertEqual((again.status, again.body), (304, b""))
        head = self.nobody.head("/sets/stack/1.0/constraints.txt")
        self.assertEqual((head.status, head.body), (200, b""))
        self.assertEqual(head.headers["Content-Length"], str(len(first.body)))

    def test_a_member_that_is_yanked_or_gone_is_told_and_stays(self):
        for name in ("demo", "gone", "lost", "old"):
            self.publish(name, "1.0")
        self.make_set("demo==1.0\ngone==1.0\nlost==1.0\nold==1.0")
        with self.changes():
            yank(self.center["old"]["1.0"], "It eats data.")
            self.center.manage_delObjects(["gone"])
            self.center["lost"].manage_delObjects(["1.0"])
        said, told = self.lines("/sets/stack/1.0/requirements.txt")
        for line in (
            "# ATTENTION: old 1.0 is yanked: It eats data.",
            "# ATTENTION: gone 1.0: This index does not have it, or no longer.",
            "# ATTENTION: lost 1.0: This index does not have this version, or no longer.",
        ):
            self.assertEqual(told.count(line), 2)
        self.assertIn("gone==1.0", said)
        self.assertIn("lost==1.0", said)
        page = self.nobody.get("/stack-1.0").text
        self.assertIn("It eats data.", page)
        self.assertIn("This index does not have it, or no longer.", page)

    def test_a_page_shows_some_members_what_is_wrong_first(self):
        for name in ("aaa", "bbb", "ccc"):
            self.publish(name, "1.0")
        self.make_set("aaa==1.0\nbbb==1.0\nccc==1.0")
        with self.changes():
            yank(self.center["ccc"]["1.0"], "Broken.")
        with mock.patch.object(sets, "SHOWN", 2):
            first, second = self.nobody.get("/stack-1.0"), self.nobody.get("/stack-1.0?b_start=2")
        for page, names in ((first, ["ccc", "aaa"]), (second, ["bbb"])):
            self.assertEqual(page.status, 200)
            table = page.text.partition('id="psc-members"')[2].partition("</table>")[0]
            self.assertEqual(re.findall(r'href="[^"]*/(\w+)"', table), names)
        self.assertIn("b_start:int=2", first.text)

    def test_one_yanked_file_of_several_is_no_yanked_member(self):
        self.publish("demo", "1.0")
        self.publish("demo", "1.0", make=make_sdist)
        self.make_set("demo==1.0")
        with self.changes():
            yank(self.center["demo"]["1.0"]["demo-1.0.tar.gz"])
        self.assertEqual(len(self.lines("/sets/stack/1.0/constraints.txt")[1]), 1)
        with self.changes():
            yank(self.center["demo"]["1.0"]["demo-1.0-py3-none-any.whl"], "bad")
        told = self.lines("/sets/stack/1.0/constraints.txt")[1]
        self.assertIn("# ATTENTION: demo 1.0 is yanked: bad", told)

    def test_a_draft_is_there_for_who_works_on_it_only(self):
        self.publish("demo", "1.0")
        self.make_set("demo==1.0", state="draft")
        path = "/sets/stack/1.0/constraints.txt"
        self.assertEqual(self.nobody.get(path).status, 404)
        self.assertEqual(self.other.get(path).status, 404)
        self.assertEqual(self.nobody.get("/stack-1.0").status, 404)
        self.assertEqual(self.lines(path, self.manager)[0], ["demo==1.0"])
        self.assertEqual(self.manager.get(path).headers["Cache-Control"], "private, no-cache")
        self.assertNotIn("stack 1.0", self.nobody.get("/known-good").text)
        self.assertIn("stack 1.0", self.manager.get("/known-good").text)

    def test_a_published_set_never_changes(self):
        self.publish("demo", "1.0")
        made = self.make_set("demo==1.0")
        self.assertIn(self.manager.get("/stack-1.0/edit").status, (302, 401, 403))
        self.assertFalse(api.user.has_permission("Modify portal content", obj=made))
        with self.changes():
            api.content.transition(made, "withdraw")
        self.assertFalse(api.user.has_permission("Modify portal content", obj=made))
        told = self.lines("/sets/stack/1.0/constraints.txt")[1]
        self.assertIn("# ATTENTION: this set was withdrawn: use another one.", told)
        with self.changes():
            api.content.transition(made, "publish")
        self.assertFalse(api.user.has_permission("Modify portal content", obj=made))

    def test_who_edits_while_somebody_publishes_tries_again_and_is_refused(self):
        self.publish("demo", "1.0")
        self.publish("demo", "2.0")
        for is_published_first in (True, False):
            with self.subTest(is_published_first):
                name = f"stack{is_published_first:d}"
                known_good = self.make_set("demo==1.0", name, state="draft")
                with self.another_connection() as (manager, connection):
                    connection.get(known_good._p_oid).members = "demo==2.0"
                    if is_published_first:
                        with self.changes():
                            api.content.transition(known_good, "publish")
                        self.assertRaises(ConflictError, manager.commit)
                    else:
                        with self.assertRaises(ConflictError), self.changes():
                            api.content.transition(known_good, "publish")
                            manager.commit()
                    manager.abort()
                transaction.abort()
                self.refresh()
                found = (known_good.members, api.content.get_state(known_good))
                expected = ("demo==1.0", "published"), ("demo==2.0", "draft")
                self.assertEqual(found, expected[not is_published_first])

    @contextmanager
    def another_connection(self):
        """Open the database once more, with transactions of its own."""
        manager = TransactionManager()
        with closing(self.center._p_jar.db().open(manager)) as connection:
            manager.begin()
            yield manager, connection

    def test_name_and_version_of_a_deleted_set_are_never_free_again(self):
        self.publish("demo", "1.0")
        self.make_set("demo==1.0")
        with self.changes():
            api.content.delete(self.center["stack-1.0"])
        self.assertEqual(self.nobody.get("/sets/stack/1.0/constraints.txt").status, 404)
        with self.assertRaisesRegex(BadRequest, "There was a set"):
            self.make_set("demo==1.0")
        self.make_set("demo==1.0", version="1.1", state="draft")
        with self.changes():
            api.content.delete(self.center["stack-1.1"])
        self.make_set("demo==1.0", version="1.1")

    def test_bad_sets_are_refused(self):
        self.publish("demo", "1.0")
        self.make_set("demo==1.0")
        for members, words in (
            ("none==1.0", "none 1.0: This index does not have it, or no longer."),
            ("demo==2.0", "demo 2.0: This index does not have this version, or no longer."),
            ("demo==1.0\ndemo==2.0", "is there twice, with the versions 1.0 and 2.0"),
            ("demo>=1.0", "names no exact version"),
        ):
            with self.subTest(members), self.assertRaisesRegex(BadRequest, words):
                self.make_set(members, version="2.0")
        with self.assertRaisesRegex(BadRequest, "There is a set Stack 1.0.0 already"):
            self.make_set("demo==1.0", "Stack", "1.0.0")

    def test_a_draft_gets_another_version(self):
        self.publish("demo", "1.0")
        made = self.make_set("demo==1.0", state="draft")
        with self.changes():
            made.version = "1.1"
            made.reindexObject()
            notify(ObjectModifiedEvent(made))
            api.content.transition(made, "publish")
        self.assertEqual(self.nobody.get("/sets/stack/1.0/constraints.txt").status, 404)
        self.assertEqual(self.lines("/sets/stack/1.1/constraints.txt")[0], ["demo==1.0"])

    def test_of_a_private_project_strangers_learn_no_more_than_the_set_says(self):
        self.publish("demo", "1.0")
        path = self.publish("secret", "1.0")
        self.make_set("demo==1.0\nsecret==1.0")
        with self.changes():
            set_state(self.center["secret"], PROJECT_WORKFLOW, "unapproved")
        said, told = self.lines("/sets/stack/1.0/requirements.txt")
        self.assertIn("secret==1.0", said)
        self.assertNotIn(sha256(path), "".join(said))
        self.assertIn("This index does not have it", "".join(told))
        answer = self.manager.get("/sets/stack/1.0/requirements.txt")
        self.assertIn(sha256(path), answer.text)
        self.assertEqual(answer.headers["Cache-Control"], "private, no-cache")
        self.assertEqual(answer.headers["Vary"], "Authorization")

    def test_a_private_center_asks_for_a_log_in(self):
        self.publish("demo", "1.0")
        self.make_set("demo==1.0")
        with self.changes():
            set_state(self.center, CENTER_WORKFLOW, "private")
        for path in ("/sets/stack/1.0/constraints.txt", "/sets/none/1/versions.cfg", "/sets"):
            answer = self.nobody.get(path)
            self.assertEqual(answer.status, 401)
            self.assertEqual(answer.headers["WWW-Authenticate"], 'Basic realm="pypi"')
        self.assertEqual(self.other.get("/sets/stack/1.0/constraints.txt").status, 403)
        with self.changes():
            self.center.manage_setLocalRoles(OTHER, ["Reader"])
            self.center.reindexObjectSecurity()
        self.assertEqual(
            self.lines("/sets/stack/1.0/constraints.txt", self.other)[0], ["demo==1.0"]
        )

    def test_sets_are_found_by_search_and_follow_the_rights_of_the_center(self):
        self.publish("demo", "1.0")
        self.make_set("demo==1.0")
        catalog = api.portal.get_tool("portal_catalog")
        (found,) = catalog.unrestrictedSearchResults(portal_type="PSCSet", SearchableText="demo")
        self.assertEqual(found.Title, "stack 1.0")
        with api.env.adopt_user(username=OTHER):
            self.assertEqual(len(catalog(portal_type="PSCSet")), 1)
        with self.changes():
            api.content.transition(self.center, "make_private")
        with api.env.adopt_user(username=OTHER):
            self.assertEqual(len(catalog(portal_type="PSCSet")), 0)
