"""Taking what is due, sending it, and keeping what came of it.

Each step is a transaction of its own, and none is open while something is sent. A lease keeps two
processes from sending the same at the same time; when one dies before it has kept what came of
it, another one sends it once more after the lease: at least once, with the same delivery id.
"""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from Products.PloneSoftwareCenter.pypi.hooks import pause_after
from Products.PloneSoftwareCenter.webhooks.send import Outcome
from Products.PloneSoftwareCenter.webhooks.send import send
from Products.PloneSoftwareCenter.webhooks.store import ATTRIBUTE
from Products.PloneSoftwareCenter.webhooks.store import CENTERS
from Products.PloneSoftwareCenter.webhooks.store import DELIVERED
from Products.PloneSoftwareCenter.webhooks.store import FAILED
from Products.PloneSoftwareCenter.webhooks.store import KEPT
from Products.PloneSoftwareCenter.webhooks.store import switch
from Products.PloneSoftwareCenter.webhooks.store import WAITING
from transaction import TransactionManager
from ZODB.POSException import ConflictError
from ZODB.POSException import POSKeyError

import logging
import time


logger = logging.getLogger(__name__)

#: seconds for which a delivery is somebody's: longer than any attempt takes
LEASE = 60
#: hooks that are told at the same time
AT_ONCE = 4
#: deliveries that a round takes of one hook
ROUND = 20
#: how often it is tried to keep what came of an attempt
ATTEMPTS = 10


@dataclass(frozen=True)
class Due:
    """A delivery that may be sent now: values and ids, no objects of a connection."""

    center_oid: bytes
    delivery_id: str
    hook_id: str
    made: float


@dataclass(frozen=True)
class Sent:
    """A delivery that was sent."""

    delivery_id: str
    url: str
    event: str
    outcome: Outcome


def deliver_due(db, *, now=time.time, sender=send, center_oids=None):
    """Send all that is due, in rounds, until nothing is; return the list of ``Sent``.

    :param now: clock, in seconds since 1970
    :param sender: see ``send.send``
    :param center_oids: of the only centers that are meant; None: all of the database
    """
    sent, tired = [], set()
    while True:
        by_hook = {}
        for due in _due(db, now(), center_oids):
            if due.hook_id not in tired:
                by_hook.setdefault(due.hook_id, []).append(due)
        if not by_hook:
            return sent
        work = [sorted(found, key=lambda due: due.made)[:ROUND] for found in by_hook.values()]
        with ThreadPoolExecutor(min(AT_ONCE, len(work))) as pool:
            for one_hook in pool.map(lambda found: _tell(db, found, now, sender), work):
                sent += one_hook
        # Whom nothing could be sent to, or something failed, has a rest until the next call.
        delivered = {one.delivery_id for one in sent if one.outcome.is_delivered}
        tired.update(
            hook_id
            for hook_id, found in by_hook.items()
            if not all(due.delivery_id in delivered for due in found[:ROUND])
        )


def next_moment(db) -> float | None:
    """Return when something will be due next, in seconds since 1970; None: nothing waits."""
    with _reading(db) as connection:
        moments = [
            max(delivery.next_try, delivery.leased_until)
            for _oid, found in _centers(connection, None)
            for delivery in found.waiting.values()
        ]
    return min(moments, default=None)


def _due(db, now, center_oids):
    with _reading(db) as connection:
        return [
            Due(oid, delivery_id, delivery.hook.hook_id, delivery.made)
            for oid, found in _centers(connection, center_oids)
            for delivery_id, delivery in found.waiting.items()
            if delivery.next_try <= now and delivery.leased_until <= now
        ]


def _tell(db, found, now, sender):
    """Send deliveries of one hook, one after another, until one fails."""
    sent = []
    for due in found:
        taken = _take(db, due, now())
        if taken is None:
            continue
        url, secret, event, body = taken
        outcome = sender(url, secret, event, due.delivery_id, body, now)
        _keep(db, due, outcome, now())
        sent.append(Sent(due.delivery_id, url, event, outcome))
        if not outcome.is_delivered:
            break
    if sent:
        _prune(db, found[0])
    return sent


def _take(db, due, now):
    """Lease a delivery; return (url, secret, event, body), or None when it is no longer ours."""

    def step(found, delivery):
        if delivery.next_try > now or delivery.leased_until > now:
            return None
        if not delivery.hook.is_active:
            # Somebody has switched it off since; it can be sent again by hand.
            _finish(found, delivery, FAILED)
            return None
        delivery.leased_until = now + LEASE
        hook = delivery.hook
        return hook.url, hook.secret, delivery.event, delivery.body

    try:
        return _write(db, due, step)
    except ConflictError:
        # Another process was quicker.
        return None


def _keep(db, due, outcome, now):
    def step(found, delivery):
        delivery.attempts = (*delivery.attempts[-19:], (now, outcome.status, outcome.text))
        delivery.leased_until = 0.0
        hook = delivery.hook
        if outcome.is_delivered:
            hook.last_success = now
            _finish(found, delivery, DELIVERED)
            return
        delivery.failures += 1
        pause = pause_after(delivery.failures)
        if pause is not None:
            delivery.next_try = now + pause
            return
        _finish(found, delivery, FAILED)
        if hook.last_success < delivery.made and hook.is_active:
            logger.warning("The webhook to %r is switched off: nothing came through.", hook.url)
            switch(hook, False, f"Nothing came through for long: {outcome.status} {outcome.text}")

    for _attempt in range(ATTEMPTS):
        try:
            return _write(db, due, step)
        except ConflictError as error:
            logger.info("What came of delivery %s: %s", due.delivery_id, error)
            time.sleep(0.05)
    # It is sent again when the lease is over.
    logger.warning("What came of delivery %s could not be kept.", due.delivery_id)
    return None


def _finish(found, delivery, state):
    delivery.state = state
    found.waiting.pop(delivery.delivery_id, None)


def _prune(db, due):
    """Drop the oldest of what a hook was told; the next round does what this one can't."""
    manager = TransactionManager(explicit=True)
    try:
        with closing(db.open(manager)) as connection, manager as current:
            current.note("Webhooks")
            found = _webhooks_at(connection, due.center_oid)
            hook = found.hooks.get(due.hook_id) if found is not None else None
            deliveries = hook.deliveries if hook is not None else ()
            if len(deliveries) <= KEPT:
                return
            finished = [one for one in deliveries.values() if one.state != WAITING]
            for old in sorted(finished, key=lambda one: one.made)[:-KEPT]:
                del deliveries[old.delivery_id]
    except ConflictError as error:
        logger.info("Old deliveries of webhook %s: %s", due.hook_id, error)


def _write(db, due, step):
    """Run a step in a transaction of its own; nothing happens when the delivery is gone.

    :raises ConflictError: when somebody else has changed the same
    """
    manager = TransactionManager(explicit=True)
    with closing(db.open(manager)) as connection, manager as current:
        current.note("Webhooks")
        found = _webhooks_at(connection, due.center_oid)
        delivery = found.waiting.get(due.delivery_id) if found is not None else None
        return step(found, delivery) if delivery is not None else None


def _centers(connection, center_oids):
    known = connection.root().get(CENTERS, ()) if center_oids is None else center_oids
    for oid in known:
        found = _webhooks_at(connection, oid)
        if found is not None:
            yield oid, found


def _webhooks_at(connection, oid):
    try:
        center = connection.get(oid)
        return getattr(center, ATTRIBUTE, None)
    except POSKeyError:
        # deleted, and packed away
        return None


class _Reading:
    """A connection that is only read."""

    def __init__(self, db):
        self.manager = TransactionManager(explicit=True)
        self.connection = db.open(self.manager)

    def __enter__(self):
        self.manager.begin()
        return self.connection

    def __exit__(self, *error):
        self.manager.abort()
        self.connection.close()


_reading = _Reading
