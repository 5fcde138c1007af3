"""What the processes of a server hold."""

from .programs import Server
from dataclasses import dataclass
from pathlib import Path

import contextlib


@dataclass(frozen=True)
class Memory:
    """Resident megabytes: now, and the most so far."""

    now: float
    peak: float


def memory_of(server: Server) -> Memory:
    """Add up what the processes of a server hold; what they share counts for each."""
    sums = {"VmRSS": 0, "VmHWM": 0}
    for process in server.processes():
        with contextlib.suppress(OSError):
            for line in Path(f"/proc/{process}/status").read_text().splitlines():
                name, _, value = line.partition(":")
                if name in sums:
                    sums[name] += int(value.split()[0])
    return Memory(now=sums["VmRSS"] / 1024, peak=sums["VmHWM"] / 1024)
