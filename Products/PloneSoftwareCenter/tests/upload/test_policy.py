"""The rules of a center: what its form asks for, and what checks are given."""

from plone.app.testing import SITE_OWNER_NAME
from Products.PloneSoftwareCenter.pypi.policy import Policy
from Products.PloneSoftwareCenter.testing import create_center
from Products.PloneSoftwareCenter.testing import PSC_INTEGRATION
from Products.PloneSoftwareCenter.tests.pages import browser_of
from Products.PloneSoftwareCenter.tests.pages import PublishedPages
from Products.PloneSoftwareCenter.upload.policy import policy_of

import dataclasses
import transaction
import unittest


#: another value of each rule -> what the policy then says
CHANGES = {
    "max_file_size": (2, 2 * 2**20),
    "max_center_space": (7, 7 * 2**20),
    "max_project_space": (5, 5 * 2**20),
    "packagetypes": (("sdist",), ("sdist",)),
    "extra_classifiers": (("Acme :: Web",), ("Acme :: Web",)),
    "private_classifiers": (False, False),
    "project_creation": ("review", "review"),
    "local_versions": (False, False),
    "any_platform_tag": (False, False),
    "old_sdist_names": (False, False),
    "similar_names": (False, False),
    "overwrite_dev": (True, True),
    "days_open": (14, 14),
    "days_dev_kept": (30, 30),
}


class TestPolicyOfCenter(unittest.TestCase):
    layer = PSC_INTEGRATION

    def setUp(self):
        self.center = create_center(self.layer["portal"])

    def test_new_center_has_the_rules_of_a_private_team(self):
        self.assertEqual(policy_of(self.center), Policy())

    def test_center_from_before_the_rules_has_them_too(self):
        for name in CHANGES:
            self.center.__dict__.pop(name, None)
        self.assertEqual(policy_of(self.center), Policy())

    def test_each_rule_is_taken_from_the_center(self):
        self.assertEqual(set(CHANGES), {field.name for field in dataclasses.fields(Policy)})
        for name, (value, expected) in CHANGES.items():
            with self.subTest(name):
                setattr(self.center, name, value)
                wanted = dataclasses.replace(Policy(), **{name: expected})
                self.assertEqual(policy_of(self.center), wanted)
                delattr(self.center, name)


class TestRulesInTheForm(PublishedPages):
    def test_rules_are_filled_in_and_kept(self):
        transaction.commit()
        browser = browser_of(self.layer, SITE_OWNER_NAME)
        browser.open(f"{self.center.absolute_url()}/edit")
        kinds = browser.getControl(name="form.widgets.packagetypes:list")
        self.assertEqual(sorted(kinds.value), ["bdist_egg", "bdist_wheel", "sdist"])
        kinds.value = ["sdist", "bdist_wheel"]
        browser.getControl(name="form.widgets.days_open").value = "14"
        browser.getControl(name="form.widgets.days_dev_kept").value = ""
        browser.getControl(name="form.widgets.local_versions:list").value = []
        browser.getControl(name="form.widgets.overwrite_dev:list").value = ["selected"]
        browser.getControl("Save").click()
        transaction.begin()
        policy = policy_of(self.center)
        self.assertEqual(policy.packagetypes, ("sdist", "bdist_wheel"))
        self.assertEqual((policy.days_open, policy.days_dev_kept), (14, None))
        self.assertEqual((policy.local_versions, policy.overwrite_dev), (False, True))
        self.assertTrue(policy.any_platform_tag)

    def test_no_kind_of_file_at_all_is_refused(self):
        transaction.commit()
        browser = browser_of(self.layer, SITE_OWNER_NAME)
        browser.open(f"{self.center.absolute_url()}/edit")
        browser.getControl(name="form.widgets.packagetypes:list").value = []
        browser.getControl("Save").click()
        transaction.begin()
        self.assertEqual(policy_of(self.center), Policy())
