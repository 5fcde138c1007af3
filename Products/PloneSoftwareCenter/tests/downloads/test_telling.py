"""What pages, CSV, JSON and services tell of downloads, and whom."""

from datetime import datetime
from datetime import timedelta
from datetime import UTC
from Products.PloneSoftwareCenter.content.states import PROJECT_WORKFLOW
from Products.PloneSoftwareCenter.content.states import set_state
from Products.PloneSoftwareCenter.downloads.store import add_downloads
from Products.PloneSoftwareCenter.downloads.store import Download
from Products.PloneSoftwareCenter.finding.popularity import downloads_of
from Products.PloneSoftwareCenter.pypi.downloads import first_day
from Products.PloneSoftwareCenter.tests.tokens.case import TokenCase

import csv
import io


TODAY = datetime.now(UTC).date()
LONG_AGO = TODAY - timedelta(days=200)


class TestTelling(TokenCase):
    def setUp(self):
        super().setUp()
        self.publish("demo", "hush")
        with self.changes():
            set_state(self.center["hush"], PROJECT_WORKFLOW, "unapproved")
        self.add("demo", 5, python="3.12")
        self.add("demo", 2, installer="uv")
        self.add("demo", 4, day=LONG_AGO)
        self.add("hush", 90)

    def add(self, name, number, *, day=TODAY, installer="pip", python="", filename=None):
        filename = filename or f"{name}-1.0-py3-none-any.whl"
        one = Download(name, "1", filename, day.isoformat(), installer, python)
        with self.changes():
            add_downloads(self.center, [(one, number)], first_day(TODAY))

    def rows(self, path, client=None):
        answer = (client or self.nobody).get(path)
        self.assertEqual(answer.status, 200, answer.text)
        return list(csv.DictReader(io.StringIO(answer.text, newline="")))

    def test_csv_of_a_name(self):
        filename = "demo-1.0-py3-none-any.whl"
        self.assertEqual(
            [tuple(row.values()) for row in self.rows("/counts/demo.csv")],
            [
                ("demo", "1.0", filename, LONG_AGO.isoformat()[:7], "pip", "", "4"),
                ("demo", "1.0", filename, TODAY.isoformat(), "pip", "3.12", "5"),
                ("demo", "1.0", filename, TODAY.isoformat(), "uv", "", "2"),
            ],
        )

    def test_json_has_the_same(self):
        answer = self.nobody.get("/counts/Demo.json")
        self.assertEqual(answer.headers["Content-Type"], "application/json")
        self.assertEqual(
            [{key: str(value) for key, value in row.items()} for row in answer.json],
            self.rows("/counts/demo.csv"),
        )
        self.assertEqual([row["downloads"] for row in answer.json], [4, 5, 2])

    def test_all_names_are_those_that_the_asker_may_see(self):
        for client, names in (
            (self.nobody, {"demo"}),
            (self.other, {"demo"}),
            (self.owner, {"demo", "hush"}),
            (self.manager, {"demo", "hush"}),
        ):
            self.assertEqual({row["project"] for row in self.rows("/counts.csv", client)}, names)
            found = client.get("/counts.json").json
            self.assertEqual({row["project"] for row in found}, names)
            status = 200 if "hush" in names else 404
            for path in ("/counts/hush.csv", "/counts/hush.json"):
                self.assertEqual(client.get(path).status, status)

    def test_a_private_center_asks_for_a_password(self):
        self.make_private()
        for path in ("/counts.csv", "/counts/demo.csv", "/counts/none.csv"):
            self.assertEqual(self.nobody.get(path).status, 401)
            self.assertEqual(self.other.get(path).status, 403)
        answer = self.owner.get("/counts/demo.csv")
        self.assertEqual(answer.status, 200)
        self.assertIn("private", answer.headers["Cache-Control"])

    def test_what_is_asked_wrongly(self):
        for path, status in (
            ("/counts", 404),
            ("/counts/", 404),
            ("/counts/demo", 404),
            ("/counts/demo.xml", 404),
            ("/counts/.csv", 404),
            ("/counts/none.csv", 404),
            ("/counts/demo.csv/more", 404),
            ("/counts.csv/more", 404),
            ("/counts/d%00emo.csv", 404),
            ("/counts.csv?since=yesterday", 400),
            ("/counts.csv?until=2027-02-30", 400),
            ("/counts.csv?since=2027-01-01&since=2027-01-02", 400),
        ):
            with self.subTest(path):
                answer = self.nobody.get(path)
                self.assertEqual(answer.status, status, answer.text[:200])
                self.assertTrue(answer.headers["Content-Type"].startswith("text/plain"))
        self.assertEqual(self.nobody.post((), "/counts.csv").status, 405)

    def test_head_tells_the_type_alone(self):
        answer = self.nobody.head("/counts.csv")
        self.assertEqual((answer.status, answer.body), (200, b""))
        self.assertEqual(answer.headers["Content-Type"], "text/csv; charset=utf-8")

    def test_some_time(self):
        day = TODAY.isoformat()
        self.assertEqual(len(self.rows(f"/counts.csv?since={day}")), 2)
        self.assertEqual(len(self.rows(f"/counts.csv?until={LONG_AGO.isoformat()}")), 1)
        self.assertEqual(self.rows("/counts.csv?since=2999-01-01"), [])

    def test_files_that_nobody_sees_are_told_together(self):
        for filename in ("demo-0.1.zip", "demo-0.2.zip"):
            self.add("demo", 3, filename=filename, installer="curl")
        rows = self.rows(f"/counts/demo.csv?since={TODAY.isoformat()}", self.owner)
        self.assertEqual(
            [(row["version"], row["file"], row["downloads"]) for row in rows[:1]], [("", "", "6")]
        )
        self.assertEqual(sum(int(row["downloads"]) for row in rows), 13)

    def test_services(self):
        json = {"Accept": "application/json"}
        sums = self.nobody.get("/@counts", **json).json
        self.assertEqual(sums["downloads"], 11)
        self.assertEqual(
            [(one["period"], one["downloads"]) for one in sums["periods"]],
            [(LONG_AGO.isoformat()[:7], 4), (TODAY.isoformat(), 7)],
        )
        of_project = self.nobody.get(f"/demo/@counts?since={TODAY.isoformat()}", **json).json
        self.assertEqual(of_project["downloads"], 7)
        of_name = self.nobody.get("/@counts/Demo?b_size=2", **json).json
        self.assertEqual((of_name["items_total"], of_name["downloads"]), (3, 11))
        self.assertEqual(len(of_name["items"]), 2)
        self.assertEqual(self.nobody.get("/@counts/hush", **json).status, 404)
        self.assertEqual(self.owner.get("/@counts/hush", **json).json["downloads"], 90)
        self.assertEqual(self.nobody.get("/@counts?since=x", **json).status, 400)
        self.assertEqual(self.nobody.get("/@counts/none", **json).status, 404)

    def test_pages_show_the_numbers(self):
        text = self.nobody.get("").text
        self.assertIn('id="psc-download-counts"', text)
        self.assertIn(f"<title>{TODAY.isoformat()}: 7</title>", text)
        self.assertIn("<strong>11</strong> in all", text)
        self.assertIn(f"<title>{TODAY.isoformat()}: 7</title>", self.nobody.get("/demo").text)
        self.assertIn('psc-number">11<', self.nobody.get("/demo").text)
        self.assertIn('psc-number">11<', self.nobody.get("/demo/1.0").text)
        page = self.nobody.get("/demo/1.0/demo-1.0-py3-none-any.whl").text
        self.assertIn('id="psc-downloads">11<', page)

    def test_nothing_is_told_where_it_is_switched_off(self):
        with self.changes():
            self.center.download_counts = "off"
        for path in ("", "/demo", "/demo/1.0", "/demo/1.0/demo-1.0-py3-none-any.whl"):
            text = self.nobody.get(path).text
            self.assertNotIn("psc-download-counts", text)
            self.assertNotIn('psc-number">11<', text)
            self.assertNotIn('<dd class="col-sm-9" id="psc-downloads">', text)
        self.assertNotIn('value="downloads"', self.nobody.get("").text)
        for path in ("/counts.csv", "/counts/demo.json", "/@counts", "/@counts/demo"):
            self.assertEqual(self.nobody.get(path, Accept="application/json").status, 404)
        self.assertIsNone(downloads_of(self.center))

    def test_sorted_by_downloads(self):
        self.publish("also", "best")
        self.add("best", 100)
        text = self.nobody.get("?sort=downloads").text.partition('id="psc-results"')[2]
        order = [text.index(f"/software/{name}") for name in ("best", "demo", "also")]
        self.assertEqual(order, sorted(order))
        self.assertEqual(downloads_of(self.center)["best"], 100)
