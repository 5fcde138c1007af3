"""Lines that people write in a form, read as the terms of a vocabulary."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """One line ``id|title|text``; title and text may be left out."""

    id: str
    #: the id where no title is given
    title: str
    #: what the field says that it is: a description, an address; empty where not given
    text: str


def read_line(line: str) -> Line:
    """Return the parts of one line."""
    parts = [part.strip() for part in line.split("|", 2)]
    parts += [""] * (3 - len(parts))
    return Line(id=parts[0], title=parts[1] or parts[0], text=parts[2])


def read_lines(lines: Iterable[str] | None) -> tuple[Line, ...]:
    """Return the lines that say something, in their order, the first of equal ids only."""
    found: dict[str, Line] = {}
    for text in lines or ():
        line = read_line(text)
        if line.id:
            found.setdefault(line.id, line)
    return tuple(found.values())
