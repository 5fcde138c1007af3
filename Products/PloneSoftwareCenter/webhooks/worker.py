"""The thread of a process that sends what webhooks are to be told.

It looks when something was put there by this process, when something is due again, and now and
then for what a process has left behind that is gone. Nothing runs before the process serves.
"""

from Products.PloneSoftwareCenter.webhooks.deliver import deliver_due
from Products.PloneSoftwareCenter.webhooks.deliver import next_moment
from zope.component import adapter
from zope.processlifetime import IProcessStarting

import logging
import threading
import time
import Zope2


logger = logging.getLogger(__name__)

#: seconds between two looks at most
LONGEST = 30
#: and at least, when something is due again
SHORTEST = 1


class Worker:
    """The thread, and what wakes it."""

    def __init__(self):
        self._awake = threading.Event()
        self._thread = None
        self._is_ended = False

    def start(self, database=lambda: Zope2.DB):
        """Begin, in a process that serves requests."""
        if self._thread is None:
            self._thread = threading.Thread(
                target=self._run, args=(database,), name="psc-webhooks", daemon=True
            )
            self._thread.start()

    def end(self, seconds=30):
        """Send what is being sent, and no more."""
        thread, self._is_ended = self._thread, True
        self._awake.set()
        if thread is not None:
            thread.join(seconds)
        self._thread, self._is_ended = None, False

    def wake(self):
        """Look soon: there is something."""
        self._awake.set()

    def _run(self, database):
        while not self._is_ended:
            self._awake.clear()
            pause = LONGEST
            try:
                db = database()
                if db is not None:
                    deliver_due(db)
                    pause = self._pause(db)
            except Exception:
                # Nobody waits for an answer here; the next look may be luckier.
                logger.exception("Webhooks could not be sent.")
            if not self._is_ended:
                self._awake.wait(pause)

    def _pause(self, db):
        moment = next_moment(db)
        if moment is None:
            return LONGEST
        return min(LONGEST, max(SHORTEST, moment - time.time()))


#: of this process
WORKER = Worker()


@adapter(IProcessStarting)
def begin(event):
    """Send, from now on."""
    WORKER.start()
