"""What may be the name of something in the tree: nothing that leads out of it."""

from collective.psc.mirroring.errors import Refused

import re


#: a normalized distribution name (PEP 503)
NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?")
#: what a server calls the pages in the folder of a name
PAGES = ("index.html", "index.v1_html", "index.v1_json")
METADATA, SIGNATURE = ".metadata", ".asc"
#: the largest name, in bytes, that file systems take, with an ending of ours
LONGEST = 255 - len(METADATA)


def normalize(name: str) -> str:
    """Return the form in which names are compared (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def check_name(name: str) -> str:
    """Return a normalized distribution name.

    :raises Refused: when it is none, or too long for a folder
    """
    if not NAME.fullmatch(name) or len(name) > LONGEST:
        raise Refused(f"{name!r} is no normalized name of a distribution.")
    return name


def check_filename(filename: object) -> str:
    """Return the name of an archive.

    :raises Refused: when it is none that may lie in the folder of a name
    """
    if (
        not isinstance(filename, str)
        or not filename.isprintable()
        or filename.startswith(".")
        or "/" in filename
        or "\\" in filename
        or filename in (*PAGES, "")
        or filename.endswith((METADATA, SIGNATURE))
        or len(filename.encode("utf-8", "surrogatepass")) > LONGEST
    ):
        raise Refused(f"{filename!r} is no name of an archive.")
    return filename
