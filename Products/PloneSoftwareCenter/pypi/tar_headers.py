"""The headers of a tar file, looked at before the standard library reads them.

It searches the text of pax headers with patterns that take the square of its length, and reads any
number of headers before one member.
"""

from Products.PloneSoftwareCenter.pypi.bounded import BoundedReader
from Products.PloneSoftwareCenter.pypi.bounded import Seekable
from Products.PloneSoftwareCenter.pypi.errors import InvalidArchive

import re
import tarfile


#: Longest header of a member, and all of them, in bytes: of some 100,000 members.
MAX_HEADER = 2**20
MAX_HEADERS = 64 * 2**20

_PAX_TYPES = (tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE)
_PLACE_OF_TYPE = slice(156, 157)
_LENGTH = re.compile(rb"([0-9]{1,8}) ")
_MANY_DIGITS = re.compile(rb"[0-9]{400}")


class HeaderReader(BoundedReader):
    """A stream that is read for headers, and skipped for the rest.

    :param stream: unpacked.
    :param max_position: how far one may read.
    """

    def __init__(self, stream: Seekable, *, max_position: int) -> None:
        super().__init__(stream, max_read=MAX_HEADER, max_position=max_position, only_forward=True)
        self._left = MAX_HEADERS
        self._is_pax_next = False

    def read(self, size: int | None = -1) -> bytes:
        """The next bytes; fewer only at the end.

        :raises InvalidArchive: when a bound is reached, or a pax header is none.
        """
        data = super().read(size)
        self._left -= len(data)
        if self._left < 0:
            raise InvalidArchive(
                f"The headers in the file are larger than {MAX_HEADERS // 2**20} MB."
            )
        if self._is_pax_next:
            check_pax(data)
        is_header = not self._is_pax_next and len(data) == tarfile.BLOCKSIZE
        self._is_pax_next = is_header and data[_PLACE_OF_TYPE] in _PAX_TYPES
        return data

    def read_data(self, size: int) -> bytes:
        """The next bytes of a member's data, or of what stands behind the last one."""
        self._is_pax_next = False
        return super().read(min(size, MAX_HEADER))


def check_pax(data: bytes) -> None:
    """See to it that the text of a pax header is records of ``<length> <name>=<value>``.

    :param data: filled up with zeros.
    :raises InvalidArchive: when it is not; old readers would take minutes for it.
    """
    position = 0
    while position < len(data) and data[position]:
        match = _LENGTH.match(data, position)
        end = position + int(match[1]) if match else 0
        record = data[match.end() : end] if match else b""
        if end > len(data) or not record.endswith(b"\n") or record.find(b"=") < 1:
            raise InvalidArchive("tar archive not accepted: A pax header can't be read.")
        position = end
    if _MANY_DIGITS.search(data):
        raise InvalidArchive("tar archive not accepted: A number in a pax header is far too long.")
