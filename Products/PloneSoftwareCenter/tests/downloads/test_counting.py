"""What counts as a download, by both roads; and that no read writes."""

from Products.PloneSoftwareCenter.downloads.gather import GATHERED
from Products.PloneSoftwareCenter.downloads.store import downloads_of_center
from Products.PloneSoftwareCenter.tests.archives import make_sdist
from Products.PloneSoftwareCenter.tests.tokens.case import TokenCase
from Products.PloneSoftwareCenter.upload.reserved import give_free
from unittest import mock
from ZODB.POSException import ConflictError

import secrets


#: a request with any cookie is Zope's
ZOPE = {"Cookie": "i=am"}
PIP = {"User-Agent": 'pip/24.2 {"python":"3.12.1"}'}


class TestCounting(TokenCase):
    def setUp(self):
        super().setUp()
        GATHERED.write()
        self.publish("demo")
        self.filename = self.wheel().name
        self.file = f"/simple/demo/{self.filename}"

    def details(self, name="demo"):
        """Return (file, installer, Python) -> number, of all time, once all is written."""
        GATHERED.write()
        self.refresh()
        of_name = downloads_of_center(self.center).names.get(name)
        found = {}
        for tally in of_name.periods.values() if of_name is not None else ():
            for key, number in tally.numbers.items():
                found[key] = found.get(key, 0) + number
        return found

    def count(self):
        return sum(self.details().values())

    def test_both_roads_count(self):
        for headers in ({}, ZOPE):
            for _time in range(3):
                self.assertEqual(self.nobody.get(self.file, **headers, **PIP).status, 200)
        self.assertEqual(self.details(), {(self.filename, "pip", "3.12"): 6})

    def test_large_files_count(self):
        path = make_sdist("large", "1.0", folder=self.folder, filling=secrets.token_hex(150_000))
        self.assertEqual(self.owner.upload(path).status, 200)
        for headers in ({}, ZOPE):
            for _time in range(2):
                self.nobody.get(f"/simple/large/{path.name}", **headers)
        self.assertEqual(self.details("large"), {(path.name, "other", ""): 4})

    def test_every_address_of_a_file_counts(self):
        self.nobody.get(f"/packages/demo/{self.filename}")
        self.nobody.get(f"/packages/py3/d/demo/{self.filename}")
        self.assertEqual(self.count(), 2)

    def test_what_is_no_download_does_not_count(self):
        etag = self.nobody.get(self.file).headers["ETag"]
        for headers in ({}, ZOPE):
            self.assertEqual(self.nobody.request("HEAD", self.file, headers=headers).status, 200)
            for path in (
                f"{self.file}.metadata",
                "/simple/demo/",
                "/simple/",
                "/simple/demo/x.zip",
            ):
                self.nobody.get(path, **headers)
            for more, status in (
                ({"If-None-Match": etag}, 304),
                ({"Range": "bytes=0-9"}, 206),
                ({"Range": "bytes=9-"}, 206),
                ({"Range": "bytes=-9"}, 206),
                ({"Range": "bytes=99999999-"}, 416),
            ):
                with self.subTest(more, **headers):
                    self.assertEqual(self.nobody.get(self.file, **headers, **more).status, status)
        self.assertEqual(self.count(), 1)

    def test_a_range_of_everything_counts_and_what_follows_it_does_not(self):
        for headers in ({}, ZOPE):
            self.assertEqual(self.nobody.get(self.file, Range="bytes=0-", **headers).status, 206)
            self.assertEqual(self.nobody.get(self.file, Range="bytes=5-", **headers).status, 206)
        self.assertEqual(self.count(), 2)

    def test_private_files_count_for_whoever_may_read_them(self):
        self.make_private()
        self.assertEqual(self.nobody.get(self.file).status, 401)
        self.assertEqual(self.other.get(self.file).status, 403)
        self.assertEqual(self.owner.get(self.file).status, 200)
        self.assertEqual(self.count(), 1)

    def test_a_download_writes_nothing_itself(self):
        before = self.center._p_jar.db().lastTransaction()
        for headers in ({}, ZOPE):
            self.nobody.get(self.file, **headers)
        self.assertEqual(self.center._p_jar.db().lastTransaction(), before)

    def test_nothing_is_counted_where_it_is_switched_off(self):
        for choice in ("off", "logs"):
            with self.changes():
                self.center.download_counts = choice
            for headers in ({}, ZOPE):
                self.assertEqual(self.nobody.get(self.file, **headers).status, 200)
        self.assertEqual(self.count(), 0)

    def test_clients_are_few_whatever_they_call_themselves(self):
        for number in range(20):
            self.nobody.get(self.file, **{"User-Agent": f"thing-{number}/1.0"})
        self.assertEqual(self.details(), {(self.filename, "other", ""): 20})

    def test_conflicts_and_faults_lose_none(self):
        self.nobody.get(self.file)
        for error in (ConflictError(), OSError("disk")):
            with (
                mock.patch.object(GATHERED, "fill", side_effect=error),
                self.assertLogs("Products.PloneSoftwareCenter", "INFO"),
            ):
                GATHERED.write()
            self.nobody.get(self.file)
        self.assertEqual(self.count(), 3)

    def test_a_batch_that_meets_another_tries_again(self):
        self.nobody.get(self.file)
        fill, met = GATHERED.fill, iter([ConflictError()])

        def fill_at_second_try(connection, found):
            for error in met:
                raise error
            fill(connection, found)

        with mock.patch.object(GATHERED, "fill", fill_at_second_try):
            self.assertEqual(self.count(), 1)

    def test_a_center_that_is_gone(self):
        self.nobody.get(self.file)
        with self.changes():
            self.portal.manage_delObjects(["software"])
        with self.assertNoLogs("Products.PloneSoftwareCenter.batches", "ERROR"):
            GATHERED.write()

    def test_a_name_that_is_free_begins_anew(self):
        self.nobody.get(self.file)
        self.assertEqual(self.count(), 1)
        with self.changes():
            self.center.manage_delObjects(["demo"])
        self.assertEqual(self.count(), 1)
        with self.changes():
            give_free(self.center, "demo")
        self.assertEqual(self.count(), 0)
