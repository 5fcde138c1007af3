"""What is inside of a file: a page of its own, since the archive is read for it."""

from functools import cached_property
from plone.base.utils import human_readable_size
from Products.PloneSoftwareCenter.browser.pages.file import FilePage
from Products.PloneSoftwareCenter.i18n import _
from Products.PloneSoftwareCenter.index.cache import SizedCache
from Products.PloneSoftwareCenter.pypi.errors import InvalidArchive
from Products.PloneSoftwareCenter.pypi.errors import InvalidFilename
from Products.PloneSoftwareCenter.pypi.filenames import parse_filename
from Products.PloneSoftwareCenter.pypi.listing import list_members
from Products.PloneSoftwareCenter.pypi.page_html import GROUP_OF_ROWS
from Products.PloneSoftwareCenter.pypi.shown_text import visible
from Products.PloneSoftwareCenter.storage.interfaces import StorageError
from Products.PloneSoftwareCenter.storage.moved import storage_of
from threading import BoundedSemaphore

import logging


logger = logging.getLogger(__name__)

#: members of archives that one process keeps; the bytes of a file never change
_cache = SizedCache(50_000)

#: How many archives are read at once, and for how many seconds another one waits.
_places = BoundedSemaphore(2)
MAX_WAIT = 5


class ContentsPage(FilePage):
    """``<file>/contents``: the members of the archive, the first of them."""

    def __call__(self):
        """Show the page; search engines need not have it."""
        self.request.response.setHeader("X-Robots-Tag", "noindex, nofollow")
        return self.index()

    @cached_property
    def listing(self):
        """A ``Listing``; None where there is none to show."""
        if not self.has_contents:
            return None
        digest = (self.context.digests or {}).get("sha256")
        found = _cache.get(digest)
        if found is None:
            found = self._read()
            if found is not None:
                _cache.put(digest, found, len(found.members) + 1)
        return found

    @property
    def members(self):
        """Pairs of path and size for people, in groups: a theme is slow with one long list."""
        found = [
            (visible(member.path), human_readable_size(member.size))
            for member in self.listing.members
        ]
        starts = range(0, len(found), GROUP_OF_ROWS)
        return [found[start : start + GROUP_OF_ROWS] for start in starts]

    @property
    def unpacked(self):
        """What the members come to, for people."""
        return human_readable_size(self.listing.size)

    @property
    def reason(self):
        """Why there is no list."""
        if self.is_busy:
            return _(
                "msg_contents_busy",
                default="Other files are being looked into. Ask again in some seconds.",
            )
        return _("msg_no_contents", default="What is inside of this file can't be listed.")

    #: are others being read?
    is_busy = False

    def _read(self):
        if not _places.acquire(timeout=MAX_WAIT):
            self.is_busy = True
            self.request.response.setStatus(503)
            return None
        try:
            return self._members()
        finally:
            _places.release()

    def _members(self):
        file, release = self.context, self.release
        try:
            parsed = parse_filename(
                file.filename, name=release.distribution or "", version=release.version
            )
            storage, key = storage_of(self.center, file.storage, file.storage_key)
            with storage.open(key) as stream:
                return list_members(stream, parsed.extension)
        except (InvalidArchive, InvalidFilename, StorageError) as error:
            logger.warning("%s is not listed: %s", file.filename, error)
            return None
