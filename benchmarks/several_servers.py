"""What several servers at once cost mupload: 100 files to four that are slow, and to one of them.

    .venv/bin/python benchmarks/several_servers.py

Each stub server waits 100 ms before it answers. The floor: four take at most 1.3 times one.
"""

from pathlib import Path

import contextlib
import io
import statistics
import sys
import tempfile
import time


TOP = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TOP / "packages" / "collective.dist"))

from collective.dist import program  # noqa: E402 (its folder is known only now)
from tests.stubs import make_wheel  # noqa: E402
from tests.stubs import Stub  # noqa: E402
from tests.stubs import write_pypirc  # noqa: E402


FILES, WAIT, ROUNDS, SERVERS = 100, 0.1, 3, 4


def seconds(folder: Path, files: list[Path], number: int) -> float:
    """Upload all files to so many new servers."""
    with contextlib.ExitStack() as stack:
        stubs = [stack.enter_context(Stub(wait=WAIT)) for _ in range(number)]
        addresses = {f"server{place}": stub.url for place, stub in enumerate(stubs)}
        settings = write_pypirc(folder / "pypirc", **addresses)
        started = time.perf_counter()
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            status = program.mupload(["--config-file", str(settings), *map(str, files)])
        taken = time.perf_counter() - started
        if status or any(len(stub.sent) != len(files) for stub in stubs):
            sys.exit("several_servers.py: not every file has arrived.")
    return taken


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = [make_wheel(folder, version=f"1.{number}") for number in range(FILES)]
        pairs = [
            (seconds(folder, files, 1), seconds(folder, files, SERVERS)) for _ in range(ROUNDS)
        ]
    ratios = [four / one for one, four in pairs]
    print(
        f"{FILES} files: one server {statistics.median(one for one, _ in pairs):.1f} s,"
        f" {SERVERS} servers {statistics.median(four for _, four in pairs):.1f} s;"
        f" ratio {statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f}),"
        f" {ROUNDS} rounds, floor at most 1.3"
    )


if __name__ == "__main__":
    main()
