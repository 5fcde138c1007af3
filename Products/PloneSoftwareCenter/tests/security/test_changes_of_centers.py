"""Whatever changes who may see a center, or what lies above it, counts from its commit on."""

from plone import api
from Products.PloneSoftwareCenter.content.states import CENTER_WORKFLOW
from Products.PloneSoftwareCenter.content.states import set_state
from Products.PloneSoftwareCenter.testing import OTHER
from Products.PloneSoftwareCenter.tests.security.rights_forms import rest
from Products.PloneSoftwareCenter.tests.security.rights_forms import share
from Products.PloneSoftwareCenter.tests.security.watched_site import ALL
from Products.PloneSoftwareCenter.tests.security.watched_site import MEMBER
from Products.PloneSoftwareCenter.tests.security.watched_site import NONE
from Products.PloneSoftwareCenter.tests.security.watched_site import WatchedSite


class TestCenter(WatchedSite):
    def lock(self):
        with self.changes():
            set_state(self.center, CENTER_WORKFLOW, "private")
        self.assertSeen(NONE, refusal=401)

    def test_workflow(self):
        for action, seen in (("make_private", NONE), ("publish", ALL), ("retract", ALL)):
            with self.changes():
                api.content.transition(self.center, action)
            self.assertSeen(seen, refusal=401)

    def test_roles(self):
        self.lock()
        for where in (self.center, self.place, self.portal, None):
            with self.changes():
                api.user.grant_roles(OTHER, roles=["Reader"], **({"obj": where} if where else {}))
            self.assertSeen(MEMBER, refusal=401)
            with self.changes():
                api.user.revoke_roles(OTHER, roles=["Reader"], **({"obj": where} if where else {}))
            self.assertSeen(NONE, refusal=401)

    def test_role_in_a_project_does_not_open_the_center(self):
        self.lock()
        with self.changes():
            self.project.manage_setLocalRoles(OTHER, ["Reader"])
        self.assertSeen(NONE, refusal=401)

    def test_permission_by_hand(self):
        for roles, acquire, seen in (
            (["Manager"], 0, NONE),
            (["Authenticated"], 0, MEMBER),
            ([], 1, ALL),
        ):
            with self.changes():
                self.center.manage_permission("View", roles, acquire)
            self.assertSeen(seen, refusal=401)

    def test_role_block(self):
        self.lock()
        with self.changes():
            self.place.manage_setLocalRoles(OTHER, ["Reader"])
        self.assertSeen(MEMBER, refusal=401)
        with self.changes():
            self.center.__ac_local_roles_block__ = True
        self.assertSeen(NONE, refusal=401)

    def test_user_who_is_deleted(self):
        self.lock()
        with self.changes():
            api.user.grant_roles(OTHER, roles=["Reader"], obj=self.center)
        self.assertSeen(MEMBER, refusal=401)
        with self.changes():
            api.user.delete(OTHER)
        del self.watchers["member"]
        self.assertEqual(self.member.get("/simple/hush/").status, 401)
        self.assertSeen(NONE, refusal=401)

    def test_other_definition_of_the_workflow(self):
        workflow = api.portal.get_tool("portal_workflow")[CENTER_WORKFLOW]
        with self.changes():
            workflow.states["published"].setPermission("View", 0, ("Manager",))
            api.portal.get_tool("portal_workflow").updateRoleMappings()
        self.assertSeen(NONE, refusal=401)


class TestAncestors(WatchedSite):
    """What they may hide is told by Zope's rule: only what acquires its rights from them."""

    def test_private_folder_does_not_hide_a_public_center(self):
        with self.changes():
            api.content.transition(self.place, "retract")
        self.assertSeen(ALL)

    def test_center_that_acquires_its_rights(self):
        with self.changes():
            self.center.manage_permission("View", [], 1)
        self.assertSeen(ALL)
        with self.changes():
            api.content.transition(self.place, "retract")
        self.assertSeen(NONE, refusal=401)
        with self.changes():
            self.place.manage_permission("View", ["Authenticated"], 0)
        self.assertSeen(MEMBER, refusal=401)
        with self.changes():
            self.place.manage_permission("View", [], 1)
            self.portal.manage_permission("View", ["Manager"], 0)
        self.assertSeen(NONE, refusal=401)


class TestProjectInAPrivateCenter(WatchedSite):
    """A member reads the center, but not this project: it is what never was."""

    def setUp(self):
        super().setUp()
        with self.changes():
            set_state(self.center, CENTER_WORKFLOW, "private")
            self.center.manage_setLocalRoles(OTHER, ["Reader"])
        for who in ("nobody", "nobody by way of Zope"):
            del self.watchers[who]
        self.assertSeen(MEMBER)

    def test_role_block_by_the_sharing_tab(self):
        share(self, self.project, {}, inherit=False)
        self.assertSeen(NONE)
        share(self, self.project, {}, inherit=True)
        self.assertSeen(MEMBER)

    def test_role_block_by_rest(self):
        for inherit, seen in ((False, NONE), (True, MEMBER)):
            rest(self, "/hush/@sharing", {"entries": [], "inherit": inherit})
            self.assertSeen(seen)

    def test_role_block_by_programs(self):
        with self.changes():
            api.content.disable_roles_acquisition(self.project)
        self.assertSeen(NONE)
        with self.changes():
            api.content.enable_roles_acquisition(self.project)
        self.assertSeen(MEMBER)
