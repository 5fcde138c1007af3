"""Which file names, and which names, are the same to whoever does not look closely."""

from Products.PloneSoftwareCenter.pypi.errors import PackageIndexError
from Products.PloneSoftwareCenter.pypi.filenames import DistributionFilename
from Products.PloneSoftwareCenter.pypi.filenames import parse_filename
from Products.PloneSoftwareCenter.pypi.names import normalize_name
from Products.PloneSoftwareCenter.pypi.versions import canonical_version


#: How PyPI tells whether names look the same: ``ultranormalize_name`` of its database.
_LOOKS = str.maketrans({"l": "1", "i": "1", "o": "0", ".": None, "_": None, "-": None})


def look_of(name: str) -> str:
    """What a name looks like at a glance; names that look the same are too similar.

    >>> look_of("Foo-Bar1") == look_of("f00.barl")
    True
    """
    return name.lower().translate(_LOOKS)


def spelling_of(filename: DistributionFilename, name: str, version: str) -> str:
    """The one spelling of all file names that stand for the same file of a release.

    ``Foo.Bar-1.0.tar.gz`` and ``foo_bar-1.0.0.tar.gz`` are the same sdist to an installer: whoever
    could publish one after the other was deleted would have exchanged it. Other kinds, tags
    and build numbers are other files.
    """
    tags = (
        _tag_set(filename.python_tag.split(".") if filename.python_tag else ()),
        _tag_set(filename.abi_tags),
        _tag_set(filename.platform_tags),
    )
    stem = (normalize_name(name), canonical_version(version), _build(filename.build), *tags)
    return "/".join(stem) + filename.extension


def spelling_of_used(filename: str, name: str, version: str) -> str:
    """The same, of a name that was taken in: one that can't be read any more stands for itself."""
    try:
        return spelling_of(parse_filename(filename, name=name, version=version), name, version)
    except PackageIndexError:
        return filename


def _tag_set(tags: tuple[str, ...] | list[str]) -> str:
    """Compressed tag sets in one order (PEP 425); tags are compared in lower case."""
    return ".".join(sorted({tag.lower() for tag in tags}))


def _build(build: str | None) -> str:
    """A build number: its digits are compared as a number, what follows as text (PEP 427)."""
    if build is None:
        return ""
    rest = build.lstrip("0123456789")
    return f"{int(build.removesuffix(rest) if rest else build)}{rest.lower()}"
