"""Content rules that wait for our events, with real actions, over HTTP."""

from plone import api
from plone.app.contentrules.actions.logger import LoggerAction
from plone.app.contentrules.actions.mail import MailAction
from plone.app.contentrules.rule import Rule
from plone.contentrules.engine.assignments import RuleAssignment
from plone.contentrules.engine.interfaces import IRuleAssignmentManager
from plone.contentrules.engine.interfaces import IRuleStorage
from plone.contentrules.rule.interfaces import IRuleEventType
from plone.stringinterp.interfaces import IStringInterpolator
from Products.PloneSoftwareCenter.contentrules import events
from Products.PloneSoftwareCenter.interfaces import IFilePublishedEvent
from Products.PloneSoftwareCenter.interfaces import IFileReplacedEvent
from Products.PloneSoftwareCenter.interfaces import IReleaseMadeEvent
from Products.PloneSoftwareCenter.interfaces import IStatusSetEvent
from Products.PloneSoftwareCenter.interfaces import IYankedEvent
from Products.PloneSoftwareCenter.testing import OWNER
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.mail.case import MailCase
from Products.PloneSoftwareCenter.upload.status import set_status
from unittest import mock
from ZODB.POSException import ConflictError
from zope.component import getUtilitiesFor
from zope.component import getUtility
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import logging


LOGGER = "psc.tests.rules"


class TestRules(MailCase):
    def setUp(self):
        super().setUp()
        self.answer = self.owner.upload(self.wheel("1.0"))
        self.refresh()

    def wheel(self, version):
        return make_wheel("demo", version, folder=self.folder)

    def rule(self, event, place=None, action=None):
        """Assign a rule to a place and what lies in it; the log says which event it was."""
        place = self.center if place is None else place
        if action is None:
            action = LoggerAction()
            action.targetLogger, action.loggingLevel, action.message = LOGGER, 20, "&e"
        with self.changes():
            storage = getUtility(IRuleStorage)
            rule = Rule()
            rule.title, rule.event, rule.enabled = "rule", event, True
            rule.actions = [action]
            name = f"rule-{len(storage)}"
            storage[name] = rule
            assignments = IRuleAssignmentManager(place)
            assignments[name] = RuleAssignment(name, enabled=True, bubbles=True)

    def logged(self, do):
        """Return how often the rules have logged something."""
        with self.assertLogs(LOGGER, "INFO") as logged:
            logging.getLogger(LOGGER).info("so that there is something")
            do()
        return len(logged.output) - 1

    def upload(self, version="2.0"):
        answer = self.owner.upload(self.wheel(version))
        self.assertEqual(answer.status, 200, answer.text)
        self.refresh()

    def test_the_form_of_a_rule_offers_our_events(self):
        offered = {kind: name for name, kind in getUtilitiesFor(IRuleEventType)}
        for kind in (
            IFilePublishedEvent,
            IFileReplacedEvent,
            IReleaseMadeEvent,
            IYankedEvent,
            IStatusSetEvent,
        ):
            self.assertTrue(offered[kind].startswith("Software Center: "))

    def test_upload_at_center_and_project(self):
        self.rule(IFilePublishedEvent)
        self.rule(IFilePublishedEvent, self.center["demo"])
        self.assertEqual(self.logged(self.upload), 2)

    def test_release(self):
        self.rule(IReleaseMadeEvent)
        self.assertEqual(self.logged(self.upload), 1)

    def test_yanked(self):
        self.rule(IYankedEvent)

        def yank():
            with self.changes(), api.env.adopt_user(OWNER):
                release = self.center["demo"]["1.0"]
                release.yanked = True
                notify(ObjectModifiedEvent(release))

        self.assertEqual(self.logged(yank), 1)

    def test_status_at_the_project_itself(self):
        self.rule(IStatusSetEvent, self.center["demo"])

        def archive():
            with self.changes(), api.env.adopt_user(OWNER):
                set_status(self.center["demo"], "archived")

        self.assertEqual(self.logged(archive), 1)

    def test_mail_with_our_words(self):
        action = MailAction()
        action.subject = "${psc_project} ${psc_version}"
        action.source = "index@example.org"
        action.recipients = "team@example.org"
        action.message = "${psc_uploader} ${psc_filename} ${psc_sha256} ${psc_name}"
        action.exclude_actor = False
        self.rule(IFilePublishedEvent, action=action)
        mail_host = api.portal.get_tool("MailHost")
        with self.changes():
            mail_host.smtp_queue = False
        self.upload()
        (letter,) = self.letters()
        self.assertEqual((letter["Subject"], letter["To"]), ("demo 2.0", "team@example.org"))
        file = next(iter(self.center["demo"]["2.0"].objectValues()))
        expected = f"owen {file.filename} {file.digests['sha256']} demo"
        self.assertEqual(" ".join(letter.get_content().split()), expected)

    def test_a_rule_that_fails_stops_no_upload_and_what_it_did_is_undone(self):
        self.rule(IFilePublishedEvent)
        center = self.center.getPhysicalPath()

        def fail(place, event):
            event.object.getPhysicalRoot().restrictedTraverse(center).title = "spoiled"
            raise ValueError("a fault of the rule")

        with (
            mock.patch.object(events.handlers, "execute", fail),
            self.assertLogs(events.logger, "ERROR"),
        ):
            self.upload()
        self.assertIn("2.0", self.center["demo"].objectIds())
        self.assertEqual(self.center.title, "Software")
        self.assertEqual(self.filenames("demo")[-1], "demo-2.0-py3-none-any.whl")
        # the next one is not taken for one inside of this one
        self.assertEqual(self.logged(lambda: self.upload("3.0")), 1)

    def test_an_upload_that_is_tried_again_runs_its_rules_again(self):
        self.rule(IFilePublishedEvent)
        execute, tries = events.handlers.execute, []

        def meet(place, event):
            execute(place, event)
            tries.append(event)
            if len(tries) == 1:
                raise ConflictError()

        with mock.patch.object(events.handlers, "execute", meet):
            self.assertEqual(self.logged(self.upload), 2)
        self.assertEqual(len(tries), 2)

    def test_words_of_what_has_none_are_empty(self):
        interpolated = IStringInterpolator(self.center["demo"])("<${psc_filename}${psc_version}>")
        self.assertEqual(interpolated, "<>")

    def test_words_are_one_line(self):
        with self.changes():
            self.center["demo"].title = "two\r\nlines"
        self.assertEqual(
            IStringInterpolator(self.center["demo"])("${psc_project}"), "two\\r\\nlines"
        )
