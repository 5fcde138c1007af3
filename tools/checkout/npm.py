"""What the tests need from npm: pinned, with digests, beside the other clients of the tests."""

from .environments import remove
from .layout import CLIENT_VENVS
from .programs import hold
from .programs import ProgramFailed
from .programs import refusal
from .programs import Refused
from .programs import release
from .programs import run
from .settings import child_environment
from pathlib import Path

import shutil


#: what npm reads; the second one has the digests
MANIFESTS = ("package.json", "package-lock.json")


def provide_npm(folder: Path) -> Path:
    """Have what the manifests of a folder pin, and return the ``node_modules`` with it.

    It takes a second or two, and nothing when it is there. No script of what is installed is run.

    :raises Refused: when it can't be had; the text says why
    """
    place = CLIENT_VENVS / f"npm-{folder.parent.name}"
    CLIENT_VENVS.mkdir(exist_ok=True)
    hold(CLIENT_VENVS)
    try:
        if not _is_whole(place, folder):
            _install(place, folder)
    finally:
        release()
    return place / "node_modules"


def _is_whole(place: Path, folder: Path) -> bool:
    """Say whether the very manifests were installed to their end."""
    stamp = place / ".installed"
    return stamp.exists() and stamp.read_bytes() == (folder / MANIFESTS[1]).read_bytes()


def _install(place: Path, folder: Path) -> None:
    if shutil.which("npm") is None:
        raise Refused("There is no npm: install it (on Debian: the package npm).")
    remove(place)
    place.mkdir()
    for name in MANIFESTS:
        shutil.copy(folder / name, place / name)
    try:
        command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        run(command, place, child_environment())
    except ProgramFailed as failure:
        raise refusal("Installing from npm", failure) from failure
    shutil.copy(folder / MANIFESTS[1], place / ".installed")
