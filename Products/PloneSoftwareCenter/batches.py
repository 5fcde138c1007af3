"""What requests leave behind that only read: gathered in each process, and written in batches.

No request writes it: a read would have to commit, and would fight with others for the record. A
crash loses what was gathered since the last batch. A clean stop loses nothing: what is gathered is
written before the database is closed, and SIGTERM is a clean stop.
"""

from collections import defaultdict
from contextlib import closing
from transaction import TransactionManager
from transaction.interfaces import TransientError
from ZODB import DB
from zope.component import adapter
from zope.processlifetime import IProcessStarting

import atexit
import logging
import signal
import sys
import threading
import weakref
import Zope2


logger = logging.getLogger(__name__)

#: seconds from the first thing that is gathered until all are written
DELAY = 60

#: things that are gathered at most, for a database, more are not counted; half as many are written
#: without waiting any longer
MOST = 10_000

#: all that gather in this process
_ALL: "weakref.WeakSet[Batches]" = weakref.WeakSet()


class Batches:
    """What is gathered of one kind, and who writes it.

    Nothing writes by itself until ``is_serving`` is set, in a process that serves requests.
    """

    is_serving = False

    #: what is written, for logs and for the description of the transaction
    what = ""

    #: as ``DELAY`` and ``MOST``, for one kind; None: as for all
    delay: float | None = None
    most: int | None = None

    def __init__(self):
        self._lock = threading.Lock()
        #: held while something is written: who stops the process waits for it
        self._writing = threading.Lock()
        #: database -> key -> what is known of it
        self._gathered = defaultdict(dict)
        self._timer = None
        #: how many there were no places for
        self._dropped = 0
        _ALL.add(self)

    def gather(self, db, key, value, merge=None):
        """Keep something until it is written.

        :param merge: function of (what is gathered of the key already, value); else value counts
        """
        most = self.most or MOST
        with self._lock:
            gathered = self._gathered[db]
            is_new = key not in gathered
            if not is_new:
                gathered[key] = value if merge is None else merge(gathered[key], value)
            elif len(gathered) < most:
                gathered[key] = value
            else:
                self._dropped += 1
            if self.is_serving:
                self._have_written(is_new and len(gathered) == most // 2)

    def _have_written(self, soon):
        """Have it written later, or soon: whoever asks much must not make others unheard of."""
        if self._timer is not None and not soon:
            return
        timer = threading.Timer(0 if soon else self.delay or DELAY, self.write)
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
        with self._writing:
            self._write()

    def _write(self):
        with self._lock:
            gathered, self._gathered = self._gathered, defaultdict(dict)
            timer, self._timer = self._timer, None
            dropped, self._dropped = self._dropped, 0
        if timer is not None:
            timer.cancel()
        if dropped:
            logger.warning("%s: not written, there were too many at once: %s", self.what, dropped)
        for db, found in gathered.items():
            if _is_closed(db):
                continue
            try:
                self.write_in(db, found)
            except TransientError as error:
                self.met(db, found, error)
            except Exception:
                # Nobody waits for an answer here, and nothing hangs on it.
                logger.exception("This was not written: %s", self.what)
                self.failed(db, found)

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

    def failed(self, db, found):
        """Go on after any other failure, which is told already: what was gathered is dropped."""


def _is_closed(db):
    # The class has an attribute of that name, too, for documentation.
    return isinstance(db, DB) and "storage" not in vars(db)


@adapter(IProcessStarting)
def serve(event):
    """Let what is gathered be written, from now on, and at the end of the process."""
    Batches.is_serving = True
    if Zope2.DB is not None:
        write_before_close(Zope2.DB)
    stop_at_sigterm()


def write_before_close(db):
    """Have all that is gathered written before a database is closed, or the process ends.

    Zope closes it when the threads have answered, and tells nobody; a server that is not Zope's
    may close nothing.
    """
    close = db.close

    def write_and_close():
        atexit.unregister(write_all)
        write_all()
        close()

    db.close = write_and_close
    atexit.register(write_all)


def write_all():
    """Write all that is gathered of any kind."""
    for batches in list(_ALL):
        batches.write()


def stop_at_sigterm():
    """Make SIGTERM an ordinary end of the process, unless its server has seen to that."""
    is_main = threading.current_thread() is threading.main_thread()
    if is_main and signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(0))
