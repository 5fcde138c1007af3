"""The addresses below a center at which something is read, as a cache in front knows them.

Those that only send elsewhere (another spelling of a name, a missing slash) never change.
"""

from collections.abc import Iterator
from Products.PloneSoftwareCenter.index.queries import releases_in_order
from Products.PloneSoftwareCenter.index.records import NameRecord
from Products.PloneSoftwareCenter.index.records import ReleaseRecord
from urllib.parse import quote


#: the pages that change with anything in a center
OF_CENTER = ("simple/", "links", "links/", "feed/atom.xml", "feed/rss.xml", "sitemap.xml")

#: what lies beside a file
BESIDE = ("", ".metadata", ".asc")


def of_name(name: str) -> Iterator[str]:
    """Yield the pages of a name.

    :param name: normalized
    """
    yield f"simple/{name}/"
    yield f"pypi/{name}/json"
    yield f"pypi/{name}/json/"
    yield f"feed/{name}/atom.xml"
    yield f"feed/{name}/rss.xml"


def of_release(name: str, version: str) -> Iterator[str]:
    """Yield the pages of a release, under the version as it is written."""
    for written in _spellings(version):
        yield f"pypi/{name}/{written}/json"
        yield f"pypi/{name}/{written}/json/"


def of_file(name: str, filename: str, state: dict) -> Iterator[str]:
    """Yield where a file is, and what lies beside it.

    :param state: what its record keeps of it
    """
    python = "source" if state["packagetype"] == "sdist" else state.get("python_version", "")
    folders = (f"simple/{name}", f"packages/{name}", f"packages/{quote(python)}/{name[0]}/{name}")
    for folder in folders:
        for written in _spellings(filename):
            yield from (f"{folder}/{written}{ending}" for ending in BESIDE)


def of_files(record: NameRecord, release: ReleaseRecord) -> Iterator[str]:
    """Yield where the files of a release are."""
    for filename, state in release.files.items():
        yield from of_file(record.normalized_name, filename, state)


def of_everything(record: NameRecord, with_files: bool) -> Iterator[str]:
    """Yield the addresses of a name and its releases.

    :param with_files: those of the files, too
    """
    yield from of_name(record.normalized_name)
    for release in releases_in_order(record):
        yield from of_release(record.normalized_name, release.version)
        if with_files:
            yield from of_files(record, release)


def _spellings(segment: str) -> set[str]:
    """Return a segment of a path as clients send it: some leave the ``+`` of a local version."""
    return {quote(segment), quote(segment, safe="+")}
