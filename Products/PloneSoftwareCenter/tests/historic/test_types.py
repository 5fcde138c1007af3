"""Rows on types and setup."""

from datetime import date
from plone import api
from Products.PloneSoftwareCenter.content.center import IPloneSoftwareCenter
from Products.PloneSoftwareCenter.content.filelink import IPSCFileLink
from Products.PloneSoftwareCenter.content.project import IPSCProject
from Products.PloneSoftwareCenter.content.release import IPSCRelease
from Products.PloneSoftwareCenter.testing import create_center
from Products.PloneSoftwareCenter.testing import create_project
from Products.PloneSoftwareCenter.testing import create_release
from Products.PloneSoftwareCenter.testing import PSC_INTEGRATION
from zope.component import getUtility
from zope.schema import getFieldNames
from zope.schema.interfaces import IVocabularyFactory

import transaction
import unittest


ADDRESS = "https://example.org/page"
#: schema -> its fields that people fill in, with good values
VALUES = {
    IPloneSoftwareCenter: {
        "product_title": "Extension",
        "addon_description": "They extend.",
        "installation_instructions": "pip install {name}",
        "featured_project": "demo",
        "project_creation": "review",
        "project_evaluators": ("rita", "eve"),
        "packagetypes": ("sdist",),
        "local_versions": False,
        "any_platform_tag": False,
        "old_sdist_names": False,
        "private_classifiers": False,
        "similar_names": False,
        "overwrite_dev": True,
        "days_open": 14,
        "days_dev_kept": 90,
        "max_file_size": 7,
        "max_center_space": 7000,
        "max_project_space": 700,
        "storage_strategy": "blob",
        "public_address": ADDRESS,
        "reserved_names": ("acme-*", "internal"),
        "upstream": "https://other.example.org/simple",
        "password_uploads": False,
        "mail_reviewers": False,
        "mail_owners": False,
        "journal_reads": True,
        "journal_address_days": 7,
        "download_counts": "logs",
        "description_images": False,
        "available_categories": ("z|Zebras|Striped", "a|Apes"),
        "use_classifiers": True,
        "extra_classifiers": ("Ours :: B", "Ours :: A"),
        "available_licenses": ("z|Z license", "a|A license|https://example.org/a"),
        "available_versions": ("Zope 5", "Plone 6.2"),
        "available_platforms": ("Windows", "All"),
        "available_self_certification_criteria": ("Unit tests", "Documentation"),
    },
    IPSCProject: {
        "distributions": ("Demo", "demo.extra"),
        "text": "Hello *there*",
        "text_content_type": "text/markdown",
        "homepage": ADDRESS,
        "documentation_link": ADDRESS,
        "repository": "git+ssh://example.org/demo.git",
        "tracker": ADDRESS,
        "mailing_list": "mailto:list@example.org",
        "changelog_link": ADDRESS,
        "download_link": ADDRESS,
        "contact_address": "Ann <ann@example.org>",
        "author": "Ann",
        "maintainer": "Bob",
        "categories": ("a", "z"),
        "classifiers": ("Ours :: A", "Topic :: Utilities"),
        "license": "MIT",
        "unsupported_versions": ("1.0",),
        "self_certified_criteria": ("Unit tests",),
        "is_approved": True,
        "review_comment": "Fine.",
        "logo_url": ADDRESS,
        "other_servers": (ADDRESS,),
    },
    IPSCRelease: {
        "version": "1.0",
        "distribution": "Demo",
        "description": "A summary",
        "text": "Notes",
        "text_content_type": "text/plain",
        "changelog": "- New",
        "codename": "Tulip",
        "release_manager": "Ann",
        "release_manager_contact": "ann@example.org",
        "proposal_freeze_date": date(2031, 1, 2),
        "feature_freeze_date": date(2031, 2, 3),
        "expected_release_date": date(2031, 3, 4),
        "compatibility": ("Plone 6.2",),
        "license": ("a", "MIT"),
        "repository": ADDRESS,
        "yanked": True,
        "yanked_reason": "Broken",
    },
    IPSCFileLink: {
        "title": "Elsewhere",
        "external_url": "https://example.org/demo.exe",
        "external_file_size": "10 MB",
        "platform": "Windows",
    },
}
#: uploads fill them in, or they are images, which the tests of pages look at
NOT_FILLED_IN = {"requires_python", "logo", "screenshot"}


class TestFields(unittest.TestCase):
    layer = PSC_INTEGRATION

    def setUp(self):
        self.center = create_center(self.layer["portal"])
        self.project = create_project(self.center, "Demo")
        self.release = create_release(self.project, "1.0")
        self.link = api.content.create(
            self.release, "PSCFileLink", "link", title="L", external_url=ADDRESS
        )

    def test_every_field_takes_and_keeps_its_value(self):
        contents = (self.center, self.project, self.release, self.link)
        for content, (schema, values) in zip(contents, VALUES.items(), strict=True):
            self.assertEqual(set(values), set(getFieldNames(schema)) - NOT_FILLED_IN)
            for name, value in values.items():
                with self.subTest(schema=schema.__name__, name=name):
                    schema[name].bind(content).validate(value)
                    setattr(content, name, value)
        transaction.savepoint()
        for content, (schema, values) in zip(contents, VALUES.items(), strict=True):
            content._p_deactivate()
            for name, value in values.items():
                with self.subTest(schema=schema.__name__, name=name):
                    self.assertEqual(getattr(content, name), value)

    def test_no_other_page_hides_center_project_or_release(self):
        for content in (self.center, self.project, self.release):
            with self.subTest(content.portal_type):
                self.assertFalse(content.canSetDefaultPage())

    def test_choices_keep_the_order_of_the_center(self):
        for name, value in VALUES[IPloneSoftwareCenter].items():
            setattr(self.center, name, value)
        for name, expected in (
            ("categories", ["z", "a"]),
            ("licenses", ["z", "a"]),
            ("compatibility", ["Zope 5", "Plone 6.2"]),
            ("platforms", ["Windows", "All"]),
            ("self_certification_criteria", ["Unit tests", "Documentation"]),
        ):
            with self.subTest(name):
                factory = getUtility(IVocabularyFactory, f"plonesoftwarecenter.{name}")
                found = [term.value for term in factory(self.release)]
                self.assertEqual(found[: len(expected)], expected)


class TestInstalledAgain(unittest.TestCase):
    layer = PSC_INTEGRATION

    def test_types_that_others_allow_in_ours_stay_allowed(self):
        types = api.portal.get_tool("portal_types")
        setup = api.portal.get_tool("portal_setup")
        for name in ("PloneSoftwareCenter", "PSCProject", "PSCRelease"):
            own = tuple(types[name].allowed_content_types)
            types[name].allowed_content_types = (*own, "Document")
        setup.runAllImportStepsFromProfile("profile-Products.PloneSoftwareCenter:default")
        for name in ("PloneSoftwareCenter", "PSCProject", "PSCRelease"):
            with self.subTest(name):
                self.assertIn("Document", types[name].allowed_content_types)
