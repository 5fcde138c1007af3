"""The storage strategy ``s3``."""

from Acquisition import aq_base
from collective.psc.s3storage.settings import settings
from collective.psc.s3storage.shelf import KEY
from collective.psc.s3storage.shelf import Shelf
from functools import partial
from plone.uuid.interfaces import IUUID
from Products.PloneSoftwareCenter.content.center import IPloneSoftwareCenter
from Products.PloneSoftwareCenter.storage.interfaces import FileMissing
from Products.PloneSoftwareCenter.storage.interfaces import IPSCFileStorage
from Products.PloneSoftwareCenter.storage.interfaces import StorageUnavailable
from Products.PloneSoftwareCenter.storage.outside import changes_of
from Products.PloneSoftwareCenter.storage.outside import seen_changes_of
from Products.PloneSoftwareCenter.storage.outside import StagedOutside
from Products.PloneSoftwareCenter.storage.strategy import StorageStrategy
from Products.PloneSoftwareCenter.storage.verified import MEMORY
from zope.component import adapter
from zope.interface import implementer

import secrets
import uuid


#: attribute of the center: the id of the mark that its objects have had since the first file
ATTRIBUTE = "_psc_s3_mark"


class StagedObject(StagedOutside):
    """An object that is whole, and that no file knows yet.

    So nothing is asked of the server while the database is locked for a commit, and nothing can
    fail there. A process that is killed leaves an object too many, which ``keys`` tells.
    """

    def __init__(self, storage, key):
        super().__init__(storage)
        self.key = key

    def new_key(self):
        self.storage.remember_mark()
        return self.key

    def drop(self):
        self.storage.remove_all([self.key])


@implementer(IPSCFileStorage)
@adapter(IPloneSoftwareCenter)
class S3Storage(StorageStrategy):
    """Named adapter ``s3`` of a center."""

    title = "Object store"
    description = "Archives are objects in an S3 bucket that the server's configuration names."

    @property
    def shelf(self):
        identifier = self._identifier
        if identifier is None:
            raise StorageUnavailable("This center has no objects yet: choose the strategy anew.")
        return Shelf(settings(), identifier)

    @property
    def place(self):
        return f"s3:{self.shelf}"

    @property
    def _mark(self):
        return getattr(aq_base(self.center), ATTRIBUTE, None)

    @property
    def _identifier(self):
        """What the names of the objects begin with; a copy of a center gets none of the other."""
        return IUUID(self.center, None) or self._mark

    def prepare(self):
        if self._identifier is None:
            setattr(self.center, ATTRIBUTE, uuid.uuid4().hex)
            self.shelf.prepare()
        self._known_shelf()
        self.remember_mark()

    def remember_mark(self):
        """From now on, objects without the mark are not this center's."""
        identifier = self._identifier
        if self._mark != identifier:
            setattr(self.center, ATTRIBUTE, identifier)

    def _known_shelf(self):
        """Return the objects, with a mark if this center has never kept anything there."""
        shelf = self.shelf
        if self._mark == shelf.identifier:
            shelf.require_mark()
        else:
            shelf.prepare()
        return shelf

    def stage(self, stream, *, size, sha256):
        return self.stager()(stream, size=size, sha256=sha256)

    def stager(self):
        return partial(self._stage_on, self._known_shelf())

    def _stage_on(self, shelf, stream, *, size, sha256):
        # Each file has an object of its own: whoever deletes one of two with the same bytes need
        # not know of the other.
        key = f"{sha256}.{secrets.token_hex(8)}"
        shelf.receive(stream, size, sha256, key)
        return StagedObject(self, key)

    def open(self, key):
        if not KEY.fullmatch(key) or self._identifier is None:
            raise FileMissing(key)
        if key in seen_changes_of(self).deleted:
            raise FileMissing(key)
        shelf = self.shelf
        try:
            return shelf.open(key)
        except FileMissing:
            if self._mark == shelf.identifier:
                shelf.require_mark()
            raise

    def path(self, key):
        return None

    def size(self, key):
        with self.open(key) as stream:
            return stream.seek(0, 2)

    def url(self, key, filename):
        """Return a URL for bytes that this process has compared, and that are the same since."""
        if not settings().presign:
            return None
        with self.open(key) as stream:
            if MEMORY.digest_of(stream.identity) != key.partition(".")[0]:
                return None
        return self.shelf.url(key, filename)

    def delete(self, key):
        self.open(key).close()
        changes_of(self).delete(key)

    def remove(self, key):
        """Remove the object of what was deleted; the transaction is committed."""
        self.remove_all([key])

    def remove_all(self, keys):
        """Remove the objects of what was deleted; the transaction is committed."""
        self.shelf.remove_all(keys)

    def keys(self, *, seconds=0):
        if self._mark is not None and self._mark == self._identifier:
            yield from self.shelf.keys(seconds)

    def check(self):
        shelf = self.shelf
        if self._mark == shelf.identifier:
            shelf.check()
        else:
            shelf.check_bucket()
