from plone import api
from plone.app.dexterity.behaviors.exclfromnav import IExcludeFromNavigation
from plone.app.multilingual.browser.setup import SetupMultilingualSite
from plone.app.testing import applyProfile
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from Products.PloneSoftwareCenter.testing import create_center
from Products.PloneSoftwareCenter.testing import create_project
from Products.PloneSoftwareCenter.testing import create_release
from Products.PloneSoftwareCenter.testing import PSC_INTEGRATION
from Products.PloneSoftwareCenter.tests.content.test_schemas import TYPES
from zope.interface.verify import verifyClass

import transaction
import unittest


class TestTypes(unittest.TestCase):
    layer = PSC_INTEGRATION

    def test_manager_creates_the_whole_hierarchy(self):
        center = create_center(self.layer["portal"])
        project = create_project(center, "My.Project")
        release = create_release(project, "1.0")
        file = api.content.create(release, "PSCFile", "my_project-1.0.tar.gz")
        link = api.content.create(
            release, "PSCFileLink", title="Elsewhere", external_url="https://example.org/x.zip"
        )
        self.assertEqual(
            [ob.id for ob in (center, project, release, file, link)],
            ["software", "my-project", "1.0", "my_project-1.0.tar.gz", "elsewhere"],
        )

    def test_fields_are_kept(self):
        center = create_center(self.layer["portal"])
        center.available_platforms = ("Linux", "Other")
        project = create_project(center, "foo", homepage="https://example.org/", author="Ann")
        release = create_release(project, "1.0", codename="Tulip", license=("MIT",))
        transaction.savepoint()
        for content in (center, project, release):
            content._p_deactivate()
        self.assertEqual(center.available_platforms, ("Linux", "Other"))
        self.assertFalse(center.use_classifiers)
        self.assertEqual((project.homepage, project.author), ("https://example.org/", "Ann"))
        self.assertEqual((release.codename, release.license), ("Tulip", ("MIT",)))

    def test_repository_of_a_release_loses_its_last_slash(self):
        project = create_project(create_center(self.layer["portal"]), "foo")
        release = create_release(project, "1.0", repository=" https://example.org/foo/ ")
        transaction.savepoint()
        release._p_deactivate()
        self.assertEqual(release.repository, "https://example.org/foo")
        release.repository = None
        self.assertIsNone(release.repository)

    def test_classes_provide_their_interfaces(self):
        for interface, factory in TYPES.items():
            with self.subTest(type=factory.__name__):
                self.assertTrue(verifyClass(interface, factory))

    def test_behaviors_reach_the_content(self):
        # a mixin in front of Dexterity's class would hide its way of finding them
        project = create_project(create_center(self.layer["portal"]), "foo")
        self.assertTrue(IExcludeFromNavigation.providedBy(project))

    def test_center_under_a_language_folder(self):
        portal = self.layer["portal"]
        setRoles(portal, TEST_USER_ID, ["Manager"])
        applyProfile(portal, "plone.app.multilingual:default")
        api.portal.set_registry_record("plone.available_languages", ["en", "de"])
        SetupMultilingualSite().setupSite(portal)
        center = create_center(portal["de"])
        project = create_project(center, "foo")
        self.assertEqual(project.getPhysicalPath(), ("", "plone", "de", "software", "foo"))
