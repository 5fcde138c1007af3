"""A center whose webhooks are told by a clock of the tests."""

from Products.PloneSoftwareCenter.browser.pages import webhooks
from Products.PloneSoftwareCenter.pypi.hooks import EVENTS
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.pages import PublishedPages
from Products.PloneSoftwareCenter.webhooks import events
from Products.PloneSoftwareCenter.webhooks.deliver import deliver_due
from Products.PloneSoftwareCenter.webhooks.send import Outcome
from Products.PloneSoftwareCenter.webhooks.store import add_hook
from Products.PloneSoftwareCenter.webhooks.store import webhooks_of
from Products.PloneSoftwareCenter.webhooks.worker import WORKER
from unittest import mock

import json
import pathlib
import tempfile
import time
import transaction


URL = "https://example.org/hook"


class DeliveryCase(PublishedPages):
    def setUp(self):
        super().setUp()
        # A server that a layer has started may have begun it; it would send before the tests do.
        WORKER.end()
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        # a little before the machine's, for what is sent by that
        self.clock = time.time() - 60
        for module in (events, webhooks):
            clock = mock.Mock(time=self.tick)
            self.enterContext(mock.patch.object(module, "time", clock))
        self.answers = []
        self.got = []
        self.db = self.center._p_jar.db()

    def tick(self):
        """Return the time at which something happens; nothing else has the clock go on."""
        self.clock += 0.001
        return self.clock

    def hook(self, kinds=EVENTS, project_uid=None, url=URL):
        hook = add_hook(self.center, url, kinds, "admin", project_uid)
        transaction.commit()
        return hook

    def upload(self, name="demo", version="1.0"):
        self.publish(make_wheel(name, version, folder=self.folder))

    def sender(self, url, secret, event, delivery_id, body, now):
        self.got.append((event, delivery_id, json.loads(body)))
        return self.answers.pop(0) if self.answers else Outcome(200, "fine")

    def deliver(self):
        transaction.commit()
        sent = deliver_due(self.db, now=lambda: self.clock, sender=self.sender)
        transaction.begin()
        return sent

    @property
    def waiting(self):
        return list(webhooks_of(self.center).waiting.values())
