"""Discussion, versions of descriptions and multilingual sites, on projects."""

from plone import api
from plone.app.discussion.interfaces import IConversation
from plone.app.testing import applyProfile
from plone.app.testing import FunctionalTesting
from plone.app.testing import PloneSandboxLayer
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from Products.PloneSoftwareCenter.testing import create_center
from Products.PloneSoftwareCenter.testing import create_project
from Products.PloneSoftwareCenter.testing import PSC_FIXTURE
from zope.component import createObject
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import plone.app.discussion
import unittest


class OthersLayer(PloneSandboxLayer):
    """A site that has these add-ons of Plone, too."""

    defaultBases = (PSC_FIXTURE,)  # noqa: N815

    def setUpZope(self, app, configurationContext):  # noqa: N803
        self.loadZCML(package=plone.app.discussion)

    def setUpPloneSite(self, portal):
        applyProfile(portal, "plone.app.discussion:default")


OTHERS = FunctionalTesting(bases=(OthersLayer(),), name="PSC:Others")


class TestDiscussion(unittest.TestCase):
    layer = OTHERS

    def setUp(self):
        self.portal = self.layer["portal"]
        setRoles(self.portal, TEST_USER_ID, ["Manager"])
        self.project = create_project(create_center(self.portal), "demo")
        api.portal.set_registry_record(
            "plone.app.discussion.interfaces.IDiscussionSettings.globally_enabled", True
        )

    def test_projects_can_be_discussed(self):
        conversation = IConversation(self.project)
        view = api.content.get_view("conversation_view", self.project, self.layer["request"])
        self.assertTrue(view.enabled())
        comment = createObject("plone.Comment")
        comment.text = "It works"
        conversation.addComment(comment)
        notify(ObjectModifiedEvent(self.project))
        found = api.content.find(portal_type="Discussion Item")
        self.assertEqual([brain.getPath().split("/")[-3] for brain in found], ["demo"])
        # a comment is no project
        self.assertEqual(len(api.content.find(portal_type="PSCProject")), 1)

    def test_releases_are_not_discussed(self):
        self.assertFalse(api.portal.get_tool("portal_types")["PSCRelease"].allow_discussion)


class TestVersions(unittest.TestCase):
    layer = OTHERS

    def setUp(self):
        self.portal = self.layer["portal"]
        setRoles(self.portal, TEST_USER_ID, ["Manager"])
        self.project = create_project(create_center(self.portal), "demo", text="first")
        self.tool = api.portal.get_tool("portal_repository")
        self.tool.setVersionableContentTypes(
            [*self.tool.getVersionableContentTypes(), "PSCProject"]
        )

    def test_descriptions_have_versions_and_come_back_without_touching_names(self):
        self.tool.save(self.project, comment="first")
        self.project.text = "second"
        self.tool.save(self.project, comment="second")
        self.tool.revert(self.project, 0)
        self.assertEqual(self.project.text, "first")
        self.assertEqual(self.project.distributions, ("demo",))
