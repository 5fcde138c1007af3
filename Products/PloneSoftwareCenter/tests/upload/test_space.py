"""Space: what files take is counted right at each change, and limits of it hold on each road in."""

from concurrent.futures import ThreadPoolExecutor
from Products.PloneSoftwareCenter.content.states import PROJECT_WORKFLOW
from Products.PloneSoftwareCenter.content.states import set_state
from Products.PloneSoftwareCenter.index.counts import stored_of_center
from Products.PloneSoftwareCenter.index.counts import stored_of_project
from Products.PloneSoftwareCenter.pypi.errors_storage import SpaceUsedUp
from Products.PloneSoftwareCenter.testing import create_project
from Products.PloneSoftwareCenter.testing import create_release
from Products.PloneSoftwareCenter.testing import MAINTAINER
from Products.PloneSoftwareCenter.testing import OTHER
from Products.PloneSoftwareCenter.testing import OWNER
from Products.PloneSoftwareCenter.tests.archives import make_sdist
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.archives import sdist_bytes
from Products.PloneSoftwareCenter.tests.maintenance.case import MaintenanceCase
from Products.PloneSoftwareCenter.tests.pages import browser_of
from Products.PloneSoftwareCenter.tests.pages import PublishedPages
from Products.PloneSoftwareCenter.tests.served import ServedCenter
from Products.PloneSoftwareCenter.upload.by_path import publish_archive
from Products.PloneSoftwareCenter.upload.transfer import move_name

import os
import pathlib
import re
import tempfile
import transaction


MB = 2**20


class TestCounting(MaintenanceCase):
    """The center has ``demo`` (1.0, 1.1) and ``side`` (1.0); each test ends with a comparison."""

    def stored(self, name="demo"):
        return stored_of_project(self.center, self.center[name])

    def sizes(self, path=""):
        """The sizes of files, read from the files themselves."""
        found = self.center.unrestrictedTraverse(path) if path else self.center
        sizes = []

        def add(content, _path):
            sizes.append(getattr(content, "size", None) or 0)

        for project in [found] if path else found.objectValues():
            for release in project.objectValues():
                for file in release.objectValues():
                    add(file, None)
        return sum(sizes)

    def tearDown(self):
        transaction.begin()
        self.assertEqual(stored_of_center(self.center), self.sizes())
        self.assertEqual(self.differences(), [])

    def test_of_projects_and_of_all(self):
        self.assertGreater(self.stored(), self.stored("side"))
        self.assertEqual(self.stored(), self.sizes("demo"))
        self.assertEqual(self.stored("empty"), 0)
        self.assertEqual(stored_of_center(self.center), self.stored() + self.stored("side"))

    def test_deleted_file_release_and_project(self):
        before = stored_of_center(self.center)
        release = self.center["demo"]["1.0"]
        release.manage_delObjects(list(release.objectIds()))
        self.assertLess(stored_of_center(self.center), before)
        self.center["demo"].manage_delObjects(["1.1"])
        self.assertEqual(self.stored(), 0)
        self.center.manage_delObjects(["side"])
        self.assertEqual(stored_of_center(self.center), 0)
        transaction.commit()

    def test_overwritten_development_file(self):
        self.center.overwrite_dev = True
        transaction.commit()
        for filling in (b"", os.urandom(5000), b""):
            path = make_sdist("demo", "2.0.dev1", folder=self.folder, filling=filling)
            publish_archive(self.center, path)
            self.assertEqual(self.stored(), self.sizes("demo"))

    def test_name_that_moves_takes_its_bytes_along(self):
        before = stored_of_center(self.center)
        self.publish("demo-extra", "1.0")
        stored = stored_of_project(self.center, self.center["demo-extra"])
        move_name(self.center, "demo-extra", self.center["demo-extra"], self.center["side"])
        self.assertEqual(stored_of_center(self.center), before + stored)
        self.assertEqual(self.stored("side"), self.sizes("side"))
        transaction.commit()

    def test_hidden_and_retracted_releases_count(self):
        before = self.stored()
        for state in ("hidden", "pre-release"):
            set_state(self.center["demo"]["1.0"], "psc_release_workflow", state)
            self.assertEqual(self.stored(), before)
        set_state(self.center["demo"], PROJECT_WORKFLOW, "unapproved")
        self.assertEqual(self.stored(), before)
        transaction.commit()

    def test_file_by_code_without_bytes_counts_nothing(self):
        before = stored_of_center(self.center)
        release = self.center["demo"]["1.0"]
        release.invokeFactory("PSCFile", "by-code")
        self.assertEqual(stored_of_center(self.center), before)
        release.manage_delObjects(["by-code"])
        transaction.commit()


class TestLimits(MaintenanceCase):
    def big(self, version, size=MB, name="demo"):
        return make_sdist(name, version, folder=self.folder, filling=os.urandom(size))

    def refuse(self, path):
        last = self.center._p_jar.db().lastTransaction()
        with self.assertRaises(SpaceUsedUp) as caught:
            publish_archive(self.center, path)
        self.assertEqual(self.center._p_jar.db().lastTransaction(), last)
        return caught.exception

    def limit(self, **limits):
        for name, value in limits.items():
            setattr(self.center, name, value)
        transaction.commit()

    def test_of_a_project(self):
        self.limit(max_project_space=2)
        publish_archive(self.center, self.big("2.0"))
        error = self.refuse(self.big("2.1"))
        self.assertRegex(
            str(error),
            r"^The files of this project may take 2 MB together; 1\.\d MB are used, and this upload"
            r" needs 1\.\d MB\. Delete what nobody needs, or ask the managers of this center for"
            r" more space\.$",
        )
        # another project has its own
        publish_archive(self.center, self.big("2.0", name="side"))
        self.center["demo"].manage_delObjects(["2.0"])
        transaction.commit()
        publish_archive(self.center, self.big("2.1"))

    def test_of_a_project_with_several_names(self):
        self.limit(max_project_space=2)
        self.center["demo"].distributions = ("demo", "demo-more")
        transaction.commit()
        publish_archive(self.center, self.big("2.0"))
        publish_archive(self.center, self.big("2.0", size=MB // 2, name="side"))
        self.assertEqual(self.refuse(self.big("2.2")).whose, "project")

    def test_of_a_new_project(self):
        self.limit(max_project_space=1)
        self.refuse(self.big("1.0", size=MB + 1, name="fresh"))
        self.assertNotIn("fresh", self.center)

    def test_of_the_center(self):
        self.limit(max_center_space=2)
        publish_archive(self.center, self.big("2.0"))
        error = self.refuse(self.big("2.0", name="side"))
        self.assertIn("The files of this center may take 2 MB together", str(error))
        # what others have is nobody's business
        self.assertNotIn("are used", str(error))

    def test_limit_below_what_is_there(self):
        publish_archive(self.center, self.big("2.0", size=2 * MB))
        self.limit(max_center_space=1)
        self.refuse(self.big("2.1", size=10))
        self.assertIn("demo-2.0.tar.gz", self.filenames("demo"))

    def test_same_file_again_needs_no_space(self):
        path = self.big("2.0")
        publish_archive(self.center, path)
        self.limit(max_center_space=1, max_project_space=1)
        publish_archive(self.center, path)

    def test_overwriting_needs_what_it_has_more(self):
        self.limit(overwrite_dev=True, max_project_space=2)
        publish_archive(self.center, self.big("2.0.dev1", size=MB + MB // 2))
        publish_archive(self.center, self.big("2.0.dev1", size=MB + MB // 4))
        self.refuse(self.big("2.0.dev1", size=3 * MB))


class TestLimitsOverHTTP(ServedCenter):
    def test_upload_is_refused_with_a_sentence(self):
        with self.changes():
            self.center.max_project_space = 1
        path = make_sdist("demo", "1.0", folder=self.folder, filling=os.urandom(MB))
        answer = self.owner.upload(path)
        self.assertEqual(answer.status, 403)
        self.assertIn("may take 1 MB together; 0 MB are used", answer.text)
        self.assertNothingStored()

    def test_who_may_not_upload_is_not_told(self):
        self.owner.upload(make_wheel("demo", "1.0", folder=self.folder))
        with self.changes():
            self.center.max_project_space = 1
        path = make_sdist("demo", "1.1", folder=self.folder, filling=os.urandom(MB))
        answer = self.other.upload(path)
        self.assertEqual(answer.status, 403)
        self.assertNotIn("MB", answer.text)

    def test_uploads_at_once_are_counted_and_meet_in_nothing(self):
        wheels = [make_wheel(f"demo{n % 4}", f"1.{n}", folder=self.folder) for n in range(16)]
        with ThreadPoolExecutor(8) as pool:
            self.assertEqual({one.status for one in pool.map(self.owner.upload, wheels)}, {200})
        self.refresh()
        self.assertEqual(
            stored_of_center(self.center), sum(wheel.stat().st_size for wheel in wheels)
        )


class TestInThePages(PublishedPages):
    def setUp(self):
        super().setUp()
        folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.publish(make_wheel("demo", "1.0", folder=folder))

    def text(self, path, user):
        browser = browser_of(self.layer, user)
        browser.open(self.url + path)
        return " ".join(re.sub("<[^>]*>", " ", browser.contents).split())

    def test_owners_see_the_space_of_their_project_and_managers_that_of_the_center(self):
        self.center["demo"].manage_addLocalRoles(OWNER, ["Owner"])
        self.center.max_project_space = 3
        transaction.commit()
        self.assertRegex(self.text("/demo", OWNER), r"Space taken by files: \S+ KB of 3\.0 MB")
        for user in (None, OTHER):
            self.assertNotIn("Space taken", self.text("/demo", user))
        self.assertRegex(self.text("", "admin"), r"Space taken by files: \S+ KB(?! of)")
        self.assertNotIn("Space taken", self.text("", OWNER))

    def test_form_for_files_refuses_what_uploads_are_refused(self):
        project = create_project(self.center, "mine")
        project.manage_setLocalRoles(MAINTAINER, ["PSCMaintainer"])
        release = create_release(project, "1.0")
        self.center.max_project_space = 1
        transaction.commit()
        browser = browser_of(self.layer, "admin")
        browser.open(f"{release.absolute_url()}/++add++PSCFile")
        content = sdist_bytes("mine", "1.0", filling=os.urandom(MB))
        control = browser.getControl(name="form.widgets.archive")
        control.add_file(content, "application/octet-stream", "mine-1.0.tar.gz")
        browser.getControl("Save").click()
        transaction.begin()
        self.assertIn("may take 1 MB together", browser.contents)
        self.assertEqual(list(release.objectIds()), [])
