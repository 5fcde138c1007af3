"""What requests leave behind that only read: gathered in each process, and written in batches.

No request writes it: a read would have to commit, and would fight with others for the record. A
crash loses what was gathered in the last minute.
"""

from collections import defaultdict
from contextlib import closing
from transaction import TransactionManager
from transaction.interfaces import TransientError
from zope.component import adapter
from zope.processlifetime import IProcessStarting

import logging
import threading


logger = logging.getLogger(__name__)

#: seconds from the first thing that is gathered until all are written
DELAY = 60

#: things that are gathered at most, for a database, more are not counted; half as many are written
#: without waiting any longer
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
        #: how many there were no places for
        self._dropped = 0

    def gather(self, db, key, value, merge=None):
        """Keep something until it is written.

        :param merge: function of (what is gathered of the key already, value); else value counts
        """
        with self._lock:
            gathered = self._gathered[db]
            is_new = key not in gathered
            if not is_new:
                gathered[key] = value if merge is None else merge(gathered[key], value)
            elif len(gathered) < MOST:
                gathered[key] = value
            else:
                self._dropped += 1
            if self.is_serving:
                self._have_written(is_new and len(gathered) == MOST // 2)

    def _have_written(self, soon):
        """Have it written later, or soon: whoever asks much must not make others unheard of."""
        if self._timer is not None and not soon:
            return
        timer = threading.Timer(0 if soon else DELAY, self.write)
        timer.daemon = True
        try:
            timer.start()
        except RuntimeError as error:
            # No thread is to be had: no reason to refuse what was asked for. The next one tries.
            logger.warning("%s: not yet: %s", self.what, error)
            return
        if self._timer is not None:
            self._timer.cancel()
        self._timer = timer

    def write(self):
        """Write all that is gathered, each database in a transaction of its own."""
        with self._lock:
            gathered, self._gathered = self._gathered, defaultdict(dict)
            timer, self._timer = self._timer, None
            dropped, self._dropped = self._dropped, 0
        if timer is not None:
            timer.cancel()
        if dropped:
            logger.warning("%s: not written, there were too many at once: %s", self.what, dropped)
        for db, found in gathered.items():
            try:
                self.write_in(db, found)
            except TransientError as error:
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
        """Go on after a conflict, or without a database: what is gathered next tells it again."""
        logger.info("%s: not written: %s", self.what, error)


@adapter(IProcessStarting)
def serve(event):
    """Let what is gathered be written, from now on."""
    Batches.is_serving = True
