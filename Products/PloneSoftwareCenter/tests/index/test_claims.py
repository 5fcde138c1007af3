"""Names that look like others, and names of deleted projects that a manager gives free."""

from plone import api
from plone.app.testing import login
from Products.PloneSoftwareCenter.index.claims import names_of_deleted
from Products.PloneSoftwareCenter.index.names import center_index
from Products.PloneSoftwareCenter.index.names import check_claim
from Products.PloneSoftwareCenter.index.names import claim
from Products.PloneSoftwareCenter.index.upstream import upstream_url
from Products.PloneSoftwareCenter.interfaces import INameFreedEvent
from Products.PloneSoftwareCenter.pypi.errors_access import NameNotAvailable
from Products.PloneSoftwareCenter.pypi.errors_access import NotAllowed
from Products.PloneSoftwareCenter.testing import create_project
from Products.PloneSoftwareCenter.testing import OTHER
from Products.PloneSoftwareCenter.tests.counted import calls_of
from Products.PloneSoftwareCenter.tests.index.following import FollowingCase
from Products.PloneSoftwareCenter.upload.reserved import give_free
from zope.component import getGlobalSiteManager

import transaction


#: (a name that is there, a name, whether it is too similar)
SIMILAR = (
    ("foo-bar", "f00bar", True),
    ("foo-bar", "foobar", True),
    ("foo-bar", "FOO.BAR2", False),
    ("pillow", "pi11ow", True),
    ("pillow", "PlLLOW", True),
    ("pillow", "willow", False),
    ("ab", "a-b", True),
)


class TestSimilarNames(FollowingCase):
    def is_refused(self, name, project=None):
        try:
            check_claim(self.center, [name], project)
        except NameNotAvailable as error:
            # the one sentence of all names that are taken
            self.assertIn("is not available to you on this index", str(error))
            return True
        return False

    def test_only_a_center_that_says_so_refuses_them(self):
        for there, name, is_similar in SIMILAR:
            with self.subTest(there, name=name):
                login(self.portal, "test-user")
                self.center.similar_names = True
                create_project(self.center, there)
                login(self.portal, OTHER)
                self.assertFalse(self.is_refused(name))
                self.center.similar_names = False
                self.assertEqual(self.is_refused(name), is_similar)
            transaction.abort()

    def test_managers_give_them_away(self):
        self.center.similar_names = False
        create_project(self.center, "foo")
        self.assertFalse(self.is_refused("f00"))

    def test_names_of_one_project_may_look_like_each_other(self):
        self.center.similar_names = False
        project = create_project(self.center, "foo")
        login(self.portal, OTHER)
        self.assertFalse(self.is_refused("f00", project))
        self.assertTrue(self.is_refused("f00"))

    def test_reserved_names_and_those_of_deleted_projects_count(self):
        self.center.similar_names = False
        self.center.reserved_names = ("acme", "other-*")
        transaction.commit()
        self.publish("gone", "1.0")
        api.content.delete(self.center["gone"])
        create_project(self.center, "never-used")
        api.content.delete(self.center["never-used"])
        login(self.portal, OTHER)
        self.assertTrue(self.is_refused("a.c.m.e"))
        self.assertTrue(self.is_refused("g0ne"))
        self.assertFalse(self.is_refused("neverused"))
        self.assertFalse(self.is_refused("otherwise"))

    def test_one_question_among_10000_names_is_one_lookup(self):
        self.center.similar_names = False
        project = create_project(self.center, "demo")
        for number in range(10_000):
            claim(self.center, project, f"name-{number}-of-many")
        login(self.portal, OTHER)
        for name, is_taken in (("name-5000-ofmany", True), ("something-else", False)):
            answer, calls = calls_of(lambda name=name: self.is_refused(name))
            self.assertIs(answer, is_taken)
            # to look at each name would take some for each
            self.assertLess(calls, 2_000)


class TestNamesOfDeletedProjects(FollowingCase):
    def setUp(self):
        super().setUp()
        for name in ("demo", "other", "there"):
            self.publish(name, "1.0")
        create_project(self.center, "never-used")
        for name in ("demo", "other", "never-used"):
            api.content.delete(self.center[name])
        transaction.commit()

    def names(self, begin=""):
        return list(names_of_deleted(self.center, begin))

    def test_those_that_had_files_are_listed(self):
        self.assertEqual(self.names(), ["demo", "other"])
        self.assertEqual(self.names("o"), ["other"])
        self.assertEqual(self.names("x"), [])

    def test_freed_name_is_everybodys(self):
        events = []
        manager = getGlobalSiteManager()
        manager.registerHandler(events.append, (INameFreedEvent,))
        self.addCleanup(manager.unregisterHandler, events.append, (INameFreedEvent,))
        give_free(self.center, "Demo")
        self.assertEqual([event.name for event in events], ["demo"])
        self.assertEqual(self.names(), ["other"])
        login(self.portal, OTHER)
        check_claim(self.center, ["demo"])
        with self.assertRaises(NameNotAvailable):
            check_claim(self.center, ["other"])

    def test_it_is_reserved_again_when_it_has_had_another_file(self):
        give_free(self.center, "demo")
        transaction.commit()
        self.publish("demo", "2.0")
        api.content.delete(self.center["demo"])
        self.assertEqual(self.names(), ["demo", "other"])

    def test_freed_name_is_never_left_to_an_upstream(self):
        self.center.upstream = "https://pypi.example.org/simple"
        give_free(self.center, "demo")
        self.assertIsNone(upstream_url(self.center, "demo"))

    def test_only_who_manages_names_frees_them(self):
        login(self.portal, OTHER)
        with self.assertRaises(NotAllowed):
            give_free(self.center, "demo")
        self.assertTrue(center_index(self.center).names["demo"].is_reserved)

    def test_what_is_held_or_never_was_is_not_freed(self):
        for name in ("there", "never-used", "nowhere"):
            with self.subTest(name), self.assertRaises(NameNotAvailable):
                give_free(self.center, name)
