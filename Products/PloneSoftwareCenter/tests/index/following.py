"""A center on the server's side, for tests of what the index does with it."""

from plone.app.testing import login
from plone.app.testing import TEST_USER_NAME
from Products.PloneSoftwareCenter.index.names import find_record
from Products.PloneSoftwareCenter.index.queries import project_list
from Products.PloneSoftwareCenter.index.queries import project_page
from Products.PloneSoftwareCenter.testing import create_center
from Products.PloneSoftwareCenter.testing import PSC_FUNCTIONAL
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.upload.by_path import publish_archive

import pathlib
import tempfile
import transaction
import unittest


class FollowingCase(unittest.TestCase):
    layer = PSC_FUNCTIONAL

    def setUp(self):
        self.portal = self.layer["portal"]
        login(self.portal, TEST_USER_NAME)
        self.center = create_center(self.portal)
        transaction.commit()
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))

    def publish(self, name, version):
        publish_archive(self.center, make_wheel(name, version, folder=self.folder))

    def filenames(self, name, center=None):
        record = find_record(center if center is not None else self.center, name)
        return sorted(file.filename for file in project_page(record).files) if record else None

    def names(self, center=None):
        return list(project_list(center if center is not None else self.center).names)
