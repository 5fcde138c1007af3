"""Which names use which: what the index keeps of it, and whom it tells."""

from plone.app.testing import login
from plone.app.testing import logout
from Products.PloneSoftwareCenter.content.states import PROJECT_WORKFLOW
from Products.PloneSoftwareCenter.content.states import RELEASE_WORKFLOW
from Products.PloneSoftwareCenter.content.states import set_state
from Products.PloneSoftwareCenter.index.consistency.parts import differences
from Products.PloneSoftwareCenter.index.names import center_index
from Products.PloneSoftwareCenter.index.names import find_record
from Products.PloneSoftwareCenter.index.queries import visible_users
from Products.PloneSoftwareCenter.index.records import CenterIndex
from Products.PloneSoftwareCenter.index.records import NameRecord
from Products.PloneSoftwareCenter.index.uses import remember_uses
from Products.PloneSoftwareCenter.testing import create_project
from Products.PloneSoftwareCenter.testing import OTHER
from Products.PloneSoftwareCenter.tests.archives import make_sdist
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.index.following import FollowingCase
from Products.PloneSoftwareCenter.tests.serials import loaded_serial
from Products.PloneSoftwareCenter.upload.by_path import publish_archive
from ZODB.DemoStorage import DemoStorage
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import transaction
import ZODB


class TestUses(FollowingCase):
    def put(self, name, version, *requires, make=make_wheel):
        extra = "".join(f"Requires-Dist: {one}\n" for one in requires)
        path = make(name, version, folder=self.folder, metadata_extra=extra)
        transaction.commit()
        publish_archive(self.center, path)

    def users(self, name):
        return [user for user, _ in visible_users(self.center, find_record(self.center, name))]

    def tearDown(self):
        # whatever was done, the index is as a rebuild would make it
        self.assertEqual([found.sentence for found in differences(self.center)], [])

    def test_upload_tells_what_it_requires(self):
        self.put("base", "1.0")
        self.put("Top.App", "1.0", "Base>=1", "requests", 'other; extra == "x"')
        self.assertEqual(self.users("base"), ["top-app"])
        record = find_record(self.center, "top-app")
        self.assertEqual(record.uses, ("1", ("base", "other", "requests")))

    def test_newest_stable_release_counts(self):
        self.put("base", "1.0")
        self.put("top", "1.0", "base")
        self.put("top", "2.0a1")
        self.put("top", "0.9")
        self.assertEqual(self.users("base"), ["top"])
        self.put("top", "2.0")
        self.assertEqual(self.users("base"), [])

    def test_second_file_of_a_release_changes_nothing(self):
        self.put("base", "1.0")
        self.put("top", "1.0", "base")
        self.put("top", "1.0", "base", make=make_sdist)
        self.assertEqual(self.users("base"), ["top"])

    def test_yanked_hidden_retracted_and_deleted_releases_do_not_count(self):
        self.put("base", "1.0")
        for what in ("yank", "hidden", "pre-release", "delete"):
            with self.subTest(what):
                name = f"top-{what}"
                self.put(name, "1.0")
                self.put(name, "1.1", "base")
                self.assertEqual(self.users("base"), [name])
                release = self.center[name]["1.1"]
                if what == "yank":
                    release.yanked = True
                    notify(ObjectModifiedEvent(release))
                elif what == "delete":
                    self.center[name].manage_delObjects(["1.1"])
                else:
                    set_state(release, RELEASE_WORKFLOW, what)
                self.assertEqual(self.users("base"), [])

    def test_deleted_project_uses_nothing(self):
        self.put("base", "1.0")
        self.put("top", "1.0", "base")
        self.center.manage_delObjects(["top"])
        self.assertEqual(self.users("base"), [])
        self.assertEqual(list(center_index(self.center).users), [])

    def test_private_user_is_told_to_who_may_see_it(self):
        self.put("base", "1.0")
        self.put("top", "1.0", "base")
        set_state(self.center["top"], PROJECT_WORKFLOW, "unapproved")
        self.assertEqual(self.users("base"), ["top"])
        login(self.portal, OTHER)
        self.assertEqual(self.users("base"), [])
        logout()
        self.assertEqual(self.users("base"), [])

    def test_names_of_one_project_are_no_users_of_each_other(self):
        create_project(self.center, "base", distributions=("base", "base-extra"))
        self.put("base", "1.0")
        self.put("base-extra", "1.0", "base")
        self.assertEqual(self.users("base"), [])

    def test_pair_that_is_lost_is_found_to_be(self):
        self.put("base", "1.0")
        self.put("top", "1.0", "base")
        center_index(self.center).users.clear()
        found = list(differences(self.center))
        self.assertEqual([one.kind for one in found], ["uses"])
        found[0].mend()
        self.assertEqual(self.users("base"), ["top"])

    def test_same_requirements_again_write_no_pair(self):
        self.put("top", "1.0", "base")
        transaction.commit()
        users = center_index(self.center).users
        before = loaded_serial(users)
        self.put("top", "1.1", "base")
        self.assertEqual(loaded_serial(users), before)


class TestConflicts(FollowingCase):
    def test_two_names_that_begin_to_use_a_third_one_do_not_conflict(self):
        database = ZODB.DB(DemoStorage())
        self.addCleanup(database.close)
        managers = [transaction.TransactionManager() for _ in range(2)]
        first, second = (database.open(manager) for manager in managers)
        with managers[0]:
            index = first.root()["index"] = CenterIndex("uid")
            for name in ("a", "b"):
                index.names[name] = NameRecord(name, name)
            # of an empty tree the first two would
            index.users.insert(("base", "0"))
        for manager, connection, name in zip(managers, (first, second), "ab", strict=True):
            manager.begin()
            index = connection.root()["index"]
            remember_uses(index, index.names[name], ("1", ("base",)))
        managers[0].commit()
        managers[1].commit()
        managers[0].begin()
        self.assertEqual(
            list(first.root()["index"].users), [("base", "0"), ("base", "a"), ("base", "b")]
        )
        first.close()
        second.close()
