"""Rows on registering, uploading and the index, over HTTP."""

from plone.app.testing import login
from plone.app.testing import logout
from Products.PloneSoftwareCenter.content.file import PSCFile
from Products.PloneSoftwareCenter.content.release import PSCRelease
from Products.PloneSoftwareCenter.content.states import state_of
from Products.PloneSoftwareCenter.index.names import find_record
from Products.PloneSoftwareCenter.index.queries import project_list
from Products.PloneSoftwareCenter.index.queries import project_page
from Products.PloneSoftwareCenter.index.queries import visible_files
from Products.PloneSoftwareCenter.index.records import ReleaseRecord
from Products.PloneSoftwareCenter.testing import create_project
from Products.PloneSoftwareCenter.testing import OWNER
from Products.PloneSoftwareCenter.tests.archives import make_sdist
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.served import ServedCenter
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import re
import transaction


class TestSubmit(ServedCenter):
    def submit(self, name, version="1.0", client=None, **fields):
        form = {"metadata_version": "1.0", "name": name, "version": version, **fields}
        answer = (client or self.owner).action("submit", list(form.items()))
        self.assertEqual(answer.status, 200, answer.text)
        self.refresh()
        return answer.text

    def page_by_hand(self, page_id, name):
        """Make a project page as its owner."""
        with self.changes():
            login(self.portal, OWNER)
            project = create_project(self.center, name, title=page_id)
            if project.id != page_id:
                transaction.savepoint()
                self.center.manage_renameObject(project.id, page_id)
            logout()

    def test_release_of_a_submit_has_neither_file_nor_link(self):
        self.submit("demo")
        self.assertEqual(list(self.center["demo"]["1.0"].objectIds()), [])

    def test_download_url_gives_one_link_however_often_it_comes(self):
        for _time in range(3):
            self.submit("demo", download_url="https://example.org/demo-1.0.tar.gz")
        self.assertEqual(list(self.center["demo"]["1.0"].objectIds()), ["download"])

    def test_text_stays_when_the_next_submit_has_none(self):
        self.submit("demo", description="xxx")
        self.submit("demo")
        self.assertEqual(self.center["demo"].text, "xxx")
        self.assertIn("<p>xxx</p>", self.nobody.get("/demo").text)

    def test_classifier_of_the_center_is_taken(self):
        with self.changes():
            self.center.extra_classifiers = ("Ours :: Own",)
        self.assertNotIn("Left out", self.submit("demo", classifiers="Ours :: Own"))
        self.assertEqual(self.center["demo"].classifiers, ("Ours :: Own",))

    def test_ids_are_normalized_names_and_titles_the_names_as_written(self):
        for name, page_id in (
            ("collective.BargainingAgreement", "collective-bargainingagreement"),
            ("Products.ImageRepository", "products-imagerepository"),
            ("iw.fss", "iw-fss"),
        ):
            self.submit(name)
            with self.subTest(name):
                self.assertEqual(self.center[page_id].title, name)
                self.assertEqual(self.center[page_id].distributions, (name,))

    def test_page_of_that_id_without_a_name_takes_it_as_its_main_one(self):
        self.page_by_hand("iw-fss", "")
        self.submit("iw.fss")
        self.assertEqual(self.center["iw-fss"].distributions, ("iw.fss",))

    def test_page_of_that_id_with_another_name_takes_it_as_a_further_one_as_written(self):
        self.page_by_hand("iw-fss", "other")
        self.submit("iw.FSS")
        self.assertEqual(list(self.center.objectIds()), ["iw-fss"])
        self.assertEqual(self.center["iw-fss"].distributions, ("other", "iw.FSS"))
        self.assertEqual(list(self.center["iw-fss"].objectIds()), ["iw-fss-1.0"])

    def test_page_of_that_id_without_a_name_is_not_claimed_by_another_member(self):
        self.page_by_hand("iw-fss", "")
        answer = self.other.action("submit", [("name", "iw.fss"), ("version", "1.0")])
        self.assertEqual(answer.status, 403)
        self.refresh()
        self.assertEqual(self.center["iw-fss"].distributions, ())

    def test_contact_is_a_link_to_the_mail_address(self):
        for sent in ("ann@example.org", "Ann Author <ann@example.org>"):
            self.submit("demo", author_email=sent)
            self.assertEqual(self.center["demo"].contact_address, "mailto:ann@example.org")

    def test_compatibility_is_read_from_classifiers_and_never_cleared(self):
        self.submit("demo", classifiers="Framework :: Plone :: 6.0")
        self.submit("demo", classifiers="Framework :: Plone :: Addon")
        self.submit("demo")
        self.assertEqual(self.center["demo"]["1.0"].compatibility, ("Plone 6.0",))


class TestUpload(ServedCenter):
    def upload(self, path, fields=(), client=None):
        answer = (client or self.owner).upload(path, fields)
        self.assertEqual(answer.status, 200, answer.text)
        self.refresh()
        return answer

    def test_state_follows_the_version_in_its_historic_spellings(self):
        for version, state in (
            ("1.0dev", "alpha"),
            ("1.0a1", "alpha"),
            ("1.0alpha2", "alpha"),
            ("1.0b1", "beta"),
            ("1.0beta2", "beta"),
            ("1.0rc5", "release-candidate"),
            ("1.0", "final"),
        ):
            with self.subTest(version):
                sdist = make_sdist("demo", version, folder=self.folder)
                self.upload(sdist, client=self.manager)
                release = self.center["demo"][version]
                self.assertEqual((release.version, state_of(release)), (version, state))

    def test_release_candidate_is_in_the_index(self):
        sdist = make_sdist("demo", "1.0rc1", folder=self.folder)
        self.upload(sdist)
        self.assertEqual(self.filenames("demo"), [sdist.name])
        self.assertIn(sdist.name, self.nobody.get("/links").text)

    def test_description_is_rendered_on_the_page(self):
        wheel = make_wheel("demo", "1.0", folder=self.folder)
        self.upload(wheel, [("description", "This is **rest**.")])
        self.assertIn("<strong>rest</strong>", self.nobody.get("/demo").text)

    def test_file_of_one_version_is_not_taken_for_another(self):
        sdist = make_sdist("demo", "1.0", folder=self.folder)
        self.upload(sdist)
        self.assertEqual(self.owner.upload(sdist, [("version", "2.0")]).status, 400)
        self.assertEqual(self.filenames("demo"), [sdist.name])

    def test_file_again_without_a_digest_is_taken(self):
        sdist = make_sdist("demo", "1.0", folder=self.folder)
        for _time in ("first", "again"):
            self.upload(sdist, [("md5_digest", ""), ("sha256_digest", "")])
        self.assertEqual(self.filenames("demo"), [sdist.name])


class TestIndex(ServedCenter):
    """Two names in one project, with an external link, and a project without a name."""

    def setUp(self):
        super().setUp()
        main = make_sdist("iw.recipe", "1.0", folder=self.folder)
        self.upload(main, [("download_url", "https://example.org/elsewhere.tar.gz")])
        with self.changes():
            project = self.center["iw-recipe"]
            project.distributions = ("iw.recipe", "iw.fss")
            notify(ObjectModifiedEvent(project))
            create_project(self.center, "", title="Nameless")
        further = make_wheel("iw.fss", "0.2.3", folder=self.folder)
        egg = make_sdist("iw.fss", "0.2.3", folder=self.folder)
        self.upload(further, [("summary", "Of the further name")])
        self.upload(egg)
        self.main, self.further = [main.name], sorted([further.name, egg.name])

    def upload(self, path, fields=()):
        name = "iw.recipe" if "recipe" in path.name else "iw.fss"
        answer = self.owner.upload(path, [("name", name), *fields])
        self.assertEqual(answer.status, 200, answer.text)

    def hrefs(self, path):
        answer = self.nobody.get(path)
        self.assertEqual(answer.status, 200)
        return re.findall(r'href="([^"#]+)', answer.text)

    def test_further_name_lands_in_its_project_and_leaves_the_page_alone(self):
        self.refresh()
        project = self.center["iw-recipe"]
        self.assertEqual(sorted(project.objectIds()), ["1.0", "iw-fss-0.2.3"])
        self.assertEqual(project["iw-fss-0.2.3"].Title(), "iw.fss 0.2.3")
        self.assertNotIn("Of the further name", project.description)

    def test_links_are_those_of_all_files_in_order_and_no_external_one(self):
        found = [link for link in self.hrefs("/links") if link.startswith("simple/")]
        expected = [f"simple/iw-fss/{name}" for name in self.further]
        self.assertEqual(sorted(found), [*expected, f"simple/iw-recipe/{self.main[0]}"])
        self.assertNotIn("elsewhere", self.nobody.get("/links").text)

    def test_root_lists_main_and_further_names(self):
        self.assertEqual(self.hrefs("/simple/"), ["iw-fss/", "iw-recipe/"])
        self.assertNotIn("ameless", self.nobody.get("/simple/").text)

    def test_page_of_a_name_lists_its_own_files_only(self):
        self.assertEqual(sorted(self.hrefs("/simple/iw-fss/")), self.further)
        self.assertEqual(self.hrefs("/simple/iw-recipe/"), self.main)
        for name in ("iw-fss", "iw-recipe"):
            page = self.nobody.get(f"/simple/{name}/").text
            self.assertNotIn("elsewhere", page)
            self.assertNotIn("rel=", page)

    def test_every_file_is_linked_with_its_digest(self):
        for path in ("/links", "/simple/iw-fss/", "/simple/iw-recipe/"):
            text = self.nobody.get(path).text
            with self.subTest(path):
                self.assertEqual(
                    text.count("#sha256="), len(re.findall(r'href="[^"]+\.(?:gz|whl)', text))
                )

    def test_reading_wakes_neither_releases_nor_files(self):
        self.refresh()
        connection = self.center._p_jar
        connection.cacheMinimize()
        for name in project_list(self.center).names:
            self.assertTrue(project_page(find_record(self.center, name)).files)
        self.assertTrue(list(visible_files(self.center)))
        awake = {type(value) for _oid, value in connection._cache.lru_items()}
        self.assertIn(ReleaseRecord, awake)
        self.assertFalse(awake & {PSCRelease, PSCFile})
