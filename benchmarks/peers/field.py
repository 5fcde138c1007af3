"""The servers of a run: installed, filled, started, and ended whatever happens."""

from .archives import FIVE
from .archives import INSTALLED
from .archives import MANY
from .archives import Stock
from .asking import get
from .cases import CENTER
from .checkouts import Checkout
from .checkouts import FILLING
from .checkouts import GROWTH
from .devpi import Devpi
from .limit import Limit
from .nginx import Nginx
from .programs import say
from .programs import Server
from .pypiserver import Pypiserver
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from dataclasses import field
from pathlib import Path

import platform


#: paths that each server answers when it is up
FIRST = {
    "ours": f"{CENTER}/simple/",
    "large": "/",
    "devpi": "/+api",
    "pypiserver": "/",
    "limit": "/304",
    "nginx": "/",
}


@dataclass
class Field:
    """All of them, below one directory that is kept for the next run."""

    folder: Path
    servers: dict[str, Server] = field(default_factory=dict)
    #: what is told beside the figures
    versions: dict[str, str] = field(default_factory=dict)

    @property
    def ours(self) -> Checkout:
        return Checkout(self.folder / "ours")

    @property
    def large(self) -> Checkout:
        return Checkout(self.folder / "large")

    @property
    def stock(self) -> Stock:
        return Stock(self.folder / "distributions")

    def prepare(self, wanted: set[str]) -> None:
        """Install and fill those that are wanted; ours always."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.stock.make()
        self.versions["Products.PloneSoftwareCenter"] = self.ours.install()
        self.versions["Python"] = platform.python_version()
        settings = {
            "PSC_BENCH_STOCK": str(self.stock.folder),
            "PSC_BENCH_PRIVATE": f"{FIVE} {MANY}",
        }
        self.ours.fill(FILLING, **settings)
        if "large" in wanted:
            self.large.install()
            self.large.fill(FILLING, GROWTH)
        if "devpi" in wanted:
            other = Devpi(self.folder)
            other.prepare(self.stock)
            self.versions["devpi-server"] = other.environment.version("devpi-server")
        if "pypiserver" in wanted:
            simple = Pypiserver(self.folder)
            simple.prepare(self.stock)
            self.versions["pypiserver"] = simple.environment.version("pypiserver")

    def start(self, wanted: set[str]) -> None:
        """Start them all, then those that serve what ours has answered."""
        say("starting " + ", ".join(sorted(wanted)))
        starters = {
            "ours": self.ours.start,
            "large": self.large.start,
            "devpi": Devpi(self.folder).start,
            "pypiserver": Pypiserver(self.folder).start,
        }
        for name, start in starters.items():
            if name in wanted:
                self.servers[name] = start()
        for name, server in self.servers.items():
            server.wait(FIRST[name])
        port = self.servers["ours"].port
        if "limit" in wanted:
            limit = Limit(self.folder, self.ours.python)
            page = f"{CENTER}/simple/{FIVE}/"
            archive = self.stock.paths(FIVE)[0].name
            limit.prepare({"page": get(port, page), "file": get(port, page + archive)})
            self.servers["limit"] = limit.start()
            self.servers["limit"].wait(FIRST["limit"])
        if "nginx" in wanted:
            static = Nginx(self.folder)
            static.prepare(self.stock, INSTALLED, port, CENTER)
            self.servers["nginx"] = static.start()
            self.servers["nginx"].wait(FIRST["nginx"])

    def stop(self) -> None:
        """End all of them."""
        for server in self.servers.values():
            server.stop()


@contextmanager
def running(folder: Path, wanted: set[str]) -> Iterator[Field]:
    """A field with these servers, which end with the block."""
    made = Field(folder)
    made.prepare(wanted)
    try:
        made.start(wanted)
        yield made
    finally:
        made.stop()
