"""A private center tells a stranger nothing of what is in it, not even by guessing names."""

from Products.PloneSoftwareCenter.content.states import CENTER_WORKFLOW
from Products.PloneSoftwareCenter.content.states import set_state
from Products.PloneSoftwareCenter.testing import OTHER
from Products.PloneSoftwareCenter.tests.security.test_pages_for_people import BELOW
from Products.PloneSoftwareCenter.tests.security.test_pages_for_people import METHODS
from Products.PloneSoftwareCenter.tests.security.test_pages_for_people import REST
from Products.PloneSoftwareCenter.tests.security.test_pages_for_people import SERVICES
from Products.PloneSoftwareCenter.tests.security.watched_site import told
from Products.PloneSoftwareCenter.tests.security.watched_site import WatchedSite
from Products.SiteAccess.VirtualHostMonster import manage_addVirtualHostMonster


def unnamed(answer):
    """Return what an answer tells, but for what it repeats of the question."""
    status, fields, body = told(answer)
    fields = [(name, value.replace("hush", "gone")) for name, value in fields]
    return status, fields, body.replace(b"hush", b"gone")


class TestPrivateCenter(WatchedSite):
    def setUp(self):
        super().setUp()
        with self.changes():
            set_state(self.center, CENTER_WORKFLOW, "private")

    def asked(self):
        yield from (("GET", path, ()) for path in BELOW)
        yield from (("GET", path, REST) for path in SERVICES)
        yield from (("GET", f"/++api++/{path}", ()) for path in ("", "/1.0"))
        yield from ((method, "", headers) for method in METHODS for headers in ((), REST))

    def test_names_can_not_be_guessed(self):
        for who in ("nobody", "member"):
            for method, below, headers in self.asked():
                there, never = (
                    self.watchers[who].request(method, f"/{name}{below}", headers=headers)
                    for name in ("hush", "gone")
                )
                with self.subTest(who=who, method=method, below=below, headers=headers):
                    self.assertEqual(unnamed(there), unnamed(never))
                    self.assertNotIn(there.status, (200, 404))
                    self.assertLess(there.status, 500)

    def test_members_who_may_view_it_find_what_is_there(self):
        with self.changes():
            self.center.manage_setLocalRoles(OTHER, ["Reader"])
        for headers in ((), REST):
            for path, status in (("/hush", 200), ("/hush/1.0", 200), ("/gone", 404)):
                with self.subTest(path, headers=headers):
                    answer = self.member.request("GET", path, headers=headers)
                    self.assertEqual(answer.status, status)

    def test_programs_are_told_by_their_views(self):
        for path, status in (
            ("/simple/", 401),
            ("/simple/neverthere/", 401),
            ("/++simple++/x", 301),
            ("/links", 401),
            ("/pypi/neverthere/json", 401),
            ("/health", 200),
        ):
            with self.subTest(path):
                self.assertEqual(self.nobody.get(path).status, status)
        self.assertEqual(self.manager.get("/simple/").status, 200)

    def test_behind_a_virtual_host(self):
        with self.changes():
            manage_addVirtualHostMonster(self.layer["app"])
        for prefix in (
            "/VirtualHostBase/http/psc.example.org:80/plone/place/software/VirtualHostRoot",
            "/VirtualHostBase/http/psc.example.org:80/plone/place/software/VirtualHostRoot/_vh_a/_vh_b",
        ):
            with self.subTest(prefix):
                self.watch("/plone/place/software")
                self.nobody.url = self.nobody.url.partition("/plone/")[0] + prefix
                self.assertEqual(self.nobody.get("/simple/").status, 401)
                self.assertIn(self.nobody.get("/neverthere").status, (302, 401))
