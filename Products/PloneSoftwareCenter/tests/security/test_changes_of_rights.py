"""Whatever changes who may see a project counts from its commit on, on both roads."""

from AccessControl.rolemanager import _string_hash
from plone import api
from Products.PloneSoftwareCenter.content.states import PROJECT_WORKFLOW
from Products.PloneSoftwareCenter.content.states import RELEASE_WORKFLOW
from Products.PloneSoftwareCenter.content.states import set_state
from Products.PloneSoftwareCenter.testing import OTHER
from Products.PloneSoftwareCenter.tests.security.rights_forms import entry
from Products.PloneSoftwareCenter.tests.security.rights_forms import logged_in
from Products.PloneSoftwareCenter.tests.security.rights_forms import rest
from Products.PloneSoftwareCenter.tests.security.rights_forms import share
from Products.PloneSoftwareCenter.tests.security.watched_site import ALL
from Products.PloneSoftwareCenter.tests.security.watched_site import MEMBER
from Products.PloneSoftwareCenter.tests.security.watched_site import NONE
from Products.PloneSoftwareCenter.tests.security.watched_site import OF_RELEASE
from Products.PloneSoftwareCenter.tests.security.watched_site import WatchedSite
from Products.PloneSoftwareCenter.upload.status import set_status
from urllib.parse import urlencode


class TestProject(WatchedSite):
    """In a public center."""

    def hide(self):
        """Have the project wait; nobody of the watchers sees it."""
        with self.changes():
            set_state(self.project, PROJECT_WORKFLOW, "unapproved")
        self.assertSeen(NONE)

    def test_workflow(self):
        self.assertSeen(ALL)
        for action, seen in (("retract", NONE), ("publish", ALL), ("feature", ALL)):
            with self.changes():
                api.content.transition(self.project, action)
            self.assertSeen(seen)

    def test_state_set_by_a_program(self):
        self.hide()
        with self.changes():
            set_state(self.project, PROJECT_WORKFLOW, "pending")
        self.assertSeen(NONE)
        with self.changes():
            set_state(self.project, PROJECT_WORKFLOW, "published")
        self.assertSeen(ALL)

    def test_sharing_tab(self):
        self.hide()
        for checked, seen in (("1", MEMBER), ("", NONE)):
            share(self, self.project, entry(OTHER, checked), inherit=True)
            self.assertSeen(seen)

    def test_sharing_by_rest(self):
        self.hide()
        for given, seen in ((True, MEMBER), (False, NONE)):
            entries = [{"id": OTHER, "type": "user", "roles": {"Reader": given}}]
            rest(self, "/hush/@sharing", {"entries": entries, "inherit": True})
            self.assertSeen(seen)

    def test_roles_given_by_programs(self):
        self.hide()
        for where in (self.project, self.center, self.place, self.portal):
            with self.changes():
                api.user.grant_roles(OTHER, roles=["Reader"], obj=where)
            self.assertSeen(MEMBER)
            with self.changes():
                api.user.revoke_roles(OTHER, roles=["Reader"], obj=where)
            self.assertSeen(NONE)

    def test_local_roles_without_an_event(self):
        self.hide()
        with self.changes():
            self.project.manage_setLocalRoles(OTHER, ["Editor"])
        self.assertSeen(MEMBER)
        with self.changes():
            self.project.manage_delLocalRoles([OTHER])
        self.assertSeen(NONE)

    def test_role_block(self):
        self.hide()
        with self.changes():
            self.center.manage_setLocalRoles(OTHER, ["Reader"])
        self.assertSeen(MEMBER)
        with self.changes():
            self.project.__ac_local_roles_block__ = True
        self.assertSeen(NONE)

    def test_role_of_the_site(self):
        self.hide()
        with self.changes():
            api.user.grant_roles(OTHER, roles=["Reader"])
        self.assertSeen(MEMBER)
        with self.changes():
            api.user.revoke_roles(OTHER, roles=["Reader"])
        self.assertSeen(NONE)

    def test_group(self):
        self.hide()
        with self.changes():
            api.group.create("team")
            self.project.manage_setLocalRoles("team", ["Reader"])
        self.assertSeen(NONE)
        with self.changes():
            api.group.add_user("team", username=OTHER)
        self.assertSeen(MEMBER)
        with self.changes():
            api.group.remove_user("team", username=OTHER)
        self.assertSeen(NONE)
        with self.changes():
            api.group.add_user("team", username=OTHER)
            api.group.delete("team")
        self.assertSeen(NONE)

    def test_group_with_a_role_of_the_site(self):
        self.hide()
        with self.changes():
            api.group.create("team", roles=["Reader"])
            api.group.add_user("team", username=OTHER)
        self.assertSeen(MEMBER)
        with self.changes():
            api.group.revoke_roles("team", roles=["Reader"])
        self.assertSeen(NONE)

    def test_user_who_is_deleted(self):
        self.hide()
        with self.changes():
            api.user.grant_roles(OTHER, roles=["Reader"], obj=self.project)
        self.assertSeen(MEMBER)
        with self.changes():
            api.user.delete(OTHER)
        self.assertSeen(NONE)

    def test_permission_by_hand(self):
        for roles, acquire, seen in (
            (["Manager"], 0, NONE),
            (["Authenticated"], 0, MEMBER),
            (["Reader"], 1, ALL),
            (["Anonymous"], 0, ALL),
            ([], 0, NONE),
            ([], 1, ALL),
        ):
            with self.changes():
                self.project.manage_permission("View", roles, acquire)
            self.assertSeen(seen)

    def test_permissions_of_a_role_by_hand(self):
        with self.changes():
            self.project.manage_acquiredPermissions([])
        self.assertSeen(NONE)
        with self.changes():
            self.project.manage_role("Authenticated", ["View"])
        self.assertSeen(MEMBER)

    def test_permission_in_the_management_interface(self):
        url = f"{self.project.absolute_url()}/manage_"
        browser, token = logged_in(self, self.project)
        form = f"permission_to_manage=View&roles:list=Authenticated&_authenticator={token}"
        browser.post(f"{url}permission", form)
        self.assertSeen(MEMBER)
        view = _string_hash("View")
        others = {_string_hash(entry[0]) for entry in self.project.ac_inherited_permissions(1)}
        fields = {f"acquire_{other}": "1" for other in others - {view}}
        fields |= {f"permission_{view}role_{_string_hash('Manager')}": "1", "_authenticator": token}
        browser.post(f"{url}changePermissions", urlencode(fields))
        self.assertSeen(NONE)

    def test_other_definition_of_the_workflow(self):
        workflow = api.portal.get_tool("portal_workflow")[PROJECT_WORKFLOW]
        for roles, acquired, seen in ((("Manager",), 0, NONE), ((), 1, ALL)):
            with self.changes():
                workflow.states["published"].setPermission("View", acquired, roles)
                api.portal.get_tool("portal_workflow").updateRoleMappings()
            self.assertSeen(seen)

    def test_renamed_page(self):
        self.hide()
        with self.changes():
            api.content.rename(self.project, "other")
        self.assertSeen(NONE)
        with self.changes():
            api.content.transition(self.center["other"], "publish")
        self.assertSeen(ALL)

    def test_copy(self):
        self.hide()
        with self.changes():
            api.content.copy(self.project, self.center, "twin")
        self.assertSeen(NONE)
        with self.changes():
            set_state(self.center["twin"], PROJECT_WORKFLOW, "published")
        self.assertSeen(NONE)

    def test_deleted(self):
        with self.changes():
            api.content.delete(self.project)
        self.assertSeen(NONE)

    def test_quarantine(self):
        with self.changes():
            set_status(self.project, "quarantined", "Bad")
        self.assertSeen(NONE, OF_RELEASE, lists=False)
        for who in self.watchers:
            self.assertLists(who, NONE)
        with self.changes():
            set_status(self.project, "active")
        self.assertSeen(ALL)


class TestRelease(WatchedSite):
    def test_retracted(self):
        release = self.project["1.0"]
        for state, seen in (("pre-release", NONE), ("hidden", ALL), ("pre-release", NONE)):
            with self.changes():
                set_state(release, RELEASE_WORKFLOW, state)
            self.assertSeen(seen, OF_RELEASE, lists=False)
        for client in self.watchers.values():
            self.assertNotIn(b"1.0", client.get("/simple/hush/").body.partition(b"<body>")[2])
            self.assertNotIn(b"hush", client.get("/links").body)
        with self.changes():
            api.content.transition(release, to_state="final")
        self.assertSeen(ALL)

    def test_deleted(self):
        with self.changes():
            api.content.delete(self.project["1.0"])
        self.assertSeen(NONE, OF_RELEASE, lists=False)
