"""Uploads with a token, one after the other, beside devpi-server with a token of its own.

    python3 benchmarks/uploads.py                      10 rounds of each kind, and 1 GB
    python3 benchmarks/uploads.py --rounds 2 --large 0

README.txt beside this file says what is needed.
"""

from base64 import b64encode
from dataclasses import dataclass
from dataclasses import field
from http.client import HTTPConnection
from pathlib import Path
from peers.archives import wheel
from peers.cases import FRESH
from peers.checkouts import TOP
from peers.devpi import make_index
from peers.field import Field
from peers.forms import upload_form
from peers.memory import memory_of
from peers.programs import Failed
from peers.programs import plain_environment
from peers.programs import run
from peers.programs import say
from peers.programs import Server
from peers.rounds import Figure

import argparse
import signal
import sys
import time


SIZE = 20_000
#: uploads of a kind in a round
UPLOADS = 20
#: kind of upload -> least ratio of uploads a second to devpi's
KINDS = {"into an existing release": 1.4, "each a new release": 1.1, "each a new project": None}
TOKEN_OF_OURS = Path(__file__).with_name("peers") / "token_of_ours.py"


@dataclass
class Door:
    """A server that takes uploads, and what it wants to see of a log-in."""

    server: Server
    path: str
    headers: dict[str, str]
    rates: dict[str, list[float]] = field(default_factory=dict)

    def send(self, forms: list[tuple[str, bytes]]) -> float:
        """Send forms on one connection, as twine does; return seconds.

        :raises Failed: when one is refused
        """
        connection = HTTPConnection("127.0.0.1", self.server.port, timeout=600)
        started = time.perf_counter()
        for kind, body in forms:
            connection.request("POST", self.path, body, {**self.headers, "Content-Type": kind})
            answer = connection.getresponse()
            text = answer.read()
            if answer.status != 200:
                raise Failed(f"{self.path} answers {answer.status} to an upload: {text[:300]!r}")
        connection.close()
        return time.perf_counter() - started


def forms_of(kind: str, number: int, run_name: str) -> list[tuple[str, bytes]]:
    """Return the forms of a round."""
    found = []
    for turn in range(UPLOADS):
        name, version, build = f"{run_name}-{kind.split()[-1]}", "1.0", ""
        if kind.endswith("existing release"):
            build = f"-{number * UPLOADS + turn}"
        elif kind.endswith("new release"):
            version = f"{number}.{turn}"
        else:
            name = f"{name}-{number}-{turn}"
        filename = f"{name.replace('-', '_')}-{version}{build}-py3-none-any.whl"
        found.append(upload_form(name, filename, wheel(name, version, SIZE)))
    return found


def measure(doors: dict[str, Door], rounds: int) -> None:
    """Upload in turn; which goes first changes with each round."""
    run_name = f"up{int(time.time())}"
    for number in range(rounds + 1):
        say(f"round {number} of {rounds}" + ("" if number else ", which does not count"))
        for kind in KINDS:
            forms = forms_of(kind, number, run_name)
            for name in sorted(doors, reverse=bool(number % 2)):
                rate = UPLOADS / doors[name].send(forms)
                if number:
                    doors[name].rates.setdefault(kind, []).append(rate)


def measure_large(doors: dict[str, Door], megabytes: int) -> None:
    """Upload one large file to each, and tell how long it took and how the processes grew."""
    name = f"large{int(time.time())}"
    form = upload_form(name, f"{name}-1.0-py3-none-any.whl", wheel(name, "1.0", megabytes * 2**20))
    for owner, door in doors.items():
        before = memory_of(door.server)
        seconds = door.send([form])
        grown = memory_of(door.server).peak - max(before.now, before.peak)
        print(f"{megabytes} MB to {owner}: {seconds:.1f} s, peak grows by {max(0, grown):.1f} MB")


def report(doors: dict[str, Door]) -> None:
    for kind, bar in KINDS.items():
        ours, theirs = (doors[name].rates[kind] for name in ("ours", "devpi"))
        ratio = Figure.of([one / other for one, other in zip(ours, theirs, strict=True)])
        print(
            f"{kind}: {Figure.of(ours).median:.1f} a second, devpi {Figure.of(theirs).median:.1f};"
            f" ratio {ratio.median:.2f} ({ratio.least:.2f} to {ratio.greatest:.2f}),"
            f" floor {bar or 'none'}, {ratio.number} rounds of {UPLOADS}"
        )


def provide_token(made: Field) -> str:
    """Return a new token for the center ``fresh``."""
    path: Path = made.folder / "ours.token"
    instance = made.ours.folder / "bin" / "instance"
    environ = plain_environment(PSC_BENCH_TOKEN=str(path))
    run([instance, "run", TOKEN_OF_OURS], log=made.ours.log, environ=environ)
    token = path.read_text()
    path.unlink()
    return token


def main() -> int:
    parser = argparse.ArgumentParser(description="Compare uploads with devpi-server's.")
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--large", type=int, default=1000, help="megabytes of the large file")
    parser.add_argument("--scratch", type=Path, default=TOP / "var" / "benchmarks")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
    made = Field(options.scratch.resolve())
    try:
        made.prepare({"devpi"})
        token = provide_token(made)
        made.start({"ours", "devpi"})
        user = f"up{int(time.time())}"
        basic = b64encode(f"__token__:{token}".encode()).decode()
        doors = {
            "ours": Door(made.servers["ours"], FRESH, {"Authorization": f"Basic {basic}"}),
            "devpi": Door(
                made.servers["devpi"],
                f"/{user}/dev/",
                {"X-Devpi-Auth": make_index(made.servers["devpi"].port, user)},
            ),
        }
        measure(doors, options.rounds)
        report(doors)
        if options.large:
            measure_large(doors, options.large)
    except Failed as failure:
        sys.exit(f"uploads.py: {failure}")
    finally:
        made.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
