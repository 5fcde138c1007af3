"""The storage strategy ``external``."""

from Acquisition import aq_base
from collective.psc.externalstorage.settings import directory
from collective.psc.externalstorage.shelf import KEY
from collective.psc.externalstorage.shelf import PREFIX
from collective.psc.externalstorage.shelf import readable_as
from collective.psc.externalstorage.shelf import shelf_of
from functools import partial
from plone.uuid.interfaces import IUUID
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
from zope.component import adapter
from zope.interface import implementer

import itertools
import os
import secrets
import uuid


#: attribute of the center: the id of the mark that its folder has carried since the first file
ATTRIBUTE = "_psc_external_mark"


class StagedFile(StagedOutside):
    """A file beside the others; keeping it is a rename, undone by renaming it back.

    :param found: a ``Found``
    """

    def __init__(self, storage, found, sha256, is_synced=True):
        super().__init__(storage, is_synced)
        self.found = found
        self.sha256 = sha256

    def new_key(self):
        self.storage.remember_mark()
        return f"{self.sha256}.{self.storage.new_ending()}"

    def settle(self, key):
        self.storage.require_mark_for(self)
        self.storage.shelf.put(self.found, key, is_synced=self.is_synced)

    def unsettle(self, key):
        self.storage.shelf.take_back(key, self.found)

    def drop(self):
        self.found.drop()


@implementer(IPSCFileStorage)
@adapter(IPloneSoftwareCenter)
class ExternalStorage(StorageStrategy):
    """Named adapter ``external`` of a center."""

    title = "Directory"
    description = "Archives are files in a directory that the server's configuration names."

    #: the identifier, once it is known
    _found = None

    def __init__(self, center):
        super().__init__(center)
        self._beginning = secrets.token_hex(5)
        self._counter = itertools.count()
        #: whether the mark was found when files were put in their places
        self._is_marked = False

    def require_mark_for(self, staged):
        """Look for the mark before a file is put in its place; once, for those that go together.

        :raises StorageUnavailable: when it is not found
        """
        if staged.is_synced or not self._is_marked:
            self.shelf.require_mark()
            self._is_marked = True

    def new_ending(self):
        """Return 16 digits, to tell files of the same bytes apart."""
        return f"{self._beginning}{next(self._counter) & 0xFFFFFF:06x}"

    @property
    def shelf(self):
        identifier = self._identifier
        if identifier is None:
            raise StorageUnavailable("This center has no folder yet: choose the strategy anew.")
        return shelf_of(directory(), identifier)

    @property
    def place(self):
        return self.shelf.place

    @property
    def _mark(self):
        return getattr(aq_base(self.center), ATTRIBUTE, None)

    @property
    def _identifier(self):
        """The name of the folder; a copy of a center is not given that of the other."""
        if self._found is None:
            self._found = IUUID(self.center, None) or self._mark
        return self._found

    def prepare(self):
        if self._identifier is None:
            setattr(self.center, ATTRIBUTE, uuid.uuid4().hex)
            self.shelf.prepare()
        self._known_shelf().check()
        self.remember_mark()

    def remember_mark(self):
        """From now on, a folder without the mark is not this center's."""
        identifier = self._identifier
        if self._mark != identifier:
            setattr(self.center, ATTRIBUTE, identifier)

    def _known_shelf(self):
        """Return the folder, made if this center has never kept anything there."""
        shelf = self.shelf
        if self._mark == shelf.identifier:
            shelf.require_mark()
        else:
            shelf.prepare()
        return shelf

    def stage(self, stream, *, size, sha256):
        return self.stager()(stream, size=size, sha256=sha256)

    def stager(self):
        shelf = self._known_shelf()
        shelf.sweep()
        return partial(self._stage_on, shelf)

    def _stage_on(self, shelf, stream, *, size, sha256):
        return StagedFile(self, Found(shelf.receive(stream, size, sha256), is_ours=True), sha256)

    def together(self):
        shelf = self._known_shelf()
        if not can_sync(shelf.incoming):
            return None
        shelf.sweep()
        return Together(self, shelf.incoming, PREFIX, readable_as(shelf.folder))

    def staged_at(self, found, sha256):
        return StagedFile(self, found, sha256, is_synced=False)

    def open(self, key):
        try:
            return open(self.path(key), "rb")
        except FileNotFoundError as error:
            raise FileMissing(key) from error
        except OSError as error:
            raise StorageUnavailable(f"{key} can't be read: {error.strerror}.") from error

    def path(self, key):
        if not KEY.fullmatch(key) or self._identifier is None:
            raise FileMissing(key)
        shelf, changes = self.shelf, seen_changes_of(self)
        staged = changes.kept.get(key)
        path = shelf.path(key) if staged is None else staged.found.path
        if key in changes.deleted or not os.path.isfile(path):
            if self._mark == shelf.identifier:
                shelf.require_mark()
            raise FileMissing(key)
        return path

    def size(self, key):
        return os.path.getsize(self.path(key))

    def verify(self, key, sha256):
        try:
            super().verify(key, sha256)
        except OSError as error:
            raise FileDamaged(key, f"it can't be read: {error.strerror}") from error

    def delete(self, key):
        self.path(key)
        changes_of(self).delete(key)

    def settled_all(self, keys):
        """Have them on the disk before the database counts on them."""
        self.shelf.sync(keys)

    def remove_all(self, keys):
        """Remove the bytes of what was deleted; the transaction is committed."""
        self.shelf.remove_all(keys)

    def keys(self, *, seconds=0):
        if self._mark is not None and self._mark == self._identifier:
            yield from self.shelf.keys(seconds)

    def check(self):
        shelf = self.shelf
        if self._mark == shelf.identifier:
            shelf.check()
        elif not os.access(shelf.directory, os.R_OK | os.W_OK | os.X_OK):
            raise StorageUnavailable(f"Files can't be written to {shelf.directory}.")
