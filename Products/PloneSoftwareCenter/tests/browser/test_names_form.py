"""The names of a project in its forms, and the form that moves one."""

from Products.PloneSoftwareCenter.testing import create_project
from Products.PloneSoftwareCenter.testing import MAINTAINER
from Products.PloneSoftwareCenter.testing import OTHER
from Products.PloneSoftwareCenter.testing import OWNER
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.pages import browser_of
from Products.PloneSoftwareCenter.tests.pages import PublishedPages

import transaction


class TestNamesForm(PublishedPages):
    def setUp(self):
        super().setUp()
        self.project = create_project(self.center, "demo", distributions=("demo", "side"))
        self.project.manage_setLocalRoles(OWNER, ["Owner"])
        self.publish(make_wheel("demo", "1.0"))
        self.publish(make_wheel("side", "7.0"))

    def save_names(self, *names):
        transaction.commit()
        browser = browser_of(self.layer, OWNER)
        browser.open(f"{self.project.absolute_url()}/edit")
        browser.getControl(name="form.widgets.distributions").value = "\n".join(names)
        browser.getControl("Save").click()
        transaction.begin()
        return browser.contents

    def test_name_with_releases_is_not_left_out(self):
        page = self.save_names("demo")
        self.assertIn("Move it to another project instead", page)
        self.assertEqual(self.project.distributions, ("demo", "side"))

    def test_name_without_releases_is_free_again(self):
        self.save_names("demo", "side", "third")
        self.save_names("demo", "side")
        other = create_project(self.center, "third")
        self.assertEqual(other.distributions, ("third",))

    def test_main_name_is_exchanged_by_the_order_of_the_lines(self):
        self.assertEqual(self.project.latest_release, "1.0")
        self.save_names("side", "demo")
        self.assertEqual(self.project.distributions, ("side", "demo"))
        self.assertEqual(self.project.latest_release, "side-7.0")
        self.assertIn("Latest stable release", self.read("/demo"))
        self.assertIn("7.0 released on", self.read("/demo"))

    def test_spelling_of_a_name_can_be_changed(self):
        self.save_names("Demo", "side")
        self.assertEqual(self.project.distributions, ("Demo", "side"))
        self.read("/simple/")
        self.assertIn(">Demo<", self.html)


class TestMoveForm(PublishedPages):
    def setUp(self):
        super().setUp()
        self.source = create_project(self.center, "demo", distributions=("demo", "side"))
        self.target = create_project(self.center, "goal")
        for project in (self.source, self.target):
            project.manage_setLocalRoles(OWNER, ["Owner"])
        create_project(self.center, "foreign")
        self.wheel = self.publish(make_wheel("side", "1.0"))

    def move(self, target, user=OWNER):
        transaction.commit()
        browser = browser_of(self.layer, user)
        browser.open(f"{self.source.absolute_url()}/@@move-name")
        browser.getControl(name="form.widgets.name:list").value = ["side"]
        browser.getControl(name="form.widgets.target").value = target
        browser.getControl("Move").click()
        transaction.begin()
        return browser

    def test_owner_moves_a_name(self):
        browser = self.move("Goal")
        self.assertEqual(browser.url, self.target.absolute_url())
        self.assertIn("side was moved here.", browser.contents)
        self.assertEqual(self.source.distributions, ("demo",))
        self.assertEqual(self.target.distributions, ("goal", "side"))
        self.read("/simple/side/")
        self.assertIn(self.wheel.name, self.html)

    def test_project_without_names_is_called_by_its_id(self):
        plain = create_project(self.center, "", title="Plain one")
        plain.manage_setLocalRoles(OWNER, ["Owner"])
        self.move("plain-one")
        self.assertEqual(plain.distributions, ("side",))

    def test_what_is_not_ones_own_or_not_there_is_told_alike(self):
        for target in ("foreign", "nope", "demo", "side", "../x"):
            with self.subTest(target):
                page = self.move(target).contents
                self.assertIn("You own no other project of this name.", page)
        self.assertEqual(self.source.distributions, ("demo", "side"))

    def test_maintainers_and_others_do_not_get_the_form(self):
        self.source.manage_setLocalRoles(MAINTAINER, ["PSCMaintainer"])
        transaction.commit()
        for user in (MAINTAINER, OTHER, None):
            browser = browser_of(self.layer, user)
            browser.raiseHttpErrors = False
            browser.open(f"{self.source.absolute_url()}/@@move-name")
            self.assertNotIn("form.widgets.target", browser.contents)
