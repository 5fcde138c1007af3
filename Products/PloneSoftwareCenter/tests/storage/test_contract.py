"""The default strategy keeps the contract of all."""

from plone.app.testing import login
from plone.app.testing import TEST_USER_NAME
from Products.PloneSoftwareCenter.storage.contract import StorageContract
from Products.PloneSoftwareCenter.testing import create_center
from Products.PloneSoftwareCenter.testing import PSC_FUNCTIONAL

import os
import unittest


class TestBlobContract(StorageContract, unittest.TestCase):
    layer = PSC_FUNCTIONAL
    strategy = "blob"

    def make_center(self):
        login(self.layer["portal"], TEST_USER_NAME)
        return create_center(self.layer["portal"])

    def inventory(self):
        temporary = self.center._p_jar.db().storage.temporaryDirectory()
        return {*self.storage.keys(), *os.listdir(temporary)}
