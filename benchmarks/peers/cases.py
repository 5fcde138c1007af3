"""What is asked of whom, and the bars that the answers are held against."""

from . import devpi
from . import pypiserver
from .archives import BIG
from .archives import FIVE
from .archives import MANY
from .archives import NAMES
from .archives import Stock
from .asking import Request
from base64 import b64encode
from dataclasses import dataclass

import hashlib


CENTER, PRIVATE, FRESH = "/Plone/software", "/Plone/private", "/Plone/fresh"
#: centers of ``benchmarks/fill.py``
HUNDRED, TEN_THOUSAND = "/Plone/bench-100", "/Plone/bench-10000"
JSON = {"Accept": "application/vnd.pypi.simple.v1+json"}
#: a request with a cookie of a log-in goes inside Plone, whether it is one or not
INSIDE = {"Cookie": "__ac=x"}
CONNECTIONS = (1, 16)
#: no bar hangs on pypiserver, and what it has begun at 16 connections takes it seconds to end
PYPISERVER_ROUNDS = 3


@dataclass(frozen=True)
class Target:
    """Something that is asked for of a server, called as the reader of the tables knows it."""

    server: str
    request: Request
    #: how often at most
    rounds: int = 1000


@dataclass(frozen=True)
class Case:
    """The same thing, asked of several in turn."""

    key: str
    title: str
    targets: dict[str, Target]
    #: whether bytes a second are told, and not answers a second
    in_bytes: bool = False


@dataclass(frozen=True)
class Bar:
    """A ratio of two targets of a case, and what it shall be at least, or at most."""

    case: str
    of: str
    to: str
    floor: float | None = None
    aim: float | None = None
    #: the ratio of what one answer (or one byte) costs, to be at most the floor
    is_cost: bool = False
    per_byte: bool = False

    def reached(self, ratios: list[float]) -> str:
        """Say which of the two all ratios keep."""
        for word, bar in (("aim", self.aim), ("floor", self.floor)):
            if bar is not None and all(r <= bar if self.is_cost else r >= bar for r in ratios):
                return word
        return "below" if self.floor is not None else ""


BARS = (
    Bar("page", "fast road", "devpi", 10, 20),
    Bar("page", "fast road", "limit", 0.7, 0.9),
    Bar("page", "inside Plone", "devpi", 0.7, 1.5),
    Bar("page", "private, with log-in", "devpi"),
    Bar("json", "fast road", "devpi", 10, 20),
    Bar("many", "fast road", "devpi", 60, 100),
    Bar("many", "inside Plone", "devpi", 4),
    Bar("many", "private, with log-in", "devpi"),
    Bar("list", "fast road", "devpi", 10, 20),
    Bar("list", "fast road, 10,000 names", "fast road", 3, is_cost=True, per_byte=True),
    Bar("unchanged", "fast road", "limit", 0.6, 0.9),
    Bar("file", "fast road", "devpi", 5, 8),
    Bar("big", "fast road", "devpi", 1.5, per_byte=True),
    # "flat", with room for what two equal ones differ by
    Bar("growth", "among 10,000 projects", "among 100 projects", 1.1, is_cost=True),
)


def all_cases(stock: Stock, password: str) -> list[Case]:
    """Every case, in the order of the tables.

    :param password: of the member ``reader``, who may read the private center
    """
    login = {"Authorization": "Basic " + b64encode(f"reader:{password}".encode()).decode()}
    return [
        Case("page", "Page of a project with 5 files", page_targets(FIVE, 5, "page", login)),
        Case("json", "The same in JSON", json_targets()),
        Case("many", "Page of a project with 500 files", page_targets(MANY, 500, "", login)),
        Case("list", f"Root list of {NAMES:,} names", list_targets()),
        Case("unchanged", "304 to the page's ETag", unchanged_targets()),
        Case("file", "File of 10 kB", file_targets(stock, FIVE, "file")),
        Case("big", "File of 50 MB", file_targets(stock, BIG, ""), in_bytes=True),
        Case("growth", "Pages of 100 projects in turn", growth_targets()),
    ]


def fast(
    server: str,
    paths: tuple[str, ...],
    headers: dict[str, str] | None = None,
    *,
    status: int = 200,
    counted: tuple[bytes, int] | None = None,
    sha256: str | None = None,
) -> Target:
    """What is asked of an instance by the fast road, and must be answered by it."""
    return Target(server, Request(paths, headers or {}, status, counted, sha256, by_zope=False))


def inside(paths: tuple[str, ...], headers: dict[str, str], counted: tuple[bytes, int]) -> Target:
    """What is asked of an instance so that Plone answers."""
    return Target("ours", Request(paths, headers, counted=counted, by_zope=True))


def links(number: int) -> tuple[bytes, int]:
    return b"<a ", number


def page_targets(name: str, files: int, fixed: str, login: dict[str, str]) -> dict[str, Target]:
    """A project's page in HTML, by every road; the limit only where it has that answer."""
    counted = links(files)
    ours = (f"{CENTER}/simple/{name}/",)
    private = (f"{PRIVATE}/simple/{name}/",)
    devpi_page = (devpi.page_path(name),)
    targets = {
        "fast road": fast("ours", ours, counted=counted),
        "inside Plone": inside(ours, INSIDE, counted),
        "inside Plone, with log-in": inside(ours, login, counted),
        "private, with log-in": inside(private, login, counted),
        "devpi": Target("devpi", Request(devpi_page, counted=counted)),
    }
    if fixed:
        targets["limit"] = Target("limit", Request((f"/{fixed}",), counted=counted))
        other = Request((pypiserver.page_path(name),), counted=counted)
        targets["pypiserver"] = Target("pypiserver", other, PYPISERVER_ROUNDS)
    return targets


def json_targets() -> dict[str, Target]:
    counted = (b'"filename":', 5)
    ours = fast("ours", (f"{CENTER}/simple/{FIVE}/",), JSON, counted=counted)
    other = Request((devpi.page_path(FIVE),), JSON, counted=counted)
    return {"fast road": ours, "devpi": Target("devpi", other)}


def list_targets() -> dict[str, Target]:
    counted = links(NAMES)
    large = fast("large", (f"{TEN_THOUSAND}/simple/",), counted=links(10_000))
    other = Request((pypiserver.page_path(""),), counted=counted)
    return {
        "fast road": fast("ours", (f"{CENTER}/simple/",), counted=counted),
        "fast road, 10,000 names": large,
        "devpi": Target("devpi", Request((devpi.page_path(""),), counted=counted)),
        "pypiserver": Target("pypiserver", other, PYPISERVER_ROUNDS),
    }


def unchanged_targets() -> dict[str, Target]:
    """The ETag is put in when the servers run."""
    ours = (f"{CENTER}/simple/{FIVE}/",)
    return {
        "fast road": fast("ours", ours, {"If-None-Match": ""}, status=304),
        "limit": Target("limit", Request(("/304",), status=304)),
    }


def file_targets(stock: Stock, name: str, fixed: str) -> dict[str, Target]:
    path = stock.paths(name)[0]
    digest = hashlib.sha256(path.read_bytes()).hexdigest()

    def ask(url: str) -> Request:
        return Request((url,), sha256=digest)

    targets = {
        "fast road": fast("ours", (f"{CENTER}/simple/{name}/{path.name}",), sha256=digest),
        "devpi": Target("devpi", ask(devpi.file_path(path))),
        "pypiserver": Target("pypiserver", ask(pypiserver.file_path(path.name)), PYPISERVER_ROUNDS),
    }
    if fixed:
        targets["limit"] = Target("limit", ask(f"/{fixed}"))
    return targets


def growth_targets() -> dict[str, Target]:
    few = tuple(f"{HUNDRED}/simple/project-{n:05}/" for n in range(100))
    many = tuple(f"{TEN_THOUSAND}/simple/project-{n:05}/" for n in range(50, 10_000, 100))
    return {
        "among 100 projects": fast("large", few, counted=links(5)),
        "among 10,000 projects": fast("large", many, counted=links(5)),
    }
