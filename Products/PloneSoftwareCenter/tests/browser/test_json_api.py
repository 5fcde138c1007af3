"""``pypi/`` and ``packages/`` over HTTP."""

from plone import api
from Products.PloneSoftwareCenter.content.states import CENTER_WORKFLOW
from Products.PloneSoftwareCenter.content.states import PROJECT_WORKFLOW
from Products.PloneSoftwareCenter.content.states import RELEASE_WORKFLOW
from Products.PloneSoftwareCenter.content.states import set_state
from Products.PloneSoftwareCenter.tests.archives import make_egg
from Products.PloneSoftwareCenter.tests.archives import make_sdist
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.served import ServedCenter
from Products.PloneSoftwareCenter.upload.status import set_status
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import hashlib


SIMPLE_JSON = "application/vnd.pypi.simple.v1+json"
SIGNATURE = b"-----BEGIN PGP SIGNATURE-----\n\nabc\n-----END PGP SIGNATURE-----\n"


class JSONCase(ServedCenter):
    def setUp(self):
        super().setUp()
        self.sdist = make_sdist(
            "Demo.App",
            "1.0",
            folder=self.folder,
            requires_python=">=3.9",
            metadata_extra="Keywords: one,two\nRequires-Dist: other\n\nThe *description*.\n",
        )
        self.wheel = make_wheel("Demo.App", "1.1", folder=self.folder)
        self.upload(self.sdist, ("comment", "built by hand"))
        self.upload(self.wheel, ("gpg_signature", (f"{self.wheel.name}.asc", SIGNATURE)))

    def upload(self, archive, *fields):
        answer = self.owner.upload(archive, [("name", "Demo.App"), *fields])
        self.assertEqual(answer.status, 200, answer.text)

    def json(self, path="demo-app", client=None):
        answer = (client or self.nobody).get(f"/pypi/{path}/json")
        self.assertEqual(answer.status, 200, answer.text)
        return answer.json

    def yank(self, version, reason):
        with self.changes():
            release = self.center["demo-app"][version]
            release.yanked, release.yanked_reason = True, reason
            notify(ObjectModifiedEvent(release))


class TestPages(JSONCase):
    def test_name(self):
        page = self.json()
        self.assertEqual((page["info"]["name"], page["info"]["version"]), ("Demo.App", "1.1"))
        self.assertEqual(list(page["releases"]), ["1.0", "1.1"])
        self.assertEqual(page["urls"], page["releases"]["1.1"])
        self.assertEqual(page["info"]["project_url"], f"{self.url}/demo-app")
        self.assertEqual(page["info"]["release_url"], f"{self.url}/demo-app/1.1")

    def test_pages_for_people_are_where_it_says(self):
        info = self.json()["info"]
        for key in ("package_url", "project_url", "release_url"):
            path = info[key].removeprefix(self.url)
            self.assertEqual(self.nobody.get(path).status, 200, key)

    def test_release(self):
        page = self.json("demo-app/1.0")
        self.assertNotIn("releases", page)
        info = page["info"]
        self.assertEqual(info["requires_dist"], ["other"])
        self.assertEqual(info["requires_python"], ">=3.9")
        self.assertEqual(info["keywords"], "one,two")
        self.assertEqual(info["description"], "The *description*.")
        [file] = page["urls"]
        content = self.sdist.read_bytes()
        self.assertEqual(file["filename"], self.sdist.name)
        self.assertEqual(file["comment_text"], "built by hand")
        self.assertEqual((file["packagetype"], file["python_version"]), ("sdist", "source"))
        self.assertEqual(file["size"], len(content))
        self.assertEqual(
            file["digests"],
            {
                "md5": hashlib.md5(content, usedforsecurity=False).hexdigest(),
                "sha256": hashlib.sha256(content).hexdigest(),
                "blake2b_256": hashlib.blake2b(content, digest_size=32).hexdigest(),
            },
        )

    def test_version_is_found_in_any_spelling(self):
        for version in ("1.0", "1.0.0", "v1", "1"):
            with self.subTest(version):
                self.assertEqual(self.json(f"demo-app/{version}")["info"]["version"], "1.0")

    def test_slash_at_the_end_changes_nothing(self):
        for path in ("/pypi/demo-app/json", "/pypi/demo-app/1.0/json"):
            self.assertEqual(self.nobody.get(path).body, self.nobody.get(f"{path}/").body)

    def test_first_upload_speaks_for_a_release(self):
        self.upload(make_wheel("Demo.App", "1.0", folder=self.folder))
        page = self.json("demo-app/1.0")
        self.assertEqual(len(page["urls"]), 2)
        self.assertEqual(page["info"]["requires_dist"], ["other"])

    def test_egg_tells_its_core_metadata(self):
        extra = "Summary: An egg\n"
        self.upload(make_egg("Demo.App", "1.2", folder=self.folder, metadata_extra=extra))
        page = self.json()
        self.assertEqual(page["info"]["version"], "1.2")
        [file] = page["urls"]
        self.assertEqual((file["packagetype"], file["python_version"]), ("bdist_egg", "3.11"))
        self.assertIs(file["core-metadata"], False)

    def test_yanked_release_does_not_stand_for_its_name(self):
        self.yank("1.1", "Loses data.")
        self.assertEqual(self.json()["info"]["version"], "1.0")
        page = self.json("demo-app/1.1")
        for shown in (page["info"], page["urls"][0]):
            self.assertEqual((shown["yanked"], shown["yanked_reason"]), (True, "Loses data."))

    def test_public_address_is_the_base(self):
        with self.changes():
            self.center.public_address = "https://psc.example.org/"
        [file] = self.json()["urls"]
        self.assertEqual(
            file["url"], f"https://psc.example.org/packages/demo-app/{self.wheel.name}"
        )

    def test_redirects(self):
        for path, location in (
            ("/pypi/Demo.App/json", "../demo-app/json"),
            ("/pypi/Demo.App/json/", "../../demo-app/json/"),
            ("/pypi/Demo.App/1.0/json?a=b", "../../demo-app/1.0/json?a=b"),
            ("/pypi/Not_There/1.0/json/", "../../../not-there/1.0/json/"),
        ):
            with self.subTest(path):
                answer = self.nobody.get(path)
                self.assertEqual((answer.status, answer.headers["Location"]), (301, location))

    def test_not_found(self):
        for path in (
            "/pypi",
            "/pypi/demo-app",
            "/pypi/demo-app/1.0",
            "/pypi/nobody/json",
            "/pypi/demo-app/9/json",
            "/pypi/demo-app/no-version/json",
            "/pypi/demo-app/%00/json",
            "/pypi/demo-app/1.0/json/json",
            "/pypi/json",
        ):
            with self.subTest(path):
                answer = self.nobody.get(path)
                self.assertEqual((answer.status, answer.body), (404, b"Not found.\n"))
                self.assertTrue(answer.headers["Content-Type"].startswith("text/plain"))

    def test_headers(self):
        answer = self.nobody.get("/pypi/demo-app/json")
        headers = answer.headers
        self.assertEqual(headers["Content-Type"], "application/json")
        self.assertEqual(headers["Cache-Control"], "no-cache")
        self.assertNotIn("Vary", headers)
        # What a page within somebody's network may not read there, no site gets through it.
        self.assertNotIn("Access-Control-Allow-Origin", headers)
        again = self.nobody.get("/pypi/demo-app/json", If_None_Match=headers["ETag"])
        self.assertEqual((again.status, again.body), (304, b""))
        head = self.nobody.head("/pypi/demo-app/json")
        self.assertEqual(head.headers["Content-Length"], str(len(answer.body)))

    def test_serials_agree(self):
        listed = self.nobody.get("/simple/", Accept=SIMPLE_JSON).json["projects"]
        [serial] = [project["_last-serial"] for project in listed]
        for path in ("/pypi/demo-app/json", "/pypi/demo-app/1.0/json"):
            answer = self.nobody.get(path)
            self.assertEqual(answer.json["last_serial"], serial)
            self.assertEqual(answer.headers["X-PyPI-Last-Serial"], str(serial))

    def test_post_is_refused(self):
        self.assertEqual(self.owner.post([("name", "x")], "/pypi/demo-app/json").status, 405)


class TestFiles(JSONCase):
    def test_urls_give_the_files(self):
        for files in self.json()["releases"].values():
            for file in files:
                answer = self.nobody.get(file["url"].removeprefix(self.url))
                digest = hashlib.sha256(answer.body).hexdigest()
                self.assertEqual((answer.status, digest), (200, file["digests"]["sha256"]))

    def test_same_answer_as_below_simple(self):
        for archive, python in ((self.sdist, "source"), (self.wheel, "py3")):
            for ending in ("", ".metadata", ".asc"):
                expected = self.nobody.get(f"/simple/demo-app/{archive.name}{ending}")
                for prefix in ("demo-app", "Demo.App", f"{python}/D/Demo.App", "any/d/demo-app"):
                    path = f"/packages/{prefix}/{archive.name}{ending}"
                    with self.subTest(path):
                        answer = self.nobody.get(path)
                        self.assertEqual(answer.status, expected.status)
                        self.assertEqual(answer.body, expected.body)
                        for name in ("ETag", "Cache-Control", "Content-Type", "Vary"):
                            self.assertEqual(answer.headers[name], expected.headers[name])

    def test_parts(self):
        path = f"/packages/demo-app/{self.wheel.name}"
        answer = self.nobody.get(path, Range="bytes=0-9")
        self.assertEqual((answer.status, answer.body), (206, self.wheel.read_bytes()[:10]))

    def test_not_found(self):
        for path in (
            "/packages",
            "/packages/",
            "/packages/demo-app/",
            f"/packages/other/{self.wheel.name}",
            f"/packages/source/x/demo-app/{self.sdist.name}",
            f"/packages/source/d/demo-app/extra/{self.sdist.name}",
            f"/packages/source/demo-app/{self.sdist.name}",
            "/packages/demo-app/demo-9.tar.gz",
        ):
            with self.subTest(path):
                self.assertEqual(self.nobody.get(path).status, 404)


class TestWhoSees(JSONCase):
    def assertGone(self, *paths, client=None):
        nowhere = self.nobody.get("/pypi/nobody/json")
        for path in paths:
            with self.subTest(path):
                answer = (client or self.nobody).get(path)
                self.assertEqual((answer.status, answer.body), (404, nowhere.body))
                self.assertEqual(answer.headers["Cache-Control"], nowhere.headers["Cache-Control"])

    def paths(self, version="1.1"):
        return (
            "/pypi/demo-app/json",
            f"/pypi/demo-app/{version}/json",
            f"/packages/demo-app/{self.wheel.name}",
            f"/packages/demo-app/{self.wheel.name}.metadata",
            f"/packages/py3/d/demo-app/{self.wheel.name}",
        )

    def test_private_project_does_not_exist(self):
        with self.changes():
            set_state(self.center["demo-app"], PROJECT_WORKFLOW, "unapproved")
        self.assertGone(*self.paths())
        answer = self.owner.get("/pypi/demo-app/json")
        self.assertEqual(answer.status, 200)
        self.assertEqual(answer.headers["Cache-Control"], "private, no-cache")
        self.assertEqual(answer.headers["Vary"], "Authorization")

    def test_retracted_release_does_not_exist(self):
        with self.changes():
            set_state(self.center["demo-app"]["1.1"], RELEASE_WORKFLOW, "pre-release")
        self.assertGone(*self.paths()[1:])
        page = self.json()
        self.assertEqual((page["info"]["version"], list(page["releases"])), ("1.0", ["1.0"]))

    def test_name_without_a_release_that_is_shown_does_not_exist(self):
        with self.changes():
            for version in ("1.0", "1.1"):
                set_state(self.center["demo-app"][version], RELEASE_WORKFLOW, "pre-release")
        self.assertGone(*self.paths())

    def test_quarantined_project_does_not_exist_whoever_asks(self):
        with self.changes():
            set_status(self.center["demo-app"], "quarantined", "malware")
        for client in (self.nobody, self.owner, self.manager):
            self.assertGone(*self.paths(), client=client)

    def test_deleted_project_does_not_exist(self):
        with self.changes():
            api.content.delete(self.center["demo-app"])
        self.assertGone(*self.paths())

    def test_private_center_asks_who_it_is(self):
        with self.changes():
            set_state(self.center, CENTER_WORKFLOW, "private")
        for path in (*self.paths(), "/pypi/nobody/json", "/pypi", "/packages/"):
            with self.subTest(path):
                answer = self.nobody.get(path)
                self.assertEqual(answer.status, 401)
                self.assertEqual(answer.headers["WWW-Authenticate"], 'Basic realm="pypi"')
                self.assertEqual(self.other.get(path).status, 403)
        self.assertEqual(self.manager.get("/pypi/demo-app/json").status, 200)

    def test_roles_are_told_to_nobody(self):
        for client in (self.nobody, self.manager):
            page = self.json(client=client)
            self.assertEqual(page["ownership"], {"roles": [], "organization": None})
            self.assertNotIn(self.owner.user, str(page))
