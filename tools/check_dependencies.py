"""Ask z3c.dependencychecker whether setup.py names what a distribution imports, and no more.

    .venv/bin/python tools/check_dependencies.py [FOLDER]

It reads a built wheel beside the sources, so both are made in a scratch directory.
"""

from checkout.layout import TOP
from checkout.own_archives import copy_sources
from checkout.own_archives import run_build
from pathlib import Path

import subprocess
import sys
import tempfile


def main(words: list[str]) -> int:
    distribution = TOP / (words[0] if words else ".")
    with tempfile.TemporaryDirectory() as scratch:
        source = Path(scratch) / "source"
        copy_sources(distribution, source)
        (source / "dist").mkdir()
        run_build("wheel", source, source / "dist")
        checker = Path(sys.executable).with_name("dependencychecker")
        return subprocess.run([checker, source], check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
