"""In which order the pages of an index show names and files."""

from collections.abc import Iterable
from functools import lru_cache
from packaging.version import InvalidVersion
from packaging.version import Version
from Products.PloneSoftwareCenter.pypi.model import FileEntry
from Products.PloneSoftwareCenter.pypi.names import normalize_name
from Products.PloneSoftwareCenter.pypi.names import NormalizedName


def names_in_order(names: Iterable[str]) -> list[tuple[NormalizedName, str]]:
    """Return (normalized name, name), ordered by the first, each normalized name once."""
    return sorted({normalize_name(name): name for name in names}.items())


def sort_files(files: Iterable[FileEntry]) -> list[FileEntry]:
    """Return the files by version, oldest first, then by file name."""
    return sorted(files, key=lambda entry: (version_key(entry.version), entry.filename))


@lru_cache(maxsize=4096)
def version_key(version: str) -> tuple[bool, Version, str]:
    """Return what orders versions by PEP 440; what it can't read comes first, as text."""
    try:
        return True, Version(version), version
    except InvalidVersion:
        return False, Version("0"), version
