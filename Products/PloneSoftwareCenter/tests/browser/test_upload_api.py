"""``:action=file_upload`` over HTTP: what is stored, and what is refused."""

from plone.app.testing import login
from plone.app.testing import logout
from Products.PloneSoftwareCenter.content.states import state_of
from Products.PloneSoftwareCenter.testing import create_project
from Products.PloneSoftwareCenter.tests.archives import make_egg
from Products.PloneSoftwareCenter.tests.archives import make_sdist
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.archives import metadata_text
from Products.PloneSoftwareCenter.tests.served import ServedCenter
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import hashlib


class TestUpload(ServedCenter):
    def test_first_upload_makes_project_release_and_file(self):
        metadata = metadata_text(
            "demo-app", "1.0", summary="A demo.", metadata_extra="Keywords: one,two\n"
        )
        wheel = make_wheel("demo-app", "1.0", folder=self.folder, metadata=metadata)
        answer = self.owner.upload(wheel, [("summary", "A demo."), ("keywords", "one,two")])
        self.assertEqual(
            (answer.status, answer.text.splitlines()),
            (
                200,
                [
                    "Created Project: demo_app",
                    "Created Release 1.0 in Project demo_app",
                    "Created Release File: demo_app-1.0-py3-none-any.whl",
                ],
            ),
        )
        self.refresh()
        project = self.center["demo-app"]
        self.assertEqual(project.description, "A demo.")
        self.assertEqual(project.subject, ("one", "two"))
        self.assertEqual(project.get_local_roles_for_userid("owen"), ("Owner",))
        self.assertEqual(project["1.0"].version, "1.0")

    def test_index_is_right_in_the_very_first_answer_after_the_upload(self):
        for version in ("1.0", "1.1", "1.2"):
            wheel = make_wheel("demo", version, folder=self.folder)
            self.assertEqual(self.owner.upload(wheel).status, 200)
            self.assertIn(wheel.name, self.filenames("demo"))
        self.assertIn('href="demo/"', self.nobody.get("/simple/").text)

    def test_center_url_with_a_slash_takes_uploads_too(self):
        wheel = make_wheel("demo", "1.0", folder=self.folder)
        self.assertEqual(self.owner.upload(wheel, path="/").status, 200)
        self.assertEqual(self.filenames("demo"), [wheel.name])

    def test_every_kind_of_file_comes_back_byte_for_byte(self):
        archives = [
            make_wheel("demo", "1.0", folder=self.folder),
            make_egg("demo", "1.0", folder=self.folder),
            *(
                make_sdist("demo", "1.0", folder=self.folder, extension=extension)
                for extension in (".tar.gz", ".zip", ".tar.bz2", ".tgz")
            ),
        ]
        for archive in archives:
            with self.subTest(archive.name):
                answer = self.owner.upload(archive)
                self.assertEqual(answer.status, 200, answer.text)
                answer = self.nobody.get(f"/simple/demo/{archive.name}")
                self.assertEqual(answer.status, 200)
                self.assertEqual(answer.body, archive.read_bytes())

    def test_same_file_again_is_200_and_nothing_is_done(self):
        wheel = make_wheel("demo", "1.0", folder=self.folder)
        self.owner.upload(wheel)
        before = self.files("demo")
        answer = self.owner.upload(wheel, [("summary", "Another summary")])
        self.assertEqual((answer.status, answer.text), (200, ""))
        self.assertEqual(self.files("demo"), before)
        self.refresh()
        self.assertEqual(self.center["demo"].description, "")

    def test_same_name_with_other_bytes_is_409(self):
        wheel = make_wheel("demo", "1.0", folder=self.folder)
        self.owner.upload(wheel)
        content = wheel.read_bytes()
        other = make_wheel("demo", "1.0", folder=self.folder / "other", requires_python=">=3.9")
        answer = self.owner.upload(other)
        self.assertEqual(answer.status, 409)
        self.assertTrue(answer.text.startswith("File already exists"), answer.text)
        self.assertEqual(self.nobody.get(f"/simple/demo/{wheel.name}").body, content)

    def test_name_of_a_deleted_file_is_never_free_again(self):
        wheel = make_wheel("demo", "1.0", folder=self.folder)
        self.owner.upload(wheel)
        with self.changes():
            self.center["demo"]["1.0"].manage_delObjects([wheel.name])
        self.assertEqual(self.filenames("demo"), [])
        answer = self.owner.upload(wheel)
        self.assertEqual(answer.status, 409)
        self.assertIn("previously used by a file that has since been deleted", answer.text)

    def test_name_of_a_deleted_project_stays_reserved(self):
        wheel = make_wheel("demo", "1.0", folder=self.folder)
        self.owner.upload(wheel)
        with self.changes():
            self.center.manage_delObjects(["demo"])
        self.assertEqual(self.nobody.get("/simple/demo/").status, 404)
        self.assertNotIn("demo", self.nobody.get("/simple/").text.replace("software", ""))
        answer = self.other.upload(make_wheel("demo", "2.0", folder=self.folder))
        self.assertEqual(answer.status, 403)

    def test_versions_1_0_and_1_0_0_are_one_release(self):
        self.owner.upload(make_sdist("demo", "1.0", folder=self.folder))
        self.owner.upload(make_wheel("demo", "1.0.0", folder=self.folder))
        self.refresh()
        self.assertEqual(list(self.center["demo"].objectIds()), ["1.0"])
        self.assertEqual(len(self.files("demo")), 2)

    def test_first_upload_fixes_the_metadata_of_a_release(self):
        def submit(summary):
            fields = [("name", "demo"), ("version", "1.0"), ("summary", summary)]
            self.assertEqual(self.owner.action("submit", fields).status, 200)

        submit("Registered before")
        archive = make_wheel("demo", "1.0", folder=self.folder)
        self.owner.upload(archive, [("summary", "Uploaded"), ("requires_dist", "base>=1")])
        submit("Registered afterwards")
        self.owner.upload(make_sdist("demo", "1.0", folder=self.folder), [("summary", "Second")])
        self.refresh()
        metadata = self.center["demo"]["1.0"].core_metadata
        self.assertEqual(metadata["summary"], "Uploaded")
        self.assertEqual(metadata["requires_dist"], ("base>=1",))
        self.assertEqual(self.center["demo"].description, "Second")

    def test_empty_values_never_erase(self):
        self.owner.upload(
            make_wheel("demo", "1.0", folder=self.folder),
            [("summary", "Kept"), ("home_page", "https://example.org")],
        )
        self.owner.upload(
            make_wheel("demo", "1.1", folder=self.folder),
            [("summary", "UNKNOWN"), ("home_page", ""), ("description", "UNKNOWN")],
        )
        self.refresh()
        self.assertEqual(self.center["demo"].description, "Kept")
        self.assertEqual(self.center["demo"].homepage, "https://example.org")

    def test_page_speaks_of_the_newest_stable_release(self):
        for version, summary in (
            ("1.0", "one"),
            ("2.0a1", "two alpha"),
            ("0.9", "zero"),
            ("1.1", "one one"),
        ):
            wheel = make_wheel("demo", version, folder=self.folder)
            self.owner.upload(wheel, [("summary", summary)])
        self.refresh()
        self.assertEqual(self.center["demo"].description, "one one")

    def test_further_name_touches_its_own_releases_only(self):
        self.owner.upload(make_wheel("demo", "1.0", folder=self.folder), [("summary", "main")])
        with self.changes():
            project = self.center["demo"]
            project.distributions = ("demo", "demo.extra")
            notify(ObjectModifiedEvent(project))
        wheel = make_wheel("demo.extra", "0.2", folder=self.folder)
        answer = self.owner.upload(wheel, [("summary", "further")])
        self.assertEqual(answer.status, 200, answer.text)
        self.refresh()
        self.assertEqual(self.center["demo"].description, "main")
        self.assertIn("demo-extra-0.2", self.center["demo"].objectIds())
        self.assertEqual(self.filenames("demo-extra"), [wheel.name])
        self.assertEqual(len(self.filenames("demo")), 1)

    def test_unknown_classifiers_are_left_out_and_told(self):
        answer = self.owner.upload(
            make_wheel("demo", "1.0", folder=self.folder),
            [("classifiers", ["Framework :: Plone :: 6.2", "No :: Such :: Thing"])],
        )
        self.assertEqual(answer.status, 200)
        self.assertIn("No :: Such :: Thing", answer.text)
        self.refresh()
        self.assertEqual(self.center["demo"].classifiers, ("Framework :: Plone :: 6.2",))
        self.assertEqual(self.center["demo"]["1.0"].compatibility, ("Plone 6.2",))

    def test_release_gets_the_state_of_its_version(self):
        for version, state in (
            ("1.0.dev0", "alpha"),
            ("1.0a1", "alpha"),
            ("1.0b1", "beta"),
            ("1.0rc1", "release-candidate"),
            ("1.0", "final"),
            ("1.0.post1", "final"),
        ):
            with self.subTest(version):
                wheel = make_wheel("demo", version, folder=self.folder)
                self.owner.upload(wheel)
                self.refresh()
                self.assertEqual(state_of(self.center["demo"][version]), state)
                self.assertIn(wheel.name, self.filenames("demo"))

    def test_project_page_made_by_hand_takes_its_name(self):
        with self.changes():
            login(self.portal, "owen")
            create_project(self.center, "", title="demo", id="demo")
            logout()
        wheel = make_wheel("demo", "1.0", folder=self.folder)
        self.assertEqual(self.other.upload(wheel).status, 403)
        self.assertEqual(self.owner.upload(wheel).status, 200)
        self.refresh()
        self.assertEqual(self.center["demo"].distributions, ("demo",))


class TestDigests(ServedCenter):
    def test_every_digest_that_is_right_is_taken(self):
        wheel = make_wheel("demo", "1.0", folder=self.folder)
        content = wheel.read_bytes()
        answer = self.owner.upload(
            wheel,
            [
                ("md5_digest", hashlib.md5(content).hexdigest()),  # noqa: S324
                ("sha256_digest", hashlib.sha256(content).hexdigest().upper()),
                # Python 3.9 to 3.11 send 512 bits under this name.
                ("blake2_256_digest", hashlib.blake2b(content).hexdigest()),
            ],
        )
        self.assertEqual(answer.status, 200, answer.text)
        [file] = self.files("demo")
        self.assertEqual(file["hashes"]["sha256"], hashlib.sha256(content).hexdigest())
