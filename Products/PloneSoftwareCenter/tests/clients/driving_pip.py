"""pip, of whatever version, for tests to inherit from."""

from Products.PloneSoftwareCenter.tests.clients.driving import client_environment
from Products.PloneSoftwareCenter.tests.clients.driving import ClientTest

import json
import sys


class PipTest(ClientTest):
    """``self.target`` is where pip puts what it gets."""

    #: the environment of an older pip; None is the one that came with Plone
    environment_name = None

    def setUp(self):
        super().setUp()
        self.target = self.folder / "target"
        self.python = sys.executable
        if self.environment_name is not None:
            self.python = client_environment(self.environment_name, self.creator()) / "bin/python"

    def creator(self):
        """Return the Python that makes the environment."""
        return sys.executable

    def pip(self, *words, index=None):
        return (self.python, "-m", "pip", *words, "--index-url", index or self.simple)

    def install(self, *words, index=None):
        """Return pip's report of what it installed: name -> record."""
        report = self.folder / "report.json"
        command = self.pip("install", "-q", "--no-build-isolation", index=index)
        self.succeed(*command, "--target", self.target, "--report", report, *words)
        installed = json.loads(report.read_text())["install"]
        return {record["metadata"]["name"]: record for record in installed}

    def download(self, *words, index=None, **environ):
        command = self.pip("download", "--no-deps", "--no-build-isolation", index=index)
        return self.succeed(*command, "-d", self.target, *words, **environ)
