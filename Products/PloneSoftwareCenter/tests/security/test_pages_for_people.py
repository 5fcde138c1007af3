"""Pages and services of what is private answer strangers as if it were not there."""

from Products.PloneSoftwareCenter.content.states import CENTER_WORKFLOW
from Products.PloneSoftwareCenter.content.states import PROJECT_WORKFLOW
from Products.PloneSoftwareCenter.content.states import RELEASE_WORKFLOW
from Products.PloneSoftwareCenter.content.states import set_state
from Products.PloneSoftwareCenter.testing import create_release
from Products.PloneSoftwareCenter.testing import OTHER
from Products.PloneSoftwareCenter.tests.security.watched_site import HUSH
from Products.PloneSoftwareCenter.tests.security.watched_site import told
from Products.PloneSoftwareCenter.tests.security.watched_site import WatchedSite


#: below a project
BELOW = (
    "",
    "/",
    "/view",
    "/@@view",
    "/edit",
    "/sharing",
    "/folder_contents",
    "/@@images",
    "/@@images/x",
    "/RSS",
    "/title",
    "/getId",
    "/aq_parent",
    "/portal_catalog",
    "/manage_main",
    "/++add++PSCRelease",
    "/releases",
    "/releases/1.0",
    "/1.0",
    "/1.0/view",
    f"/1.0/{HUSH}",
    f"/1.0/{HUSH}/view",
    f"/1.0/{HUSH}/@@download/file",
)
SERVICES = ("", "/1.0", "/@types", "/@history", "/@breadcrumbs", "/@search", "/@sharing", "/@none")
REST = (("Accept", "application/json"),)
METHODS = ("HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PROPFIND", "LOCK", "MKCOL")


class TestPrivateProject(WatchedSite):
    def setUp(self):
        super().setUp()
        with self.changes():
            set_state(self.project, PROJECT_WORKFLOW, "unapproved")

    def asked(self):
        yield from (("GET", path, ()) for path in BELOW)
        yield from (("GET", path, REST) for path in SERVICES)
        yield from (("GET", f"/++api++/{path}", ()) for path in ("", "/1.0"))
        yield from ((method, "", headers) for method in METHODS for headers in ((), REST))

    def test_is_not_there(self):
        for who in ("nobody", "member"):
            for method, below, headers in self.asked():
                there, never = (
                    self.watchers[who].request(method, f"/{name}{below}", headers=headers)
                    for name in ("hush", "gone")
                )
                status, fields, body = told(there)
                found = (status, fields, body.replace(b"hush", b"gone"))
                with self.subTest(who=who, method=method, below=below, headers=headers):
                    self.assertEqual(found, told(never))

    def test_is_there_for_who_may_view_it(self):
        with self.changes():
            self.project.manage_setLocalRoles(OTHER, ["Reader"])
        for client in (self.member, self.manager):
            for headers in ((), REST):
                for path in ("/hush", "/hush/1.0"):
                    self.assertEqual(client.request("GET", path, headers=headers).status, 200)

    def test_who_may_view_it_is_led_to_the_log_in_form_by_what_takes_more(self):
        with self.changes():
            self.project.manage_setLocalRoles(OTHER, ["Reader"])
        answer = self.member.get("/hush/edit")
        self.assertIn("require_login", answer.headers["Location"])


class TestRelease(WatchedSite):
    def test_is_not_there_unless_it_is_released(self):
        release = self.project["1.0"]
        paths = ("/hush/1.0", "/hush/1.0/view", f"/hush/1.0/{HUSH}", f"/hush/1.0/{HUSH}/view")
        for state, status in (("pre-release", 404), ("hidden", 200), ("final", 200)):
            with self.changes():
                set_state(release, RELEASE_WORKFLOW, state)
            for client in (self.nobody, self.member):
                for path in paths:
                    for headers in ((), REST):
                        answer = client.request("GET", path, headers=headers)
                        self.assertEqual(answer.status, status, (path, state, headers))
            self.assertEqual(self.manager.get("/hush/1.0").status, 200)

    def test_plan_without_files_is_there(self):
        with self.changes():
            create_release(self.project, "2.0")
        self.assertEqual(self.nobody.get("/hush/2.0").status, 200)

    def test_is_there_for_owners_before_it_is_released(self):
        with self.changes():
            set_state(self.project["1.0"], RELEASE_WORKFLOW, "pre-release")
            self.project.manage_setLocalRoles(OTHER, ["PSCMaintainer"])
        self.assertEqual(self.member.get("/hush/1.0").status, 200)


class TestPrivateCenter(WatchedSite):
    def test_leads_to_the_log_in_form(self):
        with self.changes():
            set_state(self.center, CENTER_WORKFLOW, "private")
        for path in ("", "/hush", "/hush/1.0"):
            self.assertIn("require_login", self.nobody.get(path).headers["Location"])
