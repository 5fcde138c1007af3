"""What lists of digests and pages of an index in a folder say of the archives in it."""

from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from pathlib import PurePosixPath
from Products.PloneSoftwareCenter.pypi.errors import shown
from Products.PloneSoftwareCenter.pypi.filenames import EXTENSIONS
from Products.PloneSoftwareCenter.pypi.foreign import ForeignFile
from Products.PloneSoftwareCenter.pypi.foreign import InvalidPage
from Products.PloneSoftwareCenter.pypi.foreign import MAX_PAGE
from Products.PloneSoftwareCenter.pypi.foreign import parse_page
from Products.PloneSoftwareCenter.pypi.manifests import is_manifest
from Products.PloneSoftwareCenter.pypi.manifests import parse_manifest

import os


#: how static copies of an index (this product's mirror, bandersnatch, PEP 691) call their pages
PAGES = {
    "index.html": "text/html",
    "index.v1_html": "text/html",
    "index.json": "application/json",
    "index.v1_json": "application/json",
}


@dataclass(frozen=True)
class Facts:
    """What lists say of one archive."""

    digests: tuple[tuple[str, str], ...] = ()
    upload_time: datetime | None = None
    yanked: bool | str = False


class Listed:
    """What all lists of a folder say."""

    def __init__(self, names: frozenset[str]) -> None:
        """
        :param names: the file names that matter; a copy of an index has pages of many more
        """
        self._names = names
        #: by path below the folder, with "/"
        self._digests: dict[str, list[tuple[str, str]]] = {}
        #: by file name: a copy of an index may keep pages and archives apart
        self._pages: dict[str, list[ForeignFile]] = {}

    @staticmethod
    def is_list(filename: str) -> bool:
        """Whether a file may tell of archives."""
        return filename in PAGES or is_manifest(filename)

    def facts_of(self, path: Path) -> Facts:
        """Return what is said of an archive; digests that differ are all of them returned."""
        found = self._pages.get(path.name, [])
        digests = dict.fromkeys(self._digests.get(path.as_posix(), []))
        for one in found:
            digests.update(dict.fromkeys(one.digests.items()))
        times = [one.upload_time for one in found if one.upload_time]
        reasons = [one.yanked for one in found if one.yanked]
        return Facts(tuple(digests), min(times, default=None), reasons[0] if reasons else False)

    def missing(self, archives: Iterable[Path]) -> Iterator[tuple[str, str]]:
        """Yield (place, reason) of the archives that a list of digests names and nobody has."""
        there = {path.as_posix() for path in archives}
        for place in sorted(set(self._digests) - there):
            if place.endswith(tuple(EXTENSIONS)):
                yield shown(place, 200), "A list of digests names it, but it is not there."

    def read(self, root: Path, relative: Path) -> None:
        """Take in one list.

        :raises InvalidPage: when it is none
        :raises OSError: when it can't be read
        """
        path = root / relative
        if not path.is_file() or path.is_symlink():
            return
        with path.open("rb") as stream:
            data = stream.read(MAX_PAGE + 1)
        if len(data) > MAX_PAGE:
            raise InvalidPage(f"It is larger than {MAX_PAGE // 2**20} MB.")
        if relative.name in PAGES:
            for file in parse_page(data, PAGES[relative.name], "").files:
                if file.filename not in self._names:
                    continue
                self._pages.setdefault(file.filename, []).append(file)
            return
        folder = PurePosixPath(relative.as_posix()).parent
        for one in parse_manifest(relative.name, data.decode("utf-8", "replace")):
            place = os.path.normpath(folder / one.path)
            self._digests.setdefault(place, []).append((one.algorithm, one.digest))


def read_lists(
    root: Path, lists: Iterable[Path], archives: Iterable[Path], refused: list[tuple[str, str]]
) -> Listed:
    """Return what all lists say of some archives; those that can't be read go to ``refused``."""
    listed = Listed(frozenset(path.name for path in archives))
    for relative in lists:
        try:
            listed.read(root, relative)
        except InvalidPage as error:
            # Any folder may have an index.html or an index.json that is about something else.
            if relative.name not in ("index.html", "index.json"):
                refused.append((str(relative), str(error)))
        except OSError as error:
            refused.append((str(relative), f"It can't be read: {error.strerror}."))
    return listed
