"""When tokens were last used: gathered in each process, and written in batches.

No request writes it: a read would have to commit, and would fight with others for the record. A
crash loses what was gathered in the last minute.
"""

from collections import defaultdict
from contextlib import closing
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from transaction import TransactionManager
from ZODB.POSException import ConflictError
from ZODB.POSException import POSKeyError
from zope.component import adapter
from zope.processlifetime import IProcessStarting

import logging
import threading


logger = logging.getLogger(__name__)

#: what is closer to the time that is stored is not written
PRECISION = timedelta(minutes=10)

#: seconds from the first use that is gathered until all are written
DELAY = 60


class Uses:
    """What is gathered, and who writes it.

    Nothing writes by itself until ``is_serving`` is set, in a process that serves requests.
    """

    def __init__(self):
        self.is_serving = False
        self._lock = threading.Lock()
        #: database -> object id of a token -> moment
        self._gathered = defaultdict(dict)
        self._timer = None

    def note(self, token, now=None):
        """Gather that a token is used now."""
        now = now or datetime.now(UTC)
        if token._p_jar is None or (token.last_used and now - token.last_used < PRECISION):
            return
        with self._lock:
            self._gathered[token._p_jar.db()][token._p_oid] = now
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
        for db, moments in gathered.items():
            try:
                _write(db, moments)
            except ConflictError as error:
                # Somebody else has told of the same tokens a moment ago; the next use tells again.
                logger.info("When tokens were last used was not written: %s", error)
            except Exception:
                # Nobody waits for an answer here, and nothing hangs on it.
                logger.exception("When tokens were last used was not written.")


def _write(db, moments):
    manager = TransactionManager(explicit=True)
    with closing(db.open(manager)) as connection, manager as current:
        current.note("When tokens were last used")
        for oid, moment in moments.items():
            try:
                token = connection.get(oid)
            except POSKeyError:
                # revoked, and packed away
                continue
            token.last_used = max(token.last_used or moment, moment)


#: of this process
USES = Uses()


@adapter(IProcessStarting)
def serve(event):
    """Let what is gathered be written, from now on."""
    USES.is_serving = True
