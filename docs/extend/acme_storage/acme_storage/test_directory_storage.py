"""The tests of the example: all that the contract asks for."""

from acme_storage import directory_storage
from Products.PloneSoftwareCenter.storage.contract import StorageContract
from Products.PloneSoftwareCenter.testing import create_center
from Products.PloneSoftwareCenter.testing import PSC_FUNCTIONAL
from unittest import mock

import os
import pathlib
import tempfile
import unittest


class TestDirectoryStorage(StorageContract, unittest.TestCase):
    layer = PSC_FUNCTIONAL

    def setUp(self):
        self.folder = self.enterContext(tempfile.TemporaryDirectory())
        path = pathlib.Path(self.folder)
        self.enterContext(mock.patch.object(directory_storage, "DIRECTORY", path))
        super().setUp()

    def make_center(self):
        return create_center(self.layer["portal"])

    def strategy_of(self, center):
        return directory_storage.DirectoryStorage(center)

    def inventory(self):
        return set(os.listdir(self.folder))
