"""Virtual environments with pinned distributions: whole, or made anew."""

from .programs import ProgramFailed
from .programs import refusal
from .programs import Refused
from .programs import run
from .programs import say
from .programs import UNREACHABLE
from .settings import child_environment
from dataclasses import dataclass
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

import os
import re
import shutil
import sys


#: what pip calls a setting, and where uv and its TLS library look for the same
PIP_TO_UV = {
    "index-url": "UV_DEFAULT_INDEX",
    "find-links": "UV_FIND_LINKS",
    "cert": "SSL_CERT_FILE",
}


@dataclass(frozen=True)
class Environment:
    """One virtual environment.

    Each lock file that was installed leaves a stamp, written when all is done: what was asked
    for, then every file that was there.  While something is being installed, a mark lies there.
    A mark, or a file of a stamp that is gone, means that the environment is made anew.
    """

    path: Path
    #: the Python to make it with
    creator: Path = Path(sys.executable)
    #: another environment, whose uv and pip fill this one; else it has uv and pip of its own
    filler: Path | None = None

    @property
    def python(self) -> Path:
        return self.path / "bin" / "python"

    @property
    def _pip(self) -> list[str | Path]:
        return [(self.filler or self.path) / "bin" / "python", "-m", "pip"]

    @property
    def unfinished(self) -> Path:
        return self.path / ".unfinished"

    def provide(self, *locks: Path) -> None:
        """Have exactly what the lock files say installed, in their order."""
        found = self._files()
        states = [self._state(lock, found) for lock in locks]
        if self.unfinished.exists() or "broken" in states or states[0] != "whole":
            self._create()
            states = ["missing"] * len(locks)
        for lock, state in zip(locks, states, strict=True):
            if state == "missing":
                self._install(lock)

    def _create(self) -> None:
        say(f"making {self.path.name}")
        if find_spec("ensurepip") is None or find_spec("venv") is None:
            raise Refused(
                f"{sys.executable} lacks the module venv: install it (on Debian: the package"
                " python3-venv), or use another Python."
            )
        remove(self.path)
        self.path.parent.mkdir(exist_ok=True)
        command: list[str | Path] = [self.creator, "-m", "venv"]
        command += ["--without-pip"] if self.filler else []
        try:
            run([*command, self.path], self.path.parent, child_environment())
        except ProgramFailed as failure:
            raise refusal(f"Making {self.path}", failure) from failure

    def _install(self, lock: Path) -> None:
        say(f"installing the pinned distributions of {lock.name}")
        self.unfinished.touch()
        self._stamp(lock).unlink(missing_ok=True)
        try:
            self._install_with_uv(lock)
        except ProgramFailed as failure:
            raise refusal(f"Installing {lock.name}", failure) from failure
        files = "\n".join(sorted(self._files()))
        self._stamp(lock).write_text(f"{self._wanted(lock)}\n{files}\n", encoding="utf-8")
        self.unfinished.unlink()

    def _install_with_uv(self, lock: Path) -> None:
        """Install with uv, or with pip where there is no uv or it gets on with no index."""
        pip = self._pip
        pip += ["--python", self.python] if self.filler else []
        # whoever waits is told soon that there is no index; on a machine for tests nobody waits
        tries = "5" if os.environ.get("CI") else "1"
        pip += ["install", "-q", "--retries", tries, "--timeout", "15"]
        pip += ["--require-hashes", "-r"]
        environ = child_environment(VIRTUAL_ENV=str(self.path))
        uv = (self.filler or self.path) / "bin" / "uv"
        try:
            if not uv.exists():
                run([*pip, self._uv_alone(lock.parent)], self.path, environ)
            command: list[str | Path] = [
                uv,
                "pip",
                "install",
                "-q",
                "--python",
                self.python,
                "--require-hashes",
            ]
            command += ["--compile-bytecode", "--link-mode", "copy", "-r", lock]
            run(command, self.path, self._like_pip(environ))
        except ProgramFailed as failure:
            if not uv.exists() and UNREACHABLE.search(str(failure)):
                raise
            say("uv can't be used here: going on with pip, which is slower")
            run([*pip, lock], self.path, environ)

    def _uv_alone(self, folder: Path) -> Path:
        """A requirements file with uv and its digests, as requirements.txt pins it."""
        text = (folder / "requirements.txt").read_text(encoding="utf-8")
        found = re.search(r"^uv==(?:.*\\\n)*.*\n", text, re.MULTILINE)
        alone = self.path / "uv.txt"
        alone.write_text(found[0] if found else "", encoding="utf-8")
        return alone

    def _like_pip(self, environ: dict[str, str]) -> dict[str, str]:
        """The same environment, with pip's index and certificates told to uv, which asks no pip."""
        listed = run([*self._pip, "config", "list"], self.path, environ)
        for setting, variable in PIP_TO_UV.items():
            found = re.search(rf"^\S*\.{setting}='(.*)'$", listed, re.MULTILINE)
            if found:
                environ = {variable: found[1], **environ}
        return environ

    def _stamp(self, lock: Path) -> Path:
        return self.path / f".{lock.stem}"

    def _wanted(self, lock: Path) -> str:
        """What makes this environment another one: Python, place and pins."""
        digest = sha256(f"{self.creator.resolve()} {self.path}".encode())
        digest.update(lock.read_bytes())
        return digest.hexdigest()

    def _state(self, lock: Path, found: set[str]) -> str:
        """``whole``, ``missing`` (asked for something else, or never installed) or ``broken``."""
        try:
            wanted, *files = self._stamp(lock).read_text(encoding="utf-8").splitlines()
        except (OSError, ValueError):
            return "missing"
        if wanted != self._wanted(lock):
            return "missing"
        return "whole" if found.issuperset(files) and self.python.exists() else "broken"

    def _files(self) -> set[str]:
        """Every file that is there, but not what Python compiled (in a third of a second)."""
        found: set[str] = set()
        for folder, folders, files in os.walk(self.path):
            if "__pycache__" in folders:
                folders.remove("__pycache__")
            inside = folder[len(str(self.path)) :]
            found.update(f"{inside}/{name}" for name in files if not name.startswith("."))
        return found


def remove(path: Path) -> None:
    """Remove a file, a link or a whole directory, whatever is there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
