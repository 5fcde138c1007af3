"""Pages of another index, as JSON or HTML: whatever they say is somebody else's word.

Nothing in a page is believed that is not of the form that the specifications give it; an entry
that breaks them is told and left out, and the others count.
"""

from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from datetime import UTC
from Products.PloneSoftwareCenter.pypi.errors import PackageIndexError
from Products.PloneSoftwareCenter.pypi.errors import shown
from Products.PloneSoftwareCenter.pypi.foreign_html import find_anchors
from Products.PloneSoftwareCenter.pypi.foreign_html import UnreadableMarkup
from typing import Any
from urllib.parse import unquote
from urllib.parse import urljoin
from urllib.parse import urlsplit

import json
import re


#: Largest page, in bytes; PyPI's largest has some 10 MB.
MAX_PAGE = 64 * 2**20
#: Most files of one page.
MAX_FILES = 100_000
#: Seconds that the reading of a page in HTML may take; 10 MB of links take some.
LONGEST_READING = 300

#: What a digest of each algorithm is long, in hex; others are not looked at.
LENGTHS = {
    "md5": 32,
    "sha1": 40,
    "sha224": 56,
    "sha256": 64,
    "sha384": 96,
    "sha512": 128,
    "blake2b": 128,
    "sha3_256": 64,
    "sha3_512": 128,
}

_HEX = re.compile(r"[0-9a-f]+", re.ASCII)
_JSON = re.compile(r"application/(?:vnd\.pypi\.simple\.[a-z0-9]+\+)?json", re.IGNORECASE)


class InvalidPage(PackageIndexError, ValueError):
    """A page that is no page of an index."""


@dataclass(frozen=True)
class ForeignFile:
    """What another index says of one file."""

    #: Without a directory.
    filename: str
    #: Absolute, without a fragment; of any scheme and host.
    url: str
    #: Algorithm, as hashlib names it -> hex, lower case; those of ``LENGTHS`` only.
    digests: Mapping[str, str]
    #: Aware, UTC; ``None`` where it is not told (PEP 700).
    upload_time: datetime | None = None
    #: False, True, or the reason (PEP 592).
    yanked: bool | str = False
    #: In bytes; ``None`` where it is not told (PEP 700).
    size: int | None = None


@dataclass(frozen=True)
class ForeignPage:
    """The page of one name."""

    files: tuple[ForeignFile, ...]
    #: Sentences on entries that were left out.
    faults: tuple[str, ...] = ()


def is_plausible(moment: datetime) -> bool:
    """Whether something can have been published then: there was Python, and it is not to come.

    :param moment: aware
    """
    return moment.year > 1990 and moment <= datetime.now(UTC)


def parse_page(data: bytes, content_type: str, url: str) -> ForeignPage:
    """Read the page of one name (PEP 503, PEP 691).

    :param content_type: as it was sent; what is not JSON is read as HTML.
    :param url: where the page was found; links are relative to it.
    :raises InvalidPage: when it can't be read, or has more files than any index.
    """
    if len(data) > MAX_PAGE:
        raise InvalidPage(f"The page is larger than {MAX_PAGE // 2**20} MB.")
    if _JSON.fullmatch(content_type.partition(";")[0].strip()):
        entries = _json_entries(data)
    else:
        entries = _html_entries(data, url)
    files: dict[str, ForeignFile] = {}
    faults: list[str] = []
    for number, entry in enumerate(entries):
        if number >= MAX_FILES:
            raise InvalidPage(f"The page has more than {MAX_FILES} files.")
        try:
            found = _read_entry(entry, url)
        except (ValueError, TypeError) as error:
            faults.append(f"An entry of the page can't be read: {shown(str(error), 200)}")
            continue
        files.setdefault(found.filename, found)
    return ForeignPage(tuple(files.values()), tuple(faults))


def _json_entries(data: bytes) -> Iterator[Mapping[str, Any]]:
    try:
        page = json.loads(data)
        # The list of all names has no files.
        files = page["files"] if "files" in page or "projects" not in page else []
        version = str(page.get("meta", {}).get("api-version", "1.0"))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise InvalidPage("The page is no page of an index in JSON.") from error
    if version.partition(".")[0] != "1" or not isinstance(files, list):
        raise InvalidPage("The page is of a version of the format that is not known here.")
    return iter(files)


def _html_entries(data: bytes, page_url: str) -> Iterator[Mapping[str, Any]]:
    """
    :raises InvalidPage: for a base that is no address, and markup that can't be read
    """
    text = data.decode("utf-8", "replace")
    try:
        base, anchors = find_anchors(text, MAX_FILES + 1, LONGEST_READING)
    except UnreadableMarkup as error:
        raise InvalidPage(str(error)) from error
    try:
        # A base may be relative itself; urljoin drops the ".." of one that nothing stands before.
        base = urljoin(page_url, base)
    except ValueError as error:
        raise InvalidPage("The base of the page is no address.") from error
    for anchor in anchors:
        address, _, fragment = anchor["href"].partition("#")
        algorithm, _, digest = fragment.partition("=")
        reason = anchor.get("data-yanked")
        yield {
            **_place(base, address),
            "hashes": {algorithm: digest} if digest else {},
            "yanked": (reason or True) if "data-yanked" in anchor else False,
        }


def _place(base: str, address: str) -> dict[str, str]:
    """Where a link leads, and to which file; nothing for what is no address: that is told."""
    try:
        return {
            "filename": unquote(urlsplit(address).path.rpartition("/")[2]),
            "url": urljoin(base, address),
        }
    except ValueError:
        return {}


def _read_entry(entry: Any, page_url: str) -> ForeignFile:
    """
    :raises ValueError, TypeError: when it is none
    """
    if not isinstance(entry, Mapping):
        raise TypeError("it is no object")
    filename, url = entry.get("filename"), entry.get("url")
    if not isinstance(filename, str) or not isinstance(url, str) or not filename:
        raise ValueError("it has no file name or no address")
    if "/" in filename or "\\" in filename or not filename.isprintable():
        raise ValueError(f"'{shown(filename)}' is no file name")
    yanked = entry.get("yanked", False)
    return ForeignFile(
        filename=filename,
        url=urljoin(page_url, url).partition("#")[0],
        digests=_digests(filename, entry.get("hashes") or {}),
        upload_time=_moment(entry.get("upload-time")),
        yanked=_one_line(yanked) if isinstance(yanked, str) else bool(yanked),
        size=_size(entry.get("size")),
    )


def _digests(filename: str, hashes: Any) -> dict[str, str]:
    if not isinstance(hashes, Mapping):
        raise TypeError(f"the digests of '{shown(filename)}' are no object")
    digests = {}
    for algorithm, value in hashes.items():
        length = LENGTHS.get(algorithm)
        if length is None:
            continue
        digest = value.lower() if isinstance(value, str) else ""
        if len(digest) != length or not _HEX.fullmatch(digest):
            raise ValueError(f"the {algorithm} of '{shown(filename)}' is none")
        digests[algorithm] = digest
    return digests


def _moment(value: Any) -> datetime | None:
    """The time of an upload; one that can't be read, or can't be, is none that is known."""
    if not isinstance(value, str):
        return None
    try:
        read = datetime.fromisoformat(value)
        moment = (read if read.tzinfo else read.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment if is_plausible(moment) else None


def _size(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def _one_line(reason: str) -> bool | str:
    """A reason as one line of text; an empty one is no reason to be less yanked.

    What can't be printed is left out: nobody could read it, and no reason may have it.
    """
    printable = "".join(one if one.isprintable() else " " for one in reason)
    return " ".join(printable.split())[:1000] or True
