"""What the status of a project changes in the index."""

from Products.PloneSoftwareCenter.content.project import PSCProject
from Products.PloneSoftwareCenter.content.states import PROJECT_WORKFLOW
from Products.PloneSoftwareCenter.content.states import set_state
from Products.PloneSoftwareCenter.index.counts import count_releases
from Products.PloneSoftwareCenter.index.names import find_record
from Products.PloneSoftwareCenter.index.queries import find_file
from Products.PloneSoftwareCenter.index.queries import project_page
from Products.PloneSoftwareCenter.index.queries import visible_files
from Products.PloneSoftwareCenter.index.records import NameRecord
from Products.PloneSoftwareCenter.index.update import sync_project
from Products.PloneSoftwareCenter.pypi.errors import NotFound
from Products.PloneSoftwareCenter.pypi.names import NormalizedName
from Products.PloneSoftwareCenter.testing import create_project
from Products.PloneSoftwareCenter.tests.index.following import FollowingCase
from Products.PloneSoftwareCenter.upload.status import set_status
from Products.PloneSoftwareCenter.upload.transfer import move_name

import transaction


class TestStatusInTheIndex(FollowingCase):
    def setUp(self):
        super().setUp()
        self.project = create_project(self.center, "demo", distributions=("demo", "side"))
        transaction.commit()
        for name in ("demo", "side", "other"):
            self.publish(name, "1.0")

    def set_status(self, *status):
        set_status(self.project, *status)
        transaction.commit()

    def statuses(self):
        records = [find_record(self.center, name) for name in ("demo", "side", "other")]
        return [(record.status, record.status_reason) for record in records]

    def shown(self):
        """Return all that installers and counts tell of the center."""
        return (
            self.names(),
            [(name, entry.filename) for name, entry in visible_files(self.center)],
            count_releases(self.center),
        )

    def test_record_of_before_is_that_of_an_active_project(self):
        record = NameRecord("demo", NormalizedName("demo"))
        self.assertEqual((record.status, record.status_reason), ("active", ""))
        self.assertNotIn("status", vars(record))
        self.assertEqual((PSCProject.status, PSCProject.status_reason), ("active", ""))

    def test_status_holds_for_each_name_of_the_project_and_no_other(self):
        self.set_status("deprecated", "use bar")
        self.assertEqual(self.statuses(), [("deprecated", "use bar")] * 2 + [("active", "")])
        page = project_page(find_record(self.center, "side"))
        self.assertEqual((page.status, page.status_reason), ("deprecated", "use bar"))

    def test_new_name_has_the_status_at_once(self):
        self.set_status("deprecated", "use bar")
        self.project.distributions = (*self.project.distributions, "third")
        sync_project(self.project)
        self.assertEqual(find_record(self.center, "third").status, "deprecated")

    def test_record_is_written_when_something_differs_only(self):
        record = find_record(self.center, "demo")
        before = record.serial
        self.set_status("archived", "done")
        after = record.serial
        self.assertGreater(after, before)
        sync_project(self.project)
        self.set_status("archived", "done")
        self.assertEqual(record.serial, after)

    def test_files_stay_when_a_project_is_deprecated_or_archived(self):
        before = self.shown()
        for status in ("deprecated", "archived"):
            self.set_status(status)
            self.assertEqual(self.shown(), before)
            self.assertEqual(self.filenames("demo"), ["demo-1.0-py3-none-any.whl"])

    def test_of_a_quarantined_project_only_the_word_is_left(self):
        record = find_record(self.center, "demo")
        self.set_status("quarantined", "malware")
        page = project_page(record)
        self.assertEqual((page.versions, page.files), ((), ()))
        self.assertEqual((page.status, page.status_reason), ("quarantined", "malware"))
        files = [("other", "other-1.0-py3-none-any.whl")]
        self.assertEqual(self.shown(), (["other"], files, 1))
        with self.assertRaises(NotFound):
            find_file(self.center, record, "demo-1.0-py3-none-any.whl")

    def test_all_comes_back(self):
        before = self.shown()
        self.set_status("quarantined", "malware")
        self.set_status("active")
        self.assertEqual(self.shown(), before)
        record = find_record(self.center, "demo")
        _release, state = find_file(self.center, record, "demo-1.0-py3-none-any.whl")
        self.assertIn(state["key"], self.center._psc_blobs)

    def test_counts_are_right_when_a_private_project_is_quarantined(self):
        set_state(self.project, PROJECT_WORKFLOW, "unapproved")
        for status in ("active", "quarantined", "active"):
            self.set_status(status)
            self.assertEqual(count_releases(self.center), 1)
        set_state(self.project, PROJECT_WORKFLOW, "published")
        self.assertEqual(count_releases(self.center), 3)

    def test_publishing_does_not_lift_a_quarantine(self):
        set_state(self.project, PROJECT_WORKFLOW, "unapproved")
        self.set_status("quarantined")
        set_state(self.project, PROJECT_WORKFLOW, "published")
        self.assertEqual(self.names(), ["other"])

    def test_name_that_moves_has_the_status_of_its_new_project(self):
        self.set_status("deprecated", "use bar")
        move_name(self.center, "side", self.project, self.center["other"])
        self.assertEqual(
            self.statuses(), [("deprecated", "use bar"), ("active", ""), ("active", "")]
        )
