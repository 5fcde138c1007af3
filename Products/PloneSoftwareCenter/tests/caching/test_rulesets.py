"""The rule sets of ours, and operations that somebody chooses for them."""

from plone.app.testing import applyProfile
from plone.caching.interfaces import ICacheSettings
from plone.caching.interfaces import ICachingOperationType
from plone.registry.interfaces import IRegistry
from Products.PloneSoftwareCenter.browser.pages.project import ProjectPage
from Products.PloneSoftwareCenter.browser.reading import ReadingView
from Products.PloneSoftwareCenter.content.states import CENTER_WORKFLOW
from Products.PloneSoftwareCenter.content.states import set_state
from Products.PloneSoftwareCenter.tests.archives import make_sdist
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.served import ServedCenter
from z3c.caching.registry import enumerateTypes
from z3c.caching.registry import lookup
from zope.component import getUtilitiesFor
from zope.component import getUtility
from zope.component.hooks import setSite


#: a request with any cookie is Zope's
ZOPE = {"Cookie": "i=am"}

PATHS = (
    "/simple/",
    "/simple/alpha/",
    "/simple/alpha/alpha-1.0.tar.gz",
    "/simple/alpha/alpha-1.0.tar.gz.metadata",
    "/links",
    "/pypi/alpha/json",
    "/simple/none/",
)


class WithCaching(ServedCenter):
    """A site with Plone's caching turned on, and with what the profile without a proxy chooses."""

    def setUp(self):
        super().setUp()
        with self.changes():
            setSite(self.portal)
            applyProfile(self.portal, "plone.app.caching:default")
            applyProfile(self.portal, "plone.app.caching:without-caching-proxy")
            self.settings = getUtility(IRegistry).forInterface(ICacheSettings)
            self.settings.enabled = True
        self.assertEqual(self.upload(make_sdist("alpha", "1.0", folder=self.folder)), 200)

    def upload(self, archive):
        return self.owner.upload(archive).status

    def choose(self, ruleset, operation):
        with self.changes():
            self.settings.operationMapping = {
                **self.settings.operationMapping,
                ruleset: operation,
            }


class TestIndex(WithCaching):
    def test_the_control_panel_shows_our_rule_sets(self):
        names = {one.name for one in enumerateTypes()}
        self.assertLessEqual({"psc.index", "psc.page"}, names)
        page = self.manager.request("GET", "/../@@caching-controlpanel").text
        self.assertIn("the index that installers read", page)

    def test_views_have_them(self):
        self.refresh()
        self.assertEqual(lookup(ReadingView(self.center, self.layer["request"])), "psc.index")
        self.assertEqual(
            lookup(ProjectPage(self.center["alpha"], self.layer["request"])), "psc.page"
        )

    def ask(self, client, path, **headers):
        answer = client.get(path, **ZOPE, **headers)
        said = {name: answer.headers[name] for name in answer.headers if name != "Date"}
        return answer.status, said, answer.body

    def ask_all(self):
        found = {}
        for client in (self.nobody, self.owner):
            for path in PATHS:
                found[client.user, path] = first = self.ask(client, path)
                tag = first[1].get("ETag", '"none"')
                found[client.user, path, 304] = self.ask(client, path, If_None_Match=tag)
        return found

    def test_no_operation_changes_an_answer(self):
        operations = [name for name, _type in getUtilitiesFor(ICachingOperationType)]
        self.assertIn("plone.app.caching.strongCaching", operations)
        for state in ("published", "private"):
            with self.changes():
                set_state(self.center, CENTER_WORKFLOW, state)
            with self.changes():
                self.settings.enabled = False
            before = self.ask_all()
            with self.changes():
                self.settings.enabled = True
            for operation in operations:
                with self.subTest(state=state, operation=operation):
                    self.choose("psc.index", operation)
                    self.assertEqual(self.ask_all(), before)

    def test_pages_are_not_kept_in_memory(self):
        self.choose("psc.index", "plone.app.caching.weakCaching")
        with self.changes():
            registry = getUtility(IRegistry)
            registry["plone.app.caching.weakCaching.ramCache"] = True
            registry["plone.app.caching.weakCaching.etags"] = ("userid",)
        self.ask(self.nobody, "/simple/alpha/")
        self.upload(make_wheel("alpha", "1.0", folder=self.folder))
        _status, _said, body = self.ask(self.nobody, "/simple/alpha/")
        self.assertIn(b"alpha-1.0-py3-none-any.whl", body)


class TestPagesForPeople(WithCaching):
    def test_a_page_shows_a_second_file_at_once(self):
        for path in ("/alpha", "/alpha/1.0", ""):
            with self.subTest(path=path):
                before = self.nobody.get(path)
                self.assertEqual(before.status, 200)
                self.assertNotIn("X-RAMCache", self.nobody.get(path).headers)
        self.upload(make_wheel("alpha", "1.0", folder=self.folder))
        page = self.nobody.get("/alpha/1.0")
        self.assertIn("alpha-1.0-py3-none-any.whl", page.text)
