"""``<center>/health``: what load balancers ask."""

from Products.PloneSoftwareCenter.content.states import set_state
from Products.PloneSoftwareCenter.maintenance import health
from Products.PloneSoftwareCenter.storage.blob import BlobStorage
from Products.PloneSoftwareCenter.storage.interfaces import StorageUnavailable
from Products.PloneSoftwareCenter.tests.served import ServedCenter
from unittest import mock
from ZODB.POSException import StorageError
from ZODB.utils import z64


class TestHealth(ServedCenter):
    def assertAnswers(self, status, text):
        answer = self.nobody.get("/health")
        self.assertEqual((answer.status, answer.text), (status, f"{text}\n"))
        self.assertEqual(answer.headers["Content-Type"], "text/plain; charset=utf-8")
        self.assertEqual(answer.headers["Cache-Control"], "no-store")
        head = self.nobody.head("/health")
        self.assertEqual((head.status, head.body), (status, b""))

    def test_all_is_well(self):
        self.assertAnswers(200, "ok")

    def test_private_center_answers_everybody_and_tells_nothing(self):
        with self.changes():
            set_state(self.center, "psc_area_workflow", "private")
        self.assertAnswers(200, "ok")
        self.assertEqual(self.nobody.get("/health/more").status, 401)
        self.assertEqual(self.nobody.get("/simple/").status, 401)

    def test_storage_that_can_not_be_used(self):
        fault = StorageUnavailable("/srv/secret is gone")
        with mock.patch.object(BlobStorage, "check", side_effect=fault):
            self.assertAnswers(503, "The storage of files does not answer.")

    def test_storage_that_is_not_installed(self):
        with self.changes():
            self.center.storage_strategy = "no-such"
        self.assertAnswers(503, "The storage of files does not answer.")

    def test_database_that_does_not_answer(self):
        with mock.patch.object(health, "_read", side_effect=StorageError("db1.example.org")):
            self.assertAnswers(503, "The database does not answer.")

    def test_other_methods(self):
        answer = self.nobody.request("POST", "/health", b"")
        self.assertEqual(answer.status, 405)

    def test_nothing_is_written(self):
        before = self.center._p_jar.db().lastTransaction()
        self.assertAnswers(200, "ok")
        self.assertEqual(self.center._p_jar.db().lastTransaction(), before)


class TestReading(ServedCenter):
    def test_database_is_asked_and_not_the_memory_of_the_process(self):
        connection = self.center._p_jar
        connection.root()["Application"].getId()
        load = connection._storage.load
        with mock.patch.object(connection._storage, "load", side_effect=load) as asked:
            health._read(connection)
        asked.assert_called_once_with(z64)

    def test_client_without_its_server(self):
        storage = self.center._p_jar.db().storage
        disconnected = mock.patch.object(storage, "is_connected", create=True, return_value=False)
        with disconnected:
            self.assertEqual(health.find_fault(self.center), health.DATABASE)
