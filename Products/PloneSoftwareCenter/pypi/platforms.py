"""The platform that a file is for, in words for people."""

from Products.PloneSoftwareCenter.pypi.filenames import DistributionFilename


#: how a tag of PEP 425 begins -> what people call it; the first that fits counts
FAMILIES = (
    ("manylinux", "Linux"),
    ("musllinux", "Linux"),
    ("linux", "Linux"),
    ("macosx", "macOS"),
    ("win", "Windows"),
    ("freebsd", "BSD"),
    ("netbsd", "BSD"),
    ("openbsd", "BSD"),
    ("android", "Android"),
    ("ios", "iOS"),
)
EVERYWHERE = "any"


def platform_of(filename: DistributionFilename) -> str:
    """Return what a file runs on, like ``Linux``; empty for everywhere.

    A tag of no known family is returned as it is.
    """
    if EVERYWHERE in filename.platform_tags:
        return ""
    return ", ".join(dict.fromkeys(_family(tag) for tag in filename.platform_tags))


def _family(tag: str) -> str:
    return next((title for start, title in FAMILIES if tag.lower().startswith(start)), tag)
