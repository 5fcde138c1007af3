"""Hooks and their deliveries, as the database keeps them: ``center._psc_webhooks``.

What happens puts one delivery into a tree, under a key that is random: two uploads at the same
moment hardly ever meet there, and the tree resolves it where they do.
"""

from Acquisition import aq_base
from BTrees.OOBTree import OOBTree
from BTrees.OOBTree import OOTreeSet
from datetime import datetime
from datetime import UTC
from persistent import Persistent
from Products.PloneSoftwareCenter.pypi.errors import InvalidHook
from Products.PloneSoftwareCenter.pypi.hooks import check_url
from Products.PloneSoftwareCenter.pypi.hooks import EVENTS
from uuid import uuid4

import secrets


ATTRIBUTE = "_psc_webhooks"
#: in the root of the database: the object ids of the centers that have hooks
CENTERS = "Products.PloneSoftwareCenter.webhooks"
#: hooks of a center, with those of its projects; of a project
MOST = 50
MOST_OF_PROJECT = 10
#: finished deliveries that a hook keeps
KEPT = 100

WAITING, DELIVERED, FAILED = "waiting", "delivered", "failed"


class Webhooks(Persistent):
    """All of a center."""

    def __init__(self):
        #: hook id -> Hook
        self.hooks = OOBTree()
        #: delivery id -> Delivery: those that wait to be sent
        self.waiting = OOBTree()


class Hook(Persistent):
    """Where something is sent, and of what.

    :ivar hook_id: hex
    :ivar url: http or https
    :ivar secret: with which it is signed; shown to whoever makes the hook, once
    :ivar events: some of ``pypi.hooks.EVENTS``
    :ivar project_uid: of the only project that is told of; None: all of the center
    :ivar user_id: who has made it
    :ivar made: when, UTC
    :ivar is_active: whether anything is sent
    :ivar switched_off: when and why, if the program did that; else empty
    :ivar last_success: seconds since 1970; 0: never
    :ivar deliveries: delivery id -> Delivery
    """

    is_active = True
    switched_off = ""
    last_success = 0.0

    def __init__(self, url, events, project_uid, user_id):
        self.hook_id = uuid4().hex
        self.url = url
        self.secret = secrets.token_urlsafe(32)
        self.events = tuple(events)
        self.project_uid = project_uid
        self.user_id = user_id
        self.made = datetime.now(UTC)
        self.deliveries = OOBTree()


class Delivery(Persistent):
    """One thing that a hook is told.

    :ivar delivery_id: hex; the same in each attempt, so that whoever gets it twice knows
    :ivar body: what is sent, bytes
    :ivar made: seconds since 1970, when it happened
    :ivar next_try: the same: from when on it is sent
    :ivar leased_until: until when somebody is sending it
    :ivar state: WAITING, DELIVERED or FAILED
    :ivar attempts: (seconds since 1970, status or 0, first bytes or reason), the oldest first
    :ivar failures: attempts since it was made, or sent again by hand
    """

    leased_until = 0.0
    state = WAITING
    attempts = ()
    failures = 0

    def __init__(self, hook, delivery_id, event, body, now):
        self.hook = hook
        self.delivery_id = delivery_id
        self.event = event
        self.body = body
        self.made = self.next_try = now


def webhooks_of(center):
    """Return what a center has, or None."""
    return getattr(aq_base(center), ATTRIBUTE, None)


def hooks_of(center, project_uid=None):
    """Return the hooks of a center alone, or of one of its projects, the oldest first."""
    found = webhooks_of(center)
    hooks = found.hooks.values() if found is not None else ()
    return sorted(
        (hook for hook in hooks if hook.project_uid == project_uid), key=lambda hook: hook.made
    )


def add_hook(center, url, events, user_id, project_uid=None):
    """Make a hook; return it. Its secret is to be shown now, and never again.

    :raises InvalidHook: when the address or the events are none, or there are too many
    """
    url = url.strip()
    check_url(url)
    if not events or not set(events) <= set(EVENTS):
        raise InvalidHook("Choose what the webhook is told of.")
    found = webhooks_of(center)
    if found is None:
        found = Webhooks()
        setattr(center, ATTRIBUTE, found)
    most = MOST if project_uid is None else MOST_OF_PROJECT
    if len(hooks_of(center, project_uid)) >= most:
        raise InvalidHook(f"There are {most} webhooks here already. Delete one first.")
    hook = Hook(url, events, project_uid, user_id)
    found.hooks[hook.hook_id] = hook
    remember(center)
    return hook


def drop_hook(center, hook):
    """Forget a hook and all that it was told."""
    found = webhooks_of(center)
    for delivery_id in list(hook.deliveries):
        found.waiting.pop(delivery_id, None)
    del found.hooks[hook.hook_id]


def switch(hook, is_active, reason=""):
    """Have a hook be told, or not."""
    hook.is_active = is_active
    hook.switched_off = reason


def queue(found, hook, event, delivery_id, body, now):
    """Put a delivery of a hook where it is taken from, in the transaction of what happened."""
    delivery = Delivery(hook, delivery_id, event, body, now)
    hook.deliveries[delivery_id] = found.waiting[delivery_id] = delivery
    return delivery


def send_again(center, delivery, now):
    """Have a delivery sent once more, whatever came of it."""
    delivery.state = WAITING
    delivery.failures = 0
    delivery.next_try = now
    delivery.leased_until = 0.0
    webhooks_of(center).waiting[delivery.delivery_id] = delivery


def remember(center):
    """Have the worker of each process look into a center."""
    if center._p_jar is None:
        # made in this very transaction: it has no id yet
        return
    known = center._p_jar.root().get(CENTERS)
    if known is None:
        known = center._p_jar.root()[CENTERS] = OOTreeSet()
    if center._p_oid not in known:
        known.insert(center._p_oid)


def forget(center):
    """Have nobody look into a center any more."""
    known = center._p_jar.root().get(CENTERS) if center._p_jar is not None else None
    if known is not None and center._p_oid in known:
        known.remove(center._p_oid)
