"""Reads of private files, where a center wants them in its journal.

No read writes: they are gathered in each process and written once a minute, all reads of one file
by one client in that time as one entry that counts them. A crash loses what was gathered last.
"""

from dataclasses import dataclass
from datetime import datetime
from datetime import UTC
from Products.PloneSoftwareCenter.batches import Batches
from Products.PloneSoftwareCenter.index.names import center_index
from Products.PloneSoftwareCenter.journal.entries import Asker
from Products.PloneSoftwareCenter.journal.entries import current_asker
from Products.PloneSoftwareCenter.journal.store import add_entry
from Products.PloneSoftwareCenter.journal.store import days_of
from Products.PloneSoftwareCenter.pypi.journal import Entry
from ZODB.POSException import POSKeyError


@dataclass(frozen=True)
class Read:
    """What is counted as one."""

    center_oid: bytes
    asker: Asker
    #: normalized name, as the record of the file has it
    name: str
    version: str
    filename: str


class Reads(Batches):
    """Read -> (moment of the first one, how many there were)."""

    what = "Reads of private files are written into the journal"

    def note(self, center, filename):
        """Gather that a private file of a center was read by this request."""
        if not center.journal_reads or center._p_jar is None:
            return
        found = center_index(center).filenames.get(filename)
        if found is None:
            return
        name, version = found[:2]
        read = Read(center._p_oid, current_asker(), name, version, filename)
        self.gather(center._p_jar.db(), read, (datetime.now(UTC), 1), _together)

    def fill(self, connection, found):
        for read, (moment, count) in found.items():
            try:
                center = connection.get(read.center_oid)
                _write(center, read, moment, count)
            except POSKeyError:
                # the center was deleted, and packed away
                continue

    def met(self, db, found, error):
        """Somebody has written at the same moment: it is tried again with the next ones."""
        for read, value in found.items():
            self.gather(db, read, value, _together)


def _together(one, other):
    return min(one[0], other[0]), one[1] + other[1]


def _write(center, read, moment, count):
    record = center_index(center).names.get(read.name)
    asker = read.asker
    add_entry(
        center,
        Entry(
            moment=moment,
            kind="file-read",
            user=asker.user,
            address=asker.address if days_of(center) else "",
            client=asker.client,
            token=asker.token,
            project_uid=(record is not None and record.project_uid) or "",
            project=record.name if record is not None else read.name,
            release=read.version,
            file=read.filename,
            details={"times": str(count)} if count > 1 else {},
        ),
    )


#: of this process
READS = Reads()
