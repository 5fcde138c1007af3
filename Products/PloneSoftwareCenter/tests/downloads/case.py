"""Centers in a database of their own, without a site: what numbers are kept in."""

from persistent import Persistent
from plone.uuid.interfaces import ATTRIBUTE_NAME
from Products.PloneSoftwareCenter.downloads.store import add_downloads
from Products.PloneSoftwareCenter.downloads.store import Download
from Products.PloneSoftwareCenter.downloads.store import downloads_of_center
from Products.PloneSoftwareCenter.downloads.store import writable_downloads
from Products.PloneSoftwareCenter.index.records import CenterIndex
from Products.PloneSoftwareCenter.index.records import NameRecord
from Products.PloneSoftwareCenter.index.visibility import AS_CENTER
from transaction import TransactionManager
from ZODB.DB import DB
from ZODB.DemoStorage import DemoStorage

import unittest


FIRST, DAY, OLD = "2027-10-03", "2027-12-31", "2027-09-30"


class Center(Persistent):
    """As little of one as there must be."""

    def __init__(self, *names):
        setattr(self, ATTRIBUTE_NAME, "uid")
        self._psc_index = index = CenterIndex("uid")
        for name in names:
            index.names[name] = record = NameRecord(name, name)
            record.project_uid, record.project_id = f"uid of {name}", name
            index.listing[name] = (name, name, AS_CENTER)
        writable_downloads(self)


def download(name="demo", version="1", filename=None, day=DAY, installer="pip", python="3.11"):
    """Return something to count."""
    return Download(name, version, filename or f"{name}-{version}.zip", day, installer, python)


class DownloadsCase(unittest.TestCase):
    """``self.center`` is seen by the first of some connections."""

    def setUp(self):
        self.db = DB(DemoStorage())
        self.addCleanup(self.db.close)
        self.managers = [TransactionManager() for _ in range(2)]
        connections = [self.db.open(manager) for manager in self.managers]
        with self.managers[0]:
            connections[0].root()["center"] = Center("demo", "other")
        for manager, connection in zip(self.managers, connections, strict=True):
            self.addCleanup(connection.close)
            self.addCleanup(manager.abort)
            manager.begin()
        self.centers = [connection.root()["center"] for connection in connections]
        self.center = self.centers[0]

    def add(self, *found, center=None, first=FIRST):
        return add_downloads(center or self.center, found, first)

    @property
    def kept(self):
        return downloads_of_center(self.center)

    def details(self, name="demo"):
        return {
            period: dict(tally.numbers) for period, tally in self.kept.names[name].periods.items()
        }

    def sums(self, name="demo"):
        """Return what each of the places says that has a sum of all of a name's numbers."""
        of_name = self.kept.names[name]
        return {
            sum(total.numbers.get(name, 0) for total in self.kept.totals),
            sum(of_name.days.numbers.values()),
            sum(sum(tally.numbers.values()) for tally in of_name.versions.values()),
            sum(sum(tally.numbers.values()) for tally in of_name.periods.values()),
        }
