"""A served center that is asked by plone.restapi."""

from Products.PloneSoftwareCenter.testing import MAINTAINER
from Products.PloneSoftwareCenter.testing import PASSWORD
from Products.PloneSoftwareCenter.tests.archives import make_sdist
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.client import Client
from Products.PloneSoftwareCenter.tests.served import ServedCenter

import json


JSON = {"Accept": "application/json", "Content-Type": "application/json"}


class RestCase(ServedCenter):
    """``self.ask`` and ``self.send`` ask services; the owner has published ``demo-app``."""

    def setUp(self):
        super().setUp()
        self.maintainer = Client(self.url, MAINTAINER, PASSWORD)
        for archive in (
            make_wheel("demo-app", "1.0", folder=self.folder),
            make_sdist("demo_app", "1.0", folder=self.folder),
            make_wheel("demo-app", "1.1a1", folder=self.folder),
        ):
            self.publish(archive, fields=[("name", "demo-app")])
        self.refresh()
        self.project = self.center["demo-app"]

    def publish(self, archive, fields=()):
        answer = self.owner.upload(archive, fields)
        self.assertEqual(answer.status, 200, answer.text)

    def ask(self, path="", client=None, status=200):
        """Return the JSON that a GET is answered."""
        return self.send("GET", path, None, client or self.nobody, status)

    def send(self, method, path, body, client=None, status=200):
        """Return the JSON that a request is answered, None for an empty answer."""
        data = None if body is None else json.dumps(body)
        answer = (client or self.owner).request(method, path, data, JSON)
        self.assertEqual(answer.status, status, answer.text)
        if not answer.body:
            return None
        self.assertTrue(answer.headers["Content-Type"].startswith("application/json"))
        return answer.json

    def refused(self, method, path, body=None, client=None, status=400):
        """Return the message of a refusal, which has the shape that plone.restapi's have."""
        said = self.send(method, path, body, client, status)
        self.assertLessEqual({"type", "message"}, set(said))
        return said["message"]

    def hide_project(self):
        """Let nobody see the project but its owner and managers."""
        with self.changes():
            self.project.manage_permission("View", ["Manager", "Owner"], acquire=0)
            self.project.reindexObjectSecurity()
