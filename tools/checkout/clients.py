"""Environments of their own for clients whose dependencies do not fit those of a site."""

from .environments import Environment
from .layout import CLIENT_LOCKS
from .layout import CLIENT_VENVS
from .layout import COMPANION_LOCK
from .layout import VENV
from .programs import hold
from .programs import release
from pathlib import Path

import sys


def provide_companion(folder: Path, version: str, creator: Path) -> Path:
    """Have an environment for what a distribution in packages/ pins, and return its Python.

    :param version: of ``creator``
    :raises Refused: when it can't be had
    """
    environment = Environment(CLIENT_VENVS / f"{folder.name}-{version}", creator, filler=VENV)
    CLIENT_VENVS.mkdir(exist_ok=True)
    hold(CLIENT_VENVS)
    try:
        environment.provide(folder / COMPANION_LOCK)
    finally:
        release()
    return environment.python


def provide_client(name: str, creator: Path = Path(sys.executable)) -> Path:
    """Have the environment of ``environments/<name>.txt``, and return its folder.

    The tests call this when they first need a client; it takes a second or two, and nothing
    when the environment is there. The environment that runs the tests fills it.

    :raises Refused: when it can't be had; the text says why
    """
    CLIENT_VENVS.mkdir(exist_ok=True)
    hold(CLIENT_VENVS)
    try:
        environment = Environment(CLIENT_VENVS / name, creator, filler=Path(sys.prefix))
        environment.provide(CLIENT_LOCKS / f"{name}.txt")
    finally:
        release()
    return environment.path
