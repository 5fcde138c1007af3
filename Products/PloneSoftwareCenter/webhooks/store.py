"""Hooks and their deliveries, as the database keeps them: ``center._psc_webhooks``.

What happens puts one delivery into a tree, under a key that is random: two uploads at the same
moment hardly ever meet there, and the tree resolves it where they do. The key begins with the
hook's id, so that whoever sends finds out which hooks have something waiting, and opens none of it.
"""

from Acquisition import aq_base
from BTrees.OOBTree import OOBTree
from BTrees.OOBTree import OOTreeSet
from datetime import datetime
from datetime import UTC
from itertools import islice
from persistent import Persistent
from Products.PloneSoftwareCenter.pypi.errors import InvalidHook
from Products.PloneSoftwareCenter.pypi.hooks import check_host
from Products.PloneSoftwareCenter.pypi.hooks import check_url
from Products.PloneSoftwareCenter.pypi.hooks import EVENTS
from Products.PloneSoftwareCenter.webhooks.networks import allowed_networks
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
#: deliveries that are looked through at most to find those that are due, or new
LOOKED_THROUGH = 1000
#: behind the id of a hook in the key of what waits for it, and behind all such keys of the hook
_BEHIND, _AFTER = "-", "~"

WAITING, DELIVERED, FAILED = "waiting", "delivered", "failed"


class Webhooks(Persistent):
    """All of a center."""

    #: None: made before there was one, and not upgraded yet
    of_project = None

    def __init__(self):
        #: hook id -> Hook
        self.hooks = OOBTree()
        #: UID of a project, or empty for the center's own -> hook ids
        self.of_project = OOBTree()
        #: hook id and delivery id -> Delivery: those that wait to be sent; see ``waiting_of``
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
    :ivar switched_on: seconds since 1970, when somebody has switched it on again; 0: never
    :ivar last_success: the same; 0: never
    :ivar failures: attempts since something came through
    :ivar failing_since: seconds since 1970: the first of them; 0: there is none
    :ivar rests_until: the same: until then nothing is tried
    :ivar deliveries: delivery id -> Delivery
    """

    is_active = True
    switched_off = ""
    switched_on = 0.0
    last_success = 0.0
    failures = 0
    failing_since = 0.0
    rests_until = 0.0

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

    @property
    def is_begun_anew(self):
        """Was the hook switched on since the last attempt? What was in the way is mended, then."""
        return bool(self.attempts) and self.attempts[-1][0] < self.hook.switched_on

    @property
    def due(self):
        """Return from when on it is to be sent, in seconds since 1970."""
        return max(self.made if self.is_begun_anew else self.next_try, self.leased_until)


def webhooks_of(center):
    """Return what a center has, or None."""
    return getattr(aq_base(center), ATTRIBUTE, None)


def hooks_of(center, project_uid=None):
    """Return the hooks of a center alone, or of one of its projects, the oldest first."""
    found = webhooks_of(center)
    if found is None:
        return []
    if found.of_project is None:
        hooks = [hook for hook in found.hooks.values() if hook.project_uid == project_uid]
    else:
        hooks = [found.hooks[one] for one in found.of_project.get(project_uid or "", ())]
    return sorted(hooks, key=lambda hook: hook.made)


def group(found):
    """Have the hooks of each project ready, and what waits sorted by its hook."""
    found.of_project = OOBTree()
    for hook in found.hooks.values():
        _put_with_project(found, hook)
    waiting = list(found.waiting.values())
    found.waiting.clear()
    for delivery in waiting:
        # one that was deleted, or done with, before it was sorted
        if delivery.hook.hook_id in found.hooks and delivery.state == WAITING:
            _put_waiting(found, delivery)


def hooks_waiting(found):
    """Yield the ids of the hooks for which something waits; none of it is opened."""
    after = ""
    while True:
        try:
            hook_id = found.waiting.minKey(after).partition(_BEHIND)[0]
        except ValueError:
            return
        yield hook_id
        after = hook_id + _AFTER


def waiting_of(found, hook_id, most=LOOKED_THROUGH):
    """Return what waits for a hook: at most so many of it, in no order."""
    return list(islice(found.waiting.values(hook_id + _BEHIND, hook_id + _AFTER), most))


def count_waiting(found, hook_id):
    """Return how many deliveries wait for a hook."""
    return len(found.waiting.keys(hook_id + _BEHIND, hook_id + _AFTER))


def add_hook(center, url, events, user_id, project_uid=None):
    """Make a hook; return it. Its secret is to be shown now, and never again.

    :raises InvalidHook: when the address or the events are none, or it is an address to which
        nothing is sent, or there are too many
    """
    url = url.strip()
    # A name is looked up when something is sent: what it means may be another thing by then.
    check_host(check_url(url).hostname, allowed_networks())
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
    if found.of_project is not None:
        _put_with_project(found, hook)
    remember(center)
    return hook


def _put_with_project(found, hook):
    place = hook.project_uid or ""
    if place not in found.of_project:
        found.of_project[place] = OOTreeSet()
    found.of_project[place].insert(hook.hook_id)


def drop_hook(center, hook):
    """Forget a hook and all that it was told."""
    found = webhooks_of(center)
    for delivery in list(hook.deliveries.values()):
        wait_no_more(found, delivery)
    del found.hooks[hook.hook_id]
    if found.of_project is not None:
        found.of_project[hook.project_uid or ""].remove(hook.hook_id)


def switch_on(hook, now):
    """Have a hook be told again: of what happens, and of what has waited for it.

    :param now: in seconds since 1970
    """
    hook.is_active = True
    hook.switched_off = ""
    hook.switched_on = now
    hook.failures = 0
    hook.failing_since = hook.rests_until = 0.0


def switch_off(hook, reason=""):
    """Have a hook be told nothing; what waits for it goes on waiting."""
    hook.is_active = False
    hook.switched_off = reason


def queue(found, hook, event, delivery_id, body, now):
    """Put a delivery of a hook where it is taken from, in the transaction of what happened."""
    delivery = Delivery(hook, delivery_id, event, body, now)
    hook.deliveries[delivery_id] = delivery
    _put_waiting(found, delivery)
    return delivery


def wait_no_more(found, delivery):
    """Let a delivery be done with."""
    found.waiting.pop(_key(delivery), None)


def _put_waiting(found, delivery):
    found.waiting[_key(delivery)] = delivery


def _key(delivery):
    return delivery.hook.hook_id + _BEHIND + delivery.delivery_id


def send_again(center, delivery, now):
    """Have a delivery sent once more, whatever came of it."""
    delivery.state = WAITING
    delivery.failures = 0
    delivery.next_try = now
    delivery.leased_until = 0.0
    delivery.hook.rests_until = 0.0
    _put_waiting(webhooks_of(center), delivery)


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
