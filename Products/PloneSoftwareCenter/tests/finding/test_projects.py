"""Finding projects: what is found, in which order, and how many there are beside each filter."""

from plone.app.testing import login
from plone.app.testing import logout
from plone.app.testing import TEST_USER_NAME
from Products.PloneSoftwareCenter.content.states import PROJECT_WORKFLOW
from Products.PloneSoftwareCenter.content.states import RELEASE_WORKFLOW
from Products.PloneSoftwareCenter.content.states import set_state
from Products.PloneSoftwareCenter.finding import order
from Products.PloneSoftwareCenter.finding.projects import FoundProjects
from Products.PloneSoftwareCenter.finding.question import read_question
from Products.PloneSoftwareCenter.testing import create_center
from Products.PloneSoftwareCenter.testing import create_project
from Products.PloneSoftwareCenter.testing import create_release
from Products.PloneSoftwareCenter.testing import PSC_INTEGRATION
from Products.PloneSoftwareCenter.upload.status import set_status
from unittest import mock

import unittest


class FindingCase(unittest.TestCase):
    layer = PSC_INTEGRATION

    def setUp(self):
        self.portal = self.layer["portal"]
        self.center = create_center(self.portal)

    def project(self, name, **fields):
        return create_project(self.center, name, **fields)

    def release(self, project, version, state="final", date=None, **fields):
        release = create_release(project, version, **fields)
        if date:
            release.effective_date = date
        set_state(release, RELEASE_WORKFLOW, state)
        return release

    def ask(self, **form):
        return FoundProjects(self.center, read_question(form))

    def ids(self, size=30, **form):
        part, _start = self.ask(**form).part(size)
        return [brain.getId for brain in part]

    def numbers(self, facet, **form):
        return {one.value: one.count for one in self.ask(**form).counts[facet]}


class TestOrder(FindingCase):
    def setUp(self):
        super().setUp()
        # names in another order than they are made in
        self.b = self.project("b", description="speaks of pear, pear and pear")
        self.a = self.project("a")
        self.pear = self.project("pear")
        self.pear_tree = self.project("pear-tree")

    def test_by_name(self):
        self.assertEqual(self.ids(), ["a", "b", "pear", "pear-tree"])

    def test_names_come_before_what_speaks_of_them(self):
        self.assertEqual(self.ids(SearchableText="pear"), ["pear", "pear-tree", "b"])
        self.assertEqual(self.ids(SearchableText="Pear Tr"), ["pear-tree"])

    def test_newest_first(self):
        for number, project in enumerate((self.pear, self.a, self.pear_tree, self.b)):
            project.creation_date += number
            project.reindexObject(idxs=["created"])
        self.assertEqual(self.ids(sort="newest"), ["b", "pear-tree", "a", "pear"])

    def test_what_has_the_newest_release_is_the_most_recently_updated(self):
        later = self.b.created() + 10
        self.release(self.b, "1.0", date=later)
        self.release(self.pear, "1.0a1", "alpha", date=later + 1)
        self.assertEqual(self.ids(sort="updated")[:2], ["pear", "b"])
        self.assertEqual(len(self.ids(sort="updated")), 4)

    def test_many_are_sorted_as_few_are(self):
        later = self.b.created() + 10
        self.release(self.b, "1.0", date=later)
        for sort in ("name", "newest", "updated"):
            few = self.ids(sort=sort)
            with mock.patch.object(order, "MANY", 1):
                self.assertEqual(self.ids(sort=sort), few)
                self.assertEqual(self.ids(size=2, sort=sort, b_start=2), few[2:])
                self.assertEqual(self.ids(sort=sort, SearchableText="pear tree"), ["pear-tree"])

    def test_what_has_no_date_comes_last(self):
        self.layer["portal"].portal_catalog.Indexes["created"].unindex_object(
            self.ask(SearchableText="a").part(1)[0][0].getRID()
        )
        for many in (1, 500):
            with mock.patch.object(order, "MANY", many):
                self.assertEqual(self.ids(sort="newest")[-1], "a")

    def test_downloads_once_somebody_counts_them(self):
        with mock.patch.object(order, "downloads_of", return_value={"b": 3, "pear": 7}):
            self.assertEqual(self.ids(sort="downloads"), ["pear", "b", "a", "pear-tree"])

    def test_batches_hold_each_project_once(self):
        for sort in ("name", "newest", "updated", "downloads"):
            found = [
                name for start in (0, 2) for name in self.ids(size=2, sort=sort, b_start=start)
            ]
            self.assertEqual(sorted(found), ["a", "b", "pear", "pear-tree"], sort)

    def test_behind_the_last_page_is_the_last_page(self):
        part, start = self.ask(b_start="999").part(3)
        self.assertEqual(([brain.getId for brain in part], start), (["pear-tree"], 3))
        self.assertEqual(part.actual_result_count, 4)

    def test_nothing_found_is_an_empty_page(self):
        part, start = self.ask(SearchableText="nothing", b_start="30").part(30)
        self.assertEqual((part, start, part.actual_result_count), ([], 0, 0))


class TestFilters(FindingCase):
    def setUp(self):
        super().setUp()
        self.one = self.project("one", license="MIT", categories=("add-on",))
        self.two = self.project(
            "two",
            license="MIT",
            classifiers=("Programming Language :: Python :: 3.12", "Framework :: Plone :: 6.2"),
        )
        self.three = self.project("three", license="ZPL-2.1")
        self.release(self.one, "1.0", requires_python=">=3.12")
        self.release(self.two, "1.0b1", "beta")

    def test_each_filter_finds_its_projects(self):
        for form, expected in (
            ({"license": "MIT"}, ["one", "two"]),
            ({"category": "add-on"}, ["one"]),
            ({"python": "3.12"}, ["one", "two"]),
            ({"framework": "Plone 6.2"}, ["two"]),
            ({"maturity": "final"}, ["one"]),
            ({"maturity": "beta"}, ["two"]),
            ({"license": "MIT", "maturity": "beta"}, ["two"]),
            ({"license": "ZPL-2.1", "maturity": "beta"}, []),
            ({"license": "nonsense"}, []),
        ):
            with self.subTest(form):
                self.assertEqual(self.ids(**form), expected)

    def test_number_is_what_one_gets_by_choosing(self):
        self.assertEqual(self.numbers("license"), {"MIT": 2, "ZPL-2.1": 1})
        self.assertEqual(self.numbers("license", maturity="final"), {"MIT": 1})
        # the chosen value does not count against the others of its facet
        self.assertEqual(self.numbers("license", license="MIT"), {"MIT": 2, "ZPL-2.1": 1})
        self.assertEqual(self.numbers("maturity", license="MIT"), {"final": 1, "beta": 1})
        self.assertEqual(self.numbers("license", SearchableText="one"), {"MIT": 1})

    def test_chosen_value_that_finds_nothing_can_be_taken_back(self):
        self.assertEqual(self.numbers("license", license="MIT", maturity="nonsense"), {"MIT": 0})

    def test_other_centers_are_not_counted(self):
        other = create_center(self.portal, "other")
        create_project(other, "four", license="MIT")
        self.assertEqual(self.numbers("license")["MIT"], 2)
        self.assertEqual(self.ask().total, 3)

    def test_maturity_follows_the_releases(self):
        self.release(self.two, "1.0rc1", "release-candidate")
        self.assertEqual(self.ids(maturity="release-candidate"), ["two"])
        final = self.release(self.two, "1.0")
        self.assertEqual(self.ids(maturity="final"), ["one", "two"])
        set_state(final, RELEASE_WORKFLOW, "hidden")
        self.assertEqual(self.ids(maturity="release-candidate"), ["two"])

    def test_version_that_lists_show(self):
        versions = {brain.getId: brain.psc_latest_version for brain in self.ask().part(30)[0]}
        self.assertEqual(versions, {"one": "1.0", "two": "1.0b1", "three": ""})


class TestWhoSeesWhat(FindingCase):
    def setUp(self):
        super().setUp()
        self.project("public", license="MIT")
        self.hidden = self.project("secret-thing", license="MIT")
        set_state(self.hidden, PROJECT_WORKFLOW, "pending")
        self.private = self.project("private-thing", license="MIT")
        self.private.manage_permission("View", ["Manager"], acquire=False)
        self.private.reindexObjectSecurity()

    def test_what_strangers_may_not_see_counts_nowhere(self):
        logout()
        self.assertEqual(self.ids(), ["public"])
        self.assertEqual(self.ask().total, 1)
        self.assertEqual(self.numbers("license"), {"MIT": 1})
        for sort in ("relevance", "updated"):
            self.assertEqual(self.ids(SearchableText="thing", sort=sort), [])
        self.assertEqual(list(self.ask().named("private-thing")), [])
        login(self.portal, TEST_USER_NAME)
        self.assertEqual(self.ids(), ["private-thing", "public"])

    def test_quarantined_project_is_on_no_list(self):
        set_status(self.center["public"], "quarantined", "it bites")
        self.assertNotIn("public", self.ids())
        self.assertEqual(self.ids(status="quarantined"), [])
        self.assertEqual(self.numbers("license"), {"MIT": 1})
        self.assertEqual(self.ask().named("public"), [])

    def test_archived_project_is_listed_as_such(self):
        set_status(self.center["public"], "archived", "done")
        self.assertEqual(self.ids(status="archived"), ["public"])
