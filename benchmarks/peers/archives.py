"""The distributions that every server gets: the same bytes at every run."""

from base64 import urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import hashlib
import io
import random
import shutil
import zipfile


#: names of the index in all, with the ones that have a purpose of their own
NAMES = 1000
FIVE, MANY, BIG = "bench-five", "bench-many", "bench-big"
FILES = {FIVE: 5, MANY: 500}
#: bytes of padding in each file of these
SMALL_SIZE, BIG_SIZE = 10_000, 50_000_000
INSTALLED = tuple(f"bench-install-{number:02}" for number in range(50))
MOMENT = (2026, 1, 2, 3, 4, 6)


@dataclass(frozen=True)
class Stock:
    """The folder with all archives, each in the subfolder of its name."""

    folder: Path

    def names(self) -> list[str]:
        """The names, as the root list has them."""
        fillers = NAMES - len(INSTALLED) - 3
        return sorted([FIVE, MANY, BIG, *INSTALLED, *(f"project-{n:05}" for n in range(fillers))])

    def paths(self, name: str) -> list[Path]:
        """The archives of a name."""
        return sorted((self.folder / name).glob("*.whl"))

    def all_paths(self) -> Iterator[tuple[str, Path]]:
        """(name, path) of every archive."""
        for name in self.names():
            for path in self.paths(name):
                yield name, path

    def make(self) -> None:
        """Have every archive there; whole, or not there at all."""
        if self.folder.exists():
            return
        building = self.folder.with_name(f"{self.folder.name}.new")
        shutil.rmtree(building, ignore_errors=True)
        for name in self.names():
            (building / name).mkdir(parents=True)
            for version, padding in contents(name):
                path = building / name / f"{name.replace('-', '_')}-{version}-py3-none-any.whl"
                path.write_bytes(wheel(name, version, padding))
        building.rename(self.folder)


def contents(name: str) -> Iterator[tuple[str, int]]:
    """(version, bytes of padding) of each file of a name."""
    if name == BIG:
        yield "1.0", BIG_SIZE
    elif name in FILES:
        for number in range(FILES[name]):
            yield f"1.{number}", SMALL_SIZE if name == FIVE else 100
    else:
        yield "1.0", 1000 if name in INSTALLED else 100


def wheel(name: str, version: str, padding: int) -> bytes:
    """A wheel that can be installed, with so many incompressible bytes in it."""
    stem = name.replace("-", "_")
    info = f"{stem}-{version}.dist-info"
    members = {
        f"{stem}.py": f"VERSION = {version!r}\n".encode(),
        f"{stem}.bin": noise(f"{name} {version}", padding),
        f"{info}/METADATA": (
            f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
            "Summary: A distribution of the benchmarks\nRequires-Python: >=3.8\n"
        ).encode(),
        f"{info}/WHEEL": (
            b"Wheel-Version: 1.0\nGenerator: benchmarks\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        ),
    }
    record = "".join(f"{path},{digest(data)},{len(data)}\n" for path, data in members.items())
    members[f"{info}/RECORD"] = f"{record}{info}/RECORD,,\n".encode()
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for path, data in members.items():
            archive.writestr(zipfile.ZipInfo(path, MOMENT), data)
    return target.getvalue()


def noise(seed: str, size: int) -> bytes:
    """So many bytes that look like nothing; of many, the same some megabytes again and again."""
    block = random.Random(seed).randbytes(min(size, BIG_SIZE))
    return (block * (size // max(1, len(block)) + 1))[:size]


def digest(data: bytes) -> str:
    """A digest as RECORD has it."""
    raw = hashlib.sha256(data).digest()
    return "sha256=" + urlsafe_b64encode(raw).rstrip(b"=").decode()
