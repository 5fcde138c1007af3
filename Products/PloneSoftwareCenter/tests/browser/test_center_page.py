"""The front page of a center, and the pages of its categories."""

from plone import api
from Products.PloneSoftwareCenter.content.project import PSCProject
from Products.PloneSoftwareCenter.content.release import PSCRelease
from Products.PloneSoftwareCenter.content.states import CENTER_WORKFLOW
from Products.PloneSoftwareCenter.content.states import PROJECT_WORKFLOW
from Products.PloneSoftwareCenter.content.states import set_state
from Products.PloneSoftwareCenter.testing import create_center
from Products.PloneSoftwareCenter.testing import create_project
from Products.PloneSoftwareCenter.testing import create_release
from Products.PloneSoftwareCenter.testing import OTHER
from Products.PloneSoftwareCenter.tests.pages import browser_of
from Products.PloneSoftwareCenter.tests.pages import PublishedPages
from unittest import mock
from urllib.parse import quote

import contextlib
import transaction


class CenterPageCase(PublishedPages):
    def make_release(self, project, version, state="final"):
        release = create_release(project, version)
        set_state(release, "psc_release_workflow", state)
        return release


class TestCenterPage(CenterPageCase):
    def test_empty_center_says_what_it_is_and_how_to_use_it(self):
        self.center.description = "All we make"
        text = self.read()
        self.assertIn("All we make", text)
        self.assertIn("0 projects · 0 releases", text)
        self.assertIn("No project found.", text)
        self.assertIn(f"pip install --index-url {self.url}/simple/ NAME", text)
        self.assertIn(f"index = {self.url}/simple/", text)
        self.assertIn(f"repository = {self.url} ", text)
        self.assertIn("twine upload -r software dist/*", text)
        self.assertIn(f"{self.url}/simple/", self.links)

    def test_counts_projects_and_their_listed_releases(self):
        for number in range(4):
            project = create_project(self.center, f"demo-{number}")
            for minor in range(number + 1):
                self.make_release(project, f"1.{minor}")
        self.make_release(project, "2.0", "hidden")
        create_release(project, "3.0")
        self.assertIn("4 projects · 10 releases", self.read())

    def test_projects_are_listed_by_title_in_batches(self):
        for number in range(35):
            create_project(self.center, f"demo-{number:02}", title=f"Demo {number:02}")
        text = self.read("?sort=name")
        self.assertIn("Demo 00 ", text)
        self.assertLess(text.index("Demo 00"), text.index("Demo 29"))
        self.assertNotIn("Demo 30", text)
        text = self.read("?b_start:int=30")
        self.assertIn("Demo 30", text)
        self.assertNotIn("Demo 29", text)

    def test_nonsense_in_the_address_does_no_harm(self):
        create_project(self.center, "demo")
        for query in (
            "?b_start=x",
            "?b_start=-5",
            "?SearchableText=%22",
            "?SearchableText=*",
            "?SearchableText=and+or+(",
            "?SearchableText:list=a",
            "?b_start=999",
            "?b_start=" + "9" * 50,
            "?sort=nonsense",
            "?sort:list=name",
            "?license=nonsense&python=9.9&kind=%00",
            "?license:list=MIT&license:list=BSD",
            "?category:record=a",
            "?SearchableText=" + quote("\u202e\u200b"),
            "?SearchableText=" + quote("AND OR NOT \"' (* ?) - ~ [x] {y} :=;"),
            "?SearchableText=" + "a%20b" * 2500,
            "?SearchableText=" + "x" * 10_000,
            "?SearchableText=" + "%22" * 3000,
            "?SearchableText=%ff%fe",
        ):
            with self.subTest(query):
                self.assertIn("1 project · 0 releases", self.read(query))

    def test_list_is_searched_filtered_and_sorted_by_its_address(self):
        create_project(self.center, "red", title="Red balloon", license="MIT")
        create_project(self.center, "blue", title="Blue balloon", license="MIT")
        create_project(self.center, "car", title="Red car", license="ZPL-2.1")
        self.assertIn("3 projects", self.read("?sort=newest"))
        text = self.read("?SearchableText=red&license=MIT")
        self.assertIn("1 project ", text)
        self.assertIn("Red balloon", text)
        self.assertNotIn("Blue balloon", text)
        self.assertNotIn("Red car", text)
        self.assertIn("License MIT 1 ZPL-2.1 1", text)
        self.assertIn(f"{self.url}?SearchableText=red", self.links)
        self.assertIn(f"{self.url}?SearchableText=red&license=ZPL-2.1", self.links)

    def test_address_of_the_next_page_keeps_the_question(self):
        for number in range(31):
            create_project(self.center, f"demo-{number:02}", license="MIT")
        self.read("?SearchableText=demo&license=MIT&sort=newest")
        link = next(link for link in self.links if "b_start" in link)
        for part in ("SearchableText=demo", "license=MIT", "sort=newest", "30"):
            self.assertIn(part, link)

    def test_what_a_center_has_to_say_leaves_room_for_answers(self):
        create_project(self.center, "demo")
        self.assertIn("What is new", self.read())
        for query in ("?SearchableText=demo", "?sort=newest", "?status=active"):
            self.assertNotIn("What is new", self.read(query))

    def test_titles_can_neither_hide_nor_turn_anything(self):
        create_project(self.center, "demo", title="pay\u202elap\u200b")
        self.assertIn("pay[U+202E]lap[U+200B]", self.read())
        for char in "\u202e\u200b":
            self.assertNotIn(char, self.html)
        self.assertIn('class="fs-5 fw-bold psc-name"', self.html)

    def test_markup_in_what_was_searched_for_stays_text(self):
        self.read("?SearchableText=" + quote('"><script>alert(1)</script>'))
        self.assertNotIn("<script>alert", self.html)

    def test_search_finds_projects_of_this_center_only(self):
        create_project(self.center, "one", title="Red balloon")
        create_project(self.center, "two", title="Blue balloon")
        create_project(create_center(self.portal, "other"), "red", title="Red car")
        text = self.read("?SearchableText=red")
        self.assertIn("Red balloon", text)
        self.assertNotIn("Blue balloon", text)
        self.assertNotIn("Red car", text)

    def test_who_may_add_is_offered_it(self):
        add = f"{self.url}/++add++PSCProject"
        self.assertIn("Log in to add a project", self.read())
        self.assertNotIn(add, self.links)
        self.read(user=OTHER)
        self.assertIn(add, self.links)
        set_state(self.center, CENTER_WORKFLOW, "closed")
        self.read(user=OTHER)
        self.assertNotIn(add, self.links)
        self.assertNotIn("Log in to add", self.read())

    def test_policy_that_nobody_makes_projects_is_heeded(self):
        self.center.project_creation = "nobody"
        self.read(user=OTHER)
        self.assertNotIn(f"{self.url}/++add++PSCProject", self.links)
        self.assertNotIn("Log in to add", self.read())

    def test_featured_project_comes_first(self):
        create_project(self.center, "demo", title="Demo", description="Shows it all")
        self.center.featured_project = "demo"
        self.assertIn("Featured Demo Shows it all", self.read())

    def test_featured_project_that_the_asker_may_not_see_is_not_told(self):
        project = create_project(self.center, "demo", title="Demo")
        set_state(project, PROJECT_WORKFLOW, "pending")
        self.center.featured_project = "demo"
        self.assertNotIn("Demo", self.read())

    def test_public_address_is_what_commands_say(self):
        self.center.public_address = "https://index.example.org"
        self.assertIn("--index-url https://index.example.org/simple/", self.read())


class TestCategories(CenterPageCase):
    def setUp(self):
        super().setUp()
        self.center.available_categories = ("z|Zebras|Striped", "a|Apes", "empty|Nothing")
        create_project(self.center, "one", title="First one", categories=("a",))
        create_project(self.center, "two", title="Second one", categories=("a", "z"))

    def test_boxes_stand_in_the_order_of_the_center_with_counts(self):
        text = self.read()
        self.assertIn("Zebras 1 Striped Apes 2", text)
        self.assertNotIn("Nothing", text)
        self.assertIn(f"{self.url}/by-category/a", self.links)

    def test_page_of_a_category_lists_its_projects(self):
        text = self.read("/by-category/z")
        self.assertIn("Projects in category Zebras Striped", text)
        self.assertIn("Second one", text)
        self.assertNotIn("First one", text)

    def test_category_without_projects_has_a_page(self):
        self.assertIn("No project found.", self.read("/by-category/empty"))

    def test_no_category_leads_to_the_center(self):
        browser = browser_of(self.layer)
        for path in ("/by-category", "/by-category/"):
            browser.open(self.url + path)
            self.assertEqual(browser.url, self.url)

    def test_unknown_category_is_not_found(self):
        transaction.commit()
        browser = browser_of(self.layer)
        browser.raiseHttpErrors = False
        for path in ("nope", "a/b", "Topic%20::%20Internet"):
            browser.open(f"{self.url}/by-category/{path}")
            self.assertTrue(browser.headers["status"].startswith("404"), path)

    def test_topics_take_the_place_of_categories(self):
        topic = "Topic :: Internet :: WWW/HTTP"
        create_project(self.center, "web", title="Web thing", classifiers=(topic,))
        self.center.use_classifiers = True
        text = self.read()
        self.assertIn("Internet :: WWW/HTTP 1", text)
        self.assertNotIn("Zebras", text)
        link = next(link for link in self.links if "/by-category/" in link)
        self.assertIn("Web thing", self.read(link.removeprefix(self.url)))

    def test_private_projects_are_not_counted(self):
        set_state(self.center["two"], PROJECT_WORKFLOW, "pending")
        text = self.read()
        self.assertNotIn("Zebras", text)
        self.assertIn("Apes 1", text)
        self.assertIn("No project found.", self.read("/by-category/z"))


class TestWaiting(CenterPageCase):
    def test_reviewers_see_what_waits(self):
        self.center.project_creation = "review"
        project = create_project(self.center, "demo", title="Demo")
        set_state(project, PROJECT_WORKFLOW, "pending")
        api.user.grant_roles(username="rita", obj=self.center, roles=["Reviewer"])
        self.center.reindexObjectSecurity()
        self.assertIn("Not public yet Demo waiting for review", self.read(user="rita"))
        self.assertIn("0 projects ·", self.read(user="rita"))
        for user in (None, OTHER):
            self.assertNotIn("Demo", self.read(user=user))


class TestNothingIsLoaded(CenterPageCase):
    def test_lists_load_neither_projects_nor_releases(self):
        self.center.available_categories = ("a|Apes",)
        self.center.featured_project = "demo-7"
        for number in range(35):
            project = create_project(
                self.center, f"demo-{number}", license="MIT", categories=("a",)
            )
            self.make_release(project, "1.0")
        set_state(project, PROJECT_WORKFLOW, "featured")
        transaction.commit()
        loaded = []

        def noting(original):
            def note(content, state):
                loaded.append(content)
                original(content, state)

            return note

        with contextlib.ExitStack() as patched:
            for kind in (PSCProject, PSCRelease):
                note = noting(kind.__setstate__)
                patched.enter_context(mock.patch.object(kind, "__setstate__", note, create=True))
            for user in (None, OTHER):
                for path in (
                    "",
                    "?b_start=30",
                    "?SearchableText=demo",
                    "?license=MIT&sort=updated",
                    "?SearchableText=demo&sort=newest&maturity=final",
                    "/by-category/a",
                ):
                    self.portal._p_jar.db().cacheMinimize()
                    with self.subTest(path, user=user):
                        self.assertIn("demo-3", self.read(path, user=user))
                        self.assertEqual(loaded, [])
            # the measure works
            self.portal._p_jar.db().cacheMinimize()
            self.read("/demo-3")
            self.assertTrue(loaded)
