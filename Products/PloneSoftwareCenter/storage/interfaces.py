"""The contract between the index and the places where archive bytes live."""

from zope.interface import Attribute
from zope.interface import Interface


class StorageError(Exception):
    """A storage could not do what it was asked to."""


class FileMissing(StorageError, LookupError):
    """The storage has no bytes under a key."""

    def __init__(self, key: str) -> None:
        self.key = key
        super().__init__(key)

    def __str__(self) -> str:
        return f"The storage has no file under the key {self.key!r}."


class FileDamaged(StorageError):
    """The bytes under a key are not those that were stored."""

    def __init__(self, key: str, reason: str) -> None:
        self.key = key
        self.reason = reason
        super().__init__(key, reason)

    def __str__(self) -> str:
        return f"The file under the key {self.key!r} is damaged: {self.reason}."


class StorageUnavailable(StorageError):
    """The storage as a whole can't be used at the moment; what is stored is as it was."""


class StorageFull(StorageUnavailable):
    """There is no room for more, while what is stored can be read."""


class IStagedFile(Interface):
    """Bytes that lie where the storage can keep them quickly.

    Made before the write step begins, so that copying a gigabyte happens
    once, outside the transaction, however often the step is tried again.
    """

    def keep():
        """Join the bytes to the current transaction; return their key, a ``str``.

        May be called again after that transaction was aborted. When a transaction
        aborts, nothing that its ``keep`` did is left behind.
        """

    def close():
        """Forget what was staged; what was kept and committed stays. Never raises."""


class IPSCFileStorage(Interface):
    """A storage strategy: a named adapter of the center.

    Whatever is registered appears, by its name, in the center's form. Each file
    records the name of the strategy it was stored in and its key there, and the center what has
    moved since (``storage.moved``), so a center
    may hold files of several strategies. Keys are made by the strategy, opaque
    to others, and never used twice.

    Any method may raise ``StorageUnavailable`` when the place of the bytes as a whole does not
    answer; nothing of the strategy's libraries is raised. Adapters are made anew for each use,
    in any thread, and keep nothing open.
    """

    title = Attribute("What the form calls it: a short message.")
    description = Attribute("One line for the form: a message.")

    def prepare():
        """Get ready to store files of the center; asked before the first one is.

        Called in the transaction that makes it the center's strategy, and when files begin to move
        there: it may write in the database, and make a mark by which the place is known
        again. Called a second time it changes nothing.

        :raises StorageUnavailable: when files can't be kept there, with what to do about it
        """

    def stage(stream, *, size, sha256):
        """Take a copy of ``stream`` and return an ``IStagedFile``; the caller closes both.

        :param stream: binary, open for reading at 0; read to its end
        :param size: how many bytes it has
        :param sha256: their digest, hex, lower case
        :raises FileDamaged: when the stream has another size, or another digest where the
            strategy compares it
        :raises StorageFull: when there is no room; an ``OSError`` that says so is as good
        :raises StorageUnavailable: when the place can't be written
        """

    def store(stream, *, size, sha256):
        """``stage``, ``keep`` and ``close`` in one call; return the key, raise what they do."""

    def open(key):
        """Return a seekable binary stream, open for reading at 0; the caller closes it.

        Reading a stretch reads no more than about that stretch. The stream stays good when the
        transaction ends, and for bytes that were kept in this very transaction.

        :raises FileMissing: when there are no bytes under the key
        """

    def delete(key):
        """Delete the bytes when the current transaction commits, not before.

        They may be gone a moment later than that, never a moment earlier: a process that is
        killed in the commit leaves bytes that nobody needs, which ``keys`` tells.

        :raises FileMissing: when there are no bytes under the key
        """

    def size(key):
        """Return the number of bytes.

        :raises FileMissing: when there are no bytes under the key
        """

    def path(key):
        """Return the path of a local file with exactly these bytes, or None.

        The file may be read, linked and sent, never changed. None is the answer for any key
        where bytes are no local files.

        :raises FileMissing: when there are no bytes under the key
        """

    def url(key, filename):
        """Return a URL to which a client may be sent for the bytes, or None.

        Whoever has the URL gets the bytes, so it is good for some minutes only, and nobody is sent
        there for what not everybody may see. What is there must be the bytes of the file's digest:
        ``storage.verified.MEMORY`` knows what was compared.

        :param filename: what the client should call them
        """

    def verify(key, sha256):
        """Read all of the bytes and compare.

        :raises FileMissing: when there are no bytes under the key
        :raises FileDamaged: when their sha256 is another, or can't be read to the end
        """

    def keys(*, seconds=0):
        """Yield the keys of all bytes that are there for this center, known to a file or not.

        Bytes of uploads that are being committed may be among them, and those that a killed process
        left behind are. The current transaction's own are not promised.

        :param seconds: leave out what is younger; a strategy whose keys are part of the database
            has nothing unknown, and need not know ages
        """

    def check():
        """See whether files can be kept and read at the moment, quickly and without writing.

        It is asked every few seconds, by the page for load balancers: look at what all files
        need (a directory, a connection), not at files.

        :raises StorageUnavailable: when not
        """
