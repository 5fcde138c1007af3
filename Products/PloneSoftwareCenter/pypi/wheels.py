"""What a wheel must have inside: WHEEL, METADATA, RECORD, entry points that can be read."""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from configparser import ConfigParser
from configparser import Error as ConfigParserError
from Products.PloneSoftwareCenter.pypi.errors import InvalidArchive
from Products.PloneSoftwareCenter.pypi.errors import InvalidVersion
from Products.PloneSoftwareCenter.pypi.errors import shown
from Products.PloneSoftwareCenter.pypi.names import normalize_name
from Products.PloneSoftwareCenter.pypi.versions import canonical_version

import csv
import io
import re


#: Largest list of files and list of entry points, in bytes.
MAX_RECORD = 8 * 2**20
MAX_ENTRY_POINTS = 2**20

#: How many names a sentence tells.
MAX_NAMES = 3

_INFO = re.compile(r"([^/]+)\.dist-info/.+")
_SCRIPT = re.compile(r"[\w.-]+")
_SCRIPT_GROUPS = ("console_scripts", "gui_scripts")
# They sign RECORD, so it can't list them.
_UNLISTED = ("RECORD", "RECORD.jws", "RECORD.p7s")


def find_info_folder(paths: Iterable[str], filename: str, *, name: str, version: str) -> str:
    """The ``.dist-info`` folder of a wheel, whichever way it spells name and version.

    :param filename: for the error.
    :raises InvalidArchive: when there is none of this name and version; the only one there is
        is taken, whosever it is: what it says inside is compared later, and told better.
    """
    stems = {match[1]: None for path in paths if (match := _INFO.fullmatch(path)) is not None}
    for stem in stems:
        if _is_of(stem, name=name, version=version):
            return f"{stem}.dist-info"
    if len(stems) == 1:
        return f"{next(iter(stems))}.dist-info"
    expected = f"{normalize_name(name).replace('-', '_')}-{version}.dist-info"
    raise _missing(filename, "METADATA", expected)


def check_required(paths: Mapping[str, object], filename: str, info: str) -> None:
    """See that the three files are there that each wheel has.

    :param info: the ``.dist-info`` folder.
    :raises InvalidArchive: naming the first one that is not.
    """
    if f"{info}/WHEEL" not in paths:
        raise InvalidArchive(f"WHEEL not found at {shown(info)}/WHEEL")
    for required in ("METADATA", "RECORD"):
        if f"{info}/{required}" not in paths:
            raise _missing(filename, required, info)


def compare_record(record: bytes, paths: Iterable[str], info: str) -> Iterator[str]:
    """Sentences on what RECORD lists and the archive lacks, and the other way round."""
    missing = {path.replace("\\", "/") for path in paths if not path.endswith("/")}
    missing -= {f"{info}/{name}" for name in _UNLISTED}
    seen = missing.copy()
    surplus: list[str] = []
    number = 0
    try:
        for row in csv.reader(io.TextIOWrapper(io.BytesIO(record), "utf-8-sig", newline="")):
            path = row[0].replace("\\", "/") if row else ""
            missing.discard(path)
            if path and path not in seen and path.rpartition("/")[2] not in _UNLISTED:
                number += 1
                surplus += [path] if number <= MAX_NAMES else []
    except (UnicodeDecodeError, csv.Error):
        yield "Its RECORD can't be read: build the wheel anew."
        return
    if missing:
        told = _names(sorted(missing)[:MAX_NAMES], len(missing))
        yield f"Its RECORD does not list {told}, which installers may leave out."
    if surplus:
        yield f"Its RECORD lists {_names(surplus, number)}, which it does not have."


def check_entry_points(data: bytes, filename: str) -> None:
    """See that installers can make scripts of a wheel's entry points.

    :raises InvalidArchive: when they can't.
    """
    parser = ConfigParser(delimiters=("=",), interpolation=None, strict=False)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    try:
        parser.read_string(data.decode("utf-8-sig"))
        names = [
            name for group in _SCRIPT_GROUPS if parser.has_section(group) for name in parser[group]
        ]
    except (UnicodeDecodeError, ConfigParserError) as error:
        raise _invalid_entry_points(filename) from error
    if not all(_SCRIPT.fullmatch(name) for name in names):
        raise _invalid_entry_points(filename)


def _is_of(stem: str, *, name: str, version: str) -> bool:
    own_name, _, own_version = stem.partition("-")
    try:
        same_version = canonical_version(own_version) == canonical_version(version)
    except InvalidVersion:
        return False
    return same_version and normalize_name(own_name) == normalize_name(name)


def _missing(filename: str, required: str, info: str) -> InvalidArchive:
    return InvalidArchive(
        f"Wheel '{shown(filename)}' does not contain the required {required} file:"
        f" {shown(info)}/{required}"
    )


def _invalid_entry_points(filename: str) -> InvalidArchive:
    return InvalidArchive(
        f"Wheel '{shown(filename)}' has invalid entry points defined in the entry_points.txt file"
    )


def _names(paths: list[str], number: int) -> str:
    told = ", ".join(f"'{shown(path)}'" for path in paths)
    more = number - len(paths)
    return f"{told} and {more} more" if more else told
