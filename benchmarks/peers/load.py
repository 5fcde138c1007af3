"""Load from wrk: one thread, connections that are kept alive."""

from .asking import Request
from .programs import Failed
from dataclasses import dataclass
from pathlib import Path

import re
import subprocess


SCRIPT = Path(__file__).with_name("load.lua")
SUMS = re.compile(r"^sums (\d+) (\d+) (\d+) (\d+) (\d+)$", re.MULTILINE)
#: how much the bytes may differ from what one answer before had, head and body together
TOLERANCE = 0.02


@dataclass(frozen=True)
class Load:
    """What came through in a stretch of time."""

    requests: int
    size: int
    seconds: float

    @property
    def rate(self) -> float:
        """Whole answers a second."""
        return self.requests / self.seconds

    @property
    def bytes_rate(self) -> float:
        """Bytes a second, also those of answers that did not come to their end."""
        return self.size / self.seconds


def send(port: int, request: Request, connections: int, seconds: int, wire_size: int) -> Load:
    """Ask as often as it goes, and see that every answer is of the right kind and length.

    :param wire_size: bytes of one right answer
    :raises Failed: when one has a status above 399, or another length
    """
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "60s"]
    command += ["-s", str(SCRIPT)]
    for name, value in request.headers.items():
        command += ["-H", f"{name}: {value}"]
    command += [f"http://127.0.0.1:{port}{request.paths[0]}", "--", *request.paths]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=seconds + 120, check=False
    )
    found = SUMS.search(done.stdout)
    if done.returncode or found is None:
        raise Failed(f"wrk ended with {done.returncode}: {done.stdout}{done.stderr}")
    requests, size, duration, bad, broken = map(int, found.groups())
    if bad or broken:
        raise Failed(
            f"{request.paths[0]}: {bad} answers were errors and {broken} connections broke."
        )
    least = requests * wire_size * (1 - TOLERANCE)
    most = (requests + connections) * wire_size * (1 + TOLERANCE)
    if not least <= size <= most:
        raise Failed(
            f"{request.paths[0]}: {requests} answers of {wire_size} bytes made {size} bytes."
        )
    return Load(requests, size, duration / 1e6)
