"""Taking what is due, sending it, and keeping what came of it.

Each step is a transaction of its own, and none is open while something is sent. A lease keeps two
processes from sending the same at the same time; when one dies before it has kept what came of
it, another one sends it once more after the lease: at least once, with the same delivery id.
"""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from Products.PloneSoftwareCenter.pypi.hooks import GIVEN_UP
from Products.PloneSoftwareCenter.pypi.hooks import pause_after
from Products.PloneSoftwareCenter.pypi.hooks import rest_after
from Products.PloneSoftwareCenter.webhooks.send import Outcome
from Products.PloneSoftwareCenter.webhooks.send import send
from Products.PloneSoftwareCenter.webhooks.store import ATTRIBUTE
from Products.PloneSoftwareCenter.webhooks.store import CENTERS
from Products.PloneSoftwareCenter.webhooks.store import DELIVERED
from Products.PloneSoftwareCenter.webhooks.store import FAILED
from Products.PloneSoftwareCenter.webhooks.store import hooks_waiting
from Products.PloneSoftwareCenter.webhooks.store import KEPT
from Products.PloneSoftwareCenter.webhooks.store import switch_off
from Products.PloneSoftwareCenter.webhooks.store import wait_no_more
from Products.PloneSoftwareCenter.webhooks.store import WAITING
from Products.PloneSoftwareCenter.webhooks.store import waiting_of
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
    #: since when, in seconds since 1970
    since: float


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
        work = _due(db, now(), center_oids, tired)
        if not work:
            return sent
        with ThreadPoolExecutor(min(AT_ONCE, len(work))) as pool:
            for one_hook in pool.map(lambda found: _tell(db, found, now, sender), work):
                sent += one_hook
        # Whom nothing could be sent to, or something failed, has a rest until the next call.
        delivered = {one.delivery_id for one in sent if one.outcome.is_delivered}
        tired.update(
            found[0].hook_id
            for found in work
            if not all(due.delivery_id in delivered for due in found)
        )


def next_moment(db) -> float | None:
    """Return when something will be due next, in seconds since 1970; None: nothing waits."""
    with _reading(db) as connection:
        moments = [
            max(hook.rests_until, min(delivery.due for delivery in waiting_of(found, hook.hook_id)))
            for _oid, found, hook in _busy(connection, None)
        ]
    return min(moments, default=None)


def _due(db, now, center_oids, tired):
    """Return lists of ``Due``, one for each hook that may be told something now.

    What was never tried comes first: one that nobody takes does not keep the others.
    """
    work = []
    with _reading(db) as connection:
        for oid, found, hook in _busy(connection, center_oids):
            if hook.hook_id in tired or hook.rests_until > now:
                continue
            due = [
                Due(oid, delivery.delivery_id, hook.hook_id, delivery.due)
                for delivery in waiting_of(found, hook.hook_id)
                if delivery.due <= now
            ]
            if due:
                work.append(sorted(due, key=lambda one: one.since)[:ROUND])
    return work


def _busy(connection, center_oids):
    """Yield (center's object id, Webhooks, Hook) for whatever is waited for and switched on."""
    for oid, found in _centers(connection, center_oids):
        for hook_id in hooks_waiting(found):
            hook = found.hooks.get(hook_id)
            if hook is not None and hook.is_active:
                yield oid, found, hook


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

    def step(_found, delivery):
        hook = delivery.hook
        if delivery.due > now or not hook.is_active:
            return None
        delivery.leased_until = now + LEASE
        return hook.url, hook.secret, delivery.event, delivery.body

    try:
        return _write(db, due, step)
    except ConflictError:
        # Another process was quicker.
        return None


def _keep(db, due, outcome, now):
    def step(found, delivery):
        hook = delivery.hook
        failures = 1 if delivery.is_begun_anew else delivery.failures + 1
        delivery.attempts = (*delivery.attempts[-19:], (now, outcome.status, outcome.text))
        delivery.leased_until = 0.0
        if outcome.is_delivered:
            hook.last_success, hook.failures = now, 0
            hook.failing_since = hook.rests_until = 0.0
            _finish(found, delivery, DELIVERED)
            return
        hook.failures += 1
        hook.failing_since = hook.failing_since or now
        hook.rests_until = now + rest_after(hook.failures)
        delivery.failures = failures
        pause = pause_after(failures)
        if hook.is_active and now - hook.failing_since >= GIVEN_UP:
            # It goes on waiting, with all the others.
            logger.warning("The webhook to %r is switched off: nothing came through.", hook.url)
            switch_off(hook, f"Nothing came through for long: {outcome.status} {outcome.text}")
        elif pause is None:
            _finish(found, delivery, FAILED)
        else:
            delivery.next_try = now + pause

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
    wait_no_more(found, delivery)


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
        hook = found.hooks.get(due.hook_id) if found is not None else None
        delivery = hook.deliveries.get(due.delivery_id) if hook is not None else None
        is_waiting = delivery is not None and delivery.state == WAITING
        return step(found, delivery) if is_waiting else None


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
