"""An environment of its own for each of the others."""

from .programs import run
from .programs import say
from dataclasses import dataclass
from pathlib import Path

import shutil
import sys


TOP = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Environment:
    """A virtual environment with what ``benchmarks/requirements-<name>.txt`` pins."""

    folder: Path

    def provide(self) -> None:
        """Have it there, whole and with these pins."""
        pins = TOP / f"requirements-{self.folder.name}.txt"
        stamp = self.folder / ".pins"
        if stamp.exists() and stamp.read_bytes() == pins.read_bytes():
            return
        say(f"installing {self.folder.name}")
        shutil.rmtree(self.folder, ignore_errors=True)
        log = self.folder.with_name(f"{self.folder.name}.log")
        run([sys.executable, "-m", "venv", self.folder], log=log)
        # pip's own settings stay: they say where distributions are
        run([self.program("pip"), "install", "-q", "--no-deps", "-r", pins], log=log)
        shutil.copyfile(pins, stamp)

    def program(self, name: str) -> Path:
        """A program of the environment."""
        return self.folder / "bin" / name

    def version(self, name: str) -> str:
        """The version that is pinned of a distribution."""
        lines = (TOP / f"requirements-{self.folder.name}.txt").read_text().splitlines()
        return next(line for line in lines if line.startswith(f"{name}==")).partition("==")[2]
