"""Known good sets: one exact version of each of some names, and what an index has of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from packaging.requirements import InvalidRequirement
from packaging.requirements import Requirement
from Products.PloneSoftwareCenter.pypi.errors import InvalidName
from Products.PloneSoftwareCenter.pypi.errors import InvalidVersion
from Products.PloneSoftwareCenter.pypi.errors import PackageIndexError
from Products.PloneSoftwareCenter.pypi.errors import shown
from Products.PloneSoftwareCenter.pypi.names import check_name
from Products.PloneSoftwareCenter.pypi.names import normalize_name
from Products.PloneSoftwareCenter.pypi.versions import canonical_version
from Products.PloneSoftwareCenter.pypi.versions import parse_version


#: Most members of a set, and characters of its text.
MAX_MEMBERS = 5_000
MAX_TEXT = 2**20
#: Most faults that are told.
MAX_FAULTS = 20


class InvalidSet(PackageIndexError, ValueError):
    """A text that is no list of members; all of its faults are told together."""

    def __init__(self, faults: Iterable[str]) -> None:
        #: sentences, in the order of the lines
        self.faults = tuple(faults)
        super().__init__(*self.faults)

    def __str__(self) -> str:
        told = [*self.faults[:MAX_FAULTS]]
        if len(self.faults) > MAX_FAULTS:
            told.append(f"And {len(self.faults) - MAX_FAULTS} more.")
        return "\n".join(told)


@dataclass(frozen=True)
class Member:
    """A member of a set, as somebody has written it."""

    name: str
    version: str


@dataclass(frozen=True)
class Pin:
    """A member, and what an index has of it."""

    #: As its author writes it; as the set does where the index has none.
    name: str
    #: As the index writes it, or the set does.
    version: str
    #: sha256 of each file of the release, hex, in the order of the file names; may be empty.
    sha256: tuple[str, ...] = ()
    #: False, True or the reason, of the release as a whole (PEP 592).
    yanked: bool | str = False
    #: What is wrong with it, as a sentence; empty when nothing is.
    fault: str = ""


@dataclass(frozen=True)
class PinList:
    """What the texts of a set are written from."""

    #: What it is, in one line.
    title: str
    #: Absolute URL of the index's ``simple/``.
    index_url: str
    #: In the order of their names.
    pins: tuple[Pin, ...]
    #: Sentences on the whole.
    remarks: tuple[str, ...] = ()
    #: What was asked for besides, as a query with its question mark; empty: nothing.
    query: str = ""


def parse_members(text: str) -> tuple[Member, ...]:
    """Read lines ``name==version``; blank ones and what follows a ``#`` say nothing.

    ``name = version``, as in a versions.cfg, is the same. Hashes that a requirements file has
    behind a version are left out: those of the index count.

    :raises InvalidSet: with all faults: a line that pins nothing, two versions of one name.
    """
    if len(text) > MAX_TEXT:
        raise InvalidSet([f"The text is longer than {MAX_TEXT} characters."])
    found: dict[str, Member] = {}
    faults: list[str] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not _says_something(line):
            continue
        try:
            member = _read_member(line)
        except (InvalidSet, InvalidName, InvalidVersion) as error:
            faults.append(f"Line {number}: {error}")
            continue
        known = found.setdefault(normalize_name(member.name), member)
        if canonical_version(known.version) != canonical_version(member.version):
            faults.append(
                f"Line {number}: '{shown(member.name)}' is there twice, with the versions"
                f" {known.version} and {member.version}."
            )
    if len(found) > MAX_MEMBERS:
        faults.append(f"The set has more than {MAX_MEMBERS} members.")
    if faults:
        raise InvalidSet(faults)
    return tuple(found.values())


def _says_something(line: str) -> bool:
    """Neither blank, a comment, the head of a section, nor the hash of the line before."""
    text = line.partition("#")[0].strip()
    return bool(text) and not text.startswith(("--hash=", "[")) and text != "\\"


def _read_member(line: str) -> Member:
    text = line.partition("#")[0].partition("--hash=")[0].rstrip(" \t\\").strip()
    name, equals, version = text.partition("=")
    if equals and not version.startswith("=") and not name.rstrip().endswith(tuple("<>~!=")):
        return _member(name.strip(), version.strip())
    try:
        requirement = Requirement(text)
    except (InvalidRequirement, ValueError, RecursionError):
        raise InvalidSet([_no_pin(text)]) from None
    specifiers = list(requirement.specifier)
    is_exact = len(specifiers) == 1 and specifiers[0].operator in ("==", "===")
    if not is_exact or requirement.url or specifiers[0].version.endswith(".*"):
        raise InvalidSet([_no_pin(text)])
    if requirement.marker:
        raise InvalidSet([f"'{shown(text)}' has a condition: a set is the same everywhere."])
    # Extras say what else is needed; that is a member itself.
    return _member(requirement.name, specifiers[0].version)


def _member(name: str, version: str) -> Member:
    check_name(name)
    parse_version(version)
    return Member(name, version)


def _no_pin(text: str) -> str:
    return f"'{shown(text)}' names no exact version: write name==version."
