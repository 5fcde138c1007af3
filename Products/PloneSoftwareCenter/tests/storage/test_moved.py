"""Where bytes lie that have moved, while others delete them."""

from Products.PloneSoftwareCenter.storage.blob import BlobStorage
from Products.PloneSoftwareCenter.storage.lookup import storage_named
from Products.PloneSoftwareCenter.storage.moved import begin_moving
from Products.PloneSoftwareCenter.storage.moved import delete_bytes
from Products.PloneSoftwareCenter.storage.moved import end_moving
from Products.PloneSoftwareCenter.storage.moved import is_at
from Products.PloneSoftwareCenter.storage.moved import is_moving
from Products.PloneSoftwareCenter.storage.moved import move
from Products.PloneSoftwareCenter.storage.moved import moved_places
from Products.PloneSoftwareCenter.storage.moved import place_of
from Products.PloneSoftwareCenter.tests.maintenance.case import MaintenanceCase
from transaction import TransactionManager
from ZODB.POSException import ConflictError
from zope.component import getGlobalSiteManager

import contextlib
import hashlib
import io
import transaction


class OtherStorage(BlobStorage):
    """Blobs under another name."""


class TestMoved(MaintenanceCase):
    def setUp(self):
        super().setUp()
        manager = getGlobalSiteManager()
        manager.registerAdapter(OtherStorage, name="other")
        self.addCleanup(manager.unregisterAdapter, OtherStorage, name="other")
        self.first = ("blob", self.stored("blob"))
        self.second = ("other", self.stored("other"))
        transaction.commit()

    def stored(self, name):
        facts = {"size": 1, "sha256": hashlib.sha256(b"x").hexdigest()}
        return storage_named(self.center, name).store(io.BytesIO(b"x"), **facts)

    def keys(self):
        return set(storage_named(self.center, "blob").keys())

    @contextlib.contextmanager
    def elsewhere(self):
        """Yield the center as another process has it, in a transaction of its own."""
        manager = TransactionManager()
        connection = self.center._p_jar.db().open(manager)
        manager.begin()
        try:
            root = connection.root()["Application"]
            yield root.unrestrictedTraverse(self.center.getPhysicalPath()), manager
        finally:
            manager.abort()
            connection.close()

    def test_what_has_not_moved_is_where_it_was_stored(self):
        self.assertEqual(place_of(self.center, *self.first), self.first)
        self.assertTrue(is_at(self.center, self.first, self.first))
        self.assertEqual(dict(moved_places(self.center)), {})

    def test_what_has_moved_is_deleted_where_it_is(self):
        move(self.center, [(self.first, self.second)])
        transaction.commit()
        self.assertEqual(place_of(self.center, *self.first), self.second)
        delete_bytes(self.center, *self.first)
        transaction.commit()
        self.assertNotIn(self.second[1], self.keys())
        self.assertIn(self.first[1], self.keys())
        self.assertEqual(dict(moved_places(self.center)), {})

    def test_deleting_leaves_a_word_while_others_move_and_none_afterwards(self):
        begin_moving(self.center)
        delete_bytes(self.center, *self.first)
        transaction.commit()
        self.assertTrue(is_moving(self.center))
        self.assertFalse(is_at(self.center, self.first, self.first))
        self.assertEqual(place_of(self.center, *self.first), self.first)
        end_moving(self.center)
        self.assertFalse(is_moving(self.center))
        self.assertEqual(dict(moved_places(self.center)), {})

    def test_who_moves_and_who_deletes_at_the_same_moment_have_a_conflict(self):
        begin_moving(self.center)
        transaction.commit()
        with self.elsewhere() as (center, manager):
            move(center, [(self.first, self.second)])
            delete_bytes(self.center, *self.first)
            transaction.commit()
            with self.assertRaises(ConflictError):
                manager.commit()

    def test_who_deletes_what_has_moved_meanwhile_has_a_conflict(self):
        begin_moving(self.center)
        transaction.commit()
        with self.elsewhere() as (center, manager):
            move(center, [(self.first, self.second)])
            delete_bytes(self.center, *self.first)
            manager.commit()
            with self.assertRaises(ConflictError):
                transaction.commit()
            transaction.abort()
        delete_bytes(self.center, *self.first)
        transaction.commit()
        self.assertNotIn(self.second[1], self.keys())

    def test_who_has_not_heard_that_files_move_has_a_conflict(self):
        with self.elsewhere() as (center, manager):
            begin_moving(center)
            delete_bytes(self.center, *self.first)
            manager.commit()
            with self.assertRaises(ConflictError):
                transaction.commit()
            transaction.abort()

    def test_two_may_move_different_files_at_the_same_moment(self):
        begin_moving(self.center)
        transaction.commit()
        with self.elsewhere() as (center, manager):
            move(center, [(("blob", "a"), ("other", "a"))])
            move(self.center, [(("blob", "b"), ("other", "b"))])
            manager.commit()
            transaction.commit()
        self.assertEqual(place_of(self.center, "blob", "a"), ("other", "a"))
        self.assertEqual(place_of(self.center, "blob", "b"), ("other", "b"))
