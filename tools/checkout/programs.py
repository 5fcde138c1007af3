"""Running other programs, and telling in one sentence why one failed."""

from .layout import LOG
from collections.abc import Mapping
from collections.abc import Sequence
from pathlib import Path

import fcntl
import os
import re
import signal
import subprocess
import sys
import time


#: what pip and uv write when no index answers
UNREACHABLE = re.compile(
    r"NewConnectionError|establish a new connection|Connection(Refused|Reset)?Error|Max retries"
    r"|name resolution|Name or service not known|timed out|ProxyError|SSLError|Could not fetch URL"
    r"|error sending request|dns error|tcp connect error|Network is unreachable",
    re.IGNORECASE,
)
#: the open directory that keeps a second bootstrap.py waiting; children hold it too, so that
#: what a killed bootstrap.py left running is waited for
held: list[int] = []


class Refused(Exception):
    """Something can't be done; its text is one sentence for the person at the terminal."""


class ProgramFailed(Exception):
    """A program ended with an error; its text is what the program wrote."""


def say(text: str) -> None:
    """Tell about progress."""
    print(f"[{time.strftime('%H:%M:%S')}] {text}", flush=True)


def run(command: Sequence[str | Path], cwd: Path, environ: Mapping[str, str]) -> str:
    """Run a program to its end and return what it wrote, which goes to the log too.

    :raises ProgramFailed: when it ends with an error.
    """
    LOG.parent.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        command,
        cwd=cwd,
        env=environ,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        pass_fds=held,
    )
    with LOG.open("a", encoding="utf-8") as log:
        log.write(f"$ {' '.join(map(str, command))}\n{done.stdout}[{done.returncode}]\n")
    if done.returncode:
        raise ProgramFailed(done.stdout)
    return done.stdout


def refusal(doing: str, failure: ProgramFailed) -> Refused:
    """The sentence for a program that failed while ``doing`` something."""
    if UNREACHABLE.search(str(failure)):
        return Refused(
            f"{doing} failed since no package index could be reached: check the network, or name"
            f" an index in PIP_INDEX_URL (details are in {LOG})."
        )
    if "from versions: none" in str(failure):
        return Refused(
            f"{doing} failed since the package index does not have what is pinned: name another one"
            f" in PIP_INDEX_URL (details are in {LOG})."
        )
    if "No space left on device" in str(failure):
        return Refused(f"{doing} failed since the disk is full (details are in {LOG}).")
    return Refused(f"{doing} failed; {LOG} says why.")


def hold(directory: Path) -> None:
    """Wait until nobody else installs into this directory, then keep others waiting."""
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        say("waiting for another bootstrap.py that installs here")
        fcntl.flock(descriptor, fcntl.LOCK_EX)
    held.append(descriptor)


def release() -> None:
    """Let others install again."""
    while held:
        os.close(held.pop())


def end_on_sigterm() -> None:
    """Make SIGTERM an ordinary end, so that programs we started end too."""
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
