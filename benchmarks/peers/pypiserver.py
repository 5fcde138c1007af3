"""pypiserver: a directory with copies of the archives."""

from .archives import Stock
from .environments import Environment
from .programs import Command
from .programs import free_port
from .programs import plain_environment
from .programs import run
from .programs import say
from .programs import Server
from dataclasses import dataclass
from pathlib import Path

import secrets
import shutil


#: writes a random password, given as an argument, in the form that pypiserver reads
WRITE = (
    "import sys; from passlib.apache import HtpasswdFile; found = HtpasswdFile(sys.argv[1],"
    " new=True); found.set_password('bench', sys.argv[2]); found.save()"
)


@dataclass(frozen=True)
class Pypiserver:
    """The server, with an environment and a directory of its own."""

    folder: Path

    @property
    def environment(self) -> Environment:
        return Environment(self.folder / "pypiserver")

    @property
    def data(self) -> Path:
        return self.folder / "pypiserver-data"

    @property
    def passwords(self) -> Path:
        return self.folder / "pypiserver.passwords"

    @property
    def log(self) -> Path:
        return self.folder / "pypiserver.log"

    def prepare(self, stock: Stock) -> None:
        """Install and fill it, once."""
        self.environment.provide()
        if self.passwords.exists():
            return
        say("filling pypiserver")
        shutil.rmtree(self.data, ignore_errors=True)
        self.data.mkdir()
        for _name, path in stock.all_paths():
            shutil.copy(path, self.data)
        python = self.environment.program("python")
        word = secrets.token_urlsafe(16)
        run([python, "-c", WRITE, self.passwords, word], log=self.log)

    def start(self) -> Server:
        """Start it; it answers a little later."""
        port = free_port()
        command: Command = [self.environment.program("pypi-server"), "run", "-i", "127.0.0.1"]
        options: Command = ["-p", str(port), "-P", self.passwords, "-a", "update", self.data]
        return Server.start(
            [*command, *options], port=port, log=self.log, environ=plain_environment()
        )


def page_path(name: str) -> str:
    """The path of a name's page; the root list's for no name."""
    return f"/simple/{name}/" if name else "/simple/"


def file_path(filename: str) -> str:
    """The path of a file."""
    return f"/packages/{filename}"
