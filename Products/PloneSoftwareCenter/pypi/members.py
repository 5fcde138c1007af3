"""Paths inside an archive: which of them an installer may follow."""

from Products.PloneSoftwareCenter.pypi.errors import InvalidArchive
from Products.PloneSoftwareCenter.pypi.errors import shown

import re


#: Longest path of a member, in characters.
MAX_PATH = 4096
#: Most folders that it lies in: each of them is looked at, and no build tool writes so many.
MAX_DEPTH = 255

_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f]")
_ABSOLUTE = re.compile(r"[/\\]|[A-Za-z]:")
_SEPARATORS = re.compile(r"[/\\]+")


def check_path(path: str) -> None:
    """See to it that a member lies in the folder that the archive is unpacked into.

    Windows' way of writing paths counts too: what is harmless here may not be there.
    Source: packaging.python.org/specifications/source-distribution-format, "Unpacking".

    :raises InvalidArchive: when it is absolute, goes up, is empty, too deep, or not printable.
    """
    if _UNPRINTABLE.search(path):
        raise InvalidArchive(f"Invalid character in filename '{shown(path)}'.")
    if not path or len(path) > MAX_PATH:
        raise InvalidArchive(f"A member has a name of {len(path)} characters.")
    if _is_deep(path):
        raise InvalidArchive(f"The member '{shown(path)}' lies in more than {MAX_DEPTH} folders.")
    if _ABSOLUTE.match(path):
        raise InvalidArchive(f"The member '{shown(path)}' has an absolute path: use relative ones.")
    if ".." in path and ".." in _SEPARATORS.split(path):
        raise InvalidArchive(f"The member '{shown(path)}' has '..' in its path: leave it out.")


def check_link(path: str, target: str, *, is_hard: bool = False) -> None:
    """See to it that a link leads to something in the same archive.

    It may go up at its beginning only: behind a folder that is itself a link, ``..`` leads
    elsewhere than it seems to.

    :param path: of the link; ``check_path`` has seen it.
    :param target: seen from the link's folder; from the top, if ``is_hard``.
    :raises InvalidArchive: when it leads out, or too deep.
    """
    is_inside = bool(target) and not _ABSOLUTE.match(target) and not _UNPRINTABLE.search(target)
    if _is_deep(target):
        raise InvalidArchive(f"The link '{shown(path)}' leads into more than {MAX_DEPTH} folders.")
    names = parts_of(target)
    steps_up = next((index for index, name in enumerate(names) if name != ".."), len(names))
    depth = 0 if is_hard else len(parts_of(path)) - 1
    if not is_inside or steps_up > depth or ".." in names[steps_up:] or len(target) > MAX_PATH:
        raise InvalidArchive(
            f"The link '{shown(path)}' leads out of the archive, to '{shown(target)}'."
        )


def parts_of(path: str) -> list[str]:
    """The names that a path is made of, those that change nothing left out."""
    return [part for part in _SEPARATORS.split(path) if part not in ("", ".")]


def _is_deep(path: str) -> bool:
    return path.count("/") + path.count("\\") > MAX_DEPTH


def top_folder(tops: set[str]) -> str:
    """The one folder that an sdist has all its members in.

    :param tops: the first names of all paths.
    :raises InvalidArchive: when it has none, or several.
    """
    if len(tops) != 1:
        raise InvalidArchive(
            "Incorrect number of top-level directories in sdist: it needs one, not"
            f" {len(tops) or 'none'}."
        )
    return next(iter(tops))
