"""The persistent records from which installers are answered.

::

    center._psc_index   CenterIndex
        names           normalized name -> NameRecord
            releases    canonical version -> ReleaseRecord
                files       file name -> dict of builtin types (see ``files``)
                sidecars    file name -> Sidecar: core metadata and signature of the file
        listing         normalized name -> what the root list shows of it
        listing_stamp   changes with the listing
        stamp           changes with every record and the listing
        shrunk          changes when a name is no longer listed for all who see the center
        listed          how many releases the pages for people list
        stored          how many bytes all files have, see ``space``
        filenames       file name -> (normalized name, canonical version, sha256), for ever
        spellings       the one spelling of file names of one file -> the first of them, for ever
        looks           what a name looks like -> the normalized names that were held, for ever
        projects        UID of a project -> the normalized names it holds
        users           (a name, a name that uses it), see ``uses``

Records are derived from content, but for two things that content can't tell any
more when it is deleted: which file names were ever used, and which names were.
Values in the trees are builtin types, so that a ZEO server can resolve their
conflicts without this product.
"""

from BTrees.Length import Length
from BTrees.OOBTree import OOBTree
from BTrees.OOBTree import OOTreeSet
from persistent import Persistent
from persistent.TimeStamp import TimeStamp
from ZODB.POSException import ConflictError


class Touchable(Persistent):
    """A record whose serial tells whether anything at or below it has changed.

    A change in a tree below does not write the record itself, so each change
    also calls ``touch``. Two transactions that touch one record do not conflict;
    those that set the same attribute to different values do.
    """

    changed = 0
    #: attributes that count, and that two transactions may both add to
    _counters = ("changed",)

    def touch(self):
        self.changed += 1

    @property
    def serial(self):
        """The id of the transaction that wrote this state, 8 bytes."""
        # A ghost still tells the serial of the state it was before.
        self._p_activate()
        return self._p_serial

    @property
    def serial_number(self):
        """``serial`` as microseconds since 1970, 0 before the first commit; rises with each."""
        return max(0, round(TimeStamp(self.serial).timeTime() * 1e6))

    def _p_resolveConflict(self, old, saved, new):
        merged = dict(saved)
        for key in (set(old) | set(new)) - set(self._counters):
            if new.get(key) in (old.get(key), saved.get(key)):
                continue
            if saved.get(key) != old.get(key):
                raise ConflictError()
            merged[key] = new.get(key)
        for key in self._counters:
            merged[key] = saved.get(key, 0) + new.get(key, 0) - old.get(key, 0)
        return merged


class Stamp(Touchable):
    """A place to touch, for what has no record of its own."""


class Sidecar(Persistent):
    """Bytes that belong to a file: its core metadata, its signature.

    The signature is served; the core metadata where the state of the file has its digest.
    """

    def __init__(self, core_metadata=None, signature=None):
        #: METADATA of a wheel, PKG-INFO of an sdist or an egg, as it stands in the archive;
        #: None: there is none
        self.core_metadata = core_metadata
        #: the detached signature that was sent, ASCII armoured; None: none was
        self.signature = signature


class ReleaseRecord(Persistent):
    """One version of one distribution name.

    :ivar version: as first written
    :ivar release_id: of the content object in its project
    :ivar state: of the release workflow
    :ivar yanked: False, True, or a non-empty reason (PEP 592)
    """

    def __init__(self, version):
        self.version = version
        self.release_id = None
        self.state = "pre-release"
        self.yanked = False
        self.files = OOBTree()
        self.sidecars = OOBTree()


class NameRecord(Touchable):
    """One distribution name of a center.

    :ivar name: as its author wrote it
    :ivar normalized_name: a ``NormalizedName``
    :ivar project_id: id of the project in the center; None when no project holds the
        name any more: it is reserved if it had files, and known for ever in any case
    :ivar project_uid: UID of that project, or None
    :ivar had_files: whether a file was ever published under the name
    :ivar freed: whether a manager has made it free again since the last file was published
    :ivar listed: how many releases the pages for people list
    :ivar stored: how many bytes its files have, see ``space``
    :ivar status: of its project, one of ``pypi.status.STATUSES``
    :ivar status_reason: why; empty where nobody said
    :ivar uses: what its newest release requires, see ``uses``; None: no release counts
    """

    had_files = False
    freed = False
    listed = 0
    stored = 0
    status = "active"
    status_reason = ""
    uses = None
    _counters = ("changed", "listed", "stored")

    def __init__(self, name, normalized_name):
        self.name = name
        self.normalized_name = normalized_name
        self.project_id = None
        self.project_uid = None
        self.releases = OOBTree()

    @property
    def is_reserved(self):
        """Whether no project holds the name, and none gets it but from a manager."""
        return self.project_uid is None and self.had_files and not self.freed


class CenterIndex(Persistent):
    """The index of one center.

    :ivar center_uid: UID of the center it belongs to
    :ivar stored: None in a center from before there was the number
    :ivar shrunk: a ``Stamp``; None as long as no name was taken from the list
    :ivar spellings: see ``lookalikes``; None in a center from before there was the table
    :ivar looks: the same
    :ivar users: the same, see ``uses``
    """

    shrunk = None
    stored = None
    spellings = None
    looks = None
    users = None

    def __init__(self, center_uid):
        self.center_uid = center_uid
        self.names = OOBTree()
        self.listing = OOBTree()
        self.listing_stamp = Stamp()
        self.stamp = Stamp()
        self.listed = Length()
        self.stored = Length()
        self.filenames = OOBTree()
        self.spellings = OOBTree()
        self.looks = OOBTree()
        self.projects = OOBTree()
        self.users = OOTreeSet()
