"""Downloads that this process has answered: counted in its memory, and written in batches.

What counts is the beginning of a whole file: a GET that is answered with all of its bytes, or with
where they are. So a download that breaks off and is gone on with is one, and whoever looks into an
archive by ranges, or asks whether it has changed, has not downloaded it.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from Products.PloneSoftwareCenter.batches import Batches
from Products.PloneSoftwareCenter.downloads.store import add_downloads
from Products.PloneSoftwareCenter.downloads.store import Download
from Products.PloneSoftwareCenter.downloads.store import REQUESTS
from Products.PloneSoftwareCenter.downloads.store import roll_up_some
from Products.PloneSoftwareCenter.downloads.store import what_is_counted
from Products.PloneSoftwareCenter.index.names import center_index
from Products.PloneSoftwareCenter.pypi.downloads import first_day
from Products.PloneSoftwareCenter.pypi.installers import read_user_agent
from transaction.interfaces import TransientError
from typing import Any
from ZODB.POSException import POSKeyError

import functools
import logging
import operator
import time


logger = logging.getLogger(__name__)

#: how often a batch that meets others is tried again at once
ATTEMPTS = 10
#: seconds
DAY = 86_400
#: names that a batch looks at, beside its own, for days that have become old
LOOKED_AT = 100


@dataclass(frozen=True, slots=True)
class Countable:
    """A file whose downloads are counted; good for as long as the database stays as it is."""

    db: Any
    #: object id of the center, and of the file as its record has it: normalized name, canonical
    #: version, file name
    file: tuple[bytes, str, str, str]


class Gathered(Batches):
    """(``Countable.file``, day, installer, Python) -> how many.

    Plain tuples: an answer that lies ready takes some hundred microseconds in all.
    """

    what = "Downloads are counted"
    #: seconds; each batch writes what all downloads between two of them have in common
    delay = 300
    most = 100_000

    def __init__(self):
        super().__init__()
        #: (database, object id of a center) -> the last name that was looked at for old days
        self._looked_at = {}

    def note(self, countable: Countable, user_agent: str | None) -> None:
        """Count a download.

        :param user_agent: the client's header, as it was sent
        """
        client = read_user_agent(user_agent)
        day = _day(int(time.time() // DAY))
        key = (countable.file, day, client.installer, client.python)
        self.gather(countable.db, key, 1, operator.add)

    def write_in(self, db, found):
        """Write a batch; where others have written at the same moment, try again."""
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return super().write_in(db, found)
            except TransientError as error:
                if attempt == ATTEMPTS:
                    raise
                logger.info("attempt %s to write downloads met %s", attempt, error)

    def fill(self, connection, found):
        """Add them to the numbers of their centers."""
        first = first_day(datetime.now(UTC).date())
        centers = defaultdict(list)
        for ((oid, name, version, filename), day, installer, python), number in found.items():
            one = Download(name, version, filename, day, installer, python)
            centers[oid].append((one, number))
        for oid, numbers in centers.items():
            try:
                center = connection.get(oid)
                lost = add_downloads(center, numbers, first)
            except POSKeyError:
                # the center was deleted, and packed away
                continue
            if lost:
                logger.info("downloads of names that nobody holds any more: %s", lost)
            place = (connection.db(), oid)
            after = self._looked_at.get(place, "")
            self._looked_at[place] = roll_up_some(center, after, LOOKED_AT, first)

    def met(self, db, found, error):
        """Try it again with the next ones."""
        super().met(db, found, error)
        self._keep(db, found)

    def failed(self, db, found):
        """Whatever it was (a full disk, say): none is lost while there is a place for it."""
        self._keep(db, found)

    def _keep(self, db, found):
        for key, number in found.items():
            self.gather(db, key, number, operator.add)


def countable(center, filename: str) -> Countable | None:
    """Return a file of a center as something to count; None: it is not counted."""
    if center._p_jar is None or what_is_counted(center) != REQUESTS:
        return None
    found = center_index(center).filenames.get(filename)
    if found is None:
        return None
    return Countable(center._p_jar.db(), (center._p_oid, found[0], found[1], filename))


@functools.lru_cache(maxsize=2)
def _day(days: int) -> str:
    """Return a day of UTC.

    :param days: since the first of January 1970
    """
    return (date(1970, 1, 1) + timedelta(days=days)).isoformat()


#: of this process
GATHERED = Gathered()
