"""The archives of some projects of another index."""

from collections.abc import Iterator
from Products.PloneSoftwareCenter.importing.fetch import Client
from Products.PloneSoftwareCenter.importing.piece import Piece
from Products.PloneSoftwareCenter.pypi.errors import InvalidArchive
from Products.PloneSoftwareCenter.pypi.filenames import EXTENSIONS
from Products.PloneSoftwareCenter.pypi.foreign import ForeignFile
from Products.PloneSoftwareCenter.pypi.foreign import ForeignPage
from Products.PloneSoftwareCenter.pypi.foreign import parse_page
from Products.PloneSoftwareCenter.pypi.names import normalize_name

import contextlib


class OtherIndex:
    """What another index has of a name."""

    def __init__(self, client: Client, limit: int) -> None:
        """
        :param limit: largest file that is fetched, in bytes
        """
        self._client = client
        self._limit = limit

    def page(self, name: str) -> ForeignPage:
        """Return what the page of a name says.

        :raises Unreachable: when there is none
        :raises InvalidPage: when it is no page of an index
        """
        page = self._client.page(normalize_name(name))
        return parse_page(page.body, page.content_type, page.url)

    def pieces(self, name: str, page: ForeignPage) -> Iterator[Piece]:
        """Yield the archives of a page, in the order in which they were uploaded there."""
        files = [file for file in page.files if file.filename.endswith(tuple(EXTENSIONS))]
        for file in sorted(files, key=_order):
            yield Piece(
                filename=file.filename,
                place=file.url,
                declared=tuple(file.digests.items()),
                upload_time=file.upload_time,
                yanked=file.yanked,
                name=normalize_name(name),
            )

    @contextlib.contextmanager
    def opened(self, piece: Piece):
        """Fetch an archive; it must have a digest, since whoever has sent it may be anybody.

        :raises InvalidArchive: when the page tells none
        """
        if not piece.declared:
            raise InvalidArchive("The other index tells no digest of it.")
        with self._client.file(piece.place, self._limit) as stream:
            yield stream


def _order(file: ForeignFile):
    moment = file.upload_time
    return (moment is None, moment.timestamp() if moment else 0, file.filename)
