"""The journal as people read and download it, over HTTP."""

from datetime import datetime
from datetime import timedelta
from datetime import UTC
from plone import api
from plone.app.testing import SITE_OWNER_NAME
from Products.PloneSoftwareCenter.browser.pages import journal
from Products.PloneSoftwareCenter.browser.pages.journal_export import EntryStream
from Products.PloneSoftwareCenter.journal.store import add_entry
from Products.PloneSoftwareCenter.pypi.journal import COLUMNS
from Products.PloneSoftwareCenter.pypi.journal import Entry
from Products.PloneSoftwareCenter.pypi.journal import Wanted
from Products.PloneSoftwareCenter.testing import MAINTAINER
from Products.PloneSoftwareCenter.testing import OTHER
from Products.PloneSoftwareCenter.testing import OWNER
from Products.PloneSoftwareCenter.testing import PASSWORD
from Products.PloneSoftwareCenter.tests.client import Client
from Products.PloneSoftwareCenter.tests.journal.case import JournalCase
from Products.PloneSoftwareCenter.tests.pages import browser_of
from Products.PloneSoftwareCenter.tests.pages import main_links
from Products.PloneSoftwareCenter.tests.pages import main_text
from unittest import mock

import csv
import io
import json


NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)


class TestPage(JournalCase):
    def setUp(self):
        super().setUp()
        self.publish("demo", "other")

    def read(self, path="/demo/@@journal", user=OWNER):
        browser = browser_of(self.layer, user)
        browser.open(self.center.absolute_url() + path)
        self.html = browser.contents
        return main_text(self.html)

    def test_owners_read_what_was_done_to_their_project(self):
        text = self.read()
        self.assertIn("Journal of demo", text)
        self.assertIn("File uploaded 1.0 demo-1.0-py3-none-any.whl", text)
        self.assertIn("127.0.0.1", text)
        self.assertNotIn("other", text.split("Download")[0].split("Show")[1])

    def test_managers_read_all_of_it(self):
        text = self.read("/journal", SITE_OWNER_NAME)
        self.assertIn("File uploaded demo 1.0", text)
        self.assertIn("File uploaded other 1.0", text)
        self.assertIn(f"{self.center.absolute_url()}/demo", main_links(self.html))

    def test_pages_lead_there(self):
        self.read("/demo")
        self.assertIn(f"{self.center.absolute_url()}/demo/@@journal", main_links(self.html))
        with self.changes():
            self.center["demo"].manage_setLocalRoles(MAINTAINER, ["PSCMaintainer"])
            self.center["demo"].reindexObjectSecurity()
        self.read("/demo", MAINTAINER)
        self.assertNotIn(f"{self.center.absolute_url()}/demo/@@journal", main_links(self.html))

    def test_nobody_else_reads_it(self):
        with self.changes():
            self.center["demo"].manage_setLocalRoles(MAINTAINER, ["PSCMaintainer"])
            self.center["demo"].reindexObjectSecurity()
        for path in (
            "/demo/@@journal",
            "/demo/@@journal-export?form=csv",
            "/journal",
            "/journal-export?form=json",
        ):
            for client in (self.nobody, self.other, self.client_as(MAINTAINER)):
                answer = client.get(path)
                self.assertIn(answer.status, (302, 401, 403), path)
                self.assertNotIn("127.0.0.1", answer.text)
        for path in ("/journal", "/journal-export?form=csv"):
            self.assertIn(self.owner.get(path).status, (302, 401, 403), path)

    def client_as(self, user):
        return Client(self.url, user, PASSWORD)

    def test_a_token_opens_none_of_it(self):
        client = self.client_with(self.make_token())
        for path in ("/demo/@@journal", "/demo/@@journal-export?form=csv"):
            self.assertIn(client.get(path).status, (302, 401, 403))

    def test_a_stranger_is_not_told_of_a_private_project(self):
        with self.changes():
            api.content.transition(self.center["demo"], "reject")
        there = self.other.get("/demo/@@journal").status
        self.assertEqual(there, self.other.get("/nothing/@@journal").status)
        self.assertEqual(there, 404)

    def test_a_deleted_project_is_still_told_of(self):
        with self.changes(), api.env.adopt_user(OWNER):
            api.content.delete(self.center["demo"])
        text = self.read("/journal?project=Demo", SITE_OWNER_NAME)
        self.assertIn("Project deleted demo", text)
        self.assertIn("File uploaded demo", text)
        self.assertNotIn("File uploaded other", text)
        self.assertNotIn(f"{self.center.absolute_url()}/demo", main_links(self.html))

    def test_it_is_narrowed(self):
        def rows(query):
            self.read(f"/journal?{query}", SITE_OWNER_NAME)
            return self.html.count('class="psc-entry"')

        self.assertEqual(rows("kind=file-uploaded"), 2)
        self.assertEqual(rows(f"kind=file-uploaded&user={OTHER}"), 0)
        self.assertEqual(rows(f"kind=file-uploaded&user={OWNER}"), 2)
        days = [entry.moment.date() for entry in self.entries()]
        self.assertGreater(rows(f"since={days[0]}&until={days[-1]}"), 5)
        self.assertEqual(rows(f"until={days[0] - timedelta(days=1)}"), 0)

    def test_nonsense_is_no_error(self):
        for query in (
            "since=yesterday",
            "kind=%27%3Cscript%3E",
            "before=x",
            "before=999999999999999999999999",
            "since=0001-01-01&until=9999-12-31",
            "project:list=a&user:int=1",
        ):
            with self.subTest(query=query):
                answer = self.manager.get(f"/journal?{query}")
                self.assertIn(answer.status, (200, 400), answer.text[-500:])
                self.assertNotIn("<script>'", answer.text)
        self.assertIn("Write dates as", self.read("/journal?since=x", SITE_OWNER_NAME))

    def test_what_others_have_sent_is_text(self):
        self.owner.upload(self.wheel(version="2.0"), headers=[("User-Agent", "<b>bold</b>")])
        self.assertIn("<b>bold</b>", self.read())
        self.assertNotIn("<b>bold</b>", self.html)

    def test_addresses_that_are_too_old_are_not_shown(self):
        with self.changes():
            moment = datetime.now(UTC) - timedelta(days=91)
            uid = self.center["demo"].UID()
            add_entry(self.center, Entry(moment, "yanked", address="192.0.2.9", project_uid=uid))
        self.assertIn("Yanked", self.read())
        self.assertNotIn("192.0.2.9", self.html)
        self.assertNotIn("192.0.2.9", self.owner.get("/demo/@@journal-export?form=csv").text)


class TestMany(JournalCase):
    """Ten thousand entries."""

    COUNT = 10_000

    def setUp(self):
        super().setUp()
        with self.changes():
            for number in range(self.COUNT):
                add_entry(
                    self.center,
                    Entry(
                        NOW + timedelta(seconds=number),
                        "file-uploaded",
                        user="owen",
                        address="192.0.2.1",
                        client="twine/6.2",
                        project_uid=str(number % 100),
                        project=f"project{number % 100}",
                        release="1.0",
                        file=f"file-{number}.whl",
                        details={"sha256": "0" * 64},
                    ),
                )

    def test_pages_follow_each_other(self):
        answer = self.manager.get("/journal?kind=file-uploaded")
        seen = []
        for _page in range(3):
            self.assertEqual(answer.status, 200)
            seen += [one.split("<")[0] for one in answer.text.split("<code>file-")[1:]]
            older = next(link for link in main_links(answer.text) if "before=" in link)
            self.assertIn("kind=file-uploaded", older)
            answer = self.manager.get(older.removeprefix(self.center.absolute_url()))
        expected = [f"{number}.whl" for number in range(self.COUNT - 1, self.COUNT - 151, -1)]
        self.assertEqual(seen, expected)

    def test_a_page_looks_at_so_many_and_says_so(self):
        with mock.patch.object(journal, "LOOKED_AT", 1000):
            answer = self.manager.get("/journal?project=project99&user=nobody")
        text = main_text(answer.text)
        self.assertIn("This page has looked back to", text)
        self.assertIn("Older", text)

    def test_it_is_exported_whole(self):
        answer = self.manager.get("/journal-export?form=csv")
        self.assertEqual(answer.status, 200)
        self.assertEqual(answer.headers["Content-Type"], "text/csv; charset=utf-8")
        self.assertIn("attachment", answer.headers["Content-Disposition"])
        rows = list(csv.DictReader(io.StringIO(answer.text, newline="")))
        self.assertEqual(tuple(rows[0]), COLUMNS)
        self.assertEqual(len(rows), len(self.entries()))
        found = self.manager.get("/journal-export?form=json").json
        self.assertEqual([one["time"] for one in found], [row["time"] for row in rows])

    def test_the_fields_of_the_page_narrow_an_export(self):
        found = self.manager.get("/journal-export?form=json&project=project7").json
        self.assertEqual({one["project"] for one in found}, {"project7"})
        self.assertEqual(len(found), 100)

    def test_an_unknown_form_is_told(self):
        self.assertEqual(self.manager.get("/journal-export?form=xml").status, 400)

    def test_a_client_that_goes_away_leaves_no_connection_open(self):
        db = self.center._p_jar.db()

        def opened():
            return len([one for one in db.connectionDebugInfo() if one["opened"] is not None])

        before = opened()
        stream = EntryStream(self.center, "json", Wanted())
        first = next(stream)
        self.assertTrue(first.startswith(b"[\n{"))
        self.assertEqual(opened(), before + 1)
        stream.close()
        self.assertEqual(opened(), before)
        rest = EntryStream(self.center, "json", Wanted())
        self.assertEqual(len(json.loads(b"".join(rest))), len(self.entries()))
        self.assertEqual(opened(), before)
