"""The storage strategy ``mirroring``: the archive in the tree is the only copy."""

from Acquisition import aq_base
from collections.abc import Callable
from collections.abc import Iterable
from collective.psc.mirroring.errors import NotOurs
from collective.psc.mirroring.owned import claim
from collective.psc.mirroring.site.settings import owner_name
from collective.psc.mirroring.site.settings import tree_of
from collective.psc.mirroring.site.store import KEY
from collective.psc.mirroring.site.store import PREFIX
from collective.psc.mirroring.site.store import Store
from functools import cached_property
from functools import partial
from Products.PloneSoftwareCenter.content.center import IPloneSoftwareCenter
from Products.PloneSoftwareCenter.storage.interfaces import FileDamaged
from Products.PloneSoftwareCenter.storage.interfaces import FileMissing
from Products.PloneSoftwareCenter.storage.interfaces import IPSCFileStorage
from Products.PloneSoftwareCenter.storage.interfaces import StorageUnavailable
from Products.PloneSoftwareCenter.storage.outside import changes_of
from Products.PloneSoftwareCenter.storage.outside import seen_changes_of
from Products.PloneSoftwareCenter.storage.outside import StagedOutside
from Products.PloneSoftwareCenter.storage.strategy import StorageStrategy
from Products.PloneSoftwareCenter.storage.together import can_sync
from Products.PloneSoftwareCenter.storage.together import Found
from Products.PloneSoftwareCenter.storage.together import Together
from typing import Any
from typing import BinaryIO
from zope.component import adapter
from zope.interface import implementer

import os
import secrets


#: attribute of the center: by which its store has been marked since the first file
ATTRIBUTE = "_psc_mirroring_mark"
#: what a file must let others do, that a link to it in ``www`` can be served
FOR_ALL = 0o444


class StagedFile(StagedOutside):
    """A file beside the others; keeping it is a rename, undone by renaming it back."""

    def __init__(
        self, storage: "MirroringStorage", found: Found, sha256: str, is_synced: bool = True
    ) -> None:
        super().__init__(storage, is_synced)
        self.found = found
        self.sha256 = sha256

    def new_key(self) -> str:
        self.storage.remember_mark()
        return f"{self.sha256}.{secrets.token_hex(8)}"

    def settle(self, key: str) -> None:
        self.storage.store_.put(self.found, key, is_synced=self.is_synced)

    def unsettle(self, key: str) -> None:
        self.storage.store_.take_back(key, self.found)

    def drop(self) -> None:
        self.found.drop()


@implementer(IPSCFileStorage)
@adapter(IPloneSoftwareCenter)
class MirroringStorage(StorageStrategy):
    """Named adapter ``mirroring`` of a center."""

    title = "Mirror"
    description = (
        "Archives are files in the folder of the center's mirror; what everybody may see is"
        " published as a link."
    )

    @cached_property
    def store_(self) -> Store:
        """The folder, as the center's setting names it."""
        tree = tree_of(self.center)
        if tree is None:
            raise StorageUnavailable(
                "This center has no mirror: name its folder on the page “Mirror” first."
            )
        return Store(tree, owner_name(self.center))

    @cached_property
    def place(self) -> str:
        return str(self.store_.folder)

    @property
    def is_known(self) -> bool:
        """Whether the center has kept files in its store."""
        return getattr(aq_base(self.center), ATTRIBUTE, None) == owner_name(self.center)

    def prepare(self) -> None:
        self._known_store().check()
        self.remember_mark()

    def remember_mark(self) -> None:
        """From now on, a store without the mark is not this center's."""
        if not self.is_known:
            setattr(self.center, ATTRIBUTE, owner_name(self.center))

    def _known_store(self) -> Store:
        """Return the store, made if this center has never kept anything there."""
        store = self.store_
        if self.is_known:
            store.require_mark()
            return store
        try:
            claim(store.tree, owner_name(self.center))
        except (NotOurs, OSError) as error:
            raise StorageUnavailable(str(error)) from error
        store.make()
        return store

    def stage(self, stream: BinaryIO, *, size: int, sha256: str) -> StagedFile:
        return self.stager()(stream, size=size, sha256=sha256)

    def stager(self) -> Callable[..., StagedFile]:
        return partial(self._stage_in, self._known_store())

    def _stage_in(self, store: Store, stream: BinaryIO, *, size: int, sha256: str) -> StagedFile:
        copied = store.receive(stream, size, sha256)
        return StagedFile(self, Found(str(copied), is_ours=True), sha256)

    def together(self) -> Together | None:
        store = self._known_store()
        if not can_sync(store.incoming):
            return None
        store.sweep()
        return Together(self, store.incoming, PREFIX, FOR_ALL)

    def staged_at(self, found: Found, sha256: str) -> StagedFile:
        return StagedFile(self, found, sha256, is_synced=False)

    def settled_all(self, keys: Iterable[str]) -> None:
        """Have them on the disk before the database counts on them."""
        self.store_.sync(keys)

    def open(self, key: str) -> BinaryIO:
        try:
            return open(self.path(key), "rb")
        except FileNotFoundError as error:
            raise FileMissing(key) from error
        except OSError as error:
            raise StorageUnavailable(f"{key} can't be read: {error.strerror}.") from error

    def path(self, key: str) -> str:
        if not KEY.fullmatch(key):
            raise FileMissing(key)
        store, changes = self.store_, seen_changes_of(self)
        staged = changes.kept.get(key)
        path = str(store.path(key)) if staged is None else staged.found.path
        if key in changes.deleted or not os.path.isfile(path):
            if self.is_known:
                store.require_mark()
            raise FileMissing(key)
        return path

    def size(self, key: str) -> int:
        return os.path.getsize(self.path(key))

    def verify(self, key: str, sha256: str) -> None:
        try:
            super().verify(key, sha256)
        except OSError as error:
            raise FileDamaged(key, f"it can't be read: {error.strerror}") from error

    def delete(self, key: str) -> None:
        self.path(key)
        changes_of(self).delete(key)

    def remove(self, key: str) -> None:
        """Remove the bytes of what was deleted; the transaction is committed."""
        self.store_.remove(key)

    def keys(self, *, seconds: float = 0) -> Any:
        if self.is_known:
            yield from self.store_.keys(seconds)

    def check(self) -> None:
        if self.is_known:
            self.store_.check()
        else:
            tree = tree_of(self.center)
            if tree is None or not os.access(tree.path, os.R_OK | os.W_OK | os.X_OK):
                raise StorageUnavailable(f"Files can't be written to {self.place}.")
