from Products.PloneSoftwareCenter.testing import create_center
from Products.PloneSoftwareCenter.testing import create_project
from Products.PloneSoftwareCenter.testing import create_release
from Products.PloneSoftwareCenter.testing import PSC_INTEGRATION
from zope.component import getUtilitiesFor
from zope.component import getUtility
from zope.schema.interfaces import IVocabularyFactory

import unittest


#: vocabularies of a center; elsewhere they are empty
OF_A_CENTER = (
    "categories",
    "classifiers",
    "compatibility",
    "distributions",
    "licenses",
    "platforms",
    "releases",
    "self_certification_criteria",
)
#: vocabularies of a project; on the center itself they are empty, too
OF_A_PROJECT = ("distributions", "releases")


def vocabulary(name, context):
    return getUtility(IVocabularyFactory, f"plonesoftwarecenter.{name}")(context)


def values(name, context):
    return [term.value for term in vocabulary(name, context)]


class TestVocabularies(unittest.TestCase):
    layer = PSC_INTEGRATION

    def setUp(self):
        self.portal = self.layer["portal"]
        self.center = create_center(self.portal)
        self.project = create_project(self.center, "foo")
        self.release = create_release(self.project, "1.0")

    def test_none_breaks_without_a_center(self):
        for context in (self.portal, None, {}):
            for name in OF_A_CENTER:
                with self.subTest(name=name, context=context):
                    self.assertEqual(values(name, context), [])

    def test_each_works_everywhere_in_a_center_and_has_unique_tokens(self):
        for name, factory in getUtilitiesFor(IVocabularyFactory):
            if not name.startswith("plonesoftwarecenter."):
                continue
            for context in (self.center, self.project, self.release):
                tokens = [term.token for term in factory(context)]
                is_empty = context is self.center and name.rpartition(".")[2] in OF_A_PROJECT
                with self.subTest(name=name, context=context.portal_type):
                    self.assertEqual(not tokens, is_empty)
                    self.assertEqual(len(tokens), len(set(tokens)))
                    self.assertTrue(all(token.isascii() for token in tokens))

    def test_categories_keep_the_order_of_the_center(self):
        self.center.available_categories = ("z|Last first", "a|A|Text")
        found = [(term.value, term.title) for term in vocabulary("categories", self.project)]
        self.assertEqual(found, [("z", "Last first"), ("a", "A")])

    def test_classifiers_are_the_trove_and_the_further_ones(self):
        self.center.extra_classifiers = ("Topic :: Ours",)
        found = values("classifiers", self.project)
        self.assertEqual(found[0], "Development Status :: 1 - Planning")
        self.assertEqual(found[-2:], ["Typing :: Typed", "Topic :: Ours"])

    def test_licenses_are_the_center_s_and_spdx(self):
        self.center.available_licenses = ("house|House license|https://example.org/license",)
        found = vocabulary("licenses", self.release)
        self.assertEqual(next(term.value for term in found), "house")
        for name in ("GPL-2.0-only", "MIT", "Apache-2.0", "ZPL-2.1"):
            self.assertIn(name, found)

    def test_compatibility_begins_with_the_center_s(self):
        self.center.available_versions = ("Volto 18", "Plone 6.2")
        found = values("compatibility", self.release)
        self.assertEqual(found[:2], ["Volto 18", "Plone 6.2"])
        self.assertIn("Plone 5.2", found)
        self.assertEqual(len(found), len(set(found)))

    def test_releases_of_the_project(self):
        create_release(self.project, "2.0", distribution="other")
        found = {term.value: term.title for term in vocabulary("releases", self.project)}
        self.assertEqual(found, {"1.0": "1.0", "other-2.0": "other 2.0"})

    def test_what_is_chosen_stays_a_choice(self):
        self.project.categories = ("gone",)
        self.assertIn("gone", values("categories", self.project))
        self.assertNotIn("gone", values("categories", self.center))

    def test_storage_strategies_are_the_named_adapters(self):
        for context in (self.center, self.portal):
            found = {term.value: term.title for term in vocabulary("storage_strategies", context)}
            self.assertIn("blob", found)
            self.assertRegex(found["blob"], r".+ \(.+\)")

    def test_project_creation(self):
        self.assertEqual(values("project_creation", self.portal), ["members", "review", "nobody"])
