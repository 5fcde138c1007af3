"""plone.app.iterate on projects, with the behavior for locking that it asks for."""

from plone import api
from plone.app.iterate.interfaces import ICheckinCheckoutPolicy
from plone.app.testing import applyProfile
from plone.app.testing import FunctionalTesting
from plone.app.testing import PloneSandboxLayer
from Products.PloneSoftwareCenter.content.states import state_of
from Products.PloneSoftwareCenter.index.names import find_record
from Products.PloneSoftwareCenter.index.queries import project_of
from Products.PloneSoftwareCenter.testing import create_center
from Products.PloneSoftwareCenter.testing import PSC_FIXTURE
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.upload.by_path import publish_archive
from unittest import mock
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import pathlib
import plone.app.iterate
import tempfile
import transaction
import unittest


class WorkingCopiesLayer(PloneSandboxLayer):
    """A site with working copies, and projects that can be locked."""

    defaultBases = (PSC_FIXTURE,)  # noqa: N815

    def setUpZope(self, app, configurationContext):  # noqa: N803
        self.loadZCML(package=plone.app.iterate)
        import Products.PloneSoftwareCenter.content

        self.loadZCML(package=Products.PloneSoftwareCenter.content)

    def setUpPloneSite(self, portal):
        applyProfile(portal, "plone.app.iterate:default")
        fti = api.portal.get_tool("portal_types")["PSCProject"]
        fti.manage_changeProperties(behaviors=(*fti.behaviors, "plone.locking"))


WORKING_COPIES = FunctionalTesting(bases=(WorkingCopiesLayer(),), name="PSC:WorkingCopies")


class TestWorkingCopies(unittest.TestCase):
    layer = WORKING_COPIES

    def setUp(self):
        self.portal = self.layer["portal"]
        self.center = create_center(self.portal)
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.publish("1.0")
        self.project = self.center["demo"]
        self.project.is_approved = True
        self.project.text = "As it is"

    def publish(self, version):
        transaction.commit()
        publish_archive(self.center, make_wheel("demo", version, folder=self.folder))

    def check_out(self):
        return ICheckinCheckoutPolicy(self.project).checkout(self.center)

    def check_in(self, copy):
        notify(ObjectModifiedEvent(copy))
        ICheckinCheckoutPolicy(copy).checkin("Better words")

    def holder(self):
        return project_of(self.center, find_record(self.center, "demo"))

    def test_working_copy_is_offered(self):
        view = api.content.get_view("iterate_control", self.project, self.layer["request"])
        self.assertTrue(view.checkout_allowed())

    def test_working_copy_is_a_page_and_holds_nothing(self):
        copy = self.check_out()
        self.assertEqual(copy.text, "As it is")
        self.assertEqual((copy.distributions, list(copy.objectIds())), ((), []))
        self.assertFalse(copy.is_approved)
        (brain,) = api.content.find(psc_names="demo")
        self.assertEqual(brain.getId, "demo")

    def test_working_copy_is_not_public_and_nobody_is_asked_for_a_review(self):
        self.center.project_creation = "review"
        with mock.patch("Products.PloneSoftwareCenter.mail.events._tell") as tell:
            copy = self.check_out()
        self.assertEqual(state_of(copy), "unapproved")
        self.assertFalse(tell.called)

    def test_what_is_made_in_the_same_request_later_is_public(self):
        self.check_out()
        other = api.content.create(self.center, "PSCProject", "other", title="other")
        self.assertEqual(state_of(other), "published")

    def test_text_comes_back_and_names_files_and_review_stay(self):
        copy = self.check_out()
        copy.text = "Better words"
        self.check_in(copy)
        self.assertEqual(self.project.text, "Better words")
        self.assertEqual(self.project.distributions, ("demo",))
        self.assertTrue(self.project.is_approved)
        self.assertEqual(list(self.project.objectIds()), ["1.0"])
        self.assertEqual(state_of(self.project), "published")
        self.assertEqual(list(self.center.objectIds()), ["demo"])
        self.assertEqual(self.holder().getId(), "demo")

    def test_uploads_go_on_meanwhile_and_after_it(self):
        copy = self.check_out()
        self.publish("2.0")
        self.check_in(copy)
        self.publish("3.0")
        self.assertEqual(sorted(self.project.objectIds()), ["1.0", "2.0", "3.0"])
        self.assertEqual(self.project.latest_release, "3.0")
        self.assertEqual(len(find_record(self.center, "demo").releases), 3)

    def test_working_copy_that_is_given_up_leaves_nothing(self):
        copy = self.check_out()
        ICheckinCheckoutPolicy(copy).cancelCheckout()
        self.assertEqual(list(self.center.objectIds()), ["demo"])
        self.assertEqual(self.holder().getId(), "demo")
        self.publish("2.0")
