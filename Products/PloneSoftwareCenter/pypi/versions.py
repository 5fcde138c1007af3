"""Versions as PEP 440 reads them: which are the same, which is newest, how mature one is."""

from collections.abc import Iterable
from packaging.utils import canonicalize_version
from packaging.version import InvalidVersion as UnreadableVersion
from packaging.version import Version
from Products.PloneSoftwareCenter.pypi.errors import InvalidVersion


#: Versions become parts of file names, URLs and content ids.
MAX_LENGTH = 128

#: What a release can be, from first tries to what is meant for everybody.
MATURITIES = ("alpha", "beta", "release-candidate", "final")

_OF_PRE = {"a": "alpha", "b": "beta", "rc": "release-candidate"}


def parse_version(text: str) -> Version:
    """Read a version as PEP 440 does, blanks around it aside.

    :raises InvalidVersion: when PEP 440 can't read it, or it is absurdly long.
    """
    text = text.strip()
    # packaging ignores the case of letters in Unicode's way: "1.0po\u017ft1" would pass.
    if len(text) > MAX_LENGTH or not text.isascii():
        raise InvalidVersion(text)
    try:
        return Version(text)
    except UnreadableVersion as error:
        raise InvalidVersion(text) from error


def canonical_version(version: str | Version) -> str:
    """The one spelling of all versions that are the same: ``1.0`` and ``1.0.0`` are ``1``.

    :raises InvalidVersion: when PEP 440 can't read it.
    """
    parsed = parse_version(version) if isinstance(version, str) else version
    return canonicalize_version(parsed)


def maturity(version: str | Version) -> str:
    """How mature a version says it is: one of ``MATURITIES``.

    A development release is alpha, whatever it leads to; a post release is as mature as
    what it follows.

    :raises InvalidVersion: when PEP 440 can't read it.
    """
    parsed = parse_version(version) if isinstance(version, str) else version
    if parsed.is_devrelease:
        return "alpha"
    return _OF_PRE[parsed.pre[0]] if parsed.pre else "final"


def sort_versions(versions: Iterable[str], *, newest_first: bool = True) -> list[str]:
    """Versions in PEP 440's order, as they were written.

    What can't be read counts as older than everything else: a page that shows old data
    shall not break for it.
    """
    return sorted(versions, key=_sort_key, reverse=newest_first)


def newest_stable(versions: Iterable[str]) -> str | None:
    """The newest version that is neither a pre-release nor a development release."""
    return next((text for text in sort_versions(versions) if _is_stable(text)), None)


def newest(versions: Iterable[str]) -> str | None:
    """The version to show first: the newest stable one, else the newest; ``None`` of none."""
    ordered = sort_versions(versions)
    return newest_stable(ordered) or next(iter(ordered), None)


def _sort_key(text: str) -> tuple[bool, Version, str]:
    try:
        return (True, parse_version(text), "")
    except InvalidVersion:
        return (False, Version("0"), text)


def _is_stable(text: str) -> bool:
    try:
        return not parse_version(text).is_prerelease
    except InvalidVersion:
        return False
