"""What the program says: lines for people, or one JSON document for programs."""

from typing import Any
from typing import TextIO

import json


WIDTH = 30


class Report:
    """Where a command tells what it found."""

    def __init__(self, out: TextIO, err: TextIO, *, as_json: bool = False) -> None:
        self._out = out
        self._err = err
        #: whether a document is asked for; whoever is not asked keeps none in memory
        self.as_json = as_json
        self._progress = ""
        #: what ``--json`` prints at the end; builtin types only
        self.document: dict[str, Any] = {}

    def line(self, text: str) -> None:
        """Tell people something; not in JSON."""
        if not self.as_json:
            self._clear()
            self._out.write(f"{text}\n")

    def progress(self, done: int, total: int, word: str = "") -> None:
        """Show how far it is, on a terminal only."""
        if not self._err.isatty():
            return
        share = min(1.0, done / total) if total else 1.0
        filled = round(share * WIDTH)
        shown = f"[{'#' * filled}{'.' * (WIDTH - filled)}] {share:4.0%} {word}"
        if shown != self._progress:
            self._clear()
            self._err.write(shown)
            self._err.flush()
            self._progress = shown

    def _clear(self) -> None:
        if self._progress:
            self._err.write(f"\r{' ' * len(self._progress)}\r")
            self._err.flush()
            self._progress = ""

    def error(self, sentence: str) -> None:
        """Tell why it could not run."""
        self._clear()
        self._err.write(f"psc: {sentence}\n")
        self.document = {"error": sentence}

    def close(self) -> None:
        """Print the document, if one was asked for."""
        self._clear()
        if self.as_json:
            json.dump(self.document, self._out, indent=2)
            self._out.write("\n")
