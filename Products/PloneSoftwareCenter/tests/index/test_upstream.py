"""Which names a center leaves to its upstream, and which it never does."""

from plone import api
from plone.app.testing import login
from plone.app.testing import TEST_USER_NAME
from Products.PloneSoftwareCenter.index.names import center_index
from Products.PloneSoftwareCenter.index.names import check_claim
from Products.PloneSoftwareCenter.index.names import find_record
from Products.PloneSoftwareCenter.index.upstream import upstream_url
from Products.PloneSoftwareCenter.pypi.errors_access import NameNotAvailable
from Products.PloneSoftwareCenter.testing import create_project
from Products.PloneSoftwareCenter.tests.index.following import FollowingCase
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import transaction


UPSTREAM = "https://index.example.org/simple"


class UpstreamCase(FollowingCase):
    def setUp(self):
        super().setUp()
        self.center.upstream = UPSTREAM

    def assertSentOn(self, name):
        self.assertEqual(upstream_url(self.center, name), f"{UPSTREAM}/{name}/")

    def assertKept(self, name):
        self.assertIsNone(upstream_url(self.center, name))


class TestNamesOfOthers(UpstreamCase):
    def test_unknown_name(self):
        self.assertSentOn("requests")

    def test_without_an_upstream_nobody_is_sent_on(self):
        for value in (None, ""):
            with self.subTest(value):
                self.center.upstream = value
                self.assertKept("requests")

    def test_what_is_no_name(self):
        for name in ("", "-", "a b", "..", "\udcff", "@@view", "a" * 201):
            with self.subTest(name):
                self.assertKept(name)

    def test_upstream_of_what_the_center_lies_in_does_not_count(self):
        self.center.upstream = None
        self.portal.upstream = UPSTREAM
        self.assertKept("requests")


class TestOurNames(UpstreamCase):
    def test_every_spelling_of_a_name_that_is_held(self):
        create_project(self.center, "Acme.Web", distributions=("Acme.Web", "acme-extra"))
        for name in ("acme-web", "Acme.Web", "acme_web", "acme-extra"):
            with self.subTest(name):
                self.assertKept(name)

    def test_name_that_the_asker_may_not_see(self):
        project = create_project(self.center, "secret")
        project.manage_permission("View", ["Manager"], 0)
        login(self.portal, "otto")
        self.assertKept("secret")

    def test_name_in_each_state(self):
        project = create_project(self.center, "demo")
        for transition in ("submit", "retract", "publish", "reject"):
            if transition in [action["id"] for action in self.actions(project)]:
                api.content.transition(project, transition)
            with self.subTest(state=api.content.get_state(project)):
                self.assertKept("demo")

    def actions(self, project):
        return api.portal.get_tool("portal_workflow").getTransitionsFor(project)

    def test_page_that_was_prepared_for_a_name(self):
        create_project(self.center, "", title="Requests", id="requests")
        self.assertKept("requests")

    def test_page_of_another_name_at_the_address(self):
        create_project(self.center, "mine", id="requests")
        self.assertSentOn("requests")
        self.assertKept("mine")


class TestNamesOnceHeld(UpstreamCase):
    def test_deleted_project(self):
        self.publish("demo", "1.0")
        api.content.delete(self.center["demo"])
        transaction.commit()
        self.assertKept("demo")

    def test_deleted_project_without_a_file(self):
        api.content.delete(create_project(self.center, "empty"))
        self.assertKept("empty")
        self.assertIsNone(find_record(self.center, "empty"))
        self.assertEqual(self.names(), [])

    def test_name_that_was_left_out(self):
        project = create_project(self.center, "one", distributions=("one", "two"))
        project.distributions = ("one",)
        notify(ObjectModifiedEvent(project))
        self.assertKept("two")
        self.assertEqual(self.names(), ["one"])

    def test_name_without_a_file_is_anybodys_again_and_as_new(self):
        project = create_project(self.center, "Empty")
        api.content.delete(project)
        transaction.commit()
        login(self.portal, "otto")
        check_claim(self.center, ["empty"])
        self.publish("empty", "1.0")
        self.assertEqual(self.filenames("empty"), ["empty-1.0-py3-none-any.whl"])
        self.assertEqual(find_record(self.center, "empty").name, "empty")
        self.assertEqual(self.names(), ["empty"])

    def test_nothing_is_left_of_releases_without_files(self):
        project = create_project(self.center, "empty")
        self.publish("empty", "1.0")
        index = center_index(self.center)
        before = index.names["empty"].serial
        api.content.delete(project)
        transaction.commit()
        self.assertEqual(len(index.names["empty"].releases), 0)
        self.assertGreater(index.names["empty"].serial, before)


class TestReservedNames(UpstreamCase):
    def setUp(self):
        super().setUp()
        login(self.portal, "owen")
        create_project(self.center, "acme-old")
        login(self.portal, TEST_USER_NAME)
        self.center.reserved_names = ("acme-*", "Widgets")

    def test_none_is_sent_on(self):
        for name in ("acme-web", "Acme.Shop", "acme-old", "widgets"):
            with self.subTest(name):
                self.assertKept(name)
        self.assertSentOn("acme")

    def test_member_can_not_take_one(self):
        login(self.portal, "otto")
        for name in ("acme-web", "WIDGETS"):
            with self.subTest(name), self.assertRaises(NameNotAvailable):
                check_claim(self.center, [name])
        check_claim(self.center, ["acme"])

    def test_refusal_is_that_of_a_taken_name(self):
        login(self.portal, "otto")
        said = []
        for name in ("acme-old", "acme-web"):
            with self.assertRaises(NameNotAvailable) as caught:
                check_claim(self.center, [name])
            said.append(str(caught.exception).replace(name, "..."))
        self.assertEqual(said[0], said[1])

    def test_who_manages_names_gives_them_away(self):
        check_claim(self.center, ["acme-web"])
        with self.assertRaises(NameNotAvailable):
            check_claim(self.center, ["acme-old"])

    def test_project_that_has_one_keeps_it(self):
        login(self.portal, "otto")
        check_claim(self.center, ["acme-old"], self.center["acme-old"])
        with self.assertRaises(NameNotAvailable):
            check_claim(self.center, ["acme-old", "acme-web"], self.center["acme-old"])
        login(self.portal, "owen")
        self.publish("acme-old", "1.0")
        self.assertEqual(self.filenames("acme-old"), ["acme_old-1.0-py3-none-any.whl"])
