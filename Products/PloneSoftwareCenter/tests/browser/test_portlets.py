"""The portlets of a center, on other pages of the site."""

from plone.app.testing import SITE_OWNER_NAME
from plone.portlets.interfaces import IPortletAssignmentMapping
from plone.portlets.interfaces import IPortletManager
from plone.portlets.interfaces import IPortletType
from Products.PloneSoftwareCenter.browser.portlets import recent
from Products.PloneSoftwareCenter.browser.portlets import search
from Products.PloneSoftwareCenter.content.states import CENTER_WORKFLOW
from Products.PloneSoftwareCenter.content.states import PROJECT_WORKFLOW
from Products.PloneSoftwareCenter.content.states import set_state
from Products.PloneSoftwareCenter.testing import create_center
from Products.PloneSoftwareCenter.testing import create_project
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.pages import browser_of
from Products.PloneSoftwareCenter.tests.pages import PublishedPages
from zope.component import getMultiAdapter
from zope.component import getUtility

import transaction


class TestPortlets(PublishedPages):
    def setUp(self):
        super().setUp()
        self.elsewhere = create_center(self.portal, "elsewhere")

    def assign(self, name, assignment):
        manager = getUtility(IPortletManager, name="plone.rightcolumn")
        mapping = getMultiAdapter((self.portal, manager), IPortletAssignmentMapping)
        mapping[name] = assignment

    def page(self, user=None):
        transaction.commit()
        browser = browser_of(self.layer, user)
        browser.open(self.elsewhere.absolute_url())
        return browser

    def test_new_releases_are_listed_wherever_the_portlet_is(self):
        self.publish(make_wheel("demo", "1.0"))
        set_state(create_project(self.center, "secret"), PROJECT_WORKFLOW, "pending")
        self.assign("new", recent.Assignment(center=self.center.UID()))
        text = self.page().contents
        for told in ("New releases", f"{self.url}/demo", "1.0", ">Software</a>"):
            self.assertIn(told, text)
        self.assertNotIn("secret", text)

    def test_center_without_releases_shows_none(self):
        self.assign("new", recent.Assignment(center=self.center.UID()))
        self.assertNotIn("psc-portlet-recent", self.page().contents)

    def test_field_searches_the_center(self):
        self.publish(make_wheel("demo", "1.0"))
        self.assign("find", search.Assignment(center=self.center.UID()))
        browser = self.page()
        form = browser.getForm(action=self.url)
        form.getControl(name="SearchableText").value = "demo"
        form.submit()
        self.assertIn("?SearchableText=demo", browser.url)
        self.assertIn("1 project", browser.contents)

    def test_private_center_is_told_to_nobody(self):
        self.publish(make_wheel("demo", "1.0"))
        set_state(self.center, CENTER_WORKFLOW, "private")
        self.center.reindexObjectSecurity()
        self.assign("new", recent.Assignment(center=self.center.UID()))
        self.assign("find", search.Assignment(center=self.center.UID()))
        self.assertNotIn("psc-portlet", self.page().contents)
        self.assertIn("psc-portlet-search", self.page(SITE_OWNER_NAME).contents)

    def test_center_that_is_gone_breaks_no_page(self):
        self.assign("new", recent.Assignment(center="gone"))
        self.assign("find", search.Assignment(center="gone"))
        self.assertNotIn("psc-portlet", self.page().contents)

    def test_managers_add_and_change_it_by_a_form(self):
        self.assertIsNotNone(getUtility(IPortletType, name="portlets.PSCSearch"))
        self.publish(make_wheel("demo", "1.0"))
        transaction.commit()
        browser = browser_of(self.layer, SITE_OWNER_NAME)
        column = f"{self.portal.absolute_url()}/++contextportlets++plone.rightcolumn"
        browser.open(f"{column}/+/portlets.PSCRecent")
        browser.getControl(name="form.widgets.center:list").value = [self.center.UID()]
        browser.getControl(name="form.widgets.count").value = "3"
        browser.getControl(name="form.buttons.add").click()
        self.assertIn("psc-portlet-recent", self.page().contents)
