"""A database on disk with a site and a center, and ``psc`` as a process of its own."""

from pathlib import Path

import os
import shutil
import subprocess
import sys
import tempfile


SITE_ZCML = """\
<configure xmlns="http://namespaces.zope.org/zope"
           xmlns:five="http://namespaces.zope.org/five"
           xmlns:meta="http://namespaces.zope.org/meta">
  <include package="Products.Five" />
  <meta:redefinePermission from="zope2.Public" to="zope.Public" />
  <five:loadProducts file="meta.zcml" />
  <five:loadProducts />
  <five:loadProductsOverrides />
  <include package="Products.PloneSoftwareCenter" />
  <securityPolicy component="AccessControl.security.SecurityPolicy" />
</configure>
"""

ZOPE_CONF = """\
instancehome {folder}
<zodb_db main>
  mount-point /
{storage}
</zodb_db>
"""

ON_DISK = """\
  <blobstorage>
    blob-dir {folder}/blobs
    <filestorage>
      path {folder}/Data.fs
    </filestorage>
  </blobstorage>
"""

#: run in a process of its own: Zope is started once in a process
MAKE = """\
import pathlib, sys, Zope2
from Products.PloneSoftwareCenter.program.start import open_database
from Products.PloneSoftwareCenter.setuphandlers.first_start import set_up
root = open_database(pathlib.Path(sys.argv[1]))
set_up(root, "", pathlib.Path(sys.argv[2]))
"""

#: breaks the record of a name, as no program of ours does
BREAK = """\
import pathlib, sys, transaction
from Products.PloneSoftwareCenter.program.start import open_database
root = open_database(pathlib.Path(sys.argv[1]))
index = root.Plone.software._psc_index
del index.listing["demo"]
transaction.commit()
"""


class Database:
    """A folder with ``zope.conf``, ``Data.fs`` and blobs; ``close`` removes it."""

    #: seconds that a program gets at most
    patience = 1200

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="psc-program-"))
        (self.folder / "etc").mkdir()
        (self.folder / "etc" / "site.zcml").write_text(SITE_ZCML)
        self.conf = self.write_conf("zope.conf", ON_DISK)

    def write_conf(self, name, storage):
        """Write a configuration that opens a storage; return its path."""
        path = self.folder / "etc" / name
        text = ZOPE_CONF.format(folder=self.folder, storage=storage.format(folder=self.folder))
        path.write_text(text)
        return path

    def make_site(self, archives):
        """Make a site with the center ``software``, and publish the archives of a folder."""
        self.python("-c", MAKE, str(self.conf), str(archives), check=True)

    def break_index(self):
        self.python("-c", BREAK, str(self.conf), check=True)

    def psc(self, *arguments, **environ):
        """Run ``psc`` and return the finished process."""
        return self.python("-m", "Products.PloneSoftwareCenter.program.main", *arguments, **environ)

    def start(self, *arguments):
        """Start ``psc``; the caller ends it."""
        return subprocess.Popen(
            [sys.executable, "-m", "Products.PloneSoftwareCenter.program.main", *arguments],
            env=self._environ(),
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def _environ(self, **environ):
        return {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **environ}

    def python(self, *arguments, check=False, **environ):
        """Run Python and return the finished process; ``check``: its end must be a good one."""
        done = subprocess.run(
            [sys.executable, *arguments],
            env=self._environ(**environ),
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=self.patience,
            check=False,
        )
        if check and done.returncode:
            raise AssertionError(done.stderr)
        return done

    def close(self):
        shutil.rmtree(self.folder)
