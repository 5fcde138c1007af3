"""A center whose archives are in an object store, over HTTP, with real clients."""

from http.client import IncompleteRead
from Products.PloneSoftwareCenter.index.names import center_index
from Products.PloneSoftwareCenter.storage import telling
from Products.PloneSoftwareCenter.storage.lookup import storage_named
from Products.PloneSoftwareCenter.storage.verified import MEMORY
from Products.PloneSoftwareCenter.testing import OWNER
from Products.PloneSoftwareCenter.testing import PASSWORD
from Products.PloneSoftwareCenter.tests.archives import make_sdist
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.clients.driving import ClientTest
from Products.PloneSoftwareCenter.tests.clients.driving_buildout import BuildoutTest
from Products.PloneSoftwareCenter.tests.clients.test_easy_install import EasyInstallTest
from tests.plone.faulty import Changed
from tests.plone.faulty import Half
from tests.plone.faulty import Refuse
from tests.plone.faulty import Silent
from tests.plone.testing import BRISK
from tests.plone.testing import CALM
from tests.plone.testing import QUICK
from tests.plone.testing import S3_HTTP
from tests.plone.testing import Store
from unittest import mock

import os
import urllib.request


#: a request with any cookie is Zope's
ROADS = {"fast": {}, "zope": {"Cookie": "i=am"}}
FETCHED = "Products.PloneSoftwareCenter.storage.fetched.USUAL"


class ServedStore(Store, ClientTest):
    layer = S3_HTTP

    def setUp(self):
        self.enterContext(self.having(CALM))
        self.start_store()
        super().setUp()
        for forget in (telling.forget_faults, MEMORY.forget):
            forget()
            self.addCleanup(forget)
        with self.changes():
            self.center.storage_strategy = "s3"
        self.wheel = make_wheel("demo", "1.0", folder=self.folder)
        self.sdist = make_sdist("large", "1.0", folder=self.folder, filling=os.urandom(200_000))

    def ask(self, archive, road="fast", client=None, method="GET", **headers):
        url = f"/simple/{archive.name.split('-')[0]}/{archive.name}"
        return (client or self.nobody).request(method, url, headers={**ROADS[road], **headers})

    def place_of(self, archive):
        """Return bucket and name of its object."""
        self.refresh()
        name = archive.name.split("-")[0]
        [release] = center_index(self.center).names[name].releases.values()
        key = release.files[archive.name]["key"]
        return storage_named(self.center, "s3").shelf.place(key)

    def download_with_pip(self, name):
        target = self.folder / f"pip-{name}"
        self.succeed(
            "pip", "download", "--no-deps", "--no-build-isolation", "--index-url", self.simple,
            "--dest", target, name,
        )  # fmt: skip
        return target


class TestServed(ServedStore):
    def test_twine_pip_and_uv(self):
        self.write_pypirc()
        self.succeed("twine", "upload", "-r", "center", self.wheel)
        self.assertArrived(self.wheel)
        self.assertSameBytes(self.download_with_pip("demo"), self.wheel)
        target = self.folder / "uv"
        self.succeed(
            "uv", "pip", "install", "--no-deps", "--index-url", self.simple, "--target", target,
            "demo",
        )  # fmt: skip
        self.assertTrue(list(target.glob("demo-1.0.dist-info")))

    def test_parts_of_a_file(self):
        self.publish(self.sdist)
        content = self.sdist.read_bytes()
        for road in ROADS:
            for _time in ("first", "compared"):
                answer = self.ask(self.sdist, road, Range="bytes=100-199")
                self.assertEqual((answer.status, answer.body), (206, content[100:200]))

    def test_store_that_refuses_an_upload(self):
        self.publish(self.sdist)
        for fault, status in (
            (Refuse(403, "AccessDenied"), 503),
            (Refuse(404, "NoSuchBucket"), 503),
            (Refuse(503, "SlowDown"), 503),
            (Silent(), 503),
            (Refuse(507, "InsufficientStorage"), 507),
        ):
            with self.subTest(fault=vars(fault)):
                before = self.objects()
                self.faulty.fail("^PUT .*files/", fault)
                with self.having(BRISK if isinstance(fault, Silent) else CALM):
                    self.assertEqual(self.owner.upload(self.wheel).status, status)
                self.faulty.heal()
                self.assertEqual(self.nobody.get("/simple/demo/").status, 404)
                self.assertEqual(self.objects(), before)
        self.assertEqual(self.ask(self.sdist).status, 200)
        self.publish(self.wheel)

    def test_store_that_refuses_one_file(self):
        self.publish(self.sdist, self.wheel)
        name = self.place_of(self.sdist)["Key"]
        for fault, status in (
            (Refuse(403, "AccessDenied"), 503),
            (Refuse(404, "NoSuchKey"), 404),
            (Refuse(503, "SlowDown"), 503),
            (Silent(), 503),
            (Changed(), 500),
        ):
            for road in ROADS:
                with self.subTest(fault=vars(fault), road=road):
                    MEMORY.forget()
                    self.faulty.heal()
                    self.faulty.fail(f"^GET .*{name}", fault)
                    with self.having(QUICK if isinstance(fault, Silent) else CALM):
                        answer = self.ask(self.sdist, road)
                    self.assertEqual(answer.status, status, answer.body[:200])
                    self.assertNotIn(self.bucket, answer.text)
                    self.assertEqual(self.ask(self.wheel, road).status, 200)

    def test_large_file_that_breaks_off_ends_too_soon(self):
        self.enterContext(mock.patch(FETCHED, 1000))
        self.publish(self.sdist)
        self.faulty.fail(f"^GET .*{self.place_of(self.sdist)['Key']}", Half())
        self.enterContext(mock.patch("collective.psc.s3storage.ranged.IN_ALL", 3))
        for road in ROADS:
            with self.subTest(road), self.assertRaises(IncompleteRead):
                self.ask(self.sdist, road)

    def test_managers_see_what_is_wrong(self):
        self.publish(self.sdist)
        self.faulty.fail("mark", Refuse(403, "AccessDenied"))
        self.assertIn("403 AccessDenied", self.manager.get("").text)
        self.assertNotIn("AccessDenied", self.nobody.get("").text)
        self.assertEqual(self.nobody.get("/health").status, 503)


class PresignedStore(ServedStore):
    settings = {"PSC_S3_PRESIGN": "yes"}

    def setUp(self):
        super().setUp()
        self.publish(self.sdist, self.wheel)

    def compare(self):
        """Have the instance compare the files, after which clients are sent to the store."""
        for archive in (self.sdist, self.wheel):
            self.ask(archive)
        self.faulty.asked.clear()

    def sent(self, archive):
        """Return how often clients got an archive from the store itself."""
        name = self.place_of(archive)["Key"].split("/")[-1]
        return sum(name in line and "Signature=" in line for line in self.faulty.asked)


class TestPresigned(PresignedStore):
    def test_public_file_that_was_compared(self):
        for road in ROADS:
            with self.subTest(road):
                MEMORY.forget()
                first, second = self.ask(self.sdist, road), self.ask(self.sdist, road)
                self.assertEqual((first.status, second.status), (200, 302))
                self.assertEqual(first.body, self.sdist.read_bytes())
                self.assertEqual(second.headers["Cache-Control"], "no-store")
                opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
                with opener.open(second.headers["Location"], timeout=60) as answer:
                    self.assertEqual(answer.read(), self.sdist.read_bytes())
                    self.assertIn(self.sdist.name, answer.headers["Content-Disposition"])

    def test_bytes_that_changed_since_are_not_sent(self):
        self.ask(self.sdist)
        place = self.place_of(self.sdist)
        self.s3.put_object(**place, Body=self.sdist.read_bytes()[:-1] + b"!")
        for road in ROADS:
            self.assertEqual(self.ask(self.sdist, road).status, 500)

    def test_head_and_conditions_are_answered_here(self):
        etag = self.ask(self.sdist).headers["ETag"]
        for road in ROADS:
            head = self.ask(self.sdist, road, method="HEAD")
            self.assertEqual(head.status, 200)
            self.assertEqual(head.headers["ETag"], etag)
            self.assertEqual(int(head.headers["Content-Length"]), self.sdist.stat().st_size)
            headers = {"If-None-Match": etag}
            self.assertEqual(self.ask(self.sdist, road, **headers).status, 304)

    def test_whoever_sends_a_password_is_sent_nowhere(self):
        for _ in range(2):
            answer = self.ask(self.sdist, client=self.owner)
            self.assertEqual((answer.status, answer.body), (200, self.sdist.read_bytes()))

    def test_private_files_are_sent_from_here(self):
        self.ask(self.sdist)
        self.make_private()
        self.assertEqual(self.ask(self.sdist).status, 401)
        for _ in range(2):
            self.assertEqual(self.ask(self.sdist, client=self.owner).status, 200)

    def test_pip_and_uv_follow(self):
        self.compare()
        self.assertSameBytes(self.download_with_pip("demo"), self.wheel)
        target = self.folder / "uv"
        self.succeed(
            "uv", "pip", "install", "--no-deps", "--index-url", self.simple, "--target", target,
            "demo",
        )  # fmt: skip
        self.assertTrue(list(target.glob("demo-1.0.dist-info")))
        self.assertGreaterEqual(self.sent(self.wheel), 2)

    def test_login_is_never_in_a_location(self):
        self.ask(self.sdist)
        location = self.ask(self.sdist).headers["Location"]
        for secret in (OWNER, PASSWORD, "a-secret-of-tests"):
            self.assertNotIn(secret, location)


class TestBuildout(PresignedStore, BuildoutTest):
    def test_buildout_follows(self):
        self.compare()
        self.write("large")
        self.buildout()
        self.assertSameBytes(self.cache, self.sdist)
        self.assertGreaterEqual(self.sent(self.sdist), 1)
        self.assertEqual(self.versions("large"), ["1.0"])


class TestEasyInstall(PresignedStore, EasyInstallTest):
    def test_easy_install_follows(self):
        self.compare()
        self.easy_install("large")
        self.assertEqual(self.installed(), ["large-1.0"])
        self.assertGreaterEqual(self.sent(self.sdist), 1)
