"""Finding the archives of a folder, and all that lies beside them and tells of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field
from datetime import datetime
from datetime import UTC
from pathlib import Path
from Products.PloneSoftwareCenter.importing.listed import Listed
from Products.PloneSoftwareCenter.importing.listed import read_lists
from Products.PloneSoftwareCenter.importing.piece import Piece
from Products.PloneSoftwareCenter.pypi.filenames import EXTENSIONS
from Products.PloneSoftwareCenter.pypi.filenames import guess_name_and_version
from Products.PloneSoftwareCenter.pypi.foreign import is_plausible
from Products.PloneSoftwareCenter.pypi.names import normalize_name
from Products.PloneSoftwareCenter.pypi.versions import parse_version

import os
import stat


#: what indexes took once, and none takes today
OF_OLD = (".exe", ".msi", ".rpm", ".deb", ".dmg", ".dumb", ".tar.z", ".tar.xz", ".tar", ".tbz")
#: largest signature that is read, in bytes; the check of uploads has the last word
MAX_SIGNATURE = 1 << 16


@dataclass
class Stock:
    """What lies in a folder."""

    root: Path
    #: paths of archives, relative to the root
    archives: list[Path] = field(default_factory=list)
    #: (place, reason) of what looks like a distribution and can't be taken
    refused: list[tuple[str, str]] = field(default_factory=list)
    #: lists of digests, and pages of an index, relative to the root
    lists: list[Path] = field(default_factory=list)
    #: how many other files there are
    others: int = 0


def survey(root: Path) -> Stock:
    """Look through a folder and all below it; archives are ordered by name and version.

    Links to folders are not followed, and no file is opened.
    """
    stock = Stock(root)
    for path in _walk(stock, root):
        relative = path.relative_to(root)
        filename = path.name
        if filename.endswith(tuple(EXTENSIONS)):
            reason = _reason_against(path, root)
            if reason:
                stock.refused.append((str(relative), reason))
            else:
                stock.archives.append(relative)
        elif filename.lower().endswith(OF_OLD):
            reason = "Indexes take sdists (.tar.gz, .zip ...), wheels and eggs only."
            stock.refused.append((str(relative), reason))
        elif filename.lower().endswith(tuple(EXTENSIONS)):
            reason = "Write its ending in small letters: installers know no other."
            stock.refused.append((str(relative), reason))
        elif Listed.is_list(filename):
            stock.lists.append(relative)
        else:
            stock.others += 1
    stock.archives.sort(key=_order)
    return stock


def _walk(stock, root) -> Iterator[Path]:
    def tell(error):
        place = os.path.relpath(error.filename, root)
        stock.refused.append((place, f"It can't be read: {error.strerror}."))

    for folder, folders, filenames in os.walk(root, onerror=tell):
        for name in [name for name in folders if name.endswith(".egg")]:
            folders.remove(name)
            place = os.path.relpath(os.path.join(folder, name), root)
            stock.refused.append((place, "It is an egg that was unpacked; import the archive."))
        folders.sort()
        yield from (Path(folder, name) for name in sorted(filenames))


def _reason_against(path, root):
    """Return why a path is not opened, or None."""
    try:
        if path.is_symlink() and not path.resolve(strict=True).is_relative_to(root.resolve()):
            return "It is a link that leads out of the folder."
        if not stat.S_ISREG(path.stat().st_mode):
            return "It is no file."
    except (OSError, RuntimeError):
        return "It is a link that leads nowhere."
    return None


def _order(path):
    """Group by project; within it older versions first, sdists before wheels of the same."""
    guessed = guess_name_and_version(path.name)
    if guessed is None:
        return ("", parse_version("0"), path.name)
    name, version = guessed
    return (normalize_name(name), parse_version(version), path.name)


def pieces(stock: Stock) -> Iterator[Piece]:
    """Yield what is to be imported, with what the lists of the folder say of it.

    What lists say of archives that are not there is added to ``stock.refused``.
    """
    listed = read_lists(stock.root, stock.lists, stock.archives, stock.refused)
    for relative in stock.archives:
        facts = listed.facts_of(relative)
        yield Piece(
            filename=relative.name,
            place=str(relative),
            declared=facts.digests,
            upload_time=facts.upload_time or _modified(stock.root / relative),
            yanked=facts.yanked,
            signature=_signature(stock.root / relative),
        )
    stock.refused += listed.missing(stock.archives)


def _modified(path):
    """Return when a file was written; None for times that can't be."""
    try:
        moment = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except (OSError, OverflowError, ValueError):
        return None
    # Unpacked from an archive without times, or the clock of that machine was wrong.
    return moment if is_plausible(moment) else None


def _signature(path):
    beside = path.with_name(f"{path.name}.asc")
    try:
        if not stat.S_ISREG(beside.lstat().st_mode):
            return None
        with beside.open("rb") as stream:
            return stream.read(MAX_SIGNATURE) or None
    except OSError:
        return None
