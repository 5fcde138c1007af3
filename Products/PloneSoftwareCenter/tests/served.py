"""A center that is served over HTTP, for tests to inherit from."""

from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from Products.PloneSoftwareCenter.testing import create_center
from Products.PloneSoftwareCenter.testing import OTHER
from Products.PloneSoftwareCenter.testing import OWNER
from Products.PloneSoftwareCenter.testing import PASSWORD
from Products.PloneSoftwareCenter.testing import PSC_HTTP
from Products.PloneSoftwareCenter.tests.client import Client
from Products.PloneSoftwareCenter.tokens.limits import LIMITS

import contextlib
import pathlib
import tempfile
import transaction
import unittest


class ServedCenter(unittest.TestCase):
    """``self.owner``, ``.other``, ``.nobody`` and ``.manager`` speak to ``self.center``."""

    layer = PSC_HTTP

    def setUp(self):
        # failed log-ins of other tests
        LIMITS.forget()
        self.portal = self.layer["portal"]
        self.center = create_center(self.portal)
        # The storage of the tests makes its folder for blobs at the first
        # question, and two threads that ask first get in each other's way.
        self.center._p_jar.db().storage.temporaryDirectory()
        transaction.commit()
        self.url = f"http://{self.layer['host']}:{self.layer['port']}/plone/software"
        self.nobody = Client(self.url)
        self.owner = Client(self.url, OWNER, PASSWORD)
        self.other = Client(self.url, OTHER, PASSWORD)
        self.manager = Client(self.url, SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))

    def refresh(self):
        """See what the server has committed."""
        transaction.begin()

    @contextlib.contextmanager
    def changes(self):
        """Change content as the test user, for the server to see."""
        transaction.begin()
        yield
        transaction.commit()

    def files(self, name):
        """Return the JSON of the files that the index shows of a name."""
        answer = self.nobody.get(f"/simple/{name}/", Accept="application/vnd.pypi.simple.v1+json")
        self.assertEqual(answer.status, 200, answer.body)
        return answer.json["files"]

    def filenames(self, name):
        return [file["filename"] for file in self.files(name)]

    def assertNothingStored(self):
        self.refresh()
        self.assertEqual(list(self.center.objectIds()), [])
        self.assertEqual(len(getattr(self.center, "_psc_blobs", ())), 0)
        self.assertNotIn("<a ", self.nobody.get("/simple/").text)
