"""The parts of a project's page that tell of others: who uses it, who works on it, where it is."""

from plone import api
from plone.app.testing import SITE_OWNER_NAME
from Products.PloneSoftwareCenter.content.states import PROJECT_WORKFLOW
from Products.PloneSoftwareCenter.content.states import set_state
from Products.PloneSoftwareCenter.testing import create_project
from Products.PloneSoftwareCenter.testing import MAINTAINER
from Products.PloneSoftwareCenter.testing import OTHER
from Products.PloneSoftwareCenter.testing import OWNER
from Products.PloneSoftwareCenter.tests.archives import make_sdist
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.pages import PublishedPages


class TestProjectParts(PublishedPages):
    def put(self, name, version="1.0", *requires, extra=""):
        lines = "".join(f"Requires-Dist: {one}\n" for one in requires)
        return self.publish(make_wheel(name, version, metadata_extra=lines + extra))

    def part(self, path, start, end, user=None):
        return self.read(path, user).partition(start)[2].partition(end)[0].strip()

    def test_requirements_are_told_and_linked_where_they_are_here(self):
        self.put("base")
        self.put("top", "1.0", "Base>=1,<2", "requests; python_version<'3.12'", "dev; extra=='x'")
        self.assertEqual(
            self.part("/top", "Dependencies", "All releases"),
            'What version 1.0 requires Base <2,>=1 requests python_version < "3.12"'
            " With the extra x : dev",
        )
        self.assertIn(f"{self.url}/base", self.links)
        self.assertEqual(self.part("/base", "Used by", "All releases"), "top")
        self.assertIn(f"{self.url}/top", self.links)

    def test_private_projects_are_neither_linked_nor_told(self):
        self.put("base")
        self.put("secret-base")
        self.put("top", "1.0", "base", "secret-base")
        self.put("secret-top", "1.0", "base")
        for name in ("secret-base", "secret-top"):
            set_state(self.center[name], PROJECT_WORKFLOW, "unapproved")
        for user in (None, OTHER):
            self.assertEqual(self.part("/base", "Used by", "All releases", user), "top")
            self.assertIn("secret-base", self.read("/top", user))
            self.assertNotIn(f"{self.url}/secret-base", self.links)
        self.assertIn("secret-top", self.read("/base", SITE_OWNER_NAME))
        self.read("/top", SITE_OWNER_NAME)
        self.assertIn(f"{self.url}/secret-base", self.links)

    def test_newest_pre_release_is_offered_if_it_is_newer(self):
        self.put("demo", "1.0a1")
        self.assertIn("Newest pre-release: 1.0a1 ,", self.read("/demo"))
        self.put("demo", "1.0")
        self.assertNotIn("Newest pre-release", self.read("/demo"))
        self.put("demo", "2.0b1")
        self.assertIn("Newest pre-release: 2.0b1 ,", self.read("/demo"))

    def test_list_tells_python_and_size(self):
        self.publish(make_wheel("demo", "1.0", requires_python=">=3.11"))
        self.publish(make_sdist("demo", "1.0", requires_python=">=3.11"))
        row = self.part("/demo", "All releases", "sha256")
        self.assertRegex(row, r"1\.0 .* Final release >=3\.11 2 \([0-9.]+ KB\)")

    def test_links_of_labels_of_their_own(self):
        urls = (
            "Funding, https://example.org/fund",
            "Bug Tracker, https://example.org/bugs",
            "De\u200bmo, https://example.org/demo",
        )
        self.put("demo", extra="".join(f"Project-URL: {url}\n" for url in urls))
        self.assertEqual(
            self.part("/demo", "Further links", "Report a problem"), "Funding De[U+200B]mo"
        )
        self.assertEqual(self.links.count("https://example.org/bugs"), 2)

    def test_license_is_linked(self):
        project = create_project(self.center, "demo", license="GPL-2.0-only")
        self.read("/demo")
        self.assertIn("https://spdx.org/licenses/GPL-2.0-only.html", self.links)
        self.center.available_licenses = ("house|House rules|https://example.org/house",)
        project.license = "house"
        self.read("/demo")
        self.assertIn("https://example.org/house", self.links)
        project.license = "Something else"
        self.assertIn("License Something else", self.read("/demo"))

    def test_other_servers_are_linked(self):
        project = create_project(self.center, "demo")
        project.other_servers = ("https://pypi.org/project/demo/", "javascript:alert(1)")
        self.assertIn("Also available at pypi.org", self.read("/demo"))
        self.assertIn("https://pypi.org/project/demo/", self.links)
        self.assertNotIn("javascript:", self.html)

    def test_problems_are_reported_to_tracker_or_contact_and_to_the_site(self):
        project = create_project(self.center, "demo")
        site = f"{self.portal.absolute_url()}/contact-info"
        self.assertIn("Report a problem Tell those who run this site", self.read("/demo"))
        self.assertIn(site, self.links)
        project.contact_address = "mailto:ann@example.org"
        self.assertIn("Write to the project Tell", self.read("/demo"))
        project.tracker = "https://example.org/bugs"
        self.assertIn("Report a bug Tell", self.read("/demo"))

    def test_people_are_told_to_members_and_to_strangers_if_the_site_says_so(self):
        project = create_project(self.center, "demo")
        project.manage_setLocalRoles(OWNER, ["Owner"])
        project.manage_setLocalRoles(MAINTAINER, ["PSCMaintainer"])
        api.user.get(userid=OWNER).setMemberProperties({"fullname": "Owen \u202egnorW"})
        words = "Owen [U+202E]gnorW Owner"
        self.assertIn(words, self.read("/demo", OTHER))
        self.assertIn("mary Maintainer", self.read("/demo", OTHER))
        self.assertNotIn("Owen", self.read("/demo"))
        api.portal.set_registry_record("plone.allow_anon_views_about", True)
        self.assertIn(words, self.read("/demo"))

    def test_private_project_says_what_installers_need(self):
        self.put("demo")
        self.assertNotIn("__token__", self.read("/demo"))
        set_state(self.center["demo"], PROJECT_WORKFLOW, "unapproved")
        text = self.read("/demo", SITE_OWNER_NAME)
        self.assertIn("API token with the user name __token__", text)
        self.assertNotIn("Badges", text)

    def test_title_and_summary_show_what_can_not_be_seen(self):
        create_project(self.center, "demo", title="demo\u200b", description="\u202etxt.exe")
        text = self.read("/demo")
        self.assertIn("demo[U+200B]", text)
        self.assertIn("[U+202E]txt.exe", text)

    def test_images_of_the_text_are_shown_or_left_out(self):
        project = create_project(self.center, "demo")
        project.text = "![state](https://example.org/state.svg)"
        project.text_content_type = "text/markdown"
        self.read("/demo")
        self.assertIn('referrerpolicy="no-referrer"', self.html)
        self.assertIn("https://example.org/state.svg", self.html)
        self.center.description_images = False
        self.read("/demo")
        self.assertNotIn("https://example.org/state.svg", self.html)

    def test_commands_can_be_copied_without_a_script_in_the_page(self):
        self.put("demo")
        self.read("/demo")
        self.assertIn('data-psc-copy="psc-instructions-0"', self.html)
        self.assertIn("++resource++psc/psc.js", self.html)
        self.assertNotIn("onclick", self.html)
        self.assertIn(f"{self.url}/simple/demo/", self.links)

    def test_lists_wake_neither_releases_nor_files(self):
        for minor in range(3):
            self.put("demo", f"1.{minor}")
        project = self.center["demo"]
        project._p_jar.cacheMinimize()
        self.read("/demo")
        # the newest one is shown with its own title
        awake = [key for key in project.objectIds() if project[key]._p_state != -1]
        self.assertLessEqual(set(awake), {"1.2"})
