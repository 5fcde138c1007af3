"""Long texts as blocks of bytes, read from the database while they are sent."""

from contextlib import suppress
from transaction import TransactionManager
from zope.interface import implementer
from ZPublisher.Iterators import IUnboundStreamIterator


#: characters that are sent at once, about
BLOCK = 16_384


@implementer(IUnboundStreamIterator)
class TextStream:
    """Blocks of bytes, read through a connection of its own.

    That of the request is closed before the server asks for the first block. Subclasses say
    ``pieces``.
    """

    def __init__(self, db):
        self._db = db
        self._blocks = self._read()

    def __iter__(self):
        return self

    def __next__(self):
        return next(self._blocks)

    def close(self):
        """Let go of the connection, also when the client has gone away."""
        self._blocks.close()

    def pieces(self, connection):
        """Yield the text, in pieces of any size."""
        raise NotImplementedError

    def _read(self):
        manager = TransactionManager(explicit=True)
        connection = self._db.open(manager)
        manager.begin()
        try:
            gathered, size = [], 0
            for piece in self.pieces(connection):
                gathered.append(piece)
                size += len(piece)
                if size >= BLOCK:
                    yield "".join(gathered).encode("utf-8", "backslashreplace")
                    gathered, size = [], 0
            if gathered:
                yield "".join(gathered).encode("utf-8", "backslashreplace")
        finally:
            with suppress(Exception):
                manager.abort()
            connection.close()
