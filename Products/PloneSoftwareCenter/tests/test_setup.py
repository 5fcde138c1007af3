"""Install, uninstall, install again."""

from Acquisition import aq_base
from plone import api
from plone.app.testing import applyProfile
from plone.app.testing import IntegrationTesting
from plone.app.testing import PLONE_FIXTURE
from plone.app.testing import PloneSandboxLayer
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from plone.base.utils import get_installer
from plone.browserlayer.utils import registered_layers
from plone.registry.interfaces import IRegistry
from Products.PloneSoftwareCenter.interfaces import IPloneSoftwareCenterLayer
from Products.PloneSoftwareCenter.testing import create_center
from Products.PloneSoftwareCenter.testing import create_project
from Products.PloneSoftwareCenter.testing import create_release
from Products.PloneSoftwareCenter.testing import PSC_INTEGRATION
from zope.component import getUtility

import io
import Products.PloneSoftwareCenter
import re
import tarfile
import unittest


PRODUCT = "Products.PloneSoftwareCenter"
PREFIX = f"{PRODUCT}.content"
DUBLIN_CORE = ("plone.basic", "plone.categorization", "plone.publication", "plone.ownership")
#: type -> what its FTI says
TYPES = {
    "PloneSoftwareCenter": {
        "klass": f"{PREFIX}.center.PloneSoftwareCenter",
        "schema": f"{PREFIX}.center.IPloneSoftwareCenter",
        "add_permission": f"{PRODUCT}.AddSoftwareCenter",
        "global_allow": True,
        "allowed_content_types": ("PSCProject", "PSCSet"),
        "behaviors": (
            *DUBLIN_CORE,
            "plone.namefromtitle",
            "plone.shortname",
            "plone.excludefromnavigation",
        ),
    },
    "PSCProject": {
        "klass": f"{PREFIX}.project.PSCProject",
        "schema": f"{PREFIX}.project.IPSCProject",
        "add_permission": f"{PRODUCT}.AddProject",
        "global_allow": False,
        "allow_discussion": True,
        "allowed_content_types": ("PSCRelease",),
        "behaviors": (*DUBLIN_CORE, "plone.shortname", "plone.excludefromnavigation"),
    },
    "PSCRelease": {
        "klass": f"{PREFIX}.release.PSCRelease",
        "schema": f"{PREFIX}.release.IPSCRelease",
        "add_permission": f"{PRODUCT}.AddRelease",
        "global_allow": False,
        "allowed_content_types": ("PSCFile", "PSCFileLink"),
        "behaviors": ("plone.shortname",),
    },
    "PSCFile": {
        "klass": f"{PREFIX}.file.PSCFile",
        "schema": f"{PREFIX}.file.IPSCFile",
        "add_permission": f"{PRODUCT}.AddFile",
        "global_allow": False,
        "allowed_content_types": (),
        "behaviors": (),
    },
    "PSCSet": {
        "klass": f"{PREFIX}.set.PSCSet",
        "schema": f"{PREFIX}.set.IPSCSet",
        "add_permission": f"{PRODUCT}.AddSet",
        "global_allow": False,
        "allowed_content_types": (),
        "behaviors": (),
    },
    "PSCFileLink": {
        "klass": f"{PREFIX}.filelink.PSCFileLink",
        "schema": f"{PREFIX}.filelink.IPSCFileLink",
        "add_permission": f"{PRODUCT}.AddFile",
        "global_allow": False,
        "allowed_content_types": (),
        "behaviors": (),
    },
}
CHAINS = {
    "PloneSoftwareCenter": ("psc_area_workflow",),
    "PSCProject": ("psc_package_workflow",),
    "PSCRelease": ("psc_release_workflow",),
    "PSCFile": (),
    "PSCFileLink": (),
    "PSCSet": ("psc_set_workflow",),
}
WORKFLOWS = (
    "psc_area_workflow",
    "psc_package_workflow",
    "psc_release_workflow",
    "psc_set_workflow",
)
ROLES = ("PSCEvaluator", "PSCMaintainer")
INDEXES = {
    "psc_categories": "KeywordIndex",
    "psc_classifiers": "KeywordIndex",
    "psc_compatibility": "KeywordIndex",
    "psc_facets": "KeywordIndex",
    "psc_latest_release_date": "DateIndex",
    "psc_names": "KeywordIndex",
    "psc_submitted": "DateIndex",
    "psc_updated": "DateIndex",
}
COLUMNS = (
    "psc_categories",
    "psc_compatibility",
    "psc_facets",
    "psc_latest_release_date",
    "psc_latest_version",
    "psc_submission",
    "psc_updated",
)


class UntouchedSiteLayer(PloneSandboxLayer):
    """A site that has never known the add-on."""

    defaultBases = (PLONE_FIXTURE,)  # noqa: N815

    def setUpZope(self, app, configurationContext):  # noqa: N803
        self.loadZCML(package=Products.PloneSoftwareCenter)


UNTOUCHED_SITE = IntegrationTesting(bases=(UntouchedSiteLayer(),), name="PSC:UntouchedSite")


class SetupCase(unittest.TestCase):
    def setUp(self):
        self.portal = self.layer["portal"]
        setRoles(self.portal, TEST_USER_ID, ["Manager"])
        self.installer = get_installer(self.portal, self.layer["request"])
        self.catalog = api.portal.get_tool("portal_catalog")


class TestInstalled(SetupCase):
    layer = PSC_INTEGRATION

    def test_version_of_the_profile(self):
        setup = api.portal.get_tool("portal_setup")
        self.assertTrue(self.installer.is_product_installed(PRODUCT))
        self.assertEqual(setup.getVersionForProfile(f"{PRODUCT}:default"), "5")
        self.assertEqual(setup.getLastVersionForProfile(f"{PRODUCT}:default"), ("5",))

    def test_types(self):
        for name, expected in TYPES.items():
            fti = api.portal.get_tool("portal_types")[name]
            expected = {"filter_content_types": True, "default_view": "view", **expected}
            found = {key: getattr(fti, key) for key in expected}
            for key in ("behaviors", "allowed_content_types"):
                found[key] = tuple(found[key])
            with self.subTest(name=name):
                self.assertEqual(found, expected)

    def test_workflow_chains(self):
        tool = api.portal.get_tool("portal_workflow")
        for name, chain in CHAINS.items():
            with self.subTest(name=name):
                self.assertEqual(tool.getChainForPortalType(name), chain)

    def test_transitions_lead_to_states_and_are_used(self):
        for workflow_id in WORKFLOWS:
            workflow = api.portal.get_tool("portal_workflow")[workflow_id]
            used = {name for state in workflow.states.values() for name in state.transitions}
            with self.subTest(workflow=workflow_id):
                self.assertEqual(used, set(workflow.transitions.keys()))
                for transition in workflow.transitions.values():
                    self.assertIn(transition.new_state_id, workflow.states)
                self.assertIn(workflow.initial_state, workflow.states)

    def test_indexes_and_columns(self):
        found = {name: self.catalog.Indexes[name].meta_type for name in INDEXES}
        self.assertEqual(found, INDEXES)
        self.assertLessEqual(set(COLUMNS), set(self.catalog.schema()))

    def test_roles_and_layer(self):
        self.assertLessEqual(set(ROLES), set(self.portal.valid_roles()))
        self.assertIn(IPloneSoftwareCenterLayer, registered_layers())

    def test_projects_do_not_flood_navigation(self):
        registry = getUtility(IRegistry)
        shown = registry["plone.displayed_types"]
        self.assertIn("PloneSoftwareCenter", shown)
        self.assertFalse(set(shown) & (set(TYPES) - {"PloneSoftwareCenter"}))
        not_asked = registry["plone.parent_types_not_to_query"]
        self.assertLessEqual({"PloneSoftwareCenter", "PSCProject", "PSCRelease"}, set(not_asked))


class TestUninstall(SetupCase):
    layer = UNTOUCHED_SITE

    def settings(self):
        """Return all that the site can export of its settings, and what it can't."""
        setup = api.portal.get_tool("portal_setup")
        skipped = ("content", "plone-content")
        steps = [step for step in setup.listExportSteps() if step not in skipped]
        exported = setup._doRunExportSteps(steps)["tarball"]
        with tarfile.open(fileobj=io.BytesIO(exported)) as archive:
            files = {
                member.name: archive.extractfile(member).read().decode("utf-8", "replace")
                for member in archive.getmembers()
                if member.isfile()
            }
        files["(roles)"] = "\n".join(sorted(self.portal.__ac_roles__))
        files["(PAS roles)"] = "\n".join(
            sorted(self.portal.acl_users.portal_role_manager.listRoleIds())
        )
        files["(columns)"] = "\n".join(sorted(self.catalog.schema()))
        files["(layers)"] = "\n".join(sorted(layer.__identifier__ for layer in registered_layers()))
        # some registry fields have the moment as their default
        return {name: re.sub(r"\d\d:\d\d:\d\d\.\d+", "TIME", text) for name, text in files.items()}

    def test_uninstall_leaves_no_trace_in_the_settings(self):
        # It came with us, and is Plone's: whoever uses it by now would miss it.
        applyProfile(self.portal, "plone.restapi:default")
        before = self.settings()
        for _time in ("first", "second"):
            self.installer.install_product(PRODUCT)
            self.assertNotEqual(self.settings(), before)
            self.installer.uninstall_product(PRODUCT)
            self.assertFalse(self.installer.is_product_installed(PRODUCT))
            after = self.settings()
            self.assertEqual(set(before), set(after))
            for name, text in before.items():
                self.assertEqual(text, after[name], name)


class TestContentAndInstall(SetupCase):
    layer = PSC_INTEGRATION

    def test_content_stays_and_comes_back(self):
        center = create_center(self.portal)
        project = create_project(center, "foo")
        release = create_release(project, "1.0")
        self.installer.uninstall_product(PRODUCT)
        self.assertIs(self.portal["software"]["foo"]["1.0"].aq_base, release.aq_base)
        self.installer.install_product(PRODUCT)
        self.assertEqual([brain.getId for brain in api.content.find(psc_names="foo")], ["foo"])
        self.assertEqual(self.portal["software"]["foo"].distributions, ("foo",))

    def test_indexes_and_data_are_not_touched(self):
        center = create_center(self.portal)
        create_project(center, "foo")
        self.assertEqual(len(api.content.find(psc_names="foo")), 1)
        before = {name: aq_base(self.catalog.Indexes[name]) for name in INDEXES}
        types = api.portal.get_tool("portal_types")
        setup = api.portal.get_tool("portal_setup")
        setup.runAllImportStepsFromProfile(f"profile-{PRODUCT}:default")
        for name, index in before.items():
            self.assertIs(aq_base(self.catalog.Indexes[name]), index)
        self.assertEqual(self.catalog.Indexes["psc_names"].indexSize(), 1)
        self.assertEqual([brain.getId for brain in api.content.find(psc_names="foo")], ["foo"])
        self.assertEqual(types["PSCProject"].allowed_content_types, ("PSCRelease",))
