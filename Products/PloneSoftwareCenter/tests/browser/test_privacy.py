"""Nobody learns of what they may not view: each page, list and file, asked by each kind of user."""

from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import TEST_USER_NAME
from Products.PloneSoftwareCenter.content.states import CENTER_WORKFLOW
from Products.PloneSoftwareCenter.content.states import PROJECT_WORKFLOW
from Products.PloneSoftwareCenter.content.states import RELEASE_WORKFLOW
from Products.PloneSoftwareCenter.content.states import set_state
from Products.PloneSoftwareCenter.testing import create_center
from Products.PloneSoftwareCenter.testing import EVALUATOR
from Products.PloneSoftwareCenter.testing import MAINTAINER
from Products.PloneSoftwareCenter.testing import OTHER
from Products.PloneSoftwareCenter.testing import OWNER
from Products.PloneSoftwareCenter.testing import REVIEWER
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.pages import browser_of
from Products.PloneSoftwareCenter.tests.pages import PublishedPages
from Products.PloneSoftwareCenter.upload.by_path import publish_archive

import transaction


ANONYMOUS = None
MANAGER = SITE_OWNER_NAME
EVERYBODY = (ANONYMOUS, OTHER, OWNER, MAINTAINER, REVIEWER, EVALUATOR, MANAGER)
#: who work on a project, and who review it
INSIDERS = {OWNER, MAINTAINER, REVIEWER, EVALUATOR, MANAGER}

HIDDEN, UNRELEASED = "6.6.6", "7.7.7"


def wheel_of(name, version="1.0"):
    return f"{name}-{version}-py3-none-any.whl"


#: addresses below a center; ``{name}`` is a project's
PAGES_OF_CENTER = (
    "",
    "/view",
    "/@@view",
    "/by-category/add-on",
    "?SearchableText=pearl",
    "?SearchableText={name}",
    "/folder_contents",
    "/@@fc-contextInfo",
    "/simple/",
    "/simple/?format=application/vnd.pypi.simple.v1+json",
    "/links",
    "/@@listing_view",
    "/RSS",
    "/search_rss?portal_type=PSCProject",
    "/sitemap",
    "/login",
    "/contact-info",
    "/nope",
)
PAGES_OF_PROJECT = (
    "/{name}",
    "/{name}/view",
    "/{name}/1.0",
    "/{name}/1.0/view",
    "/{name}/1.0/{wheel}",
    "/{name}/1.0/{wheel}/view",
    "/{name}/sitemap",
    "/{name}/@@search",
    "/{name}/contact-info",
    "/{name}/login",
    "/{name}/nope",
    "/{name}/1.0/nope",
    "/{name}/1.0/sitemap",
    "/{name}/@@images/logo",
    "/{name}/edit",
    "/{name}/@@sharing",
    "/{name}/folder_contents",
    "/{name}/@@move-name",
    "/{name}/delete_confirmation",
    "/simple/{name}/",
    "/simple/{name}/?format=application/vnd.pypi.simple.v1+json",
    "/simple/{name}/{wheel}",
    "/simple/{name}/{wheel}.metadata",
)
#: addresses below the site
PAGES_OF_SITE = (
    "",
    "/sitemap",
    "/@@search?SearchableText=pearl",
    "/@@search?portal_type=PSCProject",
    "/@@updated_search?SearchableText=pearl",
    "/@@ajax-search?SearchableText=pearl",
    "/search_rss?SearchableText=pearl",
    "/folder_contents",
)


class PrivacyCase(PublishedPages):
    def ask(self, user, url):
        """Return (status, body) of an address; where it leads is not followed."""
        browser = browser_of(self.layer, user)
        browser.followRedirects = False
        browser.raiseHttpErrors = False
        browser.open(url)
        body = browser.contents
        return int(browser.headers["status"][:3]), (
            body if isinstance(body, str) else body.decode("latin-1")
        )

    def assertTold(self, urls, words, allowed):
        """See that the words come in answers to the allowed only, and to them somewhere.

        :param words: none of them is in an address that is asked
        """
        for user in EVERYBODY:
            if user in allowed:
                answers = (self.ask(user, url)[1] for url in urls)
                self.assertTrue(any(word in body for body in answers for word in words), user)
                continue
            for url in urls:
                status, body = self.ask(user, url)
                found = [word for word in words if word in body]
                self.assertEqual(found, [], f"{user} at {url}: {status}")
                self.assertLess(status, 500, f"{user} at {url}")

    def assertOpen(self, urls, allowed):
        """See that the allowed, and nobody else, get an answer."""
        for url in urls:
            found = {user for user in EVERYBODY if self.ask(user, url)[0] == 200}
            self.assertEqual(found, set(allowed), url)

    def pages(self, center, name):
        paths = {"name": name, "wheel": wheel_of(name)}
        below = [
            center.absolute_url() + path.format(**paths)
            for path in (*PAGES_OF_CENTER, *PAGES_OF_PROJECT)
        ]
        return below + [self.portal.absolute_url() + path for path in PAGES_OF_SITE]

    def make_project(self, center, name, versions=("1.0",)):
        """Publish some versions; the summary of each has a word that no address has."""
        for version in versions:
            summary = f"Summary: Pearl of {name} {version}\n"
            extra = summary + "Author: Oyster\nDescription-Content-Type: text/plain\n\nNacre\n"
            transaction.commit()
            login(self.portal, TEST_USER_NAME)
            path = make_wheel(name, version, metadata=self.metadata(name, version, extra))
            publish_archive(center, path)
        project = center[name]
        project.categories = ("add-on",)
        project.manage_setLocalRoles(OWNER, ["Owner"])
        project.manage_setLocalRoles(MAINTAINER, ["PSCMaintainer"])
        project.reindexObject()
        project.reindexObjectSecurity()
        transaction.commit()
        return project

    def metadata(self, name, version, extra):
        return f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{extra}"

    def let_review(self, center):
        center.manage_setLocalRoles(REVIEWER, ["Reviewer"])
        center.manage_setLocalRoles(EVALUATOR, ["PSCEvaluator"])
        center.reindexObjectSecurity()
        transaction.commit()


class TestProjects(PrivacyCase):
    def setUp(self):
        super().setUp()
        self.let_review(self.center)

    def test_project_that_waits(self):
        project = self.make_project(self.center, "hush")
        set_state(project, PROJECT_WORKFLOW, "pending")
        transaction.commit()
        self.assertTold(self.pages(self.center, "hush"), ("Pearl", "Nacre", "Oyster"), INSIDERS)
        base = self.center.absolute_url()
        pages = [f"{base}/hush", f"{base}/hush/1.0", f"{base}/hush/1.0/{wheel_of('hush')}"]
        index = [f"{base}/simple/hush/", f"{base}/simple/hush/{wheel_of('hush')}"]
        self.assertOpen([*pages, *index, f"{index[1]}.metadata"], INSIDERS)

    def test_project_that_is_not_submitted(self):
        project = self.make_project(self.center, "hush")
        set_state(project, PROJECT_WORKFLOW, "unapproved")
        transaction.commit()
        workers = {OWNER, MAINTAINER, MANAGER}
        self.assertTold(self.pages(self.center, "hush"), ("Pearl", "Nacre", "Oyster"), workers)
        base = self.center.absolute_url()
        self.assertOpen([f"{base}/hush", f"{base}/simple/hush/"], workers)

    def test_names_of_what_waits_are_in_no_list(self):
        project = self.make_project(self.center, "hush")
        set_state(project, PROJECT_WORKFLOW, "pending")
        transaction.commit()
        lists = [f"{self.url}{path.format(name='x')}" for path in PAGES_OF_CENTER]
        lists += [self.portal.absolute_url() + path for path in PAGES_OF_SITE]
        self.assertTold(lists, ("hush",), INSIDERS)

    def test_published_project_is_everybodys(self):
        self.make_project(self.center, "loud")
        self.assertTold(self.pages(self.center, "loud"), ("Pearl",), set(EVERYBODY))
        self.assertOpen([f"{self.url}/loud", f"{self.url}/simple/loud/"], EVERYBODY)


class TestReleases(PrivacyCase):
    def setUp(self):
        super().setUp()
        self.let_review(self.center)
        self.project = self.make_project(self.center, "loud", ("1.0", HIDDEN, UNRELEASED))
        set_state(self.project[HIDDEN], RELEASE_WORKFLOW, "hidden")
        set_state(self.project[UNRELEASED], RELEASE_WORKFLOW, "pre-release")
        self.project.description = "Loud"
        self.project.reindexObject()
        transaction.commit()

    def urls(self):
        """All pages but those of the index, which serves hidden releases."""
        return [url for url in self.pages(self.center, "loud") if not _is_of_index(url)]

    def test_hidden_release_is_listed_for_who_may_edit_it(self):
        self.assertTold(self.urls(), (HIDDEN,), INSIDERS)

    def test_hidden_release_is_in_the_index_for_all(self):
        self.assertOpen([f"{self.url}/simple/loud/{wheel_of('loud', HIDDEN)}"], EVERYBODY)

    def test_unreleased_one_is_listed_for_who_may_edit_it(self):
        self.assertTold(self.urls(), (UNRELEASED,), INSIDERS)

    def test_unreleased_one_is_not_in_the_index(self):
        index = [url for url in self.pages(self.center, "loud") if _is_of_index(url)]
        self.assertTold(index, (UNRELEASED,), set())
        self.assertOpen([f"{self.url}/simple/loud/{wheel_of('loud', UNRELEASED)}"], ())


class TestCenters(PrivacyCase):
    def test_private_center_tells_nothing(self):
        vault = create_center(self.portal, "vault", title="Mother-of-pearl")
        transaction.commit()
        self.make_project(vault, "loud")
        vault.manage_setLocalRoles(OTHER, ["Reader"])
        set_state(vault, CENTER_WORKFLOW, "private")
        self.let_review(vault)
        vault["loud"].manage_delLocalRoles([OWNER, MAINTAINER])
        vault["loud"].reindexObjectSecurity()
        transaction.commit()
        allowed = {OTHER, REVIEWER, EVALUATOR, MANAGER}
        words = ("Pearl", "Nacre", "Oyster", "Mother-of-pearl")
        self.assertTold(self.pages(vault, "loud"), words, allowed)
        base = vault.absolute_url()
        urls = [base, f"{base}/by-category/add-on", f"{base}/loud", f"{base}/loud/1.0"]
        urls += [f"{base}/simple/", f"{base}/simple/loud/", f"{base}/links"]
        self.assertOpen([*urls, f"{base}/simple/loud/{wheel_of('loud')}"], allowed)

    def test_historic_address_leads_on_and_tells_nothing(self):
        project = self.make_project(self.center, "hush")
        set_state(project, PROJECT_WORKFLOW, "pending")
        transaction.commit()
        for user in EVERYBODY:
            answers = [self.ask(user, f"{self.url}/++simple++/{name}/") for name in ("hush", "no")]
            self.assertEqual(answers, [(301, "Moved.\n")] * 2, user)


def _is_of_index(url):
    return "/simple/" in url or url.endswith("/links")
