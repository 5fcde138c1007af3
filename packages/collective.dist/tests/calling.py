"""The programs, in a process of their own."""

from pathlib import Path

import os
import subprocess
import sys


PACKAGE = Path(__file__).resolve().parents[1]


def environment(home, **further):
    """What a program sees: this package, and a home with a .pypirc perhaps."""
    path = os.pathsep.join([str(PACKAGE), *filter(None, [os.environ.get("PYTHONPATH")])])
    return {**os.environ, "HOME": str(home), "PYTHONPATH": path, **further}


def call_program(home, *words, **further):
    """Run one to its end, with nobody at the keyboard.

    :param further: of the environment
    """
    return subprocess.run(
        [sys.executable, "-m", "collective.dist", *map(str, words)],
        cwd=home,
        env=environment(home, **further),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=600,
    )
