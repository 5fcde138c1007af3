"""The webhooks of a center or of a project: what is sent where, and what was answered."""

from dataclasses import dataclass
from datetime import datetime
from datetime import UTC
from functools import cached_property
from itertools import islice
from plone import api
from plone.protect import CheckAuthenticator
from Products.PloneSoftwareCenter.browser.pages.page import Page
from Products.PloneSoftwareCenter.content.project import IPSCProject
from Products.PloneSoftwareCenter.i18n import _
from Products.PloneSoftwareCenter.pypi.errors import InvalidHook
from Products.PloneSoftwareCenter.pypi.hooks import EVENTS
from Products.PloneSoftwareCenter.pypi.hooks import subject_of
from Products.PloneSoftwareCenter.pypi.shown_text import visible
from Products.PloneSoftwareCenter.upload.rights import user_id
from Products.PloneSoftwareCenter.webhooks.events import wake_after_commit
from Products.PloneSoftwareCenter.webhooks.store import add_hook
from Products.PloneSoftwareCenter.webhooks.store import count_waiting
from Products.PloneSoftwareCenter.webhooks.store import DELIVERED
from Products.PloneSoftwareCenter.webhooks.store import drop_hook
from Products.PloneSoftwareCenter.webhooks.store import FAILED
from Products.PloneSoftwareCenter.webhooks.store import hooks_of
from Products.PloneSoftwareCenter.webhooks.store import LOOKED_THROUGH
from Products.PloneSoftwareCenter.webhooks.store import send_again
from Products.PloneSoftwareCenter.webhooks.store import switch_off
from Products.PloneSoftwareCenter.webhooks.store import switch_on
from Products.PloneSoftwareCenter.webhooks.store import WAITING
from Products.PloneSoftwareCenter.webhooks.store import webhooks_of

import logging
import time


logger = logging.getLogger(__name__)

#: deliveries that are shown of a hook, the newest
SHOWN = 20

EVENT_TITLES = {
    "upload": _("hook_upload", default="a file was uploaded"),
    "release": _("hook_release", default="a release was made"),
    "yank": _("hook_yank", default="something was yanked, or is no longer"),
    "status": _("hook_status", default="a project has another status"),
}
STATE_TITLES = {
    WAITING: _("hook_waiting", default="Waits"),
    DELIVERED: _("hook_delivered", default="Delivered"),
    FAILED: _("hook_failed", default="Not delivered"),
}


@dataclass(frozen=True)
class EventChoice:
    """What a webhook may be told of."""

    name: str
    title: object


@dataclass(frozen=True)
class DeliveryRow:
    """Something that was sent, or will be."""

    delivery_id: str
    event: object
    #: of which release, file or project: one line
    subject: str
    #: what is sent, as it is sent
    body: str
    state: object
    is_waiting: bool
    made: str
    attempts: int
    #: of the last attempt: status as a text, first bytes or a reason; empty: there was none
    status: str
    text: str
    last_try: str | None
    #: None: there is none
    next_try: str | None


@dataclass(frozen=True)
class HookRow:
    """A webhook in the list."""

    hook_id: str
    url: str
    events: tuple[object, ...]
    is_active: bool
    #: why the program has switched it off; empty: it did not
    switched_off: str
    last_success: str | None
    #: who has made it; empty: nobody knows
    user: str
    #: how many deliveries wait
    waiting: int
    deliveries: tuple[DeliveryRow, ...]


class WebhooksPage(Page):
    """``<center>/@@webhooks`` for managers, ``<project>/@@webhooks`` for owners."""

    #: the secret of a hook that was made now, and is shown this once
    secret = None
    error = None
    message = None
    events = tuple(EventChoice(name, title) for name, title in EVENT_TITLES.items())

    def __call__(self):
        """Show the page; after a button, do what it says."""
        # neither a cache nor the browser keeps a page that may show a secret
        self.request.response.setHeader("Cache-Control", "no-store")
        if self.request.method == "POST":
            CheckAuthenticator(self.request)
            self._work()
        return self.index()

    @property
    def is_of_project(self):
        """Is it about a project, and not about all of a center?"""
        return IPSCProject.providedBy(self.context)

    @property
    def url_filled_in(self):
        """What the field of the form holds."""
        return self._text("url") if self.error else ""

    @property
    def rows(self):
        """The hooks."""
        return [self._row(hook) for hook in self._hooks]

    @property
    def _hooks(self):
        return hooks_of(self.center, self._project_uid)

    @cached_property
    def _project_uid(self):
        return self.context.UID() if self.is_of_project else None

    def _work(self):
        form = self.request.form
        if "make" in form:
            self._make()
            return
        for word, act in (
            ("drop", self._drop),
            ("on", self._switch_on),
            ("off", self._switch_off),
        ):
            for hook in self._hooks if word in form else ():
                if hook.hook_id == self._text(word):
                    act(hook)
        if "again" in form:
            self._again(self._text("again"))

    def _make(self):
        chosen = [event for event in EVENTS if self._text(f"event_{event}")]
        try:
            hook = add_hook(self.center, self._text("url"), chosen, user_id(), self._project_uid)
        except InvalidHook as error:
            self.error = str(error)
            return
        self.secret = hook.secret
        self._log("made", hook)

    def _drop(self, hook):
        drop_hook(self.center, hook)
        self.message = _("msg_hook_dropped", default="The webhook is deleted.")
        self._log("deleted", hook)

    def _switch_on(self, hook):
        switch_on(hook, time.time())
        wake_after_commit()
        self.message = _("msg_hook_on", default="The webhook is told again of what happens.")
        self._log("switched on", hook)

    def _switch_off(self, hook):
        switch_off(hook)
        self.message = _("msg_hook_off", default="The webhook is told nothing any more.")
        self._log("switched off", hook)

    def _again(self, delivery_id):
        for hook in self._hooks:
            delivery = hook.deliveries.get(delivery_id)
            if delivery is None:
                continue
            if not hook.is_active:
                self.error = self.context.translate(
                    _("error_hook_off", default="Switch the webhook on first.")
                )
                return
            send_again(self.center, delivery, time.time())
            wake_after_commit()
            self.message = _("msg_hook_again", default="It is sent once more.")

    def _log(self, verb, hook):
        where = "/".join(self.context.getPhysicalPath())
        logger.info("%s %s webhook %s of %s", user_id(), verb, hook.hook_id, where)

    def _row(self, hook):
        looked_through = islice(hook.deliveries.values(), LOOKED_THROUGH)
        newest = sorted(looked_through, key=lambda one: one.made, reverse=True)
        return HookRow(
            hook_id=hook.hook_id,
            url=hook.url,
            events=tuple(EVENT_TITLES[event] for event in hook.events),
            is_active=hook.is_active,
            switched_off=hook.switched_off,
            last_success=_shown(hook.last_success),
            user=hook.user_id or "",
            waiting=count_waiting(webhooks_of(self.center), hook.hook_id),
            deliveries=tuple(_delivery_row(delivery) for delivery in newest[:SHOWN]),
        )

    def _text(self, name):
        value = self.request.form.get(name, "")
        return value.strip() if isinstance(value, str) else ""


def _delivery_row(delivery):
    moment, status, text = delivery.attempts[-1] if delivery.attempts else (0, 0, "")
    is_waiting = delivery.state == WAITING
    return DeliveryRow(
        delivery_id=delivery.delivery_id,
        event=EVENT_TITLES[delivery.event],
        subject=visible(subject_of(delivery.body)),
        body=delivery.body.decode("ascii", "replace"),
        state=STATE_TITLES[delivery.state],
        is_waiting=is_waiting,
        made=_shown(delivery.made),
        attempts=len(delivery.attempts),
        status=str(status) if status else "",
        text=text,
        last_try=_shown(moment),
        next_try=_shown(_next_try(delivery)) if is_waiting else None,
    )


def _next_try(delivery):
    """Return when it is tried, in seconds since 1970; 0: nobody knows."""
    hook = delivery.hook
    return max(delivery.due, hook.rests_until) if hook.is_active else 0


def _shown(seconds):
    if not seconds:
        return None
    moment = datetime.fromtimestamp(seconds, UTC)
    return api.portal.get_localized_time(moment, long_format=True)
