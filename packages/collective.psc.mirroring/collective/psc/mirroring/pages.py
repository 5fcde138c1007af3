"""What is read from pages of the simple API, by who does not believe them blindly."""

from collections.abc import Iterator
from collective.psc.mirroring.errors import Refused
from collective.psc.mirroring.names import check_filename
from collective.psc.mirroring.names import check_name
from collective.psc.mirroring.names import normalize
from collective.psc.mirroring.writing import Expected
from dataclasses import dataclass
from dataclasses import field
from functools import lru_cache
from html.parser import HTMLParser
from typing import Any
from urllib.parse import unquote

import json
import re


SERIAL = "_last-serial"
SHA256 = re.compile(r"[0-9a-f]{64}")
#: of serials, which are microseconds, and of sizes in bytes
LARGEST = 1 << 63


@dataclass(frozen=True)
class File:
    """An archive, as the page of its name tells of it."""

    filename: str
    expected: Expected
    #: sha256 of the core metadata that lies beside it; None: none does
    core_metadata: str | None
    has_signature: bool


@dataclass(frozen=True)
class Project:
    """The page of a name."""

    serial: int
    files: tuple[File, ...]


@dataclass(frozen=True)
class Listing:
    """The page of all names."""

    serial: int
    #: normalized name -> serial
    names: dict[str, int]
    #: normalized name -> as its author writes it
    written: dict[str, str] = field(default_factory=dict)


# whoever writes a large tree reads it several times a second
@lru_cache(maxsize=2)
def read_listing(data: bytes) -> Listing:
    """Read the page of all names, in JSON; what is returned is nobody's to change.

    :raises Refused: when it is none, or tells no serials
    """
    with _reading("The list of names"):
        page = json.loads(data)
        names = {
            check_name(normalize(_text(each["name"]))): _number(each[SERIAL])
            for each in page["projects"]
        }
        written = {normalize(each["name"]): each["name"] for each in page["projects"]}
        return Listing(_number(page["meta"][SERIAL]), names, written)


# of a page that changes by a file at each upload, all others were read before
@lru_cache(maxsize=16)
def read_project(name: str, data: bytes) -> Project:
    """Read the page of a normalized name, in JSON.

    :raises Refused: when it is none, or of another name, or names what may lead out of the tree
    """
    with _reading(f"The page of {name}"):
        page = json.loads(data)
        if normalize(_text(page["name"])) != name:
            raise Refused(f"The page of {name} is of {page['name']!r}.")
        files = tuple(_file(each) for each in page["files"])
        if len({file.filename for file in files}) != len(files):
            raise Refused(f"The page of {name} has a file twice.")
        return Project(_number(page["meta"][SERIAL]), files)


def check_json(name: str, data: bytes, project: Project) -> None:
    """See that a page of the JSON API is of the same moment as that of the simple API.

    :raises Refused: when it is not, or can't be understood
    """
    with _reading(f"The page of {name} in the JSON API"):
        page = json.loads(data)
        lists = [page.get("urls", []), *page.get("releases", {}).values()]
        told = {(each["filename"], each["digests"]["sha256"]) for some in lists for each in some}
        serial = (normalize(_text(page["info"]["name"])), _number(page["last_serial"]))
    if serial != (name, project.serial):
        raise Refused(f"The page of {name} in the JSON API is of another name or moment.")
    if not told <= {(file.filename, file.expected.sha256) for file in project.files}:
        raise Refused(f"The pages of {name} do not tell of the same files.")


def links_of(data: bytes) -> set[tuple[str, str]]:
    """Return the (file name, sha256) of each link of an HTML page.

    :raises Refused: when a link leads anywhere else than to a file beside the page
    """
    parser = _Links()
    with _reading("A page in HTML"):
        parser.feed(data.decode("utf-8"))
    found = set()
    for href in parser.found:
        path, _, fragment = href.partition("#")
        found.add((check_filename(unquote(path)), fragment.removeprefix("sha256=")))
    return found


def check_html(name: str, data: bytes, project: Project) -> None:
    """See that a page in HTML says what the one in JSON does.

    :raises Refused: when it does not
    """
    wanted = {(file.filename, file.expected.sha256) for file in project.files}
    if links_of(data) != wanted:
        raise Refused(f"The pages of {name} do not lead to the same files.")


def _file(each: dict[str, Any]) -> File:
    metadata = each.get("core-metadata") or None
    return _checked(
        _text(each["filename"]),
        _text(each["url"]),
        _number(each["size"]),
        _text(each["hashes"]["sha256"]),
        _text(metadata["sha256"]) if metadata else None,
        bool(each.get("gpg-sig")),
    )


@lru_cache(maxsize=4096)
def _checked(
    filename: str, url: str, size: int, sha256: str, metadata: str | None, has_signature: bool
) -> File:
    if unquote(url) != check_filename(filename):
        raise Refused(f"{filename!r} does not lie beside its page.")
    return File(
        filename=filename,
        expected=Expected(size, _digest(sha256)),
        core_metadata=None if metadata is None else _digest(metadata),
        has_signature=has_signature,
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _number(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < LARGEST:
        raise TypeError(value)
    return value


def _digest(value: object) -> str:
    if not SHA256.fullmatch(_text(value)):
        raise ValueError(value)
    return str(value)


class _reading:  # noqa: N801 (used like a function)
    """Make one sentence of all that a page may lack."""

    def __init__(self, what: str) -> None:
        self._what = what

    def __enter__(self) -> None:
        return

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, ValueError | TypeError | KeyError | AttributeError | RecursionError):
            raise Refused(f"{self._what} can't be understood: {error!r}.") from error


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.found += [value for key, value in attrs if key == "href" and value]


def iterate(project: Project) -> Iterator[str]:
    """Yield the name of each file that lies in the folder of a name, but for its pages."""
    for file in project.files:
        yield file.filename
        if file.core_metadata:
            yield f"{file.filename}.metadata"
        if file.has_signature:
            yield f"{file.filename}.asc"
