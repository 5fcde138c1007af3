"""What is done in forms, by REST and on pages, as the journal tells it."""

from plone import api
from plone.dexterity.utils import createContentInContainer
from Products.PloneSoftwareCenter.index.queries import project_of
from Products.PloneSoftwareCenter.index.queries import visible_record
from Products.PloneSoftwareCenter.people.invitations import answer
from Products.PloneSoftwareCenter.people.invitations import invite
from Products.PloneSoftwareCenter.people.invitations import withdraw
from Products.PloneSoftwareCenter.people.roles import take_roles
from Products.PloneSoftwareCenter.testing import create_project
from Products.PloneSoftwareCenter.testing import MAINTAINER
from Products.PloneSoftwareCenter.testing import OTHER
from Products.PloneSoftwareCenter.testing import OWNER
from Products.PloneSoftwareCenter.tests.journal.case import JournalCase
from Products.PloneSoftwareCenter.tokens.store import revoke_token
from Products.PloneSoftwareCenter.upload.reserved import give_free
from Products.PloneSoftwareCenter.upload.status import set_status
from Products.PloneSoftwareCenter.upload.transfer import move_name
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import transaction


class TestContent(JournalCase):
    def setUp(self):
        super().setUp()
        self.publish("demo")
        self.project = self.center["demo"]
        self.release = self.project["1.0"]
        self.file = next(iter(self.release.objectValues()))
        self.seen = len(self.entries())

    def edit(self, content, **values):
        with self.changes(), api.env.adopt_user(OWNER):
            for name, value in values.items():
                setattr(content, name, value)
            notify(ObjectModifiedEvent(content))

    def new(self, *names):
        """Return what was told since the test began."""
        return self.told(*names)[self.seen :]

    def test_deleted_things_stay_in_the_journal(self):
        with self.changes(), api.env.adopt_user(OWNER):
            api.content.delete(self.project)
        self.assertEqual(
            self.new("user", "project", "names", "releases", "files"),
            [("project-deleted", OWNER, "demo", "demo", "1", "1")],
        )
        self.assertEqual(self.told("file")[4][0], "file-uploaded")

    def test_a_release_and_a_file(self):
        name = self.file.filename
        digest = self.file.digests["sha256"]
        with self.changes(), api.env.adopt_user(OWNER):
            self.release.manage_delObjects([self.file.getId()])
            self.project.manage_delObjects([self.release.getId()])
        self.assertEqual(
            self.new("project", "release", "file", "sha256"),
            [
                ("file-deleted", "demo", "1.0", name, digest),
                ("release-deleted", "demo", "1.0", "", ""),
            ],
        )

    def test_yanked_and_no_longer(self):
        self.edit(self.release, yanked=True, yanked_reason="broken")
        self.edit(self.release, yanked=False, yanked_reason=None)
        self.assertEqual(
            self.new("release", "reason", "before"),
            [("yanked", "1.0", "broken", ""), ("unyanked", "1.0", "", "broken")],
        )

    def test_status(self):
        with self.changes(), api.env.adopt_user(OWNER):
            set_status(self.project, "archived", "moved on")
        self.assertEqual(
            self.new("before", "after", "reason"),
            [("project-status", "active", "archived", "moved on")],
        )

    def test_workflow_with_its_comment(self):
        with self.changes(), api.env.adopt_user(OWNER):
            api.content.transition(self.release, "hide")
        with self.changes():
            api.content.transition(self.project, "reject", comment="no license")
        self.assertEqual(
            self.new("transition", "before", "after", "comment"),
            [
                ("release-state", "hide", "final", "hidden", ""),
                ("project-state", "reject", "published", "unapproved", "no license"),
            ],
        )

    def test_edited_pages(self):
        self.edit(self.project, title="Demo", distributions=("demo", "demo-more"))
        self.assertEqual(
            self.new("fields", "distributions"),
            [("project-edited", "distributions title", "demo → demo, demo-more")],
        )

    def test_edited_twice_in_one_step_is_told_once(self):
        with self.changes():
            self.project.title = "Demo"
            notify(ObjectModifiedEvent(self.project))
            transaction.savepoint(optimistic=True)
            self.project.author = "Somebody"
            notify(ObjectModifiedEvent(self.project))
        self.assertEqual(
            self.new("fields"), [("project-edited", "title"), ("project-edited", "author")]
        )

    def test_renamed_page(self):
        with self.changes(), api.env.adopt_user(OWNER):
            api.content.rename(self.project, "renamed")
        self.assertEqual(self.new("before", "after"), [("project-renamed", "demo", "renamed")])

    def test_made_by_hand(self):
        with self.changes(), api.env.adopt_user(OWNER):
            create_project(self.center, "byhand")
        self.assertEqual(self.new("user", "project")[0], ("project-made", OWNER, "byhand"))

    def test_names_moved_and_freed(self):
        with self.changes(), api.env.adopt_user(OWNER):
            target = create_project(self.center, "target")
        self.refresh()
        with self.changes(), api.env.adopt_user(OWNER):
            self.edit(self.project, distributions=("demo", "demo-more"))
            move_name(self.center, "demo-more", self.project, target)
        moved = [entry for entry in self.entries() if entry.kind == "name-moved"]
        self.assertEqual(
            [(entry.project, entry.details["name"]) for entry in moved],
            [("demo", "demo-more"), ("target", "demo-more")],
        )
        with self.changes():
            api.content.delete(self.project)
        with self.changes():
            give_free(self.center, "demo")
        self.assertEqual(self.last("name-freed").details, {"name": "demo"})

    def test_roles_and_invitations(self):
        with self.changes(), api.env.adopt_user(OWNER):
            for user in (MAINTAINER, OTHER):
                invite(self.project, user, "PSCMaintainer", OWNER)
            withdraw(self.project, OTHER)
        with self.changes(), api.env.adopt_user(MAINTAINER):
            answer(self.project, MAINTAINER, accepted=True)
        with self.changes(), api.env.adopt_user(OWNER):
            take_roles(self.project, MAINTAINER)
        self.assertEqual(
            self.new("user", "who", "role"),
            [
                ("invited", OWNER, MAINTAINER, "PSCMaintainer"),
                ("invited", OWNER, OTHER, "PSCMaintainer"),
                ("invitation-withdrawn", OWNER, OTHER, "PSCMaintainer"),
                ("role-given", MAINTAINER, MAINTAINER, "PSCMaintainer"),
                ("invitation-accepted", MAINTAINER, MAINTAINER, "PSCMaintainer"),
                ("role-taken", OWNER, MAINTAINER, "PSCMaintainer"),
            ],
        )

    def test_tokens(self):
        self.make_token()
        with self.changes():
            revoke_token(self.center, self.token)
        token_id = self.token.token_id
        self.assertEqual(
            self.new("token", "name"),
            [("token-made", token_id, "Build server"), ("token-revoked", token_id, "Build server")],
        )

    def test_link_by_hand(self):
        with self.changes(), api.env.adopt_user(OWNER):
            fields = {"title": "Sources", "external_url": "https://one.example.org/"}
            link = createContentInContainer(self.release, "PSCFileLink", **fields)
        self.edit(link, external_url="https://other.example.org/")
        self.assertEqual(
            self.new("release", "url", "external_url"),
            [
                ("link-made", "1.0", "https://one.example.org/", ""),
                ("link-edited", "1.0", "", "https://one.example.org/ → https://other.example.org/"),
            ],
        )

    def test_settings_before_and_after(self):
        self.edit(self.center, reserved_names=("acme-*",), password_uploads=False)
        self.assertEqual(
            self.new("password_uploads", "reserved_names"),
            [("settings", "True → False", "– → acme-*")],  # noqa: RUF001
        )

    def test_state_and_roles_of_the_center(self):
        with self.changes():
            api.content.transition(self.center, "make_private")
            self.center.manage_setLocalRoles(OWNER, ["Reader"])
            self.center.reindexObjectSecurity()
        self.assertEqual(
            self.new("after", OWNER),
            [("center-state", "private", ""), ("center-roles", "", "– → Reader")],  # noqa: RUF001
        )

    def test_other_roles_in_a_project(self):
        with self.changes(), api.env.adopt_user(OWNER):
            self.project.manage_setLocalRoles(OTHER, ["Editor", "PSCMaintainer"])
            self.project.reindexObjectSecurity()
        with self.changes(), api.env.adopt_user(OWNER):
            self.project.manage_setLocalRoles(OTHER, ["PSCMaintainer"])
            self.project.reindexObjectSecurity()
            self.project.reindexObjectSecurity()
        self.assertEqual(
            self.new("project", "who", "role", OTHER),
            [
                ("project-roles", "demo", "", "", "– → Editor"),  # noqa: RUF001
                ("role-given", "demo", OTHER, "PSCMaintainer", ""),
                ("project-roles", "demo", "", "", "Editor → –"),  # noqa: RUF001
            ],
        )

    def test_roles_of_groups_that_are_called_like_a_part_of_an_entry(self):
        for name in ("kind", "project", "release", "token"):
            with self.subTest(name), self.changes():
                api.group.create(name)
                self.center.manage_setLocalRoles(name, ["Reader"])
                self.center.reindexObjectSecurity()
            entry = self.last("center-roles")
            self.assertEqual((entry.project, entry.release, entry.token), ("", "", ""))
            self.assertEqual(list(entry.details), [name])

    def test_long_settings_tell_what_has_come(self):
        names = tuple(f"acme-{number:04}-*" for number in range(100))
        self.edit(self.center, reserved_names=names)
        self.edit(self.center, reserved_names=(*names, "the-last-one"))
        self.assertEqual(self.new("reserved_names")[1], ("settings", "– → the-last-one"))  # noqa: RUF001
        self.edit(self.center, addon_description="a" * 1000)
        self.edit(self.center, addon_description="b" * 1000)
        self.assertIn("… → bbb", self.last("settings").details["addon_description"])

    def test_entries_are_of_the_project_that_holds_the_name(self):
        record = visible_record(self.center, "demo")
        uid = project_of(self.center, record).UID()
        mine = self.entries(project_uid=uid)
        self.assertEqual(len(mine), 5)
        self.assertEqual({entry.project for entry in mine}, {"demo"})
