"""Each answer says who may keep it, and has a tag by which a client asks for news."""

from Products.PloneSoftwareCenter.content.states import CENTER_WORKFLOW
from Products.PloneSoftwareCenter.content.states import PROJECT_WORKFLOW
from Products.PloneSoftwareCenter.content.states import set_state
from Products.PloneSoftwareCenter.tests.archives import make_sdist
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.served import ServedCenter


HTML = "text/html"
V1_HTML = "application/vnd.pypi.simple.v1+html"
V1_JSON = "application/vnd.pypi.simple.v1+json"

FOREVER = "max-age=31536000, immutable"
#: Cache-Control of what everybody gets, and of what only the asker gets
PAGE = ("no-cache", "private, no-cache")
FILE = (f"public, {FOREVER}", f"private, {FOREVER}")
#: the same of Vary
BY_FORMAT = ("Accept", "Accept, Authorization")
BY_ASKER = (None, "Authorization")

WHEEL = "alpha-1.0-py3-none-any.whl"
SDIST = "alpha-1.0.tar.gz"

#: path, Accept, and what is said (to everybody, to some) of those who may see it
LISTS = (
    ("/simple/", HTML, PAGE, BY_FORMAT),
    ("/simple/", V1_HTML, PAGE, BY_FORMAT),
    ("/simple/", V1_JSON, PAGE, BY_FORMAT),
    ("/simple/?format=" + V1_JSON.replace("+", "%2B"), None, PAGE, BY_FORMAT),
    ("/links", None, PAGE, BY_ASKER),
)
OF_PROJECT = (
    ("/simple/alpha/", HTML, PAGE, BY_FORMAT),
    ("/simple/alpha/", V1_HTML, PAGE, BY_FORMAT),
    ("/simple/alpha/", V1_JSON, PAGE, BY_FORMAT),
    ("/pypi/alpha/json", None, PAGE, BY_ASKER),
    ("/pypi/alpha/1.0/json", None, PAGE, BY_ASKER),
    (f"/simple/alpha/{WHEEL}", None, FILE, BY_ASKER),
    (f"/simple/alpha/{WHEEL}.metadata", None, FILE, BY_ASKER),
    (f"/simple/alpha/{SDIST}.asc", None, FILE, BY_ASKER),
    (f"/packages/alpha/{WHEEL}", None, FILE, BY_ASKER),
    (f"/packages/source/a/alpha/{SDIST}", None, FILE, BY_ASKER),
)
REFUSED = "private, no-cache"


class TestWhoMayKeepAnAnswer(ServedCenter):
    def setUp(self):
        super().setUp()
        signed = [("gpg_signature", ("alpha.asc", b"-----BEGIN PGP SIGNATURE-----\n"))]
        for archive, fields in (
            (make_wheel("alpha", "1.0", folder=self.folder), ()),
            (make_sdist("alpha", "1.0", folder=self.folder), signed),
            (make_sdist("beta", "1.0", folder=self.folder), ()),
        ):
            self.assertEqual(self.owner.upload(archive, fields).status, 200)

    def close_center(self):
        with self.changes():
            set_state(self.center, CENTER_WORKFLOW, "private")
            # They may read a private center.
            self.center.manage_setLocalRoles("owen", ["Reader"])
            self.center.reindexObjectSecurity()

    def close_project(self):
        with self.changes():
            set_state(self.center["alpha"], PROJECT_WORKFLOW, "unapproved")

    def check(self, client, table, is_private):
        """See that each answer says what the table says, and that 304 and HEAD say it, too."""
        for path, accept, control, vary in table:
            sent = {"Accept": accept} if accept else {}
            said = (control[is_private], vary[is_private])
            with self.subTest(path=path, accept=accept):
                found = client.get(path, **sent)
                self.assertEqual(found.status, 200, found.body)
                etag = found.headers["ETag"]
                self.assertRegex(etag, r'^"[^"]+"$')
                self.assertEqual(_said(found), said)
                head = client.head(path, **sent)
                self.assertEqual((_said(head), head.headers["ETag"]), (said, etag))
                for tag in (etag, f"W/{etag}", f'"other", {etag}', "*"):
                    same = client.get(path, If_None_Match=tag, **sent)
                    self.assertEqual((same.status, same.body), (304, b""))
                    self.assertEqual((_said(same), same.headers["ETag"]), (said, etag))
                other = client.get(path, If_None_Match='"other"', **sent)
                self.assertEqual((other.status, other.headers["ETag"]), (200, etag))

    def test_public_center(self):
        for client in (self.nobody, self.owner):
            self.check(client, LISTS + OF_PROJECT, is_private=False)

    def test_private_center(self):
        self.close_center()
        self.check(self.owner, LISTS + OF_PROJECT, is_private=True)

    def test_private_project_in_a_public_center(self):
        self.close_project()
        self.check(self.owner, OF_PROJECT, is_private=True)
        # Its owner's lists are not everybody's.
        self.check(self.owner, LISTS, is_private=True)
        self.check(self.nobody, LISTS, is_private=False)

    def test_formats_have_tags_of_their_own(self):
        tags = {
            self.nobody.get("/simple/alpha/", Accept=accept).headers["ETag"]
            for accept in (HTML, V1_HTML, V1_JSON)
        }
        self.assertGreaterEqual(len(tags), 2)
        html = self.nobody.get("/simple/alpha/", Accept=HTML).headers["ETag"]
        answer = self.nobody.get("/simple/alpha/", Accept=V1_JSON, If_None_Match=html)
        self.assertEqual(answer.status, 200)

    def test_redirects_are_asked_again(self):
        for path in ("/simple", "/simple/Alpha/", f"/simple/Alpha/{WHEEL}", "/pypi/Alpha/json"):
            with self.subTest(path=path):
                answer = self.nobody.get(path)
                self.assertEqual(answer.status, 301)
                self.assertEqual(_said(answer), ("no-cache", None))

    def test_what_is_not_there_is_not_kept(self):
        paths = (
            "/simple/none/",
            f"/simple/none/{WHEEL}",
            "/simple/alpha/none-1.0.tar.gz",
            "/pypi/none/json",
            "/pypi/alpha/9/json",
            f"/packages/none/{WHEEL}",
        )
        for path in paths:
            for client in (self.nobody, self.owner):
                with self.subTest(path=path, user=client.user):
                    answer = client.get(path)
                    self.assertEqual(answer.status, 404)
                    self.assertEqual(_said(answer)[0], REFUSED)

    def test_refusals_are_not_kept(self):
        self.close_center()
        for client, status in ((self.nobody, 401), (self.other, 403)):
            for path, _accept, _control, _vary in LISTS + OF_PROJECT:
                with self.subTest(path=path, status=status):
                    answer = client.get(path)
                    self.assertEqual(answer.status, status)
                    self.assertEqual(_said(answer)[0], REFUSED)
                    self.assertNotIn("ETag", answer.headers)

    def test_private_things_are_like_none(self):
        self.close_project()
        for path, _accept, _control, _vary in OF_PROJECT:
            with self.subTest(path=path):
                hidden = self.nobody.get(path)
                none = self.nobody.get(path.replace("alpha", "none"))
                self.assertEqual((hidden.status, hidden.body), (404, none.body))
                self.assertEqual(_named(hidden), _named(none))

    def test_a_tag_does_not_open_what_is_private(self):
        tags = {path: self.nobody.get(path).headers["ETag"] for path, *_rest in OF_PROJECT}
        self.close_project()
        for path, tag in tags.items():
            with self.subTest(path=path):
                self.assertEqual(self.nobody.get(path, If_None_Match=tag).status, 404)

    def test_a_part_says_what_the_whole_says(self):
        for path, control, vary in (
            (f"/simple/alpha/{WHEEL}", FILE[0], None),
            ("/simple/alpha/", PAGE[0], "Accept"),
        ):
            answer = self.nobody.get(path, Range="bytes=0-9")
            self.assertEqual((answer.status, _said(answer)), (206, (control, vary)))


def _said(answer):
    return (answer.headers["Cache-Control"], answer.headers["Vary"])


def _named(answer):
    return {name: value for name, value in answer.headers.items() if name not in ("Date",)}
