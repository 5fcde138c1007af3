"""One short write step, tried until it is through.

Zope's publisher tries a request three times in all, sleeping seconds and taking
the body apart anew each time. With uploads in parallel that ends in server errors. Here only
the last, short part is tried again; reading, hashing and checking come before it.
"""

from Products.PloneSoftwareCenter.pypi.errors import Busy
from Products.PloneSoftwareCenter.pypi.errors_storage import NoSpace
from ZODB.POSException import ConflictError

import contextlib
import errno
import logging
import random
import threading
import time
import transaction


logger = logging.getLogger(__name__)

ATTEMPTS = 20
#: seconds, times the number of the attempt: how long to wait at most
PAUSE = 0.02

# Slows the writers of this process down to one at a time, since they would only
# meet in a conflict. No correctness hangs on it: other processes have their own.
_brake = threading.Lock()


def write(step, note=""):
    """Run ``step`` in a transaction of its own, commit, and return its result.

    :param step: does the ZODB work and nothing else; is called again after a
        conflict, so it must read whatever it decides by
    :param note: what the transaction is described as
    :raises Busy: when others were quicker each time
    :raises NoSpace: when the database can't be written

    What was done before in the current transaction is dropped.
    """
    before = transaction.get()
    user, description = before.user, before.description
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with _brake, telling_full_disks():
                return _run(step, user, note or description)
        except ConflictError as error:
            transaction.abort()
            logger.info("attempt %s of %r met %s", attempt, note, error)
        except BaseException:
            transaction.abort()
            raise
        time.sleep(random.uniform(0, PAUSE * attempt))  # noqa: S311 - no secret hangs on it
    raise Busy()


@contextlib.contextmanager
def telling_full_disks():
    """Raise NoSpace in place of the system's own error."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise NoSpace() from error
        raise


def _run(step, user, note):
    current = transaction.begin()
    current.user = user
    if note:
        current.note(note)
    result = step()
    transaction.commit()
    return result
