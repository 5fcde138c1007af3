"""What there is without a question is kept for a state of the catalog, and for who asks."""

from DateTime import DateTime
from plone import api
from plone.app.testing import login
from plone.app.testing import logout
from plone.app.testing import SITE_OWNER_NAME
from Products.PloneSoftwareCenter.content.states import PROJECT_WORKFLOW
from Products.PloneSoftwareCenter.content.states import set_state
from Products.PloneSoftwareCenter.downloads.store import total_slot
from Products.PloneSoftwareCenter.downloads.store import writable_downloads
from Products.PloneSoftwareCenter.finding import projects
from Products.PloneSoftwareCenter.finding.projects import FoundProjects
from Products.PloneSoftwareCenter.finding.question import Question
from Products.PloneSoftwareCenter.index import cache
from Products.PloneSoftwareCenter.index.cache import QUESTION_SIZE
from Products.PloneSoftwareCenter.index.cache import SizedCache
from Products.PloneSoftwareCenter.testing import create_project
from Products.PloneSoftwareCenter.testing import OWNER
from Products.PloneSoftwareCenter.tests.pages import PublishedPages
from unittest import mock

import transaction


class TestKept(PublishedPages):
    def setUp(self):
        super().setUp()
        self.orders = []
        # what is kept for visitors is kept for a minute that may end between two questions
        clock = mock.Mock(time=mock.Mock(return_value=DateTime().timeTime()))
        self.enterContext(mock.patch.object(projects, "time", clock))
        self.project = create_project(self.center, "demo", license="MIT")
        transaction.commit()

    def ask(self, states=projects.PUBLIC, text=""):
        """Return ids, licenses with their numbers, and how often the catalog was asked."""
        found = FoundProjects(self.center, Question(text=text), states)
        with mock.patch.object(found, "_ask", wraps=found._ask) as asked:
            part, _start = found.part(30)
            numbers = {one.value: one.count for one in found.counts["license"]}
        return [brain.getId for brain in part], numbers, asked.call_count

    def test_second_question_asks_no_catalog(self):
        self.ask()
        self.assertEqual(self.ask(), (["demo"], {"MIT": 1}, 0))

    def test_next_page_of_a_search_asks_no_catalog(self):
        create_project(self.center, "more")
        transaction.commit()
        self.ask(text="demo")
        self.assertEqual(self.ask(text="demo"), (["demo"], {"MIT": 1}, 0))
        self.assertEqual(self.ask(text="more")[:2], (["more"], {}))

    def test_filtered_list_is_counted_once(self):
        create_project(self.center, "more", license="BSD")
        transaction.commit()
        chosen = Question(chosen=(("license", "MIT"),))
        for expected in (1, 0):
            with mock.patch.object(projects.Tokens, "count", return_value={"a": [1]}) as counted:
                self.assertEqual(FoundProjects(self.center, chosen).counts, {"a": [1]})
            self.assertEqual(counted.call_count, expected)

    def test_questions_without_an_answer_take_room(self):
        few = SizedCache(3 * QUESTION_SIZE)
        with mock.patch.object(cache, "_found", few):
            for number in range(20):
                self.assertEqual(self.ask(text=f"nothing{number}")[0], [])
        self.assertLessEqual(len(few._entries), 3)

    def test_order_of_many_is_kept(self):
        create_project(self.center, "more")
        transaction.commit()
        with mock.patch.object(projects, "MANY", 1):
            for expected in (1, 0):
                found = FoundProjects(self.center, Question())
                with mock.patch.object(found, "_in_order", wraps=found._in_order) as sorted_anew:
                    part, _start = found.part(30)
                self.assertEqual([brain.getId for brain in part], ["demo", "more"])
                self.assertEqual(sorted_anew.call_count, expected)

    def test_order_by_downloads_is_kept_until_there_are_more(self):
        create_project(self.center, "more")
        transaction.commit()
        question = Question(sort="downloads")
        for name, number in (("more", 3), ("demo", 2), ("demo", 2)):
            total_slot(writable_downloads(self.center), name).add(name, number)
            transaction.commit()
            for _time in range(2):
                part, _start = FoundProjects(self.center, question).part(30)
                self.orders.append([brain.getId for brain in part])
        more, demo = ["more", "demo"], ["demo", "more"]
        self.assertEqual(self.orders, [more, more, more, more, demo, demo])

    def test_what_is_added_is_found_before_and_after_the_commit(self):
        self.ask()
        create_project(self.center, "more", license="BSD")
        self.assertEqual(self.ask(), (["demo", "more"], {"MIT": 1, "BSD": 1}, 1))
        transaction.commit()
        self.assertEqual(self.ask()[:2], (["demo", "more"], {"MIT": 1, "BSD": 1}))

    def test_what_was_never_committed_is_not_kept(self):
        self.ask()
        create_project(self.center, "more", license="BSD")
        self.ask()
        transaction.abort()
        self.assertEqual(self.ask()[:2], (["demo"], {"MIT": 1}))

    def test_others_see_other_things(self):
        set_state(self.project, PROJECT_WORKFLOW, "pending")
        self.project.manage_setLocalRoles(OWNER, ["Owner"])
        self.project.reindexObject()
        transaction.commit()
        states = (*projects.PUBLIC, "pending")
        for _time in range(2):
            login(self.portal, OWNER)
            self.assertEqual(self.ask(states)[0], ["demo"])
            logout()
            self.assertEqual(self.ask(states)[0], [])
            self.assertEqual(self.ask()[0], [])

    def test_a_date_comes(self):
        moment = DateTime() + 1
        self.project.expiration_date = moment.asdatetime()
        self.project.setExpirationDate(moment)
        self.project.reindexObject(idxs=["effectiveRange", "expires"])
        transaction.commit()
        logout()
        self.assertEqual(self.ask()[0], ["demo"])
        later = DateTime() + 2
        with (
            mock.patch("Products.CMFPlone.CatalogTool.DateTime", return_value=later),
            mock.patch.object(projects.time, "time", return_value=later.timeTime()),
        ):
            self.assertEqual(self.ask()[0], [])
            # whoever may see what is over sees it
            login(self.layer["app"], SITE_OWNER_NAME)
            self.assertTrue(api.user.has_permission("Access inactive portal content"))
            self.assertEqual(self.ask()[0], ["demo"])
