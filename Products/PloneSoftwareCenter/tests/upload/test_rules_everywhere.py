"""The rules of a center hold for uploads, for register, in forms, and for what REST adds."""

from plone.app.testing import login
from plone.app.testing import TEST_USER_NAME
from Products.PloneSoftwareCenter.testing import create_project
from Products.PloneSoftwareCenter.testing import create_release
from Products.PloneSoftwareCenter.testing import OTHER
from Products.PloneSoftwareCenter.testing import OWNER
from Products.PloneSoftwareCenter.tests.archives import make_sdist
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.pages import browser_of
from Products.PloneSoftwareCenter.tests.served import ServedCenter
from zExceptions import BadRequest

import transaction


NOT_AVAILABLE = "is not available to you on this index."
PRIVATE = "Private :: Do Not Upload"


class TestRulesEverywhere(ServedCenter):
    def setUp(self):
        super().setUp()
        with self.changes():
            self.project = create_project(self.center, "demo-app")
            self.project.manage_setLocalRoles(OWNER, ["Owner"])

    def rule(self, **values):
        with self.changes():
            for name, value in values.items():
                setattr(self.center, name, value)

    def assertRefused(self, answer, status, sentence):
        self.assertEqual(answer.status, status, answer.text)
        self.assertIn(sentence, answer.text)

    def register(self, client, name="demo-app", version="1.0", **fields):
        fields = {"name": name, "version": version, **fields}
        return client.action("submit", list(fields.items()))

    def test_name_that_looks_like_another(self):
        self.rule(similar_names=False)
        wheel = make_wheel("dem0.app", "1.0", folder=self.folder)
        self.assertRefused(self.other.upload(wheel), 403, NOT_AVAILABLE)
        self.assertRefused(self.register(self.other, "dem0.app"), 403, NOT_AVAILABLE)
        self.refresh()
        login(self.portal, OTHER)
        with self.assertRaisesRegex(BadRequest, NOT_AVAILABLE):
            create_project(self.center, "dem0.app")
        transaction.abort()
        login(self.portal, TEST_USER_NAME)
        self.rule(similar_names=True)
        self.assertEqual(self.other.upload(wheel).status, 200)

    def test_name_that_is_reserved(self):
        self.rule(reserved_names=("acme-*",))
        wheel = make_wheel("acme-web", "1.0", folder=self.folder)
        self.assertRefused(self.other.upload(wheel), 403, NOT_AVAILABLE)
        self.assertRefused(self.register(self.other, "acme-web"), 403, NOT_AVAILABLE)
        self.refresh()
        login(self.portal, OTHER)
        # as REST does it, which asks no form
        with self.assertRaisesRegex(BadRequest, NOT_AVAILABLE):
            create_project(self.center, "acme-web")
        transaction.abort()
        login(self.portal, TEST_USER_NAME)
        self.assertEqual(self.manager.upload(wheel).status, 200)

    def test_local_versions(self):
        self.rule(local_versions=False)
        sentence = "The use of local versions in '1.0+acme.1' is not allowed."
        wheel = make_wheel("demo-app", "1.0+acme.1", folder=self.folder)
        self.assertRefused(self.owner.upload(wheel), 400, sentence)
        self.assertRefused(self.register(self.owner, version="1.0+acme.1"), 400, sentence)
        self.refresh()
        with self.assertRaisesRegex(BadRequest, "local versions"):
            create_release(self.center["demo-app"], "1.0+acme.1")
        transaction.abort()
        self.rule(local_versions=True)
        self.assertEqual(self.owner.upload(wheel).status, 200)

    def test_local_version_in_the_form(self):
        self.rule(local_versions=False)
        browser = browser_of(self.layer, OWNER)
        url = f"{self.center.absolute_url()}/demo-app"
        browser.open(f"{url}/++add++PSCRelease")
        browser.getControl(name="form.widgets.version").value = "1.0+acme.1"
        browser.getControl("Save").click()
        self.assertIn("The use of local versions", browser.contents)
        browser.getControl(name="form.widgets.version").value = "1.0"
        browser.getControl("Save").click()
        self.refresh()
        self.assertEqual(list(self.center["demo-app"].objectIds()), ["1.0"])

    def test_name_that_looks_like_another_in_the_form(self):
        self.rule(similar_names=False)
        browser = browser_of(self.layer, OTHER)
        browser.open(f"{self.center.absolute_url()}/++add++PSCProject")
        browser.getControl(name="form.widgets.IBasic.title").value = "Another"
        browser.getControl(name="form.widgets.distributions").value = "dem0app"
        browser.getControl("Save").click()
        self.assertIn("is not available to you on this index", browser.contents)

    def test_private_classifiers(self):
        self.rule(private_classifiers=False)
        sentence = f"'{PRIVATE}' is not a valid classifier."
        wheel = make_wheel("demo-app", "1.0", folder=self.folder)
        private = [("classifiers", PRIVATE)]
        self.assertRefused(self.owner.upload(wheel, private), 400, sentence)
        self.assertRefused(self.register(self.owner, classifiers=PRIVATE), 400, sentence)
        self.rule(extra_classifiers=(PRIVATE,))
        self.assertEqual(self.owner.upload(wheel, private).status, 200)

    def test_kinds_of_files(self):
        self.rule(packagetypes=("bdist_wheel",))
        sdist = make_sdist("demo-app", "1.0", folder=self.folder)
        sentence = "This index takes no files of type sdist. Use one of: bdist_wheel."
        self.assertRefused(self.owner.upload(sdist), 400, sentence)
        wheel = make_wheel("demo-app", "1.0", folder=self.folder)
        self.assertEqual(self.owner.upload(wheel).status, 200)

    def test_platform_tags_and_old_names(self):
        self.rule(any_platform_tag=False, old_sdist_names=False)
        linux = make_wheel("demo-app", "1.0", tag="py3-none-linux_x86_64", folder=self.folder)
        self.assertRefused(self.owner.upload(linux), 400, "unsupported platform tag 'linux_x86_64'")
        old = make_sdist("demo-app", "1.0", filename="demo-app-1.0.zip", folder=self.folder)
        self.assertEqual(self.owner.upload(old).status, 400)
        new = make_sdist("demo-app", "1.0", filename="demo_app-1.0.tar.gz", folder=self.folder)
        self.assertEqual(self.owner.upload(new).status, 200)

    def test_nobody_makes_projects(self):
        self.rule(project_creation="nobody")
        sentence = "New projects are made by the managers of this index only."
        wheel = make_wheel("new", "1.0", folder=self.folder)
        self.assertRefused(self.other.upload(wheel), 403, sentence)
        self.assertRefused(self.register(self.other, "new"), 403, sentence)

    def test_members_make_projects_after_review(self):
        self.rule(project_creation="review")
        wheel = make_wheel("new", "1.0", folder=self.folder)
        answer = self.other.upload(wheel)
        self.assertEqual(answer.status, 200)
        self.assertIn("waits for review", answer.text)
        self.assertEqual(self.nobody.get("/simple/new/").status, 404)
        self.assertEqual(self.other.get("/simple/new/").status, 200)
