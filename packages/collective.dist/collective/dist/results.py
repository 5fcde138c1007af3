"""How it went with one file at one server."""

from __future__ import annotations

from dataclasses import dataclass

import argparse


DONE = "done"
THERE = "already there"
REFUSED = "refused"
FAILED = "failed"
STOPPED = "stopped"
GOOD = (DONE, THERE)


@dataclass(frozen=True)
class Options:
    """What the command line says of sending.

    :param retry: how often something is tried again
    :param timeout: seconds that a server may be silent
    :param dry_run: send metadata to be verified, and no file
    """

    skip_existing: bool = False
    retry: int = 2
    timeout: float = 60
    verify: bool = False
    dry_run: bool = False


@dataclass(frozen=True)
class Result:
    """One line of the table.

    :param filename: of the file; name and version, when metadata were sent alone
    :param sentence: the server's own, or ours, why nothing was sent
    :param verified: whether the server shows the same bytes; None: it was not asked
    """

    server: str
    url: str
    filename: str
    outcome: str
    sentence: str = ""
    sha256: str = ""
    verified: bool | None = None

    @property
    def is_good(self) -> bool:
        return self.outcome in GOOD and self.verified is not False


def positive(text: str) -> float:
    """Seconds, more than none.

    :raises ValueError, argparse.ArgumentTypeError: for anything else
    """
    seconds = float(text)
    if not 0 < seconds < 86400:
        raise argparse.ArgumentTypeError("must be more than 0 seconds, and less than a day")
    return seconds


def tries(text: str) -> int:
    """How often again.

    :raises ValueError, argparse.ArgumentTypeError: for anything else
    """
    number = int(text)
    if not 0 <= number <= 20:
        raise argparse.ArgumentTypeError("must be 0 to 20")
    return number
