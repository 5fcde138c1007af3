"""Centers in a site of several languages."""

from plone import api
from plone.app.multilingual.interfaces import ILanguageRootFolder
from plone.app.testing import applyProfile
from plone.app.testing import FunctionalTesting
from plone.app.testing import PloneSandboxLayer
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from plone.testing.zope import WSGIServer
from Products.PloneSoftwareCenter.testing import create_center
from Products.PloneSoftwareCenter.testing import OWNER
from Products.PloneSoftwareCenter.testing import PASSWORD
from Products.PloneSoftwareCenter.testing import PSC_FIXTURE
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.client import Client
from Products.PloneSoftwareCenter.tests.pages import browser_of
from Products.PloneSoftwareCenter.tests.pages import main_text

import pathlib
import plone.app.multilingual
import tempfile
import transaction
import unittest


class SeveralLanguagesLayer(PloneSandboxLayer):
    """A site in English and German, each with a folder of its own."""

    defaultBases = (PSC_FIXTURE,)  # noqa: N815

    def setUpZope(self, app, configurationContext):  # noqa: N803
        self.loadZCML(package=plone.app.multilingual)

    def setUpPloneSite(self, portal):
        setRoles(portal, TEST_USER_ID, ["Manager"])
        languages = api.portal.get_tool("portal_languages")
        languages.addSupportedLanguage("de")
        applyProfile(portal, "plone.app.multilingual:default")
        from plone.app.multilingual.browser.setup import SetupMultilingualSite

        SetupMultilingualSite().setupSite(portal)


LANGUAGES = FunctionalTesting(
    bases=(SeveralLanguagesLayer(), WSGIServer()), name="PSC:SeveralLanguages"
)


class TestSeveralLanguages(unittest.TestCase):
    layer = LANGUAGES

    def setUp(self):
        self.portal = self.layer["portal"]
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.address = f"http://{self.layer['host']}:{self.layer['port']}/plone"

    def center_in(self, place, **fields):
        center = create_center(place, **fields)
        transaction.commit()
        return center

    def client(self, path, user=OWNER):
        return Client(f"{self.address}/{path}", user, PASSWORD)

    def test_site_has_folders_of_languages(self):
        self.assertTrue(ILanguageRootFolder.providedBy(self.portal["de"]))

    def test_center_at_the_root_and_in_a_language_takes_uploads_and_is_read(self):
        for path, name in (("software", None), ("de/software", "de")):
            transaction.begin()
            self.center_in(self.portal[name] if name else self.portal)
            answer = self.client(path).upload(make_wheel("demo", "1.0", folder=self.folder))
            self.assertEqual(answer.status, 200, (path, answer.text))
            page = self.client(path, None).get("/simple/demo/")
            self.assertIn("demo-1.0-py3-none-any.whl#sha256=", page.text, path)
            file = self.client(path, None).get("/simple/demo/demo-1.0-py3-none-any.whl")
            self.assertEqual(file.status, 200, path)

    def test_projects_are_found_by_readers_of_each_language(self):
        self.center_in(self.portal)
        self.client("software").upload(make_wheel("demo", "1.0", folder=self.folder))
        transaction.commit()
        for language in ("en", "de"):
            browser = browser_of(self.layer)
            browser.addHeader("Accept-Language", language)
            browser.open(f"{self.portal.absolute_url()}/software?SearchableText=demo")
            self.assertIn("demo", main_text(browser.contents), language)
            browser.open(f"{self.portal.absolute_url()}/software/demo")
            self.assertIn("1.0", main_text(browser.contents), language)

    def test_center_in_a_language_lists_its_projects(self):
        center = self.center_in(self.portal["de"])
        self.client("de/software").upload(make_wheel("demo", "1.0", folder=self.folder))
        transaction.commit()
        browser = browser_of(self.layer)
        browser.open(center.absolute_url())
        self.assertIn("demo", main_text(browser.contents))
