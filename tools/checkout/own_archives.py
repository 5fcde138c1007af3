"""This repository's own distributions, built with what is installed: no network, no isolation."""

from .environments import remove
from .layout import companions
from .layout import TOP
from .layout import VENV
from .programs import run
from .settings import child_environment
from collections.abc import Iterator
from pathlib import Path

import shutil
import tarfile
import tempfile


#: what a build reads (as MANIFEST.in says), and never what an earlier build or a run left
SOURCES = ("MANIFEST.in", "Products", "collective", "docs", "src", "tests", "tools")
SOURCE_ENDINGS = {".cfg", ".in", ".py", ".toml", ".txt"}
LEFTOVERS = shutil.ignore_patterns("__pycache__", "*.pyc", "*.egg-info", "_build")
#: how the directory begins in which a build is at work, or was killed
BUILDING = "building-"
BUILD = "import sys; from setuptools import build_meta; build_meta.build_{}(sys.argv[1])"


def own_distributions() -> Iterator[Path]:
    """The folder of each distribution: the product itself, then its companions."""
    yield TOP
    yield from companions()


def build_own_archives(target: Path) -> None:
    """Make ``target`` a directory with an sdist and a wheel of each; whole, or not there.

    :raises ProgramFailed: when one can't be built.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    for leftover in target.parent.glob(f"{BUILDING}*"):
        remove(leftover)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=BUILDING) as folder:
        finished = Path(folder) / "finished"
        finished.mkdir()
        for number, distribution in enumerate(own_distributions()):
            build(distribution, Path(folder) / str(number), finished)
        remove(target)
        finished.rename(target)


def build(distribution: Path, work: Path, target: Path) -> None:
    """Build an sdist from the sources, then a wheel from that sdist, which so proves complete."""
    source = work / "source"
    copy_sources(distribution, source)
    run_build("sdist", source, work)
    sdist = next(work.glob("*.tar.gz"))
    with tarfile.open(sdist) as archive:
        if hasattr(tarfile, "data_filter"):
            archive.extractall(work / "unpacked", filter="data")
        else:  # Python 3.11.2, as in Debian 12; the archive is our own
            archive.extractall(work / "unpacked")  # noqa: S202
    run_build("wheel", next((work / "unpacked").iterdir()), work)
    for archive_path in (sdist, next(work.glob("*.whl"))):
        archive_path.rename(target / archive_path.name)


def copy_sources(distribution: Path, target: Path) -> None:
    """Copy what belongs to a distribution, for a build writes into its sources."""
    target.mkdir(parents=True)
    for path in distribution.iterdir():
        if path.is_file() and path.suffix in SOURCE_ENDINGS:
            shutil.copy2(path, target)
        elif path.is_dir() and path.name in SOURCES:
            shutil.copytree(path, target / path.name, ignore=LEFTOVERS)


def run_build(kind: str, source: Path, target: Path) -> None:
    """Run one hook of the build backend."""
    run([VENV / "bin" / "python", "-c", BUILD.format(kind), target], source, child_environment())
