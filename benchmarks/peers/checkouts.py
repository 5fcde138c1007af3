"""Instances of ours: clones of this checkout, installed and started as ``bootstrap.py`` does."""

from .programs import Failed
from .programs import free_port
from .programs import plain_environment
from .programs import run
from .programs import say
from .programs import Server
from dataclasses import dataclass
from pathlib import Path

import os
import secrets
import sys


TOP = Path(__file__).resolve().parent.parent.parent
FILLING = Path(__file__).with_name("filling.py")
GROWTH = TOP / "benchmarks" / "fill.py"


@dataclass(frozen=True)
class Checkout:
    """A clone with an environment, a database and a log of its own."""

    folder: Path

    @property
    def log(self) -> Path:
        return self.folder.with_name(f"{self.folder.name}.log")

    @property
    def python(self) -> Path:
        return self.folder / ".venv" / "bin" / "python"

    @property
    def password(self) -> str:
        """The one of the accounts ``admin`` and ``reader``: random, for this database."""
        path = self.folder.with_name(f"{self.folder.name}.password")
        if not path.exists():
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w") as target:
                target.write(secrets.token_urlsafe(16))
        return path.read_text()

    def install(self) -> str:
        """Bring the clone to what is committed here, and install it; return the commit."""
        say(f"installing {self.folder.name}")
        if not self.folder.exists():
            run(["git", "clone", "-q", "--no-checkout", TOP, self.folder], log=self.log)
        git = ["git", "-C", str(self.folder)]
        wanted = run(["git", "-C", TOP, "rev-parse", "HEAD"], log=self.log).strip()
        run([*git, "fetch", "-q", "origin"], log=self.log)
        run([*git, "checkout", "-q", "--detach", wanted], log=self.log)
        # pip's and uv's own settings stay: they say where distributions are
        run([sys.executable, self.folder / "bootstrap.py", "install"], log=self.log)
        return wanted[:10]

    def fill(self, *scripts: Path, **settings: str) -> None:
        """Run scripts in the instance, once for this database."""
        stamp = self.folder / "var" / "filled"
        if stamp.exists():
            return
        say(f"filling {self.folder.name}")
        environ = plain_environment(PSC_ADMIN_PASSWORD=self.password, **settings)
        for script in scripts:
            instance = self.folder / "bin" / "instance"
            run([instance, "run", script], log=self.log, environ=environ)
        stamp.touch()

    def start(self) -> Server:
        """Start it; it answers a little later."""
        if not (self.folder / "var" / "filled").exists():
            raise Failed(f"{self.folder.name} was not filled.")
        for log in (self.folder / "var" / "log").glob("*.log"):
            log.unlink()
        port = free_port()
        environ = plain_environment(PSC_HTTP_ADDRESS=f"127.0.0.1:{port}", PSC_DEMO="0")
        return Server.start(
            [sys.executable, self.folder / "bootstrap.py", "start"],
            port=port,
            log=self.log,
            environ=environ,
        )
