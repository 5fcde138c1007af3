"""File names of distributions: which kind each is, and whether it fits name and version."""

from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from Products.PloneSoftwareCenter.pypi.errors import InvalidFilename
from Products.PloneSoftwareCenter.pypi.errors import InvalidName
from Products.PloneSoftwareCenter.pypi.errors import InvalidVersion
from Products.PloneSoftwareCenter.pypi.errors import shown
from Products.PloneSoftwareCenter.pypi.names import check_name
from Products.PloneSoftwareCenter.pypi.names import normalize_name
from Products.PloneSoftwareCenter.pypi.versions import canonical_version
from Products.PloneSoftwareCenter.pypi.versions import parse_version

import re


#: The kinds of distribution files that an index keeps, as the form's ``filetype`` names them.
PACKAGETYPES = ("sdist", "bdist_wheel", "bdist_egg")

#: Which ending makes which kind.
EXTENSIONS = {
    ".tar.gz": "sdist",
    ".tgz": "sdist",
    ".tar.bz2": "sdist",
    ".zip": "sdist",
    ".whl": "bdist_wheel",
    ".egg": "bdist_egg",
}

#: File systems end at 255, and ``.metadata`` or ``.asc`` is put behind.
MAX_LENGTH = 240

_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f]")
_FOREIGN = re.compile(r"[^A-Za-z0-9._+!-]")
# PEP 427: a build number starts with a digit.
_BUILD = re.compile(r"[0-9][A-Za-z0-9_.]*")
_TAGS = re.compile(r"[A-Za-z0-9_]+(?:\.[A-Za-z0-9_]+)*")
_EGG_PYTHON = re.compile(r"py[0-9]+(?:\.[0-9]+)?")


@dataclass(frozen=True)
class DistributionFilename:
    """What the name of a distribution file says."""

    #: As it was sent; without a directory.
    filename: str
    #: One of ``PACKAGETYPES``.
    packagetype: str
    #: With its dot, lower case: a key of ``EXTENSIONS``.
    extension: str
    #: ``py3``, ``py2.py3`` or ``cp311`` of a wheel, ``py3.11`` of an egg; ``None`` of an sdist.
    python_tag: str | None = None
    #: ``("abi3",)`` of a wheel; empty of others.
    abi_tags: tuple[str, ...] = ()
    #: ``("any",)`` or what a wheel runs on, an egg's platform; empty of all others.
    platform_tags: tuple[str, ...] = ()
    #: The build number of a wheel, ``None`` where there is none.
    build: str | None = None


@dataclass(frozen=True)
class _Reading:
    """One way to read a file name: which name and version it would be of."""

    name: str
    version: str
    python_tag: str | None = None
    abi_tags: tuple[str, ...] = ()
    platform_tags: tuple[str, ...] = ()
    build: str | None = None


def parse_filename(
    filename: str, *, name: str, version: str, packagetype: str | None = None
) -> DistributionFilename:
    """Read a file name that shall be of a certain name and version.

    :param name: in any spelling; compared normalized.
    :param version: in any spelling; ``1.0`` and ``1.0.0`` are the same.
    :param packagetype: what the sender says it is; ``None`` leaves it to the ending.
    :raises InvalidFilename: when it can't be a distribution's, is not of this name and
        version, or has another kind's ending.
    :raises InvalidVersion: when ``version`` can't be read.
    """
    _check_characters(filename)
    extension = _find_extension(filename)
    if packagetype is not None and EXTENSIONS[extension] != packagetype:
        raise InvalidFilename(filename, _wrong_extension(extension, packagetype))
    reading = _choose_reading(filename, extension, name=name, version=version)
    return DistributionFilename(
        filename=filename,
        packagetype=EXTENSIONS[extension],
        extension=extension,
        python_tag=reading.python_tag,
        abi_tags=reading.abi_tags,
        platform_tags=reading.platform_tags,
        build=reading.build,
    )


def guess_name_and_version(filename: str) -> tuple[str, str] | None:
    """The name and version that a file name tells by itself, ``None`` when it tells none.

    Of several ways to read an sdist's name the one with the longest version counts:
    ``foo-1.0-1.zip`` is 1.0-1 of foo.
    """
    try:
        _check_characters(filename)
        readings = list(_readings(filename, _find_extension(filename)))
    except InvalidFilename:
        return None
    for reading in readings:
        try:
            check_name(reading.name)
            parse_version(reading.version)
        except (InvalidName, InvalidVersion):
            continue
        return reading.name, reading.version
    return None


def _check_characters(filename: str) -> None:
    if _UNPRINTABLE.search(filename):
        reason = (
            "Cannot upload a file with non-printable characters (ordinals 0-31)"
            " or the DEL character (ordinal 127) in the name."
        )
    elif "/" in filename or "\\" in filename:
        reason = "Cannot upload a file with '/' or '\\' in the name."
    elif _FOREIGN.search(filename):
        reason = (
            "Cannot upload a file with characters other than ASCII letters, digits,"
            " '.', '_', '-', '+' and '!' in the name."
        )
    elif len(filename) > MAX_LENGTH:
        reason = f"The file name is too long: use at most {MAX_LENGTH} characters."
    else:
        return
    raise InvalidFilename(filename, reason)


def _find_extension(filename: str) -> str:
    for extension in EXTENSIONS:
        if filename.endswith(extension):
            return extension
    raise InvalidFilename(filename, f"Invalid file extension: Use {_one_of(EXTENSIONS)} extension.")


def _wrong_extension(extension: str, packagetype: str) -> str:
    fitting = [each for each, kind in EXTENSIONS.items() if kind == packagetype]
    reason = f"Extension {extension} is invalid for filetype {shown(packagetype)}."
    return f"{reason} Use {_one_of(fitting)}." if fitting else reason


def _one_of(extensions: Iterable[str]) -> str:
    *others, last = extensions
    return f"{', '.join(others)} or {last}" if others else last


def _choose_reading(filename: str, extension: str, *, name: str, version: str) -> _Reading:
    """The reading that is of this name and version."""
    normalized_name = normalize_name(name)
    canonical = canonical_version(version)
    other_version = None
    for reading in _readings(filename, extension):
        if normalize_name(reading.name) != normalized_name:
            continue
        if _is_version(reading.version, canonical):
            return reading
        other_version = reading.version
    if other_version is None:
        expected = normalized_name.replace("-", "_")
        reason = f"Start filename for '{shown(name)}' with '{shown(expected)}'."
    else:
        reason = f"Version in filename should be '{shown(version)}' not '{shown(other_version)}'."
    raise InvalidFilename(filename, reason)


def _is_version(text: str, canonical: str) -> bool:
    try:
        return canonical_version(text) == canonical
    except InvalidVersion:
        return False


def _readings(filename: str, extension: str) -> Iterator[_Reading]:
    stem = filename.removesuffix(extension)
    packagetype = EXTENSIONS[extension]
    if packagetype == "sdist":
        yield from _sdist_readings(stem)
    elif packagetype == "bdist_wheel":
        yield _read_wheel(filename, stem)
    else:
        yield _read_egg(filename, stem)


def _sdist_readings(stem: str) -> Iterator[_Reading]:
    """Each hyphen may be the border: names (``foo-bar-1.0``) and versions (``1.0-1``) have them."""
    for index, char in enumerate(stem):
        if char == "-":
            yield _Reading(stem[:index], stem[index + 1 :])


def _read_wheel(filename: str, stem: str) -> _Reading:
    """``name-version[-build]-python-abi-platform``; PEP 427."""
    parts = stem.split("-")
    if len(parts) not in (5, 6):
        raise InvalidFilename(
            filename, "Invalid wheel filename: it needs name-version-python-abi-platform.whl."
        )
    if not all(_TAGS.fullmatch(part) for part in parts[-3:]):
        raise InvalidFilename(filename, "Invalid wheel filename: one of its tags can't be read.")
    build = parts[2] if len(parts) == 6 else None
    if build is not None and not _BUILD.fullmatch(build):
        raise InvalidFilename(
            filename, "Invalid wheel filename: a build number starts with a digit."
        )
    python_tag, abi_tag, platform_tag = parts[-3:]
    return _Reading(
        name=parts[0],
        version=parts[1],
        python_tag=python_tag,
        abi_tags=tuple(abi_tag.split(".")),
        platform_tags=tuple(platform_tag.split(".")),
        build=build,
    )


def _read_egg(filename: str, stem: str) -> _Reading:
    """``name-version-pyX.Y[-platform]``, hyphens inside name and version written ``_``."""
    parts = stem.split("-", 3)
    if len(parts) < 3 or not _EGG_PYTHON.fullmatch(parts[2]):
        raise InvalidFilename(
            filename, "Invalid egg filename: it needs name-version-pyX.Y[-platform].egg."
        )
    return _Reading(
        name=parts[0],
        version=parts[1].replace("_", "-"),
        python_tag=parts[2],
        platform_tags=tuple(parts[3:]),
    )
