"""``psc migrate`` whose process is killed, at each of its steps, and called again."""

from Products.PloneSoftwareCenter.tests.program.test_process import made_database

import json
import signal
import unittest


#: psc with a second strategy; killed in the N-th call of a step, before or after it is committed
PSC = """\
import os, signal, sys, transaction
from Products.PloneSoftwareCenter.maintenance import migrate
from Products.PloneSoftwareCenter.program import main
from Products.PloneSoftwareCenter.storage.blob import BlobStorage
from zope.component import getGlobalSiteManager

class Other(BlobStorage):
    attribute = "_psc_other_blobs"

getGlobalSiteManager().registerAdapter(Other, name="other")
step, number, moment, *arguments = sys.argv[1:]
migrate.FILES = 1
calls = []

def killed(*given):
    calls.append(given)
    if len(calls) != int(number):
        return do(*given)
    if moment == "after":
        do(*given)
        transaction.commit()
    os.kill(os.getpid(), signal.SIGKILL)

if step:
    do = getattr(migrate, step)
    setattr(migrate, step, killed)
main.main(arguments)
"""


class TestKilled(unittest.TestCase):
    def psc(self, *arguments, kill=("", "0", "")):
        database = made_database()
        return database.python("-c", PSC, *kill, "--conf", str(database.conf), *arguments)

    def assert_right(self, done, status=0):
        self.assertEqual(done.returncode, status, f"{done.stdout}\n{done.stderr}")

    def test_it_goes_on_where_it_was(self):
        self.addCleanup(self.psc, "migrate", "blob")
        for kill in (("_point", "2", "before"), ("_point", "1", "after"), ("_drop", "1", "after")):
            with self.subTest(kill):
                done = self.psc("migrate", "other", kill=kill)
                self.assert_right(done, -signal.SIGKILL)
                done = self.psc("fsck", "--json", "--hours", "0")
                self.assert_right(done)
                [center] = json.loads(done.stdout)["centers"]
                self.assertEqual(center["findings"], [])
        self.assert_right(self.psc("migrate", "other"))
        done = self.psc("fsck", "--hours", "0", "--json")
        self.assert_right(done)
        [center] = json.loads(done.stdout)["centers"]
        self.assertEqual((center["leaving"], center["findings"]), (0, []))
        done = self.psc("migrate", "other", "--dry-run")
        self.assertIn("would move to other: 0 files, 0 bytes", done.stdout)
