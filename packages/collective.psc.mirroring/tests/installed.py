"""The distribution as it is installed, with its console script."""

from pathlib import Path

import atexit
import functools
import shutil
import subprocess
import sys
import tempfile


SOURCE = Path(__file__).parent.parent
BUILD = "import sys; from setuptools import build_meta; build_meta.build_wheel(sys.argv[1])"


@functools.cache
def wheel():
    """Return the wheel, built from a copy of the sources, once."""
    folder = Path(tempfile.mkdtemp(prefix="psc-mirror-wheel-"))
    atexit.register(shutil.rmtree, folder)
    sources = folder / "sources"
    shutil.copytree(SOURCE, sources, ignore=shutil.ignore_patterns("tests", "__pycache__"))
    run(sys.executable, "-c", BUILD, folder, cwd=sources)
    [built] = folder.glob("*.whl")
    return built


@functools.cache
def installed(python):
    """Return the folder where the wheel is installed for a Python, without its requirements.

    The console script is in ``bin`` there; the folder has to be on ``PYTHONPATH``.
    """
    folder = Path(tempfile.mkdtemp(prefix="psc-mirror-installed-"))
    atexit.register(shutil.rmtree, folder)
    uv = shutil.which("uv") or Path(sys.executable).with_name("uv")
    words = ("pip", "install", "-q", "--offline", "--no-deps", "--target", folder)
    run(uv, *words, "--python", python, wheel())
    return folder


def run(*command, **options):
    done = subprocess.run(
        [str(word) for word in command],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=1200,
        check=False,
        **options,
    )
    if done.returncode:
        raise AssertionError(done.stdout)
