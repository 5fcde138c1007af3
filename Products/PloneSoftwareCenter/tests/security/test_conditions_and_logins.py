"""What a client knows from before, and what it says of itself, opens nothing."""

from base64 import b64encode
from plone import api
from Products.PloneSoftwareCenter.content.states import CENTER_WORKFLOW
from Products.PloneSoftwareCenter.content.states import PROJECT_WORKFLOW
from Products.PloneSoftwareCenter.content.states import set_state
from Products.PloneSoftwareCenter.testing import create_center
from Products.PloneSoftwareCenter.testing import OTHER
from Products.PloneSoftwareCenter.testing import OWNER
from Products.PloneSoftwareCenter.testing import PASSWORD
from Products.PloneSoftwareCenter.tests.client import Client
from Products.PloneSoftwareCenter.tests.security.watched_site import LISTS
from Products.PloneSoftwareCenter.tests.security.watched_site import OF_RELEASE
from Products.PloneSoftwareCenter.tests.security.watched_site import PAGES
from Products.PloneSoftwareCenter.tests.security.watched_site import told
from Products.PloneSoftwareCenter.tests.security.watched_site import WatchedSite
from Products.PloneSoftwareCenter.tokens.limits import LIMITS

import transaction


def basic(login):
    return "Basic " + b64encode(login).decode()


#: headers that log nobody in
MEAN_NOTHING = (
    {"Authorization": ""},
    {"Authorization": "Basic"},
    {"Authorization": "Basic "},
    {"Authorization": "Basic =="},
    {"Authorization": "Basic \xff".encode("latin-1")},
    {"Authorization": basic(b"")},
    {"Authorization": basic(b":")},
    {"Authorization": basic(b":" + PASSWORD.encode())},
    {"Authorization": basic(OTHER.encode())},
    {"Authorization": basic(OTHER.encode() + b":")},
    {"Authorization": basic(OTHER.encode() + b":wrong")},
    {"Authorization": basic(b"\xff\xfe:\x00")},
    {"Authorization": basic(b"Anonymous User:")},
    {"Authorization": basic(b"System Processes:")},
    {"Authorization": "Bearer x"},
    {"Authorization": "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJvdHRvIn0."},
    {"Authorization": "Digest username=otto"},
    {"Authorization": "otto"},
    {"Cookie": "__ac=b3R0bzp4"},
    {"Cookie": "__ac="},
    {"Cookie": "__ac=%22"},
    {"Cookie": "auth_token=eyJhbGciOiJub25lIn0.eyJzdWIiOiJvdHRvIn0."},
    {"Cookie": "__ac_name=otto; __ac_password=x"},
    {"Remote-User": OTHER},
    {"X-Remote-User": OTHER},
    {"X-Forwarded-User": OTHER},
    {"X-Forwarded-For": "127.0.0.1"},
    {"REMOTE_USER": OTHER},
    {"X-Zope-User": OTHER},
    {"Auth-Type": "Basic", "Remote-User": OTHER},
)


class TestConditions(WatchedSite):
    """Asked with what was true before the project was taken back."""

    def setUp(self):
        super().setUp()
        self.paths = (*PAGES, *OF_RELEASE)
        self.etags = {path: self.nobody.get(path).headers["ETag"] for path in self.paths}
        with self.changes():
            set_state(self.project, PROJECT_WORKFLOW, "unapproved")

    def asked(self, path):
        etag = self.etags[path]
        yield from ({"If-None-Match": sent} for sent in (etag, f"W/{etag}", "*", f'"x", {etag}'))
        yield from ({"Range": sent} for sent in ("bytes=0-0", "bytes=-1", "bytes=999999999-"))
        yield {"Range": "bytes=0-3", "If-Range": etag}

    def test_each_is_what_never_was(self):
        for who, client in self.watchers.items():
            for path in self.paths:
                for headers in self.asked(path) if who == "nobody" else [{"If-None-Match": "*"}]:
                    answer = client.request("GET", path, headers=headers)
                    self.assertEqual(answer.status, 404, f"{who} at {path}: {headers}")
                    self.assertAsNever(who, path, answer)
                got, head = client.get(path), client.head(path)
                self.assertEqual(told(head), (*told(got)[:2], b""), f"{who} at {path}")

    def test_lists_of_before_are_not_current(self):
        for path in LISTS:
            with self.changes():
                set_state(self.project, PROJECT_WORKFLOW, "published")
            etag = self.nobody.get(path).headers["ETag"]
            with self.changes():
                set_state(self.project, PROJECT_WORKFLOW, "unapproved")
            for client in self.watchers.values():
                answer = client.get(path, If_None_Match=etag)
                self.assertEqual(answer.status, 200)
                self.assertNotIn(b"hush", answer.body)


class TestLogins(WatchedSite):
    """Otto may read it; what only says that it is otto is nobody."""

    def test_in_a_public_center(self):
        with self.changes():
            set_state(self.project, PROJECT_WORKFLOW, "unapproved")
            self.project.manage_setLocalRoles(OTHER, ["Reader"])
        self.assertSeen(("member",))
        for headers in MEAN_NOTHING:
            LIMITS.forget()
            for path in (*PAGES, OF_RELEASE[0]):
                answer = self.nobody.request("GET", path, headers=headers)
                self.assertAsNever("nobody", path, answer)
            listed = self.nobody.request("GET", "/simple/", headers=headers)
            self.assertEqual(told(listed), told(self.nobody.get("/simple/")), headers)

    def test_in_a_private_center(self):
        with self.changes():
            set_state(self.center, CENTER_WORKFLOW, "private")
            self.center.manage_setLocalRoles(OTHER, ["Reader"])
        for headers in MEAN_NOTHING:
            LIMITS.forget()
            for path in (*LISTS, PAGES[0], OF_RELEASE[0], "/simple/gone/"):
                answer = self.nobody.request("GET", path, headers=headers)
                self.assertEqual(answer.status, 401, f"{path}: {headers}")
                self.assertEqual(told(answer), told(self.nobody.get("/links")), f"{path} {headers}")

    def test_page_of_one_is_not_sent_to_another(self):
        with self.changes():
            set_state(self.project, PROJECT_WORKFLOW, "unapproved")
            self.project.manage_setLocalRoles(OTHER, ["Reader"])
        third = Client(self.nobody.url, OWNER, PASSWORD)
        for path in (*LISTS, *LISTS):
            self.assertIn(b"hush", self.member.get(path).body)
            for client in (self.nobody, self.watchers["nobody by way of Zope"], third):
                self.assertNotIn(b"hush", client.get(path).body)
            self.assertIn("private", self.member.get(path).headers["Cache-Control"])


class TestCenters(WatchedSite):
    """Several centers, and one that goes elsewhere."""

    def test_one_name_in_two_centers(self):
        with self.changes():
            other = create_center(self.portal, "software")
            set_state(self.project, PROJECT_WORKFLOW, "unapproved")
        self.assertSeen(())
        self.watch("/plone/software")
        self.assertSeen(())
        with self.changes():
            set_state(other, CENTER_WORKFLOW, "private")
        self.assertSeen((), refusal=401)

    def test_center_that_moves(self):
        with self.changes():
            set_state(self.project, PROJECT_WORKFLOW, "unapproved")
        self.assertSeen(())
        with self.changes():
            self.place.manage_renameObject("software", "elsewhere")
        self.watch("/plone/place/elsewhere")
        self.assertSeen(())
        with self.changes():
            self.portal.manage_pasteObjects(self.place.manage_cutObjects(["elsewhere"]))
            set_state(self.portal["elsewhere"], CENTER_WORKFLOW, "private")
        self.watch("/plone/elsewhere")
        self.assertSeen((), refusal=401)
        old = Client(self.nobody.url.replace("/plone/", "/plone/place/"))
        self.assertNotEqual(old.get("/simple/").status, 200)

    def test_center_in_a_copied_folder_has_no_names(self):
        with self.changes():
            other = api.content.copy(self.place, self.portal, "elsewhere")["software"]
            set_state(other, CENTER_WORKFLOW, "published")
            for project in other.objectValues():
                set_state(project, PROJECT_WORKFLOW, "published")
        self.watch("/plone/elsewhere/software")
        self.assertSeen(())
        self.watch("/plone/place/software")
        self.assertSeen(("nobody", "member"))

    def test_what_is_not_committed_is_not_seen(self):
        transaction.begin()
        set_state(self.project, PROJECT_WORKFLOW, "unapproved")
        transaction.savepoint()
        self.assertSeen(("nobody", "member"))
        transaction.abort()
        self.assertSeen(("nobody", "member"))
