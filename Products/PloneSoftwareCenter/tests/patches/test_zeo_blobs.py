"""Blobs on a ZEO server whose clients resolve conflicts."""

from BTrees.Length import Length
from pathlib import Path
from Products.PloneSoftwareCenter.patches.zeo_blobs import keep_blobs
from transaction import TransactionManager
from ZEO.ClientStorage import ClientStorage
from ZODB.blob import Blob
from ZODB.POSException import ConflictError

import tempfile
import time
import unittest
import ZEO
import ZODB


STORAGE = """
<filestorage>
  path {folder}/Data.fs
  blob-dir {folder}/blobs
</filestorage>
"""


class TestBlobs(unittest.TestCase):
    def setUp(self):
        keep_blobs(ClientStorage)
        keep_blobs(ClientStorage)
        folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        blobs = str(folder / "blobs")
        address, stop = ZEO.server(
            storage_conf=STORAGE.format(folder=folder),
            zeo_conf={"client_conflict_resolution": True},
        )
        self.addCleanup(stop)
        self.managers, self.roots = [], []
        for _client in range(2):
            database = ZODB.DB(ZEO.client(address, blob_dir=blobs, shared_blob_dir=True))
            self.addCleanup(database.close)
            manager = TransactionManager()
            connection = database.open(manager)
            self.addCleanup(connection.close)
            self.addCleanup(manager.abort)
            self.managers.append(manager)
            self.roots.append(connection.root())
        self.roots[0]["number"] = Length()
        self.managers[0].commit()
        # the second client hears of what the first one writes
        deadline = time.monotonic() + 120
        self.managers[1].begin()
        while "number" not in self.roots[1]:
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.01)
            self.managers[1].begin()

    def meet(self, *, with_blob):
        """Have both change the number, the second one with a blob; it commits last."""
        first, second = self.roots
        self.managers[1].begin()
        second["number"].change(1)
        if with_blob:
            second["blob"] = Blob(b"archive")
        self.managers[0].begin()
        first["number"].change(1)
        self.managers[0].commit()
        self.managers[1].commit()

    def test_conflict_beside_a_blob_is_told(self):
        with self.assertRaises(ConflictError):
            self.meet(with_blob=True)

    def test_conflict_without_a_blob_is_resolved(self):
        self.meet(with_blob=False)
        self.assertEqual(self.roots[1]["number"](), 2)
