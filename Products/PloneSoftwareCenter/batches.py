"""What requests leave behind that only read: gathered in each process, and written in batches.

No request writes it: a read would have to commit, and would fight with others for the record. A
crash loses what was gathered in the last minute.
"""

from collections import defaultdict
from contextlib import closing
from transaction import TransactionManager
from ZODB.POSException import ConflictError
from zope.component import adapter
from zope.processlifetime import IProcessStarting

import logging
import threading


logger = logging.getLogger(__name__)

#: seconds from the first thing that is gathered until all are written
DELAY = 60

#: things that are gathered at most, for a database; more are not counted until these are written
MOST = 10_000


class Batches:
    """What is gathered of one kind, and who writes it.

    Nothing writes by itself until ``is_serving`` is set, in a process that serves requests.
    """

    is_serving = False

    #: what is written, for logs and for the description of the transaction
    what = ""

    def __init__(self):
        self._lock = threading.Lock()
        #: database -> key -> what is known of it
        self._gathered = defaultdict(dict)
        self._timer = None

    def gather(self, db, key, value, merge=None):
        """Keep something until it is written.

        :param merge: function of (what is gathered of the key already, value); else value counts
        """
        with self._lock:
            gathered = self._gathered[db]
            if key in gathered:
                gathered[key] = value if merge is None else merge(gathered[key], value)
            elif len(gathered) < MOST:
                gathered[key] = value
            if self.is_serving and self._timer is None:
                self._timer = threading.Timer(DELAY, self.write)
                self._timer.daemon = True
                self._timer.start()

    def write(self):
        """Write all that is gathered, each database in a transaction of its own."""
        with self._lock:
            gathered, self._gathered = self._gathered, defaultdict(dict)
            timer, self._timer = self._timer, None
        if timer is not None:
            timer.cancel()
        for db, found in gathered.items():
            try:
                self.write_in(db, found)
            except ConflictError as error:
                self.met(db, found, error)
            except Exception:
                # Nobody waits for an answer here, and nothing hangs on it.
                logger.exception("This was not written: %s", self.what)

    def write_in(self, db, found):
        """Write what is gathered of a database."""
        manager = TransactionManager(explicit=True)
        with closing(db.open(manager)) as connection, manager as current:
            current.note(self.what)
            self.fill(connection, found)

    def fill(self, connection, found):
        """Put what is gathered into its objects: key -> what is known of it."""
        raise NotImplementedError

    def met(self, db, found, error):
        """Go on after a conflict: what is gathered next tells it again."""
        logger.info("%s: not written: %s", self.what, error)


@adapter(IProcessStarting)
def serve(event):
    """Let what is gathered be written, from now on."""
    Batches.is_serving = True
