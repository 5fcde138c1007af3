"""One archive of a stock, and what is known of it from elsewhere."""

from dataclasses import dataclass
from datetime import datetime
from Products.PloneSoftwareCenter.pypi.names import NormalizedName


@dataclass(frozen=True)
class Piece:
    """An archive that shall come in."""

    #: without a directory
    filename: str
    #: where it lies, as whoever imports it is told: a path below the folder, or a URL
    place: str
    #: pairs of an algorithm of hashlib and a digest, hex, lower case; all of them must be right
    declared: tuple[tuple[str, str], ...] = ()
    #: aware, UTC; None: not known
    upload_time: datetime | None = None
    #: False, True or the reason
    yanked: bool | str = False
    #: ASCII armored
    signature: bytes | None = None
    #: of whose name it must be; None: of whichever it says
    name: NormalizedName | None = None
