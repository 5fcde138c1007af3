"""The scripts of the page on backups, for a site whose archives lie in the directory."""

from collective.psc.externalstorage.settings import VARIABLE
from Products.PloneSoftwareCenter.tests.program import database
from Products.PloneSoftwareCenter.tests.program import test_backup as product
from unittest import mock

import os
import shutil


PACKAGE = '  <include package="collective.psc.externalstorage" />\n'


class TestBackup(product.TestBackup):
    def setUp(self):
        before, security, after = database.SITE_ZCML.partition("  <securityPolicy")
        zcml = before + PACKAGE + security + after
        self.enterContext(mock.patch.object(database, "SITE_ZCML", zcml))
        super().setUp()
        self.use(self.folder)

    def use(self, site):
        """Have the directory beside the database of a site."""
        self.enterContext(mock.patch.dict(os.environ, {VARIABLE: str(site / "external")}))

    def uploading(self):
        conf = str(self.database.conf)
        done = self.database.psc("--conf", conf, "migrate", "external")
        self.assertEqual(done.returncode, 0, f"{done.stdout}\n{done.stderr}")
        return super().uploading()

    def run_shown(self, name, site):
        super().run_shown(name, site)
        self.use(site)
        if site == self.folder:
            return
        # Nothing of the first place is left to help.
        shutil.rmtree(self.folder / "external")
        self.assertGreater(len(list((site / "external").glob("*/files/*/*"))), 5)

    def mend(self, conf):
        # The directory is copied last: what came after the copy of the database is too much there.
        _done, found = self.fsck(conf, "--repair", "orphans")
        self.assertLessEqual({one["kind"] for one in found["findings"]}, {"orphan"})
