"""``<center>/@@mirroring-config``: where the tree of a center is, and how it is."""

from collective.psc.mirroring.errors import MirrorError
from collective.psc.mirroring.errors import NotOurs
from collective.psc.mirroring.owned import check
from collective.psc.mirroring.servers.write import Served
from collective.psc.mirroring.servers.write import SERVERS
from collective.psc.mirroring.servers.write import write_configuration
from collective.psc.mirroring.site.answers import newest
from collective.psc.mirroring.site.bringing import waiting
from collective.psc.mirroring.site.changes import note_changed
from collective.psc.mirroring.site.keeper import KEEPER
from collective.psc.mirroring.site.lists import listing_of
from collective.psc.mirroring.site.settings import owner_name
from collective.psc.mirroring.site.settings import set_path
from collective.psc.mirroring.site.settings import tree_of
from collective.psc.mirroring.site.store import Store
from collective.psc.mirroring.site.strategy import MirroringStorage
from collective.psc.mirroring.status import read_status
from collective.psc.mirroring.status import Status
from collective.psc.mirroring.tree import Tree
from dataclasses import dataclass
from dataclasses import replace
from functools import cached_property
from plone.protect import CheckAuthenticator
from Products.Five.browser import BrowserView
from Products.PloneSoftwareCenter.content.center import IPloneSoftwareCenter
from Products.PloneSoftwareCenter.index.visibility import is_public
from Products.PloneSoftwareCenter.interfaces import ICenterTask
from Products.PloneSoftwareCenter.storage.interfaces import StorageUnavailable
from typing import Any
from zope.component import adapter
from zope.interface import implementer


TEXT = "text/plain; charset=utf-8"


@dataclass(frozen=True)
class State:
    """How the mirror of a center is."""

    path: str
    status: Status
    #: how many names have changed since the tree was written
    waiting: int
    #: whether all of it waits to be written anew
    is_pending: bool

    @property
    def lists_wait(self) -> bool:
        """Whether the lists of the whole center are older than the site's."""
        return self.status.serial != self.status.site_serial

    @property
    def is_up_to_date(self) -> bool:
        """Whether it shows what the site shows."""
        return not (self.waiting or self.lists_wait or self.is_pending or self.status.error)


def state_of(center: Any) -> State | None:
    """Return how the mirror of a center is; None: it has none."""
    tree = tree_of(center)
    if tree is None:
        return None
    with newest(center._p_jar.db(), center.getPhysicalPath()) as seen:
        listing = listing_of(seen) if seen is not None else None
        status = read_status(tree)
        if listing is not None:
            status = replace(status, site_serial=listing.serial)
        return State(
            path=str(tree.path),
            status=status,
            waiting=len(waiting(tree, listing)) if listing is not None else 0,
            is_pending=tree.pending.exists(),
        )


class MirrorPage(BrowserView):
    """The form; GET with ``server`` gives the configuration of a web server."""

    label = "Settings for FS mirroring"
    error: str | None = None
    message: str | None = None

    def __call__(self) -> str:
        if self.request.method == "POST":
            CheckAuthenticator(self.request)
            if "save" in self.request.form:
                self._save()
            elif "write" in self.request.form:
                self._write_anew()
        server = self.request.form.get("server")
        if isinstance(server, str) and server in SERVERS:
            return self._configuration(server)
        return str(self.index())

    @property
    def path(self) -> str:
        """What the field shows: what was typed, if it was refused."""
        tree = tree_of(self.context)
        return self._typed if self.error else str(tree.path) if tree else ""

    @cached_property
    def state(self) -> State | None:
        """How the mirror is; None: there is none."""
        return state_of(self.context)

    @property
    def is_public(self) -> bool:
        """Whether everybody sees the center."""
        return bool(is_public(self.context))

    @property
    def has_address(self) -> bool:
        """Whether absolute links can be written."""
        return bool(self.context.public_address)

    @property
    def behind(self) -> str:
        """How far behind, for people; nothing, where nothing was written yet."""
        found = self.state.status.behind if self.state else None
        if found is None:
            return ""
        seconds = round(found)
        hours, rest = divmod(seconds, 3600)
        return f"{hours}:{rest // 60:02}:{rest % 60:02}"

    @property
    def _typed(self) -> str:
        path = self.request.form.get("path", "")
        return path.strip() if isinstance(path, str) else ""

    def _save(self) -> None:
        before, path = tree_of(self.context), self._typed
        try:
            if path:
                check(Tree(path), owner_name(self.context))
            self._check_store(before, path)
        except (NotOurs, StorageUnavailable, ValueError) as error:
            # a path with a null byte is a ValueError
            self.error = str(error)
            return
        set_path(self.context, path or None)
        note_changed(self.context, None)
        self.message = "Saved."
        if before is not None and str(before.path) != path:
            self.message = (
                f"Saved. Nothing is written to {before.path} any more: what is published there"
                " stays, and is not updated. Delete it, and tell your web server."
            )

    def _check_store(self, before: Tree | None, path: str) -> None:
        """See that no archives are left behind that the center keeps in the tree alone.

        :raises NotOurs: when there are
        """
        storage = MirroringStorage(self.context)
        if before is None or str(before.path) == path or not storage.is_known:
            return
        if path and Store(Tree(path), owner_name(self.context)).is_marked():
            # the folder was moved by hand, store and all
            return
        if next(iter(storage.keys()), None) is not None:
            raise NotOurs(
                f"Archives of this center lie in {before.store} and nowhere else. Move them to"
                " another storage first (psc migrate), or move the whole folder there by hand."
            )

    def _write_anew(self) -> None:
        tree = tree_of(self.context)
        if tree is None:
            self.error = "There is no mirror."
            return
        try:
            check(tree, owner_name(self.context))
            tree.pending.touch()
        except (NotOurs, OSError) as error:
            self.error = str(error)
            return
        KEEPER.wake(self.context.getPhysicalPath())
        self.message = "The whole tree is being written; reload this page to see how far it is."

    def _configuration(self, server: str) -> str:
        self.request.response.setHeader("Content-Type", TEXT)
        tree = tree_of(self.context)
        try:
            if tree is None:
                raise MirrorError("There is no mirror: name its folder first.")
            served = Served(
                tree=tree,
                address=self.context.public_address or "",
                center="/".join(self.context.getPhysicalPath()),
                overwrites_dev=bool(self.context.overwrite_dev),
            )
            return write_configuration(server, served)
        except MirrorError as error:
            self.request.response.setStatus(409)
            return f"{error}\n"


@implementer(ICenterTask)
@adapter(IPloneSoftwareCenter)
class MirrorTask:
    """Named adapter of a center: a line in the control panel of its site."""

    title = "Mirror"
    permission = "Manage portal"

    def __init__(self, center: Any) -> None:
        self.center = center

    @property
    def url(self) -> str:
        """Where the page is."""
        return f"{self.center.absolute_url()}/@@mirroring-config"

    @property
    def told(self) -> str:
        """How the mirror is, in some words."""
        state = state_of(self.center)
        if state is None:
            return "none"
        if not is_public(self.center):
            return "publishes nothing: not everybody may see this center"
        if state.status.error:
            return f"{state.status.error_time}: {state.status.error}"
        if state.is_up_to_date:
            return f"up to date since {state.status.updated}"
        return f"{state.waiting} names and the lists wait to be written"
