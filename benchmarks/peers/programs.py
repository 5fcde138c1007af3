"""Running other programs: to their end, or as servers that end with us."""

from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import time


#: seconds after which a server ends whatever becomes of this program
LIFETIME = 2 * 3600
#: seconds until a server that was started answers, or ends when it is told to
PATIENCE = 120
#: these would lead a program away from its own environment, or to other indexes
MISLEADING = ("PIP_", "UV_", "PYTHON", "VIRTUAL_ENV")
Command = Sequence[str | Path]


class Failed(Exception):
    """Something can't be measured; the text says what, in a sentence."""


def say(text: str) -> None:
    """Tell about progress."""
    print(f"[{time.strftime('%H:%M:%S')}] {text}", flush=True)


def plain_environment(**more: str) -> dict[str, str]:
    """The environment without what others have set for Python and its installers."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith(MISLEADING)}
    return kept | more


def run(command: Command, *, log: Path, environ: Mapping[str, str] | None = None) -> str:
    """Run a program to its end and return what it wrote, which goes to the log, too.

    :raises Failed: when it ends with an error
    """
    done = subprocess.run(
        command,
        env=environ,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        timeout=LIFETIME,
        check=False,
    )
    with log.open("a", encoding="utf-8") as target:
        target.write(f"$ {command[0]}\n{done.stdout}[{done.returncode}]\n")
    if done.returncode:
        raise Failed(f"{command[0]} failed; {log} says why.")
    return done.stdout


def free_port() -> int:
    """A port of the loopback interface on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Server:
    """A running server: a process group of its own, whose leader ends it after ``LIFETIME``."""

    port: int
    log: Path
    leader: subprocess.Popen[bytes]

    @classmethod
    def start(
        cls,
        command: Command,
        *,
        port: int,
        log: Path,
        cwd: Path | None = None,
        environ: Mapping[str, str] | None = None,
    ) -> "Server":
        """Start it; ``wait`` tells when it answers."""
        with log.open("ab") as target:
            leader = subprocess.Popen(
                # it leads the group, and outlives us if we are killed, but not for long
                ["timeout", "--kill-after=10", str(LIFETIME), *command],
                cwd=cwd,
                env=environ,
                stdin=subprocess.DEVNULL,
                stdout=target,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        return cls(port, log, leader)

    def wait(self, path: str) -> None:
        """Return as soon as it answers a GET, whatever the answer is.

        :raises Failed: when it ends, or is silent for too long
        """
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if self.leader.poll() is not None:
                break
            with contextlib.suppress(OSError, http.client.HTTPException):
                connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
                connection.request("GET", path)
                connection.getresponse().read()
                connection.close()
                return
            time.sleep(0.1)
        raise Failed(f"A server does not answer; {self.log} says why.")

    def stop(self) -> None:
        """End every process of the group."""
        for number in (signal.SIGTERM, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.leader.pid, number)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.leader.wait(15)
                return

    def processes(self) -> list[int]:
        """The processes of the group, without the one that only watches the time."""
        found = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit() and int(entry.name) != self.leader.pid:
                with contextlib.suppress(OSError):
                    if os.getpgid(int(entry.name)) == self.leader.pid:
                        found.append(int(entry.name))
        return found

    def ticks(self) -> int:
        """The processor time that the group has taken so far, in ticks of the clock."""
        total = 0
        for process in self.processes():
            with contextlib.suppress(OSError):
                fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
                total += int(fields[11]) + int(fields[12])
        return total

    def settle(self, seconds: float = 15) -> None:
        """Wait until it has done with what was asked of it by clients that are gone."""
        until = time.monotonic() + seconds
        before = self.ticks()
        while time.monotonic() < until:
            time.sleep(0.05)
            now = self.ticks()
            if now - before <= 1:
                return
            before = now
