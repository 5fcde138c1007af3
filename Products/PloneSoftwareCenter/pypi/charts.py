"""Columns of a chart, as a page draws them; and numbers as people read them."""

from collections.abc import Sequence
from dataclasses import dataclass


#: the units that charts are drawn in: a column with the gap behind it, the gap, the highest column
STEP, GAP, HEIGHT = 10, 2, 60


@dataclass(frozen=True)
class Column:
    """One column; the page's own zero is the upper left corner."""

    label: str
    number: int
    x: int
    y: int
    width: int
    height: int


def columns(numbers: Sequence[tuple[str, int]]) -> list[Column]:
    """Return a column for each (label, number); whatever is not nothing can be seen.

    The highest is as high as the chart; numbers below zero count as none.
    """
    most = max((number for _label, number in numbers), default=0)
    found = []
    for place, (label, number) in enumerate(numbers):
        height = max(1, round(HEIGHT * number / most)) if number > 0 else 0
        found.append(Column(label, number, place * STEP, HEIGHT - height, STEP - GAP, height))
    return found


def grouped(number: int) -> str:
    """Return a number with its thousands apart, in a way that is right in every language.

    ISO 80000-1: by a small space, neither by a comma nor a point.
    """
    return f"{number:,}".replace(",", "\N{NARROW NO-BREAK SPACE}")
