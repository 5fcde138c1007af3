"""The Pythons of this machine that the product supports."""

from collections.abc import Iterator
from collections.abc import Sequence
from pathlib import Path

import os
import subprocess
import sys


SUPPORTED = ("3.11", "3.12", "3.13")
#: for a distribution in packages/ that needs no Plone: the oldest, the last that has a distutils
#: of its own, and the newest
OF_COMPANIONS = ("3.9", "3.11", "3.13")
#: a shim of a version manager may be there for a Python that is not
WORKS = "import ensurepip, sys, venv; print(*sys.version_info[:2], sep='.')"


def find_pythons(versions: Sequence[str] = SUPPORTED) -> dict[str, Path]:
    """One Python of each of these versions that is found; the running one for its own."""
    found = {f"{sys.version_info.major}.{sys.version_info.minor}": Path(sys.executable)}
    for version in versions:
        for candidate in candidates(version):
            if version not in found and works(candidate, version):
                found[version] = candidate
    return dict(sorted(found.items(), key=lambda item: [int(part) for part in item[0].split(".")]))


def candidates(version: str) -> Iterator[Path]:
    """Where such a Python may lie: on the path, or with pyenv."""
    name = f"python{version}"
    for folder in os.get_exec_path():
        if (Path(folder) / name).is_file():
            yield Path(folder) / name
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    yield from sorted(pyenv.glob(f"versions/{version}.*/bin/{name}"), reverse=True)


def works(python: Path, version: str) -> bool:
    """Whether this program is that Python, and can make an environment."""
    try:
        told = subprocess.run(
            [python, "-c", WORKS], capture_output=True, text=True, timeout=60, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return told.stdout.strip() == version
