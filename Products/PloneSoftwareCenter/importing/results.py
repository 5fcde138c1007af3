"""What becomes of a stock, archive by archive."""

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from Products.PloneSoftwareCenter.importing.fetch import NoAnswer
from Products.PloneSoftwareCenter.importing.owners import acting_for
from Products.PloneSoftwareCenter.importing.piece import Piece
from Products.PloneSoftwareCenter.importing.planned import Planned
from Products.PloneSoftwareCenter.importing.take import take
from Products.PloneSoftwareCenter.pypi.errors import Busy
from Products.PloneSoftwareCenter.pypi.errors import PackageIndexError
from Products.PloneSoftwareCenter.pypi.errors_storage import NoSpace
from typing import BinaryIO

import logging
import transaction


logger = logging.getLogger(__name__)

REFUSED = "refused"
#: after how many questions in a row without an answer the other index is given up
PATIENCE = 5


@dataclass(frozen=True)
class Result:
    """What became of one archive."""

    piece: Piece
    #: ``take.IMPORTED``, ``take.THERE`` or ``REFUSED``
    outcome: str
    #: why it was refused, empty else
    reason: str = ""


def take_all(
    center,
    pieces: Iterable[Piece],
    opened: Callable[[Piece], AbstractContextManager[BinaryIO]],
    owners,
    *,
    dry_run: bool = False,
) -> Iterator[Result]:
    """Take each archive in, in a transaction of its own; yield what became of it.

    What comes after one that is refused goes on. What is in stays, whatever happens then.

    :param opened: opens an archive for reading; seekable
    :raises Busy, NoSpace: which the next archive would meet, too
    :raises NoAnswer: when the other index has not answered several times
    """
    silent, planned = 0, Planned() if dry_run else None
    for piece in pieces:
        # others' changes since the one before are seen
        transaction.begin()
        try:
            with acting_for(center, owners[0]), opened(piece) as stream:
                result = Result(piece, take(center, piece, stream, owners, planned=planned))
            silent = 0
        except (Busy, NoSpace):
            raise
        except PackageIndexError as error:
            silent = silent + 1 if isinstance(error, NoAnswer) else 0
            if silent == PATIENCE:
                raise
            result = _refused(piece, str(error))
        except OSError as error:
            reason = f"It can't be read: {error.strerror or type(error).__name__}."
            result = _refused(piece, reason)
        yield result
        center._p_jar.cacheGC()


def _refused(piece, reason):
    logger.info("%s is not imported: %s", piece.place, reason)
    return Result(piece, REFUSED, reason)
