"""The pages of the JSON API, from records."""

from persistent import GHOST
from Products.PloneSoftwareCenter.index.json_pages import core_metadata_of
from Products.PloneSoftwareCenter.index.json_pages import name_body
from Products.PloneSoftwareCenter.index.json_pages import release_body
from Products.PloneSoftwareCenter.index.names import find_record
from Products.PloneSoftwareCenter.index.records import Sidecar
from Products.PloneSoftwareCenter.pypi.errors import NotFound
from Products.PloneSoftwareCenter.tests.archives import make_sdist
from Products.PloneSoftwareCenter.tests.index.following import FollowingCase
from Products.PloneSoftwareCenter.upload.by_path import publish_archive

import json
import transaction


BASE = "https://psc.example.org"


class TestJSONPages(FollowingCase):
    def setUp(self):
        super().setUp()
        self.publish("demo", "1.0")
        publish_archive(self.center, make_sdist("demo", "1.0", folder=self.folder))
        self.record = find_record(self.center, "demo")
        self.release = self.record.releases["1"]

    def test_content_is_not_woken(self):
        project = self.center["demo"]
        release = project["1.0"]
        self.center._p_jar.cacheMinimize()
        name_body(self.record, BASE)
        release_body(self.record, "1.0", BASE)
        self.assertEqual((project._p_state, release._p_state), (GHOST, GHOST))

    def test_page_is_made_once_for_each_address_of_the_center(self):
        page = name_body(self.record, BASE)
        self.assertIs(name_body(self.record, BASE), page)
        self.assertIsNot(name_body(self.record, f"{BASE}/psc"), page)
        self.assertIs(
            release_body(self.record, "1.0", BASE), release_body(self.record, "1.0.0", BASE)
        )

    def test_change_makes_another_page(self):
        page = name_body(self.record, BASE)
        self.publish("demo", "1.1")
        changed = name_body(self.record, BASE)
        self.assertEqual(list(json.loads(changed.body)["releases"]), ["1.0", "1.1"])
        self.assertNotEqual(changed.etag, page.etag)
        self.assertGreater(changed.serial, page.serial)

    def test_name_without_releases_has_no_page(self):
        self.center["demo"].manage_delObjects(["1.0"])
        transaction.commit()
        with self.assertRaises(NotFound):
            name_body(self.record, BASE)

    def test_records_of_before_tell_less(self):
        for state in self.release.files.values():
            del state["python_version"], state["comment"]
        files = json.loads(name_body(self.record, BASE).body)["urls"]
        self.assertEqual([file["python_version"] for file in files], ["any", "source"])
        self.assertEqual([file["comment_text"] for file in files], [None, None])

    def test_archive_that_tells_nothing_is_passed_over(self):
        wheel, sdist = self.release.files
        self.release.sidecars[wheel] = Sidecar(b"no metadata")
        self.assertEqual(self.said().summary, "A distribution of the tests")
        self.release.sidecars[sdist] = Sidecar()
        del self.release.sidecars[wheel]
        said = self.said()
        self.assertEqual((said.name, said.version, said.summary), ("demo", "1.0", None))

    def test_python_is_told_by_the_index_where_the_archive_does_not(self):
        for state in self.release.files.values():
            state["requires_python"] = ">=3.11"
        self.assertEqual(self.said().requires_python, ">=3.11")
        self.release.sidecars.clear()
        self.assertEqual(self.said().requires_python, ">=3.11")

    def said(self):
        return core_metadata_of(self.record, self.release)
