from DateTime import DateTime
from plone import api
from plone.app.testing import login
from plone.app.testing import TEST_USER_NAME
from Products.CMFCore.WorkflowCore import WorkflowException
from Products.PloneSoftwareCenter.content.states import IStateSet
from Products.PloneSoftwareCenter.content.states import PROJECT_WORKFLOW
from Products.PloneSoftwareCenter.content.states import RELEASE_WORKFLOW
from Products.PloneSoftwareCenter.content.states import set_state
from Products.PloneSoftwareCenter.content.states import state_of
from Products.PloneSoftwareCenter.testing import create_center
from Products.PloneSoftwareCenter.testing import create_project
from Products.PloneSoftwareCenter.testing import create_release
from Products.PloneSoftwareCenter.testing import EVALUATOR
from Products.PloneSoftwareCenter.testing import OWNER
from Products.PloneSoftwareCenter.testing import PSC_INTEGRATION
from Products.PloneSoftwareCenter.testing import REVIEWER
from zope.component import getGlobalSiteManager

import unittest


#: version -> the transition that a pre-release of it offers, and the title afterwards
RELEASING = {
    "1.0": ("release-final", "final", "My Project 1.0"),
    "1.0.post1": ("release-final", "final", "My Project 1.0.post1"),
    "1.0rc5": ("release-candidate", "release-candidate", "My Project 1.0rc5 (Release candidate)"),
    "1.0b1": ("release-beta", "beta", "My Project 1.0b1 (Beta release)"),
    "1.0beta": ("release-beta", "beta", "My Project 1.0beta (Beta release)"),
    "1.0a1": ("release-alpha", "alpha", "My Project 1.0a1 (Alpha release)"),
    "1.0alpha2": ("release-alpha", "alpha", "My Project 1.0alpha2 (Alpha release)"),
    "1.0.dev3": ("release-alpha", "alpha", "My Project 1.0.dev3 (Alpha release)"),
}


def transitions(content):
    tool = api.portal.get_tool("portal_workflow")
    return {action["id"] for action in tool.getTransitionsFor(content)}


class TestReleaseWorkflow(unittest.TestCase):
    layer = PSC_INTEGRATION

    def setUp(self):
        self.center = create_center(self.layer["portal"])
        self.project = create_project(self.center, "my-project", title="My Project")

    def test_state_and_title_follow_the_version(self):
        for version, (transition, state, title) in RELEASING.items():
            with self.subTest(version=version):
                release = create_release(self.project, version)
                self.assertEqual(release.Title(), f"My Project {version} (Unreleased)")
                self.assertEqual(transitions(release), {transition})
                api.content.transition(release, transition)
                self.assertEqual(state_of(release), state)
                self.assertEqual(release.Title(), title)

    def test_hidden_release_is_called_as_before(self):
        release = create_release(self.project, "1.0b1")
        api.content.transition(release, "release-beta")
        api.content.transition(release, "hide")
        self.assertEqual(release.Title(), "My Project 1.0b1 (Beta release)")

    def test_release_of_a_further_name_is_called_after_that_name(self):
        self.project.distributions = ("my-project", "iw.fss")
        release = create_release(self.project, "0.2.3", distribution="iw.fss")
        api.content.transition(release, "release-final")
        self.assertEqual((release.id, release.Title()), ("iw-fss-0.2.3", "iw.fss 0.2.3"))

    def test_title_follows_the_title_of_the_project(self):
        release = create_release(self.project, "1.0")
        self.project.title = "Other"
        self.assertEqual(release.Title(), "Other 1.0 (Unreleased)")

    def test_unhide_returns_to_the_state_of_the_version(self):
        for version, (transition, state, _title) in RELEASING.items():
            with self.subTest(version=version):
                release = create_release(self.project, version)
                api.content.transition(release, transition)
                api.content.transition(release, "hide")
                api.content.transition(release, "unhide")
                self.assertEqual(state_of(release), state)

    def test_the_first_release_date_stays(self):
        release = create_release(self.project, "1.0b1")
        self.assertIsNone(release.effective_date)
        api.content.transition(release, "release-beta")
        release.effective_date = first = DateTime("2008/05/06")
        for transition in ("hide", "unhide", "retract", "release-beta"):
            api.content.transition(release, transition)
            self.assertEqual(release.effective_date, first, transition)

    def test_release_of_an_upload_gets_its_date(self):
        release = create_release(self.project, "1.0")
        set_state(release, RELEASE_WORKFLOW, "final")
        self.assertIsNotNone(release.effective_date)

    def test_unreleased_release_can_not_be_hidden_into_the_index(self):
        release = create_release(self.project, "1.0")
        with self.assertRaises((WorkflowException, api.exc.InvalidParameterError)):
            api.content.transition(release, "hide")


class TestProjectWorkflow(unittest.TestCase):
    layer = PSC_INTEGRATION

    def setUp(self):
        self.portal = self.layer["portal"]
        self.center = create_center(self.portal)
        self.center.project_creation = "review"
        login(self.portal, OWNER)
        self.project = create_project(self.center, "my-project")
        if state_of(self.project) == "pending":
            api.content.transition(self.project, "retract")

    def as_user(self, name):
        login(self.portal, name)
        return transitions(self.project)

    def test_member_submits_and_the_maker_of_the_center_publishes(self):
        self.assertEqual(transitions(self.project), {"submit"})
        api.content.transition(self.project, "submit")
        self.assertEqual(state_of(self.project), "pending")
        self.assertEqual(transitions(self.project), {"retract"})
        login(self.portal, TEST_USER_NAME)
        api.content.transition(self.project, "publish")
        self.assertEqual(state_of(self.project), "published")
        self.assertIsNotNone(self.project.effective_date)

    def test_maker_of_a_center_publishes_by_local_roles_alone(self):
        self.center.manage_setLocalRoles(REVIEWER, ["Reviewer", "PSCEvaluator"])
        api.content.transition(self.project, "submit")
        self.assertEqual(self.as_user(REVIEWER), {"publish", "reject"})

    def test_owner_can_not_feature(self):
        set_state(self.project, PROJECT_WORKFLOW, "published")
        self.assertEqual(self.as_user(OWNER), {"retract"})
        self.assertEqual(self.project.get_local_roles_for_userid(OWNER), ("Owner",))

    def test_evaluator_features_and_takes_it_back(self):
        self.center.manage_setLocalRoles(EVALUATOR, ["PSCEvaluator"])
        set_state(self.project, PROJECT_WORKFLOW, "published")
        self.assertEqual(self.as_user(EVALUATOR), {"feature"})
        api.content.transition(self.project, "feature")
        self.assertEqual(state_of(self.project), "featured")
        self.assertEqual(transitions(self.project), {"unfeature"})
        api.content.transition(self.project, "unfeature")
        self.assertEqual(state_of(self.project), "published")

    def test_the_first_publication_date_stays(self):
        set_state(self.project, PROJECT_WORKFLOW, "published")
        self.project.effective_date = first = DateTime("2008/05/06")
        api.content.transition(self.project, "retract")
        set_state(self.project, PROJECT_WORKFLOW, "published")
        self.assertEqual(self.project.effective_date, first)


class TestCenterWorkflow(unittest.TestCase):
    layer = PSC_INTEGRATION

    def test_states_and_transitions(self):
        center = create_center(self.layer["portal"])
        self.assertEqual(state_of(center), "published")
        for transition, state in (
            ("retract", "closed"),
            ("make_private", "private"),
            ("publish", "published"),
            ("make_private", "private"),
            ("retract", "closed"),
            ("publish", "published"),
        ):
            api.content.transition(center, transition)
            self.assertEqual(state_of(center), state)

    def test_privacy_reaches_the_catalog(self):
        center = create_center(self.layer["portal"])
        project = create_project(center, "my-project")
        set_state(project, PROJECT_WORKFLOW, "published")
        catalog = api.portal.get_tool("portal_catalog")

        def roles():
            brain = catalog.unrestrictedSearchResults(UID=project.UID())[0]
            return catalog.getIndexDataForRID(brain.getRID())["allowedRolesAndUsers"]

        self.assertIn("Anonymous", roles())
        api.content.transition(center, "make_private")
        self.assertNotIn("Anonymous", roles())


class TestSetState(unittest.TestCase):
    layer = PSC_INTEGRATION

    def setUp(self):
        self.center = create_center(self.layer["portal"])
        self.project = create_project(self.center, "my-project")
        self.release = create_release(self.project, "1.0")

    def test_history_catalog_and_event(self):
        seen = []
        handler = seen.append
        site_manager = getGlobalSiteManager()
        site_manager.registerHandler(handler, (IStateSet,))
        self.addCleanup(site_manager.unregisterHandler, handler, (IStateSet,))
        before = state_of(self.project)
        self.assertTrue(set_state(self.project, PROJECT_WORKFLOW, "featured", "because"))
        status = self.project.workflow_history[PROJECT_WORKFLOW][-1]
        self.assertEqual((status["review_state"], status["comments"]), ("featured", "because"))
        self.assertEqual(
            [(event.object, event.old_state, event.new_state) for event in seen],
            [(self.project, before, "featured")],
        )
        found = api.content.find(portal_type="PSCProject", review_state="featured")
        self.assertEqual([brain.getId for brain in found], ["my-project"])

    def test_the_same_state_again_changes_nothing(self):
        set_state(self.release, RELEASE_WORKFLOW, "final")
        history = len(self.release.workflow_history[RELEASE_WORKFLOW])
        self.assertFalse(set_state(self.release, RELEASE_WORKFLOW, "final"))
        self.assertEqual(len(self.release.workflow_history[RELEASE_WORKFLOW]), history)

    def test_unknown_state_is_refused(self):
        with self.assertRaises(KeyError):
            set_state(self.release, RELEASE_WORKFLOW, "ripe")

    def test_state_of_what_has_no_history(self):
        del self.release.workflow_history
        self.assertEqual(state_of(self.release), "pre-release")
        file = api.content.create(self.release, "PSCFile", "my_project-1.0.tar.gz")
        self.assertIsNone(state_of(file))
