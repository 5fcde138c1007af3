"""The table at the end, the same for machines, and the exit status."""

from __future__ import annotations

from collections.abc import Sequence
from collective.dist.results import Result
from rich.console import Console
from rich.table import Table
from rich.text import Text

import dataclasses
import json


#: columns, where no terminal says how many it has: no line is broken
WIDE = 1000
COLOURS = {"done": "green", "already there": "cyan", "refused": "red", "failed": "red"}
INTERRUPTED = 130


def show_table(results: Sequence[Result], console: Console) -> None:
    """Print a row for each server and file."""
    table = Table(box=None, pad_edge=False)
    for heading in ("server", "file", "result", "the server says"):
        table.add_column(heading, overflow="fold", no_wrap=heading == "result")
    for result in results:
        outcome = (
            result.outcome
            + {True: ", verified", False: ", NOT verified", None: ""}[result.verified]
        )
        table.add_row(
            Text(result.server),
            Text(result.filename),
            Text(outcome, style=COLOURS.get(result.outcome, "yellow") if result.is_good else "red"),
            Text(result.sentence),
        )
    console.print(table)


def as_json(results: Sequence[Result]) -> str:
    """The same, for machines."""
    rows = [dataclasses.asdict(result) for result in results]
    bad = sum(not result.is_good for result in results)
    return json.dumps({"results": rows, "failed": bad}, indent=2)


def exit_status(results: Sequence[Result], interrupted: bool = False) -> int:
    """0 when all is where it should be, 1 when something is not."""
    if interrupted:
        return INTERRUPTED
    return 0 if all(result.is_good for result in results) else 1


def wide_console(stderr: bool = False) -> Console:
    """A console that breaks no line of a file or a pipe."""
    console = Console(stderr=stderr, highlight=False)
    if not console.is_terminal:
        console = Console(stderr=stderr, highlight=False, width=WIDE)
    return console
