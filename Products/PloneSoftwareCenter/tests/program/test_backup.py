"""The scripts of the page on backups: copied while it is in use, killed, and put back elsewhere."""

from pathlib import Path
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.tests.program.database import Database

import json
import os
import re
import shutil
import subprocess
import sys
import unittest


SHOWN = Path(__file__).parents[4] / "docs" / "administer"
REPOZO = Path(sys.executable).with_name("repozo")

#: publishes one file after the other until it is killed; says which
UPLOAD = """\
import pathlib, sys
from AccessControl.SecurityManagement import newSecurityManager
from AccessControl.users import SimpleUser
from Products.PloneSoftwareCenter.program.start import open_database
from Products.PloneSoftwareCenter.tests.archives import make_wheel
from Products.PloneSoftwareCenter.upload.by_path import publish_archive
from zope.component.hooks import setSite
root = open_database(pathlib.Path(sys.argv[1]))
setSite(root.Plone)
newSecurityManager(None, SimpleUser("tester", "", ["Manager"], []).__of__(root.acl_users))
for number in range(10_000):
    wheel = make_wheel(f"more{number % 7}", f"1.{number}", folder=pathlib.Path(sys.argv[2]))
    publish_archive(root.Plone.software, wheel)
    print(number, flush=True)
"""


@unittest.skipUnless(SHOWN.is_dir(), "not a checkout")
@unittest.skipUnless(shutil.which("rsync") and REPOZO.exists(), "needs rsync and repozo")
class TestBackup(unittest.TestCase):
    def setUp(self):
        self.database = Database()
        self.addCleanup(self.database.close)
        self.folder = self.database.folder
        self.archives = self.folder / "archives"
        self.archives.mkdir()
        make_wheel("demo", "1.0", folder=self.archives)
        self.database.make_site(self.archives)

    def uploading(self):
        """Upload all the while; return the process, once it does."""
        made = self.folder / "made"
        made.mkdir()
        process = subprocess.Popen(
            [sys.executable, "-c", UPLOAD, str(self.database.conf), str(made)],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait, 300)
        self.addCleanup(process.kill)
        for _number in range(5):
            self.assertTrue(process.stdout.readline())
        return process

    def run_shown(self, name, site):
        """Run a script of the page, for a site elsewhere."""
        script = (SHOWN / name).read_text("utf-8")
        for pattern, ours in (
            (r"SITE=\S+", f"SITE={site}"),
            (r"BACKUP=\S+", f"BACKUP={self.folder}/backup"),
            (r"ARCHIVES=\S+", f"ARCHIVES={site}/external"),
            (r'"\$SITE/.venv/bin/repozo"', str(REPOZO)),
            (r"\$SITE/var/filestorage", "$SITE"),
            (r"\$SITE/var/blobstorage", "$SITE/blobs"),
        ):
            script, number = re.subn(pattern, ours, script)
            self.assertTrue(number, pattern)
        done = subprocess.run(
            ["/bin/sh", "-c", script], capture_output=True, text=True, timeout=1200, check=False
        )
        self.assertEqual(done.returncode, 0, done.stderr)

    def fsck(self, conf, *words):
        """Return the finished process, and what it tells of the center."""
        words = ("--conf", str(conf), "fsck", "--hours", "0", "--json", *words)
        done = self.database.psc(*words)
        [found] = json.loads(done.stdout)["centers"]
        return done, found

    def mend(self, conf):
        """Do what the page says is left to do."""

    def test_copied_in_use_and_put_back(self):
        (self.folder / "external").mkdir()
        process = self.uploading()
        self.run_shown("backup.sh", self.folder)
        process.kill()
        process.wait(300)
        # Nothing of the first place is left to help.
        for name in ("Data.fs", "Data.fs.index"):
            (self.folder / name).unlink(missing_ok=True)
        shutil.rmtree(self.folder / "blobs")
        restored = self.folder / "restored"
        (restored / "external").mkdir(parents=True)
        self.run_shown("restore.sh", restored)
        text = self.database.conf.read_text().replace(f"{self.folder}/", f"{restored}/")
        conf = self.folder / "etc" / "restored.conf"
        conf.write_text(text)
        self.mend(conf)
        done, found = self.fsck(conf)
        self.assertEqual(done.returncode, 0, f"{done.stdout}\n{done.stderr}")
        self.assertEqual(found["findings"], [])
        self.assertGreater(found["files"], 5)
        done = self.database.psc("--conf", str(conf), "consistency")
        self.assertEqual(done.returncode, 0, f"{done.stdout}\n{done.stderr}")
