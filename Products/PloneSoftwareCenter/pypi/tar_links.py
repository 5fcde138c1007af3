"""The links of a tar file: nothing lies behind one, and an installer can follow each.

An archive may have very many members in very deep folders. So a path is looked at once, from its
top down, and kept as a number for each folder on the way: the same for the same path, and another
one for another.
"""

from collections import deque
from collections.abc import Iterator
from collections.abc import Sequence
from Products.PloneSoftwareCenter.pypi.errors import InvalidArchive
from Products.PloneSoftwareCenter.pypi.errors import shown
from Products.PloneSoftwareCenter.pypi.members import parts_of

import tarfile


class Links:
    """What was seen of an archive so far."""

    def __init__(self) -> None:
        #: of all that is no folder
        self._files: set[int] = set()
        #: where each link leads, as a path in the archive, and as it is told
        self._targets: dict[int, tuple[str, str]] = {}

    def add(self, member: tarfile.TarInfo, parts: Sequence[str]) -> None:
        """Note the next member.

        :param parts: of its path; where it is a link, ``check_link`` has seen it.
        :raises InvalidArchive: when it lies behind a link or replaces one, or is a hard link to
            no file before it: installers stop there.
        """
        path = 0
        for path in _numbers(parts):
            if path in self._targets:
                raise InvalidArchive(
                    f"The member '{shown('/'.join(parts))}' lies behind a link, or replaces one."
                )
        if member.islnk() and _number(parts_of(member.linkname)) not in self._files:
            raise InvalidArchive(
                f"The hard link '{shown(member.name)}' leads to no file before it:"
                f" '{shown(member.linkname)}'."
            )
        if member.issym():
            self._targets[path] = (_target(parts, member.linkname), member.name)
        if not member.isdir():
            self._files.add(path)

    def check_circles(self) -> None:
        """See to it that no symbolic link leads to itself, by others or at once.

        :raises InvalidArchive: when one does; some installers stop there, and builds do.
        """
        following = {link: self._next(target) for link, (target, _told) in self._targets.items()}
        done: set[int] = set()
        for link in following:
            way: set[int] = set()
            found: int | None = link
            while found is not None and found not in done:
                if found in way:
                    told = self._targets[found][1]
                    raise InvalidArchive(f"The link '{shown(told)}' leads to itself.")
                way.add(found)
                found = following[found]
            done |= way

    def _next(self, path: str) -> int | None:
        """The first link on the way to a path, which has to be followed to get there."""
        return next((at for at in _numbers(parts_of(path)) if at in self._targets), None)


def _target(parts: Sequence[str], linkname: str) -> str:
    """Where a symbolic link leads, seen from the top; its ``..`` stand at its beginning."""
    names = parts_of(linkname)
    steps_up = names.count("..")
    return "/".join([*parts[: len(parts) - 1 - steps_up], *names[steps_up:]])


def _numbers(parts: Sequence[str]) -> Iterator[int]:
    number = 0
    for part in parts:
        number = hash((number, part))
        yield number


def _number(parts: Sequence[str]) -> int:
    return deque(_numbers(parts), maxlen=1).pop() if parts else 0
