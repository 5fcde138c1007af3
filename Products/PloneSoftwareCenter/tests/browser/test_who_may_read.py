"""Who is answered what by the index: 401, 403, 404, or what is there."""

from plone import api
from Products.PloneSoftwareCenter.content.states import set_state
from Products.PloneSoftwareCenter.testing import create_center
from Products.PloneSoftwareCenter.tests.archives import make_sdist
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.client import Client
from Products.PloneSoftwareCenter.tests.served import ServedCenter


class TestPrivateCenter(ServedCenter):
    def setUp(self):
        super().setUp()
        self.wheel = make_wheel("demo", "1.0", folder=self.folder)
        self.owner.upload(self.wheel)
        with self.changes():
            set_state(self.center, "psc_area_workflow", "private")
        self.paths = (
            "/simple/",
            "/simple/demo/",
            "/simple/no-such/",
            f"/simple/demo/{self.wheel.name}",
            f"/simple/demo/{self.wheel.name}.metadata",
            "/simple/demo/no-such-1.0.tar.gz",
            "/links",
            "/list_classifiers",
        )

    def test_nobody_is_asked_to_log_in_at_every_url_whether_it_exists_or_not(self):
        for path in self.paths:
            for method in ("GET", "HEAD"):
                with self.subTest(path=path, method=method):
                    answer = self.nobody.request(method, path)
                    self.assertEqual(answer.status, 401)
                    self.assertEqual(answer.headers["WWW-Authenticate"], 'Basic realm="pypi"')
                    self.assertNotIn("Location", answer.headers)
        self.assertEqual(self.nobody.action("verify", [("name", "x")]).status, 401)

    def test_no_address_for_programs_leads_to_the_log_in_form(self):
        for client, status in ((self.nobody, 401), (self.other, 403)):
            with self.subTest(client.user):
                self.assertEqual(client.action("no_such_action", []).status, status)
                answer = client.get("/++simple++/demo/")
                self.assertEqual(answer.status, 301)
                self.assertEqual(answer.headers["Location"], "../../simple/demo/")

    def test_wrong_password_is_nobody(self):
        self.other.password = "wrong"
        self.assertEqual(self.other.get("/simple/").status, 401)

    def test_member_without_the_right_is_told_so(self):
        for path in self.paths:
            with self.subTest(path):
                answer = self.other.get(path)
                self.assertEqual(answer.status, 403)
                self.assertTrue(answer.headers["Content-Type"].startswith("text/plain"))
        wheel = make_wheel("mine", "1.0", folder=self.folder)
        self.assertEqual(self.other.upload(wheel).status, 403)

    def test_reader_reads_and_nobody_else_may_keep_it(self):
        with self.changes():
            api.user.grant_roles("otto", roles=["Reader"], obj=self.center)
        self.assertEqual(self.other.get("/simple/no-such/").status, 404)
        for path in ("/simple/", "/simple/demo/", f"/simple/demo/{self.wheel.name}"):
            with self.subTest(path):
                answer = self.other.get(path)
                self.assertEqual(answer.status, 200)
                self.assertTrue(answer.headers["Cache-Control"].startswith("private"))
                self.assertIn("Authorization", answer.headers["Vary"])
        self.assertIn("demo/", self.other.get("/simple/").text)

    def test_opening_the_center_opens_it_at_once(self):
        with self.changes():
            set_state(self.center, "psc_area_workflow", "published")
        self.assertIn("demo/", self.nobody.get("/simple/").text)


class TestProjectThatWaits(ServedCenter):
    def setUp(self):
        super().setUp()
        with self.changes():
            self.center.project_creation = "review"
        self.wheel = make_wheel("demo", "1.0", folder=self.folder)
        self.answer = self.owner.upload(self.wheel)

    def test_answer_says_that_it_waits(self):
        self.assertEqual(self.answer.status, 200)
        self.assertIn("waits for review", self.answer.text)

    def test_it_does_not_exist_for_others(self):
        for client in (self.nobody, self.other):
            self.assertNotIn("demo", client.get("/simple/").text)
            self.assertNotIn("demo", client.get("/links").text)
            for path in (
                "/simple/demo/",
                f"/simple/demo/{self.wheel.name}",
                f"/simple/demo/{self.wheel.name}.metadata",
            ):
                self.assertEqual(client.get(path).status, 404)

    def test_its_name_is_not_free_either(self):
        answer = self.other.upload(make_wheel("Demo", "2.0", folder=self.folder))
        self.assertEqual(answer.status, 403)
        self.assertIn("not available to you", answer.text)

    def test_owner_sees_it_but_no_file_before_it_is_published(self):
        self.assertIn("demo/", self.owner.get("/simple/").text)
        self.assertEqual(self.owner.get("/simple/demo/").status, 200)

    def test_publishing_shows_it_with_its_files_in_the_same_transaction(self):
        with self.changes():
            api.content.transition(self.center["demo"], "publish")
        self.assertIn("demo/", self.nobody.get("/simple/").text)
        self.assertEqual(self.filenames("demo"), [self.wheel.name])
        self.assertEqual(self.nobody.get(f"/simple/demo/{self.wheel.name}").status, 200)

    def test_taking_it_back_hides_it_again(self):
        with self.changes():
            api.content.transition(self.center["demo"], "publish")
        with self.changes():
            api.content.transition(self.center["demo"], "reject")
        self.assertEqual(self.nobody.get("/simple/demo/").status, 404)
        self.assertNotIn("demo", self.nobody.get("/simple/").text)

    def test_reviewers_project_is_published_at_once(self):
        with self.changes():
            api.user.grant_roles("rita", roles=["Reviewer"], obj=self.center)
        rita = Client(self.url, "rita", self.other.password)
        wheel = make_wheel("other", "1.0", folder=self.folder)
        answer = rita.upload(wheel)
        self.assertNotIn("waits", answer.text)
        self.assertEqual(self.filenames("other"), [wheel.name])


class TestPolicy(ServedCenter):
    def test_nobody_makes_projects_but_managers(self):
        with self.changes():
            self.center.project_creation = "nobody"
        wheel = make_wheel("demo", "1.0", folder=self.folder)
        answer = self.owner.upload(wheel)
        self.assertEqual(answer.status, 403)
        self.assertIn("managers", answer.text)
        self.assertNothingStored()
        self.assertEqual(self.manager.upload(wheel).status, 200)

    def test_closed_center_takes_files_of_its_projects_but_no_new_ones(self):
        self.owner.upload(make_wheel("demo", "1.0", folder=self.folder))
        with self.changes():
            set_state(self.center, "psc_area_workflow", "closed")
        self.assertEqual(
            self.owner.upload(make_wheel("demo", "1.1", folder=self.folder)).status, 200
        )
        answer = self.owner.upload(make_wheel("new", "1.0", folder=self.folder))
        self.assertEqual(answer.status, 403)
        self.assertEqual(self.nobody.get("/simple/demo/").status, 200)

    def test_maintainer_uploads(self):
        self.owner.upload(make_wheel("demo", "1.0", folder=self.folder))
        wheel = make_wheel("demo", "1.1", folder=self.folder)
        mary = Client(self.url, "mary", self.other.password)
        self.assertEqual(mary.upload(wheel).status, 403)
        with self.changes():
            api.user.grant_roles("mary", roles=["PSCMaintainer"], obj=self.center["demo"])
        self.assertEqual(mary.upload(wheel).status, 200)


class TestReleaseStates(ServedCenter):
    def setUp(self):
        super().setUp()
        self.wheel = make_wheel("demo", "1.0", folder=self.folder)
        self.owner.upload(self.wheel)

    def transition(self, name):
        with self.changes():
            api.content.transition(self.center["demo"]["1.0"], name)

    def test_hidden_release_stays_in_the_index(self):
        self.transition("hide")
        self.assertEqual(self.filenames("demo"), [self.wheel.name])
        self.assertIn(self.wheel.name, self.nobody.get("/links").text)

    def test_retracted_release_leaves_it_and_an_upload_does_not_bring_it_back(self):
        self.transition("retract")
        self.assertEqual(self.filenames("demo"), [])
        self.assertEqual(self.nobody.get(f"/simple/demo/{self.wheel.name}").status, 404)
        self.assertEqual(self.nobody.get(f"/simple/demo/{self.wheel.name}.metadata").status, 404)
        answer = self.owner.upload(make_sdist("demo", "1.0", folder=self.folder))
        self.assertEqual(answer.status, 200)
        self.assertIn("retracted", answer.text)
        self.assertEqual(self.filenames("demo"), [])

    def test_featured_project_is_in_the_index(self):
        with self.changes():
            api.content.transition(self.center["demo"], "feature")
        self.assertIn("demo/", self.nobody.get("/simple/").text)
        self.assertEqual(self.filenames("demo"), [self.wheel.name])


class TestTwoCenters(ServedCenter):
    def test_centers_know_nothing_of_each_other(self):
        with self.changes():
            second = create_center(self.portal, "second")
            folder = api.content.create(self.portal, "Folder", "de", title="Deutsch")
            third = create_center(folder, "software")
        base = self.url.removesuffix("/software")
        for path, version in (("/software", "1.0"), ("/second", "2.0"), ("/de/software", "3.0")):
            client = Client(base + path, self.owner.user, self.owner.password)
            wheel = make_wheel("demo", version, folder=self.folder)
            self.assertEqual(client.upload(wheel).status, 200)
            page = client.get("/simple/demo/").text
            self.assertEqual(page.count("<a "), 1)
            self.assertIn(wheel.name, page)
        self.refresh()
        self.assertNotEqual(second._psc_index._p_oid, third._psc_index._p_oid)
