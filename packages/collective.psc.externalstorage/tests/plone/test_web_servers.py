"""nginx and Apache send files from the directory."""

from collective.psc.externalstorage.settings import VARIABLE
from pathlib import Path
from Products.PloneSoftwareCenter.testing import create_center
from Products.PloneSoftwareCenter.tests.reading import test_web_servers as product
from Products.PloneSoftwareCenter.tests.reading import web_servers
from Products.PloneSoftwareCenter.tests.served import ServedCenter
from tests.plone import testing
from unittest import mock

import os
import tempfile
import unittest


class InDirectory:
    def top(self):
        """Return the directory of all files."""
        return self.archives


class ServedDirectory(ServedCenter):
    layer = testing.EXTERNAL_HTTP

    def setUp(self):
        self.archives = Path(self.enterContext(tempfile.TemporaryDirectory()))
        # What is made below takes its read bits; who gets this far is said by itself.
        self.archives.chmod(0o755)
        self.enterContext(mock.patch.dict(os.environ, {VARIABLE: str(self.archives)}))
        create = mock.patch(
            f"{ServedCenter.__module__}.create_center",
            lambda portal: create_center(portal, storage_strategy="external"),
        )
        with create:
            super().setUp()


@unittest.skipUnless(web_servers.can_run_nginx(), "needs nginx")
class TestNginx(InDirectory, product.WebServerTests, ServedDirectory):
    kind = "nginx"
    names = ("X-Accel-Redirect",)

    def serve(self, *arguments):
        return web_servers.serve_nginx(self, *arguments)


@unittest.skipUnless(web_servers.can_run_apache(), "needs Apache with mod_xsendfile")
class TestApache(InDirectory, product.WebServerTests, ServedDirectory):
    kind = "apache"
    names = ("X-Sendfile",)

    def serve(self, *arguments):
        return web_servers.serve_apache(self, *arguments)
